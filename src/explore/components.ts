// Strongly connected components of a part of the graph, in slices of work and without recursion.
// Source: Pearce, A space-efficient algorithm for finding strongly connected components (2016), after Tarjan (1972).
import type { Graph } from "./graph.ts";

/** Edges between two looks at the clock. */
const SLICE = 1 << 17;

/** Stands for no part. */
export const NONE = 0;

/**
 * States by part: a part is a run of `order`, and its states bear its number in `part`. To take a part asunder puts a
 * component behind another in its place, and gives each the number of its own.
 *
 *      order:  | states of one part | of another | …           part:  number of each state's part; NONE: in no part
 */
export class Components {
  readonly order: Uint32Array;
  readonly part: Uint32Array;
  readonly #graph: Graph;
  /** By label: 1 where edges with it are taken. */
  readonly #allowed: Uint8Array;
  /** Pearce's index: 0 unseen, low while a state is open, high and equal for the states of a finished component. */
  readonly #index: Uint32Array;
  readonly #path: Uint32Array;
  readonly #entered: Uint32Array;
  readonly #edge: Uint32Array;
  /** States that are done, from the front; states of open components, from the back. */
  readonly #done: Uint32Array;

  constructor(graph: Graph, allowed: Uint8Array) {
    const { states } = graph;
    this.#graph = graph;
    this.#allowed = allowed;
    this.order = new Uint32Array(states);
    this.part = new Uint32Array(states);
    this.#index = new Uint32Array(states);
    this.#path = new Uint32Array(states);
    this.#entered = new Uint32Array(states);
    this.#edge = new Uint32Array(states);
    this.#done = new Uint32Array(states);
  }

  get bytes(): number {
    return 7 * this.order.byteLength;
  }

  /** Takes the part at order[begin…end − 1] asunder. The components stand there afterwards, their numbers in `part`. */
  *split(begin: number, end: number): Generator<void, void> {
    const walk = { number: this.part[this.order[begin]!]!, index: 1, component: 0xffff_ffff, done: begin, open: end };
    for (let i = begin; i < end; i++) this.#index[this.order[i]!] = 0;
    for (let i = begin; i < end; i++) {
      if (this.#index[this.order[i]!] !== 0) continue;
      for (let depth = this.#enter(walk, 0, this.order[i]!); depth > 0; ) {
        depth = this.#follow(walk, depth, end);
        if (depth > 0) yield;
      }
    }
    this.#number(begin, end);
  }

  /** Goes on with the path until it is empty or the slice is over. Returns its length. */
  #follow(walk: Walk, length: number, end: number): number {
    const { offsets, targets, labels } = this.#graph;
    const [index, part, path, allowed] = [this.#index, this.part, this.#path, this.#allowed];
    let depth = length;
    for (let left = SLICE; left > 0 && depth > 0; ) {
      const state = path[depth - 1]!;
      const last = offsets[state + 1]!;
      let edge = this.#edge[depth - 1]!;
      let next = -1;
      for (; edge < last; edge++, left--) {
        const target = targets[edge]!;
        if (part[target] !== walk.number || allowed[labels[edge]!] === 0) continue;
        if (index[target] === 0) {
          next = target;
          break;
        }
        if (index[target]! < index[state]!) index[state] = index[target]!;
      }
      this.#edge[depth - 1] = edge; // the edge to `next` is looked at again when that is done, for its index
      depth = next >= 0 ? this.#enter(walk, depth, next) : this.#leave(walk, depth, end);
    }
    return depth;
  }

  #enter(walk: Walk, depth: number, state: number): number {
    this.#path[depth] = state;
    this.#edge[depth] = this.#graph.offsets[state]!;
    this.#entered[depth] = walk.index;
    this.#index[state] = walk.index++;
    return depth + 1;
  }

  #leave(walk: Walk, depth: number, end: number): number {
    const state = this.#path[depth - 1]!;
    if (this.#index[state] !== this.#entered[depth - 1]) {
      this.#done[--walk.open] = state;
      return depth - 1;
    }
    const root = this.#index[state]!;
    while (walk.open < end && this.#index[this.#done[walk.open]!]! >= root) this.#close(walk, this.#done[walk.open++]!);
    this.#close(walk, state);
    walk.component--;
    return depth - 1;
  }

  #close(walk: Walk, state: number): void {
    this.#index[state] = walk.component;
    this.#done[walk.done++] = state;
    walk.index--;
  }

  #number(begin: number, end: number): void {
    let first = begin;
    for (let i = begin; i < end; i++) {
      const state = this.#done[i]!;
      if (this.#index[state] !== this.#index[this.#done[first]!]) first = i;
      this.order[i] = state;
      this.part[state] = first + 1;
    }
  }
}

interface Walk {
  /** Of the part. */
  readonly number: number;
  index: number;
  component: number;
  done: number;
  open: number;
}
