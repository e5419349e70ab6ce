// The record of verdicts: what a run is held against. Each way in which a green run can come to mean less goes red.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, test, vi } from "vitest";
import { fleetcheck, project, repository, type Ended, type Project } from "./fleetcheck.ts";

// A test runs several commands; on a machine that is busy with other work, each may take seconds.
vi.setConfig({ testTimeout: 120_000 });

const RECORD = "generated/verdicts.json";
const dials = readFileSync(join(repository, "test/cli/specs/dials.ts"), "utf8");
/** The same with 8 × 97 states, where it does not matter how many there are. */
const smallDials = dials.replaceAll("10_596", "96");

const users: Project[] = [];
afterAll(() => {
  for (const user of users) user.remove();
});

/** A project with one spec, and what is done with it. */
function begin() {
  const user = project();
  users.push(user);
  user.write("package.json", '{ "type": "module" }');
  user.write("specs/dials.ts", smallDials);
  const [spec, record] = ["specs/dials.ts", RECORD].map((file) => join(user.folder, file)) as [string, string];
  return {
    user,
    check: (...args: string[]): Promise<Ended> => fleetcheck(["check", ...args], { cwd: user.folder }),
    /** Changes the spec. */
    change: (from: string | RegExp, to: string) => writeFileSync(spec, readFileSync(spec, "utf8").replace(from, to)),
    recorded: () => (existsSync(record) ? readFileSync(record, "utf8") : ""),
  };
}

/** The finding as it is told, without the table above it. */
const findings = (stdout: string): string => stdout.slice(stdout.search(/^\d+ findings?:$/m));

describe.concurrent("a run that is not as recorded is red", () => {
  test("where the states shrink from 84,776 to 8", async ({ expect }) => {
    const { user, check, change } = begin();
    user.write("specs/dials.ts", dials);
    expect((await check("--lock")).code).toBe(0);
    expect((await check()).code).toBe(0);
    change("FINE_MOVES = 10_596", "FINE_MOVES = 0");
    const { stdout, code } = await check();
    expect(stdout).toContain("2 scenarios, 10 claims: all as expected\n");
    expect(findings(stdout)).toMatchSnapshot();
    expect(code).toBe(1);
  });

  test("where claims, events, parameters and verdicts come and go", async ({ expect }) => {
    const { check, change } = begin();
    await check("--lock", "--scenario", "narrow");
    change("coarseMoves: 1 }", "coarseMoves: 2 }");
    change(/"the dials are not.*/, '"the fine dial rests": always(() => fine.value < 10) },');
    change("terminal", "world: { rest: {} }, terminal");
    const { stdout, code } = await check("--scenario", "narrow");
    expect(findings(stdout)).toMatchSnapshot();
    expect(code).toBe(1);
  });

  test("where a scenario, or a spec, is not there any more", async ({ expect }) => {
    const { user, check, change } = begin();
    await check("--lock");
    change(/ narrow: .*?} }/, "");
    const scenario = await check();
    expect(findings(scenario.stdout)).toMatchSnapshot();
    user.write("specs/door.ts", readFileSync(join(repository, "test/cli/specs/talkative.ts"), "utf8"));
    rmSync(join(user.folder, "specs/dials.ts"));
    const spec = await check();
    expect(findings(spec.stdout)).toMatchSnapshot();
    expect([scenario.code, spec.code]).toEqual([1, 1]);
  });

  test("where the record cannot be read", async ({ expect }) => {
    const { user, check, recorded } = begin();
    await check("--lock");
    user.write(RECORD, recorded().replace('"states": 776', '"states": "many"'));
    const refused = [await check(), await check("--update")];
    for (const { stderr } of refused)
      expect(stderr).toContain("generated/verdicts.json  the recorded verdicts cannot be read: scenarios.0.states: ");
    expect(refused.map(({ code }) => code)).toEqual([2, 2]);
    expect(recorded()).toContain("many");
  });

  test("and every reporter says so", async ({ expect }) => {
    const { user, check, change } = begin();
    await check("--lock");
    change("FINE_MOVES = 96", "FINE_MOVES = 0");
    const reporters = ["json", "junit", "sarif", "github", "markdown"];
    await check(...reporters.flatMap((name) => ["--reporter", `${name}=${name}`]));
    const texts = reporters.map((name) => readFileSync(join(user.folder, name), "utf8"));
    for (const text of texts) expect(text).toMatch(/lock-differs|is not as generated.verdicts.json/);
    expect(JSON.parse(texts[0]!)).toMatchObject({ exitCode: 1, findings: [{ code: "lock-differs" }, {}] });
    expect(texts[1]).toMatch(/<testsuites .* failures="2" errors="0"/);
    expect(texts[3]!.match(/^::error /gm)).toHaveLength(2);
  });
});

