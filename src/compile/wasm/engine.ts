// The compiled engine: drives a kernel level by level. It knows states, levels and claims that are hit; budgets,
// findings and verdicts are its caller's. Everything that it tells is the same for any number of workers.
import { comesBefore, type Layout } from "../../model/layout.ts";
import { Crew } from "./crew.ts";
import { emitted } from "./emitted.ts";
import type { EngineOptions } from "./engine-options.ts";
import { GraphMaker, type GraphOptions, type MadeGraph } from "./graph.ts";
import { Levels } from "./levels.ts";
import { writeKernel } from "./kernel.ts";
import { Memories } from "./memories.ts";
import { Pace } from "./pace.ts";
import { BATCH, plan, SWEEP_GATE, SWEPT, type Kernel, type Plan } from "./plan.ts";
import { tableOf, type Table } from "./table.ts";
import { cellsOf } from "./regroup.ts";
import { leastPredecessors } from "./tracing.ts";
import { compile, hasLongMemories } from "./webassembly.ts";

/** How a slice ended: more to do on this level, the level is done, or there is no room for more states at all. */
export type Swept = "more" | "done" | "full";

/** States of a level from which on other workers are called for it, if they are called at all. */
const TOGETHER_MIN = 4096;
/** A thread takes as long to start as a worker to find half a million states: smaller spaces do not pay for it, but it
 *  starts early, since whoever finds this many soon has more. */
const CREW_MIN = 20_000;

export class Engine {
  readonly words: number;
  readonly #plan: Plan;
  readonly #options: EngineOptions;
  readonly #memories: Memories;
  readonly #levels: Levels;
  readonly #kernel: Kernel;
  readonly #table: Table;
  readonly #crew: Crew;
  readonly #pace = new Pace();
  readonly #starts: Uint32Array[] = [];
  #level = -1;
  #levelStates = 0;
  #statesBefore = 0;
  #growing: Generator<void, boolean> | undefined;
  /** Was there no room for what it was to begin with? */
  #isFull = false;
  /** Is there no room for the states of all levels together? */
  #isTooLarge = false;
  #graph: GraphMaker | undefined;

