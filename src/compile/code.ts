// Code: what a spec comes to once its functions have been translated. No statements: every guard, property, refusal
// and written value is a pure, total expression over the leaves of one packed state. Nodes are made once each
// (hash-consed), so equal work is shared, and carry the interval of their values, so that much of it folds away.

export type NumberType = "i32" | "f64";

/** Two operands of one type; comparisons give i32 0 or 1. `and`, `or` take 0 and 1. */
export type BinaryOp = "add" | "sub" | "mul" | "div" | "eq" | "lt" | "le" | "and" | "or" | "min" | "max";
/** `not` takes 0 and 1; `convert` is i32 to f64, `truncate` f64 to i32 where the value is known to be a whole i32. */
export type UnaryOp = "not" | "convert" | "truncate" | "floor" | "ceil" | "abs" | "trunc" | "sqrt";

interface NodeBase {
  /** Its number in the order of making; operands have lower ones. */
  readonly id: number;
  readonly type: NumberType;
  /** Bounds of the value, both included; NaN is possible for f64 whatever they say. */
  readonly lo: number;
  readonly hi: number;
}
export type Node = NodeBase &
  (
    | { readonly op: "const"; readonly value: number }
    /** The value of a leaf in the state that is worked on. */
    | { readonly op: "leaf"; readonly leaf: number }
    | { readonly op: BinaryOp; readonly a: Node; readonly b: Node }
    | { readonly op: UnaryOp; readonly a: Node }
    /** Both arms are total, so both may be evaluated. */
    | { readonly op: "select"; readonly test: Node; readonly yes: Node; readonly no: Node }
  );

/** One way to leave a state: one (rule, member, choice, pick), as code over the state that is left. */
export interface InstanceCode {
  readonly rule: number;
  readonly member: number;
  readonly choice: number;
  readonly pick: number;
  /** Does being enabled count against deadlock? */
  readonly counts: boolean;
  readonly guard: Node;
  /** In order: the first whose test is true discards the transition and breaks the claim. */
  readonly refusals: readonly { readonly test: Node; readonly claim: number }[];
  /** New values of leaves; the others keep theirs. Evaluated all before any is written. */
  readonly writes: readonly { readonly leaf: number; readonly value: Node }[];
  /** Rules whose events were dispatched on the way, each where its test is true. */
  readonly dispatched: readonly { readonly test: Node; readonly rule: number }[];
  /** Claims on steps: broken where the test is false. Over the state that is left, too. */
  readonly stepTests: readonly { readonly test: Node; readonly claim: number }[];
}

/** Everything that the compiled engine runs. */
export interface Code {
  readonly instances: readonly InstanceCode[];
  /** By predicate number. */
  readonly predicates: readonly Node[];
  /** All nodes that were made, operands first. */
  readonly nodes: readonly Node[];
}

const I32_MIN = -(2 ** 31);
const I32_MAX = 2 ** 31 - 1;

/** Makes nodes: each once, folded where the operands say enough. */
export class Nodes {
  readonly all: Node[] = [];
  readonly #known = new Map<string, Node>();

  readonly yes: Node = this.constant(1);
  readonly no: Node = this.constant(0);

  /** A number: i32 where it is whole and fits. −0 stays an f64. */
  constant(value: number): Node {
    const type = Number.isInteger(value) && value >= I32_MIN && value <= I32_MAX && !Object.is(value, -0) ? "i32" : "f64";
    return this.#typedConstant(type, value);
  }
  truth(value: boolean): Node {
    return value ? this.yes : this.no;
  }
  /** A leaf of `size` values. */
  leaf(leaf: number, size: number): Node {
    return this.#make({ op: "leaf", type: "i32", leaf, lo: 0, hi: size - 1 }, `leaf ${leaf}`);
  }

  // ---- Arithmetic, as JavaScript has it: i32 where the interval shows that it is exact, else f64 ----------------

