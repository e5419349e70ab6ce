// Slots: how a fleet is stored whose members are never told apart. Members that are alike share a slot, which says what
// they are like and how many there are. Slots stand in ascending order, no two alike, the empty ones last.
//
//      leaves of a slot:  | the member's own: state, variables | a flag for each set of members | its cohort | absent |
//      bits of a slot:    | cohort, state, variables, flags, from the highest bit down | absent |    compared as a number
//
// `absent` is the number of members that are not in the slot, so that of two slots alike the fuller one comes first: in
// this order counted states compare as the arrays do that they stand for. Behind the slots that are stored come spare
// ones, for members that are worked on one by one; they are never packed.
import { bitsFor, type Layout } from "./layout.ts";
import type { MachinePart, Model, Part } from "./model.ts";
import { membersIn } from "./mentions.ts";
import { holderOf, isFlagged, rowOf, type Row } from "./rows.ts";

/** Bits of a slot, so that all 64 set mean no slot. */
const WIDTH_MAX = 63;

/** Where the bits of a leaf stand in its slot. */
interface Bits {
  readonly shift: number;
  readonly bits: number;
}

export interface Slots {
  readonly part: MachinePart;
  /** First leaf of the first slot. */
  readonly at: number;
  /** Leaves a slot. */
  readonly stride: number;
  /** How many are stored, and how many spare ones stand behind them. */
  readonly count: number;
  readonly spare: number;
  /** By place in the slot: how many values the leaf has. */
  readonly sizes: readonly number[];
  readonly flags: Row["flags"];
  /** The different cohorts; the slot says which where there are several. */
  readonly cohorts: readonly string[];
  /** Places of the cohort and of `absent`. */
  readonly cohortAt: number;
  readonly absentAt: number;
  /** By place in the slot. */
  readonly bits: readonly Bits[];
  /** How many bits a slot has, of 63 at most. */
  readonly width: number;
  /** The 64-bit word of each slot, and its lowest bit there. */
  readonly places: readonly { readonly pair: number; readonly shift: number }[];
}

/** How states with counted fleets are laid out. */
export interface Counted {
  readonly fleets: readonly Slots[];
  readonly layout: Layout;
  /** First leaf of each part. */
  readonly at: ReadonlyMap<Part, number>;
  /** Places of the fields of a part, by name; sets that have become flags have none. */
  readonly offsets: ReadonlyMap<Part, ReadonlyMap<string, number>>;
}

/** Why a model's reduced fleets cannot be stored by count; undefined where they can. */
export function uncountable({ parts, rules, clock }: Model, fleets: readonly MachinePart[]): string | undefined {
  if (clock) return "a system with a clock";
  const holder = holderOf(parts, fleets);
  if (holder) return `\`${holder.path}\`, which holds members other than in a set of its own`;
  for (const { choices, name } of rules) {
    const others = (choices?.domains ?? []).filter((d) => !fleets.some(({ handle }) => handle === d));
    if (others.flatMap(membersIn).some((d) => fleets.some(({ handle }) => handle === d)))
      return `a choice of \`${name}\`, which holds members`;
  }
  const wide = fleets.find((fleet) => placeBits(leavesOf(parts, fleet)) === undefined);
  return wide && `a member of \`${wide.path}\`, which takes more than ${WIDTH_MAX} bits with its count`;
}

/** Lays out a model with some fleets counted, in so many slots each. */
export function layCounted(model: Model, fleets: readonly MachinePart[], counts: readonly number[]): Counted {
  const room = new Room();
  const [at, offsets, laid] = [new Map<Part, number>(), new Map<Part, ReadonlyMap<string, number>>(), [] as Slots[]];
  for (const part of model.parts) {
    at.set(part, room.leaves);
    const fleet = fleets.indexOf(part as MachinePart);
    if (fleet >= 0) laid[fleet] = laySlots(model, fleets[fleet]!, counts[fleet]!, room);
    else offsets.set(part, layPart(part, fleets, room));
  }
  return { fleets: laid, layout: room.layout(), at, offsets };
}

function layPart(part: Part, fleets: readonly MachinePart[], room: Room): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  const own = part.fields.filter((field) => !fleets.some((fleet) => isFlagged(part, field.name, fleet)));
  let offset = 0;
  for (const { name, codec } of own) {
    offsets.set(name, offset);
    offset += codec.leaves.length;
  }
  for (let i = 0; i < part.size; i++) for (const { codec } of own) for (const size of codec.leaves) room.leaf(size);
  return offsets;
}

