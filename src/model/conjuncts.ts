// A guard taken apart: the conditions that it puts together with &&, each as a function of its own, so that it can be said
// which of them is false.
import { capture, type Captured } from "../capture/capture.ts";
import { freeNames, parseFunction } from "../capture/parse.ts";
import type { Expression } from "acorn";

/** One condition, in the author's words. */
export interface Conjunct {
  readonly words: string;
  readonly test: (...args: unknown[]) => unknown;
}

/** The conditions of a guard, in order; the whole guard where it cannot be taken apart. */
export function conjunctsOf(guard: (...args: never[]) => unknown): Conjunct[] {
  const whole = [{ words: oneLine(String(guard)), test: guard as Conjunct["test"] }];
  const [captured] = capture([guard], freeNames);
  const parsed = captured && parseFunction(captured.text);
  if (!captured || !parsed || captured.unreadable !== undefined) return whole;
  const { node, base } = parsed;
  const returned = node.body.type === "BlockStatement" ? onlyReturned(node.body.body) : node.body;
  if (!returned) return whole;
  const text = (from: { start: number; end: number }) => captured.text.slice(from.start - base, from.end - base);
  const parameters = node.params.map(text).join(", ");
  return split(returned).map((part) => {
    const words = text(part);
    return { words: oneLine(words), test: functionOf(parameters, words, captured) };
  });
}

function onlyReturned(statements: readonly { readonly type: string }[]): Expression | undefined {
  const [first] = statements as readonly { readonly type: string; readonly argument?: Expression | null }[];
  return statements.length === 1 && first?.type === "ReturnStatement" ? (first.argument ?? undefined) : undefined;
}

const split = (node: Expression): Expression[] =>
  node.type === "LogicalExpression" && node.operator === "&&" ? [...split(node.left), ...split(node.right)] : [node];

/** The same expression with the same captured values; what it captured is not written to by a guard. */
function functionOf(parameters: string, words: string, { variables }: Captured): Conjunct["test"] {
  const names = [...variables.keys()];
  // oxlint-disable-next-line typescript/no-implied-eval -- it is the author's own text, in the author's own process
  const made = new Function(...names, `"use strict"; return (${parameters}) => (${words});`) as (
    ...values: unknown[]
  ) => Conjunct["test"];
  return made(...variables.values());
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ");
