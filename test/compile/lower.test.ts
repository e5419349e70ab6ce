// The code of a spec must say exactly what the interpreter says, in every state: which instances are enabled, where
// they lead, what they break and dispatch, and which tests are true.
import { globSync } from "node:fs";
import { join } from "node:path";
import { assert, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { resolveParams } from "../../src/model/params.ts";
import type { Spec } from "../../src/spec/spec.ts";
import { randomSpecs } from "../random/specs.ts";
import { walk } from "./walk.ts";

const STATES_MAX = 300;
const RUNS = 250;
const SEED = 20201125;
/** Of random specs so many in a hundred must be lowered. */
const LOWERED_MIN = 95;

const root = join(import.meta.dirname, "../..");
const files = globSync(["specs/*.ts", "test/oracles/*.ts", "test/cli/specs/*.ts"], { cwd: root });

describe("every spec that we ship or count", () => {
  for (const file of files)
    test(`${file} as it stands`, async () => {
      const { default: spec } = (await import(join(root, file))) as { default?: Spec };
      if (spec?.build === undefined) return;
      const scenarios = Object.keys(spec.scenarios);
      for (const scenario of scenarios.length > 0 ? scenarios : [undefined]) {
        const walked = walk(spec, { statesMax: STATES_MAX, ...(scenario && { scenario }) });
        const { states, outside } = walked;
        expect(walked).toEqual(hasThousands(spec, scenario) ? { states: 0, outside } : { states, alarms: 0 });
      }
    });
});

/** Member by member, fleets of thousands are not lowered. */
const hasThousands = (spec: Spec, scenario: string | undefined): boolean =>
  Number(resolveParams(spec, scenario).params["servers"]) >= 1000;

test(`${RUNS} random specs, seed ${SEED}`, { timeout: 120_000 }, () => {
  console.log(`lowering random specs: seed ${SEED}`);
  const outside = new Map<string, number>();
  let lowered = 0;
  const agrees = (random: { evaluate(): Spec }) => {
    const walked = walk(random.evaluate(), { statesMax: 40 });
    expect(walked.difference).toBeUndefined();
    if (walked.outside) outside.set(walked.outside.construct, (outside.get(walked.outside.construct) ?? 0) + 1);
    else lowered++;
  };
  assert(property(randomSpecs, agrees), { seed: SEED, numRuns: RUNS });
  console.log(`${lowered} of ${RUNS} lowered; outside the subset:`, Object.fromEntries(outside));
  expect(lowered).toBeGreaterThanOrEqual((RUNS * LOWERED_MIN) / 100);
});
