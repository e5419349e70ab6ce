// From a spec to its system: `build` is called, with signals for what the spec takes from outside, and what it includes
// is laid flat.
import { problem, SpecError, type Problem } from "../messages.ts";
import { isBody, type AnyBody } from "../spec/body.ts";
import type { Domain, MaybeDomain, OneOfDomain, RangeDomain } from "../spec/domain.ts";
import { VariableHandle } from "../spec/handle.ts";
import type { RawRule } from "../spec/rule.ts";
import type { Spec } from "../spec/spec.ts";
import { placed, placeOf, placeOfSite } from "../capture/place.ts";
import { inWords } from "./codec.ts";
import { compose, type Composed } from "./compose.ts";
import { list, tryResolveParams, type ParamValues } from "./params.ts";
import { watchClock } from "./purity.ts";

/** The system of a spec, laid flat; `problems` gets all that is wrong with it. Undefined where there is none. */
export function buildSystem(spec: Spec, params: ParamValues, problems: Problem[]): Composed | undefined {
  const signals = new Map(
    Object.entries(spec.given as Record<string, Domain<unknown>>).flatMap(([name, domain]) => {
      const signal = signalOf(spec, name, domain, problems);
      return signal ? [[name, signal]] : [];
    }),
  );
  const readers = Object.fromEntries([...signals].map(([name, signal]) => [name, () => signal.value]));
  const body = built(spec, params, readers, problems);
  if (body === undefined) return undefined;
  const composed = compose(body, problems);
  for (const included of composed.included) problems.push(...wrongWith(included));
  return { ...composed, body: withSignals(composed.body, signals, problems) };
}

/** Calls `build`; what it asks of clocks and chance is wrong, and does not keep it from being looked at. */
function built(
  spec: Spec,
  params: ParamValues,
  given: Record<string, () => unknown>,
  problems: Problem[],
): AnyBody | undefined {
  const { outcome, offences } = watchClock(
    () => spec.build({ ...params }, given) as unknown,
    () => "`build`",
  );
  problems.push(...offences);
  if ("thrown" in outcome) {
    if (offences.length === 0) problems.push(...buildProblems(spec, params, outcome.thrown));
    return undefined;
  }
  const body = outcome.result;
  if (isBody(body)) return body;
  const where = placeOfSite(spec.site);
  problems.push(
    body instanceof Promise
      ? problem("build-async", { name: "`build`", spec: spec.name }, where)
      : problem("build-result", { spec: spec.name, got: body === undefined ? "nothing" : inWords(body) }, where),
  );
  return undefined;
}

function buildProblems(spec: Spec, params: ParamValues, error: unknown): readonly Problem[] {
  if (error instanceof SpecError) return placed(error).problems;
  const reason = error instanceof Error ? error.message : String(error);
  const where = placeOf(error) ?? placeOfSite(spec.site);
  return [problem("build-throws", { spec: spec.name, reason, params: JSON.stringify(params) }, where)];
}

/** What is wrong with how a system was included. */
function wrongWith({ path, origin }: Composed["included"][number]): Problem[] {
  if (!origin) return [];
  const where = placeOfSite(origin.site);
  const wanted = Object.keys(origin.spec.given);
  const named = Object.keys(origin.given);
  const say = (name: string) =>
    problem("given-wrong", { path, spec: origin.spec.name, name, wanted: list(wanted) }, where);
  const wrong = [
    ...wanted.filter((name) => typeof origin.given[name] !== "function"),
    ...named.filter((name) => !wanted.includes(name)),
  ];
  return [...wrong.map(say), ...wrongParams(origin)];
}

const wrongParams = ({ spec, with: asked }: NonNullable<Composed["included"][number]["origin"]>): readonly Problem[] =>
  tryResolveParams(spec as Spec, undefined, asked as ParamValues).problems;

// ---- Signals: what a spec takes from outside, while it is checked alone ----------------------------------------------

/** A variable that starts with any value. */
function signalOf(spec: Spec, name: string, domain: Domain<unknown>, problems: Problem[]): VariableHandle | undefined {
  const values = valuesOf(domain);
  if (values) return new VariableHandle(domain, values, true, spec.site);
  problems.push(problem("given-domain", { name, spec: spec.name }, placeOfSite(spec.site)));
  return undefined;
}

function valuesOf(domain: Domain<unknown>): unknown[] | undefined {
  switch ((domain as Partial<Domain<unknown>> | undefined)?.kind) {
    case "flag":
      return [false, true];
    case "oneOf":
      return [...(domain as OneOfDomain).options];
    case "range": {
      const { lo, hi } = domain as RangeDomain;
      return Array.from({ length: hi - lo + 1 }, (_, i) => lo + i);
    }
    case "maybe": {
      const values = valuesOf((domain as MaybeDomain).of);
      return values && [undefined, ...values];
    }
    default:
      return undefined;
  }
}

function withSignals(body: AnyBody, signals: ReadonlyMap<string, VariableHandle>, problems: Problem[]): AnyBody {
  if (signals.size === 0) return body;
  for (const name of signals.keys())
    if (name in body.parts) problems.push(problem("given-part", { name }, placeOfSite(body.site)));
  const rules = [...signals].map(([name, { of }]) => [name, { changes: changing(of) }] as const);
  return {
    ...body,
    parts: { ...body.parts, ...Object.fromEntries(signals) },
    rules: { ...body.rules, ...Object.fromEntries(rules) },
  };
}

/** May become any other value at any time. */
const changing = (of: Domain<unknown>): RawRule => ({
  choices: { to: of },
  when: (signal, chosen) => (signal as { value: unknown }).value !== (chosen as { to: unknown }).to,
  then: (signal, chosen) => {
    (signal as { value: unknown }).value = (chosen as { to: unknown }).to;
  },
});
