// Sets: those of the state, those that were decoded, and captured ones.
import type { Node } from "../code.ts";
import { encode, positions } from "./encode.ts";
import { Outside, type Execution } from "./execution.ts";
import { mapped, sameValue, tested, truthy } from "./operators.ts";
import { appended, cursorOf, gathered } from "./sequences.ts";
import { askedOf, sizeOf } from "./fleets.ts";
import { flagIn, groupedIn } from "./groups.ts";
import { choose, Elements, FlagsPlace, Items, Made, number, SetPlace, truth, type Value } from "./values.ts";

export type SetLike = SetPlace | FlagsPlace | Elements | Made | ReadonlySet<unknown>;
export const isSetLike = (value: Value): value is SetLike =>
  value instanceof SetPlace ||
  value instanceof FlagsPlace ||
  value instanceof Elements ||
  value instanceof Set ||
  (value instanceof Made && value.kind === "set");

const presence = (x: Execution, set: SetPlace | Elements, i: number): Node =>
  set instanceof SetPlace ? x.read(set.at + i) : set.present[i]!;

export function setSize(x: Execution, set: SetLike): Value {
  if (set instanceof Made) return mapped(x, x.state.get(set), (held) => (held as Items).items.length);
  if (set instanceof FlagsPlace) return sizeOf(x, groupedIn(x, set)!);
  if (!(set instanceof SetPlace || set instanceof Elements)) return set.size;
  return number(set.shape.elements.reduce<Node>((sum, _, i) => x.nodes.add(sum, presence(x, set, i)), x.nodes.no));
}

export function callSet(
  x: Execution,
  set: SetLike,
  name: string,
  args: readonly Value[],
): { result: Value } | undefined {
  if (set instanceof Made) return callMade(x, set, name, args[0]);
  if (set instanceof FlagsPlace) return callFlags(x, set, name, args[0]);
  switch (name) {
    case "has":
      return { result: truth(has(x, set, args[0])) };
    case "some":
      return set instanceof Set && !("some" in set) ? undefined : { result: asked(x, set, args[0], true) };
    case "every":
      return set instanceof Set && !("every" in set) ? undefined : { result: asked(x, set, args[0], false) };
    case "add":
    case "delete":
      if (!(set instanceof SetPlace)) throw new Outside("changing a set that is not part of the state");
      change(x, set, args[0], name);
      return { result: undefined };
    default:
      if (set instanceof SetPlace) return undefined;
      throw new Outside(`\`${name}\` of a set`);
  }
}

// ---- Sets that functions make -------------------------------------------------------------------------------------

/** new Set(all). */
export function madeSet(x: Execution, all: readonly { value: Value; present: Node }[]): Made {
  const made = new Made("set");
  let held: Value = new Items([]);
  for (const { value, present } of all) held = choose(x.nodes, present, [held, joined(x, held, value)]);
  x.set(made, held);
  return made;
}

function callMade(x: Execution, set: Made, name: string, value: Value): { result: Value } {
  const held = x.state.get(set);
  const there = tested(x, held, (items) => among(x, items as Items, value));
  if (name === "has") return { result: truth(there) };
  if (name === "add") x.set(set, joined(x, held, value));
  else if (name === "delete")
    x.set(
      set,
      mapped(x, held, (items) => without(x, items as Items, value)),
    );
  else throw new Outside(`\`${name}\` of a set`);
  return { result: name === "add" ? set : truth(there) };
}

const among = (x: Execution, { items }: Items, value: Value): Node =>
  items.reduce<Node>((sofar, one) => x.nodes.or(sofar, sameValue(x, one, value)), x.nodes.no);

/** The items with one more, where it is not among them already. */
const joined = (x: Execution, held: Value, value: Value): Value =>
  mapped(x, held, (items) => choose(x.nodes, among(x, items as Items, value), [appended(x, items, value), items]));

const without = (x: Execution, { items }: Items, value: Value): Value =>
  gathered(
    x,
    items.map((one) => ({ value: one, present: x.nodes.not(sameValue(x, one, value)) })),
  );

// ---- Sets of members of counted fleets ------------------------------------------------------------------------------

function callFlags(x: Execution, set: FlagsPlace, name: string, value: Value): { result: Value } | undefined {
  if (name === "some" || name === "every") return { result: askedOf(x, groupedIn(x, set)!, value, name === "some") };
  if (name === "has")
    return {
      result: truth(
        tested(x, value, (one) => {
          const flag = flagIn(x, set, one);
          return flag === undefined ? x.nodes.no : x.read(flag);
        }),
      ),
    };
  if (name !== "add" && name !== "delete") return undefined;
  return {
    result: x.each(value, (one) => {
      const flag = flagIn(x, set, one);
      if (flag !== undefined) x.write(flag, x.nodes.truth(name === "add"));
      else if (name === "add") x.refuseWhere(x.nodes.yes, "values stay in their domains");
      return undefined;
    }),
  };
}

// ---- Other sets ---------------------------------------------------------------------------------------------------

function has(x: Execution, set: Exclude<SetLike, Made | FlagsPlace>, value: Value): Node {
  const { nodes } = x;
  if (!(set instanceof SetPlace || set instanceof Elements)) {
    return [...set].reduce<Node>((sofar, one) => nodes.or(sofar, sameValue(x, value, one)), nodes.no);
  }
  if (set instanceof Elements && encode(x, value, set.shape.of).leaves.length > 1)
    throw new Outside("the identity of a composite in a set");
  const { leaves } = positions(x, value, set.shape);
  return leaves.reduce<Node>((sofar, leaf, i) => nodes.or(sofar, nodes.and(leaf, presence(x, set, i))), nodes.no);
}

function change(x: Execution, set: SetPlace, value: Value, name: "add" | "delete"): void {
  const { nodes } = x;
  const { ok, leaves } = positions(x, value, set.shape);
  if (name === "add") x.refuseWhere(nodes.not(ok), "values stay in their domains");
  else if (!x.writable) x.alarmWhere(ok); // deleting what cannot be there writes nothing
  leaves.forEach((leaf, i) => {
    if (leaf === nodes.no) return;
    const there = x.read(set.at + i);
    x.write(set.at + i, name === "add" ? nodes.or(there, leaf) : nodes.and(there, nodes.not(leaf)));
  });
}

/** Asks one element after the other, as they are when asked, until a test comes out as `last`. */
function asked(x: Execution, set: SetLike, p: Value, last: boolean): Value {
  const cursor = cursorOf(x, set)!;
  const from = (i: number): Value => {
    if (i >= cursor.max()) return !last;
    const found = x.fork(
      cursor.present(i),
      () => truth(truthy(x, x.call(p, [cursor.value(i)]))),
      () => !last,
    );
    return last
      ? x.fork(
          truthy(x, found),
          () => true,
          () => from(i + 1),
        )
      : x.fork(
          truthy(x, found),
          () => from(i + 1),
          () => false,
        );
  };
  return from(0);
}
