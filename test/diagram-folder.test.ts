// The folder that diagrams are written to: only what changed is written and drawn, and nothing else is touched.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openBrowser, type Browser, type Load } from "../src/render/browser.ts";
import type { Format } from "../src/render/document.ts";
import { carriedOver, folderOf, recordFile, staleIn, stemsOf, type Folder, type Named } from "../src/render/folder.ts";
import { readRecord } from "../src/render/record.ts";
import { writeFolder } from "../src/render/write.ts";

let out: string;
beforeEach(() => {
  out = join(mkdtempSync(join(tmpdir(), "fleetcheck-diagram-")), "generated");
});
afterEach(() => rmSync(join(out, ".."), { recursive: true, force: true }));

const BOTH = ["mmd", "svg"] as const;

/** A spec called `stem` with a page and a picture for each text. */
function specOf(stem: string, pictures: Readonly<Record<string, string>>): Named {
  const drawn = Object.entries(pictures).map(([name, mermaid]) => ({ path: `${stem}/${name}`, alt: name, mermaid }));
  const document = {
    title: stem,
    about: `All about ${stem}.`,
    verdicts: "as expected",
    pictures: drawn,
    charts: [],
    page: (undrawn: ReadonlySet<string>) => `# ${stem}\n${[...undrawn].map((path) => `without ${path}\n`).join("")}`,
  };
  return { stem, file: `../${stem}.ts`, exportName: "default", document };
}

const folder = (specs: readonly Named[], formats: readonly Format[] = BOTH): Folder =>
  folderOf(specs, formats, {}, readRecord(out));
const update = (specs: readonly Named[], load: Load = fakes().load, formats?: readonly Format[]) =>
  writeFolder(out, folder(specs, formats), readRecord(out), load);
const stale = (specs: readonly Named[]) =>
  staleIn(out, folder(specs), readRecord(out)).map(({ wanted, state }) => `${wanted.path} ${state}`);
const read = (path: string) => readFileSync(join(out, path), "utf8");

/** Packages that draw without a browser, and the texts that they drew. */
function fakes({ fails = "" } = {}) {
  const drawn: string[] = [];
  const renderMermaid = async (_browser: unknown, mermaid: string) => {
    if (mermaid === fails) throw new Error("no such diagram");
    drawn.push(mermaid);
    return { data: Buffer.from(`drawn from ${mermaid}`) };
  };
  const packages: Readonly<Record<string, unknown>> = {
    "@mermaid-js/mermaid-cli": { renderMermaid },
    puppeteer: { default: { launch: async () => ({ close: async () => {} }) } },
    "@sparticuz/chromium": { default: { executablePath: async () => "", args: [] } },
  };
  return { drawn, load: async (name: string) => packages[name] };
}

const origin = (file: string, exportName = "default") => ({ file, exportName });

const notInstalled: Load = (name) => Promise.reject(new Error(`Cannot find package '${name}'`));

test("everything is written once; what has not changed stays as it is", async () => {
  const specs = [specOf("a", { one: "A1", two: "A2" }), specOf("b", { one: "B1" })];
  expect(await update(specs)).toEqual({ written: 6, drawn: 3, removed: 0, left: 0, problems: [] });
  expect(readdirSync(out).toSorted()).toEqual([".hashes.json", "README.md", "a", "a.md", "b", "b.md"]);
  expect(read("a/one.svg")).toBe("drawn from A1");
  expect(stale(specs)).toEqual([]);
  expect(await update(specs)).toEqual({ written: 0, drawn: 0, removed: 0, left: 9, problems: [] });
});

test("a picture is drawn again when its source has changed, or when it is gone", async () => {
  await update([specOf("a", { one: "A1", two: "A2", three: "A3" })]);
  rmSync(join(out, "a/three.svg"));
  const changed = [specOf("a", { one: "A1", two: "new", three: "A3" })];
  expect(stale(changed)).toEqual(["a/two.mmd out of date", "a/two.svg out of date", "a/three.svg missing"]);
  const { load, drawn } = fakes();
  await update(changed, load);
  expect(drawn).toEqual(["new", "A3"]);
  expect(stale(changed)).toEqual([]);
});

