// The explorer decides progress as brute force does, on random graphs with random fairness; and every run that it shows
// breaks the claim by the definitions: it begins at a start, its steps are steps, it goes round, it is fair, it waits in vain.
import { array, assert, boolean, constantFrom, type Arbitrary, integer, property, record, subarray } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Run } from "../../src/explore/progress.ts";
import { type Claim, type Fair, isBroken, isLargestForEver, type Step, type System } from "../naive/progress.ts";
import { explore } from "./explicit.ts";

const SEED = 20201125;
const RUNS = 3_000;

const STATES_MAX = 7;
const RULES = 4;
const MEMBERS = 2;

const stateIn = (states: number) => integer({ min: 0, max: states - 1 });
const rule = integer({ min: 0, max: RULES - 1 });
const tests: Arbitrary<(state: number) => boolean> = array(boolean(), {
  minLength: STATES_MAX,
  maxLength: STATES_MAX,
}).map((marks) => (state) => marks[state]!);

const systems: Arbitrary<System> = integer({ min: 1, max: STATES_MAX }).chain((states) =>
  record({
    states: constantFrom(states),
    starts: subarray(
      Array.from({ length: states }, (_, s) => s),
      { minLength: 1, maxLength: Math.min(states, 2) },
    ),
    steps: array(
      record({ from: stateIn(states), to: stateIn(states), rule, member: integer({ min: 0, max: MEMBERS - 1 }) }),
      { maxLength: 3 * states },
    ),
    fair: fairness(),
    accidents: constantFrom([], [], [3]),
    clock: constantFrom(undefined, undefined, 2),
  }).map(({ clock, ...system }) => (clock === undefined ? system : { ...system, tick: clock })),
);

/** Rules 0 and 1 are fair, as a whole or to each member. */
const fairness = (): Arbitrary<Fair[]> => fairTo(0).chain((zero) => fairTo(1).map((one) => [...zero, ...one]));

function fairTo(of: number): Arbitrary<Fair[]> {
  return record({ strength: constantFrom(undefined, "weak" as const, "strong" as const), isEach: boolean() }).map(
    ({ strength, isEach }) => {
      if (strength === undefined) return [];
      const members = Array.from({ length: MEMBERS }, (_, member) => ({ rule: of, member, strength }));
      return isEach ? members : [{ rule: of, strength }];
    },
  );
}

const claims: Arbitrary<Claim> = record({
  kind: constantFrom("eventually" as const, "infinitelyOften" as const, "leadsTo" as const, "settles" as const),
  goal: tests,
  once: tests,
  without: subarray([0, 1, 3]),
});

test(`${RUNS} random graphs, seed ${SEED}`, { timeout: 120_000 }, () => {
  const broken = { true: 0, false: 0 };
  assert(
    property(systems, array(claims, { minLength: 1, maxLength: 3 }), (system, claimed) => {
      const { findings } = explore(system, claimed);
      for (const [i, claim] of claimed.entries()) {
        const run = findings.get(i)?.run;
        broken[`${run !== undefined}`]++;
        expect(run !== undefined).toBe(isBroken(system, claim));
        expect(run !== undefined).toBe(isBroken(system, claim, isLargestForEver));
        expect(run ? whatIsWrong(system, claim, run) : []).toEqual([]);
      }
    }),
    { seed: SEED, numRuns: RUNS },
  );
  expect(Math.min(broken.true, broken.false)).toBeGreaterThan(RUNS / 10); // both are met often
});

