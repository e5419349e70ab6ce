// Nodes are folded and typed, but mean what JavaScript means: random expressions are built both ways and compared on
// every value of their leaves, to the sign of zero.
import { assert, constantFrom, letrec, oneof, property, tuple } from "fast-check";
import { expect, test } from "vitest";
import type { Node } from "../../src/compile/code.ts";
import { valueOf } from "../../src/compile/evaluate.ts";
import { Nodes } from "../../src/compile/nodes.ts";

const SEED = 20201125;
const SIZES = [4, 3, 2];

/** An expression: what JavaScript makes of it, and what nodes do. */
interface Both {
  readonly text: string;
  js(leaves: readonly number[]): number;
  node(nodes: Nodes): Node;
}

const leaf = constantFrom(0, 1, 2).chain((i) =>
  constantFrom(0, -1, -3, 2 ** 31 - 8).map(
    (lo): Both => ({
      text: `(x${i} + ${lo})`,
      js: (leaves) => leaves[i]! + lo,
      node: (nodes) => nodes.add(nodes.leaf(i, SIZES[i]!), nodes.constant(lo)),
    }),
  ),
);
const constant = constantFrom(0, 1, -1, 2, 3, -2, 0.5, -0, Infinity, Number.NaN, 2 ** 31 - 1, -(2 ** 31)).map(
  (value): Both => ({
    text: Object.is(value, -0) ? "-0" : String(value),
    js: () => value,
    node: (nodes) => nodes.constant(value),
  }),
);

const truth = (is: boolean) => (is ? 1 : 0);
type Two = readonly [string, (a: number, b: number) => number, (nodes: Nodes, a: Node, b: Node) => Node];
const twos: readonly Two[] = [
  ["+", (a, b) => a + b, (n, a, b) => n.add(a, b)],
  ["-", (a, b) => a - b, (n, a, b) => n.subtract(a, b)],
  ["*", (a, b) => a * b, (n, a, b) => n.multiply(a, b)],
  ["/", (a, b) => a / b, (n, a, b) => n.divide(a, b)],
  ["min", Math.min, (n, a, b) => n.min(a, b)],
  ["max", Math.max, (n, a, b) => n.max(a, b)],
  ["===", (a, b) => truth(a === b), (n, a, b) => n.equal(a, b)],
  ["<", (a, b) => truth(a < b), (n, a, b) => n.less(a, b)],
  ["<=", (a, b) => truth(a <= b), (n, a, b) => n.lessOrEqual(a, b)],
  ["&&", (a, b) => truth(a > 0 && b > 0), (n, a, b) => n.and(n.less(n.no, a), n.less(n.no, b))],
  ["||", (a, b) => truth(a > 0 || !(b > 1)), (n, a, b) => n.or(n.less(n.no, a), n.not(n.less(n.yes, b)))],
];
type One = readonly [string, (a: number) => number, (nodes: Nodes, a: Node) => Node];
const ones: readonly One[] = [
  ["floor", Math.floor, (n, a) => n.floor(a)],
  ["ceil", Math.ceil, (n, a) => n.ceil(a)],
  ["trunc", Math.trunc, (n, a) => n.trunc(a)],
  ["abs", Math.abs, (n, a) => n.abs(a)],
  ["sqrt", Math.sqrt, (n, a) => n.sqrt(a)],
  ["isWhole", (a) => truth(Number.isInteger(a) && a >= 0 && a <= 3), (n, a) => n.isWholeWithin(a, 0, 3)],
];

const { tree } = letrec<{ tree: Both }>((tie) => ({
  tree: oneof(
    { depthSize: "medium", withCrossShrink: true },
    leaf,
    constant,
    tuple(constantFrom(...twos), tie("tree"), tie("tree")).map(
      ([[name, js, node], a, b]): Both => ({
        text: `${name}(${a.text}, ${b.text})`,
        js: (leaves) => js(a.js(leaves), b.js(leaves)),
        node: (nodes) => node(nodes, a.node(nodes), b.node(nodes)),
      }),
    ),
    tuple(constantFrom(...ones), tie("tree")).map(
      ([[name, js, node], a]): Both => ({
        text: `${name}(${a.text})`,
        js: (leaves) => js(a.js(leaves)),
        node: (nodes) => node(nodes, a.node(nodes)),
      }),
    ),
    tuple(tie("tree"), tie("tree"), tie("tree")).map(
      ([a, b, c]): Both => ({
        text: `(${a.text} > 0 ? ${b.text} : ${c.text})`,
        js: (leaves) => (a.js(leaves) > 0 ? b.js(leaves) : c.js(leaves)),
        node: (nodes) => nodes.select(nodes.less(nodes.no, a.node(nodes)), b.node(nodes), c.node(nodes)),
      }),
    ),
    tuple(tie("tree"), tie("tree"), tie("tree")).map(
      ([a, b, otherwise]): Both => ({
        text: `(${a.text} % ${b.text}, or ${otherwise.text})`,
        js: (leaves) => (remainder(a, b) ? a.js(leaves) % b.js(leaves) : otherwise.js(leaves)),
        node: (nodes) => nodes.remainder(a.node(nodes), b.node(nodes)) ?? otherwise.node(nodes),
      }),
    ),
  ),
}));

/** Is the remainder one that nodes can say? */
const remainder = (a: Both, b: Both): boolean => {
  const nodes = new Nodes();
  return nodes.remainder(a.node(nodes), b.node(nodes)) !== undefined;
};

test(`nodes mean what JavaScript means, seed ${SEED}`, () => {
  assert(property(tree, agrees), { seed: SEED, numRuns: 3000 });
});

function agrees(both: Both): void {
  const nodes = new Nodes();
  const node = both.node(nodes);
  for (const leaves of allLeaves()) {
    const values = new Float64Array(nodes.all.length);
    for (const one of nodes.all) values[one.id] = valueOf(one, values, Int32Array.from(leaves));
    expect(values[node.id], `${both.text} at ${leaves.join()}`).toBe(both.js(leaves));
    for (const one of nodes.all) expectBounded(one, values[one.id]!);
  }
}

function expectBounded(node: Node, value: number): void {
  if (Number.isNaN(value) || node.op === "truncate") return;
  if (value < node.lo || value > node.hi) throw new Error(`${node.op} gives ${value}, outside ${node.lo} … ${node.hi}`);
  if (node.type === "i32" && (value | 0) !== value) throw new Error(`${node.op} gives ${value}, which is no i32`);
}

const allLeaves = (): number[][] =>
  SIZES.reduce<number[][]>(
    (rows, size) => rows.flatMap((row) => Array.from({ length: size }, (_, i) => [...row, i])),
    [[]],
  );
