// `fleetcheck check` as a user meets it: what it prints, what it writes, and how it ends.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, test } from "vitest";
import { fleetcheck, project, lasting } from "./fleetcheck.ts";

const SPECS = "test/cli/specs";
const bootstrap = `${SPECS}/bootstrap.ts`;
const meters = `${SPECS}/meters.ts`;
const post = `${SPECS}/post.ts`;

const user = project();
afterAll(() => user.remove());

describe.concurrent("what is printed", () => {
  test("a table, every counterexample, unexpected ones first, and what it came to", async ({ expect }) => {
    const { stdout, stderr, code } = await fleetcheck(["check", bootstrap]);
    expect(lasting(stdout)).toMatchSnapshot();
    expect(stderr).toBe("");
    expect(code).toBe(1);
  });

  test("steps with choices, calls, messages and records", async ({ expect }) => {
    const { stdout, code } = await fleetcheck(["check", post]);
    expect(lasting(stdout)).toMatchSnapshot();
    expect(code).toBe(0);
  });

  test("no line but a replay string is wider than 100 columns", async ({ expect }) => {
    const { stdout } = await fleetcheck(["check", bootstrap, post]);
    const wide = stdout.split("\n").filter((line) => line.length > 100 && !line.includes("replay:"));
    expect(wide).toEqual([]);
  });

  test("--quiet: only what is not as expected", async ({ expect }) => {
    const { stdout } = await fleetcheck(["check", bootstrap, post, "--quiet"]);
    expect(lasting(stdout)).toMatchSnapshot();
  });

  test("--quiet where all is well: one line", async ({ expect }) => {
    const { stdout, code } = await fleetcheck(["check", post, "--quiet"]);
    expect(stdout).toBe("1 scenario, 5 claims: all as expected\n");
    expect(code).toBe(0);
  });

  test("a reader that goes away does not change the exit code", async ({ expect }) => {
    const ended = await fleetcheck(["check", bootstrap], { onOutput: (child) => child.stdout?.destroy() });
    expect(ended).toMatchObject({ stderr: "", code: 1 });
  });
});

describe.concurrent("which scenarios and claims are checked", () => {
  test("--scenario, repeated, in the specs that have it", async ({ expect }) => {
    const { stdout } = await fleetcheck(["check", SPECS, "--scenario", "higher limit", "--scenario", "a day"]);
    expect(stdout).toContain("higher limit");
    expect(stdout).toContain("a day");
    expect(stdout).toContain("2 scenarios, 11 claims: all as expected");
  });

  test("--property, in the scenarios that claim it", async ({ expect }) => {
    const { stdout } = await fleetcheck(["check", bootstrap, post, "--property", "no letter is stamped twice"]);
    expect(stdout).toContain("1 scenario, 1 claim: all as expected");
  });

  test("--param is read by its kind, and named beside the scenario", async ({ expect }) => {
    const { stdout } = await fleetcheck([
      "check",
      bootstrap,
      post,
      "--param",
      "threadLimit=3",
      "--scenario",
      "hoped for",
    ]);
    expect(stdout).toContain("hoped for (threadLimit = 3)");
    expect(stdout).toContain("all as expected");
  });

  test("names that no spec has are an error that lists the known ones", async ({ expect }) => {
    const asked = ["--scenario", "higher limits", "--param", "server=3", "--property", "no leter is stamped twice"];
    const { stdout, stderr, code } = await fleetcheck(["check", bootstrap, post, ...asked]);
    expect(stderr).toMatchSnapshot();
    expect([stdout, code]).toEqual(["", 2]);
  });
});

describe.concurrent("searches that a budget ends", () => {
  test("--max-states and --max-depth: what holds, holds as far as was seen", async ({ expect }) => {
    const [states, depth] = await Promise.all([
      fleetcheck(["check", meters, "--max-states", "1_000"]),
      fleetcheck(["check", meters, "--max-depth", "3", "--property", "the sum stays on the dial"]),
    ]);
    expect(lasting(states.stdout)).toMatchSnapshot();
    expect(lasting(depth.stdout)).toMatchSnapshot();
    expect([states.code, depth.code]).toEqual([3, 3]);
  });

  test("--max-seconds and --max-bytes", async ({ expect }) => {
    const [seconds, bytes] = await Promise.all([
      fleetcheck(["check", meters, "--max-seconds", "0.3"]),
      fleetcheck(["check", meters, "--max-bytes", "1M"]),
    ]);
    expect(seconds.stdout).toContain("ended by --max-seconds after");
    expect(bytes.stdout).toContain("ended by --max-bytes after");
    expect([seconds.code, bytes.code]).toEqual([3, 3]);
  });

  test("an unexpected verdict weighs more than an unfinished search, a wrong spec more than both", async ({
    expect,
  }) => {
    const [one, two] = await Promise.all([
      fleetcheck(["check", bootstrap, meters, "--max-depth", "4"]),
      fleetcheck(["check", bootstrap, meters, "test/bad/row-twice.ts", "--max-depth", "4"]),
    ]);
    expect(one.code).toBe(1);
    expect(two.code).toBe(2);
    expect(lasting(two.stdout)).toBe(`${lasting(one.stdout)}not all could be done: 1 problem\n`);
    expect(two.stderr).toContain("test/bad/row-twice.ts:3:14  machine `door` has two rows");
  });

  test("Ctrl-C: what was found so far is printed, and what was not started is counted", async ({ expect }) => {
    let sent = false;
    const interruptOnce = (child: { kill(signal: "SIGINT"): boolean }) => {
      if (!sent) sent = child.kill("SIGINT");
    };
    // The first spec's table is the sign that the second one has begun.
    const { stdout, stderr, code } = await fleetcheck(["check", post, meters, bootstrap], { onOutput: interruptOnce });
    expect(code).toBe(130);
    expect(stderr).toBe("Interrupted: what was found so far follows. Ctrl-C again ends at once.\n");
    expect(stdout).toContain("ended by an interrupt after");
    expect(stdout).toContain("✗ no letter is stamped twice — post office, a day (expected)");
    expect(stdout).toContain("interrupted: 4 scenarios not started");
  });
});

