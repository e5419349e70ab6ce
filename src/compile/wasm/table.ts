// How the table grows, in slices between which the caller may do something else: by a third or a half, so that it is
// never much larger than it has to be, also at the worst moment.
import type { Levels } from "./levels.ts";
import type { Memories } from "./memories.ts";
import { BUCKET_ENTRIES, ENTRY_BYTES } from "./table-inline.ts";
import { SLOT_BYTES } from "./table-listed.ts";
import { BLOCK, OVERFLOW, PAGE, PAGES_MAX, type Kernel, type Plan } from "./plan.ts";

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
const LIST_BYTES_MAX = PAGE * PAGES_MAX;

/** What a table works on. */
interface Parts {
  readonly plan: Plan;
  readonly memories: Memories;
  readonly levels: Levels;
  readonly kernel: Kernel;
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
  abstract readonly entryBytes: number;
  abstract readonly growth: number;
  /** Entries a unit: what the kernel counts the table in. */
  abstract readonly unit: number;

  constructor({ plan, memories, levels, kernel }: Parts) {
    this.plan = plan;
    this.memories = memories;
    this.levels = levels;
    this.kernel = kernel;
  }

  /** Puts the entries where they belong in a table of so many units that has just become longer. */
  abstract rearrange(unitsBefore: number): Generator<void>;

  begin(entries: number): void {
    this.#lengthen(Math.ceil(entries / this.unit));
    this.memories.giveRoom(this.#room());
    this.describe();
  }

  *grow(): Generator<void, boolean> {
    if (this.#room() < this.#slack()) {
      const before = this.memories.get("buckets");
      const states = this.#states() + 2 * this.#slack();
      const units = Math.max(Math.ceil(before * this.growth), Math.ceil(states / LOAD_MAX / this.unit));
      if (units * this.unit > this.#entriesMax() || this.#states() + 2 * this.#slack() > this.#statesMax())
        return false;
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
    return Math.floor(LIST_BYTES_MAX / this.plan.stateBytes) - (this.plan.workers + 32) * BLOCK;
  }

  #lengthen(units: number): boolean {
    const { table } = this.memories;
    const pages = Math.ceil((units * this.unit * this.entryBytes + OVERFLOW) / PAGE);
    try {
      if (pages * PAGE > table.buffer.byteLength) table.grow(pages - table.buffer.byteLength / PAGE);
    } catch {
      return false;
    }
    this.memories.set("buckets", units);
    return true;
  }
}

/** Slots that are moved, and bytes that are cleared or rebuilt from, before control is handed over. */
const SLOTS_A_SLICE = 1 << 20;
const BYTES_A_SLICE = 1 << 24;

class InlineTable extends GrowingTable {
  readonly entryBytes = ENTRY_BYTES;
  readonly growth = 1.35;
  readonly unit = BUCKET_ENTRIES;

  *rearrange(unitsBefore: number): Generator<void> {
    let top = unitsBefore * this.unit * this.entryBytes + OVERFLOW;
    while (top > 0) {
      const expected = Math.max(0, top - SLOTS_A_SLICE * this.entryBytes);
      top = this.kernel.move(top, SLOTS_A_SLICE) >>> 0;
      yield;
      if (top > expected) break;
    }
    this.#putAgain(top);
  }

  /** The few entries at the beginning that could not be moved are taken out and put in again. */
  #putAgain(top: number): void {
    const slots = new BigUint64Array(this.memories.table.buffer, 0, top / 8);
    const keys = slots.filter((key) => key !== 0n);
    slots.fill(0n);
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
    for (const [begin, end] of this.levels.pieces()) {
      this.kernel.rebuild(begin, end);
      yield;
    }
  }

  /** Indices take as many bits as the states that fit need, with room for what blocks leave unused. */
  override describe(): void {
    const states = this.memories.get("buckets") * LOAD_MAX + (this.plan.workers + 2) * BLOCK;
    const indexBits = Math.ceil(Math.log2(states + BLOCK));
    this.memories.set("tagMask", indexBits >= 32 ? 0 : -1 << indexBits);
  }
}
