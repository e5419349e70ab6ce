// Runs what was planned, one scenario after the other, and leaves the process time for signals in between.
import { setImmediate } from "node:timers/promises";
import { checking } from "../check.ts";
import type { CheckOptions } from "../options.ts";
import { problem, SpecError, type Problem } from "../messages.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { problemsIn, reasonOf } from "./load-problems.ts";
import type { Emission } from "./emit.ts";
import { acrossScenarios, type Run } from "./plan.ts";
import type { Live } from "./progress.ts";

export interface SearchOptions {
  /** Budget, engine, checkpoints: the same for every run. */
  readonly asked: Pick<
    CheckOptions,
    "budget" | "engine" | "workers" | "symmetry" | "resume" | "onCheckpoint" | "coverage"
  >;
  readonly signal: AbortSignal;
  /** Is told of the modules that are run. */
  readonly emission?: Emission | undefined;
  readonly live: Live;
  /** Is told the verdicts of a spec as soon as its last scenario is done. */
  onSpec(verdicts: readonly Verdict[]): void;
}

export interface Searched {
  readonly verdicts: readonly Verdict[];
  readonly problems: readonly Problem[];
  /** Runs that an interrupt left unstarted. */
  readonly unstarted: number;
}

export async function search(runs: readonly Run[], options: SearchOptions): Promise<Searched> {
  const verdicts: Verdict[] = [];
  const problems: Problem[] = [];
  let unstarted = 0;
  for (const [, ofSpec] of Map.groupBy(runs, (run) => run.spec)) {
    const found: Verdict[] = [];
    const wrong: (readonly Problem[])[] = [];
    for (const run of ofSpec) {
      if (options.signal.aborted) unstarted++;
      else
        await searchOne(run, options).then(
          (verdict) => found.push(verdict),
          (error) => wrong.push(problemsOf(run, error)),
        );
    }
    options.live.clear();
    options.onSpec(found);
    verdicts.push(...found);
    problems.push(...acrossScenarios(wrong));
  }
  return { verdicts, problems, unstarted };
}

async function searchOne(run: Run, { asked, signal, emission, live }: SearchOptions): Promise<Verdict> {
  const { file, spec, scenario, params, properties } = run;
  const slices = checking(spec, {
    file,
    scenario,
    params,
    signal,
    ...asked,
    ...(properties && { properties }),
    ...(emission && { onModule: emission.of(run) }),
  });
  for (let slice = slices.next(); ; slice = slices.next()) {
    if (slice.done) return slice.value;
    await live.show(`${spec.name}, ${scenario}`, slice.value);
    await setImmediate();
  }
}

function problemsOf({ file, spec, scenario }: Run, error: unknown): readonly Problem[] {
  if (error instanceof SpecError) return problemsIn(error);
  const more = error instanceof Error ? error.stack : undefined;
  return [
    problem(
      "internal",
      { name: `spec \`${spec.name}\`, scenario \`${scenario}\``, reason: reasonOf(error) },
      { file },
      more,
    ),
  ];
}
