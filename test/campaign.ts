// node --conditions=fleetcheck-source test/campaign.ts 1 1000: a thousand random specs from seed 1 on, each judged by the
// naive checker, by the interpreter, by the compiled engine and under reduction. Whatever differs is printed, shrunk, and
// becomes a test. The suite does the same to a few hundred; this is for a night.
import { check as checkProperty, property } from "fast-check";
import { isDeepStrictEqual } from "node:util";
import { check, type CheckOptions, type Spec, type Verdict } from "../src/index.ts";
import { SpecError } from "../src/messages.ts";
import { naive, type NaiveVerdict, TooManyStates } from "./naive/naive.ts";
import { told } from "./naive/told.ts";
import { type RandomSpec, randomSpecs } from "./random/specs.ts";

const STATES_MAX = 300;
const CHUNK = 100;

const counts = { judged: 0, compiled: 0, reduced: 0, failed: 0 };

function agrees(random: RandomSpec): void {
  const judged = judgement(random.evaluate());
  if (judged === undefined) return;
  counts.judged++;
  const interpreted = verdictOf(random, { engine: "interpreted", symmetry: "off" });
  same("the naive checker", "the interpreter", judged, told(interpreted, judged));
  const compiled = compiledVerdict(random);
  if (compiled) same("the interpreter", "the compiled engine", whole(interpreted), whole(compiled));
  const reduced = verdictOf(random, { engine: "interpreted" });
  if (reduced.reduction === "none") return;
  counts.reduced++;
  same("no reduction", "reduction", outcomes(interpreted), outcomes(reduced));
}

const verdictOf = (random: RandomSpec, options: CheckOptions): Verdict => check(random.evaluate(), options);

/** Nothing where there are too many states to be worth the while. */
function judgement(spec: Spec): NaiveVerdict | undefined {
  try {
    return naive(spec, { statesMax: STATES_MAX });
  } catch (error) {
    if (error instanceof TooManyStates) return undefined;
    throw error;
  }
}

/** Nothing where something in the spec is not translated. */
function compiledVerdict(random: RandomSpec): Verdict | undefined {
  try {
    // every eighth with two workers: threads cost more than such specs
    const workers = counts.judged % 8 === 0 ? 2 : 1;
    const verdict = verdictOf(random, { engine: "compiled", symmetry: "off", workers });
    counts.compiled++;
    return verdict;
  } catch (error) {
    if (error instanceof SpecError && error.problems.every(({ code }) => code === "engine-outside")) return undefined;
    throw error;
  }
}

function same(one: string, other: string, a: unknown, b: unknown): void {
  if (!isDeepStrictEqual(a, b))
    throw new Error(`${one} and ${other} differ:\n${JSON.stringify(a)}\n${JSON.stringify(b)}`);
}

const outcomes = ({ properties }: Verdict) =>
  properties.map(({ name, verdict, counterexample }) => [name, verdict, counterexample?.steps.length]);

/** All that both engines must agree on, to the last step of each counterexample. */
const whole = ({ states, transitions, depth, events, properties }: Verdict) => ({
  counts: [states, transitions, depth, { ...events }],
  claims: properties.map(({ name, verdict, assurance, counterexample }) => [
    name,
    verdict,
    assurance,
    counterexample?.steps,
  ]),
});

const [from = 1, specs = 1000] = process.argv.slice(2).map(Number);
for (let seed = from; (seed - from) * CHUNK < specs; seed++) {
  const run = checkProperty(property(randomSpecs, agrees), { seed, numRuns: CHUNK });
  if (run.failed) {
    counts.failed++;
    console.log(`seed ${seed}: ${String(run.errorInstance)}\n${run.counterexample?.[0].source}`);
  }
  if ((seed - from) % 10 === 9) console.log(`seed ${seed}: ${JSON.stringify(counts)}`);
}
console.log(`from seed ${from}: ${JSON.stringify(counts)}`);
process.exitCode = counts.failed > 0 ? 1 : 0;
