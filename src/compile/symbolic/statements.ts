// Statements of the author's functions, run symbolically. A way that returns, breaks off or goes on with the next turn
// ends here and waits where it will meet the others.
import type {
  BlockStatement,
  CatchClause,
  ForOfStatement,
  ForStatement,
  Pattern,
  Statement,
  ModuleDeclaration,
  SwitchStatement,
  TryStatement,
  VariableDeclaration,
} from "acorn";
import { ENDED, Outside, type Execution } from "./execution.ts";
import { at, closure, evaluate, evaluating } from "./expressions.ts";
import { bind } from "./patterns.ts";
import { strictlyEqual, truthy } from "./operators.ts";
import type { Scope } from "./scope.ts";
import { groupedIn, inTurn, isCounted } from "./groups.ts";
import { cursorOf } from "./sequences.ts";
import { around, end, goOn, leave, limit, looped, passing, turnOf, type Frame } from "./loops.ts";
import type { State } from "./state.ts";
import { Opaque, type Value } from "./values.ts";

export function runBlock(
  x: Execution,
  body: readonly (Statement | ModuleDeclaration)[],
  scope: Scope,
  frame: Frame,
): void {
  for (const node of body) {
    if (node.type === "FunctionDeclaration") scope.declare(x, node.id.name, closure(node as never, scope));
  }
  for (const node of body) run(x, node as Statement, scope, frame);
}

function run(x: Execution, node: Statement, scope: Scope, frame: Frame, label?: string): void {
  at(x, node, scope);
  switch (node.type) {
    case "ExpressionStatement":
      return void evaluate(x, node.expression, scope);
    case "BlockStatement":
      return runBlock(x, node.body, scope.inner(), frame);
    case "VariableDeclaration":
      return declare(x, node, scope);
    case "IfStatement": {
      const test = truthy(x, evaluate(x, node.test, scope));
      const branch = (one: Statement | null | undefined) => () => void (one && run(x, one, scope.inner(), frame));
      return void x.fork(test, branch(node.consequent), branch(node.alternate));
    }
    case "ReturnStatement":
      frame.returns.push({ value: node.argument ? evaluate(x, node.argument, scope) : undefined, state: x.state });
      throw ENDED;
    case "ThrowStatement":
      evaluate(x, node.argument, scope);
      return x.throwNow();
    case "TryStatement":
      return attempting(x, node, scope, frame);
    case "EmptyStatement":
    case "FunctionDeclaration":
      return;
    default:
      return runAround(x, node, scope, frame, label);
  }
}

/** Loops and switches, and what leaves them. */
function runAround(x: Execution, node: Statement, scope: Scope, frame: Frame, label: string | undefined): void {
  switch (node.type) {
    case "ForOfStatement":
      return forOf(x, node, scope, frame, label);
    case "ForStatement":
      return forLoop(x, node, scope, frame, label);
    case "WhileStatement":
    case "DoWhileStatement":
      return looped(x, frame, label, {
        first: node.type === "DoWhileStatement",
        test: () => truthy(x, evaluate(x, node.test, scope)),
        body: () => run(x, node.body, scope.inner(), frame),
      });
    case "SwitchStatement":
      return choosing(x, node, scope, frame, label);
    case "BreakStatement":
    case "ContinueStatement":
      return leave(x, node.type === "BreakStatement", node.label?.name, frame);
    case "LabeledStatement":
      return labeled(x, node.label.name, node.body, scope, frame);
    default:
      throw new Outside(NAMES[node.type] ?? node.type);
  }
}

const NAMES: Readonly<Record<string, string>> = {
  ForInStatement: "a for-in loop",
  ClassDeclaration: "a class",
  DebuggerStatement: "`debugger`",
  WithStatement: "`with`",
};

function declare(x: Execution, { kind, declarations }: VariableDeclaration, scope: Scope): void {
  if (kind !== "let" && kind !== "const") throw new Outside(`\`${kind}\``);
  for (const { id, init } of declarations) {
    bind(
      x,
      id,
      init ? evaluate(x, init, scope) : undefined,
      evaluating(x, scope),
      declared(x, scope, kind === "const"),
    );
  }
}

/** Declares the names of a pattern. */
export const declared =
  (x: Execution, scope: Scope, constant = false) =>
  (pattern: Pattern, value: Value): void => {
    if (pattern.type !== "Identifier") throw new Outside("such a pattern");
    scope.declare(x, pattern.name, value, constant);
  };

// ---- Loops --------------------------------------------------------------------------------------------------------

function forLoop(x: Execution, node: ForStatement, outer: Scope, frame: Frame, label: string | undefined): void {
  let scope = outer.inner();
  const { init } = node;
  if (init?.type === "VariableDeclaration") declare(x, init, scope);
  else if (init) evaluate(x, init, scope);
  const names: string[] = [];
  if (init?.type === "VariableDeclaration")
    for (const { id } of init.declarations) if (id.type === "Identifier") names.push(id.name);
  looped(x, frame, label, {
    first: false,
    test: () => (node.test ? truthy(x, evaluate(x, node.test, scope)) : x.nodes.yes),
    body: () => run(x, node.body, scope.inner(), frame),
    update: () => {
      const next = outer.inner(); // each turn has variables of its own
      for (const name of names) next.declare(x, name, scope.get(x, name));
      scope = next;
      if (node.update) evaluate(x, node.update, scope);
    },
  });
}

