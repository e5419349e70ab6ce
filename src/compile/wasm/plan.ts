// The contract between the kernel's code and the engine that drives it: what stands where in the three memories.
//
//      work:    | control | leaf masks | area of worker 0 | area of worker 1 | …  | ranges, to the end, growing |
//      table:   | buckets of entries, growing upwards                           | room for the last ones to overflow |
//      list:    | block 0 | block 1 | …                                         of BLOCK states each
//
// A level is a set of ranges of the list; a range never crosses a block. The ranges of the present level and of the
// next one alternate in memory: range i of parity p is number 2 i + p.
import type { Layout } from "../../model/layout.ts";

export const WORK = 0;
export const TABLE = 1;
export const LIST = 2;

export const PAGE = 65_536;
export const PAGES_MAX = 65_536;
/** Of the list of states, where its addresses count words. */
export const pagesOfList = ({ listUnit }: Pick<Plan, "listUnit">): number => listUnit * PAGES_MAX;
/** States a block of the list. */
export const BLOCK = 1024;
/** Bytes for recent states, at most: half of what is next to a processor. */
const RECENT_BYTES = 1 << 19;
/** Successors after which a batch is inserted. */
export const BATCH = 384;
/** Bytes of table behind the last bucket, for entries that found theirs full. */
export const OVERFLOW = 4 * PAGE;

/** Places in the control block that every worker reads. 32-bit numbers. */
export const CONTROL = {
  /** The next range of the present level to be handed out, and their number. */
  nextRange: 0,
  ranges: 4,
  /** Ranges made for the next level. */
  made: 8,
  parity: 12,
  /** States that may still be inserted before the table has to grow. */
  room: 16,
  /** Not 0: everybody is to stop at the next state, since there is no room. */
  paused: 20,
  /** Blocks of the list that were ever used. */
  blocks: 24,
  /** 1: the states of consumed ranges stay where they are. */
  keep: 28,
  buckets: 32,
  /** Which bits of an entry are tag, in a table of indices. */
  tagMask: 36,
  /** Odd while workers may take ranges; workers wait for it to change. */
  gate: 40,
  /** Workers that are inside the kernel; 1 where one has failed. */
  running: 44,
  failed: 48,
  /** What workers do inside: TASK. */
  task: 52,
  /** The next job of a growing table to be handed out, and their number. */
  nextJob: 56,
  jobs: 60,
  /** From here on the table has pages that were never written on. */
  fresh: 64,
  /** The next piece of a graph to be handed out, the one that may be written next, and where its edges begin. */
  nextPiece: 68,
  writtenPiece: 72,
  edges: 76,
  /** As gate, running and failed, for those who work on a graph. */
  graphGate: 80,
  graphRunning: 84,
  graphFailed: 88,
  /** Not 0: a memory cannot grow any more. */
  full: 92,
  /** Not 0: a state has more slots than there are; one more than the number of its fleet. */
  crowded: 96,
} as const;
const CONTROL_BYTES = 128;

/** Where the numbers of a gate stand. */
export interface Gate {
  readonly gate: number;
  readonly running: number;
  readonly failed: number;
}
export const SWEEP_GATE: Gate = { gate: CONTROL.gate, running: CONTROL.running, failed: CONTROL.failed };
export const GRAPH_GATE: Gate = {
  gate: CONTROL.graphGate,
  running: CONTROL.graphRunning,
  failed: CONTROL.graphFailed,
};

export const TASK = { sweep: 0, rearrange: 1 } as const;

/** A job of a growing table: a piece of the table or the list, the piece of the longer table where it goes, and whether
 *  it is done. */
export const JOB = { begin: 0, end: 4, to: 8, toEnd: 12, done: 16, bytes: 20 } as const;
export const JOBS_MAX = 64;

/** Put into the gate when workers are to end. */
export const CLOSED_FOR_GOOD = -2;

/** How a sweep ended: the level has no more ranges, the number of states was reached, or the table is full. */
export const SWEPT = { done: 0, more: 1, paused: 2 } as const;

export const MEMORIES = ["work", "table", "list"] as const;

/** What the module exports. Addresses of areas, numbers of states, pieces of the list. */
export interface Kernel {
  sweep(area: number, most: number): number;
  judge(area: number, most: number): number;
  trace(area: number, begin: number, end: number): void;
  insert(area: number, outEnd: number): void;
  closeRange(area: number): void;
  rearrange(area: number): number;
  move(top: number): number;
  put(key: bigint): void;
}

/** Places in a worker's area, from its beginning. */
interface Area {
  readonly cursor: number;
  readonly end: number;
  /** The next place for a new state, where its range began, and the end of its block. */
  readonly place: number;
  readonly begin: number;
  readonly blockEnd: number;
  readonly freeBlock: number;
  readonly tokens: number;
  readonly found: number;
  readonly enabled: number;
  readonly transitions: number;
  readonly hits: number;
  readonly fired: number;
  /** For each claim: is there a state in `best`? and that state; the state whose predecessors are
   *  asked for, and how many such there are. */
  readonly has: number;
  readonly best: number;
  readonly target: number;
  readonly targets: number;
  /** Successors of the batch, and those of them that are not yet known to be known. */
  readonly out: number;
  readonly pending: number;
  /** Those that are known to be new. */
  readonly absent: number;
  /** By counted fleet: its slots, while they are sorted. */
  readonly cells: readonly number[];
  /** Means nothing. */
  readonly seen: number;
  /** States that were looked up lately. */
  readonly recent: number;
  /** Bytes of entries that were deferred while the table grew; they stand where recent states do at other times. */
  readonly deferred: number;
  readonly bytes: number;
}

