// Verdicts as text for people: a table a spec, every counterexample as numbered steps, and what it all came to.
import type { PropertyVerdict, Stopped, Verdict } from "../verdict/verdict.ts";
import { oneLine } from "./escape.ts";
import { contrast, MARKS, outcomeOf, placed, type Outcome } from "./outcome.ts";
import { PLAIN, type Palette } from "./palette.ts";
import { stepLines } from "./steps.ts";
import { CELL, fitted, wrapped } from "./wrap.ts";

export interface TextOptions {
  readonly palette?: Palette;
  /** Only what is not as expected. */
  readonly quiet?: boolean;
  /** Columns of the terminal; without them, lines are as long as their columns make them. */
  readonly width?: number;
  /** Parameters to name beside each scenario: those that the command replaced. */
  readonly named?: readonly string[];
}

/** Columns at which lines that can be broken are broken. */
const WIDTH = 100;
const INDENT = "    ";

/**
 * The scenarios of one spec: what was seen of each, and the verdict on each claim. The scenario's counts and its
 * claims' verdicts share columns, so that a line stays short and says by itself what its numbers are.
 *
 *     front-end bootstrap  specs/front-end-bootstrap.ts
 *       scenario, claim                       verdict    expected         assurance
 *       25 November 2020                      31 states  102 transitions  depth 8    0.01 s
 *         ✓ no server outgrows its threads    violated   violated         exact
 */
export function specTable(verdicts: readonly Verdict[], options: TextOptions = {}): string {
  const shown = options.quiet ? verdicts.filter(isRemarkable) : verdicts;
  const [first] = shown;
  if (first === undefined) return "";
  const palette = options.palette ?? PLAIN;
  const rows = [HEADER, ...shown.flatMap((verdict) => scenarioRows(verdict, options))];
  const columns = columnsOf(rows, options.width);
  const title = `${palette.strong(oneLine(first.spec))}${first.file === undefined ? "" : `  ${palette.dim(first.file)}`}`;
  const lines = [title, ...rows.flatMap((row) => rowLines(row, columns, palette))];
  return fitted(`${lines.join("\n")}\n`, options.width);
}

/** Every counterexample, unexpected ones first. */
export function counterexamples(verdicts: readonly Verdict[], options: TextOptions = {}): string {
  const found = verdicts.flatMap((verdict) => verdict.properties.map((claim) => ({ verdict, claim })));
  const unexpected = found.filter(({ claim }) => !claim.asExpected);
  const expected = options.quiet ? [] : found.filter(({ claim }) => claim.asExpected);
  return [...unexpected, ...expected].map(({ verdict, claim }) => counterexampleText(verdict, claim, options)).join("");
}

/** "3 scenarios, 18 claims: all as expected", or what was not, a line each. */
export function summary(verdicts: readonly Verdict[], { palette = PLAIN, width }: TextOptions = {}): string {
  const wrong = claimsOf(verdicts, "unexpected").map(
    ({ verdict, claim }) => `  ${palette.bad("✗")} ${placed(verdict, claim)}: ${contrast(claim)}`,
  );
  return fitted(`${[summaryLine(verdicts, palette), ...wrong].join("\n")}\n`, width);
}

/** "3 scenarios, 18 claims: 1 not as expected, 2 incomplete" */
export function summaryLine(verdicts: readonly Verdict[], palette: Palette = PLAIN): string {
  const [wrong, open] = [claimsOf(verdicts, "unexpected").length, claimsOf(verdicts, "incomplete").length];
  const all = verdicts.reduce((sum, { properties }) => sum + properties.length, 0);
  const counted = `${plural(verdicts.length, "scenario")}, ${plural(all, "claim")}: `;
  if (wrong + open === 0) return `${counted}${palette.good("all as expected")}`;
  const parts = [
    ...(wrong > 0 ? [palette.bad(`${wrong} not as expected`)] : []),
    ...(open > 0 ? [palette.warn(`${open} incomplete`)] : []),
  ];
  return counted + parts.join(", ");
}

