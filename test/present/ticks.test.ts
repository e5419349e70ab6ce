// How time passes in a counterexample: who did the same on a tick is told together, in lines and in pictures.
import { describe, expect, test } from "vitest";
import { sequenceDiagram } from "../../src/present/mermaid-sequence.ts";
import { stepLines } from "../../src/present/steps.ts";
import { passing } from "../../src/present/ticks.ts";
import type { Change, Counterexample, PartState, Step } from "../../src/verdict/verdict.ts";

const change = (part: string, member: number | undefined, field: string, from: string | number, to: string | number) =>
  ({ part, ...(member !== undefined && { member }), field, from, to }) satisfies Change;
const move = (member: number, event: string) => ({ part: "front", member, event });

const tick: Step = {
  part: "world",
  event: "tick",
  tick: { unit: "15 minutes", moves: [move(1, "boot"), move(2, "boot"), move(3, "wait"), move(4, "run")] },
  changed: [
    change("front", 1, "state", "down", "up"),
    change("front", 2, "state", "down", "up"),
    change("front", 3, "age", 1, 2),
    change("hours", undefined, "value", 0, 1),
  ],
  calls: [],
};
const initial: readonly PartState[] = [
  ...[1, 2, 3, 4].map((member) => ({ part: "front", member, machine: "server", values: { state: "down" } })),
  { part: "hours", values: { value: 0 } },
];
const counterexample: Counterexample = { claim: "all stay down", initial, steps: [tick], detail: "", replay: "" };

describe("a tick", () => {
  test("is told with who did what, then with what else it changed", () => {
    expect(stepLines({ ...counterexample, initial: [] }, { width: 200 })).toEqual([
      "start",
      "1      clock  15 minutes pass  front 1–2 boot: state down → up · front 3 wait: age 1 → 2 · front 4 run · hours 0 → 1",
    ]);
  });

  test("is one note over all lanes", () => {
    const picture = sequenceDiagram(counterexample, { spec: "rounds", scenario: "one", params: {} });
    const notes = picture.split("\n").filter((line) => line.includes("15 minutes pass"));
    expect(notes).toHaveLength(1);
    expect(notes[0]!.replaceAll("#58;", ":")).toMatch(
      /Note over l0,l1: 1 · 15 minutes pass<br\/>server 1 and 2: boot, down → up<br\/>/,
    );
  });

  test.each([
    ["15 minutes", "15 minutes pass"],
    ["1 minute", "1 minute passes"],
    ["a generation", "a generation passes"],
    ["an hour", "an hour passes"],
    ["11 minutes", "11 minutes pass"],
  ])("of %s: %s", (unit, words) => {
    expect(passing({ unit, moves: [] })).toBe(words);
  });
});