test("a drawn picture is not compared by its bytes: fonts differ", async () => {
  const specs = [specOf("a", { one: "A1" })];
  await update(specs);
  writeFileSync(join(out, "a/one.svg"), "drawn elsewhere");
  expect(stale(specs)).toEqual([]);
});

test("text is compared by its bytes", async () => {
  const specs = [specOf("a", { one: "A1" })];
  await update(specs);
  writeFileSync(join(out, "a.md"), "edited");
  expect(stale(specs)).toEqual(["a.md out of date"]);
});

test("what nothing writes any more is removed, and what the tool did not write is left alone", async () => {
  await update([specOf("a", { one: "A1", two: "A2" }), specOf("b", { one: "B1" })]);
  writeFileSync(join(out, "notes.md"), "mine");
  const fewer = [specOf("a", { one: "A1" })];
  expect(folder(fewer).leftovers).toEqual(["a/two.mmd", "a/two.svg", "b.md", "b/one.mmd", "b/one.svg"]);
  expect(await update(fewer)).toMatchObject({ removed: 5, problems: [] });
  expect(readdirSync(out).toSorted()).toEqual([".hashes.json", "README.md", "a", "a.md", "notes.md"]);
  expect(read("README.md")).not.toContain("b.md");
});

test("without the packages that draw, text is still written, and the message says what to install", async () => {
  const specs = [specOf("a", { one: "A1" })];
  const { problems, drawn, written } = await update(specs, notInstalled);
  expect([drawn, written]).toEqual([0, 3]);
  expect(problems).toMatchObject([{ code: "browser-missing" }]);
  expect(problems[0]!.fix).toContain("npm install --save-dev @mermaid-js/mermaid-cli puppeteer");
  expect(existsSync(join(out, "a/one.mmd"))).toBe(true);
  expect(stale(specs)).toEqual(["a.md out of date", "a/one.svg missing"]);
  expect(await update(specs)).toMatchObject({ drawn: 1, problems: [] });
});

test("pictures that are out of date and cannot be drawn stay out of date", async () => {
  await update([specOf("a", { one: "A1" })]);
  const changed = [specOf("a", { one: "new" })];
  await update(changed, notInstalled);
  expect(stale(changed)).toEqual(["a.md out of date", "a/one.svg out of date"]);
  expect(read("a/one.svg")).toBe("drawn from A1");
});

test("pictures that cannot be drawn take nothing away: their Mermaid code stays, and the page shows it", async () => {
  const specs = [specOf("a", { one: "A1" })];
  await update(specs, notInstalled, ["mmd"]);
  expect(await update(specs, notInstalled, ["svg"])).toMatchObject({ drawn: 0, removed: 0, left: 2 });
  expect(read("a/one.mmd")).toBe("A1");
  expect(read("a.md")).toBe("# a\nwithout a/one.svg\n");
  expect(readRecord(out).formats).toEqual(["mmd"]);
  expect(await update(specs, fakes().load, ["svg"])).toMatchObject({ drawn: 1, removed: 1, problems: [] });
  expect(readdirSync(join(out, "a"))).toEqual(["one.svg"]);
});

test("pictures of another format stay until those that take their place are drawn", async () => {
  const specs = [specOf("a", { one: "A1" })];
  await update(specs, fakes().load, ["png"]);
  await update(specs, notInstalled, ["svg"]);
  expect(readdirSync(join(out, "a"))).toEqual(["one.mmd", "one.png"]);
  expect(await update(specs, notInstalled, readRecord(out).formats)).toMatchObject({ removed: 1, problems: [] });
  expect(readdirSync(join(out, "a"))).toEqual(["one.png"]);
});

