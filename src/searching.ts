// One search, from a prepared program to told counterexamples: choose an engine, search, trace what was found, tell it.
// The author's functions run with clocks out of their reach, slice by slice.
import { begunFrom, checkpointOf, Saver, type CheckpointKey } from "./engine/checkpoint.ts";
import { choose, engineOutside, type Chosen, type EngineName, type EngineUse } from "./engine/choose.ts";
import { Alarmed } from "./engine/alarmed.ts";
import { search, Thrown, type Exploration, type Finding, type Progress, type SearchOptions } from "./explore/search.ts";
import type { Space } from "./explore/space.ts";
import { tracePaths, type Path } from "./explore/trace.ts";
import { placed } from "./capture/place.ts";
import { inOrder, SpecError, type Problem } from "./messages.ts";
import type { Covering } from "./model/covering.ts";
import { functionsOf, type Elaborated } from "./model/elaborate.ts";
import type { Interpreter } from "./model/interpret.ts";
import { changed, now, snapshot, withoutClock } from "./model/purity.ts";
import type { Reduced } from "./model/reduced.ts";
import type { Symmetry } from "./model/symmetry.ts";
import type { CheckOptions } from "./options.ts";
import { concretePath } from "./verdict/concrete.ts";
import { tell, type Told } from "./verdict/tell.ts";

/** What a search starts from. */
export interface Prepared {
  readonly elaborated: Elaborated;
  readonly engine: Interpreter;
  /** What the engine's program comes to under reduction. */
  readonly reduced: Reduced | undefined;
  readonly symmetry: Symmetry | undefined;
  readonly wanted: Uint8Array;
  /** What is searched in its stead, to keep count. */
  readonly covering?: Covering;
}
interface Run extends Prepared, Pick<Chosen, "space" | "walked"> {}
/** What it came to. */
export interface Searched {
  readonly used: EngineUse;
  readonly explored: Exploration;
  readonly told: ReadonlyMap<number, Told>;
}

const keyOf = ({ elaborated: { model, hash }, reduced, wanted }: Prepared): CheckpointKey => ({
  spec: model.spec.name,
  specHash: hash,
  reduced: reduced !== undefined,
  claims: model.claims.flatMap((claim, i) => (wanted[i] ? [claim.name] : [])),
});

/** @throws SpecError where an author's function has no answer, or remembers what is no part of the state */
export function* searching(prepared: Prepared, options: CheckOptions): Generator<Progress, Searched> {
  const functions = functionsOf(prepared.elaborated.model);
  const before = snapshot(functions);
  let outcome: Searched | SpecError;
  try {
    outcome = yield* searchingWhole(prepared, options);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    outcome = placed(error);
  }
  const problems = changed(before, snapshot(functions));
  if (outcome instanceof SpecError)
    throw new SpecError(inOrder([...outcome.problems, ...problems]), { cause: outcome.cause });
  if (problems.length > 0) throw new SpecError(inOrder(problems));
  return outcome;
}

/** Where compiled code met a state in which it has no answer, the interpreter searches from the beginning. */
function* searchingWhole(prepared: Prepared, options: CheckOptions): Generator<Progress, Searched> {
  try {
    return yield* searchingWith(prepared, options, options.engine ?? "auto");
  } catch (error) {
    const alarm = error instanceof Thrown ? error.cause : error;
    if (!(alarm instanceof Alarmed)) throw error;
    const { outside } = alarm;
    if (outside && options.engine === "compiled") throw engineOutside(prepared.engine.model, outside);
    const searched = yield* searchingWith(prepared, options, "interpreted");
    return outside ? { ...searched, used: { ...searched.used, outside } } : searched;
  }
}

function* searchingWith(prepared: Prepared, options: CheckOptions, name: EngineName): Generator<Progress, Searched> {
  const { engine, reduced = engine } = prepared;
  const { workers, onCheckpoint, onModule, resume } = options;
  const resumed = resume && begunFrom(resume, keyOf(prepared));
  const { space, walked, used, end } = choose({
    ...prepared,
    engine: name,
    interpreter: engine,
    program: prepared.covering ?? reduced,
    workers,
    keep: onCheckpoint !== undefined,
    onModule,
    now,
    ...(resumed && { begun: resumed.begun }),
  });
  const saver =
    onCheckpoint && new Saver((reached) => onCheckpoint(checkpointOf(keyOf(prepared), reached, space)), now);
  try {
    const run: Run = { ...prepared, space, walked };
    const explored = yield* explore(run, options, saver, resumed?.from);
    prepared.covering?.end();
    if (explored.stopped) saver?.save();
    return { used: used(), explored, told: yield* tellAll(run, explored) };
  } finally {
    end();
  }
}

/** Searches with the clock out of the author's reach, slice by slice. */
function* explore(
  run: Run,
  options: CheckOptions,
  saver: Saver | undefined,
  from: SearchOptions["from"],
): Generator<Progress, Exploration> {
  const { engine, reduced = engine, space, wanted } = run;
  const asked: SearchOptions = {
    budget: options.budget ?? {},
    interrupted: () => options.signal?.aborted ?? false,
    now,
    ...(from && { from }),
    ...(saver && { onLevel: (reached) => saver.atLevel(reached) }),
  };
  try {
    return yield* inSlices(engine, search(reduced, space, wanted, asked), (progress) => progress);
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

const tellRun = ({ engine, reduced, symmetry }: Run, path: Path): Told =>
  tell(engine, reduced ? concretePath(engine, reduced, path) : path, symmetry);

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
