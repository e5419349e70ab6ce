// Code, run by plain JavaScript: what every node means, in a few lines. Slow; the judge of faster engines, and judged
// itself by the interpreter.
import type { Claim, Fairness, Program, Steps } from "../program.ts";
import type { Elaborated } from "../model/elaborate.ts";
import { Interpreter } from "../model/interpret.ts";
import { pack, unpack, type Layout } from "../model/layout.ts";
import type { Code, InstanceCode, Node } from "./code.ts";

export class CodeProgram implements Program {
  readonly words: number;
  readonly events: readonly string[];
  readonly claims: readonly Claim[];
  readonly fairness: Fairness;
  readonly tick?: number;
  readonly #interpreter: Interpreter;
  readonly #layout: Layout;
  readonly #code: Code;
  readonly #leaves: Int32Array;
  readonly #values: Float64Array;

  constructor(elaborated: Elaborated, code: Code) {
    this.#interpreter = new Interpreter(elaborated);
    const { words, events, claims, fairness, tick } = this.#interpreter;
    this.words = words;
    this.events = events;
    this.claims = claims;
    this.fairness = fairness;
    if (tick !== undefined) this.tick = tick;
    this.#layout = elaborated.model.layout;
    this.#code = code;
    this.#leaves = new Int32Array(this.#layout.sizes.length);
    this.#values = new Float64Array(code.nodes.length);
  }

  starts(found: (state: Uint32Array) => void): void {
    this.#interpreter.starts(found);
  }

  load(words: Uint32Array, at: number): void {
    unpack(this.#layout, words, at, this.#leaves);
    this.#interpreter.load(words, at);
    for (const node of this.#code.nodes) this.#values[node.id] = valueOf(node, this.#values, this.#leaves);
  }

  /** Must the interpreter be asked about the present state? */
  get isAlarmed(): boolean {
    return this.#is(this.#code.alarm);
  }

  holds(predicate: number): boolean {
    if (this.isAlarmed) return this.#interpreter.holds(predicate);
    return this.#is(this.#code.predicates[predicate]!);
  }

  expand(steps: Steps): void {
    if (this.isAlarmed) return this.#interpreter.expand(steps);
    steps.count = 0;
    steps.enabled = false;
    steps.breaches.length = 0;
    for (const instance of this.#code.instances) {
      if (this.#is(instance.guard)) this.#take(steps, instance);
    }
  }

  compare(a: Uint32Array, b: Uint32Array): number {
    return this.#interpreter.compare(a, b);
  }

  sortKey(value: number, word: number): number {
    return this.#interpreter.sortKey(value, word);
  }

  #is(test: Node): boolean {
    return this.#values[test.id] !== 0;
  }

  #take(steps: Steps, instance: InstanceCode): void {
    if (instance.counts) steps.enabled = true;
    const refusal = instance.refusals.find(({ test }) => this.#is(test));
    if (refusal) return this.#breach(steps, instance, refusal.claim);
    for (const { test, rule, times } of instance.dispatched)
      if (this.#is(test)) steps.fired[rule]! += times ? this.#values[times.id]! : 1;
    this.#emit(steps, instance);
    for (const { test, claim } of instance.stepTests) if (!this.#is(test)) this.#breach(steps, instance, claim);
  }

  #breach(steps: Steps, { rule, member, choice, pick }: InstanceCode, claim: number): void {
    if (steps.wanted[claim]) steps.breaches.push({ rule, member, choice, pick, claim, detail: "" });
  }

  #emit(steps: Steps, { rule, member, choice, pick, writes }: InstanceCode): void {
    const after = this.#leaves.slice();
    for (const { leaf, value } of writes) after[leaf] = this.#values[value.id]!;
    steps.words = roomFor(steps.words, (steps.count + 1) * this.words);
    steps.instances = roomFor(steps.instances, (steps.count + 1) * 4);
    pack(this.#layout, after, steps.words, steps.count * this.words);
    steps.instances.set([rule, member, choice, pick], steps.count * 4);
    steps.count++;
    steps.fired[rule]!++;
  }
}

function roomFor<T extends Uint32Array | Int32Array>(array: T, length: number): T {
  if (array.length >= length) return array;
  const larger = new (array.constructor as new (length: number) => T)(2 * length);
  larger.set(array);
  return larger;
}

/** The value of a node, once those of its operands are known. */
export function valueOf(node: Node, values: Float64Array, leaves: Int32Array): number {
  if (node.op === "const") return node.value;
  if (node.op === "leaf") return leaves[node.leaf]!;
  if (node.op === "select") return values[node.test.id] !== 0 ? values[node.yes.id]! : values[node.no.id]!;
  const a = values[node.a.id]!;
  if (!("b" in node)) return UNARY[node.op](a);
  const result = BINARY[node.op](a, values[node.b.id]!);
  return node.type === "i32" ? result | 0 : result;
}

const UNARY = {
  not: (a: number) => 1 - a,
  convert: (a: number) => a,
  truncate: (a: number) => (Number.isNaN(a) ? 0 : Math.min(Math.max(Math.trunc(a), -(2 ** 31)), 2 ** 31 - 1)),
  floor: Math.floor,
  ceil: Math.ceil,
  abs: Math.abs,
  trunc: Math.trunc,
  sqrt: Math.sqrt,
};
const BINARY = {
  add: (a: number, b: number) => a + b,
  sub: (a: number, b: number) => a - b,
  mul: (a: number, b: number) => a * b,
  div: (a: number, b: number) => a / b,
  rem: (a: number, b: number) => a % b,
  eq: (a: number, b: number) => (a === b ? 1 : 0),
  lt: (a: number, b: number) => (a < b ? 1 : 0),
  le: (a: number, b: number) => (a <= b ? 1 : 0),
  and: (a: number, b: number) => a & b,
  or: (a: number, b: number) => a | b,
  min: Math.min,
  max: Math.max,
};