test("only the picture that cannot be drawn is replaced by its Mermaid code", async () => {
  await update([specOf("a", { one: "A1", two: "A2" })], fakes({ fails: "A2" }).load, ["svg"]);
  expect(readdirSync(join(out, "a")).toSorted()).toEqual(["one.svg", "two.mmd"]);
  expect(read("a.md")).toBe("# a\nwithout a/two.svg\n");
  expect(readRecord(out).formats).toEqual(["svg"]);
});

test("one picture that cannot be drawn costs no other", async () => {
  const specs = [specOf("a", { one: "A1", two: "A2", three: "A3" })];
  const { problems, drawn } = await update(specs, fakes({ fails: "A2" }).load);
  expect(drawn).toBe(2);
  expect(problems).toMatchObject([{ code: "internal", what: expect.stringContaining("a/two.svg") }]);
  expect(stale(specs)).toEqual(["a.md out of date", "a/two.svg missing"]);
});

test("a browser that does not start says why", async () => {
  const { load } = fakes();
  const broken: Load = (name) =>
    name === "puppeteer"
      ? Promise.resolve({ default: { launch: () => Promise.reject(new Error("libnss3.so: cannot open")) } })
      : load(name);
  const { problems } = await update([specOf("a", { one: "A1" })], broken);
  expect(problems).toMatchObject([{ code: "browser-fails", what: expect.stringContaining("libnss3.so") }]);
});

test("a folder that cannot be written says so once", async () => {
  writeFileSync(out, "a file");
  const { problems } = await update([specOf("a", { one: "A1" })]);
  expect(problems).toMatchObject([{ code: "output-unwritable" }]);
  expect(problems[0]!.what).toContain(out);
});

test.runIf(existsSync("/proc/self"))("a folder that the system refuses says so at once", () => {
  // In a process of its own: what never ends would take the tests along.
  const write = new URL("../src/render/write.ts", import.meta.url).href;
  const script = `import { writeFolder } from ${JSON.stringify(write)};
    const folder = { wanted: [], record: { formats: [], specs: {} }, leftovers: [] };
    const { problems } = await writeFolder("/proc/fleetcheck/deeper", folder, folder.record);
    console.log(problems.map(({ code }) => code).join());`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8",
    timeout: 10_000,
  });
  expect(stdout).toBe("output-unwritable\n");
});

test("files of others are left as they are, and do not become the tool's own", async () => {
  mkdirSync(join(out, "a"), { recursive: true });
  const foreign = ["a/one.mmd", "a/one.svg", "README.md", ".hashes.json"];
  for (const path of foreign) writeFileSync(join(out, path), "mine");
  mkdirSync(join(out, "b.md"));
  const specs = [specOf("a", { one: "A1", two: "A2" }), specOf("b", {})];
  const { problems, drawn } = await update(specs);
  expect(drawn).toBe(1);
  expect(problems).toMatchObject([{ code: "output-foreign" }]);
  for (const path of [...foreign, "b.md"]) expect(problems[0]!.what).toContain(join(out, path));
  for (const path of foreign) expect(read(path)).toBe("mine");
  expect(read("a.md")).toContain("without a/one.svg");
  rmSync(join(out, ".hashes.json"));
  expect((await update(specs)).problems).toMatchObject([{ code: "output-foreign" }]);
  const recorded = Object.values(readRecord(out).specs).flatMap(({ files }) => Object.keys(files));
  expect(recorded.filter((path) => foreign.includes(path) || path === "b.md")).toEqual([]);
});

/** A spec whose page is one of the tool's own. */
function shows(text: string): Named {
  const plain = specOf("a", { one: text });
  const words = "<!-- Written by `fleetcheck diagram` -->\n![one](a/one.svg) [mmd](a/one.mmd)\n";
  return { ...plain, document: { ...plain.document, page: () => words } };
}

