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

  /** What becomes of a fleet; nothing where its members are as they were. */
  regrouping(fleet: CountedFleet): Regrouping[] {
    const split = this.#apart.filter((one) => one.fleet === fleet);
    const left = split.filter(({ from, to }) => !this.#isAlike(fleet, from, to)); // the others go back to their slots
    const slots = fleet.views.filter(({ alone }) => !alone);
    const staying = slots.map((slot): Regrouped => {
      const gone = left.filter(({ from }) => from === slot).length;
      return { slot: slot[INDEX], changed: [...this.#changed(fleet, slot, slot), ...this.#fewer(fleet, slot, gone)] };
    });
    const apart = left.map(({ from, to }): Regrouped => {
      const alone = { offset: fleet.slots.absentAt, value: this.#x.nodes.constant(fleet.slots.part.size - 1) };
      return { slot: from[INDEX], changed: [...this.#changed(fleet, to, from), alone] };
    });
    const groups = [...staying, ...apart];
    return groups.some(({ changed }) => changed.length > 0) ? [{ fleet: fleet.number, groups }] : [];
  }

  /** Are the members of the slot still like the one that was split off? */
  #isAlike({ slots }: CountedFleet, from: SlotView, to: SlotView): boolean {
    const row = Array.from({ length: slots.absentAt }, (_, i) => i);
    return row.every((offset) => this.#x.read(from[AT] + offset) === this.#x.read(to[AT] + offset));
  }

  /** The leaves of a row that are no longer as its slot had them. */
  #changed(fleet: CountedFleet, view: SlotView, from: SlotView): Regrouped["changed"] {
    const x = this.#x;
    const row = Array.from({ length: fleet.slots.absentAt }, (_, i) => i);
    return row.flatMap((offset) => {
      const value = x.read(view[AT] + offset);
      return value === x.stored(from[AT] + offset) ? [] : [{ offset, value }];
    });
  }

  #fewer(fleet: CountedFleet, slot: SlotView, gone: number): Regrouped["changed"] {
    const { nodes } = this.#x;
    const value = nodes.add(this.#x.stored(fleet.absentAt(slot)), nodes.constant(gone));
    return gone === 0 ? [] : [{ offset: fleet.slots.absentAt, value }];
  }

  #takenFrom(slot: SlotView): number {
    return this.#apart.filter(({ from }) => from === slot).length;
  }
}
