// What is to be swept: the parameters that the command gives several values, or else the sweeps that specs declare.
import { placeOfSite } from "../capture/place.ts";
import { problem, SpecError, type Problem } from "../messages.ts";
import { list, resolveParams, scenarioNames } from "../model/params.ts";
import type { Domain, OneOfDomain, RangeDomain } from "../spec/domain.ts";
import type { ParamValue } from "../spec/param.ts";
import { strangers } from "../spec/site.ts";
import { SWEEP_KEYS, type Spec, type SweepDeclaration } from "../spec/spec.ts";
import { sizeOf } from "../sweep/grid.ts";
import type { SweepPlan } from "../sweep/run.ts";
import type { Axis } from "../sweep/sweep.ts";
import type { LoadedSpec } from "./load.ts";
import { unknownIn, type Selection } from "./plan.ts";
import { MOST, valuesIn } from "./ranges.ts";

export interface SweepSelection extends Selection {
  /** Every point, also where the spec says that its claims are monotone. */
  readonly full: boolean;
}

export interface PlannedSweep extends SweepPlan {
  readonly exportName: string;
}

export interface PlannedSweeps {
  readonly sweeps: readonly PlannedSweep[];
  readonly problems: readonly Problem[];
}

/** @param selection as for a check, but that a parameter can be given several values: "1..12" */
export function planSweeps(loaded: readonly LoadedSpec[], selection: SweepSelection): PlannedSweeps {
  const specs = loaded.map(({ spec }) => spec);
  const unknown = unknownIn(selection, specs);
  const [only] = specs;
  if (unknown.length > 0 || only === undefined) return { sweeps: [], problems: unknown };
  const plans = loaded.map((one) => attempt(() => planSpec(one, selection)));
  const sweeps = plans.flatMap((plan) => plan.sweeps);
  const problems = plans.flatMap((plan) => plan.problems);
  if (sweeps.length + problems.length > 0) return { sweeps, problems };
  return { sweeps: [], problems: [problem("sweep-none", { reason: reasonFor(specs, Object.keys(selection.params)) })] };
}

function reasonFor([spec, ...others]: readonly Spec[], params: readonly string[]): string {
  const declared = others.length > 0 ? "no spec declares a sweep" : `spec \`${spec!.name}\` declares no sweep`;
  return params.length === 0 ? declared : `${declared}, and no spec takes several values of ${list(params)}`;
}

/** @throws SpecError with what is wrong with the sweeps of a spec, or with those that are asked of it */
function planSpec(loaded: LoadedSpec, selection: SweepSelection): PlannedSweep[] {
  const problems = wrongIn(loaded.spec);
  if (problems.length > 0) throw new SpecError(problems);
  return askedOf(loaded, selection) ?? declaredBy(loaded, selection);
}

function attempt(plan: () => readonly PlannedSweep[]): PlannedSweeps {
  try {
    return { sweeps: plan(), problems: [] };
  } catch (error) {
    if (error instanceof SpecError) return { sweeps: [], problems: error.problems };
    throw error;
  }
}

/** The sweep that the command asks for, scenario by scenario; undefined where every parameter has one value. */
function askedOf(loaded: LoadedSpec, selection: SweepSelection): PlannedSweep[] | undefined {
  const { spec } = loaded;
  const texts = Object.entries(selection.params).map(([param, text]) => ({ param, values: valuesIn(text) }));
  if (texts.every(({ values }) => values.length === 1)) return undefined;
  if (texts.some(({ param }) => !Object.hasOwn(spec.params, param))) return [];
  const asked = scenarioNames(spec).filter((name) => selection.scenarios.includes(name));
  const scenarios = selection.scenarios.length > 0 ? asked : scenarioNames(spec).slice(0, 1);
  return scenarios.map((scenario) => planned({ loaded, selection, scenario, axes: texts }));
}

