// The chart of a sweep as SVG: a cell a point, green where the claim holds and red where it does not, with a line where
// it flips. Drawn here and not by Mermaid, whose charts are of quantities: a verdict is none, and what has to be seen is
// where one turns into another, and what is not known. Marks are drawn, not written, so that no font is needed for them.
import type { ParamValue } from "../spec/param.ts";
import { standingOf, type Course, type Standing, type Stretch, type Sweep } from "../sweep/sweep.ts";
import { clip, oneLine, wrap } from "./escape.ts";
import { columnsOf, settingText, sweepTitle, valuesText } from "./sweep-words.ts";

const CELL = { height: 26, widthMax: 34, widthMin: 7 } as const;
/** Pixels for all cells of a row, as long as cells do not get narrower than they may. */
const ROW_WIDTH = 680;
const MARGIN = 16;
const LABEL_MAX = 44;
/** Pixels of a character, about, in Arial and in fonts made to its measures. */
const CHARACTER = { label: 6.7, title: 7.4 } as const;

interface RowOfCells {
  readonly label: string;
  readonly course: Course;
  readonly standings: readonly (Standing | undefined)[];
}

/** Rows under one title, over one row of values. */
interface Panel {
  readonly title: string;
  readonly rows: readonly RowOfCells[];
}

export function sweepChart(sweep: Sweep): string {
  const panels = panelsOf(sweep);
  const { values } = sweep.axes.at(-1)!;
  const cell = Math.max(CELL.widthMin, Math.min(CELL.widthMax, Math.floor(ROW_WIDTH / values.length)));
  const labels = panels.flatMap(({ rows }) => rows.map(({ label }) => label.length));
  const left = MARGIN + Math.ceil(Math.max(...labels) * CHARACTER.label) + 10;
  const drawn: string[] = [];
  let y = MARGIN + 16;
  drawn.push(textAt(MARGIN, y, headOf(sweep), { size: 14, weight: "bold" }));
  for (const line of wrap(settingText(sweep), SETTING_MAX)) drawn.push(textAt(MARGIN, (y += 18), line, { size: 11 }));
  y += 12;
  for (const panel of panels) {
    const { marks, bottom } = drawPanel(panel, sweep, { left, top: y, cell });
    drawn.push(...marks);
    y = bottom;
  }
  const standings = panels.flatMap(({ rows }) => rows.flatMap((row) => row.standings));
  const legend = drawLegend(standings, y + 8);
  const width = Math.max(left + cell * values.length + MARGIN, titleWidth(sweep), legend.right + MARGIN);
  return svg({ width, height: y + 8 + 22 + MARGIN, title: sweepTitle(sweep) }, [...drawn, ...legend.marks]);
}

const headOf = ({ spec, name }: Sweep): string => `${spec}${name === undefined ? "" : `: ${name}`}`;

/** Characters on a line of what is said of the setting. */
const SETTING_MAX = 76;

function titleWidth(sweep: Sweep): number {
  const lines = wrap(settingText(sweep), SETTING_MAX).map(({ length }) => length * CHARACTER.label);
  return 2 * MARGIN + Math.ceil(Math.max(clip(headOf(sweep), TEXT_MAX).length * CHARACTER.title, ...lines));
}

/** One panel with a row a claim; where several parameters are swept, a panel a claim with a row for each line. */
function panelsOf(sweep: Sweep): Panel[] {
  const columns = columnsOf(sweep);
  const rowsOf = (claim: string, label: (course: Course) => string) =>
    sweep.courses
      .filter((course) => course.claim === claim)
      .map((course, line) => ({
        label: clip(label(course), LABEL_MAX),
        course,
        standings: standingsOn(sweep, line, claim),
      }));
  if (sweep.axes.length === 1)
    return [{ title: "", rows: columns.flatMap(({ title, claim }) => rowsOf(claim, () => title)) }];
  return columns.map(({ title, claim }) => ({ title, rows: rowsOf(claim, ({ params }) => valuesText(params)) }));
}

function standingsOn({ axes, points }: Sweep, line: number, claim: string): (Standing | undefined)[] {
  const length = axes.at(-1)!.values.length;
  return points.slice(line * length, (line + 1) * length).map(({ result }) => standingOf(result, claim));
}

/** What is concluded of a point that was left out. */
function inferredAt({ stretches }: Course, values: readonly ParamValue[], at: number): Standing {
  const isIn = ({ first, last }: Stretch) => values.indexOf(first) <= at && at <= values.indexOf(last);
  return stretches.find(isIn)!.standing;
}

interface Place {
  readonly left: number;
  readonly top: number;
  /** Width of a cell. */
  readonly cell: number;
}

function drawPanel({ title, rows }: Panel, sweep: Sweep, { left, top, cell }: Place) {
  const along = sweep.axes.at(-1)!;
  const marks: string[] = [];
  let y = top;
  if (title !== "") marks.push(textAt(MARGIN, (y += 18), title, { size: 12, weight: "bold" }));
  y += 8;
  for (const { label, course, standings } of rows) {
    marks.push(textAt(left - 8, y + 17, label, { size: 12, anchor: "end" }));
    standings.forEach((standing, i) => {
      const tint = standing ?? inferredAt(course, along.values, i);
      marks.push(...drawCell(standing ?? "skipped", { x: left + i * cell, y, width: cell, tint }));
    });
    for (const { at } of course.flips.filter(({ undecided }) => undecided.length === 0)) {
      const x = left + along.values.indexOf(at) * cell;
      marks.push(`<line x1="${x}" y1="${y - 3}" x2="${x}" y2="${y + CELL.height}" stroke="#24292f" stroke-width="3"/>`);
    }
    y += CELL.height;
  }
  const turns = rows.flatMap(({ course }) => course.flips.map(({ at }) => along.values.indexOf(at)));
  for (const { i, isTurn } of labelled(along.values.map(String), new Set(turns), cell)) {
    const look: TextLook = { size: 11, anchor: "middle", ...(isTurn && { weight: "bold" }) };
    marks.push(textAt(left + (i + 0.5) * cell, y + 14, clip(String(along.values[i]), VALUE_MAX), look));
  }
  marks.push(textAt(left - 8, y + 14, along.param, { size: 11, anchor: "end", weight: "bold" }));
  return { marks, bottom: y + 22 };
}

