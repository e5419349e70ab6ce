// The contract between the kernel that makes a graph and the engine that drives it. By then the search is over: its list
// is put in the order of the states' numbers, state n at place n + 1, and its table holds 32-bit entries that point there,
// whatever it held before. Two memories more, and room for each worker behind the ranges:
//
//      targets:  | state | state | …                      4 bytes an edge
//      labels:   | where edges of state 0 begin | …       4 bytes a state and 4 more
//                | label | label | …                      1 or 2 bytes an edge
//                | mark of state 0 | …                    1 byte a state, for each predicate
import type { Code, InstanceCode } from "../code.ts";
import { recordBytes } from "./part.ts";
import { LIST, MEMORIES, PAGE, PAGES_MAX, type Plan } from "./plan.ts";

export interface GraphRequest {
  /** Predicates, by number, whose truth is kept for every state. */
  readonly predicates: readonly number[];
  /** Number of labels, and the label of an instance's edges, from 0. */
  readonly labels: number;
  readonly labelOf: (instance: Pick<InstanceCode, "rule" | "member" | "choice" | "pick">) => number;
}

export interface GraphPlanOptions extends GraphRequest {
  readonly plan: Plan;
  readonly code: Code;
  readonly states: number;
  readonly edges: number;
  /** Entries of the table, and which of their bits are tag. */
  readonly slots: number;
  /** Where the areas of workers begin: the present end of the memory. */
  readonly areasAt: number;
}

/** Places in a worker's area, from its beginning: successors with their labels, those that are looked up, recent ones. */
interface GraphArea {
  readonly out: number;
  readonly pending: number;
  readonly seen: number;
  /** As in the areas of the search. */
  readonly cells: readonly number[];
  readonly recent: number;
  readonly bytes: number;
}

export interface GraphPlan extends GraphPlanOptions {
  readonly area: GraphArea;
  /** Bytes of a successor with its label, or of a recent state with its number. */
  readonly record: number;
  readonly recentBits: number;
  /** States that a worker takes at a time. */
  readonly piece: number;
  readonly labelBytes: 1 | 2;
  readonly tagMask: number;
  readonly labelsAt: number;
  readonly marksAt: number;
  /** Lengths of the two memories, in bytes. */
  readonly targetsBytes: number;
  readonly labelsBytes: number;
}

export const TARGETS = LIST + 1;
export const LABELS = LIST + 2;
export const GRAPH_MEMORIES = [...MEMORIES, "targets", "labels"] as const;
export const BYTES_MAX = PAGE * PAGES_MAX;

/** Of a successor that is looked up: where it stands, its edge, its home entry and tag, and the state that the entry points to. */
export const PENDING = { record: 0, edge: 4, slot: 8, tag: 12, candidate: 16, bytes: 20 } as const;
/** What the kernel exports: what workers do for a table that grows, and for a level, is done here for a graph. */
export interface GraphKernel {
  /** Enters states into the table; 0 where there are no more jobs. */
  rearrange(area: number): number;
  /** Makes edges of some pieces of states: SWEPT. */
  sweep(area: number, most: number): number;
}

const RECENT_BYTES = 1 << 19;
/** Successors of a piece, about. */
const PIECE_EDGES = 512;

export function planGraph(options: GraphPlanOptions): GraphPlan {
  const { plan, states, edges, labels, predicates } = options;
  const record = recordBytes(plan);
  const recentBits = Math.floor(Math.log2(RECENT_BYTES / record));
  const perState = Math.max(plan.successorsMax, 1);
  const piece = Math.max(
    1,
    Math.min(64, Math.floor(PIECE_EDGES / Math.max(edges / states, 1)), Math.floor(2 ** 17 / perState)),
  );
  const labelBytes = labels <= 256 ? 1 : 2;
  const indexBits = Math.ceil(Math.log2(states + 2));
  const labelsAt = 4 * (states + 1);
  const marksAt = labelsAt + labelBytes * edges;
  return {
    ...options,
    record,
    recentBits,
    piece,
    labelBytes,
    area: layArea({ record, recentBits, cells: plan.cells }, piece * perState + 1),
    tagMask: indexBits >= 32 ? 0 : -1 << indexBits,
    labelsAt,
    marksAt,
    targetsBytes: 4 * edges,
    labelsBytes: marksAt + states * predicates.length,
  };
}

interface Sizes extends Pick<GraphPlan, "record" | "recentBits"> {
  readonly cells: readonly number[];
}

function layArea({ record, recentBits, cells: most }: Sizes, successorsMax: number): GraphArea {
  const pending = aligned(record * successorsMax);
  const seen = pending + aligned(PENDING.bytes * successorsMax);
  let end = seen + 128;
  const cells = most.map((count) => (end += aligned(8 * count)) - aligned(8 * count));
  return { out: 0, pending, seen, cells, recent: end, bytes: aligned(end + (record << recentBits)) };
}

const aligned = (at: number): number => Math.ceil(at / 128) * 128;
