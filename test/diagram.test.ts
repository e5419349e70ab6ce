// The diagram command, run as a user runs it, and the pages that it writes.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const SPEC = `// A door that a draught can open.
import { always, machine, one, reachable, spec, system, t } from "fleetcheck";

/** A door. */
const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "draught",
  params: { locked: false },
  scenarios: {
    "as built": { expect: { "the door stays shut": "violated" } },
    "with a lock": { with: { locked: true }, expect: { "the door can open": "unreached" } },
  },
  build({ locked }) {
    const door = one(Door);
    return system({
      parts: { door },
      rules: { door: { open: { when: () => !locked } } },
      terminal: "anywhere",
      properties: {
        "the door stays shut": always(() => door.is("shut")),
        "the door can open": reachable(() => door.is("ajar")),
      },
    });
  },
});
`;

// Inside the repository, so that the spec finds fleetcheck.
const shelter = join(import.meta.dirname, "../.tmp");
mkdirSync(shelter, { recursive: true });
const workspace = mkdtempSync(join(shelter, "diagram-"));
beforeAll(() => {
  mkdirSync(join(workspace, "specs"));
  writeFileSync(join(workspace, "specs/draught.ts"), SPEC);
});
afterAll(() => rmSync(workspace, { recursive: true, force: true }));

const diagram = (...args: string[]) => diagramWith({}, ...args);

function diagramWith(env: Readonly<Record<string, string>>, ...args: string[]) {
  const main = join(import.meta.dirname, "../src/cli/main.ts");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=fleetcheck-source", main, "diagram", ...args],
    { cwd: workspace, encoding: "utf8", env: { ...process.env, ...env } },
  );
  return { status, stdout, stderr };
}
const page = (name: string) => readFileSync(join(workspace, "generated", name), "utf8");

test("a new folder gets text alone, which needs no browser, and is then up to date", () => {
  expect(diagram("specs")).toMatchObject({
    status: 0,
    stderr: "",
    stdout: expect.stringMatching(/^generated: wrote \d+ files, drew 0 pictures/),
  });
  expect(diagram("specs", "--check")).toMatchObject({
    status: 0,
    stderr: "",
    stdout: expect.stringMatching(/^generated is up to date: \d+ files/),
  });
  expect(diagram("--check", "--quiet")).toEqual({ status: 0, stdout: "", stderr: "" });
});

test("the page has the claims, the verdicts on them, and the pictures", () => {
  const text = page("draught.md");
  expect(text).toContain('- **the door stays shut**: `always(() => door.is("shut"))`');
  expect(text).toContain("| **as built** | ✗ violated | ✓ holds | ✓ holds | exact | 2 | 2 | 1 |");
  expect(text).toContain(
    "| **with a lock**<br>with locked true | ✓ holds | ✗ unreached | ✓ holds | exact | 1 | 0 | 0 |",
  );
  expect(text).toContain("1. **door**: open, state shut → ajar");
  expect(text.match(/^```mermaid$/gm)).toHaveLength(4);
  expect(readdirSync(join(workspace, "generated/draught"))).toEqual([
    "as-built--the-door-stays-shut--states.mmd",
    "as-built--the-door-stays-shut.mmd",
    "door.mmd",
    "system.mmd",
  ]);
});

test("the sweeps that a spec declares are in its page, with their charts, and go with them", () => {
  const swept = SPEC.replace(
    "  build(",
    '  sweeps: { "what a lock is worth": { over: { locked: [false, true] } } },\n  build(',
  );
  const chart = join(workspace, "generated/draught/sweeps/what-a-lock-is-worth.svg");
  writeFileSync(join(workspace, "specs/draught.ts"), swept);
  expect(diagram("specs", "--quiet")).toEqual({ status: 0, stdout: "", stderr: "" });
  const text = page("draught.md");
  expect(text).toContain("### what a lock is worth: as built, locked false, true");
  expect(text).toContain("- **the door stays shut**: violated at locked false, holds at locked true");
  expect(text).toContain("](draught/sweeps/what-a-lock-is-worth.svg)");
  expect(readFileSync(chart, "utf8")).toContain("<svg ");
  expect(diagram("specs", "--check")).toMatchObject({ status: 0 });
  writeFileSync(join(workspace, "specs/draught.ts"), swept.replace("[false, true]", "[true, 1 > 2]"));
  expect(diagram("specs", "--check")).toMatchObject({ status: 1 });
  writeFileSync(join(workspace, "specs/draught.ts"), SPEC);
  expect(diagram("specs", "--quiet")).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(existsSync(join(chart, ".."))).toBe(false);
});

