// check(spec, options): the whole pipeline. Elaborate, search, trace what was found, judge.
import { relative, sep } from "node:path";
import { problem, SpecError, type Problem } from "./messages.ts";
import { search, Thrown, type Budget, type Exploration, type Finding, type Progress } from "./explore/search.ts";
import { tracePaths } from "./explore/trace.ts";
import { WalkedSpace } from "./explore/walk.ts";
import { elaborate, functionsOf, type Elaborated } from "./model/elaborate.ts";
import { Interpreter } from "./model/interpret.ts";
import { list, resolveParams, type Resolved } from "./model/params.ts";
import { placeOfSite } from "./model/place.ts";
import { changed, now, snapshot, withoutClock } from "./model/purity.ts";
import type { ExpectedVerdict, ParamValue, Spec } from "./spec/spec.ts";
import { expectedOf, fits, judge } from "./verdict/judge.ts";
import { encodeReplay, startIndex } from "./verdict/replay.ts";
import { tell, type Told } from "./verdict/tell.ts";
import type { Counterexample, PropertyVerdict, Verdict } from "./verdict/verdict.ts";

export type { Budget, Progress };

export interface CheckOptions {
  /** A scenario's name; without one, the first, or the defaults where there are none. */
  readonly scenario?: string;
  /** Parameters that replace the scenario's. */
  readonly params?: Readonly<Record<string, ParamValue>>;
  /** Claims to judge; all without it. */
  readonly properties?: readonly string[];
  readonly budget?: Budget;
  /** Ends the search as `incomplete` when aborted. */
  readonly signal?: AbortSignal;
  /** Where the spec was read from, relative to the present folder; goes into the verdict and its replay strings. */
  readonly file?: string;
}

/**
 * Checks one scenario of a spec and returns the verdict on each of its claims.
 *
 * @example check(spec, { scenario: "25 November 2020" }).properties.filter((p) => !p.asExpected)
 * @throws SpecError where the spec or an option is wrong, with everything that is wrong at once
 */
export function check(spec: Spec, options: CheckOptions = {}): Verdict {
  const run = checking(spec, options);
  for (let turn = run.next(); ; turn = run.next()) if (turn.done) return turn.value;
}

/** The same in slices of about 50 ms with progress between them, for callers that have something else to do. */
export function* checking(spec: Spec, options: CheckOptions = {}): Generator<Progress, Verdict> {
  const resolved = resolveParams(spec, options.scenario, options.params);
  const elaborated = elaborate(spec, resolved.params);
  const engine = new Interpreter(elaborated);
  const wanted = wantedClaims(engine, resolved, options);
  const functions = functionsOf(elaborated.model);
  const before = snapshot(functions);
  const space = new WalkedSpace(engine, wanted);
  const explored = yield* explore(engine, space, wanted, options);
  const told = yield* tellAll(engine, space, explored);
  const problems = changed(before, snapshot(functions));
  if (problems.length > 0) throw new SpecError(problems);
  return verdictOf(spec, resolved, elaborated, engine, wanted, explored, told, options);
}

/** Searches with the clock out of the author's reach, slice by slice. */
function* explore(engine: Interpreter, space: WalkedSpace, wanted: Uint8Array, options: CheckOptions): Generator<Progress, Exploration> {
  const interrupted = () => options.signal?.aborted ?? false;
  try {
    return yield* inSlices(search(engine, space, wanted, { budget: options.budget ?? {}, interrupted, now }), (progress) => progress);
  } catch (error) {
    throw error instanceof Thrown ? yield* withTrace(engine, space, error) : error;
  }
}

/** An author's exception, with the steps that lead to the state in which it was thrown. */
function* withTrace(engine: Interpreter, space: WalkedSpace, { cause, level }: Thrown): Generator<Progress, unknown> {
  if (!(cause instanceof SpecError)) return cause;
  const finding: Finding = { claim: -1, state: space.present, level, detail: "" };
  const [path] = yield* inSlices(tracePaths(engine, space, [finding]), () => progressOf(space, level));
  const { initial, steps } = tell(engine, path!);
  return new SpecError(cause.problems.map((p): Problem => ({ ...p, trace: { initial, steps } })), { cause });
}

