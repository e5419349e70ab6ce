// Statements in the text of a spec's functions, walked one by one.
import type {
  AnyNode,
  ForInStatement,
  ForOfStatement,
  ForStatement,
  Pattern,
  Statement,
  SwitchStatement,
  TryStatement,
} from "acorn";
import type { FunctionNode } from "../../capture/parse.ts";
import type { Walker } from "./notes.ts";
import { Names, SAFE, UNKNOWN } from "./seen.ts";

export function runBlock(walker: Walker, body: readonly AnyNode[], names: Names, f: FunctionNode): void {
  const { notes } = walker;
  for (const node of body) {
    if (node.type !== "FunctionDeclaration" || node.id === null) continue;
    const declared = notes.declare(node, node.id.name);
    names.declare(node.id.name, declared);
    notes.grow(declared, { is: "closure", node: node as unknown as FunctionNode, names });
  }
  notes.remembering(() => {
    for (const node of body) {
      run(walker, node as Statement, names, f);
      if (node.type === "IfStatement" && isLeft(node.consequent)) notes.know(node.test, false);
    }
  });
}

function run(walker: Walker, node: Statement, names: Names, f: FunctionNode): void {
  const { notes } = walker;
  switch (node.type) {
    case "EmptyStatement":
    case "FunctionDeclaration":
      return;
    case "ExpressionStatement":
      return void walker.see(node.expression, names);
    case "BlockStatement":
      return runBlock(walker, node.body, new Names(names), f);
    case "VariableDeclaration":
      for (const { id, init } of node.declarations)
        walker.bind(id, init ? walker.see(init, names) : { type: SAFE }, names);
      return;
    case "IfStatement":
      walker.see(node.test, names);
      notes.knowing(node.test, true, () => run(walker, node.consequent, new Names(names), f));
      notes.knowing(node.test, false, () => node.alternate && run(walker, node.alternate, new Names(names), f));
      return;
    case "LabeledStatement":
      return run(walker, node.body, names, f);
    case "ReturnStatement":
      if (node.argument) walker.returns(f, walker.see(node.argument, names).type);
      return leave(walker, ({ depth }) => depth === notes.depth);
    case "ThrowStatement":
      notes.mayFail("an exception");
      return void walker.see(node.argument, names);
    case "ContinueStatement":
      return leave(walker, () => Boolean(node.label));
    case "BreakStatement":
      return leave(walker, ({ breakable }) => Boolean(node.label) || breakable + 1 === notes.breakable);
    default:
      notes.breakable++;
      runNested(walker, node, new Names(names), f);
      notes.breakable--;
  }
}

/** Ends those turns before the last one. */
function leave({ notes }: Walker, isOver: (of: { depth: number; breakable: number }) => boolean): void {
  for (const turns of notes.turns) if (isOver(turns.of)) turns.leaves();
}

/** What has a scope of its own. */
function runNested(walker: Walker, node: Statement, names: Names, f: FunctionNode): void {
  switch (node.type) {
    case "ForOfStatement":
      return forOf(walker, node, names, f);
    case "ForInStatement":
    case "ForStatement":
      return forLoop(walker, node, names, f);
    case "WhileStatement":
    case "DoWhileStatement":
      walker.see(node.test, names);
      return run(walker, node.body, names, f);
    case "SwitchStatement":
      return choose(walker, node, names, f);
    case "TryStatement":
      return attempt(walker, node, names, f);
    default:
      walker.notes.tell(walker.notes.types.fleets, `has a ${node.type}, which is not followed`, node);
  }
}

function forLoop(walker: Walker, node: ForInStatement | ForStatement, names: Names, f: FunctionNode): void {
  if (node.type === "ForInStatement") {
    walker.see(node.right, names);
    walker.bind(targetOf(node.left), { type: SAFE }, names);
    return run(walker, node.body, names, f);
  }
  if (node.init?.type === "VariableDeclaration") run(walker, node.init, names, f);
  else if (node.init) walker.see(node.init, names);
  if (node.test) walker.see(node.test, names);
  run(walker, node.body, names, f);
  if (node.update) walker.see(node.update, names);
}

function choose(walker: Walker, node: SwitchStatement, names: Names, f: FunctionNode): void {
  walker.see(node.discriminant, names);
  for (const { test } of node.cases) if (test) walker.see(test, names);
  const all = node.cases.flatMap(({ consequent }) => consequent);
  runBlock(walker, all, names, f);
}

function attempt(walker: Walker, node: TryStatement, names: Names, f: FunctionNode): void {
  walker.notes.tries++;
  run(walker, node.block, names, f);
  walker.notes.tries--;
  if (node.handler?.param) walker.bind(node.handler.param, { type: UNKNOWN }, names);
  if (node.handler) run(walker, node.handler.body, names, f);
  if (node.finalizer) run(walker, node.finalizer, names, f);
}

function forOf(walker: Walker, node: ForOfStatement, names: Names, f: FunctionNode): void {
  const { notes } = walker;
  const { type, origin } = walker.see(node.right, names);
  const fleets = notes.types.ordersOf(type);
  const element = { type: notes.types.element(type) };
  const left = node.left.type === "VariableDeclaration" ? targetOf(node.left) : undefined;
  if (fleets.length === 0) {
    walker.bind(left ?? (node.left as Pattern), element, names);
    return run(walker, node.body, names, f);
  }
  if (left?.type !== "Identifier") return notes.goesThrough(type, node);
  const own = walker.bind(left, element, names)!;
  notes.breakable--;
  notes.inTurns({ fleets, own, quits: false }, node, (turns) => {
    turns.declares(own);
    if (type.is !== "fleet") turns.reads(origin, origin?.field ?? "", UNKNOWN); // sets are looked at anew for each turn
    notes.breakable++;
    run(walker, node.body, names, f);
  });
}

function targetOf(left: ForInStatement["left"]): Pattern {
  return left.type === "VariableDeclaration" ? left.declarations[0]!.id : left;
}

/** Does a statement end the function or the turn? */
function isLeft(node: Statement): boolean {
  const last = node.type === "BlockStatement" ? node.body.at(-1) : node;
  return last !== undefined && ["ReturnStatement", "ThrowStatement", "ContinueStatement"].includes(last.type);
}
