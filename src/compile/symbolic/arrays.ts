// The methods of arrays, on captured ones, on those that functions make, and on lists of the state, which are changed
// as model/lists.ts changes them: a decoded copy is worked on and written back whole.
import type { Node } from "../code.ts";
import { writePlace } from "./encode.ts";
import { Outside, type Execution } from "./execution.ts";
import { sameValue, strictlyEqual, toNumber, truthy } from "./operators.ts";
import { decode, readLeaves } from "./places.ts";
import {
  appended,
  type ArrayLike,
  gathered,
  isArrayLike,
  itemAt,
  itemOf,
  lengthOf,
  madeArray,
  walked,
} from "./sequences.ts";
import { sorted } from "./sorting.ts";
import { choose, Items, ListPlace, Made, number, Opaque, truth, type Value } from "./values.ts";

type Method = (x: Execution, array: ArrayLike, args: readonly Value[]) => Value;

export function callArray(
  x: Execution,
  array: ArrayLike,
  name: string,
  args: readonly Value[],
): { result: Value } | undefined {
  if (Object.hasOwn(READING, name)) return { result: READING[name]!(x, array, args) };
  if (Object.hasOwn(CHANGING, name)) return { result: change(x, array, CHANGING[name]!, args) };
  if (name === "sort") return { result: sort(x, array, args[0]) };
  if (name in Array.prototype) throw new Outside(`\`${name}\` of an array`);
  return undefined;
}

// ---- Reading ------------------------------------------------------------------------------------------------------

/** One item after the other, up to the length that there was at first; `turn` says how it goes on. */
function through(
  x: Execution,
  array: ArrayLike,
  turn: (i: number, next: () => Value) => Value,
  end: () => Value,
): Value {
  const length = lengthOf(x, array);
  const from = (i: number): Value =>
    x.fork(x.nodes.less(x.nodes.constant(i), length), () => turn(i, () => from(i + 1)), end);
  return from(0);
}

const ask = (x: Execution, array: ArrayLike, p: Value, i: number): Node =>
  truthy(x, x.call(p, [itemOf(x, array, i), i, array]));

/** The same for what is gathered on the way. */
function gather(x: Execution, array: ArrayLike, first: Value, turn: (sofar: Value, i: number) => Value): Value {
  const length = lengthOf(x, array);
  let sofar = first;
  for (let i = 0; i < length.hi; i++) {
    sofar = x.fork(
      x.nodes.less(x.nodes.constant(i), length),
      () => turn(sofar, i),
      () => sofar,
    );
  }
  return sofar;
}

