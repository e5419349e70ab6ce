// Nodes as WebAssembly: a node that is used once is written where it is used, one that is used more often is held in a
// local. Where in nested blocks a node is computed is decided beforehand: in the innermost block around all its uses,
// before the first statement that needs it.
import type { Layout } from "../../model/layout.ts";
import type { Node } from "../code.ts";
import * as w from "./expression.ts";
import type { Expression, Local } from "./expression.ts";
import type { Body } from "./function.ts";
import { heldNodes } from "./placement.ts";
import { leafTest, type Statement } from "./statement.ts";

/** Evaluates nodes over the leaves of one packed state. */
export class NodeWriter {
  readonly #body: Body;
  readonly #layout: Layout;
  readonly #words: readonly Local[];
  readonly #held = new Map<Node, Local>();

  /** `words` hold the 32-bit words of the state. */
  constructor(body: Body, layout: Layout, words: readonly Local[]) {
    this.#body = body;
    this.#layout = layout;
    this.#words = words;
  }

  /** Writes statements, each after the nodes that it and what is inside it need. */
  writeAll(statements: readonly Statement[]): void {
    this.#writeBlock(statements, heldNodes(statements));
  }

  #writeBlock(statements: readonly Statement[], held: ReadonlyMap<Statement, readonly Node[]>): void {
    for (const statement of statements) {
      for (const node of held.get(statement) ?? []) this.#held.set(node, this.#body.let(this.#compute(node)));
      statement.write(() => this.#writeBlock(statement.inner, held));
    }
  }

  /** The value of a node; the statement that is written must have it among its uses, or below them. */
  value(node: Node): Expression {
    return this.#held.get(node) ?? this.#compute(node);
  }

  #compute(node: Node): Expression {
    switch (node.op) {
      case "const":
        return node.type === "i32" ? w.i32(node.value) : w.f64(node.value);
      case "leaf":
        return this.#leaf(node.leaf);
      case "select":
        return w.select(this.value(node.test), this.value(node.yes), this.value(node.no));
      case "not":
        return w.eqz(this.value(node.a));
      case "convert":
        return w.convert(this.value(node.a));
      case "truncate":
        return w.truncate(this.value(node.a));
      case "floor":
      case "ceil":
      case "abs":
      case "trunc":
      case "sqrt":
        return w.floatUnary(node.op, this.value(node.a));
      case "eq": {
        const test = leafTest(node);
        return test ? this.#leafIs(test.leaf.leaf, test.value) : w.eq(this.value(node.a), this.value(node.b));
      }
      default:
        return this.#binary(node.op, this.value(node.a), this.value(node.b));
    }
  }

  #binary(
    op: "add" | "sub" | "mul" | "div" | "rem" | "lt" | "le" | "and" | "or" | "min" | "max",
    a: Expression,
    b: Expression,
  ): Expression {
    const whole = a.type === "i32";
    if (op === "lt") return whole ? w.ltS(a, b) : w.lt(a, b);
    if (op === "le") return whole ? w.leS(a, b) : w.le(a, b);
    if (whole && op === "min") return w.select(w.ltS(a, b), a, b);
    if (whole && op === "max") return w.select(w.ltS(a, b), b, a);
    return ARITHMETIC[op](a, b);
  }

  #leaf(leaf: number): Expression {
    const { word, shift, mask } = this.#layout;
    if (mask[leaf] === 0) return w.i32(0);
    const shifted =
      shift[leaf] === 0 ? this.#words[word[leaf]!]! : w.shrU(this.#words[word[leaf]!]!, w.i32(shift[leaf]!));
    const inPlace = mask[leaf]! >>> shift[leaf]!;
    return mask[leaf]! < 0 ? shifted : w.and(shifted, w.i32(inPlace));
  }

  /** Compares where the leaf stands, without moving it. */
  #leafIs(leaf: number, value: number): Expression {
    const { word, shift, mask } = this.#layout;
    const inPlace = w.and(this.#words[word[leaf]!]!, w.i32(mask[leaf]!));
    return value === 0 ? w.eqz(inPlace) : w.eq(inPlace, w.i32(value << shift[leaf]!));
  }
}

const ARITHMETIC = {
  add: w.add,
  sub: w.sub,
  mul: w.mul,
  div: w.div,
  rem: w.rem,
  and: w.and,
  or: w.or,
  min: w.min,
  max: w.max,
};
