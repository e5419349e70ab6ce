// `--coverage`: what of a spec its scenarios run, all together. A green result that means little is red here.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, test, vi } from "vitest";
import type { Verdict } from "../../src/verdict/verdict.ts";
import { fleetcheck, project, repository } from "./fleetcheck.ts";

// A test runs several commands; on a machine that is busy with other work, each may take seconds.
vi.setConfig({ testTimeout: 120_000 });

const SPECS = "test/cli/specs";
const user = project();
const inProject = { cwd: user.folder };
afterAll(() => user.remove());

const lamp = (guard: string, scenarios: string) => `
import { always, machine, one, spec, system, t, variable, range } from "fleetcheck";
const Lamp = machine("lamp", "off", [
  t("off", "press", "on"),
  t("on", "press", "off"),
  t("on", "burnOut", "broken"),
]);
export default spec({
  name: "lamp",
  params: { worn: false, bound: 3 },
  scenarios: ${scenarios},
  build({ worn, bound }) {
    const lamp = one(Lamp);
    const hours = variable(range(0, 3));
    return system({
      parts: { lamp, hours },
      rules: {
        lamp: { burnOut: { when: () => worn } },
        hours: { pass: { when: () => ${guard}, then: () => { hours.value += 1; } } },
      },
      terminal: "anywhere",
      properties: { "hours are bounded": always(() => hours.value <= bound) },
    });
  },
});`;

user.write("nothing.ts", lamp("false", "{}"));
user.write("whole.ts", lamp("hours.value < 3", '{ "new": {}, "worn": { with: { worn: true } } }'));
user.write(
  "twins.ts",
  lamp(
    "hours.value < 3",
    `{ "new": {}, "newer": { with: { bound: 4 } }, "worn": { with: { worn: true } },
       "at most two": { with: { bound: 2 }, expect: { "hours are bounded": "violated" } } }`,
  ),
);

describe.concurrent("what is a finding", () => {
  test("a spec in which next to nothing happens", async ({ expect }) => {
    const green = await fleetcheck(["check", "nothing.ts"], inProject);
    expect(green.stdout).toContain("1 scenario, 5 claims: all as expected\n");
    expect(green.stdout).toContain("lamp: never fired in any scenario: lamp.burnOut, hours.pass (see --coverage)\n");
    expect(green.code).toBe(0);
    const { stdout, code } = await fleetcheck(["check", "nothing.ts", "--coverage"], inProject);
    expect(stdout.slice(stdout.indexOf("coverage of"))).toMatchSnapshot();
    expect(code).toBe(1);
  });

  test("a scenario that makes no difference; one that differs in a verdict does", async ({ expect }) => {
    const { stdout, code } = await fleetcheck(["check", "twins.ts", "--coverage", "--quiet"], inProject);
    expect(stdout).toContain("1 finding:\n");
    expect(stdout).toContain("scenario `newer` of spec `lamp` is the same as `new`");
    expect(code).toBe(1);
  });

  test("and not what one of the scenarios reaches", async ({ expect }) => {
    const { stdout, code } = await fleetcheck(["check", "whole.ts", "--coverage"], inProject);
    expect(stdout.slice(stdout.indexOf("coverage of"))).toMatchSnapshot();
    expect(code).toBe(0);
  });

  test("reporters tell of it, on the line of the rule", async ({ expect }) => {
    const args = ["check", "nothing.ts", "--coverage", "--reporter", "github", "--reporter", "json=n.json"];
    const { stdout } = await fleetcheck(args, inProject);
    expect(stdout).toContain("::error file=nothing.ts,line=18,col=34,title=event-never-fires::");
    const document = JSON.parse(readFileSync(join(user.folder, "n.json"), "utf8")) as { findings: { code: string }[] };
    expect(document.findings.map(({ code }) => code)).toEqual([
      "event-never-fires",
      "event-never-fires",
      "state-never-entered",
    ]);
  });
});

describe.concurrent("what was not seen whole is not judged", () => {
  test.for([
    ["--max-depth", "1"],
    ["--scenario", "new"],
    ["--param", "bound=3"],
    ["--shard", "1/2"],
  ])("%j", async (args, { expect }) => {
    const { stdout } = await fleetcheck(["check", "whole.ts", "--coverage", "--quiet", ...args], inProject);
    const loud = await fleetcheck(["check", "whole.ts", "--coverage", ...args], inProject);
    expect(stdout).not.toContain("finding");
    expect(loud.stdout).toContain("coverage of lamp is not judged: not all of its scenarios were searched whole");
  });

  test("parts of a run are judged when they are joined", async ({ expect }) => {
    const part = (i: number) =>
      fleetcheck(
        ["check", "twins.ts", "--coverage", "--shard", `${i}/2`, "--reporter", `json=twins${i}.json`],
        inProject,
      );
    expect((await Promise.all([part(1), part(2)])).map(({ code }) => code)).toEqual([0, 0]);
    const { stdout, code } = await fleetcheck(["merge", "twins1.json", "twins2.json"], inProject);
    expect(stdout).toContain("scenario `newer` of spec `lamp` is the same as `new`");
    expect(code).toBe(1);
  });

  test("the compiled engine keeps no count", async ({ expect }) => {
    const { stderr, code } = await fleetcheck(["check", "whole.ts", "--coverage", "--engine", "compiled"], inProject);
    expect(stderr).toContain("coverage cannot be kept by the compiled engine");
    expect(code).toBe(2);
  });
});

const lasting = ({ seconds: _s, bytesPerState: _b, coverage: _c, ...rest }: Verdict) => rest;

describe.concurrent.each([[], ["--symmetry", "off"]])("counts %j", (...how) => {
  const schema = JSON.parse(readFileSync(join(repository, "schema", "report.schema.json"), "utf8")) as object;
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
  const run = async (...args: string[]) => {
    const paths = [`${SPECS}/bootstrap.ts`, `${SPECS}/post.ts`];
    const { stdout } = await fleetcheck(["check", ...paths, "--json", ...how, ...args]);
    return JSON.parse(stdout) as { results: Verdict[] };
  };

  test("are those of the search, which is the same search", async ({ expect }) => {
    const [plain, counted] = await Promise.all([run(), run("--coverage")]);
    expect([validate(counted), validate.errors]).toEqual([true, null]);
    expect(counted.results.map(lasting)).toEqual(plain.results.map(lasting));
    for (const { coverage, events, states } of counted.results) {
      for (const [event, { enabledIn, from }] of Object.entries(coverage!.rules)) {
        const taken = Object.values(from).reduce((sum, n) => sum + n, 0);
        if (event !== "bell.ring" && Object.keys(from).length > 0) expect(taken).toBe(events[event]); // ring is called
        expect(enabledIn).toBeLessThanOrEqual(Math.min(states, events[event]!));
      }
    }
    const [before, day] = counted.results.map(({ coverage }) => coverage!);
    expect(before!.entered).toEqual({ front: { absent: 0, building: 0, serving: 1, useless: 0 } });
    expect(day!.space).not.toBe(before!.space);
  });
});
