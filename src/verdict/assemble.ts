// The verdict of a run, put together from what was searched, judged and told.
import { relative, sep } from "node:path";
import type { Exploration } from "../explore/search.ts";
import type { Interpreter } from "../model/interpret.ts";
import type { Reduction } from "../model/reduce.ts";
import { resolveParams, type Resolved } from "../model/params.ts";
import { expectedOf } from "./expect.ts";
import { judge } from "./judge.ts";
import { encodeReplay, startIndex } from "./replay.ts";
import type { Told } from "./tell.ts";
import type { Coverage, Counterexample, PropertyVerdict, ReductionKind, Verdict } from "./verdict.ts";

/** Everything that a check came to. */
export interface Run {
  readonly engine: Interpreter;
  readonly resolved: Resolved;
  readonly hash: string;
  readonly file: string | undefined;
  readonly wanted: Uint8Array;
  readonly reduction: Reduction;
  readonly used: Pick<Verdict, "engine" | "workers" | "outside">;
  readonly explored: Exploration;
  readonly coverage: Coverage | undefined;
  /** Counterexamples by claim. */
  readonly told: ReadonlyMap<number, Told>;
}

export function assemble(run: Run): Verdict {
  const { engine, resolved, hash, file, explored, reduction } = run;
  const { states, transitions, depth, seconds, stopped } = explored;
  const properties = engine.model.claims.flatMap((_, claim) =>
    run.wanted[claim] ? [propertyVerdict(run, claim)] : [],
  );
  return {
    spec: engine.model.spec.name,
    ...(file !== undefined && { file: shown(file) }),
    scenario: resolved.scenario,
    params: resolved.params,
    specHash: hash,
    ...run.used,
    reduction: wholeOf(reduction.fleets),
    reductions: reduction.fleets,
    states,
    transitions,
    depth,
    seconds,
    bytesPerState: explored.bytesMax / Math.max(states, 1),
    events: Object.fromEntries(engine.events.map((name, i) => [name, explored.fired[i]!])),
    ...(run.coverage && { coverage: run.coverage }),
    ...(stopped && { stopped }),
    properties,
    asExpected: properties.every((p) => p.asExpected),
  };
}

/** Of the spec as a whole: the reduction that goes the least far of those that there are. */
function wholeOf(fleets: Reduction["fleets"]): ReductionKind {
  const kinds = fleets.map(({ reduction }) => reduction);
  return kinds.includes("symmetric") ? "symmetric" : kinds.includes("counted") ? "counted" : "none";
}

function propertyVerdict(run: Run, claim: number): PropertyVerdict {
  const { name, kind } = run.engine.model.claims[claim]!;
  const expected = expectedOf(name, kind, run.resolved.declared.expect);
  const { verdict, assurance } = judge(run.engine.claims[claim]!, claim, run.explored);
  const told = run.told.get(claim);
  return {
    name,
    kind,
    expected,
    verdict,
    assurance,
    asExpected: verdict === expected,
    ...(told && { counterexample: withReplay(run, told) }),
  };
}

function withReplay({ engine, resolved, hash, file }: Run, { instances, states, ...told }: Told): Counterexample {
  const { scenario } = resolved;
  const own = resolveParams(engine.model.spec, scenario).params;
  const params = Object.fromEntries(Object.entries(resolved.params).filter(([name, value]) => value !== own[name]));
  const start = startIndex(engine, states[0]!);
  const replay = encodeReplay({
    file: file === undefined ? "" : shown(file),
    spec: engine.model.spec.name,
    scenario,
    params,
    specHash: hash,
    claim: told.claim,
    start,
    instances,
    ...(told.loop && { loop: told.loop }),
  });
  return { ...told, replay };
}

/** A path as it is shown: relative to the present folder, with forward slashes. */
const shown = (file: string): string => relative(process.cwd(), file).split(sep).join("/");
