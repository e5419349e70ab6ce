// Most graphs are no rounds for the most part: peeled off are states from which every step leads out of what is left, or to the
// state itself. Each is a component by itself, told without a walk. As states are numbered by level, and most steps lead to
// higher levels, one look at each, the highest first, peels off nearly all that can be.
import type { Graph } from "./graph.ts";

/** States between two looks at the clock. */
const SLICE = 1 << 16;
/** It is looked through anew while at least so much of what was left comes off. */
const WORTH = 1 / 8;

export interface Peeling {
  /** By state: 1 where it is left; states are taken off it. */
  readonly left: Uint8Array;
  /** By label: 1 where steps with it can be taken. */
  readonly allowed: Uint8Array;
  /** Hears of each state that comes off and has a step to itself. */
  readonly alone: (state: number) => void;
}

/** Returns how many states are left. */
export function* peel(graph: Graph, peeling: Peeling): Generator<void, number> {
  let count = 0;
  for (const is of peeling.left) count += is;
  for (let before = Infinity; count > 0 && count <= before * (1 - WORTH); ) {
    before = count;
    for (let end = graph.states; end > 0; end -= SLICE) {
      count -= peelSlice(graph, peeling, Math.max(0, end - SLICE), end);
      yield;
    }
  }
  return count;
}

function peelSlice(graph: Graph, { left, allowed, alone }: Peeling, begin: number, end: number): number {
  const { offsets, targets, labels } = graph;
  let peeled = 0;
  for (let state = end - 1; state >= begin; state--) {
    if (left[state] === 0) continue;
    const last = offsets[state + 1]!;
    let edge = offsets[state]!;
    let toItself = false;
    for (; edge < last; edge++) {
      const target = targets[edge]!;
      if (left[target] === 0 || allowed[labels[edge]!] === 0) continue;
      if (target !== state) break;
      toItself = true;
    }
    if (edge < last) continue;
    left[state] = 0;
    peeled++;
    if (toItself) alone(state);
  }
  return peeled;
}
