// `fleetcheck docs`: marked places are filled in and kept fresh, and not a byte around them changes.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, test, vi } from "vitest";
import { fleetcheck, project, repository } from "./fleetcheck.ts";

// A test runs several commands; on a machine that is busy with other work, each may take seconds.
vi.setConfig({ testTimeout: 120_000 });

const users: ReturnType<typeof project>[] = [];
afterAll(() => {
  for (const user of users) user.remove();
});

const spec = readFileSync(join(repository, "test/cli/specs/bootstrap.ts"), "utf8");

function begin(pages: Readonly<Record<string, string | Buffer>>) {
  const user = project();
  users.push(user);
  user.write("specs/bootstrap.ts", spec);
  for (const [file, text] of Object.entries(pages)) {
    user.write(file, "");
    writeFileSync(join(user.folder, file), text);
  }
  return {
    user,
    docs: (...args: string[]) => fleetcheck(["docs", ...args], { cwd: user.folder }),
    read: (file: string) => readFileSync(join(user.folder, file), "utf8"),
  };
}

const MACHINE = "<!-- fleetcheck: diagram specs/bootstrap.ts#FrontEndServer -->";
const END = "<!-- /fleetcheck -->";

describe.concurrent("a marked place", () => {
  test("is filled in, with the marker that ends it", async ({ expect }) => {
    const markers = [
      MACHINE,
      "<!-- fleetcheck: diagram specs/bootstrap.ts -->",
      "<!-- fleetcheck: verdicts specs/bootstrap.ts -->",
      '<!-- fleetcheck: counterexample specs/bootstrap.ts "hoped for" "no server outgrows its threads" -->',
    ];
    const { docs, read } = begin({ "design.md": `# Design\n${markers.join("\n\n")}\nThe end.` });
    const { stdout, stderr, code } = await docs("--quiet");
    expect([stdout, stderr, code]).toEqual(["", "", 0]);
    expect(read("design.md")).toMatchSnapshot();
    expect(read("design.md").match(/^<!-- \/fleetcheck -->$/gm)).toHaveLength(4);
  });

  test("is kept fresh: --check fails where the spec has changed, and writes nothing", async ({ expect }) => {
    const { user, docs, read } = begin({ "docs/design.md": `${MACHINE}\n` });
    expect((await docs("--check")).code).toBe(1);
    expect(read("docs/design.md")).toBe(`${MACHINE}\n`);
    const written = await docs();
    expect(written.stdout).toBe("1 marked place: wrote 1 file\n");
    const fresh = await docs("docs", "--check");
    expect([fresh.stdout, fresh.code]).toEqual(["1 marked place: up to date\n", 0]);
    const before = read("docs/design.md");
    user.write("specs/bootstrap.ts", spec.replaceAll("exceedThreads", "runOutOfThreads"));
    const stale = await docs("--check");
    expect(stale.stderr).toContain("docs/design.md  a marked place is not what would be written");
    expect([stale.code, read("docs/design.md")]).toEqual([1, before]);
    await docs();
    expect(read("docs/design.md")).toContain("runOutOfThreads");
    expect(read("docs/design.md")).not.toContain("exceedThreads");
  });

  test("what stands in it is replaced; not a byte around it changes, with any line ends", async ({ expect }) => {
    const around = ["\ufeff# Title  \r\n\r\n<b>\tä</b>\r\n", "\r\nlast line, without an end"] as const;
    const { docs, read } = begin({ "a.md": `${around[0]}${MACHINE}\r\nold\r\n${END}${around[1]}` });
    await docs();
    const text = read("a.md");
    expect(text.startsWith(`${around[0]}${MACHINE}\r\n\r\n\`\`\`mermaid\r\n`)).toBe(true);
    expect(text.endsWith(`\`\`\`\r\n\r\n${END}${around[1]}`)).toBe(true);
    expect(text).not.toContain("old");
    expect(text.replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("by any of its names", async ({ expect }) => {
    const names = ["FrontEndServer", "frontEndServer", "front-end-server"];
    const { docs, read } = begin(
      Object.fromEntries(
        names.map((name) => [`${name}.md`, `<!-- fleetcheck: diagram ./specs/bootstrap.ts#${name} -->`]),
      ),
    );
    expect((await docs()).code).toBe(0);
    const contents = names.map((name) => read(`${name}.md`).split("\n").slice(1).join("\n"));
    expect(new Set(contents).size).toBe(1);
    expect(contents[0]).toContain("stateDiagram");
  });
});

describe.concurrent("stays as it is", () => {
  test.for([
    ["a marker in code", `\`\`\`html\n${MACHINE}\n\`\`\`\n\n~~~\n${MACHINE}\n\`\`\`\n${MACHINE}\n~~~\n`],
    ["a marker that is not alone", `See ${MACHINE}.\n\`${MACHINE}\`\n`],
    ["a page without a marker", "nothing\n"],
    ["a page that is not UTF-8", Buffer.concat([Buffer.from([0xe4, 0x0a]), Buffer.from(`${MACHINE}\n`)])],
  ] as const)("%s", async ([, text], { expect }) => {
    const { user, docs } = begin({ "a.md": text });
    const { code } = await docs();
    expect(readFileSync(join(user.folder, "a.md"))).toEqual(Buffer.from(text));
    expect(code).toBe(0);
  });

  test("what lies in folders of others", async ({ expect }) => {
    const { docs, read } = begin({
      "node_modules/x/a.md": MACHINE,
      ".hidden/a.md": MACHINE,
      "generated/a.md": MACHINE,
    });
    expect((await docs()).stdout).toBe("0 marked places: wrote 0 files\n");
    expect(read("node_modules/x/a.md")).toBe(MACHINE);
  });
});

test.concurrent("what is wrong is told with its line, and the rest is written", async ({ expect }) => {
  const markers = [
    "<!-- fleetcheck: picture specs/bootstrap.ts -->",
    "<!-- fleetcheck: diagram specs/none.ts -->",
    "<!-- fleetcheck: diagram specs/bootstrap.ts#BackEnd -->",
    "<!-- fleetcheck: diagram specs/bootstrap.ts#FrontEndServer large -->",
    '<!-- fleetcheck: counterexample specs/bootstrap.ts "hoped for" "none" -->',
    "<!-- fleetcheck: verdicts specs/bootstrap.ts#other -->",
    END,
    END,
    MACHINE,
  ];
  const { docs, read } = begin({ "a.md": `${markers.join("\n")}\n` });
  const { stderr, code } = await docs("a.md");
  expect(stderr).toMatchSnapshot();
  expect(code).toBe(2);
  const [...lines] = read("a.md").split("\n");
  expect(lines.slice(0, markers.length)).toEqual(markers);
  expect(lines.length).toBeGreaterThan(markers.length + 10);
  expect((await docs("none.md")).code).toBe(2);
});
