// check(spec, options): the whole pipeline. Elaborate, reduce, search, judge.
import type { Progress } from "./explore/search.ts";
import { problem, SpecError } from "./messages.ts";
import { Covering } from "./model/covering.ts";
import { elaborate, functionsOf } from "./model/elaborate.ts";
import { Interpreter } from "./model/interpret.ts";
import { resolveParams } from "./model/params.ts";
import { changed, snapshot } from "./model/purity.ts";
import { reduce, unreduced } from "./model/reduce.ts";
import { Reduced } from "./model/reduced.ts";
import type { CheckOptions } from "./options.ts";
import { searching } from "./searching.ts";
import type { Spec } from "./spec/spec.ts";
import { assemble } from "./verdict/assemble.ts";
import { wantedClaims } from "./verdict/expect.ts";
import type { Verdict } from "./verdict/verdict.ts";

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
  if (options.coverage && (options.engine === "compiled" || options.resume !== undefined))
    throw new SpecError([problem("coverage-engine", {})]);
  const resolved = resolveParams(spec, options.scenario, options.params);
  const elaborated = elaborate(spec, resolved.params);
  const engine = new Interpreter(elaborated);
  const wanted = wantedClaims(engine.model, resolved, options.properties);
  const functions = functionsOf(elaborated.model);
  const before = snapshot(functions);
  const isReducing = options.symmetry !== "off" && options.engine !== "compiled";
  const reduction = isReducing ? reduce(engine.model) : unreduced(engine.model);
  const reduced = reduction.symmetry && new Reduced(engine, reduction.symmetry);
  const covering = options.coverage ? new Covering(reduced ?? engine, engine.model) : undefined;
  const prepared = { elaborated, engine, reduced, wanted, ...(covering && { covering }) };
  const { used, explored, told } = yield* searching(prepared, options);
  const problems = changed(before, snapshot(functions));
  if (problems.length > 0) throw new SpecError(problems);
  const { hash } = elaborated;
  const { coverage } = covering ?? {};
  return assemble({ engine, resolved, hash, file: options.file, wanted, reduction, used, explored, told, coverage });
}
