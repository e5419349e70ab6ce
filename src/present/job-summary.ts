// A run as Markdown for the summary of a job or a comment: what it came to, a table a spec, and what is not as expected
// with its counterexample, folded away.
import type { Problem } from "../messages.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { plain } from "./escape.ts";
import { claimsTold, verdictCell } from "./markdown.ts";
import { evidence, headline, problemLines, remarksOf, unfinishedOf, type PlacedReport, type Remark } from "./report.ts";
import { plural, summaryLine } from "./terminal.ts";

/** Counterexamples told in full: a job's summary ends at 1 MiB. */
const TOLD_MAX = 20;
const LINES_MAX = 120;

export function jobSummary({ verdicts, problems, findings, unstarted, exitCode }: PlacedReport): string {
  const remarks = remarksOf(verdicts).filter(({ outcome }) => outcome === "unexpected");
  const left = remarks.length - TOLD_MAX;
  const blocks = [
    "## fleetcheck",
    ...(verdicts.length > 0 ? [`${SIGNS[exitCode] ?? "❌"} ${plain(summaryLine(verdicts))}`] : []),
    ...(findings.length > 0 ? [`❌ **Not as it should be**: ${plural(findings.length, "finding")}.`] : []),
    ...(problems.length > 0 ? [`❌ **Not all could be done**: ${plural(problems.length, "problem")}.`] : []),
    ...(unstarted > 0 ? [`❌ **Interrupted**: ${plural(unstarted, "scenario")} not started.`] : []),
    ...[...findings, ...problems].map(problemBlock),
    ...[...Map.groupBy(verdicts, ({ spec, file }) => `${spec}\n${file}`).values()].map(specBlock),
    ...remarks.slice(0, TOLD_MAX).map(remarkBlock),
    ...(left > 0 ? [`… and ${left} more.`] : []),
    unfinishedOf(verdicts)
      .map(({ text }) => `- ⚠️ ${plain(text)}`)
      .join("\n"),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

const SIGNS: Readonly<Record<number, string>> = { 0: "✅", 3: "⚠️" };

function specBlock(verdicts: readonly Verdict[]): string {
  const [first] = verdicts;
  const told = verdicts.map((verdict) => ({ verdict, claims: claimsTold(verdict) }));
  const names = [...new Set(told.flatMap(({ claims }) => [...claims.keys()]))];
  const rows = told.map(({ verdict, claims }) => [
    plain(verdict.scenario),
    ...names.map((name) => verdictCell(claims.get(name))),
    ...[verdict.states, verdict.transitions, verdict.depth].map((n) => n.toLocaleString("en-US")),
  ]);
  const head = ["Scenario", ...names.map(plain), "States", "Transitions", "Depth"];
  const table = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  return `### ${plain(first!.spec)}\n\n${table}`;
}

function remarkBlock(remark: Remark): string {
  return `<details><summary>❌ ${html(headline(remark))}</summary>\n\n${fenced(evidence(remark))}\n\n</details>`;
}

const problemBlock = (problem: Problem): string => {
  const where = problem.where ? `${problem.where.file}:${problem.where.line ?? 1}  ` : "";
  return fenced(where + problemLines(problem));
};

/** Fenced by more backticks than it holds; the middle of a long one is left out. */
function fenced(text: string): string {
  const lines = text.split("\n");
  const left = lines.length - LINES_MAX;
  const told =
    left > 0 ? [...lines.slice(0, LINES_MAX / 2), `… ${left} lines left out …`, ...lines.slice(-LINES_MAX / 2)] : lines;
  const fence = "`".repeat(Math.max(3, ...(text.match(/`+/g) ?? []).map((run) => run.length + 1)));
  return `${fence}text\n${told.join("\n")}\n${fence}`;
}

const html = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
