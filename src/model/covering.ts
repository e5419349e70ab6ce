// A program that is another one, and keeps count while it is searched: in which states each rule could happen, which states
// members are in, and a digest of all states that tells searches apart.
import type { Claim, Fairness, Program, Steps } from "../program.ts";
import type { Coverage } from "../verdict/verdict.ts";
import type { MachinePart, Model } from "./model.ts";

export class Covering implements Program {
  readonly words: number;
  readonly events: readonly string[];
  readonly claims: readonly Claim[];
  readonly fairness: Fairness;
  readonly tick?: number;
  readonly #program: Program;
  readonly #model: Model;
  readonly #machines: readonly MachinePart[];
  /** By rule: in how many states it could happen, and how often from each state of its machine. */
  readonly #enabledIn: Float64Array;
  readonly #from: readonly Float64Array[];
  /** By machine part and state: in how many states of the system a member is in it. */
  readonly #entered: readonly Float64Array[];
  readonly #seenRule: Uint8Array;
  readonly #present: Uint32Array;
  #digest: readonly [number, number] = [0, 0];
  #isOver = false;

  constructor(program: Program, model: Model) {
    this.words = program.words;
    this.events = program.events;
    this.claims = program.claims;
    this.fairness = program.fairness;
    if (program.tick !== undefined) this.tick = program.tick;
    this.#program = program;
    this.#model = model;
    this.#machines = model.parts.flatMap((part) => ("views" in part ? [part] : []));
    this.#enabledIn = new Float64Array(model.rules.length);
    this.#from = model.rules.map(({ part }) => new Float64Array(part && "views" in part ? part.states.length : 0));
    this.#entered = this.#machines.map(({ states }) => new Float64Array(states.length));
    this.#seenRule = new Uint8Array(model.rules.length);
    this.#present = new Uint32Array(program.words);
  }

  starts(found: (state: Uint32Array) => void): void {
    this.#program.starts(found);
  }

  load(words: Uint32Array, at: number): void {
    this.#program.load(words, at);
    this.#present.set(words.subarray(at, at + this.words));
  }

  holds(predicate: number): boolean {
    return this.#program.holds(predicate);
  }

  compare(a: Uint32Array, b: Uint32Array): number {
    return this.#program.compare(a, b);
  }

  sortKey(value: number, word: number): number {
    return this.#program.sortKey(value, word);
  }

  expand(steps: Steps): void {
    this.#program.expand(steps);
    if (this.#isOver) return;
    this.#countMembers();
    this.#countRules(steps);
    const [a, b] = this.#digest;
    this.#digest = [(a + hash(this.#present, 0x9e3779b9)) >>> 0, (b + hash(this.#present, 0x85ebca6b)) >>> 0];
  }

  /** What comes after is not the search any more: counterexamples are looked up by expanding states again. */
  end(): void {
    this.#isOver = true;
  }

  get coverage(): Coverage {
    const { rules, parts, layout } = this.#model;
    const shape = parts.map(({ path, size, fields }) => [
      path,
      size,
      fields.map(({ name, codec }) => [name, codec.name]),
    ]);
    return {
      rules: Object.fromEntries(
        rules.map(({ name, part }, id) => [
          name,
          { enabledIn: this.#enabledIn[id]!, from: named(this.#from[id]!, part && "views" in part ? part.states : []) },
        ]),
      ),
      entered: Object.fromEntries(
        this.#machines.map(({ path, states }, i) => [path, named(this.#entered[i]!, states)]),
      ),
      space: JSON.stringify([shape, [...layout.sizes], this.#digest]),
    };
  }

  #countMembers(): void {
    const { base } = this.#model.memory;
    for (const [i, { at, stride, size }] of this.#machines.entries()) {
      const counts = this.#entered[i]!;
      const before = new Set<number>();
      for (let member = 0; member < size; member++) before.add(base[at + member * stride]!);
      for (const state of before) counts[state]!++;
    }
  }

  #countRules(steps: Steps): void {
    const { base } = this.#model.memory;
    this.#seenRule.fill(0);
    for (let k = 0; k < steps.count; k++) {
      const [rule, member] = [steps.instances[k * 4]!, steps.instances[k * 4 + 1]!];
      const { part } = this.#model.rules[rule]!;
      this.#seenRule[rule] = 1;
      if (part && "views" in part) this.#from[rule]![base[part.at + member * part.stride]!]!++;
    }
    for (const [rule, seen] of this.#seenRule.entries()) this.#enabledIn[rule]! += seen;
  }
}

const named = (counts: Float64Array, names: readonly string[]): Record<string, number> =>
  Object.fromEntries(names.map((name, i) => [name, counts[i]!]));

/** Mixes the words of a state (MurmurHash3's finalizer); sums of it do not depend on the order of states. */
function hash(words: Uint32Array, seed: number): number {
  let mixed = seed;
  for (const word of words) {
    mixed = Math.imul(mixed ^ word, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    mixed ^= mixed >>> 16;
  }
  return mixed >>> 0;
}
