// Channels, as model/channel.ts has them: a length and so many slots, sorted where the order is "any". Which message of
// such a channel is next is a pick of the instance, which the instance's script answers.
import type { Node } from "../code.ts";
import type { ChannelPart } from "../../model/model.ts";
import { encode } from "./encode.ts";
import { TURNED, type Execution } from "./execution.ts";
import { mapped, toNumber } from "./operators.ts";
import { decode, readLeaves } from "./places.ts";
import type { ListShape } from "./shapes.ts";
import { number, truth, type Value } from "./values.ts";

interface Slots {
  readonly at: number;
  readonly shape: ListShape;
  readonly any: boolean;
  readonly part: ChannelPart;
}

function slotsOf(x: Execution, part: ChannelPart): Slots {
  const shape = x.fields.get(part)!.get("messages")!.shape as ListShape;
  return { at: x.places.at(part), shape, any: part.handle.options.order === "any", part };
}

const slotAt = ({ at, shape }: Slots, i: number): number => at + 1 + i * shape.of.width;
const message = (x: Execution, slots: Slots, i: number): Node[] =>
  readLeaves(x, slotAt(slots, i), slots.shape.of.width);
const isFull = (x: Execution, { at, shape }: Slots): Node => x.nodes.equal(x.read(at), x.nodes.constant(shape.max));
const isEmpty = (x: Execution, { at }: Slots): Node => x.nodes.equal(x.read(at), x.nodes.no);

/** A property of a channel; undefined where it has none of that name. */
export function getOfChannel(x: Execution, part: ChannelPart, name: string): Value {
  const slots = slotsOf(x, part);
  if (name === "length") return number(x.read(slots.at));
  if (name === "full") return truth(isFull(x, slots));
  return name === "head" ? head(x, slots) : undefined;
}

function head(x: Execution, slots: Slots): Value {
  const { nodes } = x;
  const empty = isEmpty(x, slots);
  if (x.writable) x.refuseWhere(empty, "values stay in their domains");
  return x.fork(
    empty,
    () => undefined,
    () => decode(nodes, slots.shape.of, messageNext(x, slots)),
  );
}

export function callChannel(
  x: Execution,
  part: ChannelPart,
  name: string,
  args: readonly Value[],
): { result: Value } | undefined {
  if (name === "send") return { result: send(x, slotsOf(x, part), args[0]) };
  return name === "receive" ? { result: receive(x, slotsOf(x, part)) } : undefined;
}

function send(x: Execution, slots: Slots, value: Value): undefined {
  if (!x.writable) x.alarmNow();
  x.refuseWhere(isFull(x, slots), "values stay in their domains");
  const { ok, leaves } = encode(x, value, slots.shape.of);
  x.refuseWhere(x.nodes.not(ok), "values stay in their domains");
  const slot = slots.any ? rank(x, slots, leaves) : x.read(slots.at);
  insert(x, slots, slot, leaves);
  if (slots.any)
    x.set(
      slots.part,
      mapped(x, x.state.get(slots.part), (picked) => (picked === undefined ? undefined : movedOn(x, picked, slot))),
    );
  return undefined;
}

/** A slot that was picked moves on when a message is put before it. */
function movedOn(x: Execution, picked: Value, slot: Node): Value {
  const at = toNumber(x, picked);
  return number(x.nodes.add(at, x.nodes.lessOrEqual(slot, at)));
}

function receive(x: Execution, slots: Slots): Value {
  if (!x.writable) x.alarmNow();
  x.refuseWhere(isEmpty(x, slots), "values stay in their domains");
  const slot = next(x, slots);
  const leaves = pickMessage(x, slots, slot);
  remove(x, slots, slot);
  if (slots.any) x.set(slots.part, undefined);
  return decode(x.nodes, slots.shape.of, leaves);
}

const messageNext = (x: Execution, slots: Slots): Node[] => pickMessage(x, slots, next(x, slots));

function pickMessage(x: Execution, slots: Slots, slot: Node): Node[] {
  if (slot.op === "const") return message(x, slots, slot.value);
  const all = Array.from({ length: slots.shape.max }, (_, i) => message(x, slots, i));
  return all[0]!.map((_, leaf) =>
    x.nodes.pick(
      slot,
      all.map((m) => m[leaf]!),
    ),
  );
}

/** The slot whose message is next. */
function next(x: Execution, slots: Slots): Node {
  if (!slots.any) return x.nodes.no;
  const picked = x.each(x.state.get(slots.part), (one) => {
    if (one !== undefined) return one;
    const turned = toNumber(x, x.state.get(TURNED));
    const turnFrom = (turn: number): Value => {
      if (turn >= turned.hi) return pick(x, slots, turn);
      return x.fork(
        x.nodes.equal(turned, x.nodes.constant(turn)),
        () => pick(x, slots, turn),
        () => turnFrom(turn + 1),
      );
    };
    return turnFrom(turned.lo);
  });
  return toNumber(x, picked);
}

