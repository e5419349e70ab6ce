// The explored graph, made after a search where a claim is decided on it: its states by number, its edges with a label
// each, and what holds in every state. Engines make it, claims on paths are decided on it; neither knows of the other.
import type { Claim, Instance, Program } from "../program.ts";
import { labelsOf } from "./labels.ts";

/** What is asked of a graph; told by the claims, before the search begins. */
export interface GraphQuery {
  /** Predicates, by number, whose truth is kept for every state. */
  readonly predicates: readonly number[];
  /** How many labels there are, 65,536 at most; up to 256 take one byte an edge, more take two. */
  readonly labels: number;
  /** The label, from 0, of the edges that an instance makes. Instances that nobody asks about may share one. */
  labelOf(instance: Instance): number;
}

/**
 * States are numbered by level, and within a level in the order of `Program.compare`, whoever made the graph: the least of
 * some states is the one with the least number. Every transition is an edge, self-loops are, and several may be alike.
 *
 *      offsets:  | where edges of state 0 begin | of state 1 | … | number of edges |
 *      targets:  | state | state | …      one an edge
 *      labels:   | label | label | …      one an edge
 */
export interface Graph {
  readonly states: number;
  /** Number of the first state of each level, and `states` at the end. */
  readonly levels: ArrayLike<number>;
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
  readonly labels: Uint8Array | Uint16Array;
  /** By state: 1 where a predicate of the query is true. */
  marks(predicate: number): Uint8Array;
  /** The packed state, a copy. */
  state(number: number): Uint32Array;
}

/** What a program says of its claims, and of the runs that they are about. */
type Asking = Pick<Program, "claims" | "fairness" | "tick">;

/** What the wanted claims ask of the graph; undefined where none is decided on it. */
export function queryOf(program: Asking, wanted: Uint8Array): GraphQuery | undefined {
  const asking = program.claims.filter((claim, i) => wanted[i] === 1 && isOnGraph(claim));
  if (asking.length === 0) return undefined;
  const predicates = asking.flatMap(({ decided }) => predicatesOf(decided));
  const labels = labelsOf(program, wanted);
  return { predicates: [...new Set(predicates)], labels: labels.count, labelOf: (instance) => labels.of(instance) };
}

/** Is a claim decided on the graph? */
export const isOnGraph = ({ decided }: Claim): boolean =>
  ["recovers", "progress", "time passes", "zero-time cycle"].includes(decided.kind);

function predicatesOf(decided: Claim["decided"]): number[] {
  if (decided.kind === "recovers") return [decided.goal, decided.once, decided.assuming];
  if (decided.kind === "progress") return [decided.goal, ...(decided.once === undefined ? [] : [decided.once])];
  return [];
}

/** An array of one label an edge. */
export const newLabels = (labels: number, edges: number): Uint8Array | Uint16Array =>
  labels <= 256 ? new Uint8Array(edges) : new Uint16Array(edges);

/** States between two slices of what goes through all of them. */
const SLICE_STATES = 1 << 18;

/** 1 for each state that has a path to a `goal` state, both ends included, that stays among `allowed` ones; in slices. */
export function* reaching(graph: Graph, goal: Uint8Array, allowed: Uint8Array): Generator<void, Uint8Array> {
  const { states } = graph;
  const { offsets, sources } = yield* reversed(graph);
  const reached = new Uint8Array(states);
  const queue = new Uint32Array(states);
  let end = 0;
  for (let s = 0; s < states; s++) if (goal[s] === 1 && allowed[s] === 1) reached[(queue[end++] = s)] = 1;
  for (let begin = 0; begin < end; begin++) {
    if (begin % SLICE_STATES === 0) yield;
    const target = queue[begin]!;
    for (let e = offsets[target]!; e < offsets[target + 1]!; e++) {
      const source = sources[e]!;
      if (reached[source] === 0 && allowed[source] === 1) reached[(queue[end++] = source)] = 1;
    }
  }
  return reached;
}

/** The same edges by target, self-loops left out: a counting sort. */
function* reversed(graph: Graph): Generator<void, { offsets: Uint32Array; sources: Uint32Array }> {
  const { states } = graph;
  const offsets = new Uint32Array(states + 1);
  for (let s = 0; s < states; s += SLICE_STATES) {
    countSources(graph, s, offsets);
    yield;
  }
  for (let s = 0; s < states; s++) offsets[s + 1]! += offsets[s]!;
  const sources = new Uint32Array(offsets[states]!);
  const filled = offsets.slice();
  for (let s = 0; s < states; s += SLICE_STATES) {
    fillSources(graph, s, filled, sources);
    yield;
  }
  return { offsets, sources };
}

/** Counts the edges into each state from those of a slice, one place farther. */
function countSources({ states, offsets, targets }: Graph, first: number, counts: Uint32Array): void {
  for (let s = first; s < Math.min(first + SLICE_STATES, states); s++) {
    for (let e = offsets[s]!; e < offsets[s + 1]!; e++) if (targets[e] !== s) counts[targets[e]! + 1]!++;
  }
}

function fillSources(
  { states, offsets, targets }: Graph,
  first: number,
  filled: Uint32Array,
  sources: Uint32Array,
): void {
  for (let s = first; s < Math.min(first + SLICE_STATES, states); s++) {
    for (let e = offsets[s]!; e < offsets[s + 1]!; e++) if (targets[e] !== s) sources[filled[targets[e]!]!++] = s;
  }
}