function* tellAll(engine: Interpreter, space: WalkedSpace, explored: Exploration): Generator<Progress, ReadonlyMap<number, Told>> {
  const broken = [...explored.findings.values()].filter(({ claim }) => engine.claims[claim]!.decided.kind !== "reachable");
  const paths = yield* inSlices(tracePaths(engine, space, broken), () => progressOf(space, explored.depth));
  return withoutClock(() => new Map(paths.map((path) => [path.finding.claim, tell(engine, path)])));
}

function* inSlices<Y, R>(run: Generator<Y, R>, progress: (turn: Y) => Progress): Generator<Progress, R> {
  for (;;) {
    const turn = withoutClock(() => run.next());
    if (turn.done) return turn.value;
    yield progress(turn.value);
  }
}

const progressOf = ({ states, transitions, bytes }: WalkedSpace, depth: number): Progress => ({ states, transitions, depth, frontier: 0, bytes, seconds: 0 });

/** Which claims to decide, with the names in `expect` and `properties` checked against those there are. */
function wantedClaims(engine: Interpreter, { scenario, declared }: Resolved, { properties }: CheckOptions): Uint8Array {
  const { claims, spec } = engine.model;
  const known = claims.map((c) => c.name);
  const where = placeOfSite(spec.site);
  const problems: Problem[] = [];
  for (const asked of properties ?? []) {
    if (!known.includes(asked)) problems.push(problem("property-unknown", { spec: spec.name, asked, known: list(known) }, where));
  }
  for (const [asked, verdict] of Object.entries(declared.expect ?? {}) as [string, ExpectedVerdict][]) {
    const claim = claims.find((c) => c.name === asked);
    if (claim === undefined && asked !== "others") problems.push(problem("expectation-unknown", { scenario, spec: spec.name, asked, known: list(known) }, where));
    if (claim !== undefined && !fits(claim.kind, verdict)) problems.push(problem("expectation-kind", { scenario, claim: asked, asked: verdict, takes: `a claim of kind ${claim.kind} ${claim.kind === "reachable" ? "holds or is unreached" : "holds or is violated"}` }, where));
  }
  if (problems.length > 0) throw new SpecError(problems);
  return Uint8Array.from(claims, (c) => (properties === undefined || properties.includes(c.name) ? 1 : 0));
}

function verdictOf(
  spec: Spec,
  { scenario, declared, params }: Resolved,
  { hash }: Elaborated,
  engine: Interpreter,
  wanted: Uint8Array,
  explored: Exploration,
  told: ReadonlyMap<number, Told>,
  { file }: CheckOptions,
): Verdict {
  const own = resolveParams(spec, scenario).params;
  const counterexample = (claim: number): Counterexample | undefined => {
    const found = told.get(claim);
    if (found === undefined) return undefined;
    const { instances, states, ...rest } = found;
    return { ...rest, replay: encodeReplay({ file: file ?? "", spec: spec.name, scenario, params: overrides, specHash: hash, claim: rest.claim, start: startIndex(engine, states[0]!), instances }) };
  };
  const overrides = Object.fromEntries(Object.entries(params).filter(([name, value]) => value !== own[name]));
  const properties = engine.model.claims.flatMap(({ name, kind }, i): PropertyVerdict[] => {
    if (!wanted[i]) return [];
    const expected = expectedOf(name, kind, declared.expect);
    const { verdict, assurance } = judge(engine.claims[i]!, i, explored);
    const trace = counterexample(i);
    return [{ name, kind, expected, verdict, assurance, asExpected: verdict === expected, ...(trace && { counterexample: trace }) }];
  });
  const { states, depth, transitions } = explored;
  return {
    spec: spec.name,
    ...(file !== undefined && { file: relative(process.cwd(), file).split(sep).join("/") }),
    scenario,
    params,
    specHash: hash,
    engine: "interpreted",
    workers: 1,
    reduction: "none",
    states,
    transitions,
    depth,
    seconds: explored.seconds,
    bytesPerState: explored.bytesMax / Math.max(states, 1),
    events: Object.fromEntries(engine.events.map((name, i) => [name, explored.fired[i]!])),
    ...(explored.stopped && { stopped: explored.stopped }),
    properties,
    asExpected: properties.every((p) => p.asExpected),
  };
}
