// fleetcheck/vitest: matchers for specs, and whole specs as suites of tests. To import it is to have the matchers.
import { describe, expect, test } from "vitest";
import { buildSystem } from "../model/build.ts";
import { resolveParams, scenarioNames } from "../model/params.ts";
import { BUILTIN_CLAIMS, CLOCK_CLAIMS } from "../spec/property.ts";
import { library, type Spec } from "../spec/spec.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { AS_EXPECTED, inTest, judge, verdictsOn, type Asked } from "./judge.ts";
import { matchers, type SpecMatchers } from "./matchers.ts";

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends SpecMatchers<R, T> {}
}

expect.extend(matchers);

/** How a spec is searched, and how long a test may take, in milliseconds (5 minutes without it). */
export interface SuiteOptions extends Omit<Asked, "scenario" | "params"> {
  readonly timeoutMs?: number;
}

/**
 * Makes one test a scenario and claim, each as its scenario expects.
 *
 * @example
 * import { describeSpec } from "fleetcheck/vitest";
 * import lock from "../specs/lock.ts";
 * describeSpec(lock);
 */
export function describeSpec(spec: Spec, { timeoutMs = 300_000, ...asked }: SuiteOptions = {}): void {
  describe(spec.name, { timeout: timeoutMs }, () => {
    for (const scenario of scenarioNames(spec)) describeScenario(spec, { ...asked, scenario });
  });
}

/**
 * The same for every spec that some modules export.
 *
 * @example describeSpecs(import.meta.glob("../specs/*.ts", { eager: true }))
 * @throws TypeError where none of them exports a spec
 */
export function describeSpecs(modules: Readonly<Record<string, unknown>>, options: SuiteOptions = {}): void {
  const exported = Object.values(modules).flatMap((module) => Object.values(module as object) as unknown[]);
  const specs = [...new Set(exported.filter(isSpec))];
  if (specs.length === 0)
    throw new TypeError(`no spec is exported by ${Object.keys(modules).join(", ") || "no module"}`);
  for (const spec of specs) describeSpec(spec, options);
}

function describeScenario(spec: Spec, asked: Asked & { readonly scenario: string }): void {
  describe(asked.scenario, () => {
    let verdicts: readonly Verdict[] | undefined;
    for (const name of claimsOf(spec, asked.scenario)) {
      test(name, () => {
        verdicts ??= verdictsOn(spec, asked);
        const [verdict] = verdicts;
        const properties = verdict!.properties.filter((claim) => claim.name === name);
        const { pass, message } = judge([{ ...verdict!, properties }], AS_EXPECTED, false);
        if (!pass) expect.fail(message());
      });
    }
  });
}

/** A spec that cannot be built has one test, which says why. */
function claimsOf(spec: Spec, scenario: string): readonly string[] {
  try {
    const { params } = inTest(() => resolveParams(spec, scenario));
    const system = buildSystem(spec, params, [])?.body;
    if (!system) return ["can be built"];
    return [...Object.keys(system.properties), ...BUILTIN_CLAIMS, ...(system.clock ? CLOCK_CLAIMS : [])];
  } catch {
    return ["can be built"];
  }
}

const isSpec = (value: unknown): value is Spec =>
  typeof value === "object" && value !== null && (value as Partial<Spec>).library === library;
