// A run as SARIF 2.1.0, which code hosts show beside the lines that they concern: an error for each claim that is not as
// expected and each problem that has a place, a warning for each that is incomplete, notifications for what has no place.
import type { Place, Problem } from "../messages.ts";
import { oneLine } from "./escape.ts";
import { evidence, headline, problemLines, remarksOf, type PlacedReport, type Remark } from "./report.ts";

const RULES = {
  unexpected: {
    id: "claim-not-as-expected",
    shortDescription: { text: "The verdict on a claim is not the one that its scenario expects." },
    defaultConfiguration: { level: "error" },
  },
  incomplete: {
    id: "claim-incomplete",
    shortDescription: { text: "A search ended before the claim was decided." },
    defaultConfiguration: { level: "warning" },
  },
} as const;

export function sarifText(report: PlacedReport): string {
  const remarks = remarksOf(report.verdicts);
  const placed = [...report.findings, ...report.problems].filter(({ where }) => where !== undefined);
  const run = {
    tool: { driver: { ...report.tool, semanticVersion: report.tool.version, rules: rulesOf(remarks, placed) } },
    invocations: [invocationOf(report)],
    results: [...remarks.map((remark) => claimResult(remark, report)), ...placed.map(problemResult)],
    columnKind: "utf16CodeUnits",
  };
  const document = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Those that results name, once each. */
function rulesOf(remarks: readonly Remark[], problems: readonly Problem[]): object[] {
  const outcomes = [...new Set(remarks.map(({ outcome }) => outcome))];
  const codes = [...new Set(problems.map(({ code }) => code))];
  return [...outcomes.map((outcome) => RULES[outcome]), ...codes.map((id) => ({ id }))];
}

function invocationOf({ problems, findings, unstarted, exitCode }: PlacedReport): object {
  const unplaced = [...findings, ...problems].filter(({ where }) => where === undefined);
  return {
    executionSuccessful: problems.length === 0 && unstarted === 0,
    exitCode,
    toolExecutionNotifications: [
      ...unplaced.map((problem) => ({
        descriptor: { id: problem.code },
        level: "error",
        message: { text: problemLines(problem) },
      })),
      ...(unstarted > 0
        ? [{ level: "error", message: { text: `interrupted: ${unstarted} scenarios were not started` } }]
        : []),
    ],
  };
}

function claimResult(remark: Remark, { placeOf }: PlacedReport): object {
  const { verdict, claim, outcome } = remark;
  const where = placeOf(verdict, claim);
  const { id, defaultConfiguration } = RULES[outcome];
  return {
    ruleId: id,
    level: defaultConfiguration.level,
    message: { text: `${headline(remark)}\n${evidence(remark)}` },
    ...(where && { locations: [locationOf(where)] }),
    // What stays the same when lines move or the counterexample changes.
    partialFingerprints: { "claim/v1": [verdict.file, verdict.spec, verdict.scenario, claim.name].join(" | ") },
    properties: { verdict: claim.verdict, expected: claim.expected, assurance: claim.assurance },
  };
}

function problemResult(problem: Problem): object {
  return {
    ruleId: problem.code,
    level: "error",
    message: { text: problemLines(problem) },
    ...(problem.where && { locations: [locationOf(problem.where)] }),
    partialFingerprints: { "problem/v1": [problem.code, problem.where?.file, oneLine(problem.what)].join(" | ") },
  };
}

function locationOf({ file, line, column }: Place): object {
  const region = line === undefined ? undefined : { startLine: line, ...(column && { startColumn: column }) };
  return {
    physicalLocation: {
      artifactLocation: { uri: file.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" },
      ...(region && { region }),
    },
  };
}
