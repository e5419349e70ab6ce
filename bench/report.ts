// The results as Markdown, with columns wide enough to be read as plain text too.
import type { Outcome, Results, Row, Spread } from "./results.ts";
import { ours } from "./fleetcheck.ts";
import type { StartUp } from "./start-up.ts";
import type { Judged } from "./targets.ts";

export function markdown(results: Results): string {
  const { machine, missing, rounds, startUp, outcomes, targets } = results;
  const versions = Object.entries(machine.versions).map(([name, version]) => `- ${name}: ${version}`);
  const paragraphs = [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB; load ${machine.load}; ${rounds} rounds. One thread each, exact, no reduction.`,
    versions.join("\n"),
    ...missing,
    table(speedHeads, outcomes.flatMap(speedRows)),
    table(memoryHeads, outcomes.flatMap(memoryRows)),
    startUpLine(startUp),
    table(["target", "system", "bound", "found", ""], targets.map(targetRow)),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

function startUpLine({ what, first, again }: StartUp): string {
  return `\`${what}\`, the whole process: ${took(first)} the first time, ${took(again)} again.`;
}

function took({ wholeSeconds, userSeconds }: StartUp["first"]): string {
  return `${fixed(wholeSeconds, 2)} s${userSeconds === undefined ? "" : ` (user time ${fixed(userSeconds, 2)} s)`}`;
}

const peers = ["SPIN", "Rumur"];

// biome-ignore format: one line a group
const speedHeads = [
  "system", "states", "transitions", "engine", "M transitions/s", "whole s", "user s",
  "rate over SPIN's", "over Rumur's", "by user time, over SPIN's", "over Rumur's", "rate over interpreted",
];

function speedRows({ system, states, transitions, rows }: Outcome): readonly (readonly string[])[] {
  return rows.map((row, i) => [
    ...(i === 0 ? [system, count(states), count(transitions)] : ["", "", ""]),
    row.name,
    fixed(row.transitionsPerSecond / 1e6, 2),
    fixed(row.wholeSeconds, 2),
    fixed(row.userSeconds, 2),
    ...peers.map((peer) => ratio(row.against[peer]?.rate)),
    ...peers.map((peer) => ratio(row.against[peer]?.userRate)),
    row.name === ours("compiled") ? ratio(row.against[ours("interpreted")]?.rate) : "",
  ]);
}

const memoryHeads = [
  "system",
  "engine",
  "bytes a state",
  "resident bytes a state",
  "bytes over SPIN's",
  "over Rumur's",
];

function memoryRows({ system, rows }: Outcome): readonly (readonly string[])[] {
  const over = (row: Row, peer: string) => {
    const theirs = rows.find(({ name }) => name === peer);
    return theirs === undefined || theirs === row ? "" : fixed(row.bytesPerState! / theirs.bytesPerState!, 2);
  };
  return rows.map((row, i) => [
    i === 0 ? system : "",
    row.name,
    fixed(row.bytesPerState, 1),
    fixed(row.residentBytesPerState, 1),
    over(row, "SPIN"),
    over(row, "Rumur"),
  ]);
}

function targetRow({ who, system, claim, bound, figure, met }: Judged): readonly string[] {
  const asked = "atLeast" in bound ? `at least ${bound.atLeast}` : `at most ${bound.atMost}`;
  return [`${who}: ${claim}`, system, asked, fixed(figure, 2), met ? "met" : "MISSED"];
}

/** Nothing where a figure is missing or a clock was too coarse for it. */
function fixed(value: number | undefined, digits: number): string {
  return value === undefined || !Number.isFinite(value) ? "" : value.toFixed(digits);
}

function ratio(spread: Spread | undefined): string {
  if (spread === undefined || !Number.isFinite(spread.median) || spread.median === 0) return "";
  const [median, least, greatest] = [spread.median, spread.least, spread.greatest].map((value) => value.toFixed(2));
  return `${median} (${least}–${greatest})`;
}

function count(value: number): string {
  return value.toLocaleString("en");
}

/** Columns in which nothing stands are left out. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const shown = heads.flatMap((_, i) => (rows.some((row) => row[i] !== "") ? [i] : []));
  const widths = heads.map((head, i) => Math.max(3, head.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) => `| ${shown.map((i) => cells[i]!.padEnd(widths[i]!)).join(" | ")} |`;
  return [line(heads), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
