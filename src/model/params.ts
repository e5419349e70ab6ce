// Parameters and scenarios: which values a check runs with, and what is wrong with those that were asked for.
import { problem, SpecError, type Problem } from "../messages.ts";
import type { Domain, MaybeDomain, OneOfDomain, RangeDomain } from "../spec/domain.ts";
import { paramDefaults, type ParamValue } from "../spec/param.ts";
import type { Scenario, Spec } from "../spec/spec.ts";
import { placeOfSite } from "../capture/place.ts";

export type ParamValues = Readonly<Record<string, ParamValue>>;

/** The scenario's name when a spec declares none. */
const DEFAULT_SCENARIO = "defaults";

/** The names of a spec's scenarios, as they run. */
export const scenarioNames = (spec: Spec): string[] => {
  const names = Object.keys(spec.scenarios);
  return names.length > 0 ? names : [DEFAULT_SCENARIO];
};

export interface Resolved {
  readonly scenario: string;
  readonly declared: Scenario<Record<string, ParamValue>, string>;
  readonly params: ParamValues;
}

/**
 * The parameters of a scenario, with `overrides` on top; values given as text are read by the parameter's own kind.
 *
 * @throws SpecError for unknown scenarios and parameters, and for values of the wrong kind or out of range
 */
export function resolveParams(spec: Spec, scenario: string | undefined, overrides: ParamValues = {}): Resolved {
  const known = scenarioNames(spec);
  const name = scenario ?? known[0]!;
  if (!known.includes(name)) {
    throw new SpecError([
      problem("scenario-unknown", { spec: spec.name, asked: name, known: list(known) }, placeOfSite(spec.site)),
    ]);
  }
  const declared = (spec.scenarios[name] ?? {}) as Resolved["declared"];
  const params: Record<string, ParamValue> = paramDefaults(spec.params);
  const problems: Problem[] = [];
  for (const [param, asked] of [...Object.entries(declared.with ?? {}), ...Object.entries(overrides)]) {
    const value = resolve(spec, param, asked as ParamValue, problems);
    if (value !== undefined) params[param] = value;
  }
  if (problems.length > 0) throw new SpecError(problems);
  return { scenario: name, declared, params };
}

function resolve(spec: Spec, param: string, asked: ParamValue, problems: Problem[]): ParamValue | undefined {
  const declared = (spec.params as Record<string, ParamValue | Domain<unknown>>)[param];
  const where = placeOfSite(spec.site);
  if (declared === undefined || !Object.hasOwn(spec.params, param)) {
    problems.push(
      problem("param-unknown", { spec: spec.name, asked: param, known: list(Object.keys(spec.params)) }, where),
    );
    return undefined;
  }
  const { takes, read } = kindOf(declared);
  const value = read(asked);
  if (value === undefined)
    problems.push(problem("param-kind", { spec: spec.name, param, asked: JSON.stringify(asked), takes }, where));
  return value;
}

interface ParamKind {
  readonly takes: string;
  /** The value, or undefined where it is not one of this kind. */
  readonly read: (asked: ParamValue) => ParamValue | undefined;
}

function kindOf(declared: ParamValue | Domain<unknown>): ParamKind {
  if (typeof declared === "number") return { takes: "a number", read: asNumber };
  if (typeof declared === "boolean") return { takes: "true or false", read: asFlag };
  if (typeof declared === "string") return { takes: "text", read: (v) => String(v) };
  return kindOfDomain(declared);
}

function kindOfDomain(domain: Domain<unknown>): ParamKind {
  if (domain.kind === "range") {
    const { lo, hi } = domain as RangeDomain;
    const within = (v: number | undefined) =>
      v !== undefined && Number.isInteger(v) && v >= lo && v <= hi ? v : undefined;
    return { takes: `a whole number from ${lo} to ${hi}`, read: (v) => within(asNumber(v)) };
  }
  if (domain.kind === "oneOf") {
    const { options } = domain as OneOfDomain;
    return {
      takes: `one of ${list(options.map(String))}`,
      read: (v) => options.find((o) => o === v || String(o) === v),
    };
  }
  if (domain.kind === "flag") return { takes: "true or false", read: asFlag };
  return {
    takes: `a number, a flag, text, a range or one of several values; not ${(domain as MaybeDomain).kind}`,
    read: () => undefined,
  };
}

const asNumber = (v: ParamValue): number | undefined => {
  const n = typeof v === "string" && v.trim() !== "" ? Number(v) : v;
  return typeof n === "number" && Number.isFinite(n) ? n : undefined;
};
const asFlag = (v: ParamValue): boolean | undefined =>
  v === true || v === "true" ? true : v === false || v === "false" ? false : undefined;

/** Names for a message: each in backticks. */
export const list = (names: readonly string[]): string =>
  names.length > 0 ? names.map((n) => `\`${n}\``).join(", ") : "none";
