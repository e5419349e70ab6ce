// Runs that go on for ever, in every kind of output: which steps repeat, since when nothing helps, why the run is fair.
import { expect, test } from "vitest";
import { machine, t } from "../../src/spec/machine.ts";
import { pathDiagram } from "../../src/present/mermaid-path.ts";
import { sequenceDiagram } from "../../src/present/mermaid-sequence.ts";
import { stepLines } from "../../src/present/steps.ts";
import type { Counterexample, Loop } from "../../src/verdict/verdict.ts";
import { long, setting } from "./fixtures.ts";

const Server = machine("server", "up", [t("up", "fail", "down"), t("down", "boot", "up"), t("down", "lose", "lost")]);

const step = (member: number, event: string, from: string, to: string) => ({
  part: "front",
  member,
  event,
  changed: [{ part: "front", member, field: "state", from, to }],
  calls: [],
});

const loop: Loop = {
  begins: 1,
  since: 1,
  trigger: 0,
  fair: [
    { event: "front.boot", member: 1, fair: "weak", taken: 1 },
    { event: "front.boot", member: 2, fair: "weak", taken: 1 },
    { event: "front.lose", fair: "strong", disabled: "always" },
    { event: "demand rises", fair: "weak", disabled: 2 },
  ],
};

const flapping: Counterexample = {
  claim: "all get up",
  initial: [1, 2].map((member) => ({ part: "front", member, machine: "server", values: { state: "up" } })),
  steps: [step(1, "fail", "up", "down"), step(1, "boot", "down", "up"), step(1, "fail", "up", "down")],
  detail: "steps 2 and 3 repeat for ever",
  loop,
  replay: "fc1.x",
};

test("steps that repeat are marked, and the end says why", () => {
  expect(stepLines(flapping)).toEqual([
    "start  front 1–2: up",
    "1      front 1  fail  state up → down",
    "2 ↻    front 1  boot  state down → up",
    "3 ↻    front 1  fail  state up → down",
    "end    steps 2 and 3 repeat for ever",
    "trap   entered with step 1, its trigger",
    "fair   front.boot to 1, 2 (weak) is taken in step 2 ·",
    "       front.lose (strong) cannot happen in these steps ·",
    "       demand rises (weak) cannot happen after step 2",
  ]);
});

test("what there is no need to say is not said", () => {
  const { trigger: _, ...rest } = loop;
  const plain = (more: Partial<Loop>) => stepLines({ ...flapping, loop: { ...rest, fair: [], ...more } }).slice(5);
  expect(plain({})).toEqual([]);
  expect(plain({ begins: 2 })).toEqual(["wait   in vain from step 1 on"]);
  expect(plain({ renumbered: true })).toEqual([
    "note   after step 3 all is as after step 1, but that members have changed places",
  ]);
});

test("a sequence diagram has a block of what repeats; its first step is shown however long the run", async () => {
  await expect(sequenceDiagram(flapping, setting)).toMatchFileSnapshot("./snapshots/sequence-loop.mmd");
  const text = sequenceDiagram({ ...long(60), loop: { begins: 20, since: 20, fair: [] } }, setting);
  const [before, inside] = text.split("loop for ever");
  expect(before).not.toContain("21 ·");
  expect(inside).toContain("21 ·");
  expect(inside).toContain("60 ·");
});

test("a run that has come to its end has no block", () => {
  const ended = sequenceDiagram({ ...flapping, loop: { begins: 3, since: 3, fair: [] } }, setting);
  expect(ended).not.toContain("loop for ever");
});

test("the path through a machine colours the states between which it goes for ever", async () => {
  const text = pathDiagram(flapping, [Server], setting)!;
  await expect(text).toMatchFileSnapshot("./snapshots/path-loop.mmd");
  expect(text).not.toMatch(/class \w+ broken/);
});
