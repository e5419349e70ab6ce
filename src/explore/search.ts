// The search: level-synchronous and breadth-first, so that what is found is found by a shortest path, and so that a
// level is a set that does not depend on the order in which it was made. Blind to specs and to engines.
import type { Program } from "../program.ts";
import { decideOnGraph } from "./decide.ts";
import { isOnGraph } from "./graph.ts";
import type { Run as EndlessRun } from "./progress.ts";
import type { Found, Space } from "./space.ts";
import { STATES_MAX } from "./visited.ts";

/** When to give up; what has no bound here has none. */
export interface Budget {
  /** Distinct states; ends at a level boundary. */
  readonly states?: number;
  /** Steps from a start state; ends at a level boundary. */
  readonly depth?: number;
  readonly seconds?: number;
  /** Bytes for states and search data. */
  readonly bytes?: number;
}

/** Why a search ended before it had seen everything. */
type Stopped = "states" | "depth" | "seconds" | "bytes" | "memory" | "interrupted";

export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States found and not yet expanded. */
  readonly frontier: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** How far a search has come at the end of a level: what it takes, beside the states, to go on from there. */
export interface Reached {
  readonly level: number;
  readonly findings: readonly Finding[];
  readonly transitions: number;
  readonly fired: readonly number[];
}

export interface SearchOptions {
  readonly budget: Budget;
  /** Goes on from here; the space holds the states already. */
  readonly from?: Pick<Reached, "level" | "findings">;
  /** Hears how far the search has come whenever it begins a level. */
  readonly onLevel?: (reached: Reached) => void;
  readonly interrupted: () => boolean;
  /** A clock in milliseconds. */
  readonly now: () => number;
}

/** What decides a claim against what it says, or for a `reachable`, with the level on which it was found. */
export interface Finding extends Found {
  readonly level: number;
  /** Of a claim of progress: the whole run, which goes on for ever. */
  readonly run?: EndlessRun;
}

export interface Exploration {
  readonly states: number;
  readonly transitions: number;
  /** Steps to the farthest state. */
  readonly depth: number;
  readonly fired: Float64Array;
  /** By claim: the least finding on the first level that has one. */
  readonly findings: ReadonlyMap<number, Finding>;
  readonly stopped?: Stopped;
  /** Were all states seen? Then only these claims, of those that are decided on the graph, can be open. */
  readonly isWhole: boolean;
  readonly open: ReadonlySet<number>;
  /** All states up to this many steps were judged. */
  readonly judgedDepth: number;
  readonly bytesMax: number;
  readonly seconds: number;
}

/** An exception that the program threw while a state was worked on. */
export class Thrown extends Error {
  readonly level: number;

  constructor(cause: unknown, level: number) {
    super("a program threw", { cause });
    this.level = level;
  }
}

/** Milliseconds of work between two reports of progress. */
const SLICE_MS = 50;

/** Explores a space within the budget, handing over its progress about every 50 ms. */
export function* search(
  program: Program,
  space: Space,
  wanted: Uint8Array,
  options: SearchOptions,
): Generator<Progress, Exploration> {
  const run = new Run(program, space, wanted, options);
  yield* run.levelByLevel();
  return run.result();
}

class Run {
  readonly #program: Program;
  readonly #space: Space;
  readonly #wanted: Uint8Array;
  readonly #options: SearchOptions;
  readonly #findings = new Map<number, Finding>();
  readonly #begun: number;
  #sliceEnd: number;
  #level = 0;
  /** Was the present level left in the middle? Then states one step farther were found. */
  #isCut = false;
  #judgedDepth = -1;
  #bytesMax = 0;
  #stopped: Stopped | undefined;
  /** Were all states seen? */
  #isWhole = false;
  readonly #open = new Set<number>();

  constructor(program: Program, space: Space, wanted: Uint8Array, options: SearchOptions) {
    this.#program = program;
    this.#space = space;
    this.#wanted = wanted;
    this.#options = options;
    this.#begun = options.now();
    this.#sliceEnd = this.#begun + SLICE_MS;
  }