const READING: Readonly<Record<string, Method>> = {
  some: (x, array, [p]) =>
    through(
      x,
      array,
      (i, next) => x.fork(ask(x, array, p, i), () => true, next),
      () => false,
    ),
  every: (x, array, [p]) =>
    through(
      x,
      array,
      (i, next) => x.fork(ask(x, array, p, i), next, () => false),
      () => true,
    ),
  find: (x, array, [p]) =>
    through(
      x,
      array,
      (i, next) => {
        const item = itemOf(x, array, i);
        return x.fork(truthy(x, x.call(p, [item, i, array])), () => item, next);
      },
      () => undefined,
    ),
  findIndex: (x, array, [p]) =>
    through(
      x,
      array,
      (i, next) => x.fork(ask(x, array, p, i), () => i, next),
      () => -1,
    ),
  filter: (x, array, [p]) =>
    madeArray(
      x,
      gather(x, array, new Items([]), (sofar, i) => {
        const item = itemOf(x, array, i);
        return x.fork(
          truthy(x, x.call(p, [item, i, array])),
          () => appended(x, sofar, item),
          () => sofar,
        );
      }),
    ),
  map: (x, array, [f]) =>
    madeArray(
      x,
      gather(x, array, new Items([]), (sofar, i) => appended(x, sofar, x.call(f, [itemOf(x, array, i), i, array]))),
    ),
  forEach: (x, array, [f]) => (
    gather(x, array, undefined, (_, i) => (x.call(f, [itemOf(x, array, i), i, array]), undefined)), undefined
  ),
  reduce: (x, array, [f, ...first]) => {
    const start = first.length > 0 ? 0 : 1;
    if (start === 1) x.throwWhere(x.nodes.equal(lengthOf(x, array), x.nodes.no));
    return gather(x, array, start === 0 ? first[0] : itemOf(x, array, 0), (sofar, i) =>
      i < start ? sofar : x.call(f, [sofar, itemOf(x, array, i), i, array]),
    );
  },
  includes: (x, array, [value, from]) => {
    plain(from, "the second argument of includes");
    const length = lengthOf(x, array);
    return truth(
      found(x, array, length, (item) => sameValue(x, item, value)).reduce((a, b) => x.nodes.or(a, b), x.nodes.no),
    );
  },
  indexOf: (x, array, [value, from]) => {
    plain(from, "the second argument of indexOf");
    const all = found(x, array, lengthOf(x, array), (item) => strictlyEqual(x, item, value));
    return number(
      all.reduceRight((rest, test, i) => x.nodes.select(test, x.nodes.constant(i), rest), x.nodes.constant(-1)),
    );
  },
  at: (x, array, [index]) => {
    const [i, length] = [x.nodes.trunc(toNumber(x, index ?? 0)), lengthOf(x, array)];
    return itemAt(x, array, x.nodes.select(x.nodes.less(i, x.nodes.no), x.nodes.add(i, length), i));
  },
  slice: (x, array, args) =>
    x.each(itemsOf(x, array), (items) => madeArray(x, (items as Items).items.slice(...concrete(args)))),
  concat: (x, array, args) =>
    args.reduce<Value>(
      (sofar, arg) => x.each(sofar, (made) => x.each(arg, (one) => concatenated(x, made as Made, one))),
      madeArray(x, itemsOf(x, array)),
    ),
  toReversed: (x, array) => x.each(itemsOf(x, array), (items) => madeArray(x, (items as Items).items.toReversed())),
  toSorted: (x, array, [comparator]) =>
    x.each(itemsOf(x, array), (items) => madeArray(x, sorted(x, (items as Items).items, comparator))),
  join: () => new Opaque("string"),
};

/** Which items are within the length and pass. */
const found = (x: Execution, array: ArrayLike, length: Node, test: (item: Value) => Node): Node[] =>
  Array.from({ length: length.hi }, (_, i) => {
    const within = x.nodes.less(x.nodes.constant(i), length);
    return x.state.decide(within) === false ? x.nodes.no : x.nodes.and(within, test(itemOf(x, array, i)));
  });

function plain(value: Value, what: string): void {
  if (value !== undefined) throw new Outside(what);
}

function concrete(args: readonly Value[]): number[] {
  if (!args.every((one) => one === undefined || typeof one === "number"))
    throw new Outside("a position in an array that depends on the state");
  return args as number[];
}

function concatenated(x: Execution, array: Made, value: Value): Value {
  const added = isArrayLike(value) ? walked(x, value)! : [{ value, present: x.nodes.yes }];
  let sofar = contentOf(x, array);
  for (const { value: one, present } of added) sofar = choose(x.nodes, present, [sofar, appended(x, sofar, one)]);
  return madeArray(x, sofar);
}

/** The items as they are seen, those of a list live. */
const itemsOf = (x: Execution, array: ArrayLike): Value => gathered(x, walked(x, array)!);

/** The items, as Items or a choice among such; those of a list decoded. */
function contentOf(x: Execution, array: ArrayLike): Value {
  if (array instanceof ListPlace) return decode(x.nodes, array.shape, readLeaves(x, array.at, array.shape.width));
  if (array instanceof Items) return array;
  return array instanceof Made ? x.state.get(array) : new Items(array);
}

// ---- Changing -----------------------------------------------------------------------------------------------------

