// The table of all nodes: each is made once, and what is said of constants alone is a constant.
import type { BinaryOp, Node, NodeKind, NumberType, UnaryOp } from "./code.ts";

const I32_MIN = -(2 ** 31);
const I32_MAX = 2 ** 31 - 1;
/** Numbers of nodes stay below this, so that two of them make one exact number. */
const IDS = 2 ** 26;

/** Bounds of a node's value. */
type Bounds = readonly [number, number];
type Fold2 = (x: number, y: number) => number;

export class NodeTable {
  readonly all: Node[] = [];
  readonly #constants = new Map<number | string, Node>();
  readonly #leaves = new Map<number, Node>();
  readonly #unary = new Map<UnaryOp, Map<number, Node>>();
  readonly #binary = new Map<BinaryOp, Map<number, Node>>();
  readonly #selects = new Map<number, Map<number, Node>>();

  readonly yes: Node = this.constant(1);
  readonly no: Node = this.constant(0);

  /** A number: i32 where it is whole and fits. −0 stays an f64. */
  constant(value: number): Node {
    return this.#constant(isI32(value) ? "i32" : "f64", value);
  }
  truth(value: boolean): Node {
    return value ? this.yes : this.no;
  }
  /** A leaf of `size` values. */
  leaf(leaf: number, size: number): Node {
    if (size <= 1) return this.no;
    return this.#once(this.#leaves, leaf, () => ({ op: "leaf", leaf }), "i32", [0, size - 1]);
  }
  /** The same number as f64. */
  float(a: Node): Node {
    if (a.type === "f64") return a;
    if (a.op === "const") return this.#constant("f64", a.value);
    return this.one("convert", a, [a.lo, a.hi], (x) => x);
  }

  /** In f64, whatever the operands. */
  protected floating(op: BinaryOp, a: Node, b: Node, [lo, hi]: Bounds, fold: Fold2): Node {
    const type = op === "eq" || op === "lt" || op === "le" ? "i32" : "f64";
    const bounds: Bounds = [nanless(lo, -Infinity), nanless(hi, Infinity)];
    return this.#two(op, type, [this.float(a), this.float(b)], bounds, fold);
  }
  /** In i32. */
  protected whole2(op: BinaryOp, a: Node, b: Node, bounds: Bounds, fold: Fold2): Node {
    return this.#two(op, "i32", [a, b], bounds, fold);
  }
  /** In i32; of operands that may change places the older is first, a constant last. */
  protected ordered(op: BinaryOp, a: Node, b: Node, bounds: Bounds, fold: Fold2): Node {
    const turned = a.op === "const" || (b.op !== "const" && b.id < a.id);
    return turned ? this.whole2(op, b, a, bounds, fold) : this.whole2(op, a, b, bounds, fold);
  }
  #two(op: BinaryOp, type: NumberType, [a, b]: readonly [Node, Node], bounds: Bounds, fold: Fold2): Node {
    if (a.op === "const" && b.op === "const") return this.#folded(type, fold(a.value, b.value));
    return this.#once(inner(this.#binary, op), a.id * IDS + b.id, () => ({ op, a, b }), type, bounds);
  }

  protected one(op: UnaryOp, a: Node, bounds: Bounds, fold: (x: number) => number): Node {
    const type = op === "not" || op === "truncate" ? "i32" : "f64";
    if (a.op === "const") return this.#folded(type, fold(a.value));
    return this.#once(inner(this.#unary, op), a.id, () => ({ op, a }), type, bounds);
  }

  protected selected(test: Node, yes: Node, no: Node): Node {
    const known = inner(this.#selects, yes.id * IDS + no.id);
    const bounds: Bounds = [Math.min(yes.lo, no.lo), Math.max(yes.hi, no.hi)];
    return this.#once(known, test.id, () => ({ op: "select", test, yes, no }), yes.type, bounds);
  }

  #folded(type: NumberType, value: number): Node {
    return type === "f64" ? this.constant(value) : this.#constant("i32", value);
  }
  #constant(type: NumberType, value: number): Node {
    const key = type === "i32" ? value : `f64 ${Object.is(value, -0) ? "-0" : value}`;
    const bounds: Bounds = [nanless(value, -Infinity), nanless(value, Infinity)];
    return this.#once(this.#constants, key, () => ({ op: "const", value }), type, bounds);
  }
  #once<K>(known: Map<K, Node>, key: K, make: () => NodeKind, type: NumberType, [lo, hi]: Bounds): Node {
    const found = known.get(key);
    if (found) return found;
    const node: Node = { ...make(), id: this.all.length, type, lo, hi };
    known.set(key, node);
    this.all.push(node);
    return node;
  }
}

function inner<K>(maps: Map<K, Map<number, Node>>, key: K): Map<number, Node> {
  const found = maps.get(key) ?? new Map<number, Node>();
  maps.set(key, found);
  return found;
}

// ---- What is asked of nodes and numbers ---------------------------------------------------------------------------

export const isI32 = (x: number): boolean => (x | 0) === x && !Object.is(x, -0);
export const fits = (lo: number, hi: number): boolean => lo >= I32_MIN && hi <= I32_MAX;
export const bothI32 = (a: Node, b: Node): boolean => a.type === "i32" && b.type === "i32";
export const isConst = (a: Node, value: number): boolean =>
  a.op === "const" && a.value === value && (value !== 0 || a.type === "i32");
/** Is it 0 or 1? */
export const isTruth = (a: Node): boolean => a.type === "i32" && a.lo >= 0 && a.hi <= 1;
export const isNever = (a: Node, value: number): boolean => a.lo > value || a.hi < value;
/** The nearest i32, as wasm's saturating truncation has it. */
export const saturated = (x: number): number =>
  Number.isNaN(x) ? 0 : Math.min(Math.max(Math.trunc(x), I32_MIN), I32_MAX);

const nanless = (x: number, otherwise: number): number => (Number.isNaN(x) ? otherwise : x);
