// Runs a sweep in rounds: what is to be run next is decided when all of the round before is done, from verdicts alone, so
// that the same points are run whatever is done first, and on however many cores.
import { problem, type Place, type Problem } from "../messages.ts";
import { linesOf, pointsOf } from "./grid.ts";
import { contradiction, flipsOf, isBisected, nextOf, stretchesOf, type Line } from "./line.ts";
import type { Axis, Course, Result, Sweep, Values } from "./sweep.ts";

export interface SweepPlan extends Pick<Sweep, "spec" | "file" | "name" | "scenario" | "fixed" | "axes"> {
  /** Claims to judge; all without it. */
  readonly properties?: readonly string[];
  /** Claims that the spec says are monotone along the last axis; none where every point is to be run. */
  readonly monotone: readonly string[];
  /** Where the spec stands. */
  readonly place?: Place;
}

/** Runs points, and answers with what came of each; those that it was not given time for are `unstarted`. */
export type RunPoints = (points: readonly Values[]) => Promise<readonly Result[]>;

export async function runSweep(plan: SweepPlan, run: RunPoints): Promise<Sweep> {
  const points = pointsOf(plan.axes);
  const results: (Result | undefined)[] = points.map(() => undefined);
  for (let next = nextPoints(plan, results); next.length > 0; next = nextPoints(plan, results)) {
    const found = await run(next.map((at) => points[at]!));
    next.forEach((at, i) => (results[at] = found[i]!));
    if (found.some(({ kind }) => kind === "unstarted")) break;
  }
  return swept(plan, points, results);
}

function nextPoints({ axes, properties, monotone }: SweepPlan, results: readonly (Result | undefined)[]): number[] {
  const length = axes.at(-1)!.values.length;
  return linesOf(axes, results).flatMap((line, number) =>
    nextOf(line, properties, isBisected(line, properties, monotone)).map((at) => number * length + at),
  );
}

function swept(plan: SweepPlan, points: readonly Values[], results: readonly (Result | undefined)[]): Sweep {
  const { spec, file, name, scenario, fixed, axes } = plan;
  const told = withoutGaps(plan, results);
  const judged = told.flatMap((result) => (result.kind === "checked" ? result.verdict.properties : []));
  const namesOf = (isBuiltin: boolean) => [
    ...new Set(judged.filter(({ kind }) => (kind === "builtin") === isBuiltin).map((claim) => claim.name)),
  ];
  const builtin = namesOf(true);
  const claims = [...namesOf(false), ...builtin];
  return {
    spec,
    file,
    ...(name !== undefined && { name }),
    scenario,
    fixed,
    axes,
    points: points.map((params, at) => ({ params, result: told[at]! })),
    claims,
    builtin,
    courses: claims.flatMap((claim) => coursesOf(claim, plan, told)),
    contradictions: contradictionsIn(plan, results),
  };
}

/** What would still have been run, had there been time, is unstarted; what would not was skipped. */
function withoutGaps(plan: SweepPlan, results: readonly (Result | undefined)[]): Result[] {
  const told = [...results];
  for (let left = nextPoints(plan, told); left.length > 0; left = nextPoints(plan, told)) {
    for (const at of left) told[at] = { kind: "unstarted" };
  }
  return told.map((result) => result ?? { kind: "skipped" });
}

function coursesOf(claim: string, { axes, monotone }: SweepPlan, results: readonly Result[]): Course[] {
  const { values } = axes.at(-1)!;
  const others = pointsOf(axes.slice(0, -1));
  return linesOf(axes, results).map((line, number) => {
    const isMonotone = monotone.includes(claim);
    const stretches = stretchesOf(line, { claim, isMonotone }, values);
    const isInferred = isMonotone && line.some(({ kind }) => kind === "skipped");
    return { claim, params: others[number]!, stretches, flips: flipsOf(stretches, values), isInferred };
  });
}

/** Each claim that is said to be monotone and is not, once. */
function contradictionsIn(plan: SweepPlan, results: readonly (Result | undefined)[]): Problem[] {
  const { spec, axes, monotone, place } = plan;
  return monotone.flatMap((claim) => {
    const problems = linesOf(axes, results).flatMap((line) => evidenceIn(line, claim, axes.at(-1)!));
    return problems.slice(0, 1).map((evidence) => problem("monotone-not", { spec, claim, ...evidence }, place));
  });
}

function evidenceIn(line: Line, claim: string, { param, values }: Axis): { param: string; evidence: string }[] {
  const evidence = contradiction(line, claim)?.map((at) => {
    const result = line[at]!;
    const properties = result.kind === "checked" ? result.verdict.properties : [];
    return `${properties.find(({ name }) => name === claim)?.verdict} at ${String(values[at])}`;
  });
  return evidence === undefined ? [] : [{ param, evidence: evidence.join(", ") }];
}
