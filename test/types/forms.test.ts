// What compiles also means something: every spec of forms.ts is checked, and comes out as it expects.
import { check, type Spec } from "fleetcheck";
import { describe, expect, test } from "vitest";
import { around, fleets, least, members, positions, rounds } from "./forms.ts";

const specs: readonly Spec[] = [fleets, members, positions, around, rounds, least];

describe.each(specs.map((spec) => [spec.name, spec] as const))("%s", (_name, spec) => {
  const scenarios = Object.keys(spec.scenarios);
  test.each(scenarios.length > 0 ? scenarios : [undefined])("%s", (scenario) => {
    const { properties, states } = check(spec, scenario === undefined ? {} : { scenario });
    expect(properties.filter((p) => !p.asExpected)).toEqual([]);
    expect(states).toBeGreaterThan(1);
  });
});
