// A sweep in Markdown: where each claim flips, its chart, and its points.
import { standingOf, type Point, type Sweep } from "../sweep/sweep.ts";
import { plain } from "./escape.ts";
import { document, link, table } from "./markdown.ts";
import { cellText, failureOf } from "./sweep-text.ts";
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

/** A page of its own. @param chart the chart's file, relative to the page */
export const sweepPage = (sweep: Sweep, chart: string): string =>
  document([
    "<!-- Written by `fleetcheck sweep`. -->",
    `# ${plain(sweep.spec)}`,
    ...sweepBlocks(sweep, { heading: "##", chart }),
  ]);

/** The blocks of one sweep, for a page that holds more. */
export function sweepBlocks(sweep: Sweep, { heading, chart }: { heading: string; chart: string }): string[] {
  const title = sweepTitle(sweep);
  return [
    `${heading} ${plain(title)}`,
    courseList(sweep),
    `![${plain(`The verdicts of ${title}`)}](${link(chart)})`,
    pointTable(sweep),
    plain(countsText(sweep)),
  ];
}

function courseList(sweep: Sweep): string {
  const along = sweep.axes.at(-1)!;
  const items = columnsOf(sweep).flatMap(({ title, claim }) => {
    const courses = sweep.courses.filter((course) => course.claim === claim);
    const told = courses.map((course) => ({ place: valuesText(course.params), text: courseText(course, along) }));
    if (new Set(told.map(({ text }) => text)).size === 1) return [`- **${plain(title)}**: ${plain(told[0]!.text)}`];
    return [`- **${plain(title)}**`, ...told.map(({ place, text }) => `  - ${plain(place)}: ${plain(text)}`)];
  });
  return items.join("\n");
}

function pointTable(sweep: Sweep): string {
  const columns = columnsOf(sweep);
  const head = [
    ...sweep.axes.map(({ param }) => param),
    ...columns.map(({ title }) => title),
    "States",
    "Transitions",
    "Depth",
  ];
  const rows = rowsOf(sweep).map((row) => cellsOf(row, sweep));
  return table(
    head.map(plain),
    rows.map((cells) => cells.map((cell) => (cell === "" ? "" : plain(cell)))),
  );
}

function cellsOf(row: Row, sweep: Sweep): string[] {
  const params = sweep.axes.map(({ param }) => param);
  const columns = columnsOf(sweep);
  const filled = (values: string[], words: string) => [...values, words, ...columns.slice(1).map(() => ""), "", "", ""];
  if (row.kind === "gap") {
    const { first, last } = row;
    const values = params.map((param) => spanText(first.params[param], last.params[param]));
    return filled(values, GAP_TEXT[first.result.kind === "skipped" ? "skipped" : "unstarted"]);
  }
  const values = params.map((param) => String(row.point.params[param]));
  const { result } = row.point;
  if (result.kind !== "checked") return filled(values, `failed: ${failureOf(row.point)}`);
  return [...values, ...columns.map(({ claim }) => cellText(standingOf(result, claim))), ...countsOf(result)];
}

const countsOf = ({ verdict }: Extract<Point["result"], { kind: "checked" }>): string[] =>
  [verdict.states, verdict.transitions, verdict.depth].map((n) => n.toLocaleString("en-US"));
