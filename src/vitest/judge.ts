// What a matcher is to say of a spec: pass, or fail with the counterexample and its replay string. What is not known is
// neither a pass nor the opposite of one, so that it fails with `not` too.
import { placeOfSite } from "../capture/place.ts";
import { check } from "../check.ts";
import { SpecError } from "../messages.ts";
import { scenarioNames } from "../model/params.ts";
import type { CheckOptions } from "../options.ts";
import { contrast, inWords as verdictInWords, outcomeOf, placed } from "../present/outcome.ts";
import { problemText } from "../present/problems.ts";
import { evidence } from "../present/report.ts";
import type { Spec } from "../spec/spec.ts";
import { withoutVersion } from "../verdict/replay.ts";
import type { PropertyVerdict, Verdict } from "../verdict/verdict.ts";

/** Which scenario, with which parameters, and how to search; without a scenario all of them. */
export type Asked = Pick<CheckOptions, "scenario" | "params" | "budget" | "engine" | "workers" | "symmetry">;

export interface Judged {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What must be true of a claim, and how one says so. */
export interface Wanted {
  readonly isMet: (claim: PropertyVerdict) => boolean;
  /** "to hold" */
  readonly inWords: (claim: PropertyVerdict) => string;
}

export const AS_EXPECTED: Wanted = {
  isMet: ({ asExpected }) => asExpected,
  inWords: (claim) => contrast(claim).replace(/^.*?, expected /, ""),
};

/** @param isNot of the matcher: an undecided claim fails either way */
export function judge(verdicts: readonly Verdict[], { isMet, inWords }: Wanted, isNot: boolean): Judged {
  const claims = verdicts.flatMap((verdict) => verdict.properties.map((claim) => ({ verdict, claim })));
  const open = claims.filter(({ claim }) => outcomeOf(claim) === "incomplete");
  const telling = (found: typeof claims, not = "") =>
    found.map(
      ({ verdict, claim }) => `${said(verdict, claim)}, expected ${not}${inWords(claim)}\n${shown(verdict, claim)}`,
    );
  if (claims.length === 0) return { pass: isNot, message: () => "no claim was judged" };
  if (open.length > 0) return { pass: isNot, message: () => telling(open).join("\n\n") };
  const unmet = claims.filter(({ claim }) => !isMet(claim));
  if (unmet.length > 0) return { pass: false, message: () => telling(unmet).join("\n\n") };
  return { pass: true, message: () => telling(claims, "not ").join("\n\n") };
}

const said = (verdict: Verdict, claim: PropertyVerdict): string =>
  `${placed(verdict, claim)}: ${verdictInWords(claim)}${claim.verdict === "incomplete" ? `, ${claim.assurance}` : ""}`;

const shown = (verdict: Verdict, claim: PropertyVerdict): string =>
  evidence({ verdict, claim, outcome: outcomeOf(claim) === "incomplete" ? "incomplete" : "unexpected" });

/** @throws Error with everything that is wrong with the spec or with what is asked */
export function verdictsOn(spec: Spec, asked: Asked, claim?: string): Verdict[] {
  return inTest(() => {
    const scenarios = asked.scenario === undefined ? scenarioNames(spec) : [asked.scenario];
    const file = placeOfSite(spec.site)?.file;
    const properties = claim === undefined ? {} : { properties: [claim] };
    const options = { ...asked, ...properties, ...(file !== undefined && { file }) };
    return scenarios.map((scenario) => replayable(check(spec, { ...options, scenario })));
  });
}

function replayable(verdict: Verdict): Verdict {
  const properties = verdict.properties.map((claim) => {
    const { counterexample } = claim;
    if (counterexample === undefined) return claim;
    return { ...claim, counterexample: { ...counterexample, replay: withoutVersion(counterexample.replay) } };
  });
  return { ...verdict, properties };
}

/** Runs what may find a spec wrong, and says so in words that a test runner shows whole. */
export function inTest<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    throw new Error(error.problems.map((problem) => problemText(problem)).join("\n\n"), { cause: error });
  }
}