describe.concurrent("what is not recorded", () => {
  test("is said, and is a failure where nobody is there to see it", async ({ expect }) => {
    const { user, check, change } = begin();
    const run = (env: Record<string, string>, ...args: string[]) =>
      fleetcheck(["check", ...args], { cwd: user.folder, env });
    expect((await run({ CI: "true" })).code).toBe(0); // nothing is recorded here
    expect((await run({}, "--ci")).code).toBe(1);
    await check("--lock", "--scenario", "narrow");
    const local = await check();
    expect(local.stdout).toContain(
      "\n1 scenario not recorded in generated/verdicts.json (--lock records what is not)\n",
    );
    expect(local.code).toBe(0);
    const inCi = await run({ CI: "true" });
    expect(findings(inCi.stdout)).toMatchSnapshot();
    expect([inCi.code, (await run({ CI: "false" })).code, (await run({}, "--ci")).code]).toEqual([1, 0, 1]);
    change("FINE_MOVES = 96", "FINE_MOVES = 9");
    expect((await run({ CI: "true" }, "--no-lock")).code).toBe(0);
  });

  test("is recorded by --lock, which leaves alone what is recorded otherwise", async ({ expect }) => {
    const { check, change, recorded } = begin();
    await check("--lock", "--scenario", "narrow");
    const before = recorded();
    change("FINE_MOVES = 96", "FINE_MOVES = 0");
    const { stdout, code } = await check("--lock");
    expect(stdout).toContain("generated/verdicts.json: 1 scenario recorded");
    expect(code).toBe(1);
    expect(scenariosOf(recorded())).toMatchObject([
      { scenario: "as built", states: 8 },
      { scenario: "narrow", states: 194 },
    ]);
    expect(scenariosOf(recorded())[1]).toEqual(scenariosOf(before)[0]);
  });

  test("is accepted by --update, together with what changed and what is gone", async ({ expect }) => {
    const { check, change, recorded } = begin();
    await check("--lock");
    change("FINE_MOVES = 96", "FINE_MOVES = 0");
    change(/ narrow: .*?} }/, " wide: {}");
    expect((await check("--update")).code).toBe(0);
    expect(scenariosOf(recorded())).toMatchObject([
      { scenario: "as built", states: 8, fired: { "fine.turn": 0 } },
      { scenario: "wide" },
    ]);
    expect((await check("--ci")).code).toBe(0);
  });
});

describe.concurrent("a run that is not the recorded one", () => {
  test("is not held against the record by hand, and is in CI", async ({ expect }) => {
    const { check } = begin();
    await check("--lock");
    const runs = [
      ["--param", "coarseMoves=3"],
      ["--max-depth", "5"],
    ];
    const byHand = await Promise.all(runs.map((args) => check(...args)));
    expect(byHand.map(({ code }) => code)).toEqual([0, 3]);
    expect(byHand.map(({ stdout }) => stdout.includes("generated/verdicts.json"))).toEqual([true, true]);
    const inCi = await Promise.all(runs.map((args) => check(...args, "--ci")));
    expect(inCi.map(({ code }) => code)).toEqual([1, 1]);
  });

  test("nor are its parameters, its claims, or what a clock ended recorded", async ({ expect }) => {
    const { check, recorded } = begin();
    const refused = await Promise.all([
      check("--lock", "--param", "coarseMoves=3"),
      check("--update", "--property", "no deadlock"),
      check("--no-lock", "--update"),
      check("--lock", "--max-seconds", "0.00001"),
    ]);
    expect(refused.map(({ code }) => code)).toEqual([2, 2, 2, 2]);
    expect(refused.map(({ stderr }) => stderr.split("\n")[0])).toMatchSnapshot();
    expect(recorded()).toBe("");
  });

  test("bounds are recorded, and have to be the same", async ({ expect }) => {
    const { check, recorded } = begin();
    await check("--lock", "--scenario", "narrow", "--max-depth", "5");
    expect(scenariosOf(recorded())).toMatchObject([
      { bounds: { depth: 5 }, verdicts: { "no deadlock": "incomplete, bounded(4)" } },
    ]);
    const same = await check("--scenario", "narrow", "--max-depth", "5", "--ci");
    const whole = await check("--scenario", "narrow", "--ci");
    expect([same.code, whole.code]).toEqual([3, 1]);
    expect(findings(whole.stdout)).toContain("ended by a bound on depth");
  });
});

test.concurrent("the record depends on neither engine nor workers", async ({ expect }) => {
  const { user, check } = begin();
  const ways = [
    ["--engine", "interpreted"],
    ["--engine", "compiled", "--workers", "1"],
    ["--workers", "2"],
  ];
  const runs = await Promise.all(ways.map((way, i) => check("--lock", "--lock-file", `${i}.json`, ...way)));
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
  const texts = ways.map((_, i) => readFileSync(join(user.folder, `${i}.json`), "utf8"));
  expect(scenariosOf(texts[0]!)).toHaveLength(2);
  expect(new Set(texts).size).toBe(1);
});

const copyFleet = (user: Project) => {
  rmSync(join(user.folder, "specs/dials.ts"));
  user.copy("bootstrap.ts", "specs/bootstrap.ts");
};

describe.concurrent("under another reduction", () => {
  test("verdicts are compared, counts are not, and in CI that is not enough", async ({ expect }) => {
    const { user, check } = begin();
    copyFleet(user);
    await check("--lock");
    const [byHand, inCi] = [await check("--symmetry", "off"), await check("--symmetry", "off", "--ci")];
    expect(byHand.stdout).toContain(
      "recorded in generated/verdicts.json under another reduction: counts were not compared",
    );
    expect(byHand.stdout).not.toContain("finding");
    expect(findings(inCi.stdout)).toMatchSnapshot();
  });

  test("an event that stops firing, or a verdict that changes, is seen all the same", async ({ expect }) => {
    const { user, check } = begin();
    copyFleet(user);
    await check("--lock");
    const spec = readFileSync(join(user.folder, "specs/bootstrap.ts"), "utf8");
    user.write("specs/bootstrap.ts", spec.replace("s.threads < peers() && s.threads < threadLimit", "s.threads < 0"));
    const { stdout } = await check("--symmetry", "off");
    expect(findings(stdout)).toMatch(/front.learnPeer +fired [\d,]+ → 0 +stopped firing/);
    expect(findings(stdout)).not.toMatch(/^ +states/m);
  });
});

const scenariosOf = (text: string) => (JSON.parse(text) as { scenarios: unknown[] }).scenarios;
