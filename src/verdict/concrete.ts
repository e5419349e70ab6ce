// From a path of canonical states back to a run of the system itself: from a true start, at each step the least instance
// whose successor has the next canonical form. Members keep their names along the run.
import type { Path } from "../explore/trace.ts";
import { compareInstances, instanceOf } from "../explore/space.ts";
import type { Interpreter } from "../model/interpret.ts";
import type { Reduced } from "../model/reduced.ts";
import { newSteps, type Instance, type Steps } from "../program.ts";

/** The least run of the interpreter that a path of the reduced program stands for. */
export function concretePath(engine: Interpreter, reduced: Reduced, path: Path): Path {
  const isA = (state: Uint32Array, canonical: Uint32Array) =>
    reduced.canonical(state).every((word, i) => word === canonical[i]);
  const states = [leastStart(engine, (start) => isA(start, path.states[0]!))];
  const instances: Instance[] = [];
  const steps = newSteps(reduced);
  steps.wanted.fill(0);
  for (const next of path.states.slice(1)) {
    const step = leastStep(reduced, steps, states.at(-1)!, (state) => isA(state, next));
    states.push(step.state);
    instances.push(step.instance);
  }
  return { finding: breachIn(engine, states.at(-1)!, path.finding), states, instances };
}

function leastStart(engine: Interpreter, isWanted: (start: Uint32Array) => boolean): Uint32Array {
  let least: Uint32Array | undefined;
  engine.starts((state) => {
    if (isWanted(state) && (least === undefined || engine.compare(state, least) < 0)) least = state.slice();
  });
  return found(least);
}

/** Of instances that an exchange of members makes of each other the least is tried: the others lead to the same orbit. */
function leastStep(
  reduced: Reduced,
  steps: Steps,
  from: Uint32Array,
  isWanted: (state: Uint32Array) => boolean,
): { state: Uint32Array; instance: Instance } {
  reduced.expandAsItIs(from, steps);
  const all = Array.from({ length: steps.count }, (_, i) => {
    const [rule, member, choice, pick] = steps.instances.subarray(i * 4, i * 4 + 4);
    const instance = { rule: rule!, member: member!, choice: choice!, pick: pick! };
    return { instance, state: steps.words.slice(i * reduced.words, (i + 1) * reduced.words) };
  });
  const inOrder = all.toSorted((a, b) => compareInstances(a.instance, b.instance));
  return found(inOrder.find(({ state }) => isWanted(state)));
}

/** The same finding in a state of the same orbit: the least instance that breaks the claim there. */
function breachIn(engine: Interpreter, state: Uint32Array, finding: Path["finding"]): Path["finding"] {
  if (finding.instance === undefined) return finding;
  const steps = newSteps(engine);
  steps.wanted.fill(0);
  steps.wanted[finding.claim] = 1;
  engine.load(state, 0);
  engine.expand(steps);
  const least = found(steps.breaches.toSorted(compareInstances)[0]);
  return { claim: finding.claim, instance: instanceOf(least), detail: least.detail };
}

/** @throws Error where there is none, which would be a defect of the reduction */
function found<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error("a counterexample under reduction stands for no run");
  return thing;
}
