// What is to be checked: which scenarios of which specs, with which parameters and claims.
import { problem, type Problem } from "../messages.ts";
import { buildSystem } from "../model/build.ts";
import { list, resolveParams, scenarioNames, tryResolveParams, type ParamValues } from "../model/params.ts";
import { problemsOf } from "../preparing.ts";
import { placeOfSite } from "../capture/place.ts";
import { BUILTIN_CLAIMS, CLOCK_CLAIMS } from "../spec/property.ts";
import type { Spec } from "../spec/spec.ts";
import type { LoadedSpec } from "./load.ts";
import { didYouMean } from "./nearest.ts";

/** What the command line asks for; nothing means all. */
export interface Selection {
  readonly scenarios: readonly string[];
  readonly properties: readonly string[];
  /** As text; each is read by the kind of its parameter. */
  readonly params: Readonly<Record<string, string>>;
}

/** One scenario of one spec. */
export interface Run {
  readonly file: string;
  readonly spec: Spec;
  readonly scenario: string;
  readonly params: ParamValues;
  readonly properties?: readonly string[];
}

export interface Plan {
  readonly runs: readonly Run[];
  readonly problems: readonly Problem[];
}

/** A name need not be known to every spec, only to one: the others are then left as they are, or left out. */
export function plan(loaded: readonly LoadedSpec[], selection: Selection): Plan {
  const specs = loaded.map(({ spec }) => spec);
  const unknown = unknownIn(selection, specs);
  if (unknown.length > 0)
    return { runs: [], problems: [...unknown, ...specs.flatMap((spec) => problemsIn(spec, selection))] };
  const plans = loaded.map((one) => planSpec(one, selection));
  return { runs: plans.flatMap(({ runs }) => runs), problems: plans.flatMap(({ problems }) => problems) };
}

/** Names that none of the specs knows. */
export function unknownIn({ scenarios, params, properties }: Selection, specs: readonly Spec[]): Problem[] {
  return [
    ...unknownNames("scenario", scenarios, specs, scenarioNames),
    ...unknownNames("param", Object.keys(params), specs, (spec) => Object.keys(spec.params)),
    ...unknownNames("property", properties, specs, (spec) => claimsOfSpec(spec, properties)),
  ];
}

/** What is wrong with a spec beside names that none has: nothing is searched then, but all is told. */
function problemsIn(spec: Spec, { scenarios, params }: Selection): readonly Problem[] {
  const known = scenarioNames(spec).filter((name) => scenarios.includes(name));
  const ofScenarios = (known.length > 0 ? known : scenarioNames(spec)).map((scenario) =>
    problemsOf(spec, { scenario, params: ownParams(spec, params) }),
  );
  return acrossScenarios(ofScenarios);
}

/**
 * A mistake that shows in several scenarios of a spec is told once, as it is in the first. It is the same where at most
 * the numbers differ that come of parameters.
 */
export function acrossScenarios(ofScenarios: readonly (readonly Problem[])[]): Problem[] {
  const told = new Set<string>();
  return ofScenarios.flatMap((problems) => {
    const keys = problems.map(({ code, what, where }) => JSON.stringify([code, withoutNumbers(what), where]));
    const fresh = problems.filter((_, i) => !told.has(keys[i]!));
    for (const key of keys) told.add(key);
    return fresh;
  });
}

/** Names keep theirs. */
const withoutNumbers = (text: string): string =>
  text.replace(/`[^`]*`|-?\d+(\.\d+)?/g, (word) => (word.startsWith("`") ? word : "n"));

const ownParams = (spec: Spec, params: Selection["params"]): Selection["params"] =>
  Object.fromEntries(Object.entries(params).filter(([name]) => Object.hasOwn(spec.params, name)));

function planSpec({ file, spec }: LoadedSpec, { scenarios, params, properties }: Selection): Plan {
  const wanted = scenarioNames(spec).filter((name) => scenarios.length === 0 || scenarios.includes(name));
  const overrides = ownParams(spec, params);
  const planned = wanted.map((scenario): Plan => {
    const resolved = tryResolveParams(spec, scenario, overrides);
    if (resolved.problems.length > 0) return { runs: [], problems: problemsOf(spec, { scenario, params: overrides }) };
    const run = { file, spec, scenario, params: resolved.params };
    return { runs: properties.length === 0 ? [run] : withClaims(run, properties), problems: [] };
  });
  return {
    runs: planned.flatMap(({ runs }) => runs),
    problems: acrossScenarios(planned.map(({ problems }) => problems)),
  };
}

/** The run with those of the claims that it makes, if any. */
function withClaims(run: Run, asked: readonly string[]): Run[] {
  const made = claimsOf(run.spec, () => run.params, asked);
  const properties = asked.filter((name) => made.includes(name));
  return properties.length === 0 ? [] : [{ ...run, properties }];
}

/** Which claims there are may depend on the parameters. */
function claimsOfSpec(spec: Spec, otherwise: readonly string[]): string[] {
  return scenarioNames(spec).flatMap((name) => claimsOf(spec, () => resolveParams(spec, name).params, otherwise));
}

/** What is wrong with `build` is told when the spec is checked; till then it has the benefit of the doubt. */
function claimsOf(spec: Spec, params: () => ParamValues, otherwise: readonly string[]): readonly string[] {
  try {
    const system = buildSystem(spec, params(), [])?.body;
    const ofClock = system?.clock ? CLOCK_CLAIMS : [];
    return system ? [...Object.keys(system.properties), ...BUILTIN_CLAIMS, ...ofClock] : otherwise;
  } catch {
    return otherwise;
  }
}

type Named = "scenario" | "param" | "property";
const IN_WORDS: Readonly<Record<Named, string>> = { scenario: "scenario", param: "parameter", property: "claim" };

function unknownNames(
  kind: Named,
  asked: readonly string[],
  specs: readonly Spec[],
  namesOf: (spec: Spec) => readonly string[],
): Problem[] {
  const known = [...new Set(specs.flatMap(namesOf))];
  const [only] = specs;
  if (only === undefined) return []; // why there is no spec has been said
  return asked
    .filter((name) => !known.includes(name))
    .map((name) => {
      const more = didYouMean(name, known);
      if (specs.length > 1)
        return problem(
          "name-unknown",
          { kind: IN_WORDS[kind], count: specs.length, asked: name, known: list(known) },
          undefined,
          more,
        );
      return problem(
        `${kind}-unknown`,
        { spec: only.name, asked: name, known: list(known), source: "" },
        placeOfSite(only.site),
        more,
      );
    });
}
