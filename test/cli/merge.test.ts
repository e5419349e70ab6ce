// A run that is split over machines: the parts together are the whole, and what is missing is never a pass.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { fleetcheck, lasting, project, repository } from "./fleetcheck.ts";

// A test runs several commands; on a machine that is busy with other work, each may take seconds.
vi.setConfig({ testTimeout: 120_000 });

const user = project();
const inProject = { cwd: user.folder };
afterAll(() => user.remove());

const schema = JSON.parse(readFileSync(join(repository, "schema", "report.schema.json"), "utf8")) as object;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

const part = (index: number, of: number, ...args: string[]) =>
  fleetcheck(["check", "--shard", `${index}/${of}`, "--reporter", `json=${index}-of-${of}.json`, ...args], inProject);
const files = (of: number) => Array.from({ length: of }, (_, i) => `${i + 1}-of-${of}.json`);

interface Document {
  readonly results: readonly {
    readonly scenario: string;
    readonly spec: string;
    seconds?: number;
    bytesPerState?: number;
  }[];
  readonly problems: readonly object[];
  readonly exitCode: number;
}
const read = (file: string) => JSON.parse(readFileSync(join(user.folder, file), "utf8")) as Document;

/** Without what differs from run to run. */
function same({ results, problems, exitCode }: Document) {
  return { results: results.map(({ seconds: _s, bytesPerState: _b, ...rest }) => rest), problems, exitCode };
}

beforeAll(async () => {
  user.copy("bootstrap.ts", "specs/bootstrap.ts");
  user.copy("post.ts", "specs/post.ts");
  await Promise.all([1, 2, 3].map((index) => part(index, 3)));
});

describe.concurrent("the parts", () => {
  test("are together what one run is, in JSON and in every other form", async ({ expect }) => {
    const [whole, merged, table] = await Promise.all([
      fleetcheck(["check", "--json"], inProject),
      fleetcheck(["merge", ...files(3).toReversed(), "--json"], inProject),
      fleetcheck(["merge", ...files(3), "--reporter", "github", "--reporter", "junit=merged.xml"], inProject),
    ]);
    const document = JSON.parse(merged.stdout) as Document;
    expect(same(document)).toEqual(same(JSON.parse(whole.stdout) as Document));
    expect([validate(document), validate.errors]).toEqual([true, null]);
    expect([whole.code, merged.code, table.code]).toEqual([1, 1, 1]);
    const { stdout } = await fleetcheck(["check", "--reporter", "github"], inProject);
    expect(lasting(table.stdout)).toBe(lasting(stdout));
    expect(readFileSync(join(user.folder, "merged.xml"), "utf8")).toMatch(/tests="29" failures="2" errors="0"/);
  });

  test("are dealt out by the plan alone, and are as even as can be", async ({ expect }) => {
    const scenarios = files(3).map((file) => read(file).results.map(({ scenario }) => scenario));
    expect(scenarios).toEqual([["before the addition", "hoped for"], ["25 November 2020", "a day"], ["higher limit"]]);
    expect(files(3).map((file) => validate(read(file)))).toEqual([true, true, true]);
  });

  test("may have nothing to check", async ({ expect }) => {
    const runs = await Promise.all([1, 2].map((index) => part(index, 2, "--scenario", "a day")));
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(runs[1]!.stdout).toBe("shard 2/2: nothing to check\n");
    const { stdout, code } = await fleetcheck(["merge", ...files(2), "--quiet"], inProject);
    expect([stdout, code]).toEqual(["1 scenario, 5 claims: all as expected\n", 0]);
  });
});

/** A part as it is, but for some of it. */
function altered(file: string, name: string, change: (document: any) => void): string {
  const document: unknown = read(file);
  change(document);
  writeFileSync(join(user.folder, name), JSON.stringify(document));
  return name;
}

describe.concurrent("is an error", () => {
  const [first, second, third] = files(3) as [string, string, string];
  test.for<[string, () => readonly string[]]>([
    ["a part that is missing", () => [first, third]],
    ["a part that is there twice", () => [first, second, second, third]],
    ["a file that is none", () => [first, second, third, "specs/post.ts"]],
    ["a file that there is not", () => [first, second, "none.json"]],
    ["a report of a whole run", () => [altered(first, "whole.json", (document) => delete document.shard)]],
    [
      "a part of another run",
      () => [first, second, altered(third, "other.json", (document) => document.shard.planned.pop())],
    ],
    [
      "a part of another version",
      () => [first, second, altered(third, "old.json", (document) => (document.tool.version = "0.0.1"))],
    ],
    [
      "a part that lacks a result",
      () => [first, altered(second, "less.json", (document) => document.results.pop()), third],
    ],
    ["a result that is none", () => [first, second, altered(third, "bad.json", (d) => delete d.results[0].states)]],
  ])("%s", async ([, reports], { expect }) => {
    const { stderr, code } = await fleetcheck(["merge", ...reports(), "--quiet"], inProject);
    expect(stderr).toMatchSnapshot();
    expect(code).toBe(2);
  });

  test("what is wrong in a part is wrong in the whole", async ({ expect }) => {
    const paths = ["specs/post.ts", "bad.ts"];
    user.write(
      "bad.ts",
      "import { machine, t } from 'fleetcheck'; machine('m', 'a', [t('a', 'b', 'c'), t('a', 'b', 'd')]);",
    );
    await Promise.all([1, 2, 3, 4].map((index) => part(index, 4, ...paths)));
    const { stdout, code } = await fleetcheck(["merge", ...files(4), "--json"], inProject);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 2, problems: [{ code: "file-without-spec" }] });
    expect(code).toBe(2);
  });

  test.for(["0/3", "4/3", "3", "a/b", "1/0"])("%s, which is no part", async (text, { expect }) => {
    const { stderr, code } = await fleetcheck(["check", "--shard", text], inProject);
    expect(stderr).toContain(`--shard takes a part and how many there are, such as 1/3, not \`${text}\``);
    expect(code).toBe(2);
  });
});

test("parts are held against the record, and each knows of the others", async ({ expect }) => {
  await fleetcheck(["check", "--lock"], inProject);
  const runs = await Promise.all([1, 2].map((index) => part(index, 2, "--ci", "specs/post.ts", "specs/bootstrap.ts")));
  expect(runs.map(({ stdout }) => stdout.includes("finding"))).toEqual([false, false]);
  const refused = await fleetcheck(["check", "--lock", "--shard", "1/2"], inProject);
  expect(refused.code).toBe(2);
});