test("where the record is lost, pages say which pictures are the tool's own, and in which formats", async () => {
  await update([shows("A1")]);
  rmSync(join(out, ".hashes.json"));
  writeFileSync(join(out, "a", "two.svg"), "mine");
  expect(readRecord(out).formats).toEqual(["mmd", "svg"]);
  const { problems, drawn } = await update([shows("A2")]);
  expect([problems, drawn]).toEqual([[], 1]);
  expect([read("a/one.svg"), read("a/one.mmd"), read("a/two.svg")]).toEqual(["drawn from A2", "A2", "mine"]);
});

test("text alone needs no browser", async () => {
  expect(await update([specOf("a", { one: "A1" })], notInstalled, ["mmd"])).toEqual({
    written: 3,
    drawn: 0,
    removed: 0,
    left: 0,
    problems: [],
  });
});

test("other formats take the place of the former ones", async () => {
  const specs = [specOf("a", { one: "A1" })];
  await update(specs);
  await update(specs, fakes().load, ["png"]);
  expect(readdirSync(join(out, "a"))).toEqual(["one.png"]);
  expect(readRecord(out).formats).toEqual(["png"]);
});

test("a record that cannot be read counts as none", () => {
  mkdirSync(out);
  writeFileSync(join(out, ".hashes.json"), '{ "formats": "all" ');
  expect(readRecord(out)).toEqual({ formats: [], specs: {} });
});

test("the record does not depend on the order of specs", () => {
  const specs = [specOf("b", { z: "1", a: "2" }), specOf("a", { one: "A1" })];
  const [one, other] = [folder(specs), folder(specs.toReversed())];
  expect(recordFile(one, readRecord(out))).toEqual(recordFile(other, readRecord(out)));
  const index = { kind: "text", path: "README.md", text: expect.stringMatching(/\[a\].*\n.*\[b\]/) };
  expect(one.wanted).toContainEqual(index);
  expect(other.wanted).toContainEqual(index);
});

test("specs of other files keep their pages while those exist", async () => {
  await update([specOf("a", { one: "A1" }), specOf("b", { one: "B1" })]);
  writeFileSync(join(out, "..", "b.ts"), "");
  const now = [specOf("a", { one: "A1" })];
  const carried = carriedOver(out, readRecord(out), now);
  expect(Object.keys(carried)).toEqual(["b"]);
  const partial = folderOf(now, BOTH, carried, readRecord(out));
  expect(partial.leftovers).toEqual([]);
  expect(staleIn(out, partial, readRecord(out))).toEqual([]);
});

test("a page is called after its file, and after the path where two files have the same name", () => {
  const doors = [origin("../specs/door.ts"), origin("../specs/door.ts", "wide")];
  const locks = [origin("../a/lock.ts"), origin("../b/lock.ts")];
  expect(stemsOf([...doors, ...locks], [])).toEqual(["door", "door-wide", "a-lock", "b-lock"]);
  expect(stemsOf([origin("../x/door.ts")], ["door"])).toEqual(["x-door"]);
  const odd = [origin("../README.ts"), origin("../é.ts"), origin("../?.ts")];
  expect(stemsOf(odd, [])).toEqual(["readme-2", "e", "unnamed"]);
});

test("mermaid-cli draws in a Chromium that npm installed", { timeout: 60_000 }, async ({ skip }) => {
  const found = await openBrowser();
  skip("reason" in found, "no browser starts here");
  const browser = found as Browser;
  const mermaid = "sequenceDiagram\n  a->>b: hello\n";
  const svg = await browser.draw({ kind: "drawing", path: "a/b", format: "svg", mermaid });
  const png = await browser.draw({ kind: "drawing", path: "a/b", format: "png", mermaid });
  await browser.close();
  expect(Buffer.from(svg).toString()).toMatch(/^<svg .*id="a-b".*hello/s);
  expect(Buffer.from(png).subarray(1, 4).toString()).toBe("PNG");
});
