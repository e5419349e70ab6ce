// The combinations of a rule's choices. Of members that are counted there is one for each that was split off already, who
// may be chosen too, and one for each slot.
import type { Choices, Rule } from "../../model/model.ts";
import type { Execution } from "./execution.ts";
import type { CountedFleet } from "./slots.ts";
import type { Split } from "./split.ts";
import type { Value } from "./values.ts";

export interface Combination {
  readonly chosen: object | undefined;
  readonly choice: number;
  readonly split: Split;
}

export function combinations(x: Execution, rule: Rule, split: Split): Iterable<Combination> {
  const given = rule.choices;
  if (given === undefined) return [{ chosen: undefined, choice: -1, split }];
  const fleets = given.domains.map((d) => [...x.places.fleets.values()].find(({ slots }) => slots.part.handle === d));
  return fleets.every((fleet) => fleet === undefined) ? listed(given, split) : counted(given, fleets, split);
}

function* listed(given: Choices, split: Split): Generator<Combination> {
  for (let choice = 0; choice < given.count; choice++) yield { chosen: given.at(choice), choice, split };
}

/** Choices are made one after the other, each from who is left. */
function counted(given: Choices, fleets: readonly (CountedFleet | undefined)[], split: Split): Combination[] {
  const { names } = given;
  const from = (i: number, sofar: readonly Value[], present: Split): Combination[] => {
    if (i === fleets.length) {
      const chosen = Object.fromEntries(names.map((name, k) => [name, sofar[k]]));
      return [{ chosen, choice: 0, split: present }];
    }
    return options(given, fleets, i, present).flatMap(({ value, next }) => from(i + 1, [...sofar, value], next));
  };
  return from(0, [], split);
}

function options(
  { codecs }: Choices,
  fleets: readonly (CountedFleet | undefined)[],
  i: number,
  split: Split,
): { readonly value: Value; readonly next: Split }[] {
  const [codec, fleet] = [codecs[i]!, fleets[i]];
  if (fleet === undefined) return codec.all().map((leaves) => ({ value: codec.decode(leaves, 0), next: split }));
  const apart = split.of(fleet).map((value) => ({ value, next: split }));
  return [...apart, ...split.others(fleet).map(({ self, split: next }) => ({ value: self, next }))];
}