test("where no browser starts, the page shows Mermaid code, and the folder stays as it was", () => {
  const before = page("draught.md");
  const { status, stdout, stderr } = diagramWith({ PUPPETEER_EXECUTABLE_PATH: "/nowhere" }, "specs", "--format", "svg");
  expect(status).toBe(2);
  expect(stdout).toBe("generated: wrote 0 files, drew 0 pictures, removed 0, left 6 as they were\n");
  expect(stderr).toContain("pictures cannot be drawn");
  expect(page("draught.md")).toBe(before);
  expect(diagram("specs", "--check").status).toBe(0);
});

test("the index leads to the page", () => {
  expect(page("README.md")).toContain(
    "| [draught](draught.md) | A door that a draught can open. | 2 scenarios, 12 claims: all as expected |",
  );
});

test("--check names every file that differs, and exits with 1", () => {
  writeFileSync(join(workspace, "generated/draught.md"), "edited");
  rmSync(join(workspace, "generated/draught/system.mmd"));
  const { status, stderr } = diagram("specs", "--check");
  expect(status).toBe(1);
  expect(stderr).toContain("generated/draught.md is out of date");
  expect(stderr).toContain("generated/draught/system.mmd is missing");
  expect(stderr).not.toContain("door.mmd");
  expect(diagram("specs", "--quiet")).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(diagram("specs", "--check").status).toBe(0);
});

test("a wrong spec is told, and costs the others nothing", () => {
  const bad = join(workspace, "specs/bad.ts");
  writeFileSync(bad, 'import { spec } from "fleetcheck";\nthrow new Error("unfinished");\n');
  const { status, stdout, stderr } = diagram("specs");
  rmSync(bad);
  expect(status).toBe(2);
  expect(stdout).toMatch(/^generated: wrote 0 files/);
  expect(stderr).toContain("unfinished");
});

test("where every spec is wrong nothing is written, and no folder is made", () => {
  const bad = join(workspace, "bad.ts");
  writeFileSync(bad, 'import { spec } from "fleetcheck";\nthrow new Error("unfinished");\n');
  const before = readdirSync(join(workspace, "generated"));
  for (const out of ["none", "generated"]) {
    const { status, stdout, stderr } = diagram(bad, "--out", out);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("unfinished");
  }
  rmSync(bad);
  expect(existsSync(join(workspace, "none"))).toBe(false);
  expect(readdirSync(join(workspace, "generated"))).toEqual(before);
});

test("what a person wrote is not overwritten", () => {
  mkdirSync(join(workspace, "docs"));
  writeFileSync(join(workspace, "docs/README.md"), "mine");
  writeFileSync(join(workspace, "docs/draught.md"), "mine, too");
  const { status, stdout, stderr } = diagram("specs", "--out", "docs");
  expect(status).toBe(2);
  expect(stdout).toMatch(/^docs: wrote 4 files/);
  expect(stderr).toMatch(/^not overwritten: docs\/draught\.md, docs\/README\.md$/m);
  expect(readFileSync(join(workspace, "docs/README.md"), "utf8")).toBe("mine");
  // It is still theirs the next time.
  expect(diagram("specs", "--out", "docs").status).toBe(2);
  expect(readFileSync(join(workspace, "docs/draught.md"), "utf8")).toBe("mine, too");
  rmSync(join(workspace, "docs/README.md"));
  rmSync(join(workspace, "docs/draught.md"));
  expect(diagram("specs", "--out", "docs")).toMatchObject({ status: 0, stderr: "" });
});

test("pages that the tool wrote are written anew, also where the record is lost", () => {
  rmSync(join(workspace, "generated/.hashes.json"));
  for (const name of ["draught.md", "README.md"])
    writeFileSync(join(workspace, "generated", name), `${page(name)}more`);
  expect(diagram("specs")).toMatchObject({ status: 0, stderr: "" });
  expect(diagram("specs", "--check").status).toBe(0);
});

test("the order in which files are named makes no difference", () => {
  const second = join(workspace, "specs/second.ts");
  cpSync(join(workspace, "specs/draught.ts"), second);
  expect(diagram(second, "specs/draught.ts").status).toBe(0);
  expect(diagram("specs/draught.ts", second, "--check").status).toBe(0);
  expect(diagram(second, "--check").status).toBe(0);
  rmSync(second);
  const { status, stderr } = diagram("specs", "--check");
  expect(status).toBe(1);
  expect(stderr).toContain("generated/second.md is left over");
  expect(diagram("specs").stdout).toMatch(/removed [1-9]/);
  expect(diagram("specs", "--check").status).toBe(0);
});
