// `fleetcheck sweep` as a user meets it: what it prints, what it writes, and how it ends.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, test } from "vitest";
import { fleetcheck, project, repository } from "./fleetcheck.ts";

const lift = "test/cli/specs/lift.ts";
const meters = "test/cli/specs/meters.ts";
const bootstrap = "test/cli/specs/bootstrap.ts";

const user = project();
afterAll(() => user.remove());

const schema = JSON.parse(readFileSync(join(repository, "schema", "sweep.schema.json"), "utf8")) as object;
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

interface Document {
  readonly sweeps: readonly {
    readonly points: readonly { readonly params: Record<string, unknown>; readonly result: string }[];
    readonly courses: readonly { readonly claim: string; readonly flips: readonly { readonly at: unknown }[] }[];
  }[];
}

async function documentOf(...args: string[]) {
  const { stdout, stderr, code } = await fleetcheck(["sweep", ...args, "--json"]);
  const document = JSON.parse(stdout) as Document;
  return { document, errors: validate(document) ? [] : validate.errors, stderr, code };
}

describe("what is printed", () => {
  test("a row a point, a column a claim, and where each flips; verdicts are no errors", async ({ expect }) => {
    const { stdout, stderr, code } = await fleetcheck(["sweep", bootstrap, "--param", "threadLimit=1..4"]);
    expect(stdout).toMatchSnapshot();
    expect([stderr, code]).toEqual(["", 0]);
  });

  test("several parameters: every combination, and flips along the last", async ({ expect }) => {
    const asked = ["--param", "servers=2,3", "--param", "threadLimit=1..5:2", "--scenario", "hoped for"];
    const { stdout, code } = await fleetcheck(["sweep", bootstrap, ...asked]);
    expect(stdout).toMatchSnapshot();
    expect(code).toBe(0);
  });

  test("without --param, the sweeps that the spec declares; monotone claims are bisected", async ({ expect }) => {
    const { stdout, code } = await fleetcheck(["sweep", lift]);
    expect(stdout).toMatchSnapshot();
    expect(code).toBe(0);
  });

  test("--full runs every point, and says the same of every flip", async ({ expect }) => {
    const [bisected, full] = await Promise.all([documentOf(lift), documentOf(lift, "--full")]);
    const flips = ({ document }: typeof full) =>
      document.sweeps.map(({ courses }) =>
        courses.map((course) => [course.claim, course.flips.map(({ at }) => at)] as const),
      );
    expect(flips(bisected)).toEqual(flips(full));
    const run = ({ document }: typeof full) =>
      document.sweeps.flatMap(({ points }) => points.filter(({ result }) => result === "checked")).length;
    expect(run(bisected)).toBeLessThan(run(full));
    expect(run(full)).toBe(12 + 36);
  });

  test("--quiet: where claims flip", async ({ expect }) => {
    const asked = ["--param", "people=5..8", "--property", "it carries all", "--quiet"];
    const { stdout } = await fleetcheck(["sweep", lift, ...asked]);
    expect(stdout).toMatchSnapshot();
  });

  test("the same on one thread and on four", async ({ expect }) => {
    const asked = ["sweep", lift, "--param", "ropes=1,2", "--param", "people=1..8"];
    const [one, four] = await Promise.all(["1", "4"].map((n) => fleetcheck([...asked, "--workers", n])));
    expect(one).toEqual(four);
  });

  test("a lie about a claim is an error where points show it", async ({ expect }) => {
    const asked = ["--param", "people=1..4", "--property", "it leaves with a pair", "--property", "no deadlock"];
    const { stdout, stderr, code } = await fleetcheck(["sweep", lift, ...asked]);
    expect(stdout).toContain("holds up to people 1, violated at 2, holds from people 3");
    expect(stderr).toContain("is not monotone in `people`: holds at 1, violated at 2, holds at 3");
    expect(code).toBe(1);
  });
});

describe("points that are not decided", () => {
  test("a budget: incomplete is never holding", async ({ expect }) => {
    const asked = ["--param", "people=1..6", "--property", "it carries all", "--max-states", "8", "--full"];
    const { stdout, code } = await fleetcheck(["sweep", lift, ...asked]);
    expect(stdout).toMatchSnapshot();
    expect(code).toBe(3);
  });

  test("a point that fails, or that ends its thread, is that row's affair", async ({ expect }) => {
    const asked = ["--param", "people=2..4", "--param", "strange=0..2", "--property", "it carries all"];
    const { stdout, stderr, code } = await fleetcheck(["sweep", lift, ...asked]);
    expect(stdout).toMatchSnapshot("printed");
    expect(stderr).toMatchSnapshot("problems");
    expect(code).toBe(2);
  });

  test("Ctrl-C: a table of what was found, and what was not come to", async ({ expect }) => {
    user.write(
      "specs/slow.ts",
      readFileSync(join(repository, meters), "utf8").replace(
        "build({ meters }) {",
        'build({ meters }) {\n    if (meters === 7) console.log("begun");',
      ),
    );
    let sent = false;
    const interrupted = fleetcheck(["sweep", "--param", "meters=1,7,8", "--engine", "interpreted", "--workers", "1"], {
      cwd: user.folder,
      onError: (child, text) => {
        if (!sent && text.includes("begun")) sent = child.kill("SIGINT");
      },
    });
    const { stdout, stderr, code } = await interrupted;
    expect(stdout).toMatch(/^ {2}1 +✓ holds .*$/m);
    expect(stdout).toMatch(/^ {2}7 +\? incomplete .* ended by an interrupt$/m);
    expect(stdout).toMatch(/^ {2}8 +not started$/m);
    expect(stdout).toContain("the sum stays on the dial: holds up to meters 1, not decided from meters 7");
    expect(stderr).toContain("Interrupted: what was found so far follows.");
    expect(code).toBe(130);
  });
});

