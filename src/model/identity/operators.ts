// Operators: which give whole numbers, and which turn their operands into text.
import type { BinaryExpression } from "acorn";
import type { Notes } from "./notes.ts";
import { SAFE, WHOLE, type Type } from "./seen.ts";

/** What a binary operator gives. Products are exact only where one factor is written out, and small. */
export function binary(notes: Notes, node: BinaryExpression, left: Type, right: Type): Type {
  const sides = [node.left, node.right];
  const isIdentity = ["===", "!==", "instanceof"].includes(node.operator);
  const isLoose = ["==", "!="].includes(node.operator);
  const isAgainstNothing = isLoose && sides.some((side) => ["undefined", "null"].includes(notes.textOf(side)));
  if (!isIdentity && !isAgainstNothing) for (const type of [left, right]) notes.textual(type, node);
  const whole = left.is === "whole" && right.is === "whole";
  switch (node.operator) {
    case "+":
    case "-":
    case "%":
      return whole ? WHOLE : SAFE;
    case "*":
      return whole && sides.some((side) => side.type === "Literal") ? WHOLE : SAFE;
    case "/":
    case "**":
      return SAFE;
    default:
      return WHOLE;
  }
}
