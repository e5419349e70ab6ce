// Edges and marks as they come while a space is walked; `graphOf` makes them a graph when it has been walked whole.
import type { Program } from "../program.ts";
import { newLabels, type Graph, type GraphQuery } from "./graph.ts";
import { inOrder } from "./order.ts";

/** A list of 32-bit numbers that grows. */
class Numbers {
  #items = new Uint32Array(1024);
  length = 0;

  get bytes(): number {
    return this.#items.byteLength;
  }
  push(x: number): void {
    if (this.length === this.#items.length) {
      const longer = new Uint32Array(this.length * 2);
      longer.set(this.#items);
      this.#items = longer;
    }
    this.#items[this.length++] = x;
  }
  at(i: number): number {
    return this.#items[i]!;
  }
}

/** Edges in the order of their sources, which are states as they were found:
 *
 *      begins:   | where source 0's begin | where source 1's begin | …
 *      targets:  | target | target | …
 *      labels:   | label  | label  | …
 *      marks:    | 0 or 1 for each predicate of the query | …
 */
export class Edges {
  readonly #query: GraphQuery;
  readonly #begins = new Numbers();
  readonly #targets = new Numbers();
  readonly #labels = new Numbers();
  readonly #marks = new Numbers();

  constructor(query: GraphQuery) {
    this.#query = query;
  }

  get bytes(): number {
    return this.#begins.bytes + this.#targets.bytes + this.#labels.bytes + this.#marks.bytes;
  }

  /** Begins the edges of the next source. */
  next(holds: (predicate: number) => boolean): void {
    this.#begins.push(this.#targets.length);
    for (const predicate of this.#query.predicates) this.#marks.push(holds(predicate) ? 1 : 0);
  }

  /** @param instances four numbers each (program.ts), of which the one at `at` is meant */
  add(target: number, instances: Int32Array, at: number): void {
    const [rule, member, choice, pick] = [instances[at]!, instances[at + 1]!, instances[at + 2]!, instances[at + 3]!];
    this.#targets.push(target);
    this.#labels.push(this.#query.labelOf({ rule, member, choice, pick }));
  }

  /** The graph over `states`, packed one behind the other as they were found; `levels` as in Graph. */
  *graph(program: Program, states: Uint32Array, levels: readonly number[]): Generator<void, Graph> {
    const count = levels.at(-1)!;
    const order = yield* inOrder(program, states, levels);
    const numbers = new Uint32Array(count);
    for (let n = 0; n < count; n++) numbers[order[n]!] = n;
    const edges = { offsets: new Uint32Array(count + 1), ...this.#room() };
    let end = 0;
    for (let n = 0; n < count; n++) {
      edges.offsets[n] = end;
      for (let e = this.#begins.at(order[n]!); e < this.#endOf(order[n]!); e++, end++) {
        edges.targets[end] = numbers[this.#targets.at(e)]!;
        edges.labels[end] = this.#labels.at(e);
      }
    }
    edges.offsets[count] = end;
    const { words } = program;
    const state = (n: number) => states.slice(order[n]! * words, (order[n]! + 1) * words);
    return { states: count, levels, ...edges, state, marks: (predicate) => this.#marksOf(predicate, order) };
  }

  #room() {
    const edges = this.#targets.length;
    return { targets: new Uint32Array(edges), labels: newLabels(this.#query.labels, edges) };
  }
  #endOf(source: number): number {
    return source + 1 < this.#begins.length ? this.#begins.at(source + 1) : this.#targets.length;
  }
  #marksOf(predicate: number, order: Uint32Array): Uint8Array {
    const { predicates } = this.#query;
    const place = predicates.indexOf(predicate);
    return Uint8Array.from(order, (source) => this.#marks.at(source * predicates.length + place));
  }
}
