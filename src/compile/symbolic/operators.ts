// JavaScript's operators on values that may be symbolic.
import type { Node } from "../code.ts";
import { Outside, type Execution } from "./execution.ts";
import { isOneOfMany } from "./groups.ts";
import { power } from "./power.ts";
import {
  choose,
  Choice,
  Bool,
  Elements,
  Entries,
  FlagsPlace,
  isNumeric,
  isTruth,
  Items,
  ListPlace,
  Num,
  number,
  numberNode,
  Opaque,
  RecordPlace,
  SetPlace,
  truth,
  truthNode,
  type Value,
} from "./values.ts";

/** `f` of each thing that a value may be, without consequences. */
export function mapped(x: Execution, value: Value, f: (one: Value) => Value): Value {
  const settled = x.settled(value);
  if (!(settled instanceof Choice)) return f(settled);
  const possible = x.possible(settled);
  const rest = f(settled.table[possible.at(-1)!]);
  if (possible.length === settled.table.length)
    return choose(
      x.nodes,
      settled.index,
      settled.table.map((v, i) => (i === possible.length - 1 ? rest : f(v))),
    );
  return possible
    .slice(0, -1)
    .reduceRight<Value>(
      (sofar, i) => choose(x.nodes, x.nodes.equal(settled.index, x.nodes.constant(i)), [sofar, f(settled.table[i])]),
      rest,
    );
}

/** The same where `f` gives a test. */
export const tested = (x: Execution, value: Value, f: (one: Value) => Node): Node =>
  truthNode(x.nodes, mapped(x, value, (one) => truth(f(one))) as boolean | Bool);

/** What a guard or a property says; the interpreter refuses what is neither true nor false. */
export function answer(x: Execution, value: Value): Node {
  const said = x.each(value, (one) => (isTruth(one) ? one : x.alarmNow()));
  return truthNode(x.nodes, said as boolean | Bool);
}

/** Is the value true in a condition? */
export function truthy(x: Execution, value: Value): Node {
  const { nodes } = x;
  if (value instanceof Choice) return tested(x, value, (one) => truthy(x, one));
  if (value instanceof Bool) return value.node;
  if (value instanceof Opaque && value.kind === "string")
    throw new Outside("a text that depends on the state, as a condition");
  if (!(value instanceof Num)) return nodes.truth(Boolean(value));
  const { node } = value;
  if (nodes.whole32(node)) return nodes.not(nodes.equal(node, nodes.no));
  return nodes.or(nodes.less(node, nodes.no), nodes.less(nodes.no, node)); // NaN is neither
}

export const isNullish = (x: Execution, value: Value): Node =>
  tested(x, value, (one) => x.nodes.truth(one === undefined || one === null));

// ---- Equality -----------------------------------------------------------------------------------------------------

export function strictlyEqual(x: Execution, a: Value, b: Value): Node {
  if (a instanceof Choice && b instanceof Choice && a.table === b.table && a.table.every(isCertain))
    return x.nodes.equal(a.index, b.index);
  if (a instanceof Choice) return tested(x, a, (one) => strictlyEqual(x, one, b));
  if (b instanceof Choice) return tested(x, b, (one) => strictlyEqual(x, a, one));
  if (isNumeric(a) && isNumeric(b)) return x.nodes.equal(numberNode(x.nodes, a), numberNode(x.nodes, b));
  if (isTruth(a) && isTruth(b)) return x.nodes.equal(truthNode(x.nodes, a), truthNode(x.nodes, b));
  if ((isMadeText(a) && isText(b)) || (isMadeText(b) && isText(a)))
    throw new Outside("comparing a text that depends on the state");
  if (a === b && isOneOfMany(a)) throw new Outside("telling apart members that are counted together");
  if (isPlain(a) || isPlain(b)) return x.nodes.truth(a === b);
  return x.nodes.truth(sameObject(a, b));
}

/** What is one thing wherever it comes from: its identity is its own. */
const isPlain = (v: Value): boolean => !(isNumeric(v) || isTruth(v) || isUnsure(v));
const isCertain = (v: Value): boolean => isPlain(v) && !isOneOfMany(v);
const isUnsure = (v: Value): boolean =>
  v instanceof Opaque ||
  v instanceof Items ||
  v instanceof Entries ||
  v instanceof Elements ||
  v instanceof RecordPlace ||
  v instanceof ListPlace ||
  v instanceof SetPlace ||
  v instanceof FlagsPlace;

function sameObject(a: Value, b: Value): boolean {
  if (isUnsure(a) && isUnsure(b) && Object.getPrototypeOf(a) === Object.getPrototypeOf(b))
    throw new Outside("the identity of a record, list or set of the state");
  return a === b;
}

/** As `includes` and sets compare: NaN is NaN. */
export function sameValue(x: Execution, a: Value, b: Value): Node {
  const equal = strictlyEqual(x, a, b);
  const bothNaN = x.nodes.and(isNaNNode(x, a), isNaNNode(x, b));
  return x.nodes.or(equal, bothNaN);
}

/** Is it NaN? */
export function isNaNNode(x: Execution, value: Value): Node {
  return tested(x, value, (one) => {
    if (!(one instanceof Num)) return x.nodes.truth(Number.isNaN(one));
    return x.nodes.whole32(one.node) ? x.nodes.no : x.nodes.not(x.nodes.equal(one.node, one.node));
  });
}

