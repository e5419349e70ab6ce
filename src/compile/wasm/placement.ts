// Which nodes are held in locals, and before which statement each is computed.
import type { Node } from "../code.ts";
import { operandsOf, type Statement } from "./statement.ts";

/** A block of statements; `outer` is the block that it stands in. */
interface Block {
  readonly outer: Block | undefined;
  readonly depth: number;
  /** The statement of this block that is being visited. */
  statement?: Statement;
}

interface Use {
  times: number;
  block: Block;
  height: number;
}

/** Longer chains of nodes than this are cut by a local, so that expressions stay shallow. */
const HEIGHT_MAX = 64;

/** For each statement the nodes to compute right before it, operands first. */
export function heldNodes(statements: readonly Statement[]): Map<Statement, Node[]> {
  const outermost: Block = { outer: undefined, depth: 0 };
  const blocks = new Map<Statement, Block>();
  const uses = new Map<Node, Use>();
  countUses(statements, outermost, blocks, uses);
  const held = spread(uses);
  const before = new Map<Statement, Node[]>();
  const seen = new Set<Node>();
  const visit = (list: readonly Statement[], block: Block): void => {
    for (const statement of list) {
      block.statement = statement;
      for (const node of statement.uses) reach(node, held, uses, seen, before);
      visit(statement.inner, blocks.get(statement)!);
    }
  };
  visit(statements, outermost);
  return before;
}

function countUses(
  statements: readonly Statement[],
  block: Block,
  blocks: Map<Statement, Block>,
  uses: Map<Node, Use>,
): void {
  for (const statement of statements) {
    for (const node of statement.uses) use(node, block, uses);
    const inner: Block = { outer: block, depth: block.depth + 1 };
    blocks.set(statement, inner);
    countUses(statement.inner, inner, blocks, uses);
  }
}

function use(node: Node, block: Block, uses: Map<Node, Use>): void {
  const known = uses.get(node);
  if (known === undefined) uses.set(node, { times: 1, block, height: 0 });
  else {
    known.times++;
    known.block = around(known.block, block);
  }
}

/** From statements to the operands of what they use: users first, which have higher numbers. Gives the held nodes. */
function spread(uses: Map<Node, Use>): Set<Node> {
  const order = [...reachable(uses.keys())].toSorted((a, b) => b.id - a.id);
  const twice = new Set<Node>();
  for (const node of order) {
    for (const operand of operandsOf(node)) {
      use(operand, uses.get(node)!.block, uses);
      if (node.type === "i32" && (node.op === "min" || node.op === "max")) twice.add(operand);
    }
  }
  const held = new Set<Node>();
  for (const node of order.toReversed()) {
    const own = uses.get(node)!;
    own.height =
      1 + Math.max(0, ...operandsOf(node).map((operand) => (held.has(operand) ? 0 : uses.get(operand)!.height)));
    if (node.op !== "const" && (own.times > 1 || twice.has(node) || own.height > HEIGHT_MAX)) held.add(node);
  }
  return held;
}

function reachable(roots: Iterable<Node>): Set<Node> {
  const found = new Set<Node>(roots);
  for (const node of found) for (const operand of operandsOf(node)) found.add(operand);
  return found;
}

/** Puts the held nodes below a node, operands first, before the statements that are being visited in their blocks. */
function reach(
  root: Node,
  held: ReadonlySet<Node>,
  uses: ReadonlyMap<Node, Use>,
  seen: Set<Node>,
  before: Map<Statement, Node[]>,
): void {
  const fresh: Node[] = [];
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (held.has(node)) fresh.push(node);
    open.push(...operandsOf(node));
  }
  for (const node of fresh.toSorted((a, b) => a.id - b.id)) {
    const statement = uses.get(node)!.block.statement!;
    const list = before.get(statement);
    if (list) list.push(node);
    else before.set(statement, [node]);
  }
}

/** The innermost block around two. */
function around(a: Block, b: Block): Block {
  let [x, y] = [a, b];
  while (x.depth > y.depth) x = x.outer!;
  while (y.depth > x.depth) y = y.outer!;
  while (x !== y) [x, y] = [x.outer!, y.outer!];
  return x;
}
