// The space of a program that is run one state at a time: load, judge, expand, insert. Works for any program.
import { newSteps, type Program, type Steps } from "../program.ts";
import { Edges } from "./edges.ts";
import { queryOf, type Graph } from "./graph.ts";
import { compareInstances, instanceOf, type Begun, type Found, type Space } from "./space.ts";
import { Visited } from "./visited.ts";

/** States between two questions whether to pause. */
const GLANCE = 256;

export class WalkedSpace implements Space {
  readonly #program: Program;
  readonly #visited: Visited;
  readonly #steps: Steps;
  readonly #judged: readonly { readonly claim: number; readonly test: number; readonly wanted: boolean }[];
  readonly #deadlocks: readonly { readonly claim: number; readonly terminal: number }[];
  readonly #edges: Edges | undefined;
  /** Number of the first state of each level; the last entry is where the next level begins. */
  readonly #levels: number[] = [0];
  readonly #found = new Map<number, Found>();
  #position = 0;
  /** States worked on since the last question whether to pause; across levels, which may be narrow. */
  #sinceGlance = 0;
  transitions = 0;

  /** `wanted`: which claims to decide, by number; `begun`: what to go on from, instead of `begin`. */
  constructor(program: Program, wanted: Uint8Array, begun?: Begun) {
    this.#program = program;
    this.#visited = new Visited(program.words);
    this.#steps = newSteps(program);
    this.#steps.wanted.set(wanted);
    const claims = program.claims
      .map((c, claim) => ({ claim, decided: c.decided }))
      .filter(({ claim }) => wanted[claim]);
    this.#judged = claims.flatMap(({ claim, decided }) =>
      decided.kind === "always" || decided.kind === "reachable"
        ? [{ claim, test: decided.test, wanted: decided.kind === "reachable" }]
        : [],
    );
    this.#deadlocks = claims.flatMap(({ claim, decided }) =>
      decided.kind === "deadlock" ? [{ claim, terminal: decided.terminal }] : [],
    );
    const query = queryOf(program, wanted);
    this.#edges = query && new Edges(query);
    if (begun) this.#takeUp(begun);
  }

  #takeUp({ levels, transitions, fired }: Begun): void {
    for (const states of levels) {
      for (let at = 0; at < states.length; at += this.#program.words) this.#visited.insert(states, at);
      this.#levels.push(this.#visited.count);
    }
    const [present] = this.#levels.slice(-2);
    if (this.#edges) for (; this.#position < present!; this.#position++) this.#visit(this.#position, true);
    this.#position = present!;
    this.#found.clear();
    this.transitions = transitions;
    this.#steps.fired.set(fired);
  }

  get states(): number {
    return this.#visited.count;
  }
  get left(): number {
    return this.#visited.count - this.#position;
  }
  get bytes(): number {
    return this.#visited.bytes + (this.#edges?.bytes ?? 0);
  }
  get fired(): Float64Array {
    return this.#steps.fired;
  }

  begin(): void {
    this.#program.starts((state) => this.#visited.insert(state, 0));
    this.#levels.push(this.#visited.count);
  }

  sweep(expand: boolean, pause: () => boolean): boolean {
    const end = this.#levels.at(-1)!;
    while (this.#position < end) {
      this.#visit(this.#position, expand);
      this.#position++;
      if (++this.#sinceGlance < GLANCE) continue;
      this.#sinceGlance = 0;
      if (pause()) return false;
    }
    return true;
  }

  advance(): number {
    this.#found.clear();
    const size = this.#visited.count - this.#levels.at(-1)!;
    if (size > 0) this.#levels.push(this.#visited.count);
    return size;
  }

  found(): Iterable<Found> {
    return this.#found.values();
  }
  settle(claim: number): void {
    this.#steps.wanted[claim] = 0;
  }

  levels(): Uint32Array[] {
    return this.#levels.slice(1).map((end, level) => this.#packed(this.#levels[level]!, end));
  }
  /** States by number, packed one behind the other. */
  #packed(begin: number, end: number): Uint32Array {
    const { words } = this.#program;
    const packed = new Uint32Array((end - begin) * words);
    for (let state = begin; state < end; state++) packed.set(this.#visited.get(state), (state - begin) * words);
    return packed;
  }
  /** Claims that are still to be decided. */
  get wanted(): Uint8Array {
    return this.#steps.wanted;
  }

  /** The state that was being worked on when the program threw. */
  get present(): Uint32Array {
    return this.#visited.get(this.#position);
  }

  *predecessors(level: number, targets: readonly Uint32Array[]): Generator<void, Uint32Array[]> {
    const best: (Uint32Array | undefined)[] = targets.map(() => undefined);
    const steps = newSteps(this.#program);
    steps.wanted.fill(0);
    for (let state = this.#levels[level]!; state < this.#levels[level + 1]!; state++) {
      if (state % (GLANCE * 16) === 0) yield;
      this.#load(state);
      this.#program.expand(steps);
      for (const [t, target] of targets.entries()) {
        if (!isAmong(steps, target)) continue;
        const candidate = this.#visited.get(state);
        if (best[t] === undefined || this.#program.compare(candidate, best[t]) < 0) best[t] = candidate;
      }
    }
    return best as Uint32Array[];
  }

  graph(): Generator<void, Graph> {
    return this.#edges!.graph(this.#program, this.#packed(0, this.#visited.count), this.#levels);
  }

  #load(state: number): void {
    this.#program.load(this.#visited.chunkOf(state), this.#visited.placeOf(state));
  }

  #visit(state: number, expand: boolean): void {
    const program = this.#program;
    this.#load(state);
    for (const { claim, test, wanted } of this.#judged) {
      if (this.#steps.wanted[claim] && program.holds(test) === wanted)
        this.#keep({ claim, state: this.#visited.get(state), detail: "" });
    }
    this.#edges?.next((predicate) => program.holds(predicate));
    if (expand) this.#expand(state);
  }

  #expand(state: number): void {
    const steps = this.#steps;
    this.#program.expand(steps);
    this.transitions += steps.count;
    const targets = this.#visited.insertAll(steps.words, steps.count, state);
    if (this.#edges) this.#addEdges(this.#edges, targets);
    for (const breach of steps.breaches)
      this.#keep({
        claim: breach.claim,
        state: this.#visited.get(state),
        instance: instanceOf(breach),
        detail: breach.detail,
      });
    if (steps.enabled) return;
    for (const { claim, terminal } of this.#deadlocks) {
      if (steps.wanted[claim] && !this.#program.holds(terminal))
        this.#keep({ claim, state: this.#visited.get(state), detail: "" });
    }
  }

  #addEdges(edges: Edges, targets: Uint32Array): void {
    for (let i = 0; i < this.#steps.count; i++) edges.add(targets[i]!, this.#steps.instances, 4 * i);
  }

  #keep(found: Found): void {
    const kept = this.#found.get(found.claim);
    if (kept === undefined || this.#isBefore(found, kept)) this.#found.set(found.claim, found);
  }

  #isBefore(a: Found, b: Found): boolean {
    const order = this.#program.compare(a.state, b.state);
    return (
      order < 0 ||
      (order === 0 &&
        a.instance !== undefined &&
        b.instance !== undefined &&
        compareInstances(a.instance, b.instance) < 0)
    );
  }
}

/** Is a state among the successors? */
function isAmong(steps: Steps, state: Uint32Array): boolean {
  const words = state.length;
  for (let i = 0; i < steps.count; i++) {
    let k = 0;
    while (k < words && steps.words[i * words + k] === state[k]) k++;
    if (k === words) return true;
  }
  return false;
}
