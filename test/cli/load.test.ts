// Which files are found, and how they are loaded.
import { test as base } from "vitest";
import { fleetcheck, project, type Ended, type Project } from "./fleetcheck.ts";

interface Fixture {
  /** A project of the test's own. */
  readonly user: Project;
  check(...args: string[]): Promise<Ended>;
}
const test = base.extend<Fixture>({
  // oxlint-disable-next-line no-empty-pattern
  user: async ({}, use) => {
    const user = project();
    await use(user);
    user.remove();
  },
  check: async ({ user }, use) => use((...args) => fleetcheck(["check", ...args], { cwd: user.folder })),
});
const summary = (stdout: string) => stdout.trimEnd().split("\n").at(-1);
const tables = (stdout: string) => stdout.split("\n").filter((line) => /^\S.*  \S+\.(ts|mts|js|mjs)$/.test(line));

const machines = `import { machine, t } from "fleetcheck";
export const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);
`;
const spec = (name: string) => `import { one, spec, system } from "fleetcheck";
import { Door } from "./machines.ts";
export const made = spec({ name: ${JSON.stringify(name)}, build: () => system({ parts: { door: one(Door) } }) });
`;

test.concurrent("without a path: specs/, or else this folder", async ({ user, check, expect }) => {
  user.write("door/machines.ts", machines);
  user.write("door/door.ts", spec("door"));
  expect(tables((await check()).stdout)).toEqual(["door  door/door.ts"]);
  user.write("specs/machines.ts", machines);
  user.write("specs/gate.ts", spec("gate"));
  expect(tables((await check()).stdout)).toEqual(["gate  specs/gate.ts"]);
});

test.concurrent("in a folder: every spec, in the order of names; other code is neither run nor mentioned", async ({
  user,
  check,
  expect,
}) => {
  user.write("machines.ts", machines);
  user.write("z.mts", spec("last"));
  user.write("a/machines.ts", machines);
  user.write("a/b.ts", spec("first"));
  user.write("server.ts", 'throw new Error("this is a server");\n');
  user.write("z.d.ts", "export declare const z: import('fleetcheck').Spec;\n");
  user.write("door.test.ts", `${spec("a test")}throw new Error("this is a test");\n`);
  for (const skipped of ["dist", "generated", ".hidden", "node_modules/x"]) user.write(`${skipped}/x.ts`, "spec(");
  const { stdout, stderr, code } = await check(".");
  expect(tables(stdout)).toEqual(["first  a/b.ts", "last  z.mts"]);
  expect([stderr, code]).toEqual(["", 0]);
});

test.concurrent("a spec that is found twice is checked once", async ({ user, check, expect }) => {
  user.write("machines.ts", machines);
  user.write("door.ts", spec("door"));
  user.write("index.ts", 'import "fleetcheck";\nexport { made, made as again } from "./door.ts";\n');
  const { stdout } = await check(".", "door.ts", "./door.ts");
  expect(tables(stdout)).toEqual(["door  door.ts"]);
  expect(summary(stdout)).toBe("1 scenario, 4 claims: all as expected");
});

test.concurrent("several files that are wrong are all told, and do not stop the others", async ({
  user,
  check,
  expect,
}) => {
  user.write("machines.ts", machines);
  user.write("door.ts", spec("door"));
  user.write("broken.ts", 'import "fleetcheck";\nconst a = {\n  b: 1\n  c: 2\n};\n');
  user.write("caller.ts", 'import "fleetcheck";\nimport "./thrower.ts";\n');
  user.write("thrower.ts", "const thrown: unknown = 'just text';\n\nthrow thrown;\n");
  user.write("open.ts", 'import "fleetcheck";\nspec({\n');
  const { stdout, stderr, code } = await check(".", "nowhere");
  expect(stdout).toContain("1 scenario, 4 claims: all as expected\nnot all could be done: 4 problems\n");
  expect(stderr).toMatchSnapshot();
  expect(code).toBe(2);
});

