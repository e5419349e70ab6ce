// A run of the sweep command as one JSON document; schema/sweep.schema.json describes it.
import type { Problem } from "../messages.ts";
import type { Point, Sweep } from "../sweep/sweep.ts";
import type { Verdict } from "../verdict/verdict.ts";

export interface SweepReport {
  readonly tool: { readonly name: string; readonly version: string };
  readonly sweeps: readonly Sweep[];
  readonly problems: readonly Problem[];
  readonly exitCode: number;
}

export function sweepReportText({ tool, sweeps, problems, exitCode }: SweepReport): string {
  return `${JSON.stringify({ tool, sweeps: sweeps.map(sweepOf), problems: problems.map(problemOf), exitCode }, null, 2)}\n`;
}

const sweepOf = ({ contradictions, ...sweep }: Sweep): object => ({
  ...sweep,
  points: sweep.points.map(pointOf),
  contradictions: contradictions.map(problemOf),
});

function pointOf({ params, result }: Point): object {
  if (result.kind === "checked") return { params, result: "checked", ...foundOf(result.verdict) };
  return { params, result: result.kind, ...(result.kind === "failed" && { problems: result.problems.map(problemOf) }) };
}

/** Without the steps to it: a check of the point alone shows them. */
const problemOf = (problem: Problem): object => ({ ...problem, trace: undefined });

/** What a check found, without its steps: a replay string runs them again. */
function foundOf(verdict: Verdict): object {
  const { specHash, engine, workers, reduction, states, transitions, depth, seconds, bytesPerState, stopped } = verdict;
  const properties = verdict.properties.map(({ name, kind, verdict: found, assurance, counterexample }) => ({
    name,
    kind,
    verdict: found,
    assurance,
    ...(counterexample && { replay: counterexample.replay }),
  }));
  return {
    specHash,
    engine,
    workers,
    reduction,
    states,
    transitions,
    depth,
    seconds,
    bytesPerState,
    stopped,
    properties,
  };
}
