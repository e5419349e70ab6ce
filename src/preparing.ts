// What comes before a search: the scenario's parameters, the system that they make, and what is expected of it. All that
// is wrong with any of these is told at once.
import { inOrder, SpecError, type Problem } from "./messages.ts";
import { tryElaborate, type Elaborated } from "./model/elaborate.ts";
import { Interpreter } from "./model/interpret.ts";
import { tryResolveParams, type Resolved } from "./model/params.ts";
import type { CheckOptions } from "./options.ts";
import { searching } from "./searching.ts";
import type { Spec } from "./spec/spec.ts";
import { expectationProblems, wantedClaims } from "./verdict/expect.ts";

/** @throws SpecError with everything that is wrong with the options, the scenario and the system */
export function prepare(spec: Spec, options: CheckOptions): { resolved: Resolved; elaborated: Elaborated } {
  const { problems, resolved, elaborated } = looked(spec, options);
  if (problems.length > 0 || elaborated === undefined) throw new SpecError(inOrder(problems));
  return { resolved, elaborated };
}

/** What is wrong with a scenario of a spec, as far as it shows without a search. */
export function problemsOf(spec: Spec, options: CheckOptions): readonly Problem[] {
  const { problems, elaborated } = looked(spec, options);
  return inOrder(problems.length === 0 && elaborated ? problemsInRunning(elaborated) : problems);
}

function looked(spec: Spec, { scenario, params, properties }: CheckOptions) {
  const { problems: ofParams, ...resolved } = tryResolveParams(spec, scenario, params);
  const { problems: ofSystem, elaborated } = tryElaborate(spec, resolved.params);
  const problems = [
    ...ofParams,
    // Where a parameter is wrong, `build` was given its default instead, for which it need not be made.
    ...ofSystem.filter(({ code }) => ofParams.length === 0 || code !== "build-throws"),
    ...(elaborated ? expectationProblems(elaborated.model, resolved, properties) : []),
  ];
  if (problems.length > 0 && elaborated && ofSystem.length === 0) problems.push(...problemsInRunning(elaborated));
  return { problems, resolved, elaborated };
}

/** How many states are looked at for more that is wrong, where nothing is searched because something is. */
const LOOK_STATES = 1_000;

/** What shows to be wrong when the rules of a system are run for a while. */
function problemsInRunning(elaborated: Elaborated): readonly Problem[] {
  const engine = new Interpreter(elaborated);
  const wanted = wantedClaims(engine.model, undefined);
  const options: CheckOptions = { engine: "interpreted", budget: { states: LOOK_STATES } };
  const run = searching({ elaborated, engine, reduced: undefined, symmetry: undefined, wanted }, options);
  try {
    while (run.next().done !== true);
  } catch (error) {
    if (error instanceof SpecError) return error.problems;
    throw error;
  }
  return [];
}
