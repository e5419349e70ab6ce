// What every engine must do, sentence by sentence of the language: the one suite that all engines pass.
import { check as checkSpec, SpecError, type CheckOptions, type Spec } from "fleetcheck";
import { describe, expect, test } from "vitest";
import { calls } from "./calls.ts";
import { channels } from "./channels.ts";
import type { Check } from "./checking.ts";
import { clocks } from "./clocks.ts";
import { domains } from "./domains.ts";
import { mistakes } from "./mistakes.ts";
import { parts } from "./parts.ts";
import { progress } from "./progress.ts";
import { properties } from "./properties.ts";
import { rules } from "./rules.ts";
import { searches } from "./searches.ts";
import { starts } from "./starts.ts";

const groups = { domains, parts, starts, rules, calls, channels, progress, properties, searches, clocks, mistakes };

/**
 * The counts are those of all states, each by itself: options must switch reductions off. What an engine declines to run
 * the interpreter runs; `declined` says all that it may decline, so that this cannot grow unseen.
 *
 * @example engineSuite("the compiled engine", () => ({ engine: "compiled", symmetry: "off" }), ["the global `Date`"])
 */
export function engineSuite(name: string, makeOptions: () => CheckOptions, declined: readonly string[] = []): void {
  const found = new Set<string>();
  const check: Check = (spec, options = {}) => {
    try {
      return checkSpec(spec, { ...makeOptions(), ...options });
    } catch (error) {
      const construct = declinedBy(spec, error);
      if (construct === undefined) throw error;
      found.add(construct);
      return checkSpec(spec, { ...makeOptions(), engine: "interpreted", ...options });
    }
  };
  describe.each(Object.entries(groups))(`${name}: %s`, (_name, group) => {
    group(check);
  });
  test(`${name} declines what it is known to decline`, () => {
    expect([...found].toSorted()).toEqual([...declined].toSorted());
  });
}

/** "`sort` of an array"; nothing where an error is another. */
function declinedBy({ name }: Spec, error: unknown): string | undefined {
  const [problem] = error instanceof SpecError ? error.problems : [];
  if (problem?.code !== "engine-outside") return undefined;
  return problem.what.replace(`spec \`${name}\` cannot be compiled: `, "");
}
