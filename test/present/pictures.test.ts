// The pictures as text. The snapshots are Mermaid files: open one in any viewer to see it.
import { expect, test } from "vitest";
import { machineDiagram } from "../../src/present/mermaid-states.ts";
import { pathDiagram } from "../../src/present/mermaid-path.ts";
import { sequenceDiagram } from "../../src/present/mermaid-sequence.ts";
import { systemDiagram } from "../../src/present/mermaid-system.ts";
import { everything, FrontEndServer, long, Operator, setting, threads } from "./fixtures.ts";

const snapshot = (name: string) => `./snapshots/${name}.mmd`;

test("a counterexample: lanes for who takes part, notes for steps, arrows for what is seen", async () => {
  await expect(sequenceDiagram(threads, setting)).toMatchFileSnapshot(snapshot("sequence"));
});

test("a counterexample with calls, messages, choices, a variable and the world", async () => {
  await expect(sequenceDiagram(everything, setting)).toMatchFileSnapshot(snapshot("sequence-everything"));
});

test("a machine, with guards and effects in the author's words", async () => {
  const words: Readonly<Record<string, { guard: string; effect?: string }>> = {
    learnPeer: { guard: "s.threads < peers() && s.threads < threadLimit", effect: "s.threads += 1" },
    exceedThreads: { guard: "s.threads < peers() && s.threads === threadLimit" },
  };
  const about = "One front-end server. It keeps an OS thread for every peer that it has learned of.";
  const text = machineDiagram(FrontEndServer, { about, rulesOf: (event) => [{ part: "front", ...words[event] }] });
  await expect(text).toMatchFileSnapshot(snapshot("machine"));
});

test("two parts with the same machine and other rules are told apart", () => {
  const rules = [
    { part: "a", guard: "x" },
    { part: "b", guard: "y" },
  ];
  const text = machineDiagram(Operator, { about: "", rulesOf: (event) => (event === "rest" ? rules : []) });
  expect(text).toContain("rest<br/>a#58;<br/>#91; x #93;<br/>b#58;<br/>#91; y #93;");
});

test("the path of a counterexample through its machines", async () => {
  await expect(pathDiagram(everything, [FrontEndServer, Operator], setting)).toMatchFileSnapshot(snapshot("path"));
});

test("a counterexample in which no machine moves has no path", () => {
  expect(pathDiagram({ ...threads, steps: [] }, [FrontEndServer], setting)).toBeUndefined();
});

test("a system: who reads and drives whom", async () => {
  const front = { path: "front", kind: "fleet", machine: "front-end server", size: 3 } as const;
  const parts = [
    front,
    { ...front, size: 4 },
    { path: "operator", kind: "one", machine: "operator", size: 1 } as const,
    { path: "limit", kind: "variable", size: 1 } as const,
    { path: "demand", kind: "given", size: 1 } as const,
    { path: "cells 1", kind: "one", machine: "cell", size: 1 } as const,
    { path: "cells 2", kind: "one", machine: "cell", size: 1 } as const,
  ];
  const text = systemDiagram({
    spec: "front-end bootstrap",
    parts,
    links: [
      { by: "front", of: "front", kind: "reads", events: ["learnPeer", "exceedThreads"] },
      { by: "operator", of: "front", kind: "drives", events: ["restart"] },
      { by: "world", of: "limit", kind: "drives", events: ["demand rises"] },
      { by: "front", of: "cells", kind: "reads", events: ["learnPeer"] },
    ],
    circles: [],
  });
  await expect(text).toMatchFileSnapshot(snapshot("system"));
});

test("a system of systems: what they are given, and what goes round in a circle", async () => {
  const text = systemDiagram({
    spec: "region",
    parts: ["streams", "metrics", "users"].map((path) => ({ path, kind: "system", machine: `${path} spec`, size: 1 })),
    links: [
      { by: "metrics", of: "streams", kind: "gives", events: ["streamWorks"] },
      { by: "streams", of: "metrics", kind: "gives", events: ["alarmsWork"] },
      { by: "users", of: "streams", kind: "gives", events: ["streamWorks"] },
    ],
    circles: [["metrics", "streams"]],
  });
  await expect(text).toMatchFileSnapshot(snapshot("system-of-systems"));
});

test("a long trace keeps its first and last steps, and says what was left out", () => {
  const text = sequenceDiagram(long(40), setting);
  const steps = [...text.matchAll(/: (\d+) · learnPeer/g)].map(([, n]) => Number(n));
  expect(steps).toEqual([1, 2, 3, 4, 35, 36, 37, 38, 39, 40]);
  expect(text).toContain("… 30 steps left out …");
});

test("a trace that fits is whole: no gap for a single step", () => {
  for (const count of [1, 10, 11]) expect(sequenceDiagram(long(count), setting)).not.toContain("left out");
});

test("a picture of no steps still says where the system starts and what is broken", () => {
  const text = sequenceDiagram({ ...threads, steps: [] }, setting);
  expect(text).toContain("start#58; servers 3");
  expect(text).toContain("✗ no server outgrows its threads");
});

test("no arrow starts where it ends", () => {
  const own = { part: "front", member: 1 };
  const step = {
    ...own,
    event: "go",
    changed: [],
    calls: [{ ...own, kind: "dispatch" as const, event: "learnPeer", by: own }],
    enabledBy: 0,
  };
  const text = sequenceDiagram({ ...threads, steps: [step, step] }, setting);
  expect(text).not.toMatch(/(l\d+)-?->>\1:/);
  expect(text).toContain("then learnPeer");
});