/** What the leaves of a slot are. */
type Leaves = Pick<Slots, "sizes" | "flags" | "cohorts" | "cohortAt" | "absentAt">;

function leavesOf(parts: readonly Part[], fleet: MachinePart): Leaves {
  const { sizes, flags, cohorts } = rowOf(parts, fleet);
  return { sizes: [...sizes, fleet.size + 1], flags, cohorts, cohortAt: sizes.length - 1, absentAt: sizes.length };
}

/** From the lowest bit up: absent, then what a slot is like, its first leaf last. No leaf straddles the middle. */
function placeBits({ sizes, cohortAt, absentAt }: Leaves): { bits: Bits[]; width: number } | undefined {
  const own = sizes.map((_, i) => i).filter((i) => i !== cohortAt && i !== absentAt);
  const bits: Bits[] = [];
  const total = sizes.reduce((sum, size) => sum + bitsFor(size), 0);
  let shift = 0;
  for (const i of [absentAt, ...own.toReversed(), cohortAt]) {
    const needed = bitsFor(sizes[i]!);
    if (total > 32 && shift < 32 && shift + needed > 32) shift = 32;
    bits[i] = { shift, bits: needed };
    shift += needed;
  }
  return shift > WIDTH_MAX ? undefined : { bits, width: shift };
}

function laySlots({ parts, rules }: Model, part: MachinePart, count: number, room: Room): Slots {
  const leaves = leavesOf(parts, part);
  const { bits, width } = placeBits(leaves)!;
  const at = room.leaves;
  const places = Array.from({ length: count }, () => room.slot(leaves.sizes, bits, width));
  const spare = Math.max(
    0,
    ...rules.map(
      (rule) => (rule.part === part ? 1 : 0) + (rule.choices?.domains.filter((d) => d === part.handle).length ?? 0),
    ),
  );
  for (let i = 0; i < spare; i++) for (const size of leaves.sizes) room.nowhere(size);
  return { part, at, stride: leaves.sizes.length, count, spare, ...leaves, bits, width, places };
}

/** Bits as they are given away, in ascending order. */
class Room {
  readonly #sizes: number[] = [];
  readonly #word: number[] = [];
  readonly #shift: number[] = [];
  readonly #mask: number[] = [];
  readonly #runs: { word: number; mask: number }[] = [];
  readonly #turned: number[] = [];
  #bits = 0;

  get leaves(): number {
    return this.#sizes.length;
  }

  leaf(size: number): void {
    const bits = bitsFor(size);
    const at = this.#take(bits, 32);
    this.#put(size, at, bits);
  }

  /** A leaf that is not packed. */
  nowhere(size: number): void {
    this.#put(size, 0, 0);
  }

  slot(sizes: readonly number[], bits: readonly Bits[], width: number): { pair: number; shift: number } {
    const at = this.#take(width, width > 32 ? 64 : 32);
    for (const [i, size] of sizes.entries()) this.#put(size, at + bits[i]!.shift, bits[i]!.bits);
    for (let word = at >>> 5; 32 * word < at + width; word++) {
      const from = Math.max(at - 32 * word, 0);
      const to = Math.min(at + width - 32 * word, 32);
      this.#runs.push({ word, mask: (-1 >>> (32 - (to - from))) << from });
    }
    if (width > 32) this.#turned.push(at >>> 5);
    return { pair: at >>> 6, shift: at & 63 };
  }

  layout(): Layout {
    const words = Math.max(1, Math.ceil(this.#bits / 32));
    const order = Array.from({ length: words }, (_, i) => i);
    for (const low of this.#turned) [order[low], order[low + 1]] = [low + 1, low];
    return {
      words,
      sizes: Int32Array.from(this.#sizes),
      word: Int32Array.from(this.#word),
      shift: Int32Array.from(this.#shift),
      mask: Int32Array.from(this.#mask),
      runs: this.#runs,
      order,
    };
  }

  /** Bits that do not straddle a boundary of so many. */
  #take(bits: number, within: number): number {
    if ((this.#bits % within) + bits > within) this.#bits = Math.ceil(this.#bits / within) * within;
    const at = this.#bits;
    this.#bits += bits;
    return at;
  }

  #put(size: number, at: number, bits: number): void {
    this.#sizes.push(size);
    this.#word.push(bits === 0 ? 0 : at >>> 5);
    this.#shift.push(at & 31);
    this.#mask.push(bits === 0 ? 0 : (-1 >>> (32 - bits)) << (at & 31));
  }
}
