// Parameters and scenarios: which values a check runs with, and what is wrong with those that were asked for.
import { problem, SpecError, type Problem } from "../messages.ts";
import { inWords } from "./codec.ts";
import type { Domain, OneOfDomain, RangeDomain } from "../spec/domain.ts";
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
  const { problems, ...resolved } = tryResolveParams(spec, scenario, overrides);
  if (problems.length > 0) throw new SpecError(problems);
  return resolved;
}

/** The same with all that is wrong; what is wrong has its default, so that everything else can still be looked at. */
export function tryResolveParams(
  spec: Spec,
  scenario: string | undefined,
  overrides: ParamValues = {},
): Resolved & { readonly problems: readonly Problem[] } {
  const known = scenarioNames(spec);
  const name = scenario ?? known[0]!;
  const problems: Problem[] = [];
  if (!known.includes(name)) {
    problems.push(
      problem("scenario-unknown", { spec: spec.name, asked: name, known: list(known) }, placeOfSite(spec.site)),
    );
  }
  const declared = (Object.hasOwn(spec.scenarios, name) ? spec.scenarios[name] : {}) as Resolved["declared"];
  const params: Record<string, ParamValue> = paramDefaults(spec.params);
  problems.push(...declarationProblems(spec));
  const set = (values: Readonly<Record<string, unknown>>, source: string) => {
    for (const [param, asked] of Object.entries(values)) {
      const value = resolve(spec, param, asked as ParamValue, source, problems);
      if (value !== undefined) params[param] = value;
    }
  };
  set(declared.with ?? {}, `, which scenario \`${name}\` sets`);
  set(overrides, "");
  return { scenario: name, declared, params, problems };
}

/** What is declared as a parameter and cannot be one. */
function declarationProblems(spec: Spec): Problem[] {
  return Object.entries(spec.params as Record<string, unknown>).flatMap(([param, declared]) =>
    isParameter(declared)
      ? []
      : [problem("param-bad", { spec: spec.name, param, got: inShort(declared) }, placeOfSite(spec.site))],
  );
}

function inShort(declared: unknown): string {
  const { kind, lo, hi } = Object(declared) as { kind?: unknown; lo?: number; hi?: number };
  if (kind === "range") return `range(${lo}, ${hi})`;
  return typeof kind === "string" ? `${kind}(…)` : inWords(declared);
}

function isParameter(declared: unknown): boolean {
  if (typeof declared !== "object" || declared === null)
    return typeof declared === "string" || typeof declared === "boolean" || Number.isFinite(declared);
  const { kind } = declared as Domain<unknown>;
  if (kind === "range") return (declared as RangeDomain).lo <= (declared as RangeDomain).hi;
  return kind === "flag" || (kind === "oneOf" && (declared as OneOfDomain).options.length > 0);
}

function resolve(
  spec: Spec,
  param: string,
  asked: ParamValue,
  source: string,
  problems: Problem[],
): ParamValue | undefined {
  const declared = (spec.params as Record<string, ParamValue | Domain<unknown>>)[param];
  const where = placeOfSite(spec.site);
  if (declared === undefined || !Object.hasOwn(spec.params, param)) {
    problems.push(
      problem("param-unknown", { spec: spec.name, asked: param, source, known: list(Object.keys(spec.params)) }, where),
    );
    return undefined;
  }
  if (!isParameter(declared)) return undefined; // which is told
  const { takes, read } = kindOf(declared);
  const value = read(asked);
  if (value === undefined)
    problems.push(problem("param-kind", { spec: spec.name, param, asked: inWords(asked), source, takes }, where));
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
  return { takes: "true or false", read: asFlag };
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
