// How the values of a domain are kept in leaves: to and from numbers, for people, and as live views.
import type { Shown } from "../verdict/verdict.ts";
import type { Memory } from "./memory.ts";

/** Where a view begins in the memory. Views of one kind share accessors, so that V8 sees one shape. */
export const AT: unique symbol = Symbol("at");
export interface Placed {
  readonly [AT]: number;
}

/** A domain laid out in leaves. */
export interface Codec {
  /** How many values each leaf has; a leaf holds 0 … size − 1. */
  readonly leaves: readonly number[];
  /** How many values the domain has; may be Infinity where it was not worth counting. */
  readonly cardinality: number;
  /** The domain in words: "range(0, 3)". */
  readonly name: string;
  /** Writes the leaves of a value to out[at …]; false where the value is outside the domain. */
  encode(value: unknown, out: Int32Array, at: number): boolean;
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
  property(memory: Memory, offset: number, named: (object: Placed) => string): PropertyDescriptor & ThisType<Placed>;
}

/** The largest domain that choices and sets may range over. */
export const CARDINALITY_MAX = 65_536;

/** What a one-leaf domain needs to say for itself. */
interface Scalar {
  readonly name: string;
  readonly size: number;
  /** The leaf of a value; −1 outside the domain. */
  leaf(value: unknown): number;
  value(leaf: number): unknown;
  shown(leaf: number): Shown;
  /** The leaf that stands at first; −1 where there is no first value. */
  readonly firstLeaf?: number;
  get?(memory: Memory, offset: number): (this: Placed) => unknown;
  set?(memory: Memory, offset: number, refuse: (object: Placed, value: unknown) => never): (this: Placed, value: unknown) => void;
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
      set: set(memory, offset, (object, value) => memory.refuse("values stay in their domains", outside(named(object), value, of.name))),
    }),
  };
}

export const outside = (field: string, value: unknown, domain: string): string =>
  `${field} = ${inWords(value)} is outside ${domain}`;

