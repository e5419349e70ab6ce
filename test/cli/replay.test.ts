// `fleetcheck replay`: a counterexample again, every state in full; and strings that are not, or no longer, one.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, test } from "vitest";
import { fleetcheck, project, repository } from "./fleetcheck.ts";

const user = project();
afterAll(() => user.remove());
const inProject = { cwd: user.folder };

/** The replay string of the first counterexample of a spec. */
async function stringOf(spec: string): Promise<string> {
  const { stdout } = await fleetcheck(["check", spec], inProject);
  const found = /replay '(.+)'/.exec(stdout)?.[1];
  if (found === undefined) throw new Error(`no replay string in ${stdout}`);
  return found;
}

test("each step is told with what it changed, then with every value", async ({ expect }) => {
  user.copy("post.ts", "specs/post.ts");
  const { stdout, stderr, code } = await fleetcheck(["replay", await stringOf("specs/post.ts")], inProject);
  expect(stdout).toMatchSnapshot();
  expect([stderr, code]).toEqual(["", 0]);
});

test("what repeats for ever is marked", async ({ expect }) => {
  user.write("specs/semaphore.ts", readFileSync(join(repository, "test/progress/textbook/semaphore.ts"), "utf8"));
  const { stdout, stderr, code } = await fleetcheck(["replay", await stringOf("specs/semaphore.ts")], inProject);
  expect(stdout).toMatchSnapshot();
  expect([stderr, code]).toEqual(["", 0]);
});

test("a string of an earlier version of its spec is refused", async ({ expect }) => {
  user.copy("bootstrap.ts", "specs/changing.ts");
  const text = await stringOf("specs/changing.ts");
  const spec = readFileSync(join(user.folder, "specs", "changing.ts"), "utf8");
  user.write("specs/changing.ts", spec.replace("s.threads += 1", "s.threads += 2"));
  const changed = await fleetcheck(["replay", text], inProject);
  expect(changed.stderr).toContain("the replay string was made for another version of spec `front-end bootstrap`");
  expect(changed.code).toBe(2);
  user.write("specs/changing.ts", spec.replace('name: "front-end bootstrap"', 'name: "another"'));
  const renamed = await fleetcheck(["replay", text], inProject);
  expect(renamed.stderr).toContain("specs/changing.ts no longer exports it");
  expect(renamed.code).toBe(2);
});

test("from another folder, what was looked for and where is said", async ({ expect }) => {
  user.copy("post.ts", "specs/post.ts");
  const elsewhere = join(user.folder, "specs");
  const { stderr, code } = await fleetcheck(["replay", await stringOf("specs/post.ts")], { cwd: elsewhere });
  expect(stderr).toContain("the spec of the replay string is not here: there is no specs/post.ts\n");
  expect(stderr).toContain(`now it was looked for from ${elsewhere}\n`);
  expect(code).toBe(2);
});

test.concurrent.for(["", "hello", "fc1.", "fc1.e30", "fc9.e30"])("%o is no replay string", async (text, { expect }) => {
  const { stdout, stderr, code } = await fleetcheck(["replay", text], inProject);
  expect(stderr).toContain("the replay string is not one: ");
  expect([stdout, code]).toEqual(["", 2]);
});

test("a damaged string is refused", async ({ expect }) => {
  user.copy("post.ts", "specs/damaged.ts");
  const text = await stringOf("specs/damaged.ts");
  const { stderr, code } = await fleetcheck(["replay", text.slice(0, -9)], inProject);
  expect(stderr).toContain("the replay string is not one: ");
  expect(code).toBe(2);
});

describe.concurrent("--as-test", () => {
  test("prints a test that follows the steps by name, or writes it to a new file", async ({ expect }) => {
    user.copy("post.ts", "specs/as-test.ts");
    const text = await stringOf("specs/as-test.ts");
    const printed = await fleetcheck(["replay", text, "--as-test"], inProject);
    expect(printed.stdout).toMatchSnapshot();
    const written = await fleetcheck(["replay", text, "--as-test", "--out", "test/found/stamps.test.ts"], inProject);
    expect([written.stdout, written.code]).toEqual(["wrote test/found/stamps.test.ts\n", 0]);
    const file = readFileSync(join(user.folder, "test/found/stamps.test.ts"), "utf8");
    expect(file).toBe(printed.stdout.replace('"./specs/as-test.ts"', '"../../specs/as-test.ts"'));
    const again = await fleetcheck(["replay", text, "--as-test", "--out", "test/found/stamps.test.ts"], inProject);
    expect([again.stderr.split("\n")[0], again.code]).toEqual(["test/found/stamps.test.ts exists already", 2]);
    expect(readFileSync(join(user.folder, "test/found/stamps.test.ts"), "utf8")).toBe(file);
  });

  test("checks the claim as a whole where steps cannot show it; names exports and parameters", async ({ expect }) => {
    user.write(
      "specs/trap.ts",
      `import { machine, one, recovers, spec, system, t } from "fleetcheck";
       const Door = machine("door", "open", [t("open", "shut", "shut"), t("shut", "rattle", "shut")]);
       export const doors = spec({ name: "doors", params: { left: 1 }, build: () => {
         const door = one(Door);
         return system({ parts: { door }, properties: { "it can open": recovers(() => door.is("open")) } });
       } });`,
    );
    const { stdout } = await fleetcheck(["check", "specs/trap.ts", "--param", "left=2"], { cwd: user.folder });
    const text = /replay '(.+)'/.exec(stdout)![1]!;
    expect((await fleetcheck(["replay", text, "--as-test"], inProject)).stdout).toMatchSnapshot();
  });

  test("--out is for tests", async ({ expect }) => {
    const { stderr, code } = await fleetcheck(["replay", "fc1.x", "--out", "x.ts"], inProject);
    expect([stderr.split("\n")[0], code]).toEqual(["--out is for --as-test", 2]);
  });
});
