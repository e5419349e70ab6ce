// A program that explores one state for each orbit: the interpreter, with start states and successors in their canonical
// form, and of the instances that an exchange of members makes of each other only the first. What it counts and finds is
// about orbits; verdict/concrete.ts leads from there back to states.
import type { Claim, Program, Steps } from "../program.ts";
import type { Interpreter } from "./interpret.ts";
import { pack, unpack } from "./layout.ts";
import { Orbits } from "./orbits.ts";
import type { Symmetry } from "./symmetry.ts";

export class Reduced implements Program {
  readonly words: number;
  readonly events: readonly string[];
  readonly claims: readonly Claim[];
  readonly #engine: Interpreter;
  readonly #symmetry: Symmetry;
  readonly #orbits: Orbits;
  readonly #leaves: Int32Array;

  constructor(engine: Interpreter, symmetry: Symmetry) {
    this.words = engine.words;
    this.events = engine.events;
    this.claims = engine.claims;
    this.#engine = engine;
    this.#symmetry = symmetry;
    this.#orbits = new Orbits(engine.model, symmetry);
    this.#leaves = new Int32Array(engine.model.layout.sizes.length);
  }

  starts(found: (state: Uint32Array) => void): void {
    this.#engine.starts((state) => found(this.canonical(state)));
  }

  load(words: Uint32Array, at: number): void {
    this.#engine.load(words, at);
    this.#orbits.begin(this.#engine.model.memory.base);
  }

  holds(predicate: number): boolean {
    return this.#engine.holds(predicate);
  }

  /** Writes successors of a state that need not be canonical, as they are: the least of each orbit of instances. */
  expandAsItIs(state: Uint32Array, steps: Steps): void {
    this.load(state, 0);
    this.#engine.expand(steps, this.#orbits);
  }

  expand(steps: Steps): void {
    this.#engine.expand(steps, this.#orbits);
    for (let i = 0; i < steps.count; i++) this.#settle(steps.words, i * this.words);
  }

  compare(a: Uint32Array, b: Uint32Array): number {
    return this.#engine.compare(a, b);
  }

  /** The one state that stands for the orbit of a state. */
  canonical(state: Uint32Array): Uint32Array {
    const settled = state.slice();
    this.#settle(settled, 0);
    return settled;
  }

  #settle(words: Uint32Array, at: number): void {
    const { layout } = this.#engine.model;
    unpack(layout, words, at, this.#leaves);
    pack(layout, this.#symmetry.canonical(this.#leaves), words, at);
  }
}
