// `--json`: stdout is one document, and the schema that is shipped describes it exactly.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, test } from "vitest";
import { fleetcheck, repository } from "./fleetcheck.ts";

const schema = JSON.parse(readFileSync(join(repository, "schema", "report.schema.json"), "utf8")) as object;
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

/** Runs the command, and returns the document if it is one. */
async function report(...args: string[]) {
  const { stdout, stderr, code } = await fleetcheck([...args, "--json"]);
  const document: unknown = JSON.parse(stdout);
  const errors = validate(document) ? [] : validate.errors;
  return { document, errors, stderr, code };
}

const specs = "test/cli/specs";

describe.concurrent("the document", () => {
  test("holds everything that is known of each scenario", async ({ expect }) => {
    const { document, errors, stderr, code } = await report(
      "check",
      `${specs}/bootstrap.ts`,
      "--scenario",
      "25 November 2020",
    );
    expect(errors).toEqual([]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(document).toMatchObject({
      tool: { name: "fleetcheck" },
      results: [
        {
          spec: "front-end bootstrap",
          file: "test/cli/specs/bootstrap.ts",
          scenario: "25 November 2020",
          params: { servers: 3, added: 1, threadLimit: 2 },
          states: 17,
          transitions: 25,
          depth: 7,
          events: { "front.join": 1, "front.learnPeer": 8 },
          properties: expect.arrayContaining([
            expect.objectContaining({ name: "no deadlock", kind: "builtin", verdict: "holds", assurance: "exact" }),
            expect.objectContaining({ name: "the added server can serve", verdict: "unreached", asExpected: true }),
          ]),
          asExpected: true,
        },
      ],
      problems: [],
      exitCode: 0,
    });
  });

  test("has counterexamples with steps, replay string and diagram", async ({ expect }) => {
    const { document, errors } = await report("check", `${specs}/post.ts`);
    expect(errors).toEqual([]);
    const [result] = (document as { results: { properties: { name: string; counterexample?: Found }[] }[] }).results;
    const found = result?.properties.find(({ name }) => name === "no letter is stamped twice")?.counterexample;
    expect(found?.steps[0]).toEqual({
      part: "world",
      event: "a letter comes",
      choice: { size: 1 },
      changed: [{ part: "slot", field: "messages", from: [], to: [1] }],
    });
    expect(found?.mermaid).toContain("sequenceDiagram");
    expect(found?.replay).toMatch(/^fc1\./);
  });

  test("has the loops of runs that go on for ever", async ({ expect }) => {
    const { document, errors } = await report("check", "test/progress/textbook/semaphore.ts");
    expect(errors).toEqual([]);
    const { results } = document as { results: { scenario: string; properties: { counterexample?: object }[] }[] };
    const found = results.find(({ scenario }) => scenario === "weak, to each")?.properties;
    expect(found?.find(({ counterexample }) => counterexample)?.counterexample).toMatchObject({
      loop: {
        begins: 1,
        since: 1,
        fair: expect.arrayContaining([{ event: "processes.enter", member: 0, fair: "weak", disabled: 4 }]) as unknown,
      },
    });
  });

  test.for([
    ["an unfinished search", 3, ["check", `${specs}/meters.ts`, "--max-states", "100"]],
    ["verdicts that were not expected", 1, ["check", `${specs}/bootstrap.ts`]],
    [
      "a bad spec beside a good one",
      2,
      ["check", `${specs}/post.ts`, "test/bad/guard-throws.ts", "test/bad/throws.ts"],
    ],
    ["values that cannot be read", 2, ["check", "--max-states", "none", "--max-bytes", "2X"]],
    ["an option that there is not", 2, ["check", "--quite"]],
    ["a file that there is not", 2, ["check", "specs/none.ts"]],
  ] as const)("is one for %s too", async ([, exitCode, args], { expect }) => {
    const { document, errors, stderr, code } = await report(...args);
    expect(errors).toEqual([]);
    expect(document).toMatchObject({ exitCode });
    expect(code).toBe(exitCode);
    expect(stderr === "").toBe(exitCode !== 2);
  });
});

test.concurrent("what a spec prints itself goes elsewhere", async ({ expect }) => {
  const { errors, stderr, code } = await report("check", `${specs}/talkative.ts`);
  expect(errors).toEqual([]);
  expect(stderr).toContain("a door is declared\n");
  expect(code).toBe(0);
});

interface Found {
  readonly steps: readonly unknown[];
  readonly mermaid: string;
  readonly replay: string;
}

test("the schema is strict: a misspelt or missing field is refused", async ({ expect }) => {
  const { document } = await report("check", `${specs}/post.ts`);
  const results = (document as { results: object[] }).results;
  const variant = (change: object) => validate({ ...(document as object), ...change });
  expect(variant({})).toBe(true);
  expect(variant({ result: results })).toBe(false);
  expect(variant({ results: [{ ...results[0], transtions: 3 }] })).toBe(false);
  expect(variant({ results: [{ ...results[0], states: undefined }] })).toBe(false);
  expect(variant({ exitCode: 4 })).toBe(false);
});
