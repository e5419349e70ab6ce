// Two workers that meet the same state at once must find it once. A state that was put in twice shows in the counts.
import { check } from "fleetcheck";
import { expect, test } from "vitest";
import philosophers from "../../oracles/philosophers.ts";
import twoPhase from "../../oracles/two-phase-commit.ts";

const RUNS = 6;

test("philosophers, 10: two workers count what one counts, run after run", () => {
  for (let run = 0; run < RUNS; run++) {
    const verdict = check(philosophers, { params: { philosophers: 10 }, engine: "compiled", workers: 2 });
    expect([verdict.states, verdict.transitions]).toEqual([1_860_498, 15_426_870]);
  }
}, 120_000);

test("two-phase commit, 8: so do they where counterexamples are traced", () => {
  const options = { params: { managers: 8 }, engine: "compiled", symmetry: "off" } as const;
  const one = check(twoPhase, { ...options, workers: 1 });
  for (let run = 0; run < RUNS; run++) {
    const two = check(twoPhase, { ...options, workers: 2 });
    expect([two.states, two.transitions, two.depth, two.events]).toEqual([
      1_745_408,
      18_507_777,
      one.depth,
      one.events,
    ]);
  }
}, 120_000);

test("two-phase commit, 40, counted: so do they", () => {
  for (let run = 0; run < RUNS; run++) {
    const verdict = check(twoPhase, { params: { managers: 40 }, engine: "compiled", workers: 2 });
    expect([verdict.reduction, verdict.states]).toEqual(["counted", 41 + 12_341 + 1_221_759]);
  }
}, 120_000);
