// The check command: load, plan, search, write what was asked for, tell.
import { Console } from "node:console";
import type { Budget } from "../explore/search.ts";
import type { EngineOptions } from "../options.ts";
import { inOrder, type Problem } from "../messages.ts";
import { counterexamples, plural, specTable, summary, type TextOptions } from "../present/terminal.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { openCheckpoints } from "./checkpoints.ts";
import { exitCodeOf } from "./exit-code.ts";
import { interruptible } from "./interrupt.ts";
import { tryLoadSpecs } from "./load.ts";
import { plan, type Selection } from "./plan.ts";
import { live } from "./progress.ts";
import { search } from "./search.ts";
import { paletteFor, tell, tellProblems } from "./tell.ts";
import { tool } from "./tool.ts";

export interface CheckRequest {
  readonly paths: readonly string[];
  readonly selection: Selection;
  readonly budget: Budget;
  readonly engine: EngineOptions;
  /** Where to write a diagram for each counterexample. */
  readonly out?: string;
  /** Where to write the modules that searched. */
  readonly emit?: string;
  /** Where to write how far an unfinished search has come, and where to read that. */
  readonly checkpoint?: string;
  readonly resume?: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** @returns the exit code */
export async function check(request: CheckRequest): Promise<number> {
  const teller = request.json ? jsonTeller() : textTeller(request);
  const line = live(request.quiet);
  const interrupt = interruptible(line);
  const loaded = await tryLoadSpecs(request.paths);
  const planned = plan(loaded.specs, request.selection);
  const checkpoints = openCheckpoints(request, planned.runs);
  const emission = request.emit === undefined ? undefined : (await import("./emit.ts")).openEmission(request.emit);
  const found = await search(checkpoints.runs, {
    asked: { budget: request.budget, ...request.engine, ...checkpoints.options },
    signal: interrupt.signal,
    emission,
    live: line,
    onSpec: (verdicts) => teller.spec(verdicts),
  });
  interrupt.end();
  const written = await writeOut(request.out, found.verdicts);
  const problems = inOrder(
    [loaded, planned, checkpoints, found, written]
      .flatMap((stage): readonly Problem[] => stage.problems)
      .concat(emission?.problems ?? []),
  );
  const result: Result = {
    ...found,
    problems,
    files: written.files,
    emitted: emission?.files,
    interrupted: interrupt.signal.aborted,
  };
  const exitCode = exitCodeOf(result);
  await teller.end(result, exitCode);
  tellProblems(problems);
  return exitCode;
}

interface Result {
  readonly verdicts: readonly Verdict[];
  readonly problems: readonly Problem[];
  readonly files: readonly string[];
  /** By --emit. */
  readonly emitted: readonly string[] | undefined;
  readonly unstarted: number;
  readonly interrupted: boolean;
}

/** How results are told: each spec as it is done, and all at the end. */
interface Teller {
  spec(verdicts: readonly Verdict[]): void;
  end(result: Result, exitCode: number): Promise<void>;
}

function textTeller({ quiet, selection, out }: CheckRequest): Teller {
  const options: TextOptions = {
    quiet,
    palette: paletteFor(process.stdout),
    named: Object.keys(selection.params),
    ...(process.stdout.isTTY && { width: process.stdout.columns }),
  };
  return {
    spec: (verdicts) => {
      const table = specTable(verdicts, options);
      if (table !== "") tell(`${table}\n`);
    },
    end: async ({ verdicts, problems, files, emitted, unstarted }) => {
      tell(counterexamples(verdicts, options));
      if (verdicts.length > 0) tell(summary(verdicts, options));
      if (verdicts.length > 0 && problems.length > 0)
        tell(`not all could be done: ${plural(problems.length, "problem")}\n`);
      if (unstarted > 0) tell(`interrupted: ${plural(unstarted, "scenario")} not started\n`);
      if (out !== undefined && !quiet) tell(writtenText(files, verdicts));
      if (emitted !== undefined && !quiet) tell(emittedText(emitted));
    },
  };
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

/** What a spec prints while it is loaded or checked must not get into the document. */
function jsonTeller(): Teller {
  globalThis.console = new Console(process.stderr);
  return {
    spec: () => {},
    end: async ({ verdicts, problems }, exitCode) => {
      const { reportText } = await import("../present/json.ts");
      tell(reportText({ tool: tool(), verdicts, problems, exitCode }));
    },
  };
}

async function writeOut(folder: string | undefined, verdicts: readonly Verdict[]) {
  if (folder === undefined) return { files: [], problems: [] };
  const { writeDiagrams } = await import("./write-diagrams.ts");
  return writeDiagrams(folder, verdicts);
}
