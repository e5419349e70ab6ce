// What is read from the text of a spec file.
import { join } from "node:path";
import { expect, test } from "vitest";
import { newProject } from "../../src/source/project.ts";
import { readSpec, type SpecSource } from "../../src/source/read-spec.ts";

const read = (name: string, exportName = "default"): SpecSource =>
  readSpec(newProject(), join(import.meta.dirname, name), exportName);
const market = read("fixtures/market.ts", "market");
const ruleOf = (part: string, event: string) =>
  market.rules.find((given) => given.part === part && given.event === event)?.rule;

test("the header is the first comment of a file", () => {
  expect(market.header).toEqual([
    "Workers, a boss and a queue between them.",
    "",
    "Every way of writing a rule is here once.",
    "Source: nowhere.",
  ]);
});

test("machines have their doc comments, also those of other files", () => {
  expect(Object.fromEntries(market.machines)).toEqual({
    boss: "",
    stage: "A stage of the line.",
    worker: "A worker that takes jobs.",
  });
});

test("a rule with choices", () => {
  expect(ruleOf("hands", "take")).toEqual({
    guard: "peer !== w && quiet() && w.jobs + n < 3",
    effect: "w.jobs += 1; other.jobs = 0",
    choices: ["peer", "n"],
    reads: ["hands", "boss"],
    drives: ["hands"],
  });
});

test("a rule of methods; members in a set are members of their fleet", () => {
  expect(ruleOf("hands", "finish")).toEqual({
    guard: 'w.friends.some((f) => f.is("busy"))',
    effect: 'for (const friend of w.friends) friend.dispatch("finish"); queue.send({ to: w })',
    choices: [],
    timing: "weakly fair to each",
    reads: ["hands"],
    drives: ["hands", "queue"],
  });
});

test("a rule that comes by a spread reads nothing of others", () => {
  expect(ruleOf("hands", "nap")).toEqual({
    guard: "w.jobs === 0",
    choices: [],
    timing: "when called",
    reads: [],
    drives: [],
  });
});

test("rules given by name and made by functions; a member in a variable is driven", () => {
  expect(ruleOf("boss", "shout")).toMatchObject({
    guard: "hands.some((w) => isFree(w))",
    reads: ["hands", "limit"],
    drives: ["hands"],
  });
  expect(ruleOf("boss", "rest")).toMatchObject({ guard: 'reason === ""', reads: [], drives: [] });
});

test("what is handed to a function that makes a rule is read by that rule", () => {
  expect(ruleOf("lines.first", "fill")).toMatchObject({ guard: "able() || enough()", reads: ["boss", "limit"] });
});

test("what a message holds is driven; taking it is no business of others", () => {
  expect(ruleOf("queue", "deliver")).toMatchObject({
    guard: "q.length > 0",
    effect: "q.receive().to.jobs = 1",
    reads: [],
    drives: ["hands"],
  });
});

test("records of parts go by their path; neighbours are other members", () => {
  expect(ruleOf("lines.first", "pass")).toMatchObject({ reads: ["lines.first"], drives: ["lines.first"] });
});

test("events of the world", () => {
  expect(market.world.get("demand rises")).toMatchObject({ effect: "limit.value -= 1", drives: ["limit"] });
  expect(market.world.get("a friend is found")).toMatchObject({
    choices: ["a", "b"],
    reads: ["hands"],
    drives: ["hands"],
  });
});

test("claims in the author's words, and what they read through functions", () => {
  expect(Object.fromEntries(market.claims)).toEqual({
    "nobody is angry": { words: "always(() => true)", reads: [] },
    "someone is free": { words: "reachable(anyFree)", reads: ["hands", "limit"] },
  });
});

test("the author's own functions are told with what they mean", () => {
  expect(Object.fromEntries(market.helpers)).toEqual({
    "quiet()": 'boss.is("calm")',
    "anyFree()": "hands.some((w) => isFree(w))",
    "isFree(hand)": "hand.jobs < limit.value",
  });
});

test("a function that answers in more than one place is left out: its last answer is not all that it means", () => {
  const { helpers } = read("fixtures/branches.ts", "default");
  expect(Object.fromEntries(helpers)).toEqual({ "isShut()": 'door.is("shut")' });
});

test("a file that is not there, or an export that is none, says nothing", () => {
  const nothing = { header: [], rules: [], claims: new Map(), world: new Map(), helpers: new Map() };
  expect(read("fixtures/none.ts")).toMatchObject(nothing);
  expect(read("fixtures/market.ts", "other")).toMatchObject({ rules: [], claims: new Map() });
});
