// Pages and the index, from data made by hand.
import { expect, test } from "vitest";
import { firstSentence, indexText, pageText, type Page } from "../../src/present/markdown.ts";
import { sequenceDiagram } from "../../src/present/mermaid-sequence.ts";
import type { PropertyVerdict, Verdict } from "../../src/verdict/verdict.ts";
import { everything, long, setting } from "./fixtures.ts";
import { HOSTILE } from "./hostile.ts";

const holds: PropertyVerdict = {
  name: "doors stay shut",
  kind: "always",
  expected: "holds",
  verdict: "holds",
  assurance: "exact",
  asExpected: true,
};
const builtin: PropertyVerdict = { ...holds, name: "no deadlock", kind: "builtin" };
const verdict: Verdict = {
  spec: "front-end bootstrap",
  scenario: "as built",
  params: {},
  specHash: "",
  engine: "interpreted",
  workers: 1,
  reduction: "none",
  reductions: [],
  states: 1234,
  transitions: 56789,
  depth: 7,
  seconds: 0.5,
  bytesPerState: 20,
  events: {},
  properties: [holds, builtin, { ...builtin, name: "calls are accepted" }],
  asExpected: true,
};

const picture = { alt: "a picture", mermaid: sequenceDiagram(everything, setting), files: ["x/one.mmd", "x/one.svg"] };
const page: Page = {
  title: "front-end bootstrap",
  file: "../specs/front-end-bootstrap.ts",
  header: ["What this models.", "", "It has paragraphs,", "of several lines.", "Source: somewhere <else>."],
  claims: new Map([["doors stay shut", 'always(() => door.is("shut"))']]),
  helpers: new Map([["peers()", "front.size - 1"]]),
  verdicts: [verdict],
  changes: new Map([["as built", {}]]),
  sweeps: [],
  system: { ...picture, image: "x/one.svg" },
  circles: [],
  machines: [{ name: "door", about: "A door.", picture }],
  counterexamples: [{ scenario: "as built", counterexample: everything, sequence: picture, path: picture }],
};

test("a page", async () => {
  await expect(pageText(page)).toMatchFileSnapshot("./snapshots/page.md");
});

test("a verdict that was not expected stands out, with what was expected", () => {
  const violated: PropertyVerdict = { ...holds, verdict: "violated", asExpected: false };
  const open: PropertyVerdict = {
    ...holds,
    name: "doors open",
    verdict: "incomplete",
    assurance: "bounded(3)",
    asExpected: false,
  };
  const text = pageText({
    ...page,
    verdicts: [{ ...verdict, properties: [violated, open, { ...builtin, verdict: "violated", asExpected: false }] }],
  });
  expect(text).toContain("| Scenario | doors stay shut | doors open | no deadlock | Known |");
  expect(text).toContain(
    "| **✗ violated, expected: holds** | **? incomplete, expected: holds** | **✗ violated, expected: holds** | exact, bounded(3) |",
  );
});

test("what a scenario changes stands beside its name", () => {
  expect(pageText({ ...page, changes: new Map([["as built", { limit: 3, alarm: true }]]) })).toContain(
    "| **as built**<br>with limit 3, alarm true |",
  );
});

test("a page without drawn pictures holds Mermaid code that takes the reader's colours", () => {
  const text = pageText({ ...page, system: picture });
  expect(text).toContain("```mermaid\n---\n");
  expect(text).not.toContain("theme");
});

test("a long trace is told at both ends", () => {
  const text = pageText({
    ...page,
    counterexamples: [{ scenario: "s", counterexample: long(100), sequence: picture }],
  });
  expect(text).toContain("\n30. ");
  expect(text).toContain("\n\n… 40 steps left out …\n\n71. ");
  expect(text).not.toContain("\n31. ");
});

test("nothing on a page tells the time", () => {
  expect(pageText(page)).toBe(
    pageText({ ...page, verdicts: [{ ...verdict, seconds: 99, bytesPerState: 1, engine: "compiled", workers: 2 }] }),
  );
});

test.for(HOSTILE)("%j breaks no table, heading or link", (name) => {
  const text = pageText({
    ...page,
    title: name,
    claims: new Map([[name, name]]),
    verdicts: [{ ...verdict, scenario: name, properties: [{ ...holds, name }] }],
    changes: new Map([[name, { [name]: name }]]),
    counterexamples: [
      { scenario: name, counterexample: { ...everything, claim: name, detail: name }, sequence: picture },
    ],
  });
  const rows = text.split("\n").filter((line) => line.startsWith("| "));
  expect(rows).toHaveLength(3);
  for (const row of rows) expect(row.replace(/\\./g, "").match(/\|/g)).toHaveLength(7);
  expect(text.match(/^#+ /gm)).toHaveLength(7);
});

test("the index is a table of pages", () => {
  const text = indexText([{ title: "a | b", page: "a b(1).md", about: "About *a*.", verdicts: "as expected" }]);
  expect(text).toContain("| [a \\| b](a%20b%281%29.md) | About \\*a\\*. | as expected |");
});

test("the first sentence of a header", () => {
  expect(firstSentence(["How the servers of v1.2 fell,", "and rose. More.", "x"])).toBe(
    "How the servers of v1.2 fell, and rose.",
  );
  expect(firstSentence(["No end", "here"])).toBe("No end here");
  expect(firstSentence([])).toBe("");
});
