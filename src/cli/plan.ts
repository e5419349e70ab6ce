// What is to be checked: which scenarios of which specs, with which parameters and claims.
import { problem, SpecError, type Problem } from "../messages.ts";
import { list, resolveParams, scenarioNames, type ParamValues } from "../model/params.ts";
import { placeOfSite } from "../model/place.ts";
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
  const specs = loaded.map(({ spec }) => spec);
  const unknown = [
    ...unknownNames("scenario", selection.scenarios, specs, scenarioNames),
    ...unknownNames("param", Object.keys(selection.params), specs, (spec) => Object.keys(spec.params)),
  ];
  const plans = unknown.length > 0 ? [] : loaded.flatMap((one) => runsOf(one, selection));
  const runs = plans.flatMap((one) => one.runs);
  const problems = [...unknown, ...plans.flatMap((one) => one.problems)];
  return selection.properties.length === 0 ? { runs, problems } : onlyWith(selection.properties, { runs, problems });
}

function runsOf({ file, spec }: LoadedSpec, selection: Selection): Plan[] {
  const wanted = scenarioNames(spec).filter(
    (name) => selection.scenarios.length === 0 || selection.scenarios.includes(name),
  );
  const overrides = Object.fromEntries(
    Object.entries(selection.params).filter(([name]) => Object.hasOwn(spec.params, name)),
  );
  return wanted.map((scenario) => {
    try {
      const { params } = resolveParams(spec, scenario, overrides);
      return { runs: [{ file, spec, scenario, params }], problems: [] };
    } catch (error) {
      if (error instanceof SpecError) return { runs: [], problems: error.problems };
      throw error;
    }
  });
}

/** The runs of a plan in which one of these claims is made, each with its own. */
function onlyWith(asked: readonly string[], { runs, problems }: Plan): Plan {
  const claims = new Map(runs.map((run) => [run, claimNames(run)]));
  const known = (spec: Spec) => runs.filter((run) => run.spec === spec).flatMap((run) => claims.get(run) ?? []);
  const specs = [...new Set(runs.map((run) => run.spec))];
  const unknown = unknownNames("property", asked, specs, known);
  const judged = runs.map((run) => ({ ...run, properties: asked.filter((name) => claims.get(run)!.includes(name)) }));
  return {
    runs: unknown.length > 0 ? [] : judged.filter((run) => run.properties.length > 0),
    problems: [...problems, ...unknown],
  };
}

function claimNames({ spec, params, properties }: Run): readonly string[] {
  try {
    return [...Object.keys(spec.build(params).properties), ...BUILTIN_CLAIMS];
  } catch {
    return properties ?? []; // what is wrong with `build` is told when the spec is checked
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