function forOf(x: Execution, node: ForOfStatement, outer: Scope, frame: Frame, label: string | undefined): void {
  if (node.await) throw new Outside("`await`");
  const iterable = evaluate(x, node.right, outer);
  x.each(iterable, (one) => (forEach(x, node, one, outer, frame, label), undefined));
}

function forEach(
  x: Execution,
  node: ForOfStatement,
  iterable: Value,
  outer: Scope,
  frame: Frame,
  label: string | undefined,
): void {
  const members = groupedIn(x, iterable);
  if (members && isCounted(members)) return forEachGroup(x, node, iterable, outer, frame, label);
  const cursor = cursorOf(x, iterable);
  if (cursor === undefined) return x.throwNow();
  around(x, frame, { label, loops: true }, (loop) => {
    for (let turn = 0; turn < cursor.max(); turn++) {
      limit(turn);
      const present = cursor.present(turn);
      const skipped: State[] = [];
      if (cursor.ends) passing(x, present, loop);
      else {
        const known = x.state.decide(present);
        if (known === false) continue;
        if (known === undefined) {
          skipped.push(x.state.on(x.nodes.not(present)));
          x.state = x.state.on(present);
        }
      }
      turnOf(x, loop, () => eachBody(x, node, cursor.value(turn), outer.inner(), frame), skipped);
    }
  });
}

/** A turn for each slot, for all its members at once: that nobody can see it was found when the fleet was reduced. */
function forEachGroup(
  x: Execution,
  node: ForOfStatement,
  group: Value,
  outer: Scope,
  frame: Frame,
  label: string | undefined,
): void {
  const { length } = frame.returns;
  around(x, frame, { label, loops: true }, (loop) => {
    for (let i = 0; i < groupedIn(x, group)!.length; i++) {
      const one = groupedIn(x, group)![i]!; // as it is when its turn comes
      const known = x.state.decide(one.present);
      if (known === false) continue;
      const skipped = known ? [] : [x.state.on(x.nodes.not(one.present))];
      if (!known) x.state = x.state.on(one.present);
      inTurn(x, one, () => turnOf(x, loop, () => eachBody(x, node, one.member, outer.inner(), frame), skipped));
      if (loop.breaks.length > 0 || frame.returns.length > length)
        throw new Outside("leaving a loop over members that are counted");
    }
  });
}

function eachBody(x: Execution, node: ForOfStatement, value: Value, scope: Scope, frame: Frame): void {
  const { left } = node;
  if (left.type === "VariableDeclaration")
    bind(x, left.declarations[0]!.id, value, evaluating(x, scope), declared(x, scope, left.kind === "const"));
  else {
    bind(x, left, value, evaluating(x, scope), (pattern, one) => {
      if (pattern.type !== "Identifier") throw new Outside("such a loop variable");
      scope.assign(x, pattern.name, one);
    });
  }
  run(x, node.body, scope.inner(), frame);
}

function labeled(x: Execution, label: string, body: Statement, scope: Scope, frame: Frame): void {
  if (!/^(For|While|DoWhile)/.test(body.type)) throw new Outside("a labelled block");
  run(x, body, scope, frame, label);
}

// ---- switch and try -----------------------------------------------------------------------------------------------

function choosing(x: Execution, node: SwitchStatement, outer: Scope, frame: Frame, label: string | undefined): void {
  const { cases } = node;
  const value = evaluate(x, node.discriminant, outer);
  const scope = outer.inner(true);
  const bodyFrom = (i: number) => (): Value => {
    const rest = cases.slice(i).flatMap((one) => one.consequent);
    runBlock(x, rest, scope, frame);
    return undefined;
  };
  const otherwise = cases.findIndex((one) => !one.test);
  const caseFrom = (i: number): Value => {
    if (i === cases.length) return otherwise < 0 ? undefined : bodyFrom(otherwise)();
    const { test } = cases[i]!;
    if (!test) return caseFrom(i + 1);
    return x.fork(strictlyEqual(x, value, evaluate(x, test, scope)), bodyFrom(i), () => caseFrom(i + 1));
  };
  around(x, frame, { label, loops: false }, () => caseFrom(0));
}

function attempting(x: Execution, { block, handler, finalizer }: TryStatement, scope: Scope, frame: Frame): void {
  if (finalizer) throw new Outside("`finally`");
  const thrown: State[] = [];
  const { length } = x.catchers;
  x.catchers.push((state) => thrown.push(state));
  let ended: State | undefined;
  try {
    ended = end(x, () => runBlock(x, block.body, scope.inner(), frame));
  } finally {
    x.catchers.length = length;
  }
  if (thrown.length === 0) return goOn(x, [ended]);
  goOn(x, thrown);
  const handled = end(x, () => handle(x, handler!, scope.inner(), frame));
  goOn(x, [ended, handled]);
}

function handle(
  x: Execution,
  { param, body }: CatchClause & { body: BlockStatement },
  scope: Scope,
  frame: Frame,
): void {
  if (param) bind(x, param, new Opaque("object"), evaluating(x, scope), declared(x, scope));
  runBlock(x, body.body, scope.inner(), frame);
}
