// The compiled engine over counted fleets. To its caller states are arrays, as everywhere else; the engine beneath stores
// them by count, with room for so many slots. Where a state takes more, the search begins again with more, up to the
// level where it was: what is found does not depend on it.
import type { Code } from "../compile/code.ts";
import type { OutsideSubset } from "../compile/lower.ts";
import type { EngineOptions } from "../compile/wasm/engine-options.ts";
import { Engine, type Swept } from "../compile/wasm/engine.ts";
import type { GraphOptions, MadeGraph } from "../compile/wasm/graph.ts";
import { NoMemory } from "../compile/wasm/webassembly.ts";
import { Counting } from "../model/counting.ts";
import { Alarmed, NO_MEMORY } from "./alarmed.ts";
import type { Layout } from "../model/layout.ts";
import type { MachinePart, Model } from "../model/model.ts";
import { layCounted } from "../model/slots.ts";

type Compiled = { readonly code: Code } | { readonly outside: OutsideSubset };

export interface CountedOptions {
  readonly model: Model;
  /** The fleets to count, and the slots that each has at first. */
  readonly fleets: readonly MachinePart[];
  readonly counts: readonly number[];
  /** The code for so many slots. */
  readonly compile: (counts: readonly number[]) => Compiled;
  readonly engine: Omit<EngineOptions, "code" | "layout">;
  /** Adds what the caller wants to the code. */
  readonly finish: (code: Code) => Code;
}

export class CountedEngine {
  readonly #options: CountedOptions;
  #counts: readonly number[];
  #counting: Counting;
  #engine: Engine;
  #begun: readonly Uint32Array[] = [];
  #wanted: Uint8Array = new Uint8Array(0);
  /** Where the search was when it began again, and what leads back there. */
  #target = 0;
  #catchingUp: Generator<void, void> | undefined;

  constructor(options: CountedOptions) {
    this.#options = options;
    this.#counts = options.counts;
    [this.#counting, this.#engine] = this.#make();
  }

  get states(): number {
    return this.#engine.states;
  }
  get transitions(): number {
    return this.#engine.transitions;
  }
  get fired(): Float64Array {
    return this.#engine.fired;
  }
  get levelStates(): number {
    return this.#engine.levelStates;
  }
  get bytes(): number {
    return this.#engine.bytes;
  }

  /** Of states as they are stored. */
  get layout(): Layout {
    return this.#engine.layout;
  }

  /** As they are stored: not quite the order of the arrays, where sets have become flags. */
  comesBefore(a: Uint32Array, b: Uint32Array): boolean {
    return this.#engine.comesBefore(this.#counting.toCounted(a, 0)!, this.#counting.toCounted(b, 0)!);
  }

  want(wanted: Uint8Array): void {
    this.#wanted = wanted;
    if (this.#catchingUp === undefined) this.#engine.want(wanted);
  }

  begin(levels: readonly Uint32Array[]): void {
    this.#begun = levels;
    this.#engine.begin(levels.map((states) => this.#converted(states)));
  }

  sweep(sliceMs: number): Swept {
    if (this.#catchingUp) {
      const present = this.#catchingUp;
      if (present.next().done && this.#catchingUp === present) this.#catchingUp = undefined;
      return "more";
    }
    const swept = this.#engine.sweep(sliceMs);
    return this.#isCrowded() ? "more" : swept;
  }

  judge(sliceMs: number): Swept {
    return this.#engine.judge(sliceMs);
  }

  nextLevel(): number {
    return this.#engine.nextLevel();
  }

  hits(): Map<number, Uint32Array> {
    if (this.#catchingUp) return new Map();
    return new Map([...this.#engine.hits()].map(([claim, state]) => [claim, this.#counting.toArray(state)]));
  }

  levels(): Uint32Array[] {
    const { words } = this.#engine;
    return this.#engine.levels().map((states) => {
      const arrays = Array.from({ length: states.length / words }, (_, i) =>
        this.#counting.toArray(states.subarray(i * words, (i + 1) * words)),
      );
      return joined(arrays);
    });
  }

  /** All states as they are stored. */
  packed(): { states: Uint32Array; levels: number[] } {
    return this.#engine.packed();
  }

  *graph(options: GraphOptions): Generator<void, MadeGraph | undefined> {
    const made = yield* this.#engine.graph(options);
    return made && { ...made, state: (number) => this.#counting.toArray(made.state(number)) };
  }

  *predecessors(level: number, targets: readonly Uint32Array[]): Generator<void, (Uint32Array | undefined)[]> {
    const counted = targets.map((target) => this.#counting.toCounted(target, 0)!);
    const found = yield* this.#engine.predecessors(level, counted);
    return found.map((state) => state && this.#counting.toArray(state));
  }

  stop(): void {
    this.#engine.stop();
  }

  #make(): [Counting, Engine] {
    const { model, fleets, compile, engine, finish } = this.#options;
    const compiled = compile(this.#counts);
    if ("outside" in compiled) throw new Alarmed(compiled.outside);
    const counted = layCounted(model, fleets, this.#counts);
    const code = finish(compiled.code);
    return [new Counting(model, counted), new Engine({ ...engine, code, layout: counted.layout })];
  }

  /** @throws Alarmed where there is no room for the memories of another engine */
  #makeLarger(): [Counting, Engine] {
    try {
      return this.#make();
    } catch (error) {
      throw error instanceof NoMemory ? new Alarmed(NO_MEMORY) : error;
    }
  }

  #converted(states: Uint32Array): Uint32Array {
    const { words } = this.#options.model.layout;
    const count = states.length / words;
    return joined(Array.from({ length: count }, (_, i) => this.#counting.toCounted(states, i * words)!));
  }

  /** Begins again with more slots where there were too few. */
  #isCrowded(): boolean {
    const fleet = this.#engine.crowded;
    if (fleet === undefined) return false;
    if (this.#catchingUp === undefined) this.#target = this.#engine.level;
    this.#engine.stop();
    this.#counts = this.#counts.map((count, i) => (i === fleet ? moreThan(count) : count));
    [this.#counting, this.#engine] = this.#makeLarger();
    this.#engine.want(new Uint8Array(this.#wanted.length));
    this.begin(this.#begun);
    this.#catchingUp = this.#catchUp();
    return true;
  }

  /** Searches up to the beginning of the level where the search was. */
  *#catchUp(): Generator<void, void> {
    while (this.#engine.level < this.#target) {
      for (let swept: Swept = "more"; swept !== "done"; ) {
        swept = this.#engine.sweep(SLICE_MS);
        if (this.#isCrowded()) return;
        if (swept === "full") throw new Alarmed(NO_MEMORY);
        yield;
      }
      this.#engine.nextLevel();
    }
    this.#engine.hits();
    this.#engine.want(this.#wanted);
  }
}

const SLICE_MS = 10;

const moreThan = (count: number): number => Math.ceil(count * 1.25);

function joined(all: readonly Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of all) {
    whole.set(one, at);
    at += one.length;
  }
  return whole;
}
