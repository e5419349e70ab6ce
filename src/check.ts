// check(spec, options): the whole pipeline. Elaborate, choose an engine, search, trace what was found, judge.
import { choose, type Chosen, type EngineName, type EngineUse } from "./engine/choose.ts";
import { Alarmed } from "./engine/compiled-space.ts";
import { search, Thrown, type Budget, type Exploration, type Finding, type Progress } from "./explore/search.ts";
import { tracePaths, type Path } from "./explore/trace.ts";
import type { Space } from "./explore/space.ts";
import { SpecError, type Problem } from "./messages.ts";
import { elaborate, functionsOf, type Elaborated } from "./model/elaborate.ts";
import { Interpreter } from "./model/interpret.ts";
import { resolveParams } from "./model/params.ts";
import { changed, now, snapshot, withoutClock } from "./model/purity.ts";
import { reduce, unreduced } from "./model/reduce.ts";
import { Reduced } from "./model/reduced.ts";
import type { ParamValue } from "./spec/param.ts";
import type { Spec } from "./spec/spec.ts";
import { assemble } from "./verdict/assemble.ts";
import { concretePath } from "./verdict/concrete.ts";
import { wantedClaims } from "./verdict/expect.ts";
import { tell, type Told } from "./verdict/tell.ts";
import type { Verdict } from "./verdict/verdict.ts";

export type { Budget, Progress };

/** Which engine searches, and how; the verdict on a claim does not depend on it. */
export interface EngineOptions {
  /** "auto" begins interpreted and goes on compiled past 100,000 states. */
  readonly engine?: EngineName;
  /** Threads of the compiled engine; as many as there are cores without it. */
  readonly workers?: number;
  /** "auto" (the default) explores one state for all that differ only in how members of fleets are numbered. */
  readonly symmetry?: "auto" | "off";
}

export interface CheckOptions extends EngineOptions {
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
  const wanted = wantedClaims(engine.model, resolved, options.properties);
  const functions = functionsOf(elaborated.model);
  const before = snapshot(functions);
  const isReducing = options.symmetry !== "off" && options.engine !== "compiled";
  const reduction = isReducing ? reduce(engine.model) : unreduced(engine.model);
  const reduced = reduction.symmetry && new Reduced(engine, reduction.symmetry);
  const prepared = { elaborated, engine, reduced, wanted };
  const { used, explored, told } = yield* withoutAlarm(
    (name) => searching(prepared, { ...options, engine: name }),
    options.engine,
  );
  const problems = changed(before, snapshot(functions));
  if (problems.length > 0) throw new SpecError(problems);
  const { hash } = elaborated;
  return assemble({ engine, resolved, hash, file: options.file, wanted, reduction, used, explored, told });
}

interface Prepared {
  readonly elaborated: Elaborated;
  readonly engine: Interpreter;
  /** What the engine's program comes to under reduction. */
  readonly reduced: Reduced | undefined;
  readonly wanted: Uint8Array;
}
interface Run extends Prepared, Pick<Chosen, "space" | "walked"> {}
interface Searched {
  readonly used: EngineUse;
  readonly explored: Exploration;
  readonly told: ReadonlyMap<number, Told>;
}

/** Where compiled code met a state in which it has no answer, the interpreter searches from the beginning. */
function* withoutAlarm(
  run: (engine: EngineName) => Generator<Progress, Searched>,
  asked: EngineName = "auto",
): Generator<Progress, Searched> {
  try {
    return yield* run(asked);
  } catch (error) {
    if (error instanceof Alarmed || (error instanceof Thrown && error.cause instanceof Alarmed))
      return yield* run("interpreted");
    throw error;
  }
}

function* searching(
  prepared: Prepared,
  options: CheckOptions & { readonly engine: EngineName },
): Generator<Progress, Searched> {
  const { engine, reduced = engine } = prepared;
  const { workers } = options;
  const { space, walked, used, end } = choose({
    ...prepared,
    engine: options.engine,
    interpreter: engine,
    program: reduced,
    workers,
    keep: false,
    now,
  });
  try {
    const run: Run = { ...prepared, space, walked };
    const explored = yield* explore(run, options);
    return { used: used(), explored, told: yield* tellAll(run, explored) };
  } finally {
    end();
  }
}

/** Searches with the clock out of the author's reach, slice by slice. */
function* explore(run: Run, options: CheckOptions): Generator<Progress, Exploration> {
  const { engine, reduced = engine, space, wanted } = run;
  const interrupted = () => options.signal?.aborted ?? false;
  try {
    return yield* inSlices(
      engine,
      search(reduced, space, wanted, { budget: options.budget ?? {}, interrupted, now }),
      (progress) => progress,
    );
  } catch (error) {
    throw error instanceof Thrown ? yield* withTrace(run, error) : error;
  }
}

/** An author's exception, with the steps that lead to the state in which it was thrown. */
function* withTrace(run: Run, { cause, level }: Thrown): Generator<Progress, unknown> {
  const { engine, reduced = engine, space, walked } = run;
  if (!(cause instanceof SpecError) || !walked) return cause;
  const finding: Finding = { claim: -1, state: walked.present, level, detail: "" };
  const [path] = yield* inSlices(engine, tracePaths(reduced, space, [finding]), () => progressOf(space, level));
  const { initial, steps } = tellRun(run, path!);
  return new SpecError(
    cause.problems.map((p): Problem => ({ ...p, trace: { initial, steps } })),
    { cause },
  );
}

function* tellAll(run: Run, explored: Exploration): Generator<Progress, ReadonlyMap<number, Told>> {
  const { engine, reduced = engine, space } = run;
  const broken = [...explored.findings.values()].filter(
    ({ claim }) => engine.claims[claim]!.decided.kind !== "reachable",
  );
  const paths = yield* inSlices(engine, tracePaths(reduced, space, broken), () => progressOf(space, explored.depth));
  return withoutClock(
    () => new Map(paths.map((path) => [path.finding.claim, tellRun(run, path)])),
    () => engine.doing,
  );
}

const tellRun = ({ engine, reduced }: Run, path: Path): Told =>
  tell(engine, reduced ? concretePath(engine, reduced, path) : path);

function* inSlices<Y, R>(
  engine: Interpreter,
  run: Generator<Y, R>,
  progress: (turn: Y) => Progress,
): Generator<Progress, R> {
  for (;;) {
    const turn = withoutClock(
      () => run.next(),
      () => engine.doing,
    );
    if (turn.done) return turn.value;
    yield progress(turn.value);
  }
}

const progressOf = ({ states, transitions, bytes }: Space, depth: number): Progress => ({
  states,
  transitions,
  depth,
  frontier: 0,
  bytes,
  seconds: 0,
});
