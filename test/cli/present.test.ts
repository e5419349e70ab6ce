// The presenters by themselves, on verdicts made by hand.
import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { problem } from "../../src/messages.ts";
import { COLOURED } from "../../src/present/palette.ts";
import { problemText } from "../../src/present/problems.ts";
import { stepLines } from "../../src/present/steps.ts";
import { counterexamples, specTable, summary } from "../../src/present/terminal.ts";
import type { Counterexample, PartState, PropertyVerdict, Verdict } from "../../src/verdict/verdict.ts";

const claim: PropertyVerdict = {
  name: "it is so",
  kind: "always",
  expected: "holds",
  verdict: "holds",
  assurance: "exact",
  asExpected: true,
};
const verdict: Verdict = {
  spec: "a spec",
  file: "specs/a.ts",
  scenario: "as built",
  params: { size: 3 },
  specHash: "0",
  engine: "interpreted",
  workers: 1,
  reduction: "none",
  reductions: [],
  states: 61_515_776,
  transitions: 1_234_567_890,
  depth: 32,
  seconds: 4_321,
  bytesPerState: 20,
  events: {},
  properties: [claim],
  asExpected: true,
};
const trace: Counterexample = { claim: "it is so", initial: [], steps: [], detail: "", replay: "fc1.x" };
const broken: PropertyVerdict = { ...claim, verdict: "violated", asExpected: false, counterexample: trace };

describe("the table", () => {
  test("has room for large numbers", () => {
    const long = { ...claim, name: "a claim whose name takes sixty columns, more than there are for it" };
    const text = specTable([{ ...verdict, properties: [claim, long, { ...claim, assurance: "sampled(1000)" }] }]);
    expect(text).toMatchSnapshot();
  });

  test("is read in a narrow terminal: names of claims and lines of counts are broken, columns stay columns", () => {
    const long = { ...claim, name: "a claim whose name takes sixty columns, more than there are for it" };
    const of = [
      { ...verdict, reduction: "counted", properties: [claim, long, { ...broken, name: long.name }] },
    ] as const;
    const text = specTable(of, { width: 80, palette: COLOURED }) + summary(of, { width: 80, palette: COLOURED });
    const plain = stripVTControlCharacters(text);
    expect(plain).toMatchSnapshot();
    expect(plain.split("\n").filter((line) => line.length > 80)).toEqual([]);
    const told = counterexamples(of, { width: 80 }).split("\n");
    expect(told.filter((line) => line.length > 80 && !line.includes("replay:"))).toEqual([]);
    expect(specTable(of, { width: 200 })).toBe(specTable(of));
  });

  test("marks what is not as expected, and what is not known", () => {
    const open: PropertyVerdict = { ...claim, verdict: "incomplete", assurance: "bounded(4)", asExpected: false };
    const reached: PropertyVerdict = { ...claim, kind: "reachable", expected: "unreached", asExpected: false };
    const found: Verdict = {
      ...verdict,
      stopped: "bytes",
      properties: [claim, broken, open, reached],
      asExpected: false,
    };
    expect(specTable([found])).toMatchSnapshot("table");
    expect(summary([found, verdict])).toMatchSnapshot("summary");
    expect(specTable([verdict], { quiet: true })).toBe("");
  });

  test("says what was asked for instead of the scenario's own parameters", () => {
    expect(specTable([verdict], { named: ["size", "other"] })).toContain("  as built (size = 3)  ");
  });
});

test("no name breaks a line, or drives the terminal", () => {
  const hostile = "a\u001b[31m\nb\r\u0007`;:\u2028c";
  const member: PartState = {
    part: hostile,
    member: 1,
    cohort: hostile,
    values: { state: hostile, [hostile]: hostile },
  };
  const step = { part: hostile, event: hostile, choice: { [hostile]: [hostile] }, calls: [] };
  const changed = [{ part: hostile, field: hostile, from: hostile, to: { [hostile]: null } }];
  const counterexample = {
    ...trace,
    claim: hostile,
    initial: [member],
    steps: [{ ...step, changed }],
    detail: hostile,
  };
  const property = { ...broken, name: hostile, counterexample };
  const found: Verdict = {
    ...verdict,
    spec: hostile,
    scenario: hostile,
    params: { [hostile]: hostile },
    properties: [property],
  };
  const options = { named: [hostile] };
  const texts = [specTable([found], options), counterexamples([found]), summary([found])];
  texts.push(`${problemText(problem("file-missing", { file: hostile }))}\n`);
  const lines = texts.map((text) => text.split("\n").length);
  expect(lines).toEqual([5, 7, 3, 4]);
  // oxlint-disable-next-line no-control-regex
  expect(texts.join("")).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028]/);
});

test("colours come from the palette alone", () => {
  const found = [{ ...verdict, properties: [claim, broken] }];
  for (const present of [specTable, counterexamples, summary]) {
    const coloured = present(found, { palette: COLOURED });
    expect(coloured).toContain("\u001b[");
    expect(stripVTControlCharacters(coloured)).toBe(present(found));
  }
});

const front = (member: number, state: string, threads: number): PartState => ({
  part: "front",
  member,
  values: { state, threads },
});

describe("steps", () => {
  test("tell members that are alike together, and leave out what is nothing", () => {
    const initial = [
      front(1, "up", 2),
      front(2, "up", 2),
      front(3, "off", 0),
      front(4, "up", 2),
      { part: "limit", values: { value: 3 } },
    ];
    const empty = { part: "queue", values: { messages: [] } };
    expect(stepLines({ initial: [...initial, empty], steps: [], detail: "" })).toEqual([
      "start  front 1–2, 4: up, threads 2 · front 3: off · limit: 3",
    ]);
  });

  test("tell the member's own changes first, and equal changes of others once", () => {
    const others = [1, 2, 3].map((member) => ({ part: "front", member, field: "threads", from: 2, to: 3 }));
    const own = { part: "gate", field: "state", from: "shut", to: "open" };
    const [, step] = stepLines({
      initial: [],
      steps: [{ part: "gate", event: "open", changed: [...others, own], calls: [] }],
      detail: "",
    });
    expect(step).toBe("1      gate  open  state shut → open, front 1–3 threads 2 → 3");
  });

  test("break between changes where a line is full", () => {
    const changed = Array.from({ length: 9 }, (_, i) => ({ part: `part ${i}`, field: "value", from: 0, to: 100 * i }));
    const lines = stepLines({
      initial: [],
      steps: [{ part: "world", event: "all at once", changed, calls: [] }],
      detail: "so it is",
    });
    expect(lines).toMatchSnapshot();
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
