// Strongly connected components of a part of the graph, in slices of work and without recursion.
// Source: Pearce, A space-efficient algorithm for finding strongly connected components (2016), after Tarjan (1972).
import type { Graph } from "./graph.ts";

/** Edges between two looks at the clock. */
const SLICE = 1 << 17;

/** Stands for no part. */
export const NONE = 0;

/** The index of a state that no walk has to enter: it is outside, or in a component that is finished. */
const CLOSED = 0xffff_ffff;

/**
 * States by part: a part is a run of `order`, and its states bear its number in `part`, which is its first place and one. To
 * split a part puts its components one behind the other in its place, and gives each its own number.
 *
 *      order:  | states of one part | of another | …           part:  number of each state's part; NONE: in no part
 */
export class Components {
  readonly order: Uint32Array;
  readonly part: Uint32Array;
  readonly #graph: Graph;
  /** By label: 1 where edges with it are taken. */
  readonly #allowed: Uint8Array;
  #walk: Walk | undefined;

  constructor(graph: Graph, allowed: Uint8Array) {
    this.#graph = graph;
    this.#allowed = allowed;
    this.order = new Uint32Array(graph.states);
    this.part = new Uint32Array(graph.states);
  }

  /** Splits the part at order[begin…end − 1] into components. The first part that is split is the largest. */
  *split(begin: number, end: number): Generator<void, void> {
    const walk = (this.#walk ??= newWalk(this.#graph.states, end - begin));
    Object.assign(walk, { count: 1, component: CLOSED - 1, done: 0, open: end - begin });
    for (let i = begin; i < end; i++) walk.index[this.order[i]!] = 0;
    for (let i = begin; i < end; i++) {
      if (walk.index[this.order[i]!] !== 0) continue;
      for (let depth = enter(walk, 0, this.order[i]!, this.#graph); depth > 0; ) {
        depth = this.#follow(walk, depth, end - begin);
        if (depth > 0) yield;
      }
    }
    this.#number(walk, begin, end);
  }

  /** Goes on with the path until it is empty or the slice is over. Returns its length. */
  #follow(walk: Walk, length: number, size: number): number {
    const { offsets, targets, labels } = this.#graph;
    const { index, path, edge: edges } = walk;
    const allowed = this.#allowed;
    let depth = length;
    for (let left = SLICE; left > 0 && depth > 0; ) {
      const state = path[depth - 1]!;
      const last = offsets[state + 1]!;
      let low = index[state]!;
      let next = -1;
      let edge = edges[depth - 1]!;
      for (; edge < last; edge++, left--) {
        const target = targets[edge]!;
        const seen = index[target]!;
        if (seen >= low || allowed[labels[edge]!] === 0) continue;
        if (seen === 0) {
          next = target;
          break;
        }
        low = seen;
      }
      index[state] = low;
      edges[depth - 1] = edge; // the edge to `next` is looked at again when that is done, for its index
      depth = next >= 0 ? enter(walk, depth, next, this.#graph) : leave(walk, depth, size);
    }
    return depth;
  }

  /** Takes over what a walk has found: the components stand one behind the other, each with an index of its own. */
  #number({ index, found }: Walk, begin: number, end: number): void {
    let first = begin;
    for (let i = begin; i < end; i++) {
      const state = found[i - begin]!;
      if (index[state] !== index[found[first - begin]!]) first = i;
      this.order[i] = state;
      this.part[state] = first + 1;
    }
  }
}

interface Walk {
  /** By state: 0 unseen, low while it is open, high and equal for those of a finished component. */
  readonly index: Uint32Array;
  /** States from the root to the present one, the index with which each was entered, and the edge that is followed. */
  readonly path: Uint32Array;
  readonly entered: Uint32Array;
  readonly edge: Uint32Array;
  /** States of finished components, from the front; those that are done in open ones, from the back. */
  readonly found: Uint32Array;
  count: number;
  component: number;
  done: number;
  open: number;
}

function newWalk(states: number, size: number): Walk {
  const [path, entered, edge, found] = [0, 1, 2, 3].map(() => new Uint32Array(size)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  const index = new Uint32Array(states).fill(CLOSED);
  return { index, path, entered, edge, found, count: 0, component: 0, done: 0, open: 0 };
}

function enter(walk: Walk, depth: number, state: number, { offsets }: Graph): number {
  walk.path[depth] = state;
  walk.edge[depth] = offsets[state]!;
  walk.entered[depth] = walk.count;
  walk.index[state] = walk.count++;
  return depth + 1;
}

function leave(walk: Walk, depth: number, size: number): number {
  const { index, found } = walk;
  const state = walk.path[depth - 1]!;
  const root = index[state]!;
  if (root !== walk.entered[depth - 1]) {
    found[--walk.open] = state;
    return depth - 1;
  }
  while (walk.open < size && index[found[walk.open]!]! >= root) close(walk, found[walk.open++]!);
  close(walk, state);
  walk.component--;
  return depth - 1;
}

function close(walk: Walk, state: number): void {
  walk.index[state] = walk.component;
  walk.found[walk.done++] = state;
  walk.count--;
}
