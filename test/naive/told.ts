// The engine's verdict as the naive judge would tell it, so that the two can be compared.
import type { PropertyVerdict, Verdict } from "../../src/index.ts";
import type { NaiveVerdict } from "./naive.ts";

/** The engine's verdict in the judge's words. Where a claim holds, the engine need not show how. */
export function told(verdict: Verdict, judged: NaiveVerdict): NaiveVerdict {
  const claims = verdict.properties.map(({ name, kind, verdict: outcome, counterexample }) => {
    const length =
      counterexample?.loop?.begins ??
      counterexample?.steps.length ??
      (outcome === "holds" ? judged.claims[name]?.length : undefined);
    const isCounted = length !== undefined && !IN_THE_LONG_RUN.includes(kind);
    return [name, { verdict: outcome, ...(isCounted && { length }) }];
  });
  const { states, transitions, depth, events } = verdict;
  return { states, transitions, depth, events: { ...events }, claims: Object.fromEntries(claims) };
}

/** Claims of which the judge says only whether they hold. */
const IN_THE_LONG_RUN: readonly PropertyVerdict["kind"][] = ["eventually", "infinitelyOften", "leadsTo", "settles"];