export interface PlanOptions {
  readonly layout: Layout;
  readonly claims: number;
  readonly events: number;
  /** By counted fleet: how many slots are sorted at most. */
  readonly cells: readonly number[];
  /** The most successors that a state can have. */
  readonly successorsMax: number;
  readonly workers: number;
  /** May the list have addresses of 64 bits? */
  readonly longList: boolean;
  /** Of rules, for readers of a listing. */
  readonly names?: readonly string[];
}

export interface Plan extends PlanOptions {
  /** Are states kept in the table itself? */
  readonly inline: boolean;
  /** 32-bit words of a state in the list, and bytes. */
  readonly listWords: number;
  readonly stateBytes: number;
  /** Bytes that an address of the list counts, 1 or 4, and a state in such units: with 4, addresses of 32 bits reach 16 GiB. */
  readonly listUnit: 1 | 4;
  readonly stateUnits: number;
  /** 64-bit words of a state elsewhere, and bytes. */
  readonly pairs: number;
  readonly stride: number;
  /** 64-bit words for one bit a claim. */
  readonly claimPairs: number;
  /** Places for recent states, as bits of their number. */
  readonly recentBits: number;
  /** Blocks of the list, and ranges, that all workers may need before they hear that a memory cannot grow. */
  readonly reserve: number;
  /** The most states that a batch can find. */
  readonly batchMax: number;
  readonly wantedAt: number;
  readonly masksAt: number;
  readonly jobsAt: number;
  readonly areasAt: number;
  readonly area: Area;
  readonly rangesAt: number;
}

export function plan(options: PlanOptions): Plan {
  const { layout, claims, workers } = options;
  const inline = fitsInline(layout);
  const pairs = Math.ceil(layout.words / 2);
  const listWords = inline ? 2 : layout.words;
  const claimPairs = Math.max(1, Math.ceil(claims / 64));
  const batchMax = BATCH + options.successorsMax;
  const stride = 8 * pairs;
  const recentBits = Math.floor(Math.log2(RECENT_BYTES / stride));
  const reserve = workers * (Math.ceil(batchMax / BLOCK) + 3);
  const stateBytes = 4 * listWords;
  const listUnit: Plan["listUnit"] = inline || !options.longList ? 1 : 4;
  const sizes = {
    inline,
    reserve,
    pairs,
    listWords,
    stateBytes,
    listUnit,
    stateUnits: stateBytes / listUnit,
    stride,
    claimPairs,
    recentBits,
    batchMax,
  };
  const area = layArea({ ...options, ...sizes });
  const wantedAt = CONTROL_BYTES;
  const masksAt = wantedAt + 8 * claimPairs;
  const jobsAt = masksAt + 4 * 64 * pairs;
  const areasAt = aligned(jobsAt + JOB.bytes * JOBS_MAX);
  return { ...options, ...sizes, wantedAt, masksAt, jobsAt, areasAt, area, rangesAt: areasAt + workers * area.bytes };
}

/** An entry is a state with bit 63 set, so that bit must be free. */
function fitsInline({ words, mask, word }: Layout): boolean {
  return words === 1 || (words === 2 && !mask.some((m, leaf) => word[leaf] === 1 && m < 0));
}

type Sizes = PlanOptions & Pick<Plan, "stride" | "claimPairs" | "recentBits" | "batchMax">;

function layArea({ claims, events, cells, stride, claimPairs, recentBits, batchMax }: Sizes): Area {
  let at = 0;
  const take = (bytes: number): number => {
    const from = at;
    at += Math.ceil(bytes / 8) * 8;
    return from;
  };
  const number = () => take(4);
  const slots = Math.max(claims, 1);
  const area = {
    cursor: number(),
    end: number(),
    place: number(),
    begin: number(),
    blockEnd: number(),
    freeBlock: number(),
    tokens: number(),
    found: number(),
    enabled: number(),
    transitions: take(8),
    hits: take(8 * claimPairs),
    fired: take(8 * events),
    has: take(4 * slots),
    best: take(stride * slots),
    target: take(stride * slots),
    targets: number(),
    out: take(stride * (batchMax + 1)),
    pending: take(16 * (batchMax + 1)),
    absent: take(16 * (batchMax + 1)),
    cells: cells.map((most) => take(8 * most)),
    seen: take(8),
    deferred: number(),
    recent: take(stride << recentBits),
  };
  return { ...area, bytes: aligned(at) };
}

/** To a cache line, so that workers do not share one. */
const aligned = (at: number): number => Math.ceil(at / 128) * 128;
