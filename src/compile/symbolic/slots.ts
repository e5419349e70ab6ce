// Counted fleets as execution sees them: instead of members there are slots (model/slots.ts), each of which stands for
// all members that are alike, and spare ones, each for a single member that was split off to be worked on by itself.
import { AT } from "../../model/codec.ts";
import { INDEX, PART, type Field, type MachinePart, type MemberView, type Part } from "../../model/model.ts";
import type { Counted, Slots } from "../../model/slots.ts";
import type { FieldShape, Shape } from "./shapes.ts";

/** What functions get for a member of a counted fleet. */
export class SlotView implements MemberView {
  readonly [AT]: number;
  readonly [INDEX]: number;
  readonly [PART]: MachinePart;
  readonly state = "";
  /** Does it stand for one member only? Else nobody can tell whether it is the same one twice. */
  readonly alone: boolean;

  constructor({ part, at, stride, count }: Slots, index: number) {
    this[AT] = at + index * stride;
    this[INDEX] = index;
    this[PART] = part;
    this.alone = index >= count;
  }
}

export class CountedFleet {
  readonly slots: Slots;
  /** Its number among the counted fleets. */
  readonly number: number;
  /** Slots, and behind them the spare ones. */
  readonly views: readonly SlotView[];

  constructor(slots: Slots, number: number) {
    this.slots = slots;
    this.number = number;
    this.views = Array.from({ length: slots.count + slots.spare }, (_, i) => new SlotView(slots, i));
  }

  get spares(): readonly SlotView[] {
    return this.views.slice(this.slots.count);
  }
  absentAt(view: SlotView): number {
    return view[AT] + this.slots.absentAt;
  }
  /** Does a leaf belong to the slot? */
  owns(view: SlotView, leaf: number): boolean {
    return leaf >= view[AT] && leaf < view[AT] + this.slots.stride;
  }
}

/** Where everything lies: as the model says, or with some fleets counted. */
export class Placing {
  readonly counted: Counted | undefined;
  readonly fleets: ReadonlyMap<Part, CountedFleet>;

  constructor(counted?: Counted) {
    this.counted = counted;
    this.fleets = new Map(counted?.fleets.map((slots, i) => [slots.part, new CountedFleet(slots, i)]));
  }

  /** The first leaf of a part. */
  at(part: Part): number {
    return this.counted?.at.get(part) ?? part.at;
  }
  /** The first leaf of a member. */
  of(member: MemberView): number {
    if (member instanceof SlotView) return member[AT];
    const part = member[PART];
    return this.at(part) + member[INDEX] * this.stride(part);
  }
  /** The fleet of which a leaf is part of a slot. */
  fleetAt(leaf: number): CountedFleet | undefined {
    for (const fleet of this.fleets.values()) {
      const { at, stride } = fleet.slots;
      if (leaf >= at && leaf < at + fleet.views.length * stride) return fleet;
    }
    return undefined;
  }
  /** Where a field of a part lies and in what shape; sets of members of counted fleets are flags of those. */
  field(owner: Part, { name, offset }: Field, shape: Shape): FieldShape {
    const offsets = this.counted?.offsets.get(owner);
    if (offsets === undefined) return { name, offset, shape };
    for (const { slots } of this.fleets.values()) {
      const flag = slots.flags.find((one) => one.owner === owner && one.field === name);
      if (flag) return { name, offset: 0, shape: { kind: "flags", of: slots.part, offset: flag.offset, width: 0 } };
    }
    return { name, offset: offsets.get(name)!, shape };
  }
  /** Leaves a member. */
  stride(part: Part): number {
    const offsets = this.counted?.offsets.get(part);
    if (offsets === undefined) return part.stride;
    return part.fields.reduce((sum, { name, codec }) => sum + (offsets.has(name) ? codec.leaves.length : 0), 0);
  }
}
