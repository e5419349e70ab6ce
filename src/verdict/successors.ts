// The successors of a state as the interpreter has them, one by one.
import { compareInstances } from "../explore/space.ts";
import type { Interpreter } from "../model/interpret.ts";
import type { Reduced } from "../model/reduced.ts";
import { SpecError } from "../messages.ts";
import { newSteps, type Instance, type Program, type Steps } from "../program.ts";

/** One way to leave a state. */
export interface Successor {
  readonly instance: Instance;
  readonly state: Uint32Array;
}

/** In the order of the instances that lead to them. Where there are too many, because a tick can happen to so many in so
 *  many ways, and members can change places: the least of those that an exchange of members makes of each other. */
export function successorsOf(engine: Interpreter, from: Uint32Array, reduced: Reduced | undefined): Successor[] {
  try {
    const steps = nothingWanted(engine);
    engine.load(from, 0);
    engine.expand(steps);
    return successorsIn(engine, steps);
  } catch (error) {
    if (reduced === undefined || !isTooMany(error)) throw error;
    return leastSuccessors(reduced, from);
  }
}

/** Of those whose instances an exchange of members makes of each other only the first: the others lead to the same orbit. */
export function leastSuccessors(reduced: Reduced, from: Uint32Array): Successor[] {
  const steps = nothingWanted(reduced);
  reduced.expandOnce(from, steps);
  return successorsIn(reduced, steps);
}

const isTooMany = (error: unknown): boolean =>
  error instanceof SpecError && error.problems.some(({ code }) => code === "tick-ways");

function nothingWanted(program: Program): Steps {
  const steps = newSteps(program);
  steps.wanted.fill(0);
  return steps;
}

function successorsIn({ words }: Program, steps: Steps): Successor[] {
  const all = Array.from({ length: steps.count }, (_, i) => {
    const [rule, member, choice, pick] = steps.instances.subarray(i * 4, i * 4 + 4);
    const instance = { rule: rule!, member: member!, choice: choice!, pick: pick! };
    return { instance, state: steps.words.slice(i * words, (i + 1) * words) };
  });
  return all.toSorted((a, b) => compareInstances(a.instance, b.instance));
}

/** Is a state of the orbit of a canonical one? */
export const isA = (reduced: Reduced, state: Uint32Array, canonical: Uint32Array): boolean =>
  reduced.compare(reduced.canonical(state), canonical) === 0;

/** Does an instance stand for what this one of the reduced program stands for? What a run is fair to depends on the rule, and
 *  on the member where it is fair to each. */
export function isBy({ model }: Interpreter, { rule, member }: Instance): (instance: Instance) => boolean {
  const isEach = model.rules[rule]!.fair?.each === true;
  return (instance) => instance.rule === rule && (!isEach || instance.member === member);
}

/** The successors that an instance of the reduced program stands for, where it led to this canonical state. */
export function concreteSteps(
  engine: Interpreter,
  reduced: Reduced,
  from: Uint32Array,
  [instance, to]: readonly [Instance, Uint32Array],
): Successor[] {
  const isWanted = isBy(engine, instance);
  return successorsOf(engine, from, reduced).filter((s) => isWanted(s.instance) && isA(reduced, s.state, to));
}
