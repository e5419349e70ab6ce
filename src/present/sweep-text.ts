// A sweep as text for people: a row a point, a column a claim, and below in words where each claim flips.
import type { Point, Sweep } from "../sweep/sweep.ts";
import { standingOf, type Standing } from "../sweep/sweep.ts";
import { oneLine } from "./escape.ts";
import { PLAIN, type Palette } from "./palette.ts";
import {
  columnsOf,
  countsText,
  courseText,
  GAP_TEXT,
  rowsOf,
  spanText,
  sweepTitle,
  valuesText,
  type Row,
} from "./sweep-words.ts";

export interface SweepTextOptions {
  readonly palette?: Palette;
  /** Only where claims flip. */
  readonly quiet?: boolean;
}

/**
 *     fleet restart  specs/fleet-restart.ts
 *       as it was, batch 1 to 3
 *       batch  a           b        states  transitions  depth
 *       1      ✓ holds     ✓ holds      12           30      4
 *       2      ✗ violated  ✓ holds      14           31      5
 *
 *       a  the fleet gets back: holds up to batch 1, violated from batch 2
 */
export function sweepText(sweep: Sweep, { palette = PLAIN, quiet = false }: SweepTextOptions = {}): string {
  const title = `${palette.strong(oneLine(sweep.spec))}  ${palette.dim(oneLine(sweep.file))}`;
  const blocks = [
    [title, `  ${palette.strong(oneLine(sweepTitle(sweep)))}`, ...(quiet ? [] : tableLines(sweep, palette))],
    courseLines(sweep, palette),
    [`  ${countsText(sweep)}`],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const letter = (i: number): string => LETTERS[i] ?? `c${i + 1}`;

interface Line {
  readonly cells: readonly string[];
  /** What stands behind the cells, of any length. */
  readonly rest: string;
  readonly paint: (text: string) => string;
}

function tableLines(sweep: Sweep, palette: Palette): string[] {
  const columns = columnsOf(sweep);
  const params = sweep.axes.map(({ param }) => param);
  const header: Line = {
    cells: [...params, ...columns.map((_, i) => letter(i)), "states", "transitions", "depth"],
    rest: "",
    paint: palette.dim,
  };
  const lines = [header, ...rowsOf(sweep).map((row) => lineOf(row, sweep, palette))];
  const widths = header.cells.map((_, at) => Math.max(...lines.map(({ cells }) => cells[at]?.length ?? 0)));
  const numbers = params.length + columns.length;
  return lines.map(({ cells, rest, paint }) => {
    const padded = cells.map((cell, at) => (at < numbers ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)));
    return paint(`  ${[...padded, ...(rest === "" ? [] : [rest])].join("  ").trimEnd()}`);
  });
}

function lineOf(row: Row, sweep: Sweep, palette: Palette): Line {
  const params = sweep.axes.map(({ param }) => param);
  if (row.kind === "gap") {
    const { first, last } = row;
    const kind = first.result.kind === "skipped" ? "skipped" : "unstarted";
    const cells = params.map((param) => spanText(first.params[param], last.params[param]));
    return { cells, rest: GAP_TEXT[kind], paint: palette.dim };
  }
  const { result, params: values } = row.point;
  const cells = params.map((param) => oneLine(String(values[param])));
  if (result.kind !== "checked") return { cells, rest: `failed: ${oneLine(failureOf(row.point))}`, paint: palette.bad };
  const { states, transitions, depth, stopped } = result.verdict;
  const marks = columnsOf(sweep).map(({ claim }) => cellText(standingOf(result, claim)));
  const counts = [states, transitions, depth].map((n) => n.toLocaleString("en-US"));
  const rest =
    stopped === undefined ? "" : `ended by ${stopped === "interrupted" ? "an interrupt" : `--max-${stopped}`}`;
  const isBad = marks.some((mark) => mark.startsWith("✗"));
  const paint = stopped !== undefined ? palette.warn : isBad ? palette.bad : (text: string) => text;
  return { cells: [...cells, ...marks, ...counts], rest, paint };
}

/** What is wrong at a point that could not be checked; where and how to mend it is told with the other problems. */
export const failureOf = ({ result }: Point): string =>
  result.kind === "failed" ? result.problems.map(({ what }) => what).join("; ") : "";

const MARKS: Readonly<Record<Standing, string>> = {
  holds: "✓ holds",
  violated: "✗ violated",
  unreached: "✗ unreached",
  incomplete: "? incomplete",
  unclaimed: "–",
  skipped: "",
};
export const cellText = (standing: Standing | undefined): string => (standing === undefined ? "" : MARKS[standing]);

function courseLines(sweep: Sweep, palette: Palette): string[] {
  const along = sweep.axes.at(-1)!;
  return columnsOf(sweep).flatMap(({ title, claim }, i) => {
    const courses = sweep.courses.filter((course) => course.claim === claim);
    const head = `  ${palette.dim(letter(i))}  ${palette.strong(oneLine(title))}`;
    const told = courses.map((course) => ({ place: valuesText(course.params), text: courseText(course, along) }));
    if (new Set(told.map(({ text }) => text)).size === 1) return [`${head}: ${told[0]!.text}`];
    const width = Math.max(...told.map(({ place }) => place.length));
    return [head, ...told.map(({ place, text }) => `       ${oneLine(place).padEnd(width)}  ${text}`)];
  });
}
