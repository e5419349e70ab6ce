// From a function's text to its syntax tree, and to the names that it uses from outside. Types are gone from the
// text by then, so a JavaScript parser is enough; it is loaded when it is first asked for.
import type * as Acorn from "acorn";
import type { AnyNode, ArrowFunctionExpression, FunctionExpression, Options, Pattern } from "acorn";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

export type FunctionNode = ArrowFunctionExpression | FunctionExpression;

/** A parsed function; offsets in `node` count from `base` before the function's own text. */
export interface Parsed {
  readonly node: FunctionNode;
  readonly base: number;
}

const OPTIONS: Options = { ecmaVersion: "latest", sourceType: "module" };

/** Parses what a function's toString gives: a function, an arrow, or a method in shorthand. Undefined for other text. */
export function parseFunction(text: string): Parsed | undefined {
  return asExpression(text) ?? asMethod(text);
}

/** The names that a function uses and does not declare, in the order of their first use; none for other text. */
export function freeNames(text: string): ReadonlySet<string> {
  const free = new Set<string>();
  const parsed = parseFunction(text);
  if (parsed) visit(parsed.node, undefined, free);
  return free;
}

function asExpression(text: string): Parsed | undefined {
  const node = parse(`(${text})`);
  return node?.type === "FunctionExpression" || node?.type === "ArrowFunctionExpression"
    ? { node, base: 1 }
    : undefined;
}

function asMethod(text: string): Parsed | undefined {
  const object = parse(`({${text}})`);
  const property = object?.type === "ObjectExpression" ? object.properties[0] : undefined;
  const node = property?.type === "Property" ? property.value : undefined;
  return node?.type === "FunctionExpression" ? { node, base: 2 } : undefined;
}

function parse(text: string): AnyNode | undefined {
  const { parseExpressionAt } = require("acorn") as typeof Acorn;
  try {
    return parseExpressionAt(text, 0, OPTIONS);
  } catch {
    return undefined; // native and bound functions, private methods
  }
}

// ---- Free names: every identifier that no scope around it declares ------------------------------------------------

/** The names that are declared around a node, innermost first. */
interface Scope {
  readonly names: ReadonlySet<string>;
  readonly outer: Scope | undefined;
}

function visit(node: AnyNode, scope: Scope | undefined, free: Set<string>): void {
  if (node.type === "Identifier") {
    if (!declares(scope, node.name)) free.add(node.name);
    return;
  }
  const names = declaredBy(node);
  const inner = names.length === 0 ? scope : { names: new Set(names), outer: scope };
  for (const child of children(node)) visit(child, inner, free);
}

function declares(scope: Scope | undefined, name: string): boolean {
  for (let s = scope; s; s = s.outer) if (s.names.has(name)) return true;
  return false;
}

/** The nodes below a node, without the identifiers that name properties and labels. */
function children(node: AnyNode): readonly AnyNode[] {
  switch (node.type) {
    case "MemberExpression":
      return nodesIn(node.computed ? [node.object, node.property] : [node.object]);
    case "Property":
    case "PropertyDefinition":
    case "MethodDefinition":
      return nodesIn(node.computed ? [node.key, node.value] : [node.value]);
    case "LabeledStatement":
      return nodesIn([node.body]);
    case "BreakStatement":
    case "ContinueStatement":
    case "MetaProperty":
      return [];
    default:
      return nodesIn(Object.values(node).flat());
  }
}

function nodesIn(values: readonly unknown[]): AnyNode[] {
  return values.filter((x): x is AnyNode => typeof x === "object" && x !== null && "type" in x && "start" in x);
}

/** The names that a node declares for what is below it. */
function declaredBy(node: AnyNode): readonly string[] {
  switch (node.type) {
    case "ArrowFunctionExpression":
      return [...node.params.flatMap(boundBy), ...varsIn(node.body)];
    case "FunctionExpression":
    case "FunctionDeclaration":
      return ["arguments", ...(node.id ? [node.id.name] : []), ...node.params.flatMap(boundBy), ...varsIn(node.body)];
    case "ClassExpression":
    case "ClassDeclaration":
      return node.id ? [node.id.name] : [];
    case "BlockStatement":
    case "StaticBlock":
      return node.body.flatMap(lexicalIn);
    case "SwitchStatement":
      return node.cases.flatMap(({ consequent }) => consequent.flatMap(lexicalIn));
    case "ForStatement":
      return node.init ? lexicalIn(node.init) : [];
    case "ForInStatement":
    case "ForOfStatement":
      return lexicalIn(node.left);
    case "CatchClause":
      return node.param ? boundBy(node.param) : [];
    default:
      return [];
  }
}

/** `let`, `const`, `class` and `function`, which belong to their block; `var` there does no harm. */
function lexicalIn(node: AnyNode): readonly string[] {
  if (node.type === "VariableDeclaration") return node.declarations.flatMap(({ id }) => boundBy(id));
  return (node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") && node.id ? [node.id.name] : [];
}

/** `var`, which belongs to the function, however deep it stands. */
function varsIn(node: AnyNode): readonly string[] {
  if (/^(Arrow)?Function|^Class/.test(node.type)) return [];
  const own = node.type === "VariableDeclaration" && node.kind === "var" ? lexicalIn(node) : [];
  return [...own, ...children(node).flatMap(varsIn)];
}

function boundBy(pattern: Pattern): readonly string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((p) => boundBy(p.type === "Property" ? p.value : p));
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element ? boundBy(element) : []));
    case "RestElement":
      return boundBy(pattern.argument);
    case "AssignmentPattern":
      return boundBy(pattern.left);
    default:
      return []; // a member is written to, not declared
  }
}
