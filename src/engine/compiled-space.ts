// The space of the compiled engine: whole levels are searched in WebAssembly, by as many workers as there are. What a
// breach was in detail is asked of the interpreter, for the one state that is shown.
import { queryOf, type Graph, type GraphQuery } from "../explore/graph.ts";
import { inOrder, sortingBytes } from "../explore/order.ts";
import { compareInstances, instanceOf, type Begun, type Found, type Space } from "../explore/space.ts";
import { keysOf, type Layout } from "../model/layout.ts";
import { newSteps, type Claim, type Program } from "../program.ts";
import type { Code } from "../compile/code.ts";
import type { EmittedModule } from "../compile/wasm/emitted.ts";
import type { EngineOptions } from "../compile/wasm/engine-options.ts";
import { Engine } from "../compile/wasm/engine.ts";
import { Alarmed } from "./alarmed.ts";
import { CountedEngine, type CountedOptions } from "./counted-engine.ts";

/** What is run: a layout and its code, or the same for counted fleets. */
export type Ran = { readonly layout: Layout; readonly code: Code } | Omit<CountedOptions, "engine" | "finish">;

export interface CompiledOptions {
  readonly program: Program;
  readonly ran: Ran;
  /** How many predicates there are. */
  readonly predicates: number;
  /** Claims to decide, by number. */
  readonly wanted: Uint8Array;
  readonly workers: number;
  /** A clock in milliseconds. */
  readonly now: () => number;
  /** Must `levels` be answered? Costs the states of all levels once more where they are narrow. */
  readonly keep: boolean;
  /** What to go on from, instead of `begin`. */
  readonly begun?: Begun;
  readonly onModule?: ((module: EmittedModule) => void) | undefined;
}

/** Milliseconds of work between two questions whether to pause. */
const SLICE_MS = 10;

export class CompiledSpace implements Space {
  readonly #options: CompiledOptions;
  readonly #engine: Engine | CountedEngine;
  readonly #wanted: Uint8Array;
  /** The number of a claim of our own: that the code has an answer in every state. */
  readonly #alarm: number;
  /** What the wanted claims ask of the graph. */
  readonly #query: GraphQuery | undefined;
  readonly #found = new Map<number, Uint32Array>();
  #present = 0;
  /** Bytes of states that are being put in order. */
  #sorted = 0;
  full = false;

  constructor(options: CompiledOptions) {
    const { program, ran, workers, now, keep } = options;
    this.#options = options;
    this.#alarm = program.claims.length;
    this.#query = queryOf(program, options.wanted);
    const claims = [...program.claims, alarmClaim(options.predicates)];
    const { events } = program;
    const engine = {
      claims,
      events: events.length,
      names: events,
      workers,
      now,
      keep: keep || this.#query !== undefined,
    };
    this.#engine = engineOf(ran, { ...engine, ...(options.onModule && { onModule: options.onModule }) });
    this.#wanted = Uint8Array.of(...options.wanted, 1);
    if (options.begun) this.#begin(options.begun.levels);
  }

  get states(): number {
    return this.#engine.states;
  }
  get transitions(): number {
    return this.#engine.transitions + (this.#options.begun?.transitions ?? 0);
  }
  get left(): number {
    return this.#engine.states - this.#present;
  }
  get bytes(): number {
    return this.#engine.bytes + this.#sorted;
  }
  get fired(): Float64Array {
    return this.#engine.fired.map((times, event) => times + (this.#options.begun?.fired[event] ?? 0));
  }

  begin(): void {
    const starts: number[] = [];
    this.#options.program.starts((state) => starts.push(...state));
    this.#begin([Uint32Array.from(starts)]);
  }

  sweep(expand: boolean, pause: () => boolean): boolean {
    for (;;) {
      const swept = expand ? this.#engine.sweep(SLICE_MS) : this.#engine.judge(SLICE_MS);
      this.#note();
      if (swept === "done") return true;
      this.full = swept === "full";
      if (this.full || pause()) return false;
    }
  }

  *found(): Iterable<Found> {
    for (const [claim, state] of this.#found) yield this.#detail(claim, state);
  }

  settle(claim: number): void {
    this.#wanted[claim] = 0;
    this.#engine.want(this.#wanted);
  }

  advance(): number {
    this.#found.clear();
    this.#present = this.#engine.states;
    return this.#engine.nextLevel();
  }

  levels(): Uint32Array[] {
    return this.#engine.levels();
  }

  *predecessors(level: number, targets: readonly Uint32Array[]): Generator<void, Uint32Array[]> {
    return (yield* this.#engine.predecessors(level, targets)) as Uint32Array[];
  }

  *graph(): Generator<void, Graph | undefined> {
    const { states: packed, levels } = this.#engine.packed();
    this.#sorted = packed.byteLength + sortingBytes(levels.at(-1)!);
    yield;
    const order = yield* inOrder(keysOf(this.#engine.layout), packed, levels);
    yield;
    const made = yield* this.#engine.graph({ ...this.#query!, packed, order, edges: this.transitions });
    this.full = made === undefined;
    this.#sorted = 0;
    return made && { states: levels.at(-1)!, levels, ...made };
  }

  end(): void {
    this.#engine.stop();
  }

  #begin(levels: readonly Uint32Array[]): void {
    this.#engine.want(this.#wanted);
    this.#engine.begin(levels);
    this.#present = this.#engine.states - this.#engine.levelStates;
  }

  /** Keeps the least state that hit each claim on this level. */
  #note(): void {
    for (const [claim, state] of this.#engine.hits()) {
      if (claim === this.#alarm) throw new Alarmed();
      const kept = this.#found.get(claim);
      if (this.#wanted[claim] && (!kept || this.#engine.comesBefore(state, kept))) this.#found.set(claim, state);
    }
  }

  /** The least instance that breaks a claim on steps, and what it says. */
  #detail(claim: number, state: Uint32Array): Found {
    const { program } = this.#options;
    if (program.claims[claim]!.decided.kind !== "step") return { claim, state, detail: "" };
    const steps = newSteps(program);
    program.load(state, 0);
    program.expand(steps);
    const [breach] = steps.breaches.filter((b) => b.claim === claim).toSorted(compareInstances);
    if (breach === undefined)
      throw new Error(`the interpreter does not break claim ${claim} where the compiled engine did`);
    return { claim, state, instance: instanceOf(breach), detail: breach.detail };
  }
}

function engineOf(ran: Ran, engine: Omit<EngineOptions, "code" | "layout">): Engine | CountedEngine {
  if ("code" in ran) return new Engine({ ...engine, layout: ran.layout, code: withAlarm(ran.code) });
  return new CountedEngine({ ...ran, engine, finish: withAlarm });
}

const alarmClaim = (test: number): Claim => ({
  name: "the code has an answer",
  builtin: true,
  decided: { kind: "reachable", test },
});

const withAlarm = (code: Code): Code => ({ ...code, predicates: [...code.predicates, code.alarm] });
