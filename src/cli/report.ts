// What a run came to, told to every reporter that was asked for; each is loaded when it is.
import { relative, resolve, sep } from "node:path";
import type { Problem } from "../messages.ts";
import { PLAIN } from "../present/palette.ts";
import { problemText } from "../present/problems.ts";
import type { PlacedReport, Shard } from "../present/report.ts";
import { counterexamples, plural, specTable, summary, type TextOptions } from "../present/terminal.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { placesOf } from "./places.ts";
import type { Run } from "./plan.ts";
import type { Reporter } from "./reporters.ts";
import { tell } from "./tell.ts";
import { tool } from "./tool.ts";
import { writeText } from "./write-text.ts";

export interface Result {
  readonly runs: readonly Run[];
  readonly verdicts: readonly Verdict[];
  readonly problems: readonly Problem[];
  readonly findings: readonly Problem[];
  /** The terminal was told each spec as it was done. */
  readonly areTablesTold: boolean;
  /** What was run of each spec, where that was asked for. */
  readonly coverage: string;
  /** What is to be said to people beside the verdicts. */
  readonly notes: readonly string[];
  /** Diagrams that were written; absent where none were asked for. */
  readonly files?: readonly string[];
  /** By --emit. */
  readonly emitted?: readonly string[];
  readonly unstarted: number;
  readonly interrupted: boolean;
  readonly exitCode: number;
  readonly shard?: Shard;
}

/** @returns why some could not be written */
export async function report(result: Result, reporters: readonly Reporter[], text: TextOptions): Promise<Problem[]> {
  const placed: PlacedReport = { ...result, tool: tool(), placeOf: lazily(result) };
  const problems: Problem[] = [];
  for (const { name, file } of reporters) {
    if (name === "terminal") {
      if (file === undefined) tell(result.areTablesTold ? endText(result, text) : wholeText(result, text));
      else problems.push(...writeText(file, wholeText(result, withoutTerminal(text))));
    } else {
      const document = await DOCUMENTS[name](placed);
      if (file === undefined) tell(document);
      else problems.push(...writeText(file, document));
    }
  }
  return problems;
}

/** A file has neither colours nor an edge. */
const withoutTerminal = (text: TextOptions): TextOptions => ({ ...text, palette: PLAIN, width: Infinity });

const DOCUMENTS: Readonly<Record<Exclude<Reporter["name"], "terminal">, (report: PlacedReport) => Promise<string>>> = {
  json: async (placed) => (await import("../present/json.ts")).reportText(placed),
  junit: async (placed) => (await import("../present/junit.ts")).junitText(placed),
  sarif: async (placed) => (await import("../present/sarif.ts")).sarifText(placed),
  github: async (placed) => (await import("../present/github.ts")).annotations(placed, pathInRepository),
  markdown: async (placed) => (await import("../present/job-summary.ts")).jobSummary(placed),
};

/** To know where claims are made takes a look at the functions: it is taken once, by those who ask. */
function lazily({ runs, verdicts }: Result): PlacedReport["placeOf"] {
  let places: PlacedReport["placeOf"] | undefined;
  return (verdict, claim) => (places ??= placesOf(runs, verdicts))(verdict, claim);
}

/** GitHub takes paths from the folder that was checked out, wherever the command runs. */
function pathInRepository(file: string): string {
  const root = process.env["GITHUB_WORKSPACE"];
  return root ? relative(root, resolve(file)).split(sep).join("/") : file;
}

/** All that the terminal is told, at once. */
function wholeText(result: Result, options: TextOptions): string {
  const bySpec = Map.groupBy(result.verdicts, ({ spec, file }) => JSON.stringify([spec, file]));
  const tables = [...bySpec.values()].map((verdicts) => specTable(verdicts, options)).filter((table) => table !== "");
  return tables.map((table) => `${table}\n`).join("") + endText(result, options);
}

/** What the terminal is told after the tables. */
function endText(result: Result, options: TextOptions): string {
  const { verdicts, problems, findings, notes, files, emitted, unstarted, shard, coverage } = result;
  return [
    coverage,
    counterexamples(verdicts, options),
    ...(verdicts.length > 0 ? [summary(verdicts, options)] : []),
    ...(findings.length > 0 ? [`${plural(findings.length, "finding")}:\n`] : []),
    ...findings.map((finding) => `${problemText(finding, options.palette)}\n`),
    ...(options.quiet ? [] : notes.map((note) => `${note}\n`)),
    ...(verdicts.length > 0 && problems.length > 0
      ? [`not all could be done: ${plural(problems.length, "problem")}\n`]
      : []),
    ...(shard && verdicts.length === 0 ? [`shard ${shard.index}/${shard.of}: nothing to check\n`] : []),
    ...(unstarted > 0 ? [`interrupted: ${plural(unstarted, "scenario")} not started\n`] : []),
    ...(files !== undefined && !options.quiet ? [writtenText(files, verdicts)] : []),
    ...(emitted !== undefined && !options.quiet ? [emittedText(emitted)] : []),
  ].join("");
}

function writtenText(files: readonly string[], verdicts: readonly Verdict[]): string {
  const found = verdicts.flatMap((verdict) => verdict.properties).filter((claim) => claim.counterexample);
  if (found.length === 0) return "wrote nothing: there is no counterexample\n";
  return files.map((file) => `wrote ${file}\n`).join("");
}

function emittedText(files: readonly string[]): string {
  if (files.length > 0) return files.map((file) => `wrote ${file}\n`).join("");
  return "wrote no module: nothing ran compiled. Small searches are interpreted unless `--engine compiled` is given\n";
}
