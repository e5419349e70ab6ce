// The sweep command: load, plan, check point after point on all cores, tell what came of it and write what was asked for.
import { Console } from "node:console";
import { availableParallelism } from "node:os";
import type { Budget } from "../explore/search.ts";
import { inOrder, type Problem } from "../messages.ts";
import type { EngineOptions } from "../options.ts";
import { sweepText } from "../present/sweep-text.ts";
import { valuesText } from "../present/sweep-words.ts";
import { sizeOf } from "../sweep/grid.ts";
import { runSweep } from "../sweep/run.ts";
import type { Sweep, Values } from "../sweep/sweep.ts";
import { EXIT } from "./exit-code.ts";
import { interruptible } from "./interrupt.ts";
import { tryLoadSpecs } from "./load.ts";
import type { PointJob } from "./point-worker.ts";
import { Points } from "./points.ts";
import { live, type Live } from "./progress.ts";
import { planSweeps, type PlannedSweep, type SweepSelection } from "./sweep-plan.ts";
import { paletteFor, tell, tellProblems } from "./tell.ts";
import { tool } from "./tool.ts";

export interface SweepRequest {
  readonly paths: readonly string[];
  readonly selection: SweepSelection;
  /** For each point. */
  readonly budget: Budget;
  readonly engine: EngineOptions;
  /** Where to write the page, the chart and the document of each sweep. */
  readonly out?: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** @returns the exit code */
export async function sweep(request: SweepRequest): Promise<number> {
  const { json, quiet, out, budget, engine } = request;
  if (json) globalThis.console = new Console(process.stderr); // what a spec prints must not get into the document
  const line = live(quiet);
  const interrupt = interruptible(line);
  const loaded = await tryLoadSpecs(request.paths);
  const planned = planSweeps(loaded.specs, request.selection);
  const palette = paletteFor(process.stdout);
  const sweeps = await sweepAll(planned.sweeps, {
    asked: { budget, engine },
    signal: interrupt.signal,
    live: line,
    onSweep: (found) => {
      if (!json) tell(`${sweepText(found, { palette, quiet })}\n`);
    },
  });
  interrupt.end();
  const written = out === undefined ? { files: [], problems: [] } : await writeOut(out, sweeps);
  const stages = [loaded.problems, planned.problems, sweeps.flatMap(failuresOf), written.problems];
  const problems = inOrder(stages.flat());
  const contradictions = sweeps.flatMap((found) => found.contradictions);
  const exitCode = exitCodeOf({ sweeps, problems, interrupted: interrupt.signal.aborted });
  if (json) await tellJson({ sweeps, problems, exitCode });
  else if (!quiet) tell(written.files.map((file) => `wrote ${file}\n`).join(""));
  tellProblems([...problems, ...contradictions]);
  return exitCode;
}

export interface SweepingOptions {
  /** For each point. */
  readonly asked: { readonly budget: Budget; readonly engine: EngineOptions };
  readonly signal: AbortSignal;
  readonly live: Live;
  readonly onSweep: (found: Sweep) => void;
}

/** Runs sweeps one after the other, the points of each on all cores. */
export async function sweepAll(plans: readonly PlannedSweep[], options: SweepingOptions): Promise<Sweep[]> {
  const { asked, signal, live: line, onSweep } = options;
  const threads = asked.engine.workers ?? availableParallelism();
  const state = { done: 0, of: 0, what: "" };
  const points = new Points({
    threads,
    signal,
    onProgress: ({ params }, progress) => {
      void line.show(`${state.what}, ${state.done} of ${state.of} points done, ${valuesText(params)}`, progress);
    },
    onResult: () => (state.done += 1),
  });
  const sweeps: Sweep[] = [];
  for (const plan of plans) {
    Object.assign(state, { done: 0, of: sizeOf(plan.axes), what: `${plan.spec}, ${plan.name ?? plan.scenario}` });
    const found = await runSweep(plan, (params) => points.check(jobsOf(plan, params, { threads, ...asked })));
    line.clear();
    onSweep(found);
    sweeps.push(found);
  }
  await points.end();
  return sweeps;
}

/** Where there are fewer points than threads, those that are left over help in the points. */
function jobsOf(
  { file, exportName, scenario, fixed, properties }: PlannedSweep,
  points: readonly Values[],
  { threads, budget, engine }: { threads: number; budget: Budget; engine: EngineOptions },
): PointJob[] {
  const workers = Math.max(1, Math.floor(threads / points.length));
  return points.map((params) => ({
    file,
    exportName,
    scenario,
    params: { ...fixed, ...params },
    ...(properties && { properties }),
    asked: { budget, ...engine, workers },
  }));
}

/** What is wrong with points that could not be checked. */
export const failuresOf = ({ points }: Sweep): readonly Problem[] =>
  points.flatMap(({ result }) => (result.kind === "failed" ? result.problems : []));

interface Ending {
  readonly sweeps: readonly Sweep[];
  readonly problems: readonly Problem[];
  readonly interrupted: boolean;
}

/** A sweep explores: no verdict is expected, so none is an error. That a claim is monotone is expected, by the spec. */
function exitCodeOf({ sweeps, problems, interrupted }: Ending): number {
  if (interrupted) return EXIT.interrupted;
  if (problems.length > 0) return EXIT.wrong;
  if (sweeps.some(({ contradictions }) => contradictions.length > 0)) return EXIT.notAsExpected;
  const claims = sweeps.flatMap(({ points }) =>
    points.flatMap(({ result }) => (result.kind === "checked" ? result.verdict.properties : [])),
  );
  return claims.some(({ verdict }) => verdict === "incomplete") ? EXIT.incomplete : EXIT.asExpected;
}

async function tellJson(report: Pick<Ending, "sweeps" | "problems"> & { exitCode: number }): Promise<void> {
  const { sweepReportText } = await import("../present/sweep-json.ts");
  tell(sweepReportText({ tool: tool(), ...report }));
}

async function writeOut(folder: string, sweeps: readonly Sweep[]) {
  const { writeSweeps } = await import("./write-sweeps.ts");
  return writeSweeps(folder, sweeps);
}
