// Which parts a function reads and drives, by the names in its text: handles, its own parameters, loop variables, and
// whatever the file's own functions do that it calls.
import { Node, SyntaxKind } from "ts-morph";
import type { Parts } from "./parts.ts";
import { bodyOf, isFunction, meaning, nameOf, type Name } from "./resolve.ts";

/** What a name stands for inside a function: a member of a part, or all of it; `own` is the one whose rule it is. */
export interface Given {
  readonly part: string;
  readonly own: boolean;
}

export interface Uses {
  readonly reads: readonly string[];
  readonly drives: readonly string[];
}

interface Scope {
  readonly body: Node | undefined;
  readonly given: ReadonlyMap<Name, Given>;
}

/** The parts used by a piece of code, without the member that is its own. */
export function usesOf(scope: Scope, parts: Parts): Uses {
  const search: Search = { parts, reads: new Set(), drives: new Set(), visited: new Set() };
  visit(scope, search);
  return { reads: [...search.reads], drives: [...search.drives] };
}

interface Search {
  readonly parts: Parts;
  readonly reads: Set<string>;
  readonly drives: Set<string>;
  /** Functions already read, each with what its parameters stood for. */
  readonly visited: Set<string>;
}

function visit({ body, given }: Scope, search: Search): void {
  if (!body) return;
  const names = new Map(given);
  const standsFor = (identifier: Node): Given | undefined => {
    const name = nameOf(identifier);
    if (!name) return undefined;
    const part = search.parts.byName.get(name);
    return names.get(name) ?? (part === undefined ? undefined : { part, own: false });
  };
  // Parents come before what they hold, so a loop's variable is known before its body is read.
  for (const node of [body, ...body.getDescendants()]) {
    for (const [name, reach] of introduced(node, standsFor, search.parts)) names.set(name, reach);
    if (!Node.isIdentifier(node) || !isUse(node)) continue;
    const reach = standsFor(node);
    if (reach) follow(node, reach, search);
    else enter(node, standsFor, search);
  }
}

/** Notes what happens along `front.at(0).owner.dispatch(…)`, starting at its first name. */
function follow(identifier: Node, start: Given, { parts, reads, drives }: Search): void {
  const { at, end, mutated } = chain(identifier, start, { parts, passed: (part) => reads.add(part) });
  for (const part of mutated) drives.add(part);
  if (at.own || mutated.has(at.part)) return;
  if (isAssigned(end)) drives.add(at.part);
  else reads.add(at.part);
}

const MUTATORS = new Set([
  "dispatch",
  "send",
  "receive",
  "add",
  "delete",
  "push",
  "pop",
  "shift",
  "unshift",
  "splice",
  "fill",
  "sort",
  "reverse",
]);

interface Chain {
  /** What the whole chain stands for. */
  readonly at: Given;
  readonly end: Node;
  readonly mutated: ReadonlySet<string>;
}

interface Trip {
  readonly parts: Parts;
  /** Told the part of each member that was only on the way. */
  readonly passed?: (part: string) => void;
  /** Ends the chain at this node, if it is longer. */
  readonly until?: Node;
}

/** Follows properties and calls outwards from a name; a variable that holds a member leads to that member's part. */
function chain(identifier: Node, start: Given, { parts, passed, until }: Trip): Chain {
  let at = start;
  let end = identifier;
  const mutated = new Set<string>();
  for (
    let parent = end.getParent();
    end !== until && parent && continues(parent, end);
    end = parent, parent = end.getParent()
  ) {
    if (!Node.isPropertyAccessExpression(parent)) continue;
    const name = parent.getName();
    if (!at.own && MUTATORS.has(name)) mutated.add(at.part);
    const inner = parts.paths.has(`${at.part}.${name}`) ? `${at.part}.${name}` : undefined;
    const held = parts.held.get(`${at.part}.${name}`);
    if (inner !== undefined) at = { part: inner, own: false };
    else if (held !== undefined) {
      if (!at.own) passed?.(at.part);
      at = { part: held, own: false };
    }
  }
  return { at, end, mutated };
}

const continues = (parent: Node, inner: Node): boolean =>
  Node.isParenthesizedExpression(parent) ||
  Node.isNonNullExpression(parent) ||
  ((Node.isPropertyAccessExpression(parent) ||
    Node.isElementAccessExpression(parent) ||
    Node.isCallExpression(parent)) &&
    parent.getExpression() === inner);

