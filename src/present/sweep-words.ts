// What a sweep says, in words that every presentation of it shares: its title, its columns, and how verdicts go.
import type { ParamValue } from "../spec/param.ts";
import {
  standingOf,
  type Axis,
  type Course,
  type Point,
  type Stretch,
  type Sweep,
  type Values,
} from "../sweep/sweep.ts";

/** "batch = 3, capacity = 6". */
export const valuesText = (values: Values): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} = ${String(value)}`)
    .join(", ");

/** "batch 1 to 12". */
const axisText = ({ param, values }: Axis): string => {
  const isLong = values.length > 4;
  const shown = isLong ? `${String(values[0])} to ${String(values.at(-1))}` : values.map(String).join(", ");
  return `${param} ${shown}`;
};

/** "how large a batch: as it was, batch 1 to 12". */
export function sweepTitle(sweep: Sweep): string {
  const { name } = sweep;
  return `${name === undefined ? "" : `${name}: `}${settingText(sweep)}`;
}

/** "as it was, batch 1 to 12". */
export function settingText({ scenario, axes, fixed }: Sweep): string {
  const given = [scenario, ...(Object.keys(fixed).length > 0 ? [valuesText(fixed)] : []), ...axes.map(axisText)];
  return given.join(", ");
}

/** A claim, or the built-in ones together. */
export interface Column {
  readonly title: string;
  /** The claim, or one that stands for all. */
  readonly claim: string;
}

/** A column a claim; the built-in claims share one where they come to the same at every point. */
export function columnsOf({ claims, builtin, points }: Sweep): Column[] {
  const own = claims.filter((claim) => !builtin.includes(claim));
  const areAlike = points.every(({ result }) => new Set(builtin.map((claim) => standingOf(result, claim))).size <= 1);
  const [first] = builtin;
  const together = first !== undefined && builtin.length > 1 && areAlike;
  const rest = together ? [{ title: `the ${builtin.length} built-in claims`, claim: first }] : builtin.map(columnOf);
  return [...own.map(columnOf), ...rest];
}

const columnOf = (claim: string): Column => ({ title: claim, claim });

/** "holds up to batch 4, violated from batch 5". Where values were left out it says what that rests on. */
export function courseText({ stretches, isInferred }: Course, axis: Axis): string {
  return `${stretchesText(stretches, axis)}${isInferred ? ", given that it is monotone" : ""}`;
}

function stretchesText(stretches: readonly Stretch[], { param, values }: Axis): string {
  const [only, ...others] = stretches;
  if (others.length === 0)
    return only?.standing === "incomplete" ? "not decided" : `${SAID[only!.standing]} throughout`;
  const isNumeric = values.every((value) => typeof value === "number");
  return stretches
    .map(
      (stretch, i) => `${SAID[stretch.standing]} ${whereText(stretch, { param, isNumeric, i, of: stretches.length })}`,
    )
    .join(", ");
}

const SAID: Readonly<Record<Stretch["standing"], string>> = {
  holds: "holds",
  violated: "violated",
  unreached: "unreached",
  incomplete: "not decided",
  unclaimed: "not claimed",
  skipped: "not run",
};

function whereText(
  { first, last }: Stretch,
  { param, isNumeric, i, of }: { param: string; isNumeric: boolean; i: number; of: number },
): string {
  if (!isNumeric) return `at ${param} ${first === last ? String(first) : `${String(first)} to ${String(last)}`}`;
  if (i === 0) return `up to ${param} ${String(last)}`;
  if (i === of - 1) return `from ${param} ${String(first)}`;
  return first === last ? `at ${String(first)}` : `from ${String(first)} to ${String(last)}`;
}

/** Points in a row that were left out, as one. */
export type Row =
  | { readonly kind: "point"; readonly point: Point }
  | { readonly kind: "gap"; readonly first: Point; readonly last: Point };

/** The points, those that were left out or not started drawn together as far as they stand in one line. */
export function rowsOf({ points, axes }: Sweep): Row[] {
  const length = axes.at(-1)!.values.length;
  const rows: Row[] = [];
  points.forEach((point, at) => {
    const { kind } = point.result;
    const before = rows.at(-1);
    if (kind !== "skipped" && kind !== "unstarted") rows.push({ kind: "point", point });
    else if (at % length > 0 && before?.kind === "gap" && before.last.result.kind === kind)
      rows[rows.length - 1] = { ...before, last: point };
    else rows.push({ kind: "gap", first: point, last: point });
  });
  return rows;
}

/** "3", or "3 to 5". */
export function spanText(first: ParamValue | undefined, last: ParamValue | undefined): string {
  return first === last ? String(first) : `${String(first)} to ${String(last)}`;
}

export const GAP_TEXT = {
  skipped: "left out: between equal verdicts of monotone claims",
  unstarted: "not started",
} as const;

/** "12 points: 10 checked, of them 2 incomplete; 1 failed, 1 left out". */
export function countsText({ points }: Sweep): string {
  const count = (test: (point: Point) => boolean) => points.filter(test).length;
  const of = (kind: Point["result"]["kind"]) => count(({ result }) => result.kind === kind);
  const incomplete = count(({ result }) => result.kind === "checked" && result.verdict.stopped !== undefined);
  const parts = [
    `${of("checked")} checked${incomplete > 0 ? `, ${incomplete} of them not to the end` : ""}`,
    ...(of("failed") > 0 ? [`${of("failed")} failed`] : []),
    ...(of("skipped") > 0 ? [`${of("skipped")} left out`] : []),
    ...(of("unstarted") > 0 ? [`${of("unstarted")} not started`] : []),
  ];
  return `${points.length} points: ${parts.join(", ")}`;
}
