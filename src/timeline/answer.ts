// The answer on a timeline, as data.
import type { ParamValue } from "../spec/param.ts";
import type { PartState, Step } from "../verdict/verdict.ts";

/** An entry, and how many states are possible after it. */
export interface EntryFitted {
  readonly time: string;
  readonly system: string;
  readonly what: string;
  readonly states: number;
}

/** Why an entry cannot be fitted. */
export interface Mismatch {
  /** Index of the entry. */
  readonly entry: number;
  readonly time: string;
  readonly system: string;
  readonly what: string;
  /** Which of its parts fails. */
  readonly fails: "does" | "sees" | "since";
  /** States that are possible just before it. */
  readonly states: number;
  /** "in 11 of 12 possible states: users.web is answering, where `unblock` has no row". */
  readonly reasons: readonly string[];
}

/** One behaviour that fits what was matched; when entry i is made, `at[i]` steps of it are done. */
export interface Fit {
  readonly initial: readonly PartState[];
  readonly steps: readonly Step[];
  readonly at: readonly number[];
}

export interface TimelineVerdict {
  readonly name: string;
  readonly spec: string;
  readonly scenario: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** The time of the entry at which it is expected to be refused. */
  readonly refusedAt?: string;
  readonly fits: boolean;
  readonly asExpected: boolean;
  /** How many entries fit, from the first one on. */
  readonly matched: number;
  /** Those entries; of a long log only the last ones. */
  readonly fitted: readonly EntryFitted[];
  readonly mismatch?: Mismatch;
  /** States that were looked at. */
  readonly states: number;
  /** None for a log that is too long to keep one. */
  readonly fit?: Fit;
}
