// The author's own small functions that rules and claims speak through, such as `peers()`: without them the words of a
// guard are only half of what it says.
import { Node, SyntaxKind } from "ts-morph";
import { bodyOf, isFunction, meaning, objectOf, resultOf, type FunctionNode } from "./resolve.ts";

/**
 * By call, in order of first use: "peers()" → `front.size - front.in("absent") - 1`. Functions of more than one
 * expression are left out.
 */
export function helpersOf(roots: readonly (Node | undefined)[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const search = (node: Node | undefined): void => {
    for (const identifier of node?.getDescendantsOfKind(SyntaxKind.Identifier) ?? []) {
      const f = meaning(identifier);
      const words = isFunction(f) ? resultInWords(f) : undefined;
      if (!isFunction(f) || words === undefined) continue;
      const call = `${identifier.getText()}(${f
        .getParameters()
        .map((parameter) => parameter.getName())
        .join(", ")})`;
      if (found.has(call)) continue;
      found.set(call, words);
      search(bodyOf(f));
    }
  };
  roots.forEach(search);
  return found;
}

/** A function that makes an object makes a rule: what that says is told with the rule. */
function resultInWords(f: FunctionNode): string | undefined {
  const body = bodyOf(f);
  const result = resultOf(f);
  if (objectOf(result) || (Node.isBlock(body) && body.getStatements().length > 1)) return undefined;
  return (Node.isParenthesizedExpression(result) ? result.getExpression() : result)?.getText().replace(/\s+/g, " ");
}