const claimsOf = (verdicts: readonly Verdict[], outcome: Outcome) =>
  verdicts.flatMap((verdict) =>
    verdict.properties.filter((claim) => outcomeOf(claim) === outcome).map((claim) => ({ verdict, claim })),
  );

interface Row {
  readonly kind: "header" | "scenario" | "claim" | "remark" | "note";
  readonly mark?: "✓" | "✗" | "?";
  readonly cells: readonly string[];
}

const HEADER: Row = { kind: "header", cells: ["scenario, claim", "verdict", "expected", "assurance"] };

function scenarioRows(verdict: Verdict, { named = [], quiet = false }: TextOptions): Row[] {
  const { states, transitions, depth, seconds, properties, stopped } = verdict;
  const builtin = properties.filter((claim) => claim.kind === "builtin");
  const silent = builtin.length > 1 && builtin.every((claim) => sameLine(claim, builtin[0]!)) ? builtin : [];
  const told = [...properties.filter((claim) => claim.kind !== "builtin"), ...(silent.length > 0 ? [] : builtin)];
  const claims = [
    ...told.map((claim) => claimRow(claim, oneLine(claim.name))),
    ...(silent.length > 0 ? [claimRow(silent[0]!, `the ${silent.length} built-in claims`)] : []),
  ];
  return [
    {
      kind: "scenario",
      cells: [
        scenarioText(verdict, named),
        plural(states, "state"),
        plural(transitions, "transition"),
        `depth ${depth.toLocaleString("en-US")}`,
        secondsText(seconds),
        ...manner(verdict),
      ],
    },
    ...claims.filter((row) => !quiet || row.mark !== "✓"),
    ...outsideRows(verdict),
    ...(stopped === undefined ? [] : [{ kind: "note", cells: [stoppedText(verdict, stopped)] } as const]),
  ];
}

/** How it was searched, where that is not as plain as can be. */
function manner({ engine, workers, reduction }: Verdict): string[] {
  const parts = [
    ...(reduction === "none" ? [] : [reduction]),
    ...(engine === "compiled" ? [`compiled, ${plural(workers, "worker")}`] : []),
  ];
  return parts.length === 0 ? [] : [parts.join(", ")];
}

/** Why a large search was not compiled. */
function outsideRows({ outside }: Verdict): Row[] {
  if (outside === undefined) return [];
  const where = outside.where ? ` at ${outside.where.file}:${outside.where.line}` : "";
  return [{ kind: "remark", cells: [`interpreted: ${outside.construct}${where} cannot be compiled`] }];
}

function claimRow(claim: PropertyVerdict, name: string): Row {
  return {
    kind: "claim",
    mark: MARKS[outcomeOf(claim)],
    cells: [name, claim.verdict, claim.expected, claim.assurance],
  };
}

/** Built-in claims on which there is nothing to say but the same are told in one line. */
function sameLine(claim: PropertyVerdict, other: PropertyVerdict): boolean {
  return (
    claim.verdict === other.verdict &&
    claim.assurance === other.assurance &&
    !claim.counterexample &&
    claim.expected === "holds"
  );
}

function scenarioText({ scenario, params }: Verdict, named: readonly string[]): string {
  const said = named.filter((name) => name in params).map((name) => `${name} = ${params[name]}`);
  return oneLine(said.length === 0 ? scenario : `${scenario} (${said.join(", ")})`);
}

const ENDED_BY: Readonly<Record<Stopped, string>> = {
  states: "--max-states",
  depth: "--max-depth",
  seconds: "--max-seconds",
  bytes: "--max-bytes",
  memory: "the end of memory",
  interrupted: "an interrupt",
};

function stoppedText({ states, depth, properties }: Verdict, stopped: Stopped): string {
  const allSeen = properties.every(({ verdict, kind }) => verdict !== "incomplete" || kind === "recovers");
  const left = allSeen
    ? "all states were seen, but not what can be reached from each"
    : "what lies beyond was not seen";
  return `ended by ${ENDED_BY[stopped]} after ${plural(states, "state")}, depth ${depth.toLocaleString("en-US")}: ${left}`;
}

