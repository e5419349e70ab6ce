// How the values of a domain are kept in leaves: to and from numbers, for people, and as live views.
import type { Shown } from "../verdict/verdict.ts";
import type { Memory } from "./memory.ts";

/** Where a view begins in the memory. Views of one kind share accessors, so that V8 sees one shape. */
export const AT: unique symbol = Symbol("at");
/** The name of a member, which specs cannot ask for: it would tell members apart. */
export const NAME: unique symbol = Symbol("name");
interface Named {
  readonly [NAME]: string;
}
export interface Placed {
  readonly [AT]: number;
}

/** A domain laid out in leaves. */
export interface Codec {
  /** How many values each leaf has; a leaf holds 0 … size − 1. */
  readonly leaves: readonly number[];
  /** Is a value one piece, in one leaf? Records, lists and sets are read as live views of their leaves. */
  readonly isScalar: boolean;
  /** How many values the domain has; may be Infinity where it was not worth counting. */
  readonly cardinality: number;
  /** The domain in words: "range(0, 3)". */
  readonly name: string;
  /** Writes the leaves of a value to out[at …]; false where the value is outside the domain. */
  readonly encode: (value: unknown, out: Int32Array, at: number) => boolean;
  /** The value, detached from the state. */
  decode(leaves: Int32Array, at: number): unknown;
  show(leaves: Int32Array, at: number): Shown;
  /** Writes the leaves of the first value. */
  first(out: Int32Array, at: number): void;
  /** The leaves of every value, in order. */
  all(): Int32Array[];
  /** The position of a value in that order; −1 outside the domain. */
  ordinal(value: unknown): number;
  /** A property that reads and writes the value `offset` leaves behind the object's own place. */
  readonly property: (
    memory: Memory,
    offset: number,
    named: (object: Placed) => string,
  ) => PropertyDescriptor & ThisType<Placed>;
}

/** The largest domain that choices and sets may range over. */
export const CARDINALITY_MAX = 65_536;

/** What a one-leaf domain needs to say for itself. */
interface Scalar {
  readonly name: string;
  readonly size: number;
  /** The leaf of a value; −1 outside the domain. */
  readonly leaf: (value: unknown) => number;
  value(leaf: number): unknown;
  shown(leaf: number): Shown;
  /** The leaf that stands at first; −1 where there is no first value. */
  readonly firstLeaf?: number;
  readonly get?: (memory: Memory, offset: number) => (this: Placed) => unknown;
  readonly set?: (
    memory: Memory,
    offset: number,
    refuse: (object: Placed, value: unknown) => never,
  ) => (this: Placed, value: unknown) => void;
}

export function scalar(of: Scalar): Codec {
  const get =
    of.get ??
    ((memory: Memory, offset: number) =>
      function (this: Placed) {
        return of.value(memory.cells[this[AT] + offset]!);
      });
  const set =
    of.set ??
    ((memory: Memory, offset: number, refuse: (object: Placed, value: unknown) => never) =>
      function (this: Placed, value: unknown) {
        const leaf = of.leaf(value);
        if (leaf < 0) refuse(this, value);
        memory.write(this[AT] + offset, leaf);
      });
  return {
    leaves: [of.size],
    isScalar: true,
    cardinality: of.size,
    name: of.name,
    encode(value, out, at) {
      const leaf = of.leaf(value);
      out[at] = leaf;
      return leaf >= 0;
    },
    decode: (leaves, at) => of.value(leaves[at]!),
    show: (leaves, at) => of.shown(leaves[at]!),
    first(out, at) {
      out[at] = of.firstLeaf ?? 0;
    },
    all: () => Array.from({ length: of.size }, (_, i) => Int32Array.of(i)),
    ordinal: of.leaf,
    property: (memory, offset, named) => ({
      get: get(memory, offset),
      set: set(memory, offset, (object, value) =>
        memory.refuse("values stay in their domains", outside(named(object), value, of.name)),
      ),
    }),
  };
}

export const outside = (field: string, value: unknown, domain: string): string =>
  `${field} = ${inWords(value)} is outside ${domain}`;

/** A value for a message: short, and never throwing. */
export function inWords(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (isNamed(value)) return value[NAME];
  try {
    return JSON.stringify(value, (_, v: unknown) => (isNamed(v) ? v[NAME] : v)) ?? "an object";
  } catch {
    return Object.prototype.toString.call(value);
  }
}

const isNamed = (value: unknown): value is Named => typeof value === "object" && value !== null && NAME in value;