/** Changes the copy; the result is the copy itself where the method gives the array. */
type Change = (x: Execution, copy: Value[], args: readonly Value[]) => Value;

const CHANGING: Readonly<Record<string, Change>> = {
  push: (_, copy, args) => copy.push(...args),
  pop: (_, copy) => copy.pop(),
  shift: (_, copy) => copy.shift(),
  unshift: (_, copy, args) => copy.unshift(...args),
  reverse: (_, copy) => {
    copy.splice(0, copy.length, ...copy.toReversed());
    return copy;
  },
  splice: (x, copy, args) => {
    const [start, count] = concrete(args.slice(0, 2));
    const removed =
      args.length === 0 ? [] : args.length === 1 ? copy.splice(start!) : copy.splice(start!, count!, ...args.slice(2));
    return madeArray(x, removed);
  },
  fill: (_, copy, [value, ...range]) => copy.fill(value, ...concrete(range)),
};

function change(x: Execution, array: ArrayLike, how: Change, args: readonly Value[]): Value {
  if (Array.isArray(array)) throw new Outside("changing a captured array");
  if (array instanceof Items) x.throwNow(); // what was decoded is frozen
  return x.each(contentOf(x, array), (items) => {
    const copy = [...(items as Items).items];
    const result = how(x, copy, args);
    if (array instanceof ListPlace) writePlace(x, array.shape, array.at, new Items(copy));
    else x.set(array, new Items(copy));
    return result === copy ? array : result;
  });
}

function sort(x: Execution, array: ArrayLike, comparator: Value): Value {
  if (Array.isArray(array)) throw new Outside("changing a captured array");
  if (array instanceof Items) x.throwNow();
  return x.each(contentOf(x, array), (items) => {
    const result = sorted(x, (items as Items).items, comparator);
    if (array instanceof ListPlace) writePlace(x, array.shape, array.at, result);
    else x.set(array, result);
    return array;
  });
}

/** array[index] = value, for an index that is a whole number. */
export function setItem(x: Execution, array: ArrayLike, index: number, value: Value): void {
  if (Array.isArray(array)) throw new Outside("changing a captured array");
  if (array instanceof Items) x.alarmNow();
  if (array instanceof ListPlace) return setListItem(x, array, index, value);
  x.each(x.state.get(array), (items) => {
    const copy = [...(items as Items).items];
    if (index > copy.length) throw new Outside("an array with holes");
    copy[index] = value;
    x.set(array, new Items(copy));
    return undefined;
  });
}

function setListItem(x: Execution, { shape, at }: ListPlace, index: number, value: Value): void {
  const { nodes } = x;
  if (index > shape.max || !x.writable) x.alarmNow();
  const length = x.read(at);
  const outside = nodes.less(length, nodes.constant(index));
  x.refuseWhere(index >= shape.max ? nodes.yes : outside, "values stay in their domains");
  x.write(at, nodes.max(length, nodes.constant(index + 1)));
  writePlace(x, shape.of, at + 1 + index * shape.of.width, value);
}

/** array.length = value. */
export function setLength(x: Execution, array: ArrayLike, value: Value): void {
  if (!(array instanceof ListPlace)) throw new Outside("setting the length of an array that is not part of the state");
  const { nodes } = x;
  const { shape, at } = array;
  if (!x.writable) x.alarmNow();
  const [length, old] = [toNumber(x, value), x.read(at)];
  x.refuseWhere(
    nodes.not(nodes.and(nodes.isWholeWithin(length, 0, old.hi), nodes.lessOrEqual(length, old))),
    "values stay in their domains",
  );
  const kept = nodes.whole(length, 0, shape.max);
  for (let i = 0; i < shape.max; i++) {
    const keeps = nodes.less(nodes.constant(i), kept);
    for (let leaf = at + 1 + i * shape.of.width, end = leaf + shape.of.width; leaf < end; leaf++)
      x.write(leaf, nodes.select(keeps, x.read(leaf), nodes.no));
  }
  x.write(at, kept);
}
