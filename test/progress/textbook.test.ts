// Systems whose progress is known: what holds with which fairness stands in each spec. Said alike by the engine, with and
// without reduction, and by the naive judge.
import { check, type Spec } from "fleetcheck";
import { describe, expect, test } from "vitest";
import { naive } from "../naive/naive.ts";
import alternatingBit from "./textbook/alternating-bit.ts";
import peterson from "./textbook/peterson.ts";
import philosophers from "./textbook/philosophers.ts";
import semaphore from "./textbook/semaphore.ts";
import termination from "./textbook/termination.ts";

const specs: readonly Spec[] = [peterson, semaphore, termination, alternatingBit, philosophers];

describe.each(specs.map((spec) => [spec.name, spec] as const))("%s", (_, spec) => {
  test.each(Object.keys(spec.scenarios))("%s", (scenario) => {
    const judged = naive(spec, { scenario });
    for (const symmetry of ["auto", "off"] as const) {
      const { properties } = check(spec, { scenario, symmetry });
      expect(properties.filter((p) => !p.asExpected).map((p) => `${p.name}: ${p.verdict}`)).toEqual([]);
      expect(properties.map((p) => [p.name, p.verdict])).toEqual(
        Object.entries(judged.claims).map(([name, { verdict }]) => [name, verdict]),
      );
      const found = properties.flatMap(({ counterexample }) => counterexample ?? []);
      expect(found.filter(({ loop }) => loop === undefined)).toEqual([]);
    }
  });
});
