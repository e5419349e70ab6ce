// A sweep as data: the points that parameters run through, what a check came to at each, and how the verdict on each claim
// goes along the last parameter. Everything that is printed, written or drawn of a sweep is made from this.
import type { Problem } from "../messages.ts";
import type { ParamValue } from "../spec/param.ts";
import type { Outcome, Verdict } from "../verdict/verdict.ts";

export type Values = Readonly<Record<string, ParamValue>>;

/** A parameter with the values that it takes, in their order. */
export interface Axis {
  readonly param: string;
  readonly values: readonly ParamValue[];
}

/** What came of one point. */
export type Result =
  | { readonly kind: "checked"; readonly verdict: Verdict }
  /** The check could not be made. */
  | { readonly kind: "failed"; readonly problems: readonly Problem[] }
  /** Left out: it lies between two of the same verdict, and the spec says that its claims are monotone. */
  | { readonly kind: "skipped" }
  /** Not come to, because of an interrupt. */
  | { readonly kind: "unstarted" };

export interface Point {
  /** The swept parameters. */
  readonly params: Values;
  readonly result: Result;
}

/** What is known of a claim at a point: `unclaimed` where the system that these parameters build makes no such claim. */
export type Standing = Outcome | "unclaimed" | "skipped";

/** Neighbouring values with the same verdict. For a claim that is monotone, skipped points count as what lies on both
 *  sides of them. */
export interface Stretch {
  readonly standing: Standing;
  readonly first: ParamValue;
  readonly last: ParamValue;
}

/** A change of verdict between two values; others lie between them only where some are not decided. */
export interface Flip {
  readonly from: Exclude<Outcome, "incomplete">;
  readonly to: Exclude<Outcome, "incomplete">;
  /** The last value with the verdict `from`. */
  readonly after: ParamValue;
  /** The first value with the verdict `to`. */
  readonly at: ParamValue;
  /** Values between them at which the claim is not decided: the flip may lie at any of these. */
  readonly undecided: readonly ParamValue[];
}

/** How the verdict on one claim goes along the last axis. */
export interface Course {
  readonly claim: string;
  /** The values of the other axes. */
  readonly params: Values;
  readonly stretches: readonly Stretch[];
  readonly flips: readonly Flip[];
  /** Whether values were left out, so that what is said of them rests on the spec's word that the claim is monotone. */
  readonly isInferred: boolean;
}

export interface Sweep {
  readonly spec: string;
  readonly file: string;
  /** Under which the spec declares it. */
  readonly name?: string;
  readonly scenario: string;
  /** Parameters that the command gave one value. */
  readonly fixed: Values;
  /** One or more; the last varies fastest. */
  readonly axes: readonly Axis[];
  readonly points: readonly Point[];
  /** All that were judged at some point; the author's own first. */
  readonly claims: readonly string[];
  /** Those of them that every system makes. */
  readonly builtin: readonly string[];
  readonly courses: readonly Course[];
  /** Claims that the spec says are monotone, and that are not. */
  readonly contradictions: readonly Problem[];
}

/** What is known of a claim where it was checked, and undefined elsewhere. */
export function standingOf(result: Result | undefined, claim: string): Standing | undefined {
  if (result?.kind === "failed" || result?.kind === "unstarted") return "incomplete";
  if (result?.kind !== "checked") return undefined;
  return result.verdict.properties.find(({ name }) => name === claim)?.verdict ?? "unclaimed";
}
