// Expressions of the author's functions, evaluated symbolically.
import type {
  AssignmentExpression,
  CallExpression,
  Expression,
  MemberExpression,
  NewExpression,
  Node as Tree,
  Pattern,
  PrivateIdentifier,
  Property,
  SpreadElement,
  Super,
  UpdateExpression,
} from "acorn";
import type { FunctionNode } from "../../capture/parse.ts";
import { Outside, type Execution } from "./execution.ts";
import { isErrorMaker } from "./natives.ts";
import { binary, isNullish, mapped, toNumber, truthy, unary } from "./operators.ts";
import { callMethod, get, set } from "./properties.ts";
import type { Scope } from "./scope.ts";
import { entriesOf, isCounter, joined, over, template } from "./literals.ts";
import { bind, propertyName, type Evaluating } from "./patterns.ts";
import { madeSet } from "./sets.ts";
import { appended, gathered, madeArray, walked } from "./sequences.ts";
import { Closure, Entries, Items, Made, number, Opaque, type Value } from "./values.ts";

export function evaluate(x: Execution, node: Expression | PrivateIdentifier | Super, scope: Scope): Value {
  at(x, node, scope);
  switch (node.type) {
    case "Literal":
      if (typeof node.value === "bigint" || node.value instanceof RegExp)
        throw new Outside("a big integer or regular expression");
      return node.value;
    case "Identifier":
      return scope.get(x, node.name);
    case "TemplateLiteral":
      return template(
        x,
        node.expressions.map((e) => evaluate(x, e, scope)),
        node.quasis.map((q) => q.value.cooked ?? ""),
      );
    case "ArrayExpression":
      return madeArray(x, spread(x, node.elements, scope));
    case "ObjectExpression":
      return object(x, node.properties, scope);
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return closure(node, scope);
    case "CallExpression":
    case "MemberExpression":
      return chain(x, node, scope, (value) => value);
    case "ChainExpression":
      return chain(x, node.expression, scope, (value) => value);
    case "NewExpression":
      return construct(x, node, scope);
    default:
      return operation(x, node, scope);
  }
}

/** What has operands. */
function operation(x: Execution, node: Expression | PrivateIdentifier | Super, scope: Scope): Value {
  switch (node.type) {
    case "UnaryExpression":
      if (node.operator === "delete") throw new Outside("delete");
      return unary(x, node.operator, evaluate(x, node.argument, scope));
    case "UpdateExpression":
      return update(x, node, scope);
    case "BinaryExpression": {
      const [a, b] = [evaluate(x, node.left, scope), evaluate(x, node.right, scope)];
      at(x, node, scope);
      return binary(x, node.operator, a, b);
    }
    case "LogicalExpression":
      return logical(x, node.operator, evaluate(x, node.left, scope), () => evaluate(x, node.right, scope));
    case "AssignmentExpression":
      return assignment(x, node, scope);
    case "ConditionalExpression": {
      const test = truthy(x, evaluate(x, node.test, scope));
      const [yes, no] = [() => evaluate(x, node.consequent, scope), () => evaluate(x, node.alternate, scope)];
      return x.fork(test, yes, no);
    }
    case "SequenceExpression":
      return node.expressions.map((e) => evaluate(x, e, scope)).at(-1);
    case "ParenthesizedExpression":
      return evaluate(x, node.expression, scope);
    default:
      throw new Outside(NAMES[node.type] ?? node.type);
  }
}

const NAMES: Readonly<Record<string, string>> = {
  ThisExpression: "`this`",
  Super: "`super`",
  AwaitExpression: "`await`",
  YieldExpression: "`yield`",
  ClassExpression: "a class",
  TaggedTemplateExpression: "a tagged template",
  ImportExpression: "an import",
  MetaProperty: "import.meta",
  PrivateIdentifier: "a private name",
};

/** Evaluates what patterns need. */
export const evaluating =
  (x: Execution, scope: Scope): Evaluating =>
  (node) =>
    evaluate(x, node, scope);

/** Remembers what is executed, for the message where it is outside the subset. */
export function at(x: Execution, node: Tree, scope: Scope): void {
  x.spot = { f: scope.surroundings.f, start: node.start };
}

export function closure(node: FunctionNode, scope: Scope): Closure {
  if (node.async || node.generator) throw new Outside("an async function or generator");
  return new Closure(node, scope);
}

function logical(x: Execution, operator: "||" | "&&" | "??", left: Value, right: () => Value): Value {
  const kept = () => x.settled(left);
  if (operator === "??") return x.fork(isNullish(x, left), right, kept);
  const test = truthy(x, left);
  return operator === "&&" ? x.fork(test, right, kept) : x.fork(test, kept, right);
}

// ---- Calls and members --------------------------------------------------------------------------------------------

