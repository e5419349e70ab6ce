// `fleetcheck init`: what it writes into an empty folder is as expected at once, and what is there already stays.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, test, vi } from "vitest";
import { fleetcheck, project } from "./fleetcheck.ts";

// A test runs several commands; on a machine that is busy with other work, each may take seconds.
vi.setConfig({ testTimeout: 120_000 });

const users: ReturnType<typeof project>[] = [];
afterAll(() => {
  for (const user of users) user.remove();
});

function begin(manifest?: string) {
  const user = project();
  users.push(user);
  if (manifest !== undefined) user.write("package.json", manifest);
  return {
    user,
    run: (...args: string[]) => fleetcheck(args, { cwd: user.folder }),
    read: (file: string) => readFileSync(join(user.folder, file), "utf8"),
    has: (file: string) => existsSync(join(user.folder, file)),
  };
}

describe.concurrent("init", () => {
  test("in an empty folder", async ({ expect }) => {
    const { run, read } = begin();
    const { stdout, stderr, code } = await run("init");
    expect([stdout, stderr, code]).toMatchSnapshot();
    const manifest = JSON.parse(read("package.json")) as Record<string, object>;
    expect(manifest).toMatchObject({ type: "module", scripts: { specs: "fleetcheck check specs" } });
    expect(Object.keys(manifest["devDependencies"]!)).toEqual(["fleetcheck", "typescript", "vitest"]);
    const checked = await run("check");
    expect(checked.stdout).toContain("2 scenarios, 12 claims: all as expected");
    expect(checked.code).toBe(0);
  });

  test("twice: the second time changes nothing", async ({ expect }) => {
    const { run, read } = begin();
    await run("init");
    const files = ["package.json", "tsconfig.json", "specs/lock.ts", "test/specs.test.ts"];
    const before = files.map(read);
    const { stdout, code } = await run("init");
    expect(stdout.match(/^left .* as it is$/gm)).toHaveLength(4);
    expect(files.map(read)).toEqual(before);
    expect(code).toBe(0);
  });

  test("beside what there is: only what is missing is added, in the same layout", async ({ expect }) => {
    const manifest =
      '{\n\t"name": "theirs",\n\t"type": "module",\n\t"scripts": {\n\t\t"test": "node --test"\n\t},\n\t"dependencies": {\n\t\t"vitest": "^4"\n\t}\n}\n';
    const { run, read, user } = begin(manifest);
    user.write("specs/lock.ts", "// mine\n");
    user.write("tsconfig.json", "{}");
    const { stdout } = await run("init");
    expect(stdout).toMatchSnapshot();
    expect([read("specs/lock.ts"), read("tsconfig.json")]).toEqual(["// mine\n", "{}"]);
    const text = read("package.json");
    expect(
      text.startsWith('{\n\t"name": "theirs",\n\t"type": "module",\n\t"scripts": {\n\t\t"test": "node --test",'),
    ).toBe(true);
    expect(JSON.parse(text)).toMatchObject({ scripts: { test: "node --test" }, dependencies: { vitest: "^4" } });
    expect(text).not.toMatch(/"vitest": "\^5/);
  });

  test("with an older vitest: no test that would not run", async ({ expect }) => {
    const { run, has } = begin('{ "type": "module", "devDependencies": { "vitest": "~4.1.2" } }');
    const { stdout } = await run("init");
    expect(stdout).toContain(
      "did not write test/specs.test.ts: fleetcheck/vitest needs vitest ^5.1.0, and there is ~4.1.2",
    );
    expect([has("specs/lock.ts"), has("test/specs.test.ts")]).toEqual([true, false]);
  });

  test("in a package of CommonJS, specs are .mts files", async ({ expect }) => {
    const { run, read, has } = begin('{ "name": "old" }');
    await run("init");
    expect(read("test/specs.test.mts")).toContain('from "../specs/lock.mts"');
    expect(has("specs/lock.ts")).toBe(false);
    expect((await run("check")).code).toBe(0);
  });

  test("a package.json that cannot be read is left alone, and nothing is written", async ({ expect }) => {
    const { run, read, has } = begin("{ not json");
    const { stderr, code } = await run("init");
    expect(stderr).toContain("package.json  package.json cannot be read: ");
    expect([read("package.json"), has("specs/lock.ts"), code]).toEqual(["{ not json", false, 2]);
  });
});
