// What is executed, and where its values lie.
import type { Nodes } from "../nodes.ts";
import type { Model, Part } from "../../model/model.ts";
import { AT } from "../../model/codec.ts";
import type { FieldShape } from "./shapes.ts";
import type { CountedFleet, Placing, SlotView } from "./slots.ts";
import { State } from "./state.ts";
import { number } from "./values.ts";

/** The fields of each part by name. */
export type Fields = ReadonlyMap<Part, ReadonlyMap<string, FieldShape>>;

export interface Setting {
  readonly model: Model;
  readonly fields: Fields;
  readonly places: Placing;
}

/** The state in which every leaf is unknown; spare slots are empty. */
export function storedState(nodes: Nodes, { model, places }: Setting): State {
  const state = new State(nodes);
  const { sizes } = places.counted?.layout ?? model.layout;
  sizes.forEach((size, leaf) => state.set(leaf, number(nodes.leaf(leaf, size >>> 0)))); // up to 2^31
  for (const fleet of places.fleets.values()) for (const view of fleet.spares) empty(state, fleet, view);
  for (const part of model.parts) if (part.kind === "channel") state.set(part, undefined);
  return state;
}

function empty(state: State, { slots }: CountedFleet, view: SlotView): void {
  for (let i = 0; i < slots.stride; i++) state.set(view[AT] + i, 0);
  state.set(view[AT] + slots.absentAt, slots.part.size);
}