/** Picks the slot that the script says, where there are so many distinct messages. */
function pick(x: Execution, slots: Slots, turn: number): Value {
  const { nodes } = x;
  if (x.script === undefined) x.alarmNow();
  const { max } = slots.shape;
  x.wheels[turn] = Math.max(x.wheels[turn] ?? 0, max);
  const wheel = nodes.constant(x.script[turn] ?? 0);
  let [distinct, slot] = [nodes.no, nodes.no];
  for (let i = 0; i < max; i++) {
    const counts = nodes.and(nodes.less(nodes.constant(i), x.read(slots.at)), isFirst(x, slots, i));
    slot = nodes.select(nodes.and(counts, nodes.equal(distinct, wheel)), nodes.constant(i), slot);
    distinct = nodes.add(distinct, counts);
  }
  x.dropWhere(nodes.lessOrEqual(distinct, wheel));
  x.set(TURNED, turn + 1);
  x.set(slots.part, number(slot));
  return number(slot);
}

/** Moves what is at `slot` and behind one further, and puts a message there. */
function insert(x: Execution, slots: Slots, slot: Node, leaves: readonly Node[]): void {
  const { nodes } = x;
  const before = Array.from({ length: slots.shape.max }, (_, i) => message(x, slots, i));
  before.forEach((old, i) => {
    const here = nodes.equal(slot, nodes.constant(i));
    const behind = nodes.less(slot, nodes.constant(i));
    old.forEach((leaf, l) => {
      const moved = slots.any && i > 0 ? nodes.select(behind, before[i - 1]![l]!, leaf) : leaf;
      x.write(slotAt(slots, i) + l, nodes.select(here, leaves[l]!, moved));
    });
  });
  x.write(slots.at, nodes.add(x.read(slots.at), nodes.yes));
}

/** Takes the message at `slot` out. */
function remove(x: Execution, slots: Slots, slot: Node): void {
  const { nodes } = x;
  const max = slots.shape.max;
  const before = Array.from({ length: max }, (_, i) => message(x, slots, i));
  before.forEach((old, i) => {
    const kept = nodes.less(nodes.constant(i), slot);
    old.forEach((leaf, l) =>
      x.write(slotAt(slots, i) + l, nodes.select(kept, leaf, i + 1 < max ? before[i + 1]![l]! : nodes.no)),
    );
  });
  x.write(slots.at, nodes.subtract(x.read(slots.at), nodes.yes));
}

/** Where a message belongs among the sorted ones. */
function rank(x: Execution, slots: Slots, leaves: readonly Node[]): Node {
  const { nodes } = x;
  return Array.from({ length: slots.shape.max }, (_, i) => i).reduce<Node>((sum, i) => {
    const within = nodes.less(nodes.constant(i), x.read(slots.at));
    return nodes.add(sum, nodes.and(within, notAbove(x, message(x, slots, i), leaves)));
  }, nodes.no);
}

/** Is a at or below b, leaf by leaf? */
const notAbove = (x: Execution, a: readonly Node[], b: readonly Node[]): Node =>
  a.reduceRight(
    (rest, leaf, i) => x.nodes.or(x.nodes.less(leaf, b[i]!), x.nodes.and(x.nodes.equal(leaf, b[i]!), rest)),
    x.nodes.yes,
  );

/** lose or duplicate: where it can happen to a slot, and what it does. */
export function nature(
  x: Execution,
  part: ChannelPart,
  kind: "lose" | "duplicate",
  slot: number,
): { readonly enabled: Node; run(): void } {
  const { nodes } = x;
  const slots = slotsOf(x, part);
  const there = nodes.less(nodes.constant(slot), x.read(slots.at));
  const room = kind === "lose" ? nodes.yes : nodes.not(isFull(x, slots));
  const enabled = nodes.and(nodes.and(there, room), slots.any ? isFirst(x, slots, slot) : nodes.yes);
  const at = nodes.constant(kind === "lose" ? slot : slot + 1);
  const between = { ...slots, any: true };
  const run = () => (kind === "lose" ? remove(x, slots, at) : insert(x, between, at, message(x, slots, slot)));
  return { enabled, run };
}

/** Does the slot hold another message than the one before it? */
function isFirst(x: Execution, slots: Slots, slot: number): Node {
  if (slot === 0) return x.nodes.yes;
  const [before, here] = [message(x, slots, slot - 1), message(x, slots, slot)];
  return x.nodes.not(
    before.reduce<Node>((same, leaf, i) => x.nodes.and(same, x.nodes.equal(leaf, here[i]!)), x.nodes.yes),
  );
}