  add(a: Node, b: Node): Node {
    if (isZero(b)) return a;
    if (isZero(a)) return b;
    return this.#arithmetic("add", a, b, [a.lo + b.lo, a.hi + b.hi]);
  }
  subtract(a: Node, b: Node): Node {
    if (isZero(b)) return a;
    if (a === b && a.type === "i32") return this.no;
    return this.#arithmetic("sub", a, b, [a.lo - b.hi, a.hi - b.lo]);
  }
  multiply(a: Node, b: Node): Node {
    if (isOne(b)) return a;
    if (isOne(a)) return b;
    const corners = [a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi];
    const product = this.#arithmetic("mul", a, b, [Math.min(...corners), Math.max(...corners)]);
    // In i32 there is no −0, which JavaScript's product of 0 and a negative number is; f64 keeps it.
    return product;
  }
  divide(a: Node, b: Node): Node {
    return this.#binary("div", "f64", this.float(a), this.float(b), -Infinity, Infinity, (x, y) => x / y);
  }
  min(a: Node, b: Node): Node {
    if (a.hi <= b.lo && bothInts(a, b)) return a;
    if (b.hi <= a.lo && bothInts(a, b)) return b;
    return this.#arithmetic("min", a, b, [Math.min(a.lo, b.lo), Math.min(a.hi, b.hi)]);
  }
  max(a: Node, b: Node): Node {
    if (a.lo >= b.hi && bothInts(a, b)) return a;
    if (b.lo >= a.hi && bothInts(a, b)) return b;
    return this.#arithmetic("max", a, b, [Math.max(a.lo, b.lo), Math.max(a.hi, b.hi)]);
  }
  floor(a: Node): Node {
    return this.#rounded("floor", a, Math.floor);
  }
  ceil(a: Node): Node {
    return this.#rounded("ceil", a, Math.ceil);
  }
  trunc(a: Node): Node {
    return this.#rounded("trunc", a, Math.trunc);
  }
  abs(a: Node): Node {
    if (a.lo >= 0 && a.type === "i32") return a;
    if (a.type === "i32" && a.lo > I32_MIN) return this.max(a, this.subtract(this.no, a));
    return this.#unary("abs", "f64", this.float(a), 0, Math.max(Math.abs(a.lo), Math.abs(a.hi)), Math.abs);
  }

  // ---- Comparison and logic: 0 and 1 ------------------------------------------------------------------------------

  equal(a: Node, b: Node): Node {
    if (a === b && a.type === "i32") return this.yes;
    if (a.hi < b.lo || b.hi < a.lo) return this.no;
    return this.#compare("eq", a, b, (x, y) => x === y);
  }
  less(a: Node, b: Node): Node {
    if (bothInts(a, b) && a.hi < b.lo) return this.yes;
    if (a.lo >= b.hi) return this.no;
    return this.#compare("lt", a, b, (x, y) => x < y);
  }
  lessOrEqual(a: Node, b: Node): Node {
    if (bothInts(a, b) && a.hi <= b.lo) return this.yes;
    if (a.lo > b.hi) return this.no;
    return this.#compare("le", a, b, (x, y) => x <= y);
  }
  not(a: Node): Node {
    if (a.op === "not") return a.a;
    return this.#unary("not", "i32", a, 1 - a.hi, 1 - a.lo, (x) => 1 - x);
  }
  and(a: Node, b: Node): Node {
    if (a === this.no || b === this.no || a === this.not(b)) return this.no;
    if (a === this.yes || a === b) return b;
    if (b === this.yes) return a;
    return this.#binary("and", "i32", a, b, 0, Math.min(a.hi, b.hi), (x, y) => x & y);
  }
  or(a: Node, b: Node): Node {
    if (a === this.yes || b === this.yes || a === this.not(b)) return this.yes;
    if (a === this.no || a === b) return b;
    if (b === this.no) return a;
    return this.#binary("or", "i32", a, b, Math.max(a.lo, b.lo), 1, (x, y) => x | y);
  }
  select(test: Node, yes: Node, no: Node): Node {
    if (test === this.yes || yes === no) return yes;
    if (test === this.no) return no;
    if (yes.type !== no.type) return this.select(test, this.float(yes), this.float(no));
    if (yes === this.yes && no === this.no) return test;
    if (yes === this.no && no === this.yes) return this.not(test);
    if (test.op === "not") return this.select(test.a, no, yes);
    const [lo, hi] = [Math.min(yes.lo, no.lo), Math.max(yes.hi, no.hi)];
    return this.#make({ op: "select", type: yes.type, test, yes, no, lo, hi }, `select ${test.id} ${yes.id} ${no.id}`);
  }

