// What is to be checked: which scenarios of which specs, with which parameters and claims.
import { problem, SpecError, type Problem } from "../messages.ts";
import { buildSystem } from "../model/build.ts";
import { list, resolveParams, scenarioNames, type ParamValues } from "../model/params.ts";
import { placeOfSite } from "../capture/place.ts";
import { BUILTIN_CLAIMS } from "../spec/property.ts";
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
  const unknown = unknownIn(
    selection,
    loaded.map(({ spec }) => spec),
  );
  if (unknown.length > 0) return { runs: [], problems: unknown };
  const plans = loaded.flatMap((one) => planSpec(one, selection));
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

function planSpec({ file, spec }: LoadedSpec, { scenarios, params, properties }: Selection): Plan[] {
  const wanted = scenarioNames(spec).filter((name) => scenarios.length === 0 || scenarios.includes(name));
  const overrides = Object.fromEntries(Object.entries(params).filter(([name]) => Object.hasOwn(spec.params, name)));
  return wanted.map((scenario) => {
    try {
      const run = { file, spec, scenario, params: resolveParams(spec, scenario, overrides).params };
      return { runs: properties.length === 0 ? [run] : withClaims(run, properties), problems: [] };
    } catch (error) {
      if (error instanceof SpecError) return { runs: [], problems: error.problems };
      throw error;
    }
  });
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
    return [...Object.keys(buildSystem(spec, params(), []).body.properties), ...BUILTIN_CLAIMS];
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
        { spec: only.name, asked: name, known: list(known) },
        placeOfSite(only.site),
        more,
      );
    });
}
