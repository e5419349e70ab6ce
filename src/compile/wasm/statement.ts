// Statements that evaluate nodes, and what evaluating a node takes.
import type { Node } from "../code.ts";

/** A piece of code that evaluates nodes, with statements in a block of its own inside. */
export interface Statement {
  readonly uses: readonly Node[];
  readonly inner: readonly Statement[];
  write(content: () => void): void;
}

type Leaf = Extract<Node, { op: "leaf" }>;

/** A leaf and the constant that it is compared with, where that is all that a node does. */
export function leafTest(node: Node): { readonly leaf: Leaf; readonly value: number } | undefined {
  if (node.op !== "eq" || node.a.type !== "i32") return undefined;
  const [leaf, constant] = node.a.op === "const" ? [node.b, node.a] : [node.a, node.b];
  if (leaf.op !== "leaf" || constant.op !== "const") return undefined;
  return leaf.hi >= constant.value && constant.value >= 0 ? { leaf, value: constant.value } : undefined;
}

/** The nodes that are evaluated to evaluate a node. */
export function operandsOf(node: Node): readonly Node[] {
  if (node.op === "const" || node.op === "leaf" || leafTest(node)) return [];
  if (node.op === "select") return [node.test, node.yes, node.no];
  return "b" in node ? [node.a, node.b] : [node.a];
}
