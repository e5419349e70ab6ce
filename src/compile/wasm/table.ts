// How the table grows, in slices between which the caller may do something else: by two fifths or a half, so that it is
// never much larger than it has to be, also at the worst moment.
import { BUCKET_BYTES, BUCKET_ENTRIES, ENTRY_BYTES } from "./buckets.ts";
import type { Crew } from "./crew.ts";
import type { Levels } from "./levels.ts";
import type { Job, Memories } from "./memories.ts";

import { SLOT_BYTES } from "./table-listed.ts";
import { BLOCK, JOBS_MAX, OVERFLOW, PAGE, pagesOfList, PAGES_MAX, TASK, type Kernel, type Plan } from "./plan.ts";

/** Rebuilds the table with more room; gives false where there cannot be more. */
export interface Table {
  grow(): Generator<void, boolean>;
  /** Forgets all entries. */
  clear(): void;
}

const LOAD_MAX = 0.85;
const ENTRIES_MIN = 8192;
/** Insertions that every worker must be able to set aside twice (kernel.ts). */
const TOKENS = 4096;

/** What a table works on. */
interface Parts {
  readonly plan: Plan;
  readonly memories: Memories;
  readonly levels: Levels;
  readonly kernel: Kernel;
  readonly crew: Crew;
}

export function tableOf(parts: Parts, entriesMin = ENTRIES_MIN): Table {
  const table = parts.plan.inline ? new InlineTable(parts) : new ListedTable(parts);
  table.begin(entriesMin);
  return table;
}

abstract class GrowingTable implements Table {
  readonly plan: Plan;
  readonly memories: Memories;
  readonly levels: Levels;
  readonly kernel: Kernel;
  readonly crew: Crew;
  abstract readonly entryBytes: number;
  abstract readonly growth: number;
  /** Entries a unit: what the kernel counts the table in. */
  abstract readonly unit: number;

  constructor({ plan, memories, levels, kernel, crew }: Parts) {
    this.plan = plan;
    this.memories = memories;
    this.levels = levels;
    this.kernel = kernel;
    this.crew = crew;
  }

  /** Puts the entries where they belong in a table of so many units that has just become longer. */
  abstract rearrange(unitsBefore: number): Generator<void>;

  /** Does jobs together with the other workers. */
  *run(jobs: readonly Job[]): Generator<void> {
    this.memories.setJobs(jobs);
    this.memories.set("task", TASK.rearrange);
    this.crew.call();
    while (this.kernel.rearrange(this.memories.area(0)) !== 0) yield;
    this.crew.finish();
    this.memories.set("task", TASK.sweep);
  }