test.concurrent("an empty folder, and a folder without specs", async ({ user, check, expect }) => {
  user.write("machines/machines.ts", machines);
  const [empty, none] = await Promise.all([check(), check("machines")]);
  expect(empty.stderr).toContain("no spec in this folder\n");
  expect(none.stderr).toContain("no spec in machines\n");
  expect([empty.code, none.code]).toEqual([2, 2]);
});

test.concurrent("a file that is named must hold a spec", async ({ user, check, expect }) => {
  user.write("machines.ts", machines);
  user.write("notes.txt", "spec(");
  const { stderr, code } = await check("machines.ts", "notes.txt");
  expect(stderr).toMatchSnapshot();
  expect(code).toBe(2);
});

test.concurrent("without fleetcheck installed, the import is to blame", async ({ user, check, expect }) => {
  user.write("machines.ts", machines.replace("fleetcheck", "fleet-check"));
  user.write("door.ts", spec("door"));
  const { stderr } = await check("door.ts");
  expect(stderr).toContain("machines.ts:1:28  `fleet-check` cannot be imported: no such package is installed");
});

test.concurrent("a file that ends the run, or never comes to an end, is told with all the others", async ({
  user,
  check,
  expect,
}) => {
  user.write("machines.ts", machines);
  user.write("door.ts", spec("door"));
  user.write("ends.ts", `${spec("ends")}process.exit(0);\n`);
  user.write("waits.ts", `${spec("waits")}await new Promise(() => {});\n`);
  user.write("worse.ts", `${spec("worse")}throw new Error("worse");\n`);
  const { stdout, stderr, code } = await check("waits.ts", "ends.ts", "worse.ts", "door.ts");
  expect(summary(stdout)).toBe("not all could be done: 3 problems");
  expect(tables(stdout)).toEqual(["door  door.ts"]);
  const told = stderr.split("\n").filter((line) => /^\w+\.ts/.test(line));
  expect(told).toEqual([
    "ends.ts:4:9  the run ended while the file was loaded",
    "waits.ts  the run ended while the file was loaded",
    "worse.ts:4:7  the file could not be loaded: worse",
  ]);
  expect(code).toBe(2);
});

test.concurrent("in a package of type commonjs specs are modules all the same, and other files what they were", async ({
  user,
  check,
  expect,
}) => {
  user.write("package.json", JSON.stringify({ name: "user", type: "commonjs" }));
  user.write("machines.ts", machines);
  user.write("gate.cjs", 'exports.gate = "gate";\n');
  user.write("wall.js", 'module.exports = { wall: "wall", import: () => import("./gate.cjs") };\n');
  user.write("door.ts", `${spec("door")}export const soon = await Promise.resolve(1);\n`);
  const imports = 'import walls from "./wall.js";\nimport gates from "./gate.cjs";\n';
  user.write("plain.js", imports + spec("door").replace('"door"', "`${walls.wall} and ${gates.gate}`"));
  const { stdout, stderr, code } = await check(".");
  expect(tables(stdout)).toEqual(["door  door.ts", "wall and gate  plain.js"]);
  expect([stderr, code]).toEqual(["", 0]);
});

test.concurrent("what types may not do in Node is named, with what to write instead", async ({
  user,
  check,
  expect,
}) => {
  user.write("namespace.ts", 'import "fleetcheck";\nnamespace A {\n  export const x = 1;\n}\n');
  user.write("class.ts", 'import "fleetcheck";\nclass A {\n  constructor(readonly x: number) {}\n}\n');
  user.write("require.ts", 'import fs = require("node:fs");\nimport "fleetcheck";\n');
  user.write("wall.cjs", "module.exports = { [`wa${'ll'}`]: 1 };\n");
  user.write("named.ts", 'import "fleetcheck";\nimport { wall } from "./wall.cjs";\n');
  const { stderr, code } = await check(".");
  expect(stderr).toMatchSnapshot();
  expect(code).toBe(2);
});
