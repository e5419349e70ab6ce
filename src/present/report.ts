// What a run of the check command came to, as all reporters are given it.
import type { Place, Problem } from "../messages.ts";
import type { PropertyVerdict, Verdict } from "../verdict/verdict.ts";
import { oneLine } from "./escape.ts";
import { contrast, outcomeOf, placed, type Outcome } from "./outcome.ts";
import { stepLines } from "./steps.ts";

/** One part of a run that was split. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
  /** All that the whole run is to check, in order; of these, this part checks every `of`-th from `index` on. */
  readonly planned: readonly string[];
}

export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  readonly verdicts: readonly Verdict[];
  readonly problems: readonly Problem[];
  /** What is not as it should be beside the claims, such as counts that are not as recorded. */
  readonly findings: readonly Problem[];
  readonly exitCode: number;
  readonly shard?: Shard;
}

export interface PlacedReport extends Report {
  /** Scenarios that an interrupt left unstarted. */
  readonly unstarted: number;
  /** The line of the spec on which a claim is made, or the spec's own where none is known. */
  readonly placeOf: (verdict: Verdict, claim: PropertyVerdict) => Place | undefined;
}

/** A claim of which something is to be said: it is not as expected, or not decided. */
export interface Remark {
  readonly verdict: Verdict;
  readonly claim: PropertyVerdict;
  readonly outcome: Exclude<Outcome, "expected">;
}

/** What is not as expected first, then what is incomplete. */
export function remarksOf(verdicts: readonly Verdict[]): Remark[] {
  const remarks = verdicts.flatMap((verdict) =>
    verdict.properties.flatMap((claim): Remark[] => {
      const outcome = outcomeOf(claim);
      return outcome === "expected" ? [] : [{ verdict, claim, outcome }];
    }),
  );
  return [
    ...remarks.filter(({ outcome }) => outcome === "unexpected"),
    ...remarks.filter(({ outcome }) => outcome === "incomplete"),
  ];
}

/** What an unfinished search left open, in one text a scenario. */
export interface Unfinished {
  readonly verdict: Verdict;
  readonly claims: readonly PropertyVerdict[];
  /** "front-end bootstrap, 25 November 2020: incomplete after 7 states, depth 3: no deadlock, …" */
  readonly text: string;
}

export function unfinishedOf(verdicts: readonly Verdict[]): Unfinished[] {
  return verdicts.flatMap((verdict) => {
    const { spec, scenario, states, depth, properties } = verdict;
    const claims = properties.filter((claim) => outcomeOf(claim) === "incomplete");
    const names = claims.map(({ name }) => oneLine(name)).join(", ");
    const seen = `incomplete after ${states.toLocaleString("en-US")} states, depth ${depth}`;
    const text = `${oneLine(spec)}, ${oneLine(scenario)}: ${seen}: ${names}`;
    return claims.length === 0 ? [] : [{ verdict, claims, text }];
  });
}

/** "front-end bootstrap, 25 November 2020: no server outgrows its threads: violated, expected to hold" */
export function headline({ verdict, claim, outcome }: Remark): string {
  return `${placed(verdict, claim)}: ${outcome === "incomplete" ? `incomplete, ${claim.assurance}` : contrast(claim)}`;
}

/** The counterexample step by step and its replay string, or how far an unfinished search came. */
export function evidence({ verdict, claim, outcome }: Remark): string {
  const { counterexample } = claim;
  if (counterexample !== undefined)
    return [
      ...stepLines(counterexample, { width: 100 }),
      `replay: npx fleetcheck replay '${counterexample.replay}'`,
    ].join("\n");
  if (outcome === "incomplete")
    return `The search was ended after ${verdict.states} states, depth ${verdict.depth}: what lies beyond was not seen.`;
  return `All ${verdict.states} states were seen.`;
}

/** What is wrong, why, and how to mend it. */
export const problemLines = ({ what, why, fix, more }: Problem): string =>
  [oneLine(what), `why: ${oneLine(why)}`, `fix: ${oneLine(fix)}`, ...(more === undefined ? [] : [more])].join("\n");
