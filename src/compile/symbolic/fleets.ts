// What can be asked of fleets, ordered parts and sub-fleets, as model/views.ts answers it.
import { INDEX, type MemberView } from "../../model/model.ts";
import type { Node } from "../code.ts";
import { MachineHandle } from "../../spec/handle.ts";
import { Outside, type Execution } from "./execution.ts";
import { countOf, groupedIn, inTurn, isMember, machinePart } from "./groups.ts";
import { isIn } from "./members.ts";
import { binary, toNumber, truthy } from "./operators.ts";
import { madeArray } from "./sequences.ts";
import { choose, isNumeric, isTruth, number, SubFleet, truth, type Grouped, type Value } from "./values.ts";

type Members = SubFleet["members"];
type Method = (x: Execution, members: Members, args: readonly Value[]) => Value;

/** One after the other, on what was found so far. */
function folded(x: Execution, members: Members, first: Value, turn: (sofar: Value, one: Grouped) => Value): Value {
  return members.reduce(
    (sofar: Value, one) =>
      x.fork(
        one.present,
        () => turn(sofar, one),
        () => sofar,
      ),
    first,
  );
}

/** How many times something is so: it is asked once of members that are alike. */
const tallied = (x: Execution, members: Members, test: (one: Grouped) => Node): Value =>
  folded(x, members, 0, (n, one) => {
    const counted = x.nodes.select(test(one), one.weight, x.nodes.no);
    return number(x.nodes.add(toNumber(x, n), counted));
  });

const asking = (x: Execution, one: Grouped, f: Value): Value => inTurn(x, one, () => x.call(f, [one.member]));

/** What a number comes to when it is added so often; adding up is exact for whole numbers only. */
function added(x: Execution, sum: Value, { weight }: Grouped, value: Value): Value {
  if (weight === x.nodes.yes) return binary(x, "+", sum, value);
  const whole = isNumeric(value) || isTruth(value) ? x.nodes.whole32(toNumber(x, value)) : undefined;
  if (whole === undefined) throw new Outside("a sum, over members that are counted, of what may be no whole number");
  return binary(x, "+", sum, number(x.nodes.multiply(weight, whole)));
}

/** Asks one member after the other until a test comes out as `last`. */
export function askedOf(x: Execution, members: Members, p: Value, last: boolean): Value {
  const from = (i: number): Value => {
    const one = members[i];
    if (one === undefined) return !last;
    const found = x.fork(
      one.present,
      () => truth(truthy(x, asking(x, one, p))),
      () => !last,
    );
    const rest = () => from(i + 1);
    return last ? x.fork(truthy(x, found), () => true, rest) : x.fork(truthy(x, found), rest, () => false);
  };
  return from(0);
}

export const sizeOf = (x: Execution, members: Members): Value =>
  number(members.reduce<Node>((sum, one) => x.nodes.add(sum, countOf(x, one)), x.nodes.no));

const ALL: Readonly<Record<string, Method>> = {
  in: (x, members, states) => tallied(x, members, ({ member }) => isIn(x, member as MemberView, states)),
  count: (x, members, [p]) => tallied(x, members, (one) => truthy(x, asking(x, one, p))),
  every: (x, members, [p]) => askedOf(x, members, p, false),
  some: (x, members, [p]) => askedOf(x, members, p, true),
  sum: (x, members, [f]) => folded(x, members, 0, (sum, one) => added(x, sum, one, asking(x, one, f))),
  min: (x, members, [f]) =>
    folded(x, members, Infinity, (least, one) =>
      number(x.nodes.min(toNumber(x, least), toNumber(x, asking(x, one, f)))),
    ),
  max: (x, members, [f]) =>
    folded(x, members, -Infinity, (most, one) =>
      number(x.nodes.max(toNumber(x, most), toNumber(x, asking(x, one, f)))),
    ),
  filter: (x, members, [p]) =>
    new SubFleet(
      members.map((one) => {
        const kept = x.fork(
          one.present,
          () => truth(truthy(x, asking(x, one, p))),
          () => false,
        );
        return { ...one, present: truthy(x, kept) };
      }),
    ),
};

const ORDERED: Readonly<
  Record<string, (x: Execution, handle: MachineHandle, members: readonly object[], args: readonly Value[]) => Value>
> = {
  at: (x, _, members, [index]) => at(x, members, toNumber(x, index)),
  next: (x, handle, members, [m]) => x.each(m, (one) => beside(x, handle, members, one, 1)),
  previous: (x, handle, members, [m]) => x.each(m, (one) => beside(x, handle, members, one, -1)),
  find: (x, _, members, [p]) => {
    const from = (i: number): Value =>
      i === members.length
        ? undefined
        : x.fork(
            truthy(x, x.call(p, [members[i]])),
            () => members[i],
            () => from(i + 1),
          );
    return from(0);
  },
  map: (x, _, members, [f]) =>
    madeArray(
      x,
      members.map((m) => x.call(f, [m])),
    ),
  reduce: (x, _, members, [f, first]) => members.reduce<Value>((sofar, m) => x.call(f, [sofar, m]), first),
};

function at(x: Execution, members: readonly object[], index: Node): Value {
  const { nodes } = x;
  const n = members.length;
  if (n === 0) return undefined;
  const slot = nodes.select(nodes.isWholeWithin(index, 0, n - 1), nodes.whole(index, 0, n), nodes.constant(n));
  return choose(nodes, slot, [...members, undefined]);
}

function beside(x: Execution, handle: MachineHandle, members: readonly object[], m: Value, by: 1 | -1): Value {
  if (m === undefined || m === null) x.throwNow();
  if (!isMember(m)) return undefined;
  const i = (m as MemberView)[INDEX] + by;
  return members[handle.shape === "ring" ? (i + members.length) % members.length : i];
}

/** Calls a method; undefined where there is none of that name. */
export function callFleet(
  x: Execution,
  group: MachineHandle | SubFleet,
  name: string,
  args: readonly Value[],
): { result: Value } | undefined {
  if (Object.hasOwn(ALL, name)) return { result: ALL[name]!(x, groupedIn(x, group)!, args) };
  const ordered = group instanceof MachineHandle && group.kind === "ordered";
  return ordered && Object.hasOwn(ORDERED, name)
    ? { result: ORDERED[name]!(x, group, machinePart(x, group).views, args) }
    : undefined;
}
