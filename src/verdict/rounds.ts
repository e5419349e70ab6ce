// A loop of canonical states as a run of the system itself: it goes round until every member is where it was. After one round
// the members have changed places; the same round again permutes them again, and some time all are back. Among the ways
// to go round one is looked for that is back soon; where that takes too much work, one round is told, and that it is so.
import type { Path } from "../explore/trace.ts";
import type { Interpreter } from "../model/interpret.ts";
import type { Reduced } from "../model/reduced.ts";
import { concreteSteps, type Successor } from "./successors.ts";

interface Node {
  readonly state: Uint32Array;
  readonly came?: { readonly by: Successor; readonly from: Node };
}

/** Ways that are followed side by side. */
const BEAM = 32;
/** Leaves of states that may be looked at, and steps that people may be shown. */
const WORK_MAX = 5_000_000;
const STEPS_MAX = 500;

/** The steps of the rounds, from a state of the orbit in which the loop begins. */
export function goRound(
  engine: Interpreter,
  reduced: Reduced,
  start: Uint32Array,
  { states, instances, begins = 0 }: Path,
): { readonly rounds: readonly Successor[]; readonly renumbered: boolean } {
  const round = instances.slice(begins).map((instance, i) => [instance, states[begins + i + 1]!] as const);
  if (round.length === 0) return { rounds: [], renumbered: false };
  const cost = engine.model.layout.sizes.length;
  let layer: Node[] = [{ state: start }];
  let once: Node | undefined;
  for (let [work, told] = [0, 0]; ; ) {
    told += round.length;
    for (const step of round) {
      const width = work < WORK_MAX ? BEAM : 1;
      const next = new Map<string, Node>();
      for (const from of layer.slice(0, width)) {
        const steps = concreteSteps(engine, reduced, from.state, step);
        work += cost * (steps.length + 1);
        for (const by of steps)
          if (!next.has(by.state.join())) next.set(by.state.join(), { state: by.state, came: { by, from } });
      }
      layer = [...next.values()];
    }
    const home = layer.find(({ state }) => engine.compare(state, start) === 0);
    if (home) return { rounds: wayTo(home), renumbered: false };
    once ??= layer[0]!;
    if (work >= WORK_MAX || told >= STEPS_MAX) return { rounds: wayTo(once), renumbered: true };
  }
}

function wayTo(node: Node): Successor[] {
  const way: Successor[] = [];
  for (let at = node.came; at; at = at.from.came) way.unshift(at.by);
  return way;
}
