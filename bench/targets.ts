// The figures to reach, and whether they were. A missed target is told and fails nothing.
import { ours, type Engine } from "./fleetcheck.ts";
import type { Outcome, Row } from "./results.ts";
import type { StartUp } from "./start-up.ts";

interface Target {
  readonly engine: Engine;
  readonly systems: readonly string[];
  readonly claim: string;
  readonly bound: Bound;
  /** Undefined where somebody who is needed for it did not take part. */
  readonly figure: Figure;
}

type Figure = (row: Row, outcome: Outcome) => number | undefined;
type Bound = { readonly atLeast: number } | { readonly atMost: number };

export interface Judged {
  readonly who: string;
  readonly system: string;
  readonly claim: string;
  readonly figure: number;
  readonly bound: Bound;
  readonly met: boolean;
}

const small = ["two-phase 7", "two-phase 8"];
const wide = ["two-phase 9", "thread mesh 10+1", "thread mesh 5+2", "philosophers 10", "philosophers 11"];

const targets: readonly Target[] = [
  { engine: "interpreted", systems: small, claim: "rate over SPIN's", bound: { atLeast: 0.6 }, figure: rate("SPIN") },
  { engine: "interpreted", systems: small, claim: "bytes a state", bound: { atMost: 24 }, figure: bytesPerState },
  { engine: "compiled", systems: wide, claim: "rate over SPIN's", bound: { atLeast: 5 }, figure: rate("SPIN") },
  { engine: "compiled", systems: wide, claim: "rate over Rumur's", bound: { atLeast: 10 }, figure: rate("Rumur") },
  { engine: "compiled", systems: wide, claim: "bytes over SPIN's", bound: { atMost: 1 / 4 }, figure: bytes("SPIN") },
  { engine: "compiled", systems: wide, claim: "bytes over Rumur's", bound: { atMost: 1 / 2 }, figure: bytes("Rumur") },
  {
    engine: "compiled",
    systems: ["two-phase 9"],
    claim: "bytes a state",
    bound: { atMost: 16 },
    figure: bytesPerState,
  },
  { engine: "compiled", systems: ["two-phase 10"], claim: "resident GB", bound: { atMost: 1.5 }, figure: residentGB },
];

const startUpSecondsMax = 0.5;

export function judge(outcomes: readonly Outcome[], startUp: StartUp): readonly Judged[] {
  const judged = targets.flatMap((target) => outcomes.flatMap((outcome) => judgeOne(target, outcome)));
  const { who, what: system } = startUp;
  const figure = startUp.first.wholeSeconds;
  const met = figure <= startUpSecondsMax;
  return [...judged, { who, system, claim: "seconds", figure, bound: { atMost: startUpSecondsMax }, met }];
}

function judgeOne({ engine, systems, claim, bound, figure: of }: Target, outcome: Outcome): readonly Judged[] {
  const row = outcome.rows.find(({ name }) => name === ours(engine));
  if (row === undefined || !systems.includes(outcome.system)) return [];
  const figure = of(row, outcome);
  if (figure === undefined) return [];
  const met = "atLeast" in bound ? figure >= bound.atLeast : figure <= bound.atMost;
  return [{ who: row.name, system: outcome.system, claim, figure, bound, met }];
}

function rate(peer: string): Figure {
  return (row) => row.against[peer]?.rate.median;
}

function bytes(peer: string): Figure {
  return (row, { rows }) => {
    const theirs = rows.find(({ name }) => name === peer)?.bytesPerState;
    return theirs === undefined ? undefined : row.bytesPerState! / theirs;
  };
}

function bytesPerState(row: Row): number | undefined {
  return row.bytesPerState;
}

function residentGB({ residentBytesPerState }: Row, { states }: Outcome): number | undefined {
  return residentBytesPerState && (residentBytesPerState * states) / 1e9;
}
