// Domains of several leaves: records, and maybe of composites. What specs read of one is a live view, made once a place.
import { AT, outside, type Codec, type Placed } from "./codec.ts";
import type { Memory } from "./memory.ts";
import { maybeScalar } from "./scalars.ts";

/** What a domain of several leaves needs to say for itself. */
export interface Composite
  extends Pick<Codec, "leaves" | "cardinality" | "name" | "encode" | "decode" | "show" | "first"> {
  enumerate(): Int32Array[];
  /** The live view of the value at a place. */
  view(memory: Memory, at: number, named: () => string): unknown;
}

export function composite(of: Composite): Codec {
  let every: Int32Array[] | undefined;
  let positions: Map<string, number> | undefined;
  const all = () => (every ??= of.enumerate());
  const scratch = new Int32Array(of.leaves.length);
  return {
    ...of,
    isScalar: false,
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
export function writeWhole(
  memory: Memory,
  codec: Pick<Codec, "encode" | "leaves" | "name">,
  at: number,
  value: unknown,
  named: () => string,
): void {
  const leaves = new Int32Array(codec.leaves.length);
  if (!codec.encode(value, leaves, 0))
    memory.refuse("values stay in their domains", outside(named(), value, codec.name));
  for (let i = 0; i < leaves.length; i++) memory.write(at + i, leaves[i]!);
}

/** All combinations of the leaves of several codecs, the first varying slowest. */
export function product(codecs: readonly Codec[]): Int32Array[] {
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
    decode: (leaves, at) =>
      Object.freeze(Object.fromEntries(placed.map((f) => [f.name, f.codec.decode(leaves, at + f.offset)]))),
    show: (leaves, at) => Object.fromEntries(placed.map((f) => [f.name, f.codec.show(leaves, at + f.offset)])),
    first: (out, at) => placed.forEach((f) => f.codec.first(out, at + f.offset)),
    enumerate: () => product(placed.map((f) => f.codec)),
    view(memory, at, named) {
      shape ??= Object.fromEntries(
        placed.map((f) => [
          f.name,
          { ...f.codec.property(memory, f.offset, (o) => `${nameOf(o)}.${f.name}`), enumerable: true },
        ]),
      );
      return Object.preventExtensions(Object.defineProperties(placedObject({}, at, named), shape));
    },
  });
}

/** Gives a view its place and its name, out of sight of spread and Object.keys. */
const NAMED: unique symbol = Symbol("named");
export function placedObject<T extends object>(view: T, at: number, named: () => string): T & Placed {
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
  if (inner.isScalar) return maybeScalar(inner);
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
        set(this: Placed, value: unknown) {
          whole.set!.call(this, value);
        },
      };
    },
  };
}
