// What a name or an expression of a spec file stands for, as far as it can be told without running it.
import {
  Node,
  type ArrowFunction,
  type FunctionDeclaration,
  type FunctionExpression,
  type MethodDeclaration,
  type ObjectLiteralExpression,
  type Symbol,
  type ts,
} from "ts-morph";

export type Name = ts.Symbol;
export type FunctionNode = ArrowFunction | FunctionExpression | FunctionDeclaration | MethodDeclaration;

/** Enough for any chain of names an author writes; ends those that lead to themselves. */
const STEPS_MAX = 20;

/** The declared thing behind an identifier, the same for all its uses. */
export const nameOf = (identifier: Node): Name | undefined => symbolOf(identifier)?.compilerSymbol;

/** In `{ front }` the identifier is a property and a use of a variable: the variable is meant. */
function symbolOf(identifier: Node): Symbol | undefined {
  const parent = identifier.getParent();
  const symbol = Node.isShorthandPropertyAssignment(parent) ? parent.getValueSymbol() : identifier.getSymbol();
  return symbol?.getAliasedSymbol() ?? symbol;
}

/** The expression, function or object that a node stands for, through names, brackets and casts. */
export function meaning(node: Node | undefined, steps = STEPS_MAX): Node | undefined {
  if (!node || steps === 0) return undefined;
  const next = nextMeaning(node);
  return next === node ? node : meaning(next, steps - 1);
}

function nextMeaning(node: Node): Node | undefined {
  if (Node.isParenthesizedExpression(node) || Node.isAsExpression(node) || Node.isSatisfiesExpression(node))
    return node.getExpression();
  if (Node.isNonNullExpression(node) || Node.isExportAssignment(node)) return node.getExpression();
  if (Node.isPropertyAssignment(node) || Node.isVariableDeclaration(node)) return node.getInitializer();
  if (Node.isShorthandPropertyAssignment(node)) return declared(node.getNameNode());
  if (Node.isIdentifier(node)) return declared(node);
  if (Node.isPropertyAccessExpression(node)) return propertyOf(node.getExpression(), node.getName()) ?? node;
  if (Node.isCallExpression(node)) return returned(node.getExpression()) ?? node;
  return node;
}

const declared = (identifier: Node): Node | undefined =>
  symbolOf(identifier)
    ?.getDeclarations()
    .find((d) => Node.isVariableDeclaration(d) || Node.isFunctionDeclaration(d) || Node.isExportAssignment(d));

/** The object that a node stands for. */
export function objectOf(node: Node | undefined): ObjectLiteralExpression | undefined {
  const found = meaning(node);
  return Node.isObjectLiteralExpression(found) ? found : undefined;
}

/** A property of the object that a node stands for, also one that came by a spread. */
export function propertyOf(node: Node | undefined, name: string): Node | undefined {
  return propertiesOf(node).get(name);
}

/** All properties of the object that a node stands for, in order; later ones win, as they do when it is made. */
export function propertiesOf(node: Node | undefined): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const property of objectOf(node)?.getProperties() ?? []) {
    if (Node.isSpreadAssignment(property))
      for (const [name, value] of propertiesOf(property.getExpression())) found.set(name, value);
    else found.set(keyOf(property.getNameNode()), property);
  }
  return found;
}

function keyOf(name: Node): string {
  if (Node.isStringLiteral(name) || Node.isNoSubstitutionTemplateLiteral(name) || Node.isNumericLiteral(name))
    return String(name.getLiteralValue());
  return name.getText();
}

/** What a function of the file that only makes a value gives back: `const rule = (n) => ({ … })`. */
function returned(callee: Node): Node | undefined {
  if (!Node.isIdentifier(callee)) return undefined;
  return resultOf(meaning(callee));
}

/** The one expression that a function returns, where it is one. */
export function resultOf(node: Node | undefined): Node | undefined {
  const body = bodyOf(node);
  if (!Node.isBlock(body)) return body;
  const last = body.getStatements().at(-1);
  return Node.isReturnStatement(last) ? last.getExpression() : undefined;
}

export const isFunction = (node: Node | undefined): node is FunctionNode =>
  Node.isArrowFunction(node) ||
  Node.isFunctionExpression(node) ||
  Node.isFunctionDeclaration(node) ||
  Node.isMethodDeclaration(node);

export const bodyOf = (node: Node | undefined): Node | undefined => (isFunction(node) ? node.getBody() : undefined);

/** Is it a call of a function of this name, `choosing(…)` or `front.choosing(…)`? */
export function isCallOf(node: Node | undefined, name: string): boolean {
  if (!Node.isCallExpression(node)) return false;
  const callee = node.getExpression();
  return Node.isPropertyAccessExpression(callee) ? callee.getName() === name : callee.getText() === name;
}
