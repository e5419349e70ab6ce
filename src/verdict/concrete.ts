// From a path of canonical states back to a run of the system itself: from a true start, at each step the least instance
// whose successor has the next canonical form. Members keep their names along the run.
import type { Path } from "../explore/trace.ts";
import { compareInstances, instanceOf } from "../explore/space.ts";
import type { Interpreter } from "../model/interpret.ts";
import type { Reduced } from "../model/reduced.ts";
import { newSteps, type Instance } from "../program.ts";
import { goRound } from "./rounds.ts";
import { isA, isBy, leastSuccessors } from "./successors.ts";

/** The least run of the interpreter that a path of the reduced program stands for. One that goes on for ever goes round until
 *  every member is where it was (rounds.ts). */
export function concretePath(engine: Interpreter, reduced: Reduced, path: Path): Path {
  const { begins } = path;
  const stem = concreteStem(engine, reduced, begins === undefined ? path : upTo(path, begins));
  if (begins === undefined) return { ...stem, finding: breachIn(engine, stem.states.at(-1)!, path.finding) };
  const { rounds, renumbered } = goRound(engine, reduced, stem.states.at(-1)!, path);
  return {
    finding: path.finding,
    states: [...stem.states, ...rounds.map(({ state }) => state)],
    instances: [...stem.instances, ...rounds.map(({ instance }) => instance)],
    begins,
    ...(renumbered && { renumbered }),
  };
}

const upTo = ({ finding, states, instances }: Path, step: number): Path => ({
  finding,
  begins: step,
  states: states.slice(0, step + 1),
  instances: instances.slice(0, step),
});

function concreteStem(engine: Interpreter, reduced: Reduced, path: Path): Pick<Path, "states" | "instances"> {
  const states = [leastStart(engine, (start) => isA(reduced, start, path.states[0]!))];
  const instances: Instance[] = [];
  for (const [i, next] of path.states.slice(1).entries()) {
    const from = states.at(-1)!;
    const steps = leastSuccessors(reduced, from);
    const isWanted = path.begins === undefined ? () => true : isBy(engine, path.instances[i]!);
    const step = found(steps.find((s) => isWanted(s.instance) && isA(reduced, s.state, next)));
    states.push(step.state);
    instances.push(step.instance);
  }
  return { states, instances };
}

function leastStart(engine: Interpreter, isWanted: (start: Uint32Array) => boolean): Uint32Array {
  let least: Uint32Array | undefined;
  engine.starts((state) => {
    if (isWanted(state) && (least === undefined || engine.compare(state, least) < 0)) least = state.slice();
  });
  return found(least);
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
