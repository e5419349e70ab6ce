// What a verdict on a claim comes to, in the three ways that every reporter must tell apart, and in words.
import type { PropertyVerdict, Verdict } from "../verdict/verdict.ts";
import { oneLine } from "./escape.ts";

/** `incomplete` is neither of the others: nothing is known that was expected, and nothing that was not. */
export type Outcome = "expected" | "unexpected" | "incomplete";

export function outcomeOf({ verdict, asExpected }: PropertyVerdict): Outcome {
  if (verdict === "incomplete") return "incomplete";
  return asExpected ? "expected" : "unexpected";
}

export const MARKS: Readonly<Record<Outcome, "✓" | "✗" | "?">> = { expected: "✓", unexpected: "✗", incomplete: "?" };

/** "violated, expected to hold" */
export function contrast({ kind, verdict, expected }: PropertyVerdict): string {
  const said = kind === "reachable" && verdict === "holds" ? "reached" : verdict;
  return `${said}, expected ${expected === "holds" && kind === "reachable" ? "to be reached" : expected === "holds" ? "to hold" : expected}`;
}

/** "front-end bootstrap, 25 November 2020: no server outgrows its threads" */
export function placed({ spec, scenario }: Verdict, { name }: PropertyVerdict): string {
  return `${oneLine(spec)}, ${oneLine(scenario)}: ${oneLine(name)}`;
}