  begin(entries: number): void {
    this.#lengthen(Math.ceil(entries / this.unit));
    this.memories.giveRoom(this.#room());
    this.describe();
  }

  *grow(): Generator<void, boolean> {
    if (this.#room() < this.#slack()) {
      const before = this.memories.get("buckets");
      const states = this.#states() + 2 * this.#slack();
      const wished = Math.max(Math.ceil(before * this.growth), Math.ceil(states / LOAD_MAX / this.unit));
      const units = Math.min(wished, Math.floor(this.#entriesMax() / this.unit));
      if (units * this.unit * LOAD_MAX < states || this.#states() + 2 * this.#slack() > this.#statesMax()) return false;
      if (!this.#lengthen(units)) return false;
      this.describe();
      yield* this.rearrange(before);
    }
    this.memories.giveRoom(this.#room());
    return true;
  }

  clear(): void {
    new Uint8Array(this.memories.table.buffer).fill(0);
    this.memories.giveRoom(this.#room());
  }

  /** Tells the kernel what depends on the size. */
  describe(): void {}

  /** What is needed for all to go on for a while. */
  #slack(): number {
    return this.plan.workers * 2 * (this.plan.batchMax + TOKENS);
  }
  #room(): number {
    const entries = this.memories.get("buckets") * this.unit;
    return Math.min(Math.floor(entries * LOAD_MAX), this.#statesMax()) - this.#states();
  }
  #states(): number {
    return this.memories.sum((area) => this.memories.number(area, this.plan.area.found));
  }
  #entriesMax(): number {
    return Math.floor((PAGE * PAGES_MAX - OVERFLOW) / this.entryBytes);
  }
  #statesMax(): number {
    return Math.floor((pagesOfList(this.plan) * PAGE) / this.plan.stateBytes) - (this.plan.workers + 32) * BLOCK;
  }

  #lengthen(units: number): boolean {
    const { table } = this.memories;
    const pages = Math.ceil((units * this.unit * this.entryBytes + OVERFLOW) / PAGE);
    const before = table.buffer.byteLength;
    this.memories.set("fresh", before);
    try {
      if (pages * PAGE > before) table.grow(pages - before / PAGE);
    } catch {
      return false;
    }
    this.memories.set("buckets", units);
    return true;
  }
}

/** Bytes that are cleared before control is handed over. */
const BYTES_A_SLICE = 1 << 24;

class InlineTable extends GrowingTable {
  readonly entryBytes = ENTRY_BYTES;
  readonly growth = 1.4;
  readonly unit = BUCKET_ENTRIES;

  *rearrange(before: number): Generator<void> {
    const jobs = this.#jobs(before, this.memories.get("buckets"));
    yield* this.run(jobs);
    const top = this.kernel.move(jobs.at(-1)?.begin ?? before * BUCKET_BYTES + OVERFLOW) >>> 0;
    this.#putAgain(new BigUint64Array(this.memories.table.buffer, 0, top / ENTRY_BYTES));
    for (const deferred of this.memories.deferred()) this.#putAgain(deferred);
    this.memories.beginRecent();
  }

  /** Pieces of the table from its end on, as long as where they go lies behind them; the beginning is left. */
  #jobs(before: number, after: number): Job[] {
    const jobs: Job[] = [];
    const goesTo = (bucket: number) => Number((BigInt(bucket) * BigInt(after)) / BigInt(before));
    const size = Math.ceil((before + OVERFLOW / BUCKET_BYTES) / JOBS_MAX);
    let toEnd = (PAGE * PAGES_MAX) / BUCKET_BYTES - 1;
    for (let end = before + OVERFLOW / BUCKET_BYTES; end > size; end -= size) {
      const begin = end - size;
      const to = goesTo(begin);
      if (to < end) break;
      jobs.push({
        begin: begin * BUCKET_BYTES,
        end: end * BUCKET_BYTES,
        to: to * BUCKET_BYTES,
        toEnd: toEnd * BUCKET_BYTES,
      });
      toEnd = to;
    }
    return jobs;
  }

  /** Entries that could not be moved are taken out and put in. */
  #putAgain(entries: BigUint64Array): void {
    const keys = entries.filter((key) => key !== 0n);
    entries.fill(0n);
    for (const key of keys) this.kernel.put(BigInt.asIntN(64, key));
  }
}

class ListedTable extends GrowingTable {
  readonly entryBytes = SLOT_BYTES;
  readonly growth = 1.5;
  readonly unit = 1;

  *rearrange(): Generator<void> {
    const bytes = new Uint8Array(this.memories.table.buffer);
    for (let at = 0; at < bytes.length; at += BYTES_A_SLICE) {
      bytes.fill(0, at, at + BYTES_A_SLICE);
      yield;
    }
    let jobs: Job[] = [];
    for (const [begin, end] of this.levels.pieces()) {
      jobs.push({ begin, end, to: 0, toEnd: 0 });
      if (jobs.length < JOBS_MAX) continue;
      yield* this.run(jobs);
      jobs = [];
    }
    yield* this.run(jobs);
  }

  /** Indices take as many bits as the states that fit need, with room for what blocks leave unused. */
  override describe(): void {
    const states = this.memories.get("buckets") * LOAD_MAX + (this.plan.workers + 2) * BLOCK;
    const indexBits = Math.ceil(Math.log2(states + BLOCK));
    this.memories.set("tagMask", indexBits >= 32 ? 0 : -1 << indexBits);
  }
}
