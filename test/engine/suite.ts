// What every engine must do, sentence by sentence of the language: the one suite that all engines pass.
import { check as checkSpec, type CheckOptions } from "fleetcheck";
import { describe } from "vitest";
import { calls } from "./calls.ts";
import { channels } from "./channels.ts";
import type { Check } from "./checking.ts";
import { domains } from "./domains.ts";
import { mistakes } from "./mistakes.ts";
import { parts } from "./parts.ts";
import { properties } from "./properties.ts";
import { rules } from "./rules.ts";
import { searches } from "./searches.ts";
import { starts } from "./starts.ts";

const groups = { domains, parts, starts, rules, calls, channels, properties, searches, mistakes };

/**
 * The counts are those of all states, each by itself: options must switch reductions off.
 *
 * @example engineSuite("the compiled engine", () => ({ engine: "compiled", symmetry: "off" }))
 */
export function engineSuite(name: string, makeOptions: () => CheckOptions): void {
  const check: Check = (spec, options = {}) => checkSpec(spec, { ...makeOptions(), ...options });
  describe.each(Object.entries(groups))(`${name}: %s`, (_name, group) => {
    group(check);
  });
}
