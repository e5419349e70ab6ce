// The engine and an independent judge must answer alike: on random specs, and on every spec and scenario that we ship.
import { globSync } from "node:fs";
import { join } from "node:path";
import { assert, pre, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { check, type Spec, type Verdict } from "../src/index.ts";
import { library } from "../src/spec/spec.ts";
import { canFollow, naive, type NaiveOptions, type NaiveVerdict, TooManyStates } from "./naive/naive.ts";
import { orbits } from "./naive/orbits.ts";
import { told } from "./naive/told.ts";
import { type RandomSpec, randomSpecs } from "./random/specs.ts";

const RUNS = 200;
const RUNS_REDUCED = 100;
const STATES_MAX = 300;
const SEED = 20201125;

test(`${RUNS} random specs, seed ${SEED}`, { timeout: 120_000 }, () => {
  console.log(`agreement on random specs: seed ${SEED}`);
  assert(property(randomSpecs, agreeOnRandom), { seed: SEED, numRuns: RUNS, maxSkipsPerRun: 10 });
});

function agreeOnRandom(random: RandomSpec): void {
  const judged = judgement(random.evaluate(), { statesMax: STATES_MAX });
  pre(judged !== undefined);
  const { answered, impossible } = engine(random.evaluate(), judged);
  expect(answered).toEqual(judged);
  expect(impossible).toEqual([]);
}

test(`${RUNS_REDUCED} random specs with one state for each orbit, seed ${SEED}`, { timeout: 120_000 }, () => {
  assert(property(randomSpecs, agreeOnOrbits), { seed: SEED, numRuns: RUNS_REDUCED, maxSkipsPerRun: 10 });
});

function agreeOnOrbits(random: RandomSpec): void {
  const judged = judgement(random.evaluate(), { statesMax: STATES_MAX });
  pre(judged !== undefined);
  const verdict = check(random.evaluate(), { symmetry: "auto" });
  const reduced = verdict.reductions.filter(({ reduction }) => reduction !== "none").map(({ part }) => part);
  const left = given(() => orbits(random.evaluate(), reduced));
  pre(left !== undefined);
  const { transitions, events } = verdict; // counts under different reductions are not compared
  expect(told(verdict, judged)).toEqual({ ...judged, ...left, transitions, events });
}

/** What the engine answers, and the counterexamples among it that cannot happen. */
function engine(spec: Spec, judged: NaiveVerdict, options: NaiveOptions = {}) {
  const verdict = check(spec, { ...options, symmetry: "off" }); // the judge counts every state
  const impossible = traces(verdict).filter((events) => !canFollow(spec, events, options));
  return { answered: told(verdict, judged), impossible };
}

/** What the judge says; nothing where there are too many states to be worth the while. */
const judgement = (spec: Spec, options: NaiveOptions): NaiveVerdict | undefined => given(() => naive(spec, options));

function given<T>(judge: () => T): T | undefined {
  try {
    return judge();
  } catch (error) {
    if (error instanceof TooManyStates) return undefined;
    throw error;
  }
}

/** The events of each counterexample. */
function traces(verdict: Verdict): string[][] {
  const found = verdict.properties.flatMap(({ counterexample }) => counterexample ?? []);
  return found.map(({ steps }) => steps.map(({ part, event }) => (part === "world" ? event : `${part}.${event}`)));
}

describe("specs that we ship", async () => {
  for (const [name, spec] of await shipped()) {
    const scenarios = Object.keys(spec.scenarios);
    test.each(scenarios.length > 0 ? scenarios : [undefined])(`${name}, %s`, { timeout: 120_000 }, (scenario) => {
      const options = scenario === undefined ? {} : { scenario };
      const judged = naive(spec, options);
      const { answered, impossible } = engine(spec, judged, options);
      expect(answered).toEqual(judged);
      expect(impossible).toEqual([]);
    });
  }
});

async function shipped(): Promise<[string, Spec][]> {
  const root = join(import.meta.dirname, "..");
  const files = globSync("specs/**/*.ts", { cwd: root }).toSorted();
  const modules = files.map((file) => import(join(root, file)) as Promise<Record<string, Partial<Spec>>>);
  const all = (await Promise.all(modules)).flatMap((module) => Object.values(module));
  return [...new Set(all)]
    .filter((x) => x?.library === library && !("entries" in x))
    .map((spec) => [spec.name!, spec as Spec]);
}
