// The answer on a timeline as text: each entry with how many states are possible after it, and one behaviour that fits
// or why there is none.
import type { Step } from "../verdict/verdict.ts";
import type { Fit, TimelineVerdict } from "../timeline/answer.ts";
import { oneLine } from "./escape.ts";
import type { Palette } from "./palette.ts";
import { plural } from "./terminal.ts";
import { stepLines, stepTexts } from "./steps.ts";

export interface TimelineTextOptions {
  readonly palette: Palette;
  /** Without the fitting behaviour. */
  readonly quiet: boolean;
}

export function timelineText(verdict: TimelineVerdict, { palette, quiet }: TimelineTextOptions): string {
  const { name, spec, scenario, fitted, mismatch, matched, fit } = verdict;
  const left = matched - fitted.length;
  const lines = [
    `${palette.strong(name)}  ${spec}, ${scenario}`,
    ...(left > 0 ? [palette.dim(`  … ${left} entries before these fit …`)] : []),
    ...entryLines(verdict, palette),
    ...(mismatch ? mismatchLines(verdict, palette) : []),
    ...(fit && !quiet && matched > 0 ? ["", "  one behaviour that fits:", ...fitLines(verdict, fit)] : []),
    "",
    summary(verdict, palette),
  ];
  return `${lines.join("\n")}\n`;
}

function entryLines({ fitted, mismatch }: TimelineVerdict, palette: Palette): string[] {
  const all = [...fitted, ...(mismatch ? [{ ...mismatch, states: 0 }] : [])];
  const width = (of: (entry: (typeof all)[number]) => string) => Math.max(0, ...all.map((entry) => of(entry).length));
  const [times, systems, whats] = [
    width((e) => e.time),
    width((e) => e.system),
    Math.min(
      72,
      width((e) => e.what),
    ),
  ];
  return all.map(({ time, system, what, states }, i) => {
    const words = [time.padStart(times), ...(systems > 0 ? [system.padEnd(systems)] : []), oneLine(what).padEnd(whats)];
    const isWrong = mismatch && i === all.length - 1;
    const mark = isWrong ? palette.bad("✗") : palette.good("✓");
    return `  ${mark} ${words.join("  ")}  ${isWrong ? "" : palette.dim(`${states} possible`)}`.trimEnd();
  });
}

function mismatchLines({ mismatch }: TimelineVerdict, palette: Palette): string[] {
  const { fails, states, reasons } = mismatch!;
  const why = {
    does: "it cannot happen in any of the states that are possible then",
    sees: "none of the states that are possible then is so",
    since: "it has not been so since the entry before",
  }[fails];
  return [
    "",
    palette.bad(`  ✗ entry ${mismatch!.entry + 1} does not fit: ${why} (${states})`),
    ...reasons.map((reason) => `    ${oneLine(reason)}`),
  ];
}

/** Entries stand where they are made, between the steps. */
function fitLines({ fitted, matched }: TimelineVerdict, { initial, steps, at }: Fit): string[] {
  const told = stepTexts({ steps }, { indent: "    " });
  const from = matched - fitted.length;
  const entries = (i: number) =>
    at.flatMap((done, entry) =>
      done === i && entry >= from ? [`  ${fitted[entry - from]!.time} ${oneLine(fitted[entry - from]!.what)}`] : [],
    );
  return [
    ...stepLines({ initial, steps: [], detail: "" }, { indent: "    " }),
    ...entries(0),
    ...steps.flatMap((_: Step, i) => [...told[i]!, ...entries(i + 1)]),
  ];
}

const entries = (n: number): string => (n === 1 ? "1 entry" : `${n.toLocaleString("en-US")} entries`);

function summary(
  { fits, matched, mismatch, refusedAt, asExpected, states }: TimelineVerdict,
  palette: Palette,
): string {
  const seen = `${plural(states, "state")} looked at`;
  const said = fits
    ? `fits: ${entries(matched)}`
    : `refused at ${mismatch!.time}, after ${entries(matched)} that ${matched === 1 ? "fits" : "fit"}`;
  const expected = refusedAt === undefined ? "it was expected to fit" : `it was expected to be refused at ${refusedAt}`;
  return asExpected ? palette.good(`${said} (${seen})`) : palette.bad(`${said} (${seen}); ${expected}`);
}