/** A claim's name goes on below itself where its column is narrower; its verdict stands beside the first line. */
function rowLines({ kind, mark, cells }: Row, { widths, width }: Columns, palette: Palette): string[] {
  const [name = "", ...rest] = cells;
  const indent = kind === "claim" || kind === "note" || kind === "remark" ? INDENT : "  ";
  const marked = indent + (mark === undefined ? name : `${mark} ${name}`);
  const isBroken = kind === "claim" && width !== undefined;
  const [first = "", ...below] = isBroken ? wrapped(marked, widths[0] ?? 0, `${INDENT}  `) : [marked];
  const line = [first, ...rest].map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ");
  const lines =
    kind === "scenario" ? wrapped(line.trimEnd(), width ?? Infinity, `${INDENT}  `, CELL) : [line.trimEnd()];
  return [...lines, ...below].map((text) => coloured(text, kind, mark, palette));
}

function coloured(text: string, kind: Row["kind"], mark: Row["mark"], palette: Palette): string {
  if (kind === "header" || kind === "remark") return palette.dim(text);
  if (kind === "scenario") return palette.strong(text);
  if (kind === "note" || mark === "?") return palette.warn(text);
  return mark === "✗" ? palette.bad(text) : text.replace("✓", palette.good("✓"));
}

interface Columns {
  readonly widths: readonly number[];
  /** Of the terminal, where lines do not fit into it. */
  readonly width?: number;
}

/** What names of claims are left with where the terminal is very narrow. */
const NAME_WIDTH_MIN = 24;

/** In a narrow terminal scenarios' counts stand in no columns, and names of claims are broken. */
function columnsOf(rows: readonly Row[], width: number | undefined): Columns {
  const widths = [0, 1, 2, 3].map((column) => columnWidth(rows, column));
  const all = { widths };
  const lines = rows.flatMap((row) => rowLines(row, all, PLAIN));
  if (width === undefined || lines.every((line) => line.length <= width)) return all;
  const claims = rows.filter(({ kind }) => kind === "claim" || kind === "header");
  const others = [1, 2, 3].map((column) => columnWidth(claims, column));
  const left = others.reduce((rest, one) => rest - one - 2, width);
  const longest = Math.max(...claims.map(({ cells }) => INDENT.length + 2 + (cells[0] ?? "").length));
  return { widths: [Math.max(NAME_WIDTH_MIN, Math.min(longest, left)), ...others], width };
}

/** Wide enough for all but the odd very long name, which pushes only its own line. */
function columnWidth(rows: readonly Row[], column: number): number {
  const most = column === 0 ? 56 : 40;
  const before = (row: Row) => (column > 0 ? 0 : row.kind === "claim" ? INDENT.length + 2 : 2);
  const lengths = rows
    .filter((row) => row.kind !== "note" && row.kind !== "remark")
    .map((row) => before(row) + (row.cells[column] ?? "").length);
  return Math.max(...lengths.filter((length) => length <= most), 0);
}

function counterexampleText(verdict: Verdict, claim: PropertyVerdict, options: TextOptions): string {
  const { palette = PLAIN, width } = options;
  const { counterexample, asExpected } = claim;
  if (counterexample === undefined) return "";
  const mark = asExpected ? palette.dim("✗") : palette.bad("✗");
  const aside = asExpected ? palette.dim("(expected)") : palette.bad(`(${contrast(claim)})`);
  const title = `${mark} ${palette.strong(oneLine(claim.name))} — ${oneLine(verdict.spec)}, ${oneLine(verdict.scenario)} ${aside}`;
  const steps = stepLines(counterexample, { width: Math.min(WIDTH, width ?? WIDTH), indent: INDENT });
  return `${[fitted(title, width), ...steps.map((line) => fitted(line, width)), `  ${palette.dim(`replay: npx fleetcheck replay '${counterexample.replay}'`)}`].join("\n")}\n\n`;
}

function isRemarkable(verdict: Verdict): boolean {
  return !verdict.asExpected || verdict.properties.some((claim) => claim.verdict === "incomplete");
}

export function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

function secondsText(seconds: number): string {
  if (seconds < 0.1) return `${Math.ceil(seconds * 1000)} ms`;
  if (seconds < 100) return `${seconds.toFixed(2)} s`;
  return seconds < 3600 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
