// Lassos: a shortest way to where a fair run can stay for ever, and a short loop there that is fair itself. States are
// chosen by their numbers, the least first, so that a lasso depends on neither engine nor workers.
import { NONE } from "./components.ts";
import { Conditions, fairParts, type Question } from "./fair.ts";
import type { Graph } from "./graph.ts";
import { labelBetween, Tour } from "./tour.ts";
import { Ways } from "./ways.ts";

/** A run that goes round for ever, or that has come to its end. */
export interface Lasso {
  /** From a start state on; the last one is the one at `begins` again. */
  readonly states: readonly number[];
  /** The label of each step; −1 where any step will do. One fewer than states. */
  readonly labels: readonly number[];
  /** Where the loop begins: the place of a state. The last one's where the run has ended. */
  readonly begins: number;
}

export interface Search extends Question {
  /** Where the run may begin to stay in the region: at start states only, or in any state where this is 1. */
  readonly entry: "start" | Uint8Array;
  /** Rules' labels of accidents, by label, where the run may end for want of other steps; absent where it must not end. */
  readonly accidents?: Uint8Array;
}

/** The least lasso that answers the question; undefined where no run does. */
export function* lasso(graph: Graph, search: Search): Generator<void, Lasso | undefined> {
  const components = yield* fairParts(graph, search);
  const isGoal = (state: number) => components.part[state] !== NONE || isEnd(graph, search, state);
  if (!some(graph.states, isGoal)) return undefined;
  const stem = yield* stemTo(graph, search, isGoal);
  if (stem === undefined) return undefined;
  const last = stem.states.at(-1)!;
  const begins = stem.states.length - 1;
  if (isEnd(graph, search, last)) return { ...stem, begins };
  const { states, labels } = yield* new Tour(graph, search, components.part, last).shortest();
  return { states: [...stem.states, ...states.slice(1)], labels: [...stem.labels, ...labels], begins };
}

function some(states: number, test: (state: number) => boolean): boolean {
  for (let state = 0; state < states; state++) if (test(state)) return true;
  return false;
}

/** May a run end here? Nothing can happen but accidents. */
function isEnd({ offsets, labels }: Graph, { region, allowed, accidents }: Search, state: number): boolean {
  if (accidents === undefined || region[state] === 0) return false;
  for (let e = offsets[state]!; e < offsets[state + 1]!; e++)
    if (allowed[labels[e]!] === 1 && accidents[labels[e]!] === 0) return false;
  return true;
}

/** The least shortest way from a start state to a goal in the region. Nodes are 2s on the way there, and 2s + 1 once the run
 *  stays in the region: it may begin to, without a step, where it may enter. */
function* stemTo(
  graph: Graph,
  search: Search,
  isGoal: (state: number) => boolean,
): Generator<void, Pick<Lasso, "states" | "labels"> | undefined> {
  const { region, allowed, entry } = search;
  const starts = Array.from({ length: graph.levels[1]! }, (_, state) => state);
  const atStart = entry === "start";
  const way = yield* new Ways(2 * graph.states).find({
    from: atStart ? starts.filter((s) => region[s] === 1).map((s) => 2 * s + 1) : starts.map((s) => 2 * s),
    twin: (node) => (!atStart && node % 2 === 0 && region[node >>> 1] === 1 && entry[node >>> 1] === 1 ? node + 1 : -1),
    isGoal: (node) => node % 2 === 1 && isGoal(node >>> 1),
    next: (node, visit) => {
      const state = node >>> 1;
      for (let e = graph.offsets[state]!; e < graph.offsets[state + 1]!; e++) {
        const target = graph.targets[e]!;
        if (node % 2 === 0) visit(2 * target);
        else if (region[target] === 1 && allowed[graph.labels[e]!] === 1) visit(2 * target + 1);
      }
    },
  });
  return way && told(graph, search, way);
}

/** The states of a way, and the labels of its steps. Nodes of one state are one. */
function told(graph: Graph, search: Search, way: readonly number[]): Pick<Lasso, "states" | "labels"> {
  const conditions = new Conditions(search);
  const steps = way.slice(1).flatMap((node, i) => (way[i]! >>> 1 === node >>> 1 ? [] : [[way[i]!, node] as const]));
  return {
    states: [way[0]! >>> 1, ...steps.map(([, to]) => to >>> 1)],
    labels: steps.map(([from, to]) =>
      from % 2 === 0 ? -1 : labelBetween(graph, search, conditions, from >>> 1, to >>> 1),
    ),
  };
}