function isAssigned(node: Node): boolean {
  const parent = node.getParent();
  if (Node.isBinaryExpression(parent)) {
    const operator = parent.getOperatorToken().getKind();
    return parent.getLeft() === node && operator >= SyntaxKind.FirstAssignment && operator <= SyntaxKind.LastAssignment;
  }
  const steps = [SyntaxKind.PlusPlusToken, SyntaxKind.MinusMinusToken];
  return (
    (Node.isPrefixUnaryExpression(parent) || Node.isPostfixUnaryExpression(parent)) &&
    steps.includes(parent.getOperatorToken())
  );
}

/** Reads a function of the file that is called or handed on, with what its arguments stand for. */
function enter(identifier: Node, standsFor: (node: Node) => Given | undefined, search: Search): void {
  for (const value of search.parts.handed.get(nameOf(identifier)!) ?? []) enterHanded(value, search);
  const f = meaning(identifier);
  if (!isFunction(f)) return;
  const call = identifier.getParent();
  const given = new Map<Name, Given>();
  const values = Node.isCallExpression(call) && call.getExpression() === identifier ? call.getArguments() : [];
  f.getParameters().forEach((parameter, at) => {
    const value = values[at];
    const reach = value && reachOf(value, standsFor, search.parts);
    const name = nameOf(parameter.getNameNode());
    if (reach && name) given.set(name, reach);
  });
  const key = `${f.getSourceFile().getFilePath()} ${f.getPos()} ${JSON.stringify([...given.values()])}`;
  if (search.visited.has(key)) return;
  search.visited.add(key);
  visit({ body: bodyOf(f), given }, search);
}

/** Reads what was handed to a function that makes rules. */
function enterHanded(value: Node, search: Search): void {
  const key = `${value.getSourceFile().getFilePath()} ${value.getPos()} handed`;
  if (search.visited.has(key)) return;
  search.visited.add(key);
  visit({ body: value, given: new Map() }, search);
}

/** Names that a loop, a declaration or a callback introduces for members of a part. */
function introduced(node: Node, standsFor: (node: Node) => Given | undefined, parts: Parts): [Name, Given][] {
  const one = (declared: Node | undefined, value: Node | undefined): [Name, Given][] => {
    const name = Node.isIdentifier(declared) ? nameOf(declared) : undefined;
    const reach = value && reachOf(value, standsFor, parts);
    return name && reach ? [[name, reach]] : [];
  };
  if (Node.isForOfStatement(node)) {
    const list = node.getInitializer();
    return Node.isVariableDeclarationList(list)
      ? one(list.getDeclarations()[0]?.getNameNode(), node.getExpression())
      : [];
  }
  if (Node.isVariableDeclaration(node))
    return Node.isForOfStatement(node.getParent().getParent()) ? [] : one(node.getNameNode(), node.getInitializer());
  if (!Node.isCallExpression(node)) return [];
  const callee = node.getExpression();
  const from = Node.isPropertyAccessExpression(callee) ? callee.getExpression() : undefined;
  const callbacks = node.getArguments().filter(isFunction);
  return callbacks.flatMap((callback) =>
    callback.getParameters().flatMap((parameter) => one(parameter.getNameNode(), from)),
  );
}

/** The members that an expression stands for: `ring.next(s)`, `front.filter(…)`, `s.knows`. */
function reachOf(node: Node, standsFor: (node: Node) => Given | undefined, parts: Parts): Given | undefined {
  const root = rootOf(node);
  const start = root && standsFor(root);
  if (!root || !start) return undefined;
  return chain(root, start, { parts, until: node }).at;
}

function rootOf(node: Node): Node | undefined {
  if (Node.isIdentifier(node)) return node;
  if (Node.isPropertyAccessExpression(node) || Node.isElementAccessExpression(node) || Node.isCallExpression(node))
    return rootOf(node.getExpression());
  if (Node.isParenthesizedExpression(node) || Node.isNonNullExpression(node)) return rootOf(node.getExpression());
  return undefined;
}

/** Is the identifier a use of a variable, not the name of a property or of something being declared? */
function isUse(identifier: Node): boolean {
  const parent = identifier.getParent();
  if (Node.isPropertyAccessExpression(parent)) return parent.getNameNode() !== identifier;
  if (Node.isPropertyAssignment(parent) || Node.isMethodDeclaration(parent)) return parent.getNameNode() !== identifier;
  return !Node.isVariableDeclaration(parent) || parent.getNameNode() !== identifier;
}