  constructor(options: EngineOptions) {
    const { code, layout, claims, events, names, workers, longList = hasLongMemories() } = options;
    this.#options = options;
    this.words = layout.words;
    const cells = cellsOf(code);
    const successorsMax = code.instances.length;
    this.#plan = plan({
      layout,
      claims: claims.length,
      events,
      cells,
      successorsMax,
      workers,
      longList,
      ...(names && { names }),
    });
    const written = writeKernel(this.#plan, code, claims);
    options.onModule?.(emitted("search", this.#plan, written));
    const compiled = compile(written.bytes);
    const memories = new Memories(this.#plan, options.keep === true, options.pagesMax);
    const levels = new Levels(memories, this.#plan);
    const kernel = memories.instantiate(compiled);
    const crew = new Crew({ compiled, memories: memories.named, gate: SWEEP_GATE, areas: memories.areas.slice(1) });
    [this.#memories, this.#levels, this.#kernel, this.#crew] = [memories, levels, kernel, crew];
    this.#table = tableOf({ plan: this.#plan, memories, levels, kernel, crew }, options.entriesMin);
  }

  // ---- What is known ---------------------------------------------------------------------------------------------------

  get states(): number {
    return this.#memories.sum((area) => this.#memories.number(area, this.#plan.area.found));
  }
  get transitions(): number {
    return this.#memories.sum((area) => this.#memories.long(area, this.#plan.area.transitions));
  }
  /** How often each event fired, by rule. */
  get fired(): Float64Array {
    const at = this.#plan.area.fired;
    return Float64Array.from({ length: this.#plan.events }, (_, rule) =>
      this.#memories.sum((area) => this.#memories.long(area, at + 8 * rule)),
    );
  }
  /** Of the present level. */
  get levelStates(): number {
    return this.#levelStates;
  }
  /** Number of the present level: steps from a start state. */
  get level(): number {
    return this.#level;
  }
  get layout(): Layout {
    return this.#plan.layout;
  }
  get bytes(): number {
    return this.#memories.bytes + (this.#graph?.bytes ?? 0);
  }

  /** The counted fleet that has more slots in some state than there is room for: the search is void. */
  get crowded(): number | undefined {
    const fleet = this.#memories.get("crowded");
    return fleet === 0 ? undefined : fleet - 1;
  }

  // ---- Searching --------------------------------------------------------------------------------------------------------

  /** The order in which the least of several states is chosen. */
  comesBefore(a: Uint32Array, b: Uint32Array): boolean {
    return comesBefore(this.layout, a, b);
  }

  /** Begins with the states of some levels, packed one behind the other; the last is the present level, to be swept. */
  begin(levels: readonly Uint32Array[]): void {
    this.#starts.push(levels[0]!);
    for (const states of levels) {
      this.#insertAll(states);
      this.nextLevel();
    }
  }

  /** Claims that are looked for, by number: nothing is kept for the others. */
  want(wanted: Uint8Array): void {
    this.#memories.want(wanted);
  }

  /** Judges and expands states of the present level for some milliseconds. */
  sweep(sliceMs: number): Swept {
    const end = this.#options.now() + sliceMs;
    if (this.#growing === undefined) this.#callCrew();
    for (;;) {
      const swept = this.#growing ? this.#goOnGrowing() : this.#sweepOnce();
      if (swept !== "more" || this.#options.now() >= end) return swept;
    }
  }

  /** Judges states of the present level for some milliseconds and expands none. */
  judge(sliceMs: number): Swept {
    const end = this.#options.now() + sliceMs;
    do {
      const judged = this.#kernel.judge(this.#memories.area(0), this.#pace.states);
      if (judged === SWEPT.done) return "done";
    } while (this.#options.now() < end);
    return "more";
  }

  /** Makes what was found from the present level the present one; gives the number of its states. */
  nextLevel(): number {
    for (let worker = 0; worker < this.#plan.workers; worker++) this.#kernel.closeRange(this.#memories.area(worker));
    this.#levels.turn();
    const { states } = this;
    this.#levelStates = states - this.#statesBefore;
    this.#statesBefore = states;
    this.#level++;
    return this.#levelStates;
  }

  /** For each claim that was hit since the last call: the least state that hit it. */
  hits(): Map<number, Uint32Array> {
    if (this.#memories.otherHits) this.rest(); // lest a worker is just writing
    return this.#memories.takeLeast(this.#options.claims.length);
  }

  /** The states of all levels up to the present one, packed; only where the engine keeps them. */
  levels(): Uint32Array[] {
    this.rest();
    return Array.from({ length: this.#level + 1 }, (_, level) => this.#levels.statesOf(level));
  }

  /** All states, packed, level after level, and the place of the first of each level that has any, with their number at the
   *  end; only where the engine keeps them. */
  packed(): { states: Uint32Array; levels: number[] } {
    this.rest();
    return this.#levels.packed();
  }

  /** The graph of all that was found, in slices; only where states of all levels are kept, and at the end of a search. Ends
   *  without one where there is no room for it. */
  graph(options: GraphOptions): Generator<void, MadeGraph | undefined> {
    this.rest();
    const { code, crewMin = CREW_MIN } = this.#options;
    const { onModule } = this.#options;
    const parts = { plan: this.#plan, code, memories: this.#memories, levels: this.#levels, crewMin, onModule };
    this.#graph = new GraphMaker(parts, options);
    return this.#graph.make();
  }

  /** Stops the workers that were called; the engine is of no more use. */
  stop(): void {
    this.#crew.stop();
  }

  /** Lets the workers finish what they have in hand, so that nothing changes until the next sweep. */
  rest(): void {
    this.#crew.rest();
  }

  #callCrew(): void {
    const { crewMin = CREW_MIN } = this.#options;
    if (this.states >= crewMin) this.#crew.start();
    if (this.#levelStates >= Math.min(TOGETHER_MIN, crewMin)) this.#crew.call();
  }

  #sweepOnce(): Swept {
    const before = this.#options.now();
    const swept = this.#kernel.sweep(this.#memories.area(0), this.#pace.states);
    this.#pace.took(this.#options.now() - before);
    if (swept === SWEPT.more) return "more";
    if (swept === SWEPT.done) this.#crew.finish();
    else this.#crew.rest();
    if (this.#isFull || this.#memories.full) return "full";
    if (this.#memories.paused) this.#growing = this.#table.grow();
    return this.#memories.paused || this.#memories.unfinished ? this.#again() : "done";
  }

  #again(): Swept {
    if (this.#growing === undefined) this.#crew.call();
    return "more";
  }

  #goOnGrowing(): Swept {
    const turn = this.#growing!.next();
    if (!turn.done) return "more";
    this.#growing = undefined;
    if (!turn.value) return "full";
    this.#callCrew();
    return "more";
  }

  #insertAll(states: Uint32Array): void {
    const chunk = BATCH * this.words;
    for (let at = 0; at < states.length; at += chunk) {
      const piece = states.subarray(at, at + chunk);
      const count = piece.length / this.words;
      while (!this.#memories.setAside(count)) {
        if (!this.#growAtOnce()) return;
      }
      const outEnd = this.#memories.writeOut(piece);
      this.#kernel.insert(this.#memories.area(0), outEnd);
    }
  }

  #growAtOnce(): boolean {
    const growing = this.#table.grow();
    let turn = growing.next();
    while (!turn.done) turn = growing.next();
    this.#isFull = this.#memories.full || !turn.value;
    return !this.#isFull;
  }

  // ---- Tracing ----------------------------------------------------------------------------------------------------------

  /** For each target its least predecessor among the states of a level; undefined where it has none there. What was
   *  counted stays as it is. The engine yields between slices, and searches again first where levels were not kept: once,
   *  keeping them, if there is room for that, and else for each level: to be asked for higher levels first. */
  *predecessors(level: number, targets: readonly Uint32Array[]): Generator<void, (Uint32Array | undefined)[]> {
    this.rest();
    const isKept = this.#memories.keeps && level <= this.#level;
    if (!isKept && !this.#isTooLarge) this.#isTooLarge = !(yield* this.#searchAgain(level, true));
    if (this.#isTooLarge) yield* this.#searchAgain(level, false);
    const tracing = {
      memories: this.#memories,
      kernel: this.#kernel,
      targetsMax: Math.max(this.#options.claims.length, 1),
    };
    const pieces = this.#isTooLarge ? this.#levels.present() : this.#levels.piecesOf(level);
    return yield* leastPredecessors(tracing, [...pieces], targets);
  }

  /** Runs the search once more from its start states up to a level; false where there is no room for it. */
  *#searchAgain(level: number, keep: boolean): Generator<void, boolean> {
    const counted = this.#memories.saveCounts();
    this.#memories.startOver(keep);
    this.#levels.clear();
    this.#growing = undefined;
    this.#table.clear();
    [this.#level, this.#statesBefore, this.#isFull] = [-1, 0, false];
    this.want(new Uint8Array(this.#options.claims.length));
    this.begin(this.#starts.splice(0));
    let isWhole = true;
    while (isWhole && this.#level < level) {
      for (let swept = this.sweep(SLICE_MS); isWhole && swept !== "done"; swept = this.sweep(SLICE_MS)) {
        isWhole = swept !== "full";
        yield;
      }
      if (isWhole) this.nextLevel();
    }
    this.rest();
    this.#memories.restoreCounts(counted);
    return isWhole;
  }
}

const SLICE_MS = 50;