describe.concurrent("what is wrong", () => {
  test.for([
    [["--param", "people=12..1"], "`12..1` is no range"],
    [["--param", "people=1..3:0"], "its step must be above 0"],
    [["--param", "people=1..100_000"], "a sweep of 100000 points is asked for"],
    [["--param", "people=1..200", "--param", "ropes=1..200"], "a sweep of 40000 points is asked for"],
    [["--param", "people=1..3,four"], 'parameter `people` of spec `lift` cannot be "four"'],
    [["--param", "door=slow,fats"], 'parameter `door` of spec `lift` cannot be "fats"'],
    [["--param", "peple=1..3"], "spec `lift` has no parameter `peple`"],
    [["--param", "people=1..3", "--scenario", "two ropes"], "spec `lift` has no scenario `two ropes`"],
    [["--param", "people=1..3", "--property", "it carries"], "spec `lift` claims nothing called `it carries`"],
  ] as const)("%j", async ([args, what], { expect }) => {
    const { stdout, stderr, code } = await fleetcheck(["sweep", lift, ...args]);
    expect(stderr).toContain(what);
    expect([stdout, code]).toEqual(["", 2]);
  });

  test("nothing to sweep", async ({ expect }) => {
    const { stderr, code } = await fleetcheck(["sweep", meters]);
    expect(stderr).toMatchSnapshot();
    expect(code).toBe(2);
  });

  test("what a spec says of sweeps is read as closely as the rest", async ({ expect }) => {
    const text = readFileSync(join(repository, lift), "utf8")
      .replace('scenario: "one rope"', 'scenario: "no rope", propertys: []')
      .replace('"somebody can enter", "it leaves', '"nobody can enter", "it leaves');
    user.write("wrong/lift.ts", text);
    const { stderr, code } = await fleetcheck(["sweep", "wrong/lift.ts"], { cwd: user.folder });
    expect(stderr).toMatchSnapshot();
    expect(code).toBe(2);
  });
});

describe("documents", () => {
  test("--json: what the schema describes, with every point and what came of it", async ({ expect }) => {
    const asked = ["--param", "people=2..4", "--param", "strange=0..2", "--property", "it carries all"];
    const { document, errors, code } = await documentOf(lift, ...asked);
    expect(errors).toEqual([]);
    expect(code).toBe(2);
    expect(document).toMatchObject({
      sweeps: [
        {
          spec: "lift",
          scenario: "as built",
          axes: [
            { param: "people", values: [2, 3, 4] },
            { param: "strange", values: [0, 1, 2] },
          ],
        },
      ],
      exitCode: 2,
    });
    expect(document.sweeps[0]!.points.map(({ result }) => result)).toEqual([
      "checked",
      "checked",
      "checked",
      "checked",
      "failed",
      "failed",
      "checked",
      "checked",
      "checked",
    ]);
  });

  test("--json: bisected, incomplete, and contradicted ones too", async ({ expect }) => {
    const documents = await Promise.all([
      documentOf(lift),
      documentOf(lift, "--max-states", "8"),
      documentOf(lift, "--param", "people=1..12"),
      documentOf(lift, "--param", "people=4..1"),
    ]);
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    expect(documents.map(({ code }) => code)).toEqual([0, 3, 1, 2]);
  });

  test("the schema tells documents from others", async ({ expect }) => {
    const { document } = await documentOf(lift, "--param", "people=1,2");
    expect(validate({ ...document, sweep: [] })).toBe(false);
    expect(validate({ ...document, exitCode: 4 })).toBe(false);
    expect(
      validate({ ...document, sweeps: [{ ...document.sweeps[0], points: [{ params: {}, result: "checked" }] }] }),
    ).toBe(false);
  });

  test("--out: a page and a chart for each sweep", async ({ expect }) => {
    user.copy("lift.ts", "out/lift.ts");
    const { stdout } = await fleetcheck(["sweep", "out/lift.ts", "--out", "out/sweeps"], { cwd: user.folder });
    const folder = join(user.folder, "out", "sweeps");
    const names = readdirSync(folder).toSorted();
    expect(names).toEqual([
      "lift--how-many-on-each-rope.md",
      "lift--how-many-on-each-rope.svg",
      "lift--how-many-people.md",
      "lift--how-many-people.svg",
    ]);
    for (const name of names) {
      expect(stdout).toContain(`wrote out/sweeps/${name}\n`);
      expect(readFileSync(join(folder, name), "utf8")).toMatchSnapshot(name);
    }
  });
});
