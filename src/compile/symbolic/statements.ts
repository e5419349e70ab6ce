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
import type { Node } from "../code.ts";
import { ENDED, Outside, type Execution } from "./execution.ts";
import { at, bind, closure, evaluate } from "./expressions.ts";
import { strictlyEqual, truthy } from "./operators.ts";
import type { Scope } from "./scope.ts";
import { cursorOf } from "./sequences.ts";
import { meet, type State } from "./state.ts";
import { Opaque, type Value } from "./values.ts";

/** What of a function waits for its end. */
export interface Frame {
  readonly returns: { readonly state: State; readonly value: Value }[];
  /** Loops and switches around, innermost last. */
  readonly around: Around[];
}
interface Around {
  readonly label: string | undefined;
  readonly loops: boolean;
  readonly breaks: State[];
  nexts: State[];
}

const TURNS_MAX = 4096;

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
    case "ThrowStatement":
      evaluate(x, node.argument, scope);
      return x.throwNow();
    case "TryStatement":
      return attempting(x, node, scope, frame);
    case "LabeledStatement":
      return labeled(x, node.label.name, node.body, scope, frame);
    case "EmptyStatement":
    case "FunctionDeclaration":
      return;
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
    bind(x, id, init ? evaluate(x, init, scope) : undefined, scope, declared(x, scope, kind === "const"));
  }
}

/** Declares the names of a pattern. */
export const declared =
  (x: Execution, scope: Scope, constant = false) =>
  (pattern: Pattern, value: Value): void => {
    if (pattern.type !== "Identifier") throw new Outside("such a pattern");
    scope.declare(x, pattern.name, value, constant);
  };

/** Runs a statement; the state in which it ends, if it does. */
function end(x: Execution, body: () => void): State | undefined {
  return x.attempt(() => {
    body();
    return x.state;
  });
}

/** Goes on where several ways meet. */
function goOn(x: Execution, ways: readonly (State | undefined)[]): void {
  const open = ways.filter((way) => way !== undefined);
  if (open.length === 0) throw ENDED;
  x.state = open.slice(0, -1).reduceRight((rest, way) => meet(way, rest).state, open.at(-1)!);
}

// ---- Loops --------------------------------------------------------------------------------------------------------

interface Loop {
  /** Does a turn come before the first test? */
  readonly first: boolean;
  test(): Node;
  body(): void;
  update?(): void;
}

function looped(x: Execution, frame: Frame, label: string | undefined, { first, test, body, update }: Loop): void {
  const around: Around = { label, loops: true, breaks: [], nexts: [] };
  frame.around.push(around);
  const turns = () => {
    for (let turn = 0; ; turn++) {
      if (turn > TURNS_MAX) throw new Outside(`a loop of more than ${TURNS_MAX} turns`);
      if (turn > 0 || !first) passing(x, test(), around);
      turnOf(x, around, body, []);
      update?.();
    }
  };
  x.attempt(turns);
  frame.around.pop();
  goOn(x, around.breaks);
}

/** Leaves the loop where the test is false. */
function passing(x: Execution, test: Node, around: Around): void {
  const known = x.state.decide(test);
  x.work();
  if (known) return;
  around.breaks.push(known === false ? x.state : x.state.on(x.nodes.not(test)));
  if (known === false) throw ENDED;
  x.state = x.state.on(test);
}

/** One turn of a loop, up to where the next begins; some ways may have skipped it. */
function turnOf(x: Execution, around: Around, body: () => void, skipped: readonly State[]): void {
  around.nexts = [];
  const ended = end(x, body);
  goOn(x, [...skipped, ...around.nexts, ended]);
}

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
  const cursor = cursorOf(x, iterable);
  if (cursor === undefined) return x.throwNow();
  const around: Around = { label, loops: true, breaks: [], nexts: [] };
  frame.around.push(around);
  const turns = () => {
    for (let turn = 0; turn < cursor.max(); turn++) {
      if (turn > TURNS_MAX) throw new Outside(`a loop of more than ${TURNS_MAX} turns`);
      const present = cursor.present(turn);
      const skipped: State[] = [];
      if (cursor.ends) passing(x, present, around);
      else {
        const known = x.state.decide(present);
        if (known === false) continue;
        if (known === undefined) {
          skipped.push(x.state.on(x.nodes.not(present)));
          x.state = x.state.on(present);
        }
      }
      turnOf(x, around, () => eachBody(x, node, cursor.value(turn), outer.inner(), frame), skipped);
    }
    around.breaks.push(x.state);
  };
  x.attempt(turns);
  frame.around.pop();
  goOn(x, around.breaks);
}

function eachBody(x: Execution, node: ForOfStatement, value: Value, scope: Scope, frame: Frame): void {
  const { left } = node;
  if (left.type === "VariableDeclaration")
    bind(x, left.declarations[0]!.id, value, scope, declared(x, scope, left.kind === "const"));
  else {
    bind(x, left, value, scope, (pattern, one) => {
      if (pattern.type !== "Identifier") throw new Outside("such a loop variable");
      scope.assign(x, pattern.name, one);
    });
  }
  run(x, node.body, scope.inner(), frame);
}

function leave(x: Execution, breaks: boolean, label: string | undefined, frame: Frame): never {
  const from = frame.around.findLast((one) => (label === undefined ? one.loops || breaks : one.label === label));
  if (from === undefined) throw new Outside("leaving a labelled block");
  (breaks ? from.breaks : from.nexts).push(x.state);
  throw ENDED;
}

function labeled(x: Execution, label: string, body: Statement, scope: Scope, frame: Frame): void {
  if (!/^(For|While|DoWhile)/.test(body.type)) throw new Outside("a labelled block");
  run(x, body, scope, frame, label);
}

// ---- switch and try -----------------------------------------------------------------------------------------------

function choosing(x: Execution, node: SwitchStatement, outer: Scope, frame: Frame, label: string | undefined): void {
  const value = evaluate(x, node.discriminant, outer);
  const scope = outer.inner(true);
  const around: Around = { label, loops: false, breaks: [], nexts: [] };
  frame.around.push(around);
  const bodyFrom = (i: number) => () =>
    void runBlock(
      x,
      node.cases.slice(i).flatMap((one) => one.consequent),
      scope,
      frame,
    );
  const otherwise = node.cases.findIndex((one) => !one.test);
  const caseFrom = (i: number): Value => {
    if (i === node.cases.length) return otherwise < 0 ? undefined : bodyFrom(otherwise)();
    const { test } = node.cases[i]!;
    if (!test) return caseFrom(i + 1);
    return x.fork(strictlyEqual(x, value, evaluate(x, test, scope)), bodyFrom(i), () => caseFrom(i + 1));
  };
  const ended = end(x, () => void caseFrom(0));
  frame.around.pop();
  goOn(x, [...around.breaks, ended]);
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
  if (param) bind(x, param, new Opaque("object"), scope, declared(x, scope));
  runBlock(x, body.body, scope.inner(), frame);
}
