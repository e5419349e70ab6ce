// The state of symbolic execution at one point of one path: what is known to be true there, and what was written since
// the state before it. Where execution forks, both ways get a state behind the common one; where they meet, what they
// wrote is merged into a new one.
//
//      root ← state ← yes  (known: test)          merged: a state behind the common one, with select(test, …, …)
//                   ← no   (known: not test)              for each key that either way wrote
import type { Node } from "../code.ts";
import { isComplement, spanOf } from "../logic.ts";
import type { Nodes } from "../nodes.ts";
import { merge, type Value } from "./values.ts";

/** A leaf of the packed state by number, or a variable or object of the author's by identity. */
export type Key = number | object;

/** How deep into a test one looks for what is known. */
const DEPTH_MAX = 4;

export class State {
  readonly nodes: Nodes;
  readonly behind: State | undefined;
  readonly depth: number;
  /** What leads here from the state behind. */
  readonly when: Node;
  readonly written = new Map<Key, Value>();
  /** The nearest state behind that knows something of its own. */
  readonly #knower: State | undefined;
  #path: Node | undefined;
  #facts: Map<Node, boolean> | undefined;
  #spans: Map<Node, readonly [number, number]> | undefined;

  constructor(nodes: Nodes, behind?: State, when: Node = nodes.yes) {
    this.nodes = nodes;
    this.behind = behind;
    this.#knower = behind && (behind.#facts ? behind : behind.#knower);
    this.depth = behind ? behind.depth + 1 : 0;
    this.when = when;
    if (when !== nodes.yes) this.#learn(when, true);
  }

  /** What leads here from the root. */
  get path(): Node {
    const between: State[] = [];
    for (let s = State.#pathless(this); s; s = State.#pathless(s.behind)) between.push(s);
    for (const s of between.toReversed()) s.#path = this.nodes.and(s.behind?.path ?? this.nodes.yes, s.when);
    return this.#path!;
  }
  static #pathless(state: State | undefined): State | undefined {
    return state && state.#path === undefined ? state : undefined;
  }

  /** The state behind this one on the way on which `test` is true. */
  on(test: Node): State {
    return new State(this.nodes, this, test);
  }

  /** A state behind this one, where `fact` is true as it is. */
  knowing(fact: Node): State {
    const state = new State(this.nodes, this);
    state.#learn(fact, true);
    return state;
  }

  /** What was last written under a key. */
  get(key: Key): Value {
    return State.#holder(this, key)?.written.get(key);
  }
  has(key: Key): boolean {
    return State.#holder(this, key) !== undefined;
  }
  static #holder(from: State, key: Key): State | undefined {
    for (let s: State | undefined = from; s; s = s.behind) if (s.written.has(key)) return s;
    return undefined;
  }
  set(key: Key, value: Value): void {
    this.written.set(key, value);
  }

  /** What a test comes to here, where that is known. */
  decide(test: Node, depth = 0): boolean | undefined {
    if (test.op === "const") return test.value === 1;
    if (test.op === "not") {
      const inner = this.decide(test.a, depth);
      return inner === undefined ? undefined : !inner;
    }
    const fact = State.#fact(this, test);
    if (fact !== undefined) return fact;
    const isJoint = test.op === "and" || test.op === "or";
    if (isJoint) return depth < DEPTH_MAX ? this.#decideJoint(test.op === "and", test, depth + 1) : undefined;
    return this.#decideSpan(test);
  }

  #decideJoint(and: boolean, { a, b }: { a: Node; b: Node }, depth: number): boolean | undefined {
    const first = this.decide(a, depth);
    if (first === !and) return first;
    const second = this.decide(b, depth);
    if (second === !and) return second;
    return first === undefined || second === undefined ? undefined : and;
  }

  #decideSpan(test: Node): boolean | undefined {
    const span = spanOf(test);
    if (!span) return undefined;
    const [lo, hi] = State.#bounds(this, span.of);
    if (lo >= span.lo && hi <= span.hi) return true;
    return lo > span.hi || hi < span.lo ? false : undefined;
  }

  static #fact(from: State, test: Node): boolean | undefined {
    for (let s: State | undefined = from; s; s = s.#knower) {
      const fact = s.#facts?.get(test);
      if (fact !== undefined) return fact;
    }
    return undefined;
  }
  static #bounds(from: State, node: Node): readonly [number, number] {
    for (let s: State | undefined = from; s; s = s.#knower) {
      const span = s.#spans?.get(node);
      if (span) return span;
    }
    return [node.lo, node.hi];
  }

  #learn(test: Node, is: boolean): void {
    if (test.op === "not") return this.#learn(test.a, !is);
    (this.#facts ??= new Map()).set(test, is);
    if (test.op === (is ? "and" : "or")) {
      this.#learn((test as Node & { a: Node }).a, is);
      this.#learn((test as Node & { b: Node }).b, is);
    }
    const span = spanOf(test);
    if (span) this.#narrow(span.of, span.lo, span.hi, is);
  }

  #narrow(of: Node, from: number, to: number, within: boolean): void {
    const [lo, hi] = State.#bounds(this, of);
    const spans = (this.#spans ??= new Map());
    if (within) spans.set(of, [Math.max(lo, from), Math.min(hi, to)]);
    else if (from <= lo && to >= lo) spans.set(of, [to + 1, hi]);
    else if (to >= hi && from <= hi) spans.set(of, [lo, from - 1]);
  }
}

