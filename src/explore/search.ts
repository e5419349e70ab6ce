// The search: level-synchronous and breadth-first, so that what is found is found by a shortest path, and so that a
// level is a set that does not depend on the order in which it was made. Blind to specs.
import type { Claim, Instance, Program, Steps } from "../program.ts";
import { newSteps } from "../program.ts";
import { Edges } from "./graph.ts";
import { STATES_MAX, Visited } from "./visited.ts";

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
export type Stopped = "states" | "depth" | "seconds" | "bytes" | "interrupted";

export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States found and not yet expanded. */
  readonly frontier: number;
  readonly bytes: number;
  readonly seconds: number;
}

export interface SearchOptions {
  readonly budget: Budget;
  /** Claims to decide, by index; the others are left alone. */
  readonly wanted: Uint8Array;
  readonly interrupted: () => boolean;
  /** A clock in milliseconds. */
  readonly now: () => number;
}

/** What breaks a claim, or reaches a `reachable`: a state, or a step out of it. */
export interface Finding {
  readonly claim: number;
  /** Index of the state. */
  readonly state: number;
  readonly level: number;
  readonly instance?: Instance;
  readonly detail: string;
}

export interface Exploration {
  readonly visited: Visited;
  /** Index of the first state of each level, and one past the last state. */
  readonly levels: readonly number[];
  readonly transitions: number;
  readonly fired: Float64Array;
  /** By claim: the finding on the first level that has one, the least there. */
  readonly findings: ReadonlyMap<number, Finding>;
  readonly stopped?: Stopped;
  /** All states up to this many steps were judged. */
  readonly judgedDepth: number;
  readonly bytesMax: number;
  readonly seconds: number;
}

/** An exception that the program threw while a state was worked on, with what is needed to trace the way there. */
export class Thrown extends Error {
  readonly explored: Exploration;

  constructor(cause: unknown, explored: Exploration) {
    super("a program threw", { cause });
    this.explored = explored;
  }
}

/** Milliseconds of work between two looks at the clock's owner. */
const SLICE_MS = 50;
/** States between two looks at the clock. */
const GLANCE = 256;

/** Explores everything within the budget, handing over its progress about every 50 ms. */
export function* search(program: Program, options: SearchOptions): Generator<Progress, Exploration> {
  const run = new Run(program, options);
  yield* run.levelByLevel();
  return run.result();
}

class Run {
  readonly #program: Program;
  readonly #options: SearchOptions;
  readonly #steps: Steps;
  readonly #visited: Visited;
  readonly #levels: number[] = [0];
  readonly #findings = new Map<number, Finding>();
  readonly #edges: Edges | undefined;
  /** For each `recovers` claim, what holds of each state: goal 1, once 2, assuming 4. */
  readonly #marks: { readonly claim: number; readonly decided: RecoversClaim; readonly bits: Bytes }[];
  readonly #judged: readonly { readonly claim: number; readonly decided: Claim["decided"] }[];
  readonly #begun: number;
  #sliceEnd = 0;
  #transitions = 0;
  #bytesMax = 0;
  #judgedDepth = -1;
  #stopped: Stopped | undefined;

  constructor(program: Program, options: SearchOptions) {
    this.#program = program;
    this.#options = options;
    this.#steps = newSteps(program);
    this.#steps.wanted.set(options.wanted);
    this.#visited = new Visited(program.words);
    const claims = program.claims.map(({ decided }, claim) => ({ claim, decided })).filter(({ claim }) => options.wanted[claim]);
    this.#judged = claims.filter(({ decided }) => decided.kind === "always" || decided.kind === "reachable");
    this.#marks = claims.flatMap(({ claim, decided }) => (decided.kind === "recovers" ? [{ claim, decided, bits: new Bytes() }] : []));
    this.#edges = this.#marks.length > 0 ? new Edges() : undefined;
    this.#begun = options.now();
    this.#sliceEnd = this.#begun + SLICE_MS;
  }

  *levelByLevel(): Generator<Progress, void> {
    this.#program.starts((state) => this.#visited.insert(state, 0));
    for (let level = 0; ; level++) {
      const begin = this.#levels[level]!;
      const end = this.#visited.count;
      this.#levels.push(end);
      if (begin === end) break;
      const last = this.#lastLevel(level, end);
      for (let state = begin; state < end; state++) {
        if ((state - begin) % GLANCE === GLANCE - 1) yield* this.#glance(level, state);
        if (this.#stopped && !last) return;
        this.#visitOrThrow(state, level, last);
      }
      this.#judgedDepth = level;
      this.#closeLevel(level);
      if (last) return;
    }
    this.#levels.pop(); // the empty level behind the last
    if (this.#edges) this.#findTraps();
  }

  /** Is this a level that a budget lets us judge but not expand? */
  #lastLevel(level: number, states: number): boolean {
    const { depth, states: most } = this.#options.budget;
    if (depth !== undefined && level >= depth) this.#stopped = "depth";
    if (states > Math.min(most ?? STATES_MAX, STATES_MAX)) this.#stopped = "states";
    return this.#stopped !== undefined;
  }

  #visitOrThrow(state: number, level: number, last: boolean): void {
    try {
      this.#visit(state, level, last);
    } catch (error) {
      this.#findings.clear();
      this.#findings.set(-1, { claim: -1, state, level, detail: "" });
      throw new Thrown(error, this.result());
    }
  }