  /** The same number as f64. */
  float(a: Node): Node {
    if (a.type === "f64") return a;
    if (a.op === "const") return this.#typedConstant("f64", a.value);
    return this.#make({ op: "convert", type: "f64", a, lo: a.lo, hi: a.hi }, `convert ${a.id}`);
  }
  /** A whole number known to lie in lo … hi, as i32. Elsewhere the result means nothing, but is in lo … hi or not used. */
  whole(a: Node, lo: number, hi: number): Node {
    if (a.type === "i32") return a;
    if (a.op === "convert") return a.a;
    return this.#unary("truncate", "i32", a, lo, hi, Math.trunc);
  }
  /** Is a whole number from lo to hi. */
  isWholeWithin(a: Node, lo: number, hi: number): Node {
    const within = this.and(this.lessOrEqual(this.constant(lo), a), this.lessOrEqual(a, this.constant(hi)));
    return a.type === "i32" ? within : this.and(within, this.equal(a, this.floor(a)));
  }

  #arithmetic(op: "add" | "sub" | "mul" | "min" | "max", a: Node, b: Node, [lo, hi]: [number, number]): Node {
    const exact = bothInts(a, b) && lo >= I32_MIN && hi <= I32_MAX && !(op === "mul" && lo < 0);
    if (exact) return this.#binary(op, "i32", a, b, lo, hi, FOLD[op]);
    return this.#binary(op, "f64", this.float(a), this.float(b), nanless(lo, -Infinity), nanless(hi, Infinity), FOLD[op]);
  }
  #rounded(op: "floor" | "ceil" | "trunc", a: Node, round: (x: number) => number): Node {
    if (a.type === "i32") return a;
    return this.#unary(op, "f64", a, round(a.lo), round(a.hi), round);
  }
  #compare(op: "eq" | "lt" | "le", a: Node, b: Node, fold: (x: number, y: number) => boolean): Node {
    const [x, y] = bothInts(a, b) ? [a, b] : [this.float(a), this.float(b)];
    return this.#binary(op, "i32", x, y, 0, 1, (p, q) => (fold(p, q) ? 1 : 0));
  }
  #binary(op: BinaryOp, type: NumberType, a: Node, b: Node, lo: number, hi: number, fold: (x: number, y: number) => number): Node {
    if (a.op === "const" && b.op === "const") return this.#typedConstant(type, fold(a.value, b.value));
    return this.#make({ op, type, a, b, lo, hi }, `${op} ${a.id} ${b.id}`);
  }
  #unary(op: UnaryOp, type: NumberType, a: Node, lo: number, hi: number, fold: (x: number) => number): Node {
    if (a.op === "const") return this.#typedConstant(type, fold(a.value));
    return this.#make({ op, type, a, lo, hi }, `${op} ${a.id}`);
  }
  #typedConstant(type: NumberType, value: number): Node {
    const shown = Object.is(value, -0) ? "-0" : String(value);
    return this.#make({ op: "const", type, value, lo: Number.isNaN(value) ? -Infinity : value, hi: Number.isNaN(value) ? Infinity : value }, `const ${type} ${shown}`);
  }
  #make(node: DistributiveOmit<Node, "id">, key: string): Node {
    const known = this.#known.get(key);
    if (known) return known;
    const made = { ...node, id: this.all.length } as Node;
    this.all.push(made);
    this.#known.set(key, made);
    return made;
  }
}

type DistributiveOmit<T, K extends keyof T> = T extends unknown ? Omit<T, K> : never;

const FOLD = {
  add: (x: number, y: number) => x + y,
  sub: (x: number, y: number) => x - y,
  mul: (x: number, y: number) => x * y,
  min: Math.min,
  max: Math.max,
};
const nanless = (x: number, otherwise: number): number => (Number.isNaN(x) ? otherwise : x);
const bothInts = (a: Node, b: Node): boolean => a.type === "i32" && b.type === "i32";
const isZero = (a: Node): boolean => a.op === "const" && a.type === "i32" && a.value === 0;
const isOne = (a: Node): boolean => a.op === "const" && a.type === "i32" && a.value === 1;