  *levelByLevel(): Generator<Progress, void> {
    this.#begin();
    for (;;) {
      this.#options.onLevel?.(this.#reached());
      const last = this.#isLastLevel();
      const whole = yield* this.#sweep(last);
      this.#collect();
      this.#isCut = !whole;
      if (this.#isCut) return;
      this.#judgedDepth = this.#level;
      if (last) return;
      if (!this.#advance()) break;
      if (this.#options.interrupted()) this.#stopped = "interrupted";
      if (this.#stopped) return;
    }
    yield* this.#decideOnGraph();
  }

  #begin(): void {
    const { from } = this.#options;
    if (from === undefined) return this.#space.begin();
    this.#level = from.level;
    this.#judgedDepth = from.level - 1;
    for (const finding of from.findings) this.#keep(finding);
  }

  #reached(): Reached {
    const { transitions, fired } = this.#space;
    return { level: this.#level, findings: [...this.#findings.values()], transitions, fired: [...fired] };
  }

  #advance(): boolean {
    if (this.#space.advance() === 0) return false;
    this.#level++;
    return true;
  }

  /** Is this a level that a budget lets us judge but not expand? */
  #isLastLevel(): boolean {
    const { depth, states } = this.#options.budget;
    if (depth !== undefined && this.#level >= depth) this.#stopped = "depth";
    if (this.#space.states > Math.min(states ?? STATES_MAX, STATES_MAX)) this.#stopped = "states";
    return this.#stopped !== undefined;
  }

  /** Works through the level; false where a budget ended it in the middle. */
  *#sweep(last: boolean): Generator<Progress, boolean> {
    for (;;) {
      if (this.#sweepSlice(!last)) return true;
      if (this.#space.full) this.#stopped ??= "memory";
      if (this.#stopped && (!last || this.#space.full)) return false;
      if (this.#options.now() < this.#sliceEnd) continue;
      yield this.#progress();
      if (this.#options.interrupted()) this.#stopped ??= "interrupted";
      this.#sliceEnd = this.#options.now() + SLICE_MS;
    }
  }

  #sweepSlice(expand: boolean): boolean {
    try {
      return this.#space.sweep(expand, () => this.#isOver());
    } catch (error) {
      throw new Thrown(error, this.#level);
    }
  }

  /** Is a budget spent, or the slice over? */
  #isOver(): boolean {
    const now = this.#options.now();
    const { seconds, bytes } = this.#options.budget;
    if (seconds !== undefined && now - this.#begun > seconds * 1000) this.#stopped ??= "seconds";
    if (this.#bytes() > (bytes ?? Infinity)) this.#stopped ??= "bytes";
    return this.#stopped !== undefined || now >= this.#sliceEnd;
  }

  /** A claim is decided on the first level that has a finding. */
  #collect(): void {
    for (const found of this.#space.found()) {
      if (!this.#findings.has(found.claim)) this.#keep({ ...found, level: this.#level });
    }
  }

  #keep(finding: Finding): void {
    this.#findings.set(finding.claim, finding);
    this.#space.settle(finding.claim);
  }

  /** Decides the claims that are about paths, on the graph of all that was found; those that are left over are open. */
  *#decideOnGraph(): Generator<Progress, void> {
    this.#isWhole = true;
    for (const [i, claim] of this.#program.claims.entries()) if (this.#wanted[i] && isOnGraph(claim)) this.#open.add(i);
    for (const turn of decideOnGraph(this.#program, this.#space, this.#wanted)) {
      if (turn) this.#open.delete(turn.claim);
      if (turn?.found) this.#findings.set(turn.claim, turn.found);
      if (this.#open.size === 0) return;
      const isOver = this.#isOver();
      if (this.#stopped) return;
      if (!isOver) continue;
      yield this.#progress();
      if (this.#options.interrupted()) this.#stopped = "interrupted";
      if (this.#stopped) return;
      this.#sliceEnd = this.#options.now() + SLICE_MS;
    }
    if (this.#space.full) this.#stopped ??= "memory";
  }

  #bytes(): number {
    this.#bytesMax = Math.max(this.#bytesMax, this.#space.bytes);
    return this.#space.bytes;
  }

  #progress(): Progress {
    const { states, transitions, left, bytes } = this.#space;
    return { states, transitions, depth: this.#level, frontier: left, bytes, seconds: this.#seconds() };
  }
  #seconds(): number {
    return (this.#options.now() - this.#begun) / 1000;
  }

  result(): Exploration {
    this.#bytes();
    const { states, transitions, fired } = this.#space;
    return {
      states,
      transitions,
      depth: this.#level + (this.#isCut ? 1 : 0),
      fired,
      findings: this.#findings,
      ...(this.#stopped && { stopped: this.#stopped }),
      isWhole: this.#isWhole,
      open: this.#open,
      judgedDepth: this.#judgedDepth,
      bytesMax: this.#bytesMax,
      seconds: this.#seconds(),
    };
  }
}
