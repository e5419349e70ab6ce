// Whether a reduced spec can be searched compiled, with its fleets counted, and what is to be run then.
import { lower, type OutsideSubset } from "../compile/lower.ts";
import { Counting } from "../model/counting.ts";
import type { Elaborated } from "../model/elaborate.ts";
import type { MachinePart, Model } from "../model/model.ts";
import { reduce, unreduced, type Reduction } from "../model/reduce.ts";
import { layCounted, uncountable } from "../model/slots.ts";
import type { Symmetry } from "../model/symmetry.ts";
import type { CountedOptions } from "./counted-engine.ts";

export type CountedRun = Omit<CountedOptions, "engine" | "finish">;

/** More slots than were seen, so that a search need not begin again at once. */
const SLOTS_MORE = 2;
/** States that are looked at for how many slots they take. */
const LOOKED_AT_MAX = 1000;

/** How a check is to be reduced: not at all where that was switched off, or where the engine that was asked for cannot. */
export function reductionFor(elaborated: Elaborated, engine: string | undefined, symmetry: "auto" | "off"): Reduction {
  const { model } = elaborated;
  if (symmetry === "off") return unreduced(model, "symmetry is switched off");
  const reduction = reduce(model);
  if (engine !== "compiled" || reduction.symmetry === undefined) return reduction;
  const fleets = countedFleets(reduction.symmetry);
  const found = codeFor(
    elaborated,
    fleets,
    fleets.map(() => SLOTS_MORE),
  );
  if (!("outside" in found)) return reduction;
  return unreduced(model, `the compiled engine cannot count ${found.outside.construct}`);
}

/** Fleets whose members may change places. */
const countedFleets = (symmetry: Symmetry): MachinePart[] => symmetry.fleets.filter(({ size }) => size > 1);

/** Members of counted fleets. */
export const membersOf = (symmetry: Symmetry): number =>
  countedFleets(symmetry).reduce((sum, { size }) => sum + size, 0);

function codeFor(elaborated: Elaborated, fleets: readonly MachinePart[], counts: readonly number[]) {
  const construct = uncountable(elaborated.model, fleets);
  if (construct !== undefined) return { outside: { construct } };
  return lower(elaborated, layCounted(elaborated.model, fleets, counts));
}

/** What is to be run to search a reduced spec, beginning with room for the slots of some of its states. */
export function countedRun(
  elaborated: Elaborated,
  symmetry: Symmetry,
  states: Uint32Array,
): CountedRun | { readonly outside: OutsideSubset } {
  const { model } = elaborated;
  const fleets = countedFleets(symmetry);
  const compile = (counts: readonly number[]) => codeFor(elaborated, fleets, counts);
  const counts = slotsFor(model, fleets, states);
  const found = compile(counts);
  return "outside" in found ? found : { model, fleets, counts, compile };
}

function slotsFor(model: Model, fleets: readonly MachinePart[], states: Uint32Array): number[] {
  if (uncountable(model, fleets) !== undefined) return [];
  const counting = new Counting(
    model,
    layCounted(
      model,
      fleets,
      fleets.map(() => 1),
    ),
  );
  const { words } = model.layout;
  const most = fleets.map(() => 1);
  for (let at = 0; at < Math.min(states.length, LOOKED_AT_MAX * words); at += words)
    for (const [i, slots] of counting.slotsIn(states, at).entries()) most[i] = Math.max(most[i]!, slots);
  return most.map((slots, i) => Math.min(slots + SLOTS_MORE, fleets[i]!.size));
}
