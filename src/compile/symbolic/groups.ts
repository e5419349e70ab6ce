// Groups of members: those of fleets and ordered parts, sub-fleets, and sets of members of counted fleets. Where a fleet
// is counted a group has an entry for each slot, which stands for as many members as the slot has.
import type { Node } from "../code.ts";
import { PART, type MachinePart, type MemberView } from "../../model/model.ts";
import { MachineHandle } from "../../spec/handle.ts";
import { Outside, type Execution } from "./execution.ts";
import { SlotView } from "./slots.ts";
import { FlagsPlace, SubFleet, type Grouped, type Value } from "./values.ts";

export function machinePart(x: Execution, handle: MachineHandle): MachinePart {
  const part = x.model.parts.find((p) => p.handle === handle);
  if (part === undefined || !("views" in part)) throw new Outside("a part of another system");
  return part;
}

export const isMember = (value: Value): value is object => typeof value === "object" && value !== null && PART in value;
export const isGroup = (value: Value): value is MachineHandle => value instanceof MachineHandle && value.kind !== "one";

/** Who belongs to a group at this moment; undefined for other values. */
export function groupedIn(x: Execution, value: Value): readonly Grouped[] | undefined {
  if (isGroup(value)) return membersOf(x, machinePart(x, value));
  if (value instanceof SubFleet) return value.members;
  if (!(value instanceof FlagsPlace)) return undefined;
  const { of, offset } = value.shape;
  return membersOf(x, of).map(({ member, present, weight }) => {
    const flag = x.read(flagOf(x, member as SlotView, offset));
    return { member, present: x.nodes.and(present, flag), weight };
  });
}

function membersOf(x: Execution, part: MachinePart): readonly Grouped[] {
  const fleet = x.places.fleets.get(part);
  const { yes } = x.nodes;
  if (fleet === undefined) return part.views.map((member) => ({ member, present: yes, weight: yes }));
  return fleet.views.map((view) => {
    const absent = x.read(fleet.absentAt(view));
    const size = x.nodes.constant(part.size);
    return { member: view, present: x.nodes.less(absent, size), weight: x.nodes.subtract(size, absent) };
  });
}

/** Does the group have entries that stand for several members? */
export const isCounted = (members: readonly Grouped[]): boolean =>
  members.some(({ member }) => member instanceof SlotView);

/** How many members are there where `test` is true of those that there are. */
export function countOf(x: Execution, { present, weight }: Grouped, test: Node = x.nodes.yes): Node {
  return x.nodes.select(x.nodes.and(present, test), weight, x.nodes.no);
}

/** Runs what is done for each member; a slot's members have their turn at once. */
export function inTurn<T>(x: Execution, { member, weight }: Grouped, run: () => T): T {
  const fleet = member instanceof SlotView && x.places.fleets.get(member[PART]);
  return fleet ? x.turns.run({ fleet, view: member, weight }, run) : run();
}

/** Could it be another member than the one that it seems to be? */
export const isOneOfMany = (value: Value): boolean => value instanceof SlotView && !value.alone;

// ---- Sets of members as flags ---------------------------------------------------------------------------------------

const flagOf = (x: Execution, view: SlotView, offset: number): number => x.places.of(view) + offset;

/** The flag of a member, where the value is one that the set may hold. */
export function flagIn(x: Execution, { shape }: FlagsPlace, value: Value): number | undefined {
  return value instanceof SlotView && value[PART] === shape.of ? flagOf(x, value, shape.offset) : undefined;
}

/** Empties the set. */
export function clearFlags(x: Execution, { shape }: FlagsPlace): void {
  for (const view of x.places.fleets.get(shape.of)!.views) x.write(flagOf(x, view, shape.offset), x.nodes.no);
}

/** The cohort that a member of a counted fleet belongs to. */
export function cohortLeaf(x: Execution, member: MemberView): { leaf: Node; cohorts: readonly string[] } | undefined {
  if (!(member instanceof SlotView)) return undefined;
  const { slots } = x.places.fleets.get(member[PART])!;
  return { leaf: x.read(x.places.of(member) + slots.cohortAt), cohorts: slots.cohorts };
}