/** Evaluates a chain of members and calls and hands its value on; where `?.` meets nothing, all the rest is undefined. */
function chain(
  x: Execution,
  node: Expression | Super | PrivateIdentifier,
  scope: Scope,
  then: (value: Value) => Value,
): Value {
  if (node.type === "MemberExpression") {
    return link(x, node, scope, (base) => {
      const key = keyOf(x, node, scope);
      at(x, node, scope);
      return then(get(x, base, key));
    });
  }
  if (node.type !== "CallExpression") return then(evaluate(x, node, scope));
  if (isCounter(node)) return then(undefined);
  const { callee } = node;
  if (callee.type !== "MemberExpression") {
    return chain(x, callee, scope, (f) =>
      orNothing(x, node.optional, f, () => then(called(x, node, scope, (args) => x.call(f, args)))),
    );
  }
  if (node.optional) {
    return link(x, callee, scope, (base) => {
      const key = keyOf(x, callee, scope);
      return orNothing(x, true, get(x, base, key), () =>
        then(called(x, node, scope, (args) => callMethod(x, base, key, args))),
      );
    });
  }
  return link(x, callee, scope, (base) => {
    const key = keyOf(x, callee, scope);
    return then(called(x, node, scope, (args) => callMethod(x, base, key, args)));
  });
}

const link = (x: Execution, node: MemberExpression, scope: Scope, then: (base: Value) => Value): Value =>
  chain(x, node.object, scope, (base) => orNothing(x, node.optional, base, () => then(base)));

const orNothing = (x: Execution, optional: boolean, value: Value, then: () => Value): Value =>
  optional ? x.fork(isNullish(x, value), () => undefined, then) : then();

function called(x: Execution, node: CallExpression, scope: Scope, call: (args: readonly Value[]) => Value): Value {
  const args = spread(x, node.arguments, scope);
  at(x, node, scope);
  if (!(args instanceof Items)) throw new Outside("arguments whose number depends on the state");
  return call(args.items);
}

function keyOf(x: Execution, { computed, property }: MemberExpression, scope: Scope): Value {
  if (computed) return evaluate(x, property, scope);
  if (property.type !== "Identifier") throw new Outside("a private name");
  return property.name;
}

function construct(x: Execution, node: NewExpression, scope: Scope): Value {
  const f = evaluate(x, node.callee, scope);
  if (f === Set && node.arguments.length < 2) {
    const all = node.arguments.length === 0 ? new Items([]) : evaluate(x, node.arguments[0] as Expression, scope);
    return x.each(all, (one) =>
      one === undefined || one === null ? madeSet(x, []) : madeSet(x, walked(x, one) ?? x.throwNow()),
    );
  }
  if (!isErrorMaker(f)) throw new Outside(`new ${typeof f === "function" ? f.name : ""}`);
  spread(x, node.arguments, scope);
  return new Opaque("object");
}

/** Items with what is spread among them; a choice of such where their number depends on the state. */
function spread(x: Execution, nodes: readonly (Expression | SpreadElement | null)[], scope: Scope): Value {
  return nodes.reduce<Value>((sofar, node) => {
    if (node === null) throw new Outside("an array with holes");
    if (node.type !== "SpreadElement") return appended(x, sofar, evaluate(x, node, scope));
    const items = x.each(evaluate(x, node.argument, scope), (one) => gathered(x, walked(x, one) ?? x.throwNow()));
    return joined(x, sofar, items);
  }, new Items([]));
}

function object(x: Execution, properties: readonly (Property | SpreadElement)[], scope: Scope): Value {
  const entries = properties.reduce<Value>((sofar, p) => {
    if (p.type === "SpreadElement")
      return over(
        x,
        sofar,
        x.each(evaluate(x, p.argument, scope), (one) => entriesOf(x, one)),
      );
    const name = propertyName(p, evaluating(x, scope));
    return over(x, sofar, new Entries(new Map([[name, evaluate(x, p.value, scope)]])));
  }, new Entries(new Map()));
  const made = new Made("object");
  x.set(made, entries);
  return made;
}

// ---- Assignment ---------------------------------------------------------------------------------------------------

/** Somewhere to read from and write to. */
interface Target {
  read(): Value;
  write(value: Value): void;
}

function target(x: Execution, node: Pattern | Expression, scope: Scope): Target {
  if (node.type === "Identifier") {
    return { read: () => scope.get(x, node.name), write: (value) => scope.assign(x, node.name, value) };
  }
  if (node.type !== "MemberExpression") throw new Outside("assigning to such a pattern");
  const base = evaluate(x, node.object, scope);
  const key = keyOf(x, node, scope);
  return {
    read: () => get(x, base, key),
    write: (value) => {
      at(x, node, scope);
      set(x, base, key, value);
    },
  };
}

function assignment(x: Execution, { operator, left, right }: AssignmentExpression, scope: Scope): Value {
  if (left.type === "ObjectPattern" || left.type === "ArrayPattern") {
    const value = evaluate(x, right, scope);
    bind(x, left, value, evaluating(x, scope), (node, one) => target(x, node, scope).write(one));
    return value;
  }
  const to = target(x, left, scope);
  const assign = (value: Value) => {
    to.write(value);
    return value;
  };
  if (operator === "=") return assign(evaluate(x, right, scope));
  const before = to.read();
  const value = () => evaluate(x, right, scope);
  if (operator === "&&=" || operator === "||=" || operator === "??=")
    return logical(x, operator.slice(0, 2) as "&&", before, () => assign(value()));
  return assign(binary(x, operator.slice(0, -1), before, value()));
}

function update(x: Execution, node: UpdateExpression, scope: Scope): Value {
  if (isCounter(node.argument)) return 0;
  const to = target(x, node.argument, scope);
  const before = mapped(x, to.read(), (one) => number(toNumber(x, one)));
  const after = binary(x, node.operator === "++" ? "+" : "-", before, 1);
  to.write(after);
  return node.prefix ? after : before;
}