/** A value for a message: short, and never throwing. */
export function inWords(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  try {
    return JSON.stringify(value, (_, v) => (typeof v === "object" && v !== null && AT in v ? String(v) : v)) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

// ---- Scalars ---------------------------------------------------------------------------------------------------

export function rangeCodec(lo: number, hi: number): Codec {
  return scalar({
    name: `range(${lo}, ${hi})`,
    size: hi - lo + 1,
    leaf: (v) => (typeof v === "number" && Number.isInteger(v) && v >= lo && v <= hi ? v - lo : -1),
    value: (leaf) => leaf + lo,
    shown: (leaf) => leaf + lo,
    get: (memory, offset) =>
      function (this: Placed) {
        return memory.cells[this[AT] + offset]! + lo;
      },
    set: (memory, offset, refuse) =>
      function (this: Placed, value: unknown) {
        if (typeof value !== "number" || !Number.isInteger(value) || value < lo || value > hi) refuse(this, value);
        memory.write(this[AT] + offset, (value as number) - lo);
      },
  });
}

export function flagCodec(): Codec {
  return scalar({
    name: "flag()",
    size: 2,
    leaf: (v) => (v === true ? 1 : v === false ? 0 : -1),
    value: (leaf) => leaf === 1,
    shown: (leaf) => leaf === 1,
    get: (memory, offset) =>
      function (this: Placed) {
        return memory.cells[this[AT] + offset] === 1;
      },
    set: (memory, offset, refuse) =>
      function (this: Placed, value: unknown) {
        if (value !== true && value !== false) refuse(this, value);
        memory.write(this[AT] + offset, value ? 1 : 0);
      },
  });
}

export function oneOfCodec(options: readonly (string | number)[]): Codec {
  const leafOf = new Map<unknown, number>(options.map((option, i) => [option, i]));
  return scalar({
    name: `oneOf(${options.map((o) => JSON.stringify(o)).join(", ")})`,
    size: options.length,
    leaf: (v) => leafOf.get(v) ?? -1,
    value: (leaf) => options[leaf],
    shown: (leaf) => options[leaf]!,
    get: (memory, offset) =>
      function (this: Placed) {
        return options[memory.cells[this[AT] + offset]!];
      },
  });
}

/** Members of a fleet or ordered part. `views` is filled once the layout is known. */
export function memberCodec(of: {
  path: string;
  size: number;
  views: readonly object[];
  indexOf(view: unknown): number;
  nameOf(index: number): string;
}): Codec {
  return scalar({
    name: `a member of ${of.path}`,
    size: of.size,
    firstLeaf: -1,
    leaf: (v) => of.indexOf(v),
    value: (leaf) => of.views[leaf],
    shown: (leaf) => (leaf < 0 ? null : of.nameOf(leaf)),
    get: (memory, offset) =>
      function (this: Placed) {
        return of.views[memory.cells[this[AT] + offset]!];
      },
  });
}

/** undefined or a value of a one-leaf domain, still in one leaf. */
function maybeScalar(inner: Codec): Codec {
  const scratch = new Int32Array(1);
  const at0 = (leaf: number) => {
    scratch[0] = leaf - 1;
    return scratch;
  };
  return scalar({
    name: `maybe(${inner.name})`,
    size: inner.leaves[0]! + 1,
    leaf: (v) => (v === undefined ? 0 : inner.ordinal(v) + 1 || -1),
    value: (leaf) => (leaf === 0 ? undefined : inner.decode(at0(leaf), 0)),
    shown: (leaf) => (leaf === 0 ? null : inner.show(at0(leaf), 0)),
  });
}

// ---- Composites ------------------------------------------------------------------------------------------------

/** What a domain of several leaves needs to say for itself. */
interface Composite extends Pick<Codec, "leaves" | "cardinality" | "name" | "encode" | "decode" | "show" | "first"> {
  enumerate(): Int32Array[];
  /** The live view of the value at a place. */
  view(memory: Memory, at: number, named: () => string): unknown;
}

function composite(of: Composite): Codec {
  let every: Int32Array[] | undefined;
  let positions: Map<string, number> | undefined;
  const all = () => (every ??= of.enumerate());
  const scratch = new Int32Array(of.leaves.length);
  return {
    ...of,
    all,
    ordinal(value) {
      positions ??= new Map(all().map((leaves, i) => [leaves.join(), i]));
      return of.encode(value, scratch, 0) ? (positions.get(scratch.join()) ?? -1) : -1;
    },
    property: (memory, offset, named) => {
      const views: unknown[] = [];
      return {
        get(this: Placed) {
          const at = this[AT] + offset;
          return (views[at] ??= of.view(memory, at, () => named(this)));
        },
        set(this: Placed, value: unknown) {
          writeWhole(memory, of, this[AT] + offset, value, () => named(this));
        },
      };
    },
  };
}

/** Replaces a whole value, through a scratch copy: what is assigned may be a view of what is written. */
export function writeWhole(memory: Memory, codec: Pick<Codec, "encode" | "leaves" | "name">, at: number, value: unknown, named: () => string): void {
  const leaves = new Int32Array(codec.leaves.length);
  if (!codec.encode(value, leaves, 0)) memory.refuse("values stay in their domains", outside(named(), value, codec.name));
  for (let i = 0; i < leaves.length; i++) memory.write(at + i, leaves[i]!);
}

/** All combinations of the leaves of several codecs, the first varying slowest. */
function product(codecs: readonly Codec[]): Int32Array[] {
  let rows: number[][] = [[]];
  for (const codec of codecs) rows = rows.flatMap((row) => codec.all().map((leaves) => [...row, ...leaves]));
  return rows.map((row) => Int32Array.from(row));
}

export function recordCodec(fields: readonly (readonly [string, Codec])[]): Codec {
  const placed: { name: string; codec: Codec; offset: number }[] = [];
  let width = 0;
  for (const [name, codec] of fields) {
    placed.push({ name, codec, offset: width });
    width += codec.leaves.length;
  }
  let shape: PropertyDescriptorMap | undefined;
  return composite({
    leaves: placed.flatMap((f) => f.codec.leaves),
    cardinality: placed.reduce((n, f) => n * f.codec.cardinality, 1),
    name: `record({ ${placed.map((f) => `${f.name}: ${f.codec.name}`).join(", ")} })`,
    encode: (value, out, at) =>
      typeof value === "object" &&
      value !== null &&
      placed.every((f) => f.codec.encode((value as Record<string, unknown>)[f.name], out, at + f.offset)),
    decode: (leaves, at) => Object.freeze(Object.fromEntries(placed.map((f) => [f.name, f.codec.decode(leaves, at + f.offset)]))),
    show: (leaves, at) => Object.fromEntries(placed.map((f) => [f.name, f.codec.show(leaves, at + f.offset)])),
    first: (out, at) => placed.forEach((f) => f.codec.first(out, at + f.offset)),
    enumerate: () => product(placed.map((f) => f.codec)),
    view(memory, at, named) {
      shape ??= Object.fromEntries(
        placed.map((f) => [f.name, { ...f.codec.property(memory, f.offset, (o) => `${nameOf(o)}.${f.name}`), enumerable: true }]),
      );
      return Object.preventExtensions(Object.defineProperties(placedObject({}, at, named), shape));
    },
  });
}

/** Gives a view its place and its name, out of sight of spread and Object.keys. */
const NAMED: unique symbol = Symbol("named");
function placedObject<T extends object>(view: T, at: number, named: () => string): T & Placed {
  Object.defineProperty(view, AT, { value: at });
  Object.defineProperty(view, NAMED, { value: named });
  return view as T & Placed;
}
const nameOf = (view: Placed): string => (view as unknown as { [NAMED](): string })[NAMED]();

/** undefined or a value of several leaves: a leaf that says which, and the value's own, zero while there is none. */
function maybeComposite(inner: Codec): Codec {
  const width = inner.leaves.length;
  const blank = (out: Int32Array, at: number) => out.fill(0, at, at + 1 + width);
  return composite({
    leaves: [2, ...inner.leaves],
    cardinality: inner.cardinality + 1,
    name: `maybe(${inner.name})`,
    encode(value, out, at) {
      blank(out, at);
      if (value === undefined) return true;
      out[at] = 1;
      return inner.encode(value, out, at + 1);
    },
    decode: (leaves, at) => (leaves[at] === 0 ? undefined : inner.decode(leaves, at + 1)),
    show: (leaves, at) => (leaves[at] === 0 ? null : inner.show(leaves, at + 1)),
    first: blank,
    enumerate: () => [new Int32Array(1 + width), ...inner.all().map((leaves) => Int32Array.of(1, ...leaves))],
    view: () => undefined, // replaced below: whether there is a value changes from state to state
  });
}

export function maybeCodec(inner: Codec): Codec {
  if (inner.leaves.length === 1) return maybeScalar(inner);
  const codec = maybeComposite(inner);
  return {
    ...codec,
    property(memory, offset, named) {
      const whole = codec.property(memory, offset, named);
      const present = inner.property(memory, offset + 1, named);
      return {
        get(this: Placed) {
          return memory.cells[this[AT] + offset] === 0 ? undefined : present.get!.call(this);
        },
        set: whole.set!,
      };
    },
  };
}

/** A set that is no longer part of a state. */
class DetachedSet<T> extends Set<T> {
  some(p: (x: T) => boolean): boolean {
    for (const x of this) if (p(x)) return true;
    return false;
  }
  every(p: (x: T) => boolean): boolean {
    return !this.some((x) => !p(x));
  }
}

export function setCodec(inner: Codec): Codec {
  const size = inner.cardinality;
  const elements = () => inner.all();
  const present = (leaves: Int32Array, at: number) => elements().filter((_, i) => leaves[at + i] === 1);
  return composite({
    leaves: Array<number>(size).fill(2),
    cardinality: 2 ** size,
    name: `setOf(${inner.name})`,
    encode(value, out, at) {
      out.fill(0, at, at + size);
      if (typeof value !== "object" || value === null || !(Symbol.iterator in value)) return false;
      for (const x of value as Iterable<unknown>) {
        const i = inner.ordinal(x);
        if (i < 0) return false;
        out[at + i] = 1;
      }
      return true;
    },
    decode: (leaves, at) => new DetachedSet(present(leaves, at).map((element) => inner.decode(element, 0))),
    show: (leaves, at) => present(leaves, at).map((element) => inner.show(element, 0)),
    first: (out, at) => void out.fill(0, at, at + size),
    enumerate: () => product(Array<Codec>(size).fill(flagCodec())),
    view: (memory, at, named) => new SetView(memory, inner, at, named),
  });
}

class SetView {
  readonly #memory: Memory;
  readonly #inner: Codec;
  readonly #at: number;
  readonly #named: () => string;

  constructor(memory: Memory, inner: Codec, at: number, named: () => string) {
    this.#memory = memory;
    this.#inner = inner;
    this.#at = at;
    this.#named = named;
  }

  get size(): number {
    let size = 0;
    for (let i = 0; i < this.#inner.cardinality; i++) size += this.#memory.cells[this.#at + i]!;
    return size;
  }
  has(x: unknown): boolean {
    const i = this.#inner.ordinal(x);
    return i >= 0 && this.#memory.cells[this.#at + i] === 1;
  }
  add(x: unknown): void {
    const i = this.#inner.ordinal(x);
    if (i < 0) this.#memory.refuse("values stay in their domains", outside(`an element of ${this.#named()}`, x, this.#inner.name));
    this.#memory.write(this.#at + i, 1);
  }
  delete(x: unknown): void {
    const i = this.#inner.ordinal(x);
    if (i >= 0) this.#memory.write(this.#at + i, 0);
  }
  some(p: (x: unknown) => boolean): boolean {
    for (const x of this) if (p(x)) return true;
    return false;
  }
  every(p: (x: unknown) => boolean): boolean {
    return !this.some((x) => !p(x));
  }
  *[Symbol.iterator](): Generator<unknown> {
    for (const [i, element] of this.#inner.all().entries()) {
      if (this.#memory.cells[this.#at + i] === 1) yield this.#inner.decode(element, 0);
    }
  }
}

export function listCodec(inner: Codec, max: number): Codec {
  const width = inner.leaves.length;
  const place = (at: number, i: number) => at + 1 + i * width;
  const name = `list(${inner.name}, ${max})`;
  const items = (leaves: Int32Array, at: number) => Array.from({ length: leaves[at]! }, (_, i) => place(at, i));
  const codec: Composite = {
    leaves: [max + 1, ...Array<readonly number[]>(max).fill(inner.leaves).flat()],
    cardinality: Array.from({ length: max + 1 }, (_, n) => inner.cardinality ** n).reduce((a, b) => a + b),
    name,
    encode(value, out, at) {
      out.fill(0, at, at + codec.leaves.length);
      const array = value as ArrayLike<unknown> | null;
      if (typeof array !== "object" || array === null || !Number.isInteger(array.length) || array.length > max) return false;
      out[at] = array.length;
      for (let i = 0; i < array.length; i++) if (!inner.encode(array[i], out, place(at, i))) return false;
      return true;
    },
    decode: (leaves, at) => Object.freeze(items(leaves, at).map((i) => inner.decode(leaves, i))),
    show: (leaves, at) => items(leaves, at).map((i) => inner.show(leaves, i)),
    first: (out, at) => void out.fill(0, at, at + codec.leaves.length),
    enumerate: () =>
      Array.from({ length: max + 1 }, (_, n) =>
        product(Array<Codec>(n).fill(inner)).map((leaves) => {
          const whole = new Int32Array(codec.leaves.length);
          whole[0] = n;
          whole.set(leaves, 1);
          return whole;
        }),
      ).flat(),
    view: (memory, at, named) => listView(memory, codec, inner, max, at, named),
  };
  return composite(codec);
}

/** Array methods that change the array. On a list each works on a detached copy that is then written back whole. */
const MUTATORS = ["push", "pop", "shift", "unshift", "splice", "sort", "reverse", "fill", "copyWithin"] as const;

/** An array-like view: its own length and items, and every other method from Array.prototype, which are generic. */
function listView(memory: Memory, codec: Composite, inner: Codec, max: number, at: number, named: () => string): object {
  const view = placedObject(Object.create(Array.prototype) as object, at, named);
  const width = inner.leaves.length;
  const setLength = (length: number) => {
    if (!Number.isInteger(length) || length < 0 || length > memory.cells[at]!) memory.refuse("values stay in their domains", outside(`${named()}.length`, length, codec.name));
    for (let i = at + 1 + length * width; i < at + codec.leaves.length; i++) memory.write(i, 0);
    memory.write(at, length);
  };
  Object.defineProperty(view, "length", { get: () => memory.cells[at], set: setLength });
  for (let i = 0; i <= max; i++) Object.defineProperty(view, i, itemProperty(memory, codec, inner, max, at, i, named));
  for (const method of MUTATORS) Object.defineProperty(view, method, { value: mutator(memory, codec, at, method, named) });
  return Object.preventExtensions(view);
}

/** The item at `i`: readable while there is one, writable there and right behind the last. */
function itemProperty(memory: Memory, codec: Composite, inner: Codec, max: number, at: number, i: number, named: () => string): PropertyDescriptor {
  const item = i < max ? inner.property(memory, 1 + i * inner.leaves.length, () => `${named()}[${i}]`) : undefined;
  return {
    get(this: Placed) {
      return i < memory.cells[at]! ? item!.get!.call(this) : undefined;
    },
    set(this: Placed, value: unknown) {
      const length = memory.cells[at]!;
      if (i > length || !item) memory.refuse("values stay in their domains", outside(`${named()}[${i}]`, value, codec.name));
      if (i === length) memory.write(at, length + 1);
      item.set!.call(this, value);
    },
  };
}

function mutator(memory: Memory, codec: Composite, at: number, method: (typeof MUTATORS)[number], named: () => string) {
  return function (this: unknown, ...args: unknown[]): unknown {
    const copy = [...(codec.decode(memory.cells, at) as unknown[])];
    const result = (Array.prototype[method] as (...a: unknown[]) => unknown).apply(copy, args);
    writeWhole(memory, codec, at, copy, named);
    return result === copy ? this : result;
  };
}
