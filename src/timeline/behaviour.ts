// One behaviour that fits all observations, with the fewest steps.
import { instanceBetween, type Possible, type Steplike } from "../explore/possible.ts";
import type { Instance, Program } from "../program.ts";
import type { Fitted, Observation } from "./fit.ts";

/** States, the instance between each and the next, and after how many steps each observation is made. */
export interface Behaviour {
  readonly states: readonly Uint32Array[];
  readonly instances: readonly Instance[];
  readonly at: readonly number[];
}

/** What is known of a state: the fewest steps to it, and the last of them. */
interface Reached {
  readonly steps: number;
  readonly from?: { readonly number: number; readonly meant: Steplike; readonly reached: Reached };
}
type Reaching = ReadonlyMap<number, Reached>;

/** States times observations, above which none is looked for. */
const WORK_MAX = 5_000_000;

/** Undefined where there are too many possible states to look for one. */
export function behaviour(
  program: Program,
  possible: Possible,
  fitted: readonly Fitted[],
  observations: readonly Observation[],
  unseen: Steplike,
): Behaviour | undefined {
  if (fitted.reduce((n, { before }) => n + before.numbers.length, 0) > WORK_MAX) return undefined;
  let reaching: Reaching = new Map(Array.from(possible.starts().numbers, (number) => [number, { steps: 0 }]));
  for (const [i, one] of fitted.entries()) reaching = through(possible, reaching, one, observations[i]!, unseen);
  const [number] = [...reaching].toSorted(([a, x], [b, y]) => x.steps - y.steps || a - b)[0]!;
  return told(program, possible, number, reaching.get(number)!);
}

/** From what was reached before an observation to what is reached with it. */
function through(
  possible: Possible,
  before: Reaching,
  { states, before: within, stepped }: Fitted,
  { does }: Observation,
  unseen: Steplike,
): Reaching {
  const wandered = spread(possible, before, new Set(within.numbers), unseen);
  const after = stepped ? oneStep(possible, wandered, does!) : wandered;
  const left = new Set(states.numbers);
  // each state is marked, so that the way back knows where the observation was made
  return new Map(
    [...after].flatMap(([number, reached]) => (left.has(number) ? [[number, made(number, reached)]] : [])),
  );
}

const made = (number: number, reached: Reached): Reached => ({
  steps: reached.steps,
  from: { number, meant: OBSERVED, reached },
});
const OBSERVED: Steplike = () => false;

/** Any number of unseen steps: states in the order of how many steps lead to them. */
function spread(possible: Possible, from: Reaching, within: ReadonlySet<number>, unseen: Steplike): Reaching {
  const found = new Map<number, Reached>();
  const waiting: [number, Reached][][] = [];
  const beginning: [number, Reached][][] = [];
  const wait = (list: [number, Reached][][], number: number, reached: Reached) =>
    (list[reached.steps] ??= []).push([number, reached]);
  for (const [number, reached] of from) if (within.has(number)) wait(beginning, number, reached);
  for (let steps = 0; steps < Math.max(waiting.length, beginning.length); steps++) {
    // of ways of one length, the one on which the observation before was made earlier
    for (const [number, reached] of [...(waiting[steps] ?? []), ...(beginning[steps] ?? [])]) {
      if (found.has(number)) continue;
      found.set(number, reached);
      for (const edge of possible.edges(number))
        if (within.has(edge.to) && !found.has(edge.to) && unseen(edge))
          wait(waiting, edge.to, { steps: steps + 1, from: { number, meant: unseen, reached } });
    }
  }
  return found;
}

function oneStep(possible: Possible, from: Reaching, meant: Steplike): Reaching {
  const found = new Map<number, Reached>();
  for (const [number, reached] of from)
    for (const edge of possible.edges(number)) {
      const known = found.get(edge.to);
      if (meant(edge) && (known === undefined || reached.steps + 1 < known.steps))
        found.set(edge.to, { steps: reached.steps + 1, from: { number, meant, reached } });
    }
  return found;
}

function told(program: Program, possible: Possible, last: number, end: Reached): Behaviour {
  const states = [possible.state(last)];
  const instances: Instance[] = [];
  const at: number[] = [];
  for (let { from } = end; from; from = from.reached.from) {
    const { number, meant, reached } = from;
    if (meant === OBSERVED) at.unshift(reached.steps);
    else {
      const before = possible.state(number);
      instances.unshift(instanceBetween(program, before, states[0]!, meant));
      states.unshift(before);
    }
  }
  return { states, instances, at };
}
