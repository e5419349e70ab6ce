// Domains of one leaf: ranges, flags, options, members, and maybe of these. Their accessors are written out by kind, so
// that V8 inlines them where specs read and write.
import { AT, scalar, type Codec, type Placed } from "./codec.ts";

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
  readonly indexOf: (view: unknown) => number;
  readonly nameOf: (index: number) => string;
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
export function maybeScalar(inner: Codec): Codec {
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
