// Between a canonical state as an array of members and the same state by count: the array, run-length encoded.
import { pack, unpack, type Layout } from "./layout.ts";
import type { Model, Part } from "./model.ts";
import { lexical } from "./shapes.ts";
import type { Counted, Slots } from "./slots.ts";

/** Members that are alike: what a slot says of them, and how many they are. */
interface Group {
  readonly leaves: Int32Array;
  size: number;
}

export class Counting {
  readonly #model: Model;
  readonly #counted: Counted;
  readonly #array: Int32Array;
  readonly #slots: Int32Array;
  /** By fleet and cohort: the places of its members. */
  readonly #places: readonly (readonly (readonly number[])[])[];

  constructor(model: Model, counted: Counted) {
    this.#model = model;
    this.#counted = counted;
    this.#array = new Int32Array(model.layout.sizes.length);
    this.#slots = new Int32Array(counted.layout.sizes.length);
    this.#places = counted.fleets.map(({ part, cohorts }) =>
      cohorts.map((cohort) => countTo(part.size).filter((i) => (part.cohorts[i] ?? "") === cohort)),
    );
  }

  /** How many slots each fleet takes in a state that is an array. */
  slotsIn(state: Uint32Array, at: number): number[] {
    unpack(this.#model.layout, state, at, this.#array);
    return this.#counted.fleets.map((slots, fleet) => this.#groups(slots, fleet).length);
  }

  /** The state by count; undefined where there are too few slots for it. */
  toCounted(state: Uint32Array, at: number): Uint32Array | undefined {
    const { layout, fleets } = this.#counted;
    unpack(this.#model.layout, state, at, this.#array);
    this.#copyFields((array, slot) => (this.#slots[slot] = this.#array[array]!));
    for (const [fleet, slots] of fleets.entries()) {
      const groups = this.#groups(slots, fleet).toSorted((a, b) =>
        lexical(inSlotOrder(slots, a), inSlotOrder(slots, b)),
      );
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
    for (const [fleet, slots] of fleets.entries()) this.#spread(slots, fleet);
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

  #groups(slots: Slots, fleet: number): Group[] {
    const { part, cohortAt, stride, bits } = slots;
    const groups = new Map<number | string, Group>();
    const leaves = new Int32Array(stride);
    for (const [cohort, places] of this.#places[fleet]!.entries()) {
      for (const member of places) {
        const at = part.at + member * part.stride;
        for (let k = 0; k < part.stride; k++) leaves[k] = this.#array[at + k]!;
        for (const { offset, owner, field } of slots.flags)
          leaves[offset] = this.#array[flagAt(owner, field) + member]!;
        leaves[cohortAt] = cohort;
        const key = keyOf(leaves, bits);
        const group = groups.get(key);
        if (group) group.size++;
        else groups.set(key, { leaves: leaves.slice(), size: 1 });
      }
    }
    return [...groups.values()];
  }

  #fill({ at, stride, absentAt, part }: Slots, i: number, group: Group | undefined): void {
    const from = at + i * stride;
    if (group) this.#slots.set(group.leaves, from);
    else this.#slots.fill(0, from, from + stride);
    this.#slots[from + absentAt] = part.size - (group?.size ?? 0);
  }

  /** Gives the members of each cohort their places, in ascending order. */
  #spread(slots: Slots, fleet: number): void {
    const { at, stride, count, absentAt, cohortAt, part } = slots;
    const groups = countTo(count).map((i): Group => {
      const leaves = this.#slots.slice(at + i * stride, at + (i + 1) * stride);
      return { leaves, size: part.size - leaves[absentAt]! };
    });
    const next = slots.cohorts.map(() => 0);
    for (const { leaves, size } of groups.toSorted((a, b) => lexical(inArrayOrder(slots, a), inArrayOrder(slots, b)))) {
      const cohort = leaves[cohortAt]!;
      for (let k = 0; k < size; k++) this.#place(slots, leaves, this.#places[fleet]![cohort]![next[cohort]!++]!);
    }
  }

  #place({ part, flags }: Slots, leaves: Int32Array, member: number): void {
    const at = part.at + member * part.stride;
    for (let k = 0; k < part.stride; k++) this.#array[at + k] = leaves[k]!;
    for (const { offset, owner, field } of flags) this.#array[flagAt(owner, field) + member] = leaves[offset]!;
  }
}

const countTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

const flagAt = (owner: Part, field: string): number =>
  owner.at + owner.fields.find(({ name }) => name === field)!.offset;

const strideOf = ({ fields }: Part, offsets: ReadonlyMap<string, number>): number =>
  fields.reduce((sum, { name, codec }) => sum + (offsets.has(name) ? codec.leaves.length : 0), 0);

function packed(layout: Layout, leaves: Int32Array): Uint32Array {
  const words = new Uint32Array(layout.words);
  pack(layout, leaves, words, 0);
  return words;
}

/** A number, or a text, that is the same for slots alike. */
function keyOf(leaves: Int32Array, bits: Slots["bits"]): number | string {
  let [low, high] = [0, 0];
  for (let i = 0; i < leaves.length - 1; i++) {
    const { shift } = bits[i]!;
    if (shift < 32) low += leaves[i]! * 2 ** shift;
    else high += leaves[i]! * 2 ** (shift - 32);
  }
  return high < 2 ** 21 ? high * 2 ** 32 + low : `${high} ${low}`;
}

/** What slots are compared by. */
const inSlotOrder = ({ cohortAt, absentAt }: Slots, { leaves }: Group): number[] =>
  [cohortAt, ...countTo(absentAt).filter((i) => i !== cohortAt)].map((i) => leaves[i]!);

/** What members of an array are compared by (structure.ts): the sets that hold them stand as a list of those. */
const inArrayOrder = ({ cohortAt, part, flags }: Slots, { leaves }: Group): number[] => [
  leaves[cohortAt]!,
  ...leaves.subarray(0, part.stride),
  ...flags.flatMap(({ offset }, i) => (leaves[offset] === 1 ? [i] : [])),
];
