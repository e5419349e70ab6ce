// From what a search found to verdicts: each claim's outcome, how it is known, and whether it was expected.
import type { Exploration } from "../explore/search.ts";
import type { Claim } from "../program.ts";
import type { Assurance, Outcome } from "./verdict.ts";

export interface Judged {
  readonly verdict: Outcome;
  readonly assurance: Assurance;
}

/** A violation or witness is exact however the search ended, and so is what is said of states and steps where all were
 *  seen; nothing else is known of an unfinished search but how far it went. */
export function judge(claim: Claim, index: number, explored: Exploration): Judged {
  const found = explored.findings.has(index);
  const { kind } = claim.decided;
  if (found) return { verdict: kind === "reachable" ? "holds" : "violated", assurance: "exact" };
  if (explored.isWhole && !explored.open.has(index))
    return { verdict: kind === "reachable" ? "unreached" : "holds", assurance: "exact" };
  return { verdict: "incomplete", assurance: `bounded(${depthJudged(kind, explored)})` };
}

/** States on the last level of a bounded search were judged but not expanded, so not for deadlock. */
function depthJudged(kind: Claim["decided"]["kind"], { judgedDepth, stopped }: Exploration): number {
  const unexpanded = kind === "deadlock" && (stopped === "states" || stopped === "depth");
  return Math.max(0, judgedDepth - (unexpanded ? 1 : 0));
}