const VALUE_MAX = 10;

/** The values that are written: those at which a claim flips, and of the others as many as do not run into each other. */
function labelled(values: readonly string[], turns: ReadonlySet<number>, cell: number) {
  const widest = Math.min(VALUE_MAX, Math.max(...values.map((value) => value.length))) * CHARACTER.label + 6;
  const stride = Math.max(1, Math.ceil(widest / cell));
  const isFree = (i: number) => i % stride === 0 && turns.values().every((turn) => Math.abs(turn - i) >= stride);
  return [...values.keys()].flatMap((i) => (turns.has(i) || isFree(i) ? [{ i, isTurn: turns.has(i) }] : []));
}

interface Look {
  readonly fill: string;
  readonly pale: string;
  readonly stroke: string;
  readonly said: string;
}

const LOOKS: Readonly<Record<Standing, Look>> = {
  holds: { fill: "#aceebb", pale: "#e9faee", stroke: "#1a7f37", said: "holds" },
  violated: { fill: "#ffcecb", pale: "#fff0ef", stroke: "#cf222e", said: "violated" },
  unreached: { fill: "#ffcecb", pale: "#fff0ef", stroke: "#cf222e", said: "unreached" },
  incomplete: { fill: "#fff8c5", pale: "#fff8c5", stroke: "#9a6700", said: "not decided" },
  skipped: {
    fill: "#f6f8fa",
    pale: "#f6f8fa",
    stroke: "#8c959f",
    said: "left out: between equal verdicts of monotone claims",
  },
  unclaimed: { fill: "#ffffff", pale: "#ffffff", stroke: "#ffffff", said: "not claimed" },
};

interface CellLook {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** The verdict whose colour is behind the mark: for what was left out, the one that is concluded, in pale. */
  readonly tint: Standing;
}

function drawCell(standing: Standing, { x, y, width, tint }: CellLook): string[] {
  const { stroke } = LOOKS[standing];
  const fill = standing === tint ? LOOKS[tint].fill : LOOKS[tint].pale;
  const box = `<rect x="${x + 0.5}" y="${y}" width="${width - 1}" height="${CELL.height - 2}" fill="${fill}"/>`;
  const [cx, cy, r] = [x + width / 2, y + CELL.height / 2 - 1, Math.min(5, width / 3)];
  const path = PATHS[standing](cx, cy, r).replace(/-?\d+\.\d+/g, (number) => String(round(Number(number))));
  return path === "" ? [box] : [box, `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="2"/>`];
}

const round = (n: number): number => Math.round(n * 10) / 10;

type Path = (x: number, y: number, r: number) => string;
const cross: Path = (x, y, r) => `M${x - r} ${y - r}L${x + r} ${y + r}M${x + r} ${y - r}L${x - r} ${y + r}`;
/** A tick, a cross, a question mark, and a dot. */
const PATHS: Readonly<Record<Standing, Path>> = {
  holds: (x, y, r) => `M${x - r} ${y}L${x - r / 3} ${y + r * 0.8}L${x + r} ${y - r * 0.8}`,
  violated: cross,
  unreached: cross,
  incomplete: (x, y, r) =>
    `M${x - r * 0.6} ${y - r * 0.6}a${r * 0.6} ${r * 0.6} 0 1 1 ${r} ${r * 0.5}q${-r * 0.4} ${r * 0.3} ${-r * 0.4} ${r * 0.7}M${x} ${y + r * 1.1}v1.6`,
  skipped: (x, y) => `M${x - 1} ${y}h2`,
  unclaimed: () => "",
};

function drawLegend(standings: readonly (Standing | undefined)[], top: number) {
  const present = new Set(standings.map((standing) => standing ?? "skipped"));
  const marks: string[] = [];
  let x = MARGIN;
  for (const [standing, { said }] of Object.entries(LOOKS) as [Standing, (typeof LOOKS)[Standing]][]) {
    if (!present.has(standing) || standing === "unclaimed") continue;
    marks.push(
      ...drawCell(standing, { x, y: top, width: 22, tint: standing }),
      textAt(x + 28, top + 16, said, { size: 11 }),
    );
    x += 28 + Math.ceil(said.length * 6) + 18;
  }
  return { marks, right: x };
}

interface TextLook {
  readonly size: number;
  readonly weight?: "bold";
  readonly anchor?: "middle" | "end";
}

const TEXT_MAX = 110;

function textAt(x: number, y: number, text: string, { size, weight, anchor }: TextLook): string {
  const look = `${weight ? ` font-weight="${weight}"` : ""}${anchor ? ` text-anchor="${anchor}"` : ""}`;
  return `<text x="${round(x)}" y="${y}" font-size="${size}"${look}>${escape(clip(oneLine(text), TEXT_MAX))}</text>`;
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);

function svg(
  { width, height, title }: { width: number; height: number; title: string },
  marks: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="Arial, Liberation Sans, Helvetica, sans-serif" fill="#24292f">`,
    `<title>${escape(oneLine(title))}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...marks,
    "</svg>",
    "",
  ].join("\n");
}
