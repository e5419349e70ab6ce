// A run as workflow commands of GitHub Actions, which shows them beside the lines that they concern: errors for what is
// not as expected or wrong, a warning for each search that was not finished. Nothing is said of what is as expected.
import type { Place, Problem } from "../messages.ts";
import {
  evidence,
  headline,
  problemLines,
  remarksOf,
  unfinishedOf,
  type PlacedReport,
  type Remark,
  type Unfinished,
} from "./report.ts";

/** @param pathOf a file's path in the repository; places are given relative to the present folder */
export function annotations(report: PlacedReport, pathOf: (file: string) => string): string {
  const told = [
    ...remarksOf(report.verdicts)
      .filter(({ outcome }) => outcome === "unexpected")
      .map((remark) => claimLine(remark, report, pathOf)),
    ...[...report.findings, ...report.problems].map((problem) => problemLine(problem, pathOf)),
    ...(report.unstarted > 0
      ? [command("error", undefined, "interrupted", `${report.unstarted} scenarios were not started`)]
      : []),
    ...unfinishedOf(report.verdicts).map((unfinished) => unfinishedLine(unfinished, report, pathOf)),
  ];
  return told.map((line) => `${line}\n`).join("");
}

function claimLine(remark: Remark, { placeOf }: PlacedReport, pathOf: (file: string) => string): string {
  const where = within(placeOf(remark.verdict, remark.claim), pathOf);
  return command("error", where, "not as expected", `${headline(remark)}\n${evidence(remark)}`);
}

/** One a scenario: GitHub shows ten warnings of a step. */
function unfinishedLine(
  { verdict, claims, text }: Unfinished,
  { placeOf }: PlacedReport,
  pathOf: (file: string) => string,
): string {
  return command("warning", within(placeOf(verdict, claims[0]!), pathOf), "incomplete", text);
}

function problemLine(problem: Problem, pathOf: (file: string) => string): string {
  return command("error", within(problem.where, pathOf), problem.code, problemLines(problem));
}

const within = (where: Place | undefined, pathOf: (file: string) => string): Place | undefined =>
  where && { ...where, file: pathOf(where.file) };

/** @example command("error", { file: "specs/a.ts", line: 3 }, "not as expected", "…") // "::error file=specs/a.ts,line=3,…" */
function command(level: "error" | "warning", where: Place | undefined, title: string, message: string): string {
  const { file, line, column } = where ?? {};
  const properties = Object.entries({ file, line, col: column, title })
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${inProperty(String(value))}`]))
    .join(",");
  return `::${level} ${properties}::${inMessage(message)}`;
}

/** What GitHub wants escaped: what would end the line, and its own mark. */
const inMessage = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

/** In a property also what would end it. */
const inProperty = (text: string): string => inMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
