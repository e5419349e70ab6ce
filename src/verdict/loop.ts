// The part of a run that repeats for ever, told: where it begins, from where on nothing helps, and why it is fair. All of it
// is found anew in the run as the interpreter replays it, so that no search is taken at its word.
import type { Interpreter } from "../model/interpret.ts";
import type { Fair, Instance, Progress } from "../program.ts";
import { successorsOf } from "./successors.ts";
import type { FairTo, Loop } from "./verdict.ts";

/** A run of the interpreter's: states, and the instance between each and the next. */
export interface Replayed {
  readonly states: readonly Uint32Array[];
  readonly instances: readonly Instance[];
  /** The place of the state at which the loop begins. */
  readonly begins: number;
  /** Is the last state that one again only when members change places? */
  readonly renumbered?: boolean;
}

/**
 * What there is to say of a run that breaks a claim by going on for ever.
 *
 * @throws Error where it does not, which would be a defect of the search that found it
 */
export function loopOf(engine: Interpreter, claim: number, run: Replayed): Loop {
  const { states, begins, renumbered } = run;
  if (!renumbered && engine.compare(states.at(-1)!, states[begins]!) !== 0) throw notOne("does not go round");
  const { decided } = engine.claims[claim]!;
  const loop = { begins, ...(renumbered && { renumbered }) };
  if (decided.kind !== "progress") return { ...loop, since: begins, fair: [] };
  const trigger = triggerIn(run, decided);
  const since = sinceWhen(engine, run, decided);
  return { ...loop, since, ...(trigger >= 0 && { trigger }), fair: fairnessIn(engine, run, decided) };
}

/** The last step by an event that is gone later on; −1 for none. */
const triggerIn = ({ instances }: Replayed, { without }: Progress): number =>
  instances.findLastIndex(({ rule }) => without.includes(rule));

/** The first state from which on the goal is awaited in vain. */
function sinceWhen(engine: Interpreter, { states, instances, begins }: Replayed, claim: Progress): number {
  const is = (predicate: number) => (state: Uint32Array) => {
    engine.load(state, 0);
    return engine.holds(predicate);
  };
  const last = states.findLastIndex(is(claim.goal));
  if (claim.form === "eventually" && last >= 0) throw notOne("reaches the goal");
  const freed = instances.findLastIndex(({ rule }) => claim.without.includes(rule)) + 1;
  const since = Math.max(last + 1, freed);
  const { once } = claim;
  const asked = once === undefined ? since : states.findIndex((state, i) => i >= since && is(once)(state));
  if (asked < 0 || last >= begins || freed > begins) throw notOne("does not wait in vain");
  return asked;
}

/** Why the loop is fair, for each fair rule. */
function fairnessIn(engine: Interpreter, { states, instances, begins }: Replayed, { without }: Progress): FairTo[] {
  const round = instances.slice(begins);
  const fair = engine.fairness.fair.filter(({ rule }) => !without.includes(rule));
  // Where nothing is to be fair it need not be asked, and where ticks can happen in too many ways it could not be.
  const asked = fair.length > 0 || round.length === 0;
  const enabled = states
    .slice(begins, asked ? Math.max(begins + 1, states.length - 1) : begins)
    .map((state) => successorsOf(engine, state, undefined).map(({ instance }) => instance));
  if (round.length === 0) return isAtRest(engine, enabled[0]!, without) ? [] : unfair("the end");
  if (engine.tick !== undefined && !round.some(({ rule }) => rule === engine.tick)) unfair("time");
  return fair.map((steps): FairTo => {
    const taken = round.findIndex((instance) => isOf(steps, instance));
    const may = enabled.map((possible) => possible.some((instance) => isOf(steps, instance)));
    const told = namesOf(engine, steps);
    if (taken >= 0) return { ...told, taken: begins + taken };
    if (!may.includes(true)) return { ...told, disabled: "always" };
    if (steps.strength === "strong" || !may.includes(false)) return unfair(told.event);
    return { ...told, disabled: begins + may.indexOf(false) };
  });
}

const isOf = ({ rule, member }: Fair, instance: Instance): boolean =>
  instance.rule === rule && (member === undefined || instance.member === member);

function namesOf(engine: Interpreter, { rule, member, strength }: Fair): Pick<FairTo, "event" | "member" | "fair"> {
  const { name, part } = engine.model.rules[rule]!;
  const number = member !== undefined && part?.kind === "fleet" ? member + 1 : member;
  return { event: name, ...(number !== undefined && { member: number }), fair: strength };
}

/** May a run end here? Nothing can happen but what is gone, and accidents. */
const isAtRest = ({ fairness }: Interpreter, instances: readonly Instance[], without: readonly number[]): boolean =>
  instances.every(({ rule }) => without.includes(rule) || fairness.accidents.includes(rule));

function unfair(to: string): never {
  throw notOne(`is unfair to ${to}`);
}

const notOne = (what: string): Error => new Error(`a run that is to go on for ever ${what}`);