/** The sweeps that the spec declares, with what the command asks for in addition. */
function declaredBy(loaded: LoadedSpec, selection: SweepSelection): PlannedSweep[] {
  const { spec } = loaded;
  return Object.entries(spec.sweeps).flatMap(([name, declared]) => {
    const scenario = declared.scenario ?? scenarioNames(spec)[0]!;
    if (selection.scenarios.length > 0 && !selection.scenarios.includes(scenario)) return [];
    const over = Object.entries(declared.over).map(([param, values]) => ({ param, values: valuesOf(values) }));
    const fixed = Object.entries(selection.params).filter(([param]) => !Object.hasOwn(declared.over, param));
    const axes = [...fixed.map(([param, text]) => ({ param, values: [text] })), ...over];
    return [planned({ loaded, selection, scenario, axes, name, properties: declared.properties })];
  });
}

const valuesOf = (over: Domain<ParamValue> | readonly ParamValue[] | undefined): readonly ParamValue[] => {
  if (over === undefined) return [];
  if (!("kind" in over)) return over;
  if (over.kind === "flag") return [false, true];
  if (over.kind === "oneOf") return (over as OneOfDomain).options;
  const { lo, hi } = over as RangeDomain;
  return Array.from({ length: hi - lo + 1 }, (_, i) => lo + i);
};

interface Asked {
  readonly loaded: LoadedSpec;
  readonly selection: SweepSelection;
  readonly scenario: string;
  readonly axes: readonly Axis[];
  readonly name?: string;
  readonly properties?: SweepDeclaration<unknown, string, string>["properties"];
}

/** @throws SpecError where a value is not one of its parameter's, and where there are too many points */
function planned({ loaded, selection, scenario, axes, name, properties }: Asked): PlannedSweep {
  const { file, exportName, spec } = loaded;
  const typed = axes.map(({ param, values }) => ({ param, values: typedValues(spec, scenario, { param, values }) }));
  const swept = typed.filter(({ values }) => values.length > 1);
  if (swept.length === 0) {
    const reason = `${list(typed.map(({ param }) => param))} takes one value alone`;
    throw new SpecError([problem("sweep-none", { reason }, placeOfSite(spec.site))]);
  }
  const points = sizeOf(swept);
  if (points > MOST) throw new SpecError([problem("sweep-large", { points, most: MOST }, placeOfSite(spec.site))]);
  const along = swept.at(-1)!;
  const isRising = along.values.every((value) => typeof value === "number");
  const wanted = selection.properties.length > 0 ? selection.properties : properties;
  const place = placeOfSite(spec.site);
  return {
    spec: spec.name,
    file,
    exportName,
    ...(name !== undefined && { name }),
    scenario,
    fixed: Object.fromEntries(typed.flatMap(({ param, values }) => (values.length === 1 ? [[param, values[0]!]] : []))),
    axes: swept,
    ...(wanted && { properties: wanted }),
    monotone: isRising && !selection.full ? (spec.monotone[along.param] ?? []) : [],
    ...(place && { place }),
  };
}

/** The values as the parameter reads them, each once; numbers rise, so that the first at which a verdict flips is the least. */
function typedValues(spec: Spec, scenario: string, { param, values }: Axis): ParamValue[] {
  const read = new Set(values.map((value) => resolveParams(spec, scenario, { [param]: value }).params[param]!));
  const all = [...read];
  return all.every((value) => typeof value === "number") ? all.toSorted((a, b) => a - b) : all;
}

/** What is wrong with what a spec declares about sweeps. */
function wrongIn(spec: Spec): Problem[] {
  const sweeps = Object.entries(spec.sweeps);
  const misspelt = sweeps.flatMap(([name, declared]) =>
    strangers(declared, SWEEP_KEYS).map((asked) =>
      problem("key-unknown", { place: `sweep \`${name}\``, asked, known: list(SWEEP_KEYS) }, placeOfSite(spec.site)),
    ),
  );
  const named = {
    scenarios: sweeps.flatMap(([, { scenario }]) => scenario ?? []),
    params: Object.fromEntries(Object.keys(spec.monotone).map((param) => [param, ""])),
    properties: [...sweeps.flatMap(([, { properties }]) => properties ?? []), ...Object.values(spec.monotone).flat()],
  };
  return [...misspelt, ...unknownIn({ ...named, properties: [...new Set(named.properties)] }, [spec])];
}
