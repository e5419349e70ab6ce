// A rule as its author wrote it: the words of its guard and effect, and the parts that they read and drive.
import { Node } from "ts-morph";
import { partsIn, type Parts } from "./parts.ts";
import { bodyOf, isCallOf, isFunction, meaning, nameOf, propertiesOf, resultOf, type Name } from "./resolve.ts";
import { usesOf, type Given } from "./uses.ts";

export interface RuleSource {
  /** The expression of `when`, or its statements. */
  readonly guard?: string;
  /** The statements of `then`. */
  readonly effect?: string;
  readonly choices: readonly string[];
  /** "when called", "at once", "together", or with a limit "together: batch"; "weakly fair", "strongly fair to each". Absent where
   *  it happens at any time, and may not. */
  readonly timing?: string;
  /** Other parts, and other members of its own. */
  readonly reads: readonly string[];
  readonly drives: readonly string[];
}

/** Reads a rule of a part, or of the world where `part` is undefined. */
export function readRule(node: Node, part: string | undefined, parts: Parts): RuleSource {
  const made = meaning(node);
  const chosen = Node.isCallExpression(made) && isCallOf(made, "choosing") ? made.getArguments() : undefined;
  const choices = chosen ? propertiesOf(chosen[0]) : new Map<string, Node>();
  const rule = propertiesOf(chosen ? chosen[1] : made);
  const functions = [rule.get("when"), rule.get("then")].map((property) => meaning(property));
  const uses = functions.map((f) => usesOf({ body: bodyOf(f), given: givenTo(f, part, choices, parts) }, parts));
  const [guard, effect] = functions;
  return {
    ...(guard && { guard: guardWords(guard) }),
    ...(effect && { effect: effectWords(effect) }),
    choices: [...choices.keys()],
    ...timingWords(rule),
    reads: [...new Set(uses.flatMap(({ reads }) => reads))],
    drives: uses[1]!.drives,
  };
}

function timingWords(rule: ReadonlyMap<string, Node>): { timing?: string } {
  const words = [whenWords(rule), fairnessWords(rule)].filter((said) => said !== undefined);
  return words.length > 0 ? { timing: words.join(", ") } : {};
}

function whenWords(rule: ReadonlyMap<string, Node>): string | undefined {
  if (rule.has("onlyWhenCalled")) return "when called";
  if (rule.has("atOnce")) return "at once";
  const together = meaning(rule.get("together"));
  if (together === undefined) return undefined;
  return Node.isTrueLiteral(together) ? "together" : `together: ${oneLine(together)}`;
}

function fairnessWords(rule: ReadonlyMap<string, Node>): string | undefined {
  const fair = meaning(rule.get("fair"));
  if (fair === undefined) return undefined;
  const strength = Node.isStringLiteral(fair) ? `${fair.getLiteralValue()}ly fair` : `fair: ${oneLine(fair)}`;
  return rule.has("fairEach") ? `${strength} to each` : strength;
}

const oneLine = (node: Node): string => node.getText().replace(/\s+/g, " ").trim();

function guardWords(guard: Node): string {
  const statements = bodyOf(guard);
  const single = Node.isBlock(statements) && statements.getStatements().length > 1 ? undefined : resultOf(guard);
  return single ? oneLine(single) : effectWords(guard);
}

function effectWords(effect: Node): string {
  const body = bodyOf(effect);
  if (!Node.isBlock(body)) return oneLine(body ?? effect);
  return body.getStatements().map(oneLine).join(" ").replace(/;$/, "");
}

/** What the parameters of a guard or effect stand for: the member itself, and what was chosen. */
function givenTo(
  node: Node | undefined,
  part: string | undefined,
  choices: ReadonlyMap<string, Node>,
  parts: Parts,
): Map<Name, Given> {
  if (!isFunction(node)) return new Map();
  const [first, second] = node.getParameters().map((parameter) => parameter.getNameNode());
  const [self, chosen] = part === undefined ? [undefined, first] : [first, second];
  const given = new Map<Name, Given>();
  if (self && part !== undefined && Node.isIdentifier(self)) given.set(nameOf(self)!, { part, own: true });
  for (const element of Node.isObjectBindingPattern(chosen) ? chosen.getElements() : []) {
    const domain = choices.get(element.getPropertyNameNode()?.getText() ?? element.getName());
    const of = domain && partsIn(domain, parts.byName)[0];
    if (of !== undefined) given.set(nameOf(element.getNameNode())!, { part: of, own: false });
  }
  return given;
}
