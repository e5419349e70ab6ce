// Who is split off from counted fleets, to act or to be chosen: each is one of a slot's members, in a spare slot of its
// own, and the slot has one fewer. Members of one slot are alike, so it is one instance whichever of them is meant.
import type { Node, Regrouped, Regrouping } from "../code.ts";
import { AT } from "../../model/codec.ts";
import { INDEX } from "../../model/model.ts";
import type { Execution } from "./execution.ts";
import type { CountedFleet, SlotView } from "./slots.ts";
import { number } from "./values.ts";

interface Apart {
  readonly fleet: CountedFleet;
  readonly from: SlotView;
  readonly to: SlotView;
}

export class Split {
  readonly #x: Execution;
  readonly #apart: readonly Apart[];

  constructor(x: Execution, apart: readonly Apart[] = []) {
    this.#x = x;
    this.#apart = apart;
  }

  /** Have the slots as many members as were taken from them? */
  get possible(): Node {
    const { nodes } = this.#x;
    return this.#apart.reduce((sofar, { fleet, from }) => {
      const taken = this.#takenFrom(from);
      const room = nodes.constant(fleet.slots.part.size - taken + 1);
      return nodes.and(sofar, nodes.less(this.#x.stored(fleet.absentAt(from)), room));
    }, nodes.yes);
  }

  /** Those of a fleet that were split off. */
  of(fleet: CountedFleet): readonly SlotView[] {
    return this.#apart.filter((one) => one.fleet === fleet).map(({ to }) => to);
  }

  /** One more of a fleet, from each slot. */
  others(fleet: CountedFleet): { readonly self: SlotView; readonly split: Split }[] {
    const to = fleet.spares[this.of(fleet).length]!;
    return fleet.views
      .filter((from) => !from.alone)
      .map((from) => ({ self: to, split: new Split(this.#x, [...this.#apart, { fleet, from, to }]) }));
  }

  /** A leaf, where it belongs to one that was split off: that of the slot. */
  leaf(leaf: number): Node {
    const apart = this.#apart.find(({ fleet, to }) => fleet.owns(to, leaf));
    return this.#x.stored(apart ? leaf - apart.to[AT] + apart.from[AT] : leaf);
  }

  /** Makes the present state the one in which they are split off. */
  begin(): void {
    const x = this.#x;
    x.present = x.root;
    if (this.#apart.length === 0) return;
    x.present = x.root.on(x.nodes.yes);
    for (const { fleet, from, to } of this.#apart) {
      const { stride, absentAt, part } = fleet.slots;
      for (let i = 0; i < stride; i++) x.present.set(to[AT] + i, number(x.stored(from[AT] + i)));
      x.present.set(to[AT] + absentAt, part.size - 1);
      const absent = x.nodes.add(x.stored(from[AT] + absentAt), x.nodes.constant(this.#takenFrom(from)));
      x.present.set(from[AT] + absentAt, number(absent));
    }
  }

  /** What becomes of a fleet when some leaves have changed; nothing where all are as they were. */
  regrouping(fleet: CountedFleet, changed: readonly number[]): Regrouping[] {
    const x = this.#x;
    const origin = (view: SlotView) => this.#apart.find(({ to }) => to === view)?.from ?? view;
    const groups = fleet.views.flatMap((view): Regrouped[] => {
      const from = origin(view);
      if (view.alone && from === view) return [];
      const offsets = Array.from({ length: fleet.slots.stride }, (_, i) => i);
      const other = offsets.filter((i) => x.read(view[AT] + i) !== x.stored(from[AT] + i));
      return [{ slot: from[INDEX], changed: other.map((offset) => ({ offset, value: x.read(view[AT] + offset) })) }];
    });
    const isOther = groups.some((group) => group.changed.some(({ offset }) => offset !== fleet.slots.absentAt));
    return isOther && changed.length > 0 ? [{ fleet: fleet.number, groups }] : [];
  }

  #takenFrom(slot: SlotView): number {
    return this.#apart.filter(({ from }) => from === slot).length;
  }
}
