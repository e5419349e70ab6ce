// What can be walked through: fleets, sets, lists and arrays. A cursor reads what is there at the moment of each turn,
// as JavaScript's iterators do.
import type { Node } from "../code.ts";
import { Outside, type Execution } from "./execution.ts";
import { groupedIn, isCounted, isGroup } from "./groups.ts";
import { decode, readPlace } from "./places.ts";
import type { SetShape } from "./shapes.ts";
import {
  Choice,
  choose,
  Elements,
  Items,
  ListPlace,
  Made,
  numberNode,
  type Num,
  SetPlace,
  type Grouped,
  type Value,
} from "./values.ts";

export interface Cursor {
  /** How many turns there may be. */
  readonly max: () => number;
  /** Does the walk end where a turn has nothing? Else the turn is skipped. */
  readonly ends: boolean;
  present(turn: number): Node;
  value(turn: number): Value;
}

/** The cursor of a value that is no choice; undefined where it cannot be walked through. */
export function cursorOf(x: Execution, value: Value): Cursor | undefined {
  const members = groupedIn(x, value);
  if (members) return ofMembers(members, isGroup(value));
  if (value instanceof SetPlace) return ofElements(x, value.shape, (i) => x.read(value.at + i));
  if (value instanceof Elements) return ofElements(x, value.shape, (i) => value.present[i]!);
  if (isArrayLike(value)) return ofArray(x, value);
  if (value instanceof Made && value.kind === "set") return unchanging(x, value);
  const isCaptured = value instanceof Set || value instanceof Map || typeof value === "string";
  return isCaptured ? fixed(x, [...(value as Iterable<unknown>)]) : undefined;
}

function ofMembers(members: readonly Grouped[], ends: boolean): Cursor {
  if (isCounted(members)) throw new Outside("listing members that are counted");
  return { max: () => members.length, ends, present: (i) => members[i]!.present, value: (i) => members[i]!.member };
}

const ofElements = (x: Execution, shape: SetShape, present: (i: number) => Node): Cursor => ({
  max: () => shape.elements.length,
  ends: false,
  present,
  value: (i) => elementOf(x, shape, i),
});

const ofArray = (x: Execution, array: ArrayLike): Cursor => ({
  max: () => lengthOf(x, array).hi,
  ends: true,
  present: (i) => x.nodes.less(x.nodes.constant(i), lengthOf(x, array)),
  value: (i) => itemOf(x, array, i),
});

const fixed = (x: Execution, values: readonly unknown[]): Cursor => ({
  max: () => values.length,
  ends: true,
  present: (i) => x.nodes.truth(i < values.length),
  value: (i) => values[i],
});

/** Walks through a set that may not change on the way. */
function unchanging(x: Execution, set: Made): Cursor {
  const held = x.state.get(set);
  const items = madeArray(x, held);
  const cursor = cursorOf(x, items)!;
  const max = () => {
    if (x.state.get(set) !== held) throw new Outside("changing a set while walking through it");
    return cursor.max();
  };
  return { ...cursor, max };
}

/** Everything that a walk gives at this moment. */
export function walked(x: Execution, value: Value): { value: Value; present: Node }[] | undefined {
  const cursor = cursorOf(x, value);
  return (
    cursor && Array.from({ length: cursor.max() }, (_, i) => ({ value: cursor.value(i), present: cursor.present(i) }))
  );
}

/** The element of a set's domain at a position; composites are decoded. */
const elementOf = (x: Execution, shape: SetPlace["shape"], i: number): Value =>
  decode(
    x.nodes,
    shape.of,
    shape.elements[i]!.map((leaf) => x.nodes.constant(leaf)),
  );

// ---- Arrays, and what is like them --------------------------------------------------------------------------------

export type ArrayLike = readonly unknown[] | ListPlace | Items | Made;

export const isArrayLike = (value: Value): value is ArrayLike =>
  Array.isArray(value) ||
  value instanceof ListPlace ||
  value instanceof Items ||
  (value instanceof Made && value.kind === "array");

export function lengthOf(x: Execution, array: ArrayLike): Node {
  if (array instanceof ListPlace) return x.read(array.at);
  if (array instanceof Items) return x.nodes.constant(array.items.length);
  if (!(array instanceof Made)) return x.nodes.constant(array.length);
  const held = x.state.get(array);
  if (!(held instanceof Choice)) return x.nodes.constant((held as Items).items.length);
  const length = choose(
    x.nodes,
    held.index,
    held.table.map((one) => (one as Items).items.length),
  );
  return numberNode(x.nodes, length as number | Num);
}

/** The item at a position within the length; elsewhere anything. */
export function itemOf(x: Execution, array: ArrayLike, i: number): Value {
  if (array instanceof ListPlace) {
    const { of, max } = array.shape;
    return i < max ? readPlace(x, of, array.at + 1 + i * of.width) : undefined;
  }
  if (array instanceof Items) return array.items[i];
  if (!(array instanceof Made)) return array[i];
  const held = x.settled(x.state.get(array));
  if (!(held instanceof Choice)) return (held as Items).items[i];
  const long = held.table.filter((one) => (one as Items).items.length > i);
  if (long.length === 0) return undefined;
  return choose(
    x.nodes,
    held.index,
    held.table.map((one) => (long.includes(one) ? one : long[0])).map((one) => (one as Items).items[i]),
  );
}

/** What array[i] gives: undefined beyond the length. */
function itemOrUndefined(x: Execution, array: ArrayLike, i: number): Value {
  const within = x.nodes.less(x.nodes.constant(i), lengthOf(x, array));
  const known = x.state.decide(within);
  if (known === false) return undefined;
  return known ? itemOf(x, array, i) : choose(x.nodes, within, [undefined, itemOf(x, array, i)]);
}

/** array[index] for an index that may depend on the state. */
export function itemAt(x: Execution, array: ArrayLike, index: Node): Value {
  const { nodes } = x;
  const most = lengthOf(x, array).hi;
  if (index.op === "const")
    return Number.isInteger(index.value) && index.value >= 0 && index.value < most
      ? itemOrUndefined(x, array, index.value + 0)
      : undefined;
  const arms: Value[] = Array.from({ length: most }, (_, i) => itemOrUndefined(x, array, i));
  const slot = nodes.select(nodes.isWholeWithin(index, 0, most - 1), nodes.whole(index, 0, most), nodes.constant(most));
  return arms.length === 0 ? undefined : choose(nodes, slot, [...arms, undefined]);
}

/** A new array. */
export function madeArray(x: Execution, items: Value): Made {
  const made = new Made("array");
  x.set(made, items instanceof Items || items instanceof Choice ? items : new Items(items as readonly Value[]));
  return made;
}

/** A new array of all that a walk gives; its length may depend on the state. */
export function gathered(x: Execution, all: readonly { value: Value; present: Node }[]): Value {
  let sofar: Value = new Items([]);
  for (const { value, present } of all) sofar = choose(x.nodes, present, [sofar, appended(x, sofar, value)]);
  return sofar;
}

/** Items with one more at the end, whatever their number. */
export function appended(x: Execution, items: Value, value: Value): Value {
  if (items instanceof Items) return new Items([...items.items, value]);
  const { index, table } = items as Choice;
  return choose(
    x.nodes,
    index,
    table.map((one) => appended(x, one, value)),
  );
}
