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

/** "violated"; a `reachable` that holds is "reached". */
export const inWords = ({ kind, verdict }: PropertyVerdict): string =>
  kind === "reachable" && verdict === "holds" ? "reached" : verdict;

/** "violated, expected to hold" */
export function contrast(claim: PropertyVerdict): string {
  const { kind, expected } = claim;
  return `${inWords(claim)}, expected ${expected === "holds" && kind === "reachable" ? "to be reached" : expected === "holds" ? "to hold" : expected}`;
}

/** "front-end bootstrap, 25 November 2020: no server outgrows its threads" */
export function placed({ spec, scenario }: Verdict, { name }: PropertyVerdict): string {
  return `${oneLine(spec)}, ${oneLine(scenario)}: ${oneLine(name)}`;
}
