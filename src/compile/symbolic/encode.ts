// From values to leaves: where a value is in a domain, and what its leaves are there.
import type { Node } from "../code.ts";
import { type Execution, Outside } from "./execution.ts";
import { isPrimitive, sameValue } from "./operators.ts";
import { decode, readLeaves } from "./places.ts";
import { clearFlags, isGroup, isMember } from "./groups.ts";
import { isArrayLike, walked } from "./sequences.ts";
import {
  isScalar,
  type FlagsShape,
  type ListShape,
  type RecordShape,
  type SetShape,
  type Shape,
  type TableShape,
} from "./shapes.ts";
import {
  Bool,
  Choice,
  Closure,
  FlagsPlace,
  isNumeric,
  isTruth,
  Items,
  ListPlace,
  Made,
  Num,
  numberNode,
  Opaque,
  SetPlace,
  SubFleet,
  truthNode,
  type Value,
} from "./values.ts";

export interface Encoded {
  /** Is the value in the domain? Elsewhere the leaves mean nothing. */
  readonly ok: Node;
  readonly leaves: readonly Node[];
}

export function encode(x: Execution, value: Value, shape: Shape): Encoded {
  const { nodes } = x;
  const settled = x.settled(value);
  if (settled instanceof Choice) return encodeChoice(x, settled, shape);
  switch (shape.kind) {
    case "table":
      return encodeTable(x, settled, shape);
    case "range": {
      if (!isNumeric(settled)) return failed(x, shape);
      const node = numberNode(nodes, settled);
      const ok = nodes.isWholeWithin(node, shape.lo, shape.hi);
      return { ok, leaves: [nodes.subtract(nodes.whole(node, shape.lo, shape.hi), nodes.constant(shape.lo))] };
    }
    case "flag":
      return isTruth(settled) ? { ok: nodes.yes, leaves: [truthNode(nodes, settled)] } : failed(x, shape);
    case "maybe":
      return encodeMaybe(x, settled, shape.of, shape.width);
    case "record":
      return isObject(settled) ? encodeRecord(x, settled, shape) : failed(x, shape);
    case "set":
      return encodeSet(x, settled, shape);
    case "flags":
      throw new Outside("a set of members that are counted, as part of a value");
    default:
      return encodeList(x, settled, shape);
  }
}

function encodeChoice(x: Execution, choice: Choice, shape: Shape): Encoded {
  const { nodes } = x;
  const { index, table } = choice;
  if (shape.kind === "table" && table === shape.values) return { ok: nodes.yes, leaves: [index] };
  const possible = x.possible(choice);
  const all = table.map((one, i) => (possible.includes(i) ? encode(x, one, shape) : undefined));
  const any = all.find((one) => one !== undefined)!;
  const pick = (part: (one: Encoded) => Node) => {
    const arms = all.map((one) => part(one ?? any));
    return nodes.pick(index, arms);
  };
  return { ok: pick((one) => one.ok), leaves: any.leaves.map((_, leaf) => pick((one) => one.leaves[leaf]!)) };
}

const failed = (x: Execution, shape: Shape): Encoded => ({
  ok: x.nodes.no,
  leaves: Array<Node>(shape.width).fill(x.nodes.no),
});

/** Is `typeof value` "object", and is it not null? */
const isObject = (value: Value): boolean =>
  typeof value === "object" &&
  value !== null &&
  !(
    value instanceof Num ||
    value instanceof Bool ||
    value instanceof Closure ||
    (value instanceof Opaque && value.kind === "string")
  );

function encodeTable(x: Execution, value: Value, { values }: TableShape): Encoded {
  const { nodes } = x;
  if (isNumeric(value)) {
    const tests = values.map((option) => (isNumeric(option) ? sameValue(x, value, option) : nodes.no));
    const leaf = tests.reduceRight(
      (rest, test, i) => (i === tests.length - 1 ? rest : nodes.select(test, nodes.constant(i), rest)),
      nodes.constant(values.length - 1),
    );
    return { ok: tests.reduce((a, b) => nodes.or(a, b), nodes.no), leaves: [leaf] };
  }
  if (value instanceof Opaque && value.kind === "string")
    throw new Outside("a text that depends on the state, as a value");
  const at = isPrimitive(value) || isMember(value) ? values.indexOf(value) : -1;
  return { ok: nodes.truth(at >= 0), leaves: [nodes.constant(Math.max(at, 0))] };
}

function encodeMaybe(x: Execution, value: Value, of: Shape, width: number): Encoded {
  const { nodes } = x;
  if (value === undefined) return { ok: nodes.yes, leaves: Array<Node>(width).fill(nodes.no) };
  const { ok, leaves } = encode(x, value, of);
  return { ok, leaves: isScalar(of) ? [nodes.add(leaves[0]!, nodes.yes)] : [nodes.yes, ...leaves] };
}

