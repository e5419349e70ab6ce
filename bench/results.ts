// The results as data, and how several runs become one figure: the median, and for ratios the median of the ratios
// within each round, with the least and the greatest beside it.
import type { Run } from "./contestant.ts";
import type { Machine } from "./machine.ts";
import type { StartUp } from "./start-up.ts";
import type { System } from "./systems.ts";
import type { Judged } from "./targets.ts";

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly greatest: number;
}

export interface Against {
  /** By search time: what a stopwatch says. */
  readonly rate: Spread;
  /** By user time: the same, but blind to whatever else ran on the machine. */
  readonly userRate?: Spread;
}

export interface Row {
  readonly name: string;
  readonly transitionsPerSecond: number;
  readonly wholeSeconds: number;
  readonly userSeconds: number | undefined;
  readonly bytesPerState: number | undefined;
  readonly residentBytesPerState: number | undefined;
  /** How many times as fast as each other contestant, by its name. */
  readonly against: Readonly<Record<string, Against>>;
  readonly runs: readonly Run[];
}

export interface Outcome {
  readonly system: string;
  readonly states: number;
  readonly transitions: number;
  readonly rows: readonly Row[];
}

export interface Results {
  readonly machine: Machine;
  /** Who could not take part, and why. */
  readonly missing: readonly string[];
  readonly rounds: number;
  readonly startUp: StartUp;
  readonly outcomes: readonly Outcome[];
  readonly targets: readonly Judged[];
}

export interface Entry {
  readonly name: string;
  /** One a round. */
  readonly runs: readonly Run[];
}

export function compare({ name, states, transitions }: System, entries: readonly Entry[]): Outcome {
  return { system: name, states, transitions, rows: entries.map((entry) => rowOf(entry, entries)) };
}

function rowOf({ name, runs }: Entry, entries: readonly Entry[]): Row {
  const others = entries.filter((other) => other.name !== name);
  return {
    name,
    transitionsPerSecond: median(runs.map((run) => run.transitions / run.searchSeconds)),
    wholeSeconds: median(runs.map((run) => run.wholeSeconds)),
    userSeconds: medianIfKnown(runs.map((run) => run.userSeconds)),
    bytesPerState: medianIfKnown(runs.map((run) => run.bytesPerState)),
    residentBytesPerState: medianIfKnown(runs.map((run) => run.residentBytes && run.residentBytes / run.states)),
    against: Object.fromEntries(others.map((other) => [other.name, against(runs, other.runs)])),
    runs,
  };
}

/** The same system in the same round: the transitions are equal, so the times alone decide. */
function against(runs: readonly Run[], others: readonly Run[]): Against {
  const rate = spread(runs.map((run, round) => others[round]!.searchSeconds / run.searchSeconds));
  const userRates = runs.map((run, round) => others[round]!.userSeconds! / run.userSeconds!);
  return userRates.some(Number.isNaN) ? { rate } : { rate, userRate: spread(userRates) };
}

function spread(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), greatest: Math.max(...values) };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function medianIfKnown(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length < values.length ? undefined : median(known);
}
