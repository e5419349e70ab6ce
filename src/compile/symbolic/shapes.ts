// Shapes: how the values of a domain lie in leaves, as model/codec.ts lays them out, told openly.
import type { MachinePart } from "../../model/model.ts";
import type {
  Domain,
  ListDomain,
  MaybeDomain,
  OneOfDomain,
  RangeDomain,
  RecordDomain,
  SetDomain,
} from "../../spec/domain.ts";

interface Base {
  /** So many leaves. */
  readonly width: number;
}
/** One of some given values, by its place among them: options, members, and maybe one of these. */
export interface TableShape extends Base {
  readonly kind: "table";
  readonly values: readonly unknown[];
}
interface RangeShape extends Base {
  readonly kind: "range";
  readonly lo: number;
  readonly hi: number;
}
interface FlagShape extends Base {
  readonly kind: "flag";
}
/** undefined, or a value: in one leaf, where 0 is undefined, if the value has one; else behind a leaf that says which. */
interface MaybeShape extends Base {
  readonly kind: "maybe";
  readonly of: Shape;
}
export interface RecordShape extends Base {
  readonly kind: "record";
  readonly fields: readonly FieldShape[];
}
export interface FieldShape {
  readonly name: string;
  readonly shape: Shape;
  readonly offset: number;
}
export interface ListShape extends Base {
  readonly kind: "list";
  readonly of: Shape;
  readonly max: number;
}
export interface SetShape extends Base {
  readonly kind: "set";
  readonly of: Shape;
  /** The leaves of every value that may be in it, in order. */
  readonly elements: readonly (readonly number[])[];
}
/** A set of members of a counted fleet, which takes no leaves of its own: it is a flag in the fleet's slots. */
export interface FlagsShape extends Base {
  readonly kind: "flags";
  readonly of: MachinePart;
  /** The flag's place in a slot. */
  readonly offset: number;
}
export type Shape = TableShape | RangeShape | FlagShape | MaybeShape | RecordShape | ListShape | SetShape | FlagsShape;

/** The shape of a domain; `partOf` tells which part a domain of members is. */
export function shapeOf(domain: Domain<unknown>, partOf: (handle: unknown) => MachinePart): Shape {
  const inner = (of: Domain<unknown>) => shapeOf(of, partOf);
  switch (domain.kind) {
    case "range": {
      const { lo, hi } = domain as RangeDomain;
      return { kind: "range", lo, hi, width: 1 };
    }
    case "flag":
      return { kind: "flag", width: 1 };
    case "oneOf":
      return { kind: "table", values: (domain as OneOfDomain).options, width: 1 };
    case "maybe":
      return maybeShape(inner((domain as MaybeDomain).of));
    case "record":
      return recordShape(
        Object.entries((domain as RecordDomain).fields).map(([name, of]) => [name, inner(of as Domain<unknown>)]),
      );
    case "list":
      return listShape(inner((domain as ListDomain).of), (domain as ListDomain).max);
    case "set": {
      const of = inner((domain as SetDomain).of);
      const elements = allLeaves(of);
      return { kind: "set", of, elements, width: elements.length };
    }
    default:
      return { kind: "table", values: partOf(domain).views, width: 1 };
  }
}

function maybeShape(of: Shape): Shape {
  if (of.kind === "table") return { kind: "table", values: [undefined, ...of.values], width: 1 };
  return { kind: "maybe", of, width: isScalar(of) ? 1 : of.width + 1 };
}

/** Is a value one piece, in one leaf? Then a `maybe` of it is, too. */
export function isScalar(shape: Shape): boolean {
  if (shape.kind === "maybe") return isScalar(shape.of);
  return shape.kind === "range" || shape.kind === "flag" || shape.kind === "table";
}

function recordShape(given: readonly (readonly [string, Shape])[]): RecordShape {
  let width = 0;
  const fields = given.map(([name, shape]) => {
    const offset = width;
    width += shape.width;
    return { name, shape, offset };
  });
  return { kind: "record", fields, width };
}

export const listShape = (of: Shape, max: number): ListShape => ({ kind: "list", of, max, width: 1 + max * of.width });

/** The leaves of every value, in order. */
function allLeaves(shape: Shape): (readonly number[])[] {
  switch (shape.kind) {
    case "table":
      return count(shape.values.length);
    case "range":
      return count(shape.hi - shape.lo + 1);
    case "flag":
      return count(2);
    case "maybe": {
      const inner = allLeaves(shape.of);
      if (isScalar(shape)) return count(inner.length + 1);
      return [Array<number>(shape.width).fill(0), ...inner.map((leaves) => [1, ...leaves])];
    }
    case "record":
      return product(shape.fields.map((f) => f.shape));
    case "set":
      return product(shape.elements.map(() => ({ kind: "flag", width: 1 })));
    case "flags":
      return [[]];
    default:
      return Array.from({ length: shape.max + 1 }, (_, n) => n).flatMap((n) =>
        product(Array<Shape>(n).fill(shape.of)).map((leaves) => [
          n,
          ...leaves,
          ...Array<number>(shape.width - 1 - leaves.length).fill(0),
        ]),
      );
  }
}

const count = (n: number): number[][] => Array.from({ length: n }, (_, i) => [i]);

/** All combinations, the first varying slowest. */
function product(shapes: readonly Shape[]): (readonly number[])[] {
  let rows: (readonly number[])[] = [[]];
  for (const shape of shapes) {
    const all = allLeaves(shape);
    rows = rows.flatMap((row) => all.map((leaves) => [...row, ...leaves]));
  }
  return rows;
}