/** The leaves that were written between two states, in order. */
export function leavesWritten(root: State, end: State): number[] {
  const found = new Set<number>();
  for (let s: State | undefined = end; s && s !== root; s = s.behind) {
    for (const key of s.written.keys()) if (typeof key === "number") found.add(key);
  }
  return [...found].toSorted((a, b) => a - b);
}

export interface Meeting {
  readonly state: State;
  /** Picks between a value from the one way and a value from the other. */
  readonly join: (a: Value, b: Value) => Value;
}

/** The state where two ways meet that exclude each other. */
export function meet(a: State, b: State): Meeting {
  const { nodes } = a;
  if (a === b) return { state: a, join: () => undefined };
  const [fromA, fromB, common] = since(a, b);
  const turned = fromA.when.op === "and" && fromB.when.op !== "and";
  const join = turned
    ? (x: Value, y: Value) => merge(nodes, fromB.when, y, x)
    : (x: Value, y: Value) => merge(nodes, fromA.when, x, y);
  const when = isComplement(fromA.when, fromB.when) ? nodes.yes : nodes.or(fromA.when, fromB.when);
  const keys = new Set([...fromA.keys, ...fromB.keys]);
  if (when === nodes.yes && keys.size === 0) return { state: common, join };
  const straight = when === nodes.yes && common.when === nodes.yes && common.behind !== undefined;
  const state = new State(nodes, straight ? common.behind : common, when);
  if (straight) for (const [key, value] of common.written) state.set(key, value);
  for (const key of keys) {
    if (!a.has(key))
      state.set(key, b.get(key)); // made on one way only
    else state.set(key, b.has(key) ? join(a.get(key), b.get(key)) : a.get(key));
  }
  return { state, join };
}

interface Way {
  when: Node;
  readonly keys: Set<Key>;
}

/** What lies between each of two states and the last one that is behind both. */
function since(a: State, b: State): [Way, Way, State] {
  const { nodes } = a;
  const [fromA, fromB]: [Way, Way] = [
    { when: nodes.yes, keys: new Set() },
    { when: nodes.yes, keys: new Set() },
  ];
  const back = (way: Way, s: State): State => {
    way.when = nodes.and(s.when, way.when);
    for (const key of s.written.keys()) way.keys.add(key);
    return s.behind!;
  };
  let [x, y] = [a, b];
  while (x.depth > y.depth) x = back(fromA, x);
  while (y.depth > x.depth) y = back(fromB, y);
  while (x !== y) [x, y] = [back(fromA, x), back(fromB, y)];
  return [fromA, fromB, x];
}
