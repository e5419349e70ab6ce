// Fleets counted by the compiled engine: the same states, transitions, verdicts and runs as the interpreter finds when it
// reduces, on random specs, on systems that others have counted, and on fleets far too large to be listed.
import { assert, pre, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { check, type CheckOptions, type Spec, type Verdict } from "../src/index.ts";
import type { Checkpoint } from "../src/engine/checkpoint.ts";
import { Counting } from "../src/model/counting.ts";
import { elaborate } from "../src/model/elaborate.ts";
import { Interpreter } from "../src/model/interpret.ts";
import { resolveParams } from "../src/model/params.ts";
import { reduce } from "../src/model/reduce.ts";
import { Reduced } from "../src/model/reduced.ts";
import { layCounted } from "../src/model/slots.ts";
import { newSteps, type Program } from "../src/program.ts";
import { decodeReplay, replay } from "../src/verdict/replay.ts";
import frontEnd from "../specs/front-end-bootstrap.ts";
import { naive, TooManyStates } from "./naive/naive.ts";
import { orbits } from "./naive/orbits.ts";
import cappedBoot from "./oracles/capped-boot.ts";
import { reducedStates } from "./oracles/known.ts";
import independent from "./oracles/independent.ts";
import transactionCommit from "./oracles/transaction-commit.ts";
import twoPhaseCommit from "./oracles/two-phase-commit.ts";
import { countedSpecs } from "./random/counted.ts";
import type { RandomSpec } from "./random/specs.ts";

const SEED = 20201125;
const RUNS = 40;
const STATES_MAX = 1000;
const LISTED_MAX = 300;

describe(`random specs, seed ${SEED}`, () => {
  test(`${RUNS} of them are what the interpreter finds them to be`, { timeout: 240_000 }, () => {
    let counted = 0;
    const agree = (random: RandomSpec): void => {
      const interpreted = check(random.evaluate(), { engine: "interpreted", budget: { states: STATES_MAX } });
      pre(interpreted.stopped === undefined);
      const compiled = check(random.evaluate(), { engine: "compiled", workers: 1 });
      if (compiled.reduction === "none") return;
      counted++;
      expect(told(compiled)).toEqual(told(interpreted));
    };
    assert(property(countedSpecs, agree), { seed: SEED, numRuns: RUNS, maxSkipsPerRun: 10 });
    expect(counted).toBeGreaterThan(RUNS / 2);
  });

  test("their states are as many as orbits of all states", { timeout: 240_000 }, () => {
    let counted = 0;
    const agree = (random: RandomSpec): void => {
      pre(isSmall(random.evaluate()));
      const compiled = check(random.evaluate(), { engine: "compiled", workers: 1 });
      if (compiled.reduction === "none") return;
      counted++;
      const fleets = compiled.reductions.filter(({ reduction }) => reduction !== "none").map(({ part }) => part);
      expect({ states: compiled.states, depth: compiled.depth }).toEqual(orbits(random.evaluate(), fleets));
    };
    assert(property(countedSpecs, agree), { seed: SEED, numRuns: RUNS / 4, maxSkipsPerRun: 40 });
    expect(counted).toBeGreaterThan(RUNS / 16);
  });
});

function isSmall(spec: Spec): boolean {
  try {
    naive(spec, { statesMax: LISTED_MAX });
    return true;
  } catch (error) {
    if (error instanceof TooManyStates) return false;
    throw error;
  }
}

/** What does not depend on the engine. */
function told({ states, transitions, depth, events, reductions, properties }: Verdict) {
  const claims = properties.map(({ name, verdict, assurance, counterexample }) => [
    name,
    verdict,
    assurance,
    counterexample?.steps.length,
  ]);
  return { states, transitions, depth, events, reductions, claims };
}

describe("systems that others have counted", () => {
  const plain = [twoPhaseCommit, transactionCommit, cappedBoot, independent];
  const rows = reducedStates
    .filter(({ spec, scenario }) => plain.includes(spec) || scenario !== undefined)
    .map((row) => [`${row.spec.name} ${row.scenario ?? JSON.stringify(row.params)}`, row] as const);
  test.each(rows)("%s", (_, { spec, scenario, params, states, transitions }) => {
    const options = { ...(scenario !== undefined && { scenario }), ...(params && { params }) };
    const verdict = check(spec, { ...options, engine: "compiled", workers: 1 });
    expect(verdict).toMatchObject({ engine: "compiled", reduction: "counted", states });
    expect([undefined, verdict.transitions]).toContain(transitions);
    expect(told(verdict)).toEqual(told(check(spec, { ...options, engine: "interpreted" })));
  });

  test("two-phase commit with 30 managers", () => {
    const verdict = check(twoPhaseCommit, { params: { managers: 30 } });
    expect(verdict).toMatchObject({ engine: "compiled", reduction: "counted", states: 31 + 5456 + 324_632 });
  });
});

describe("fleets at their real size", () => {
  test("a server joins 400 others and learns of them one by one", () => {
    const verdict = check(frontEnd, { params: { servers: 400, threadLimit: 1000 } });
    expect(verdict).toMatchObject({ engine: "compiled", reduction: "counted" });
    // Before it joins, one state. Then: what it has learned, and how many of the others have learned of it; once it knows all it may serve.
    expect(verdict.states).toBe(1 + 401 * 401 + 401);
    expect(verdict.properties.every(({ verdict: outcome }) => outcome === "holds")).toBe(true);
  });

  test("with no thread to spare every one of 300 can become useless, and the run can be replayed", () => {
    const options = { params: { servers: 300, threadLimit: 299 } };
    const verdict = check(frontEnd, options);
    const { counterexample } = verdict.properties.find(({ name }) => name.startsWith("some server"))!;
    expect(counterexample!.steps).toHaveLength(301);
    expect(new Set(counterexample!.steps.map(({ member }) => member)).size).toBe(301);
    const again = replay(frontEnd, decodeReplay(counterexample!.replay));
    expect(again.counterexample.steps).toEqual(counterexample!.steps);
  });

  test("any number of workers gives the same verdict", () => {
    expect(foundBy(2)).toEqual(foundBy(1));
  });
});

function foundBy(workers: number): Omit<Verdict, "seconds" | "bytesPerState" | "workers"> {
  const options: CheckOptions = { params: { servers: 600, threadLimit: 599 }, engine: "compiled", workers };
  const { seconds: _, bytesPerState: __, workers: ___, ...rest } = check(frontEnd, options);
  return rest;
}

describe("the state by count", () => {
  test.each([
    ["two-phase commit", twoPhaseCommit, { managers: 4 }],
    ["front-end bootstrap", frontEnd, { servers: 4, added: 2 }],
  ] as const)("%s: there and back", (_, spec, params) => {
    const elaborated = elaborate(spec, resolveParams(spec, undefined, params).params);
    const engine = new Interpreter(elaborated);
    const { symmetry } = reduce(engine.model);
    const { fleets } = symmetry!;
    const counts = fleets.map(({ size }) => size);
    const counting = new Counting(engine.model, layCounted(engine.model, fleets, counts));
    const states = reachable(new Reduced(engine, symmetry!));
    expect(states.length).toBeGreaterThan(50);
    for (const state of states) expect(counting.toArray(counting.toCounted(state, 0)!)).toEqual(state);
    const few = new Counting(
      engine.model,
      layCounted(
        engine.model,
        fleets,
        fleets.map(() => 1),
      ),
    );
    expect(states.some((state) => few.toCounted(state, 0) === undefined)).toBe(true);
  });
});

function reachable(program: Program): Uint32Array[] {
  const steps = newSteps(program);
  const found = new Map<string, Uint32Array>();
  program.starts((state) => found.set(state.join(), state.slice()));
  for (const state of found.values()) {
    program.load(state, 0);
    program.expand(steps);
    for (let i = 0; i < steps.count; i++) {
      const next = steps.words.slice(i * program.words, (i + 1) * program.words);
      if (!found.has(next.join())) found.set(next.join(), next);
    }
  }
  return [...found.values()];
}

test("a search that was interrupted goes on from its checkpoint", () => {
  const options: CheckOptions = { params: { managers: 20 }, engine: "compiled", workers: 1 };
  const saved: Checkpoint[] = [];
  const first = check(twoPhaseCommit, { ...options, budget: { depth: 12 }, onCheckpoint: (c) => saved.push(c) });
  expect(first.stopped).toBe("depth");
  const second = check(twoPhaseCommit, { ...options, resume: saved.at(-1)! });
  expect(told(second)).toEqual(told(check(twoPhaseCommit, options)));
});
