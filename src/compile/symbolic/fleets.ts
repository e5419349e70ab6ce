// What can be asked of fleets, ordered parts and sub-fleets, as model/views.ts answers it.
import { INDEX, type MemberView } from "../../model/model.ts";
import type { Node } from "../code.ts";
import { MachineHandle } from "../../spec/handle.ts";
import type { Execution } from "./execution.ts";
import { isIn } from "./members.ts";
import { binary, toNumber, truthy } from "./operators.ts";
import { isMember, machinePart, madeArray } from "./sequences.ts";
import { choose, number, SubFleet, truth, type Value } from "./values.ts";

type Members = SubFleet["members"];
type Method = (x: Execution, members: Members, args: readonly Value[]) => Value;

/** One after the other, on what was found so far. */
function folded(x: Execution, members: Members, first: Value, turn: (sofar: Value, member: object) => Value): Value {
  return members.reduce(
    (sofar, { member, present }) =>
      x.fork(
        present,
        () => turn(sofar, member),
        () => sofar,
      ),
    first,
  );
}

/** Asks one member after the other until a test comes out as `last`. */
function asked(x: Execution, members: Members, p: Value, last: boolean): Value {
  const from = (i: number): Value => {
    const one = members[i];
    if (one === undefined) return !last;
    const found = x.fork(
      one.present,
      () => truth(truthy(x, x.call(p, [one.member]))),
      () => !last,
    );
    const rest = () => from(i + 1);
    return last ? x.fork(truthy(x, found), () => true, rest) : x.fork(truthy(x, found), rest, () => false);
  };
  return from(0);
}

export const sizeOf = (x: Execution, members: Members): Value =>
  number(members.reduce<Node>((sum, { present }) => x.nodes.add(sum, present), x.nodes.no));

const ALL: Readonly<Record<string, Method>> = {
  in: (x, members, states) =>
    folded(x, members, 0, (n, m) => number(x.nodes.add(toNumber(x, n), isIn(x, m as MemberView, states)))),
  count: (x, members, [p]) =>
    folded(x, members, 0, (n, m) => number(x.nodes.add(toNumber(x, n), truthy(x, x.call(p, [m]))))),
  every: (x, members, [p]) => asked(x, members, p, false),
  some: (x, members, [p]) => asked(x, members, p, true),
  sum: (x, members, [f]) => folded(x, members, 0, (sum, m) => binary(x, "+", sum, x.call(f, [m]))),
  min: (x, members, [f]) =>
    folded(x, members, Infinity, (least, m) => number(x.nodes.min(toNumber(x, least), toNumber(x, x.call(f, [m]))))),
  max: (x, members, [f]) =>
    folded(x, members, -Infinity, (most, m) => number(x.nodes.max(toNumber(x, most), toNumber(x, x.call(f, [m]))))),
  filter: (x, members, [p]) =>
    new SubFleet(
      members.map(({ member, present }) => {
        const kept = x.fork(
          present,
          () => truth(truthy(x, x.call(p, [member]))),
          () => false,
        );
        return { member, present: truthy(x, kept) };
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
  if (Object.hasOwn(ALL, name)) return { result: ALL[name]!(x, membersIn(x, group), args) };
  const ordered = group instanceof MachineHandle && group.kind === "ordered";
  return ordered && Object.hasOwn(ORDERED, name)
    ? { result: ORDERED[name]!(x, group, machinePart(x, group).views, args) }
    : undefined;
}

function membersIn(x: Execution, group: MachineHandle | SubFleet): Members {
  if (group instanceof SubFleet) return group.members;
  return machinePart(x, group).views.map((member) => ({ member, present: x.nodes.yes }));
}
