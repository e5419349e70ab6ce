// The check command: load, plan, search, write what was asked for, tell.
import { Console } from "node:console";
import { existsSync } from "node:fs";
import type { Budget } from "../explore/search.ts";
import type { EngineOptions } from "../options.ts";
import { inOrder, type Problem } from "../messages.ts";
import { PLAIN } from "../present/palette.ts";
import type { TextOptions } from "../present/terminal.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { openCheckpoints } from "./checkpoints.ts";
import { EXIT, exitCodeOf } from "./exit-code.ts";
import { interruptible } from "./interrupt.ts";
import { tryLoadSpecs } from "./load.ts";
import { plan, type Selection } from "./plan.ts";
import { judgeCoverage } from "./coverage.ts";
import type { Held, Locked, LockRequest } from "./lock.ts";
import { live } from "./progress.ts";
import { report, type Result } from "./report.ts";
import { printsDocument, type Reporter } from "./reporters.ts";
import { search } from "./search.ts";
import { runsOf, shardOf, type ShardRequest } from "./shard.ts";
import { paletteFor, tell, tellProblems } from "./tell.ts";

export interface CheckRequest {
  readonly paths: readonly string[];
  readonly selection: Selection;
  readonly budget: Budget;
  readonly engine: EngineOptions;
  /** Where to write a diagram for each counterexample. */
  readonly out?: string;
  /** Where to write the WebAssembly that searches. */
  readonly emit?: string;
  /** Where to write how far an unfinished search has come, and where to read that. */
  readonly checkpoint?: string;
  readonly resume?: string;
  /** Only one part of it all. */
  readonly shard?: ShardRequest;
  readonly lock: LockRequest | undefined;
  readonly reporters: readonly Reporter[];
  readonly quiet: boolean;
  /** Tells and judges what of each spec is run. */
  readonly coverage: boolean;
}

/** @returns the exit code */
export async function check(request: CheckRequest): Promise<number> {
  const { reporters, quiet, selection } = request;
  // What a spec prints while it is loaded or checked must not get into a document.
  if (printsDocument(reporters)) globalThis.console = new Console(process.stderr);
  const line = live(quiet);
  const interrupt = interruptible(line);
  const loaded = await tryLoadSpecs(request.paths);
  const planned = plan(loaded.specs, selection);
  const checkpoints = openCheckpoints(request, runsOf(planned.runs, request.shard));
  const emission = request.emit === undefined ? undefined : (await import("./emit.ts")).openEmission(request.emit);
  const text = textOptions(request);
  const found = await search(checkpoints.runs, {
    asked: { budget: request.budget, ...request.engine, ...checkpoints.options, coverage: request.coverage },
    signal: interrupt.signal,
    emission,
    live: line,
    onSpec: await specTeller(reporters, text),
  });
  interrupt.end();
  const interrupted = interrupt.signal.aborted;
  const written = await writeOut(request.out, found.verdicts);
  const stages = [loaded, planned, checkpoints, found, written, { problems: emission?.problems ?? [] }];
  const isWhole = !interrupted && stages.every((stage) => stage.problems.length === 0);
  const judged = await judge(request, { runs: planned.runs, verdicts: found.verdicts, isWhole }, text);
  const problems = inOrder([...stages, judged].flatMap((stage): readonly Problem[] => stage.problems));
  const result = { ...found, ...judged, problems, interrupted, runs: planned.runs, areTablesTold: true };
  const shard = request.shard && { shard: shardOf(planned.runs, request.shard) };
  const files = {
    ...(request.out !== undefined && { files: written.files }),
    ...(emission && { emitted: emission.files }),
  };
  return end({ ...result, ...shard, ...files }, request, text);
}

const textOptions = ({ quiet, selection }: CheckRequest): TextOptions => ({
  quiet,
  palette: paletteFor(process.stdout),
  named: Object.keys(selection.params),
  ...(process.stdout.isTTY && { width: process.stdout.columns }),
});

/** What is to be said of the run beside its verdicts: is it as recorded, and does it reach all of each spec? */
async function judge(request: CheckRequest, held: Pick<Held, "runs" | "verdicts" | "isWhole">, text: TextOptions) {
  const locked = await holdAgainstRecord(request, held);
  const covered = judgeCoverage({
    ...held,
    isAsked: request.coverage,
    isDeclared: held.isWhole && Object.keys(request.selection.params).length === 0,
    palette: text.palette ?? PLAIN,
  });
  return {
    findings: [...locked.findings, ...covered.findings],
    problems: locked.problems,
    notes: [...locked.notes, ...covered.notes],
    coverage: covered.text,
  };
}

/** Nothing is to be said where nothing is recorded, unless it ought to be. */
async function holdAgainstRecord(
  request: CheckRequest,
  held: Pick<Held, "runs" | "verdicts" | "isWhole">,
): Promise<Locked> {
  const { lock: asked, budget: bounds } = request;
  const isConcerned = asked && (asked.write !== "nothing" || asked.ci === "asked" || existsSync(asked.file));
  if (!isConcerned) return { findings: [], problems: [], notes: [] };
  const { lock } = await import("./lock.ts");
  return lock(asked, { ...request, ...held, bounds });
}

/** Tells everything to everyone. @returns the exit code */
async function end(result: Omit<Result, "exitCode">, { reporters }: CheckRequest, text: TextOptions): Promise<number> {
  const exitCode = exitCodeOf(result);
  const unwritten = await report({ ...result, exitCode }, reporters, text);
  tellProblems([...result.problems, ...unwritten]);
  return unwritten.length > 0 && exitCode !== EXIT.interrupted ? EXIT.wrong : exitCode;
}

/** On the terminal each spec is told as soon as it is done. */
async function specTeller(
  reporters: readonly Reporter[],
  text: TextOptions,
): Promise<(verdicts: readonly Verdict[]) => void> {
  const isTold = reporters.some(({ name, file }) => name === "terminal" && file === undefined);
  if (!isTold) return () => {};
  const { specTable } = await import("../present/terminal.ts");
  return (verdicts) => {
    const table = specTable(verdicts, text);
    if (table !== "") tell(`${table}\n`);
  };
}

async function writeOut(folder: string | undefined, verdicts: readonly Verdict[]) {
  if (folder === undefined) return { files: [], problems: [] };
  const { writeDiagrams } = await import("./write-diagrams.ts");
  return writeDiagrams(folder, verdicts);
}
