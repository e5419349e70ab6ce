// The functions of JavaScript's own that authors use.
import type { Node } from "../code.ts";
import { old } from "../../spec/old.ts";
import { Outside, type Execution } from "./execution.ts";
import { isNaNNode, isPrimitive, mapped, tested, toNumber, truthy } from "./operators.ts";
import { gathered, isArrayLike, madeArray, walked } from "./sequences.ts";
import { Entries, isNumeric, Made, number, numberNode, truth, type Value } from "./values.ts";

type Native = (x: Execution, args: readonly Value[]) => Value;

const rounding =
  (to: (x: Execution, node: Node) => Node): Native =>
  (x, [value]) =>
    number(to(x, toNumber(x, value)));

const NATIVES: ReadonlyMap<unknown, Native> = new Map<unknown, Native>([
  [
    Math.min,
    (x, args) =>
      number(args.reduce<Node>((least, one) => x.nodes.min(least, toNumber(x, one)), x.nodes.constant(Infinity))),
  ],
  [
    Math.max,
    (x, args) =>
      number(args.reduce<Node>((most, one) => x.nodes.max(most, toNumber(x, one)), x.nodes.constant(-Infinity))),
  ],
  [Math.floor, rounding((x, node) => x.nodes.floor(node))],
  [Math.ceil, rounding((x, node) => x.nodes.ceil(node))],
  [Math.trunc, rounding((x, node) => x.nodes.trunc(node))],
  [Math.abs, rounding((x, node) => x.nodes.abs(node))],
  [Math.sqrt, rounding((x, node) => x.nodes.sqrt(node))],
  [Math.round, rounding(round)],
  [Math.sign, rounding(sign)],
  [Boolean, (x, [value]) => truth(truthy(x, value))],
  [Number, (x, args) => (args.length === 0 ? 0 : number(toNumber(x, args[0])))],
  [
    Number.isInteger,
    (x, [value]) =>
      truth(
        tested(x, value, (one) =>
          isNumeric(one)
            ? x.nodes.isWholeWithin(numberNode(x.nodes, one), -Number.MAX_VALUE, Number.MAX_VALUE)
            : x.nodes.no,
        ),
      ),
  ],
  [Number.isNaN, (x, [value]) => truth(isNaNNode(x, value))],
  [Array.isArray, (x, [value]) => mapped(x, value, (one) => isArrayLike(one) && !isList(one))],
  [Object.freeze, (_, [value]) => value],
  [Object.keys, (x, [value]) => madeArray(x, Object.keys(plain(x, value)))],
  [Object.values, (x, [value]) => madeArray(x, Object.values(plain(x, value)))],
  [
    Object.entries,
    (x, [value]) =>
      madeArray(
        x,
        Object.entries(plain(x, value)).map((pair) => madeArray(x, pair)),
      ),
  ],
  [Array.from, arrayFrom],
  [old, (x, [f]) => asBefore(x, f)],
]);

/** What a native function gives; undefined where the function is none that is known here. */
export function callNative(x: Execution, f: Function, args: readonly Value[]): { result: Value } | undefined {
  const native = NATIVES.get(f);
  return native && { result: native(x, args) };
}

/** new Error(…) and its kind. */
export const isErrorMaker = (f: Value): boolean =>
  typeof f === "function" && (f === Error || Object.getPrototypeOf(f) === Error);

function round(x: Execution, node: Node): Node {
  if (node.type === "i32") return node;
  const { nodes } = x;
  const below = nodes.floor(node);
  const up = nodes.lessOrEqual(nodes.constant(0.5), nodes.subtract(node, below));
  const rounded = nodes.select(up, nodes.add(below, nodes.yes), below);
  const toMinusZero = nodes.and(nodes.equal(rounded, nodes.no), nodes.less(node, nodes.no));
  return nodes.select(toMinusZero, nodes.constant(-0), rounded);
}

function sign(x: Execution, node: Node): Node {
  const { nodes } = x;
  const below = nodes.select(nodes.less(node, nodes.no), nodes.constant(-1), node);
  return nodes.select(nodes.less(nodes.no, node), nodes.yes, node.type === "i32" && node.lo >= 0 ? nodes.no : below);
}

const isList = (value: Value): boolean =>
  !(value instanceof Made) && !Array.isArray(value) && "shape" in (value as object);

/** An object whose keys do not depend on the state. */
function plain(x: Execution, value: Value): Record<string, Value> {
  const held = value instanceof Made ? x.state.get(value) : value;
  if (held instanceof Entries) return Object.fromEntries(held.entries);
  const prototype: unknown = typeof held === "object" && held !== null ? Object.getPrototypeOf(held) : undefined;
  if (prototype !== Object.prototype && prototype !== null)
    throw new Outside("Object.keys and its kind, of what is no plain object");
  return held as Record<string, Value>;
}

function arrayFrom(x: Execution, [from, f]: readonly Value[]): Value {
  const all = walked(x, from) ?? counted(from);
  const items = all.map(({ value, present }, i) => ({
    present: present ?? x.nodes.yes,
    value: f === undefined ? value : x.call(f, [value, i]),
  }));
  return madeArray(x, gathered(x, items));
}

/** Array.from({ length: 3 }). */
function counted(from: Value): { value: Value; present: undefined | Node }[] {
  const length: unknown =
    typeof from === "object" && from !== null && !(from instanceof Made)
      ? (from as { length?: unknown }).length
      : undefined;
  if (typeof length !== "number" || !isPrimitive(length))
    throw new Outside("Array.from of something other than an array, a set or a fleet");
  return Array.from({ length }, () => ({ value: undefined, present: undefined }));
}

/** old(f): leaves read as they were before the effect. */
function asBefore(x: Execution, f: Value): Value {
  if (!x.judgesStep) throw new Outside("`old` outside `everyStep`");
  const { before } = x;
  x.before = true;
  try {
    return x.call(f, []);
  } finally {
    x.before = before;
  }
}
