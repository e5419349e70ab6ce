// Between a canonical state as an array of members and the same state by count: the array, run-length encoded.
import { pack, unpack, type Layout } from "./layout.ts";
import type { Model, Part } from "./model.ts";
import { Rows, type Alike } from "./rows.ts";
import { lexical } from "./shapes.ts";
import type { Counted, Slots } from "./slots.ts";

export class Counting {
  readonly #model: Model;
  readonly #counted: Counted;
  readonly #array: Int32Array;
  readonly #slots: Int32Array;
  /** By fleet. */
  readonly #rows: readonly Rows[];

  constructor(model: Model, counted: Counted) {
    this.#model = model;
    this.#counted = counted;
    this.#array = new Int32Array(model.layout.sizes.length);
    this.#slots = new Int32Array(counted.layout.sizes.length);
    this.#rows = counted.fleets.map(({ part }) => new Rows(model.parts, part));
  }

  /** How many slots each fleet takes in a state that is an array. */
  slotsIn(state: Uint32Array, at: number): number[] {
    unpack(this.#model.layout, state, at, this.#array);
    return this.#rows.map((rows) => rows.alike(this.#array).length);
  }

  /** The state by count; undefined where there are too few slots for it. */
  toCounted(state: Uint32Array, at: number): Uint32Array | undefined {
    const { layout, fleets } = this.#counted;
    unpack(this.#model.layout, state, at, this.#array);
    this.#copyFields((array, slot) => (this.#slots[slot] = this.#array[array]!));
    for (const [fleet, slots] of fleets.entries()) {
      const groups = this.#rows[fleet]!.alike(this.#array).toSorted((a, b) => lexical(order(a.row), order(b.row)));
      if (groups.length > slots.count) return undefined;
      for (let i = 0; i < slots.count; i++) this.#fill(slots, i, groups[i]);
    }
    return packed(layout, this.#slots);
  }

  /** The canonical array of a state by count. */
  toArray(state: Uint32Array): Uint32Array {
    const { layout, fleets } = this.#counted;
    unpack(layout, state, 0, this.#slots);
    this.#array.fill(0);
    this.#copyFields((array, slot) => (this.#array[array] = this.#slots[slot]!));
    for (const [fleet, slots] of fleets.entries()) this.#rows[fleet]!.settle(this.#groups(slots), this.#array);
    return packed(this.#model.layout, this.#array);
  }

  /** Pairs the leaves of the two layouts that are the same. */
  #copyFields(pair: (array: number, slot: number) => void): void {
    for (const part of this.#model.parts) {
      const offsets = this.#counted.offsets.get(part);
      if (offsets === undefined) continue;
      const at = this.#counted.at.get(part)!;
      const stride = strideOf(part, offsets);
      for (const { name, codec, offset } of part.fields) {
        const to = offsets.get(name);
        if (to === undefined) continue;
        for (let i = 0; i < part.size; i++)
          for (let k = 0; k < codec.leaves.length; k++)
            pair(part.at + i * part.stride + offset + k, at + i * stride + to + k);
      }
    }
  }

  #fill({ at, stride, absentAt, part }: Slots, i: number, alike: Alike | undefined): void {
    const from = at + i * stride;
    this.#slots.fill(0, from, from + stride);
    if (alike) this.#slots.set(alike.row, from);
    this.#slots[from + absentAt] = part.size - (alike?.members.length ?? 0);
  }

  #groups({ at, stride, count, absentAt, part }: Slots): { row: Int32Array; size: number }[] {
    return Array.from({ length: count }, (_, i) => {
      const from = at + i * stride;
      return { row: this.#slots.slice(from, from + absentAt), size: part.size - this.#slots[from + absentAt]! };
    });
  }
}

const strideOf = ({ fields }: Part, offsets: ReadonlyMap<string, number>): number =>
  fields.reduce((sum, { name, codec }) => sum + (offsets.has(name) ? codec.leaves.length : 0), 0);

function packed(layout: Layout, leaves: Int32Array): Uint32Array {
  const words = new Uint32Array(layout.words);
  pack(layout, leaves, words, 0);
  return words;
}

/** What slots are ordered by: cohort first, then the other leaves of the row. */
const order = (row: Int32Array): number[] => [row.at(-1)!, ...row.subarray(0, -1)];