/** Why a run does not break the claim. */
function whatIsWrong(system: System, claim: Claim, { states: packed, instances, begins }: Run): string[] {
  const states = packed.map(([state]) => state!);
  const steps = instances.map(
    ({ rule: r, member }, i): Step => ({ from: states[i]!, to: states[i + 1]!, rule: r, member }),
  );
  const loop = steps.slice(begins);
  const within = claim.kind === "settles" ? claim.without : [];
  const possible = system.steps.filter(({ rule: r }) => !within.includes(r));
  const unfair = system.fair.filter(({ rule: r, member, strength }) => {
    const isIts = (step: Step) => step.rule === r && (member === undefined || step.member === member);
    const enabled = states.slice(begins).map((s) => possible.some((step) => step.from === s && isIts(step)));
    return enabled[strength === "weak" ? "every" : "some"]((is) => is) && !loop.some(isIts);
  });
  const awaited = states.slice(waitsFrom(claim, states, begins));
  return [
    ...(system.starts.includes(states[0]!) ? [] : ["it begins elsewhere"]),
    ...(steps.every((step) => isIn(system.steps, step)) ? [] : ["a step is none"]),
    ...(loop.every((step) => isIn(possible, step)) ? [] : ["a step of the loop is not allowed"]),
    ...(states.at(-1) === states[begins] ? [] : ["it does not go round"]),
    ...(loop.length > 0 || !possible.some((s) => s.from === states.at(-1) && !system.accidents.includes(s.rule))
      ? []
      : ["it ends where it could go on"]),
    ...unfair.map(({ rule: r, member }) => `it is unfair to ${r} of ${member}`),
    ...(system.tick === undefined || loop.length === 0 || loop.some((s) => s.rule === system.tick)
      ? []
      : ["time stands still"]),
    ...(awaited.length > 0 && !awaited.some(claim.goal) ? [] : ["the goal is reached"]),
  ];
}

const isIn = (list: readonly Step[], step: Step) =>
  list.some((s) => s.from === step.from && s.to === step.to && s.rule === step.rule && s.member === step.member);

/** From which state on the goal is awaited. */
function waitsFrom(claim: Claim, states: readonly number[], begins: number): number {
  if (claim.kind === "eventually") return 0;
  if (claim.kind !== "leadsTo") return begins;
  const last = states.findLastIndex(claim.goal);
  const from = states.findIndex((state, i) => i > last && claim.once(state));
  return from < 0 ? states.length : from;
}

test("what an interruption leaves undecided is open, and is never taken to hold", () => {
  const round: System = {
    states: 3,
    starts: [0],
    steps: [0, 1, 2].map((from) => ({ from, to: (from + 1) % 3, rule: 0, member: -1 })),
    fair: [],
    accidents: [],
  };
  const claimed: Claim[] = [
    { kind: "eventually", goal: (state) => state > 2 },
    { kind: "infinitelyOften", goal: (state) => state === 0 },
    { kind: "settles", goal: (state) => state > 2, without: [] },
  ];
  const decided: number[] = [];
  for (let looks = 0; decided.at(-1) !== claimed.length; looks++) {
    const { findings, open, isWhole, stopped } = explore(round, claimed, looks);
    const known = claimed.filter((_, i) => isWhole && !open.has(i));
    expect([...findings.keys()]).toEqual([0, 2].slice(0, findings.size));
    expect(known.filter((claim, i) => isBroken(round, claim) !== findings.has(i))).toEqual([]);
    expect(stopped).toBe(known.length < claimed.length ? "interrupted" : undefined);
    decided.push(known.length);
  }
  expect(new Set(decided)).toEqual(new Set([0, 1, 2, 3]));
});

describe("by hand", () => {
  // 0 ⇄ 1 by rule 0 and 1; rule 2 leads from 0 to 2, where nothing happens.
  const ring: System = {
    states: 3,
    starts: [0],
    steps: [
      { from: 0, to: 1, rule: 0, member: -1 },
      { from: 1, to: 0, rule: 1, member: -1 },
      { from: 0, to: 2, rule: 2, member: -1 },
    ],
    fair: [],
    accidents: [],
  };
  const arrives: Claim = { kind: "eventually", goal: (state) => state === 2 };
  const isViolated = (system: System) => explore(system, [arrives]).findings.has(0);

  test("weak fairness is not enough for what is enabled only now and then; strong is", () => {
    expect(isViolated(ring)).toBe(true);
    expect(isViolated({ ...ring, fair: [{ rule: 2, strength: "weak" }] })).toBe(true);
    expect(isViolated({ ...ring, fair: [{ rule: 2, strength: "strong" }] })).toBe(false);
  });

  test("a self-loop is a step that is taken", () => {
    const waiting = { ...ring, steps: [...ring.steps, { from: 0, to: 0, rule: 2, member: -1 }] };
    expect(isViolated({ ...waiting, fair: [{ rule: 2, strength: "strong" }] })).toBe(true);
  });

  test("a run that ends stays where it ended", () => {
    const { findings } = explore({ ...ring, fair: [{ rule: 0, strength: "weak" }] }, [
      { kind: "infinitelyOften", goal: (state) => state < 2 },
    ]);
    expect(findings.get(0)?.run).toMatchObject({ begins: 1, instances: [{ rule: 2 }] });
  });
});