function looselyEqual(x: Execution, a: Value, b: Value): Node {
  if (a instanceof Choice) return tested(x, a, (one) => looselyEqual(x, one, b));
  if (b instanceof Choice) return tested(x, b, (one) => looselyEqual(x, a, one));
  if (a === undefined || a === null || b === undefined || b === null) {
    return x.nodes.truth((a === undefined || a === null) && (b === undefined || b === null));
  }
  if ((isNumeric(a) || isTruth(a)) && (isNumeric(b) || isTruth(b)))
    return x.nodes.equal(toNumber(x, a), toNumber(x, b));
  if (isPrimitive(a) && isPrimitive(b)) return x.nodes.truth(a == b); // oxlint-disable-line eslint/eqeqeq -- the author's
  if (isPrimitive(a) === isPrimitive(b) && !isSymbolic(a) && !isSymbolic(b)) return strictlyEqual(x, a, b);
  throw new Outside("== between different kinds of values");
}

// ---- Numbers ------------------------------------------------------------------------------------------------------

export const isPrimitive = (v: Value): v is string | number | boolean | undefined | null =>
  v === null || v === undefined || typeof v === "number" || typeof v === "string" || typeof v === "boolean";
const isSymbolic = (v: Value): boolean => v instanceof Num || v instanceof Bool || v instanceof Opaque;

/** A value as a number, as arithmetic takes it. */
export function toNumber(x: Execution, value: Value): Node {
  if (value instanceof Choice) {
    const all = mapped(x, value, (one) => number(toNumber(x, one)));
    return numberNode(x.nodes, all as number | Num);
  }
  if (isNumeric(value)) return numberNode(x.nodes, value);
  if (isTruth(value)) return truthNode(x.nodes, value);
  if (isPrimitive(value)) return x.nodes.constant(Number(value));
  throw new Outside("arithmetic on something other than numbers");
}

// ---- Operators ----------------------------------------------------------------------------------------------------

export function binary(x: Execution, op: string, a: Value, b: Value): Value {
  const { nodes } = x;
  switch (op) {
    case "===":
      return truth(strictlyEqual(x, a, b));
    case "!==":
      return truth(nodes.not(strictlyEqual(x, a, b)));
    case "==":
      return truth(looselyEqual(x, a, b));
    case "!=":
      return truth(nodes.not(looselyEqual(x, a, b)));
    default:
      if (isPrimitive(a) && isPrimitive(b)) return concrete(op, a, b);
      if (a instanceof Choice) return mapped(x, a, (one) => binary(x, op, one, b));
      if (b instanceof Choice) return mapped(x, b, (one) => binary(x, op, a, one));
      return symbolic(x, op, a, b);
  }
}

function symbolic(x: Execution, op: string, a: Value, b: Value): Value {
  const { nodes } = x;
  if (isText(a) || isText(b)) {
    if (op === "+") return new Opaque("string");
    throw new Outside(`\`${op}\` on a text that depends on the state`);
  }
  const [p, q] = [toNumber(x, a), toNumber(x, b)];
  switch (op) {
    case "+":
      return number(nodes.add(p, q));
    case "-":
      return number(nodes.subtract(p, q));
    case "*":
      return number(nodes.multiply(p, q));
    case "/":
      return number(nodes.divide(p, q));
    case "%":
      return number(nodes.remainder(p, q) ?? outside("the remainder of a number that may not be whole"));
    case "**":
      return number(power(x, p, q));
    case "<":
      return truth(nodes.less(p, q));
    case ">":
      return truth(nodes.less(q, p));
    case "<=":
      return truth(nodes.lessOrEqual(p, q));
    case ">=":
      return truth(nodes.lessOrEqual(q, p));
    default:
      return outside(`the operator \`${op}\` on what depends on the state`);
  }
}

const isText = (v: Value): boolean => typeof v === "string" || v instanceof Opaque;
/** A text of which nothing is known but that it is one. */
const isMadeText = (v: Value): boolean => v instanceof Opaque && v.kind === "string";

function outside(construct: string): never {
  throw new Outside(construct);
}

type Primitive = string | number | boolean | undefined | null;

/** What JavaScript itself says. */
function concrete(op: string, a: Primitive, b: Primitive): Value {
  const [p, q] = [a as number, b as number];
  switch (op) {
    case "+":
      return p + q;
    case "-":
      return p - q;
    case "*":
      return p * q;
    case "/":
      return p / q;
    case "%":
      return p % q;
    case "**":
      return p ** q;
    case "<":
      return p < q;
    case ">":
      return p > q;
    case "<=":
      return p <= q;
    case ">=":
      return p >= q;
    case "&":
      return p & q;
    case "|":
      return p | q;
    case "^":
      return p ^ q;
    case "<<":
      return p << q;
    case ">>":
      return p >> q;
    case ">>>":
      return p >>> q;
    default:
      return outside(`the operator \`${op}\``);
  }
}

export function unary(x: Execution, op: string, value: Value): Value {
  switch (op) {
    case "!":
      return truth(x.nodes.not(truthy(x, value)));
    case "-":
      return typeof value === "number" ? -value : number(x.nodes.multiply(toNumber(x, value), x.nodes.constant(-1)));
    case "+":
      return number(toNumber(x, value));
    case "void":
      return undefined;
    case "typeof":
      return mapped(x, value, typeOf);
    case "~":
      return isPrimitive(value) ? ~(value as number) : outside("the operator `~` on what depends on the state");
    default:
      return outside(`the operator \`${op}\``);
  }
}

function typeOf(value: Value): string {
  if (isNumeric(value)) return "number";
  if (isTruth(value)) return "boolean";
  if (value instanceof Opaque) return value.kind;
  return typeof value;
}