  #visit(state: number, level: number, last: boolean): void {
    const program = this.#program;
    program.load(this.#visited.chunkOf(state), this.#visited.placeOf(state));
    for (const { claim, decided } of this.#judged) {
      if (this.#steps.wanted[claim] && (decided.kind === "always") !== program.holds((decided as { test: number }).test)) this.#find({ claim, state, level, detail: "" });
    }
    for (const { decided, bits } of this.#marks) bits.push(this.#marksOf(decided));
    if (!last) this.#expand(state, level);
  }

  #marksOf({ goal, once, assuming }: RecoversClaim): number {
    const is = (predicate: number, bit: number) => (this.#program.holds(predicate) ? bit : 0);
    return is(goal, GOAL) | is(once, ONCE) | is(assuming, ASSUMING);
  }

  #expand(state: number, level: number): void {
    const steps = this.#steps;
    this.#program.expand(steps);
    this.#transitions += steps.count;
    this.#edges?.next();
    const targets = this.#visited.insertAll(steps.words, steps.count);
    if (this.#edges) for (let i = 0; i < steps.count; i++) if (targets[i] !== state) this.#edges.add(targets[i]!);
    for (const breach of steps.breaches) this.#find({ claim: breach.claim, state, level, instance: { ...breach }, detail: breach.detail });
    if (!steps.enabled) this.#judgeRest(state, level);
  }

  #judgeRest(state: number, level: number): void {
    for (const [claim, { decided }] of this.#program.claims.entries()) {
      if (decided.kind === "deadlock" && this.#steps.wanted[claim] && !this.#program.holds(decided.terminal)) this.#find({ claim, state, level, detail: "" });
    }
  }

  /** Keeps the least finding of the level: least state, then least instance. */
  #find(finding: Finding): void {
    const kept = this.#findings.get(finding.claim);
    if (kept === undefined || this.#before(finding, kept)) this.#findings.set(finding.claim, finding);
  }

  #before(a: Finding, b: Finding): boolean {
    if (a.state !== b.state) return this.#program.compare(this.#visited.get(a.state), this.#visited.get(b.state)) < 0;
    return a.instance !== undefined && b.instance !== undefined && compareInstances(a.instance, b.instance) < 0;
  }

  /** A claim is decided on the first level that has a finding. */
  #closeLevel(level: number): void {
    for (const finding of this.#findings.values()) if (finding.level === level) this.#steps.wanted[finding.claim] = 0;
  }

  #findTraps(): void {
    for (const { claim, bits } of this.#marks) {
      const has = (bit: number) => (state: number) => (bits.at(state) & bit) !== 0;
      const safe = this.#edges!.reaching(this.#visited.count, has(GOAL), has(ASSUMING));
      for (let level = 0; level + 1 < this.#levels.length && !this.#findings.has(claim); level++) {
        for (let state = this.#levels[level]!; state < this.#levels[level + 1]!; state++) {
          if (has(ONCE)(state) && safe[state] === 0) this.#find({ claim, state, level, detail: "" });
        }
      }
    }
  }

  *#glance(level: number, state: number): Generator<Progress, void> {
    const now = this.#options.now();
    const bytes = this.#bytes();
    const { seconds, bytes: most } = this.#options.budget;
    if (seconds !== undefined && now - this.#begun > seconds * 1000) this.#stopped ??= "seconds";
    if (most !== undefined && bytes > most) this.#stopped ??= "bytes";
    if (now < this.#sliceEnd) return;
    yield { states: this.#visited.count, transitions: this.#transitions, depth: level, frontier: this.#visited.count - state, bytes, seconds: (now - this.#begun) / 1000 };
    if (this.#options.interrupted()) this.#stopped ??= "interrupted";
    this.#sliceEnd = this.#options.now() + SLICE_MS;
  }

  #bytes(): number {
    const marks = this.#marks.reduce((n, { bits }) => n + bits.bytes, 0);
    const bytes = this.#visited.bytes + (this.#edges?.bytes ?? 0) + marks;
    this.#bytesMax = Math.max(this.#bytesMax, bytes);
    return bytes;
  }

  result(): Exploration {
    this.#bytes();
    return {
      visited: this.#visited,
      levels: this.#levels,
      transitions: this.#transitions,
      fired: this.#steps.fired,
      findings: this.#findings,
      ...(this.#stopped && { stopped: this.#stopped }),
      judgedDepth: this.#judgedDepth,
      bytesMax: this.#bytesMax,
      seconds: (this.#options.now() - this.#begun) / 1000,
    };
  }
}

const GOAL = 1;
const ONCE = 2;
const ASSUMING = 4;
type RecoversClaim = Extract<Claim["decided"], { kind: "recovers" }>;

/** A list of bytes that grows. */
class Bytes {
  #items = new Uint8Array(1024);
  #length = 0;

  get bytes(): number {
    return this.#items.length;
  }
  push(x: number): void {
    if (this.#length === this.#items.length) {
      const longer = new Uint8Array(this.#length * 2);
      longer.set(this.#items);
      this.#items = longer;
    }
    this.#items[this.#length++] = x;
  }
  at(i: number): number {
    return this.#items[i]!;
  }
}

/** Orders instances: rule, member, choice, pick. */
export function compareInstances(a: Instance, b: Instance): number {
  return a.rule - b.rule || a.member - b.member || a.choice - b.choice || a.pick - b.pick;
}
