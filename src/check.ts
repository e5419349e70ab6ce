// check(spec, options): the whole pipeline. Prepare, reduce, search, judge.
import type { Progress } from "./explore/search.ts";
import { reductionFor } from "./engine/counted.ts";
import { problem, SpecError } from "./messages.ts";
import { Covering } from "./model/covering.ts";
import { Interpreter } from "./model/interpret.ts";
import { Reduced } from "./model/reduced.ts";
import type { CheckOptions } from "./options.ts";
import { prepare } from "./preparing.ts";
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
  const { resolved, elaborated } = prepare(spec, options);
  const engine = new Interpreter(elaborated);
  const wanted = wantedClaims(engine.model, options.properties);
  const reduction = reductionFor(elaborated, options.engine, options.symmetry ?? "auto");
  const reduced = reduction.symmetry && new Reduced(engine, reduction.symmetry);
  const covering = options.coverage ? new Covering(reduced ?? engine, engine.model) : undefined;
  const { symmetry } = reduction;
  const prepared = { elaborated, engine, reduced, symmetry, wanted, ...(covering && { covering }) };
  const { used, explored, told } = yield* searching(prepared, options);
  const { hash } = elaborated;
  const { coverage } = covering ?? {};
  return assemble({ engine, resolved, hash, file: options.file, wanted, reduction, used, explored, told, coverage });
}