function encodeRecord(x: Execution, value: Value, { fields }: RecordShape): Encoded {
  const all = fields.map((f) => encode(x, x.get(value, f.name), f.shape));
  return {
    ok: all.reduce((ok, one) => x.nodes.and(ok, one.ok), x.nodes.yes),
    leaves: all.flatMap((one) => one.leaves),
  };
}

function encodeSet(x: Execution, value: Value, shape: SetShape): Encoded {
  const { nodes } = x;
  if (value instanceof SetPlace && value.shape.of === shape.of)
    return { ok: nodes.yes, leaves: readLeaves(x, value.at, shape.width) };
  if (isArrayLike(value) && !(value instanceof ListPlace)) return failed(x, shape); // an array is no set
  const all = isObject(value) ? walked(x, value) : undefined;
  if (all === undefined) return isObject(value) && !isMember(value) ? unsure(value) : failed(x, shape);
  let ok = nodes.yes;
  let leaves: readonly Node[] = Array<Node>(shape.width).fill(nodes.no);
  for (const { value: one, present } of all) {
    const found = positions(x, one, shape);
    ok = nodes.and(ok, nodes.or(nodes.not(present), found.ok));
    leaves = leaves.map((leaf, i) => nodes.or(leaf, nodes.and(present, found.leaves[i]!)));
  }
  return { ok, leaves };
}

/** Objects of the author's may be iterable in ways of their own. */
function unsure(value: Value): never {
  throw new Outside(`a set made of ${Object.prototype.toString.call(value)}`);
}

/** Where an element stands among those of a set: one leaf each, 1 at its own place. */
export function positions(x: Execution, value: Value, { of, elements }: SetShape): Encoded {
  const { nodes } = x;
  const { ok, leaves } = encode(x, value, of);
  const matches = elements.map((element) =>
    element.reduce((sofar, leaf, i) => nodes.and(sofar, nodes.equal(leaves[i]!, nodes.constant(leaf))), ok),
  );
  return { ok, leaves: matches };
}

function encodeList(x: Execution, value: Value, shape: ListShape): Encoded {
  const { nodes } = x;
  if (value instanceof ListPlace) {
    if (value.shape === shape) return { ok: nodes.yes, leaves: readLeaves(x, value.at, shape.width) };
    return encode(x, decode(nodes, value.shape, readLeaves(x, value.at, value.shape.width)), shape);
  }
  if (isArrayLike(value) && !(value instanceof Items || Array.isArray(value)))
    return encode(x, x.state.get(value), shape);
  const items = value instanceof Items ? value.items : Array.isArray(value) ? (value as Value[]) : undefined;
  if (items === undefined)
    return isObject(value) && !isMember(value) && !isGroup(value) && !(value instanceof SubFleet)
      ? unsureList(x, value, shape)
      : failed(x, shape);
  if (items.length > shape.max) return failed(x, shape);
  const all = items.map((item) => encode(x, item, shape.of));
  const blank = Array<Node>(shape.of.width * (shape.max - items.length)).fill(nodes.no);
  return {
    ok: all.reduce((ok, one) => nodes.and(ok, one.ok), nodes.yes),
    leaves: [nodes.constant(items.length), ...all.flatMap((one) => one.leaves), ...blank],
  };
}

/** An object is taken for a list where it has a length. */
function unsureList(x: Execution, value: Value, shape: ListShape): Encoded {
  if (x.get(value, "length") === undefined) return failed(x, shape);
  throw new Outside("a list made of what is no array");
}

/** Writes a whole value, or refuses it. */
export function writePlace(x: Execution, shape: Shape, at: number, value: Value): void {
  if (!x.writable) x.alarmNow();
  if (shape.kind === "flags") return writeFlags(x, shape, value);
  const { ok, leaves } = encode(x, value, shape);
  x.refuseWhere(x.nodes.not(ok), "values stay in their domains");
  leaves.forEach((leaf, i) => x.write(at + i, leaf));
}

/** A set of members of a counted fleet can be emptied, or stay what it is. */
function writeFlags(x: Execution, shape: FlagsShape, value: Value): void {
  if (value instanceof FlagsPlace && value.shape === shape) return;
  const held = value instanceof Made && value.kind === "set" ? x.state.get(value) : value;
  const isEmpty = held instanceof Items && value instanceof Made && held.items.length === 0;
  if (!isEmpty && !(held instanceof Set && held.size === 0))
    throw new Outside("a whole set of members that are counted");
  clearFlags(x, new FlagsPlace(shape));
}