describe.concurrent("--out", () => {
  test("writes a diagram for each counterexample", async ({ expect }) => {
    user.copy("bootstrap.ts", "out/bootstrap.ts");
    const { stdout } = await fleetcheck(["check", "out/bootstrap.ts", "--out", "out/pictures"], { cwd: user.folder });
    const folder = join(user.folder, "out", "pictures");
    const names = readdirSync(folder).toSorted();
    expect(names).toEqual([
      "front-end-bootstrap--25-november-2020--no-server-outgrows-its-threads.mmd",
      "front-end-bootstrap--hoped-for--no-server-outgrows-its-threads.mmd",
    ]);
    for (const name of names) {
      expect(readFileSync(join(folder, name), "utf8")).toContain("sequenceDiagram");
      expect(stdout).toContain(`out/pictures/${name}`);
    }
  });

  test("makes the folders that it needs, where there is something to write", async ({ expect }) => {
    user.copy("post.ts", "deep/post.ts");
    await fleetcheck(["check", "deep/post.ts", "--out", "deep/a/b/"], { cwd: user.folder });
    expect(readdirSync(join(user.folder, "deep", "a", "b"))).toHaveLength(1);
    const none = ["check", "deep/post.ts", "--out", "deep/none", "--property", "no deadlock"];
    expect((await fleetcheck(none, { cwd: user.folder })).stdout).toContain(
      "wrote nothing: there is no counterexample\n",
    );
  });

  test("to a folder that cannot be written: the results are printed all the same", async ({ expect }) => {
    const { stdout, stderr, code } = await fleetcheck(["check", post, "--out", "package.json/pictures"]);
    expect(stdout).toContain("1 scenario, 5 claims: all as expected");
    expect(stderr).toBe(
      [
        "package.json/pictures cannot be written: ENOTDIR: not a directory",
        "  why: the results above were computed and are complete; only this output is missing",
        "  fix: name a folder that can be written",
        "",
      ].join("\n"),
    );
    expect(code).toBe(2);
  });
});

describe.concurrent("--emit", () => {
  test("writes what ran, and a listing of it, for each scenario", async ({ expect }) => {
    user.copy("post.ts", "emit/post.ts");
    const asked = ["check", "emit/post.ts", "--engine", "compiled", "--emit", "emit/modules"];
    const { stdout, code } = await fleetcheck(asked, { cwd: user.folder });
    const folder = join(user.folder, "emit", "modules");
    expect(readdirSync(folder).toSorted()).toEqual(["post-office--a-day.txt", "post-office--a-day.wasm"]);
    expect(stdout).toContain("wrote emit/modules/post-office--a-day.wasm\n");
    expect([...readFileSync(join(folder, "post-office--a-day.wasm")).subarray(0, 4)]).toEqual([
      0,
      ...Buffer.from("asm"),
    ]);
    const text = readFileSync(join(folder, "post-office--a-day.txt"), "utf8");
    for (const named of [";; claim: no letter is stamped twice", "(takeRange)", ";; rule "])
      expect(text).toContain(named);
    expect(code).toBe(0);
  });

  test("says so where nothing ran compiled", async ({ expect }) => {
    const { stdout } = await fleetcheck(["check", post, "--emit", "package.json/modules"]);
    expect(stdout).toContain("wrote no module: nothing ran compiled.");
  });

  test("to a folder that cannot be written", async ({ expect }) => {
    const asked = ["check", post, "--engine", "compiled", "--emit", "package.json/modules"];
    const { stdout, stderr, code } = await fleetcheck(asked);
    expect(stdout).toContain("1 scenario, 5 claims: all as expected");
    expect(stderr).toContain(
      "package.json/modules/post-office--a-day.wasm cannot be written: ENOTDIR: not a directory",
    );
    expect(code).toBe(2);
  });
});
