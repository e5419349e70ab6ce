// The values of symbolic execution. Most are the very values that the author's functions would have: members, handles,
// strings, captured constants. Only what depends on the packed state is symbolic: numbers and truths are nodes, and
// what may be one of several things is a choice among them.
import type { Node } from "../code.ts";
import type { FunctionNode } from "../../capture/parse.ts";
import type { Nodes } from "../nodes.ts";
import type { FlagsShape, Shape, ListShape, RecordShape, SetShape } from "./shapes.ts";

/** A JavaScript value, or one of the classes below. */
export type Value = unknown;

export class Num {
  readonly node: Node;
  constructor(node: Node) {
    this.node = node;
  }
}

export class Bool {
  readonly node: Node;
  constructor(node: Node) {
    this.node = node;
  }
}

/** table[index]; no entry is a choice itself, and at most one each is a number and a truth. */
export class Choice {
  readonly index: Node;
  readonly table: readonly Value[];
  constructor(index: Node, table: readonly Value[]) {
    this.index = index;
    this.table = table;
  }
}

/** A value of several leaves as it is seen in the state: reading it reads the state. */
class Place<S extends Shape> {
  readonly shape: S;
  /** Its first leaf. */
  readonly at: number;
  constructor(shape: S, at: number) {
    this.shape = shape;
    this.at = at;
  }
}
export class RecordPlace extends Place<RecordShape> {}
export class ListPlace extends Place<ListShape> {}
export class SetPlace extends Place<SetShape> {}

/** A set of members of a counted fleet: a flag of each. */
export class FlagsPlace {
  readonly shape: FlagsShape;
  constructor(shape: FlagsShape) {
    this.shape = shape;
  }
}

/** An array that cannot change: a decoded list, or what a local array holds at a moment. */
export class Items {
  readonly items: readonly Value[];
  constructor(items: readonly Value[]) {
    this.items = items;
  }
}

/** A record that cannot change. */
export class Entries {
  readonly entries: ReadonlyMap<string, Value>;
  constructor(entries: ReadonlyMap<string, Value>) {
    this.entries = entries;
  }
}

/** A decoded set: which values of the domain are in it. */
export class Elements {
  readonly shape: SetShape;
  readonly present: readonly Node[];
  constructor(shape: SetShape, present: readonly Node[]) {
    this.shape = shape;
    this.present = present;
  }
}

/** What an author's function made: the state of execution holds its Entries, or its Items, which in a set differ. */
export class Made {
  readonly kind: "array" | "object" | "set";
  constructor(kind: Made["kind"]) {
    this.kind = kind;
  }
}

/** A member, or in a counted fleet members that are alike: whether they are there, and how many they are. */
export interface Grouped {
  readonly member: object;
  readonly present: Node;
  readonly weight: Node;
}

/** Members of which some may be absent. */
export class SubFleet {
  readonly members: readonly Grouped[];
  constructor(members: SubFleet["members"]) {
    this.members = members;
  }
}

/** A function that an author's function made. */
export class Closure {
  readonly node: FunctionNode;
  readonly scope: object;
  constructor(node: FunctionNode, scope: object) {
    this.node = node;
    this.scope = scope;
  }
}

/** Something of which nothing is known but that it is there: an error, a text with symbolic parts. */
export class Opaque {
  readonly kind: "object" | "string";
  constructor(kind: "object" | "string") {
    this.kind = kind;
  }
}

export const isNumeric = (v: Value): v is number | Num => typeof v === "number" || v instanceof Num;
export const isTruth = (v: Value): v is boolean | Bool => typeof v === "boolean" || v instanceof Bool;

/** What is symbolic only in form becomes concrete. */
export const number = (node: Node): Value => (node.op === "const" ? node.value : new Num(node));
export const truth = (node: Node): Value => (node.op === "const" ? node.value === 1 : new Bool(node));

export const numberNode = (nodes: Nodes, v: number | Num): Node => (typeof v === "number" ? nodes.constant(v) : v.node);
export const truthNode = (nodes: Nodes, v: boolean | Bool): Node => (typeof v === "boolean" ? nodes.truth(v) : v.node);

/** table[index]. */
export function choose(nodes: Nodes, index: Node, table: readonly Value[]): Value {
  if (index.op === "const") return table[index.value];
  if (table.every(isNumeric))
    return number(
      nodes.pick(
        index,
        table.map((v) => numberNode(nodes, v)),
      ),
    );
  if (table.every(isTruth))
    return truth(
      nodes.pick(
        index,
        table.map((v) => truthNode(nodes, v)),
      ),
    );
  const kinds = table.map(kindOf);
  if (!table.some((v) => v instanceof Choice) && new Set(kinds).size === table.length) return new Choice(index, table);
  return table
    .slice(0, -1)
    .reduceRight((rest, v, i) => merge(nodes, nodes.equal(index, nodes.constant(i)), v, rest), table.at(-1));
}

/** `yes` where the test is true, else `no`. */
export function merge(nodes: Nodes, test: Node, yes: Value, no: Value): Value {
  if (Object.is(yes, no)) return yes;
  const kind = kindOf(yes);
  if (!(yes instanceof Choice) && kind === kindOf(no)) return mergeAlike(nodes, test, yes, no);
  return mergeChoices(nodes, test, asChoice(nodes, yes), asChoice(nodes, no));
}

const asChoice = (nodes: Nodes, v: Value): Choice => (v instanceof Choice ? v : new Choice(nodes.no, [v]));

/** Values of one kind merge into one; of others there is one alternative each. */
function kindOf(v: Value): unknown {
  if (isNumeric(v)) return Num;
  if (isTruth(v)) return Bool;
  if (v instanceof Items) return `items ${v.items.length}`;
  if (v instanceof Entries) return `entries ${JSON.stringify([...v.entries.keys()])}`;
  if (v instanceof Elements) return v.shape;
  return v;
}

function mergeAlike(nodes: Nodes, test: Node, yes: Value, no: Value): Value {
  if (isNumeric(yes) && isNumeric(no)) return number(nodes.select(test, numberNode(nodes, yes), numberNode(nodes, no)));
  if (isTruth(yes) && isTruth(no)) return truth(nodes.select(test, truthNode(nodes, yes), truthNode(nodes, no)));
  if (yes instanceof Items) return new Items(yes.items.map((v, i) => merge(nodes, test, v, (no as Items).items[i])));
  if (yes instanceof Entries) {
    return new Entries(
      new Map([...yes.entries].map(([key, v]) => [key, merge(nodes, test, v, (no as Entries).entries.get(key))])),
    );
  }
  if (!(yes instanceof Elements)) return yes;
  return new Elements(
    yes.shape,
    yes.present.map((p, i) => nodes.select(test, p, (no as Elements).present[i]!)),
  );
}

function mergeChoices(nodes: Nodes, test: Node, yes: Choice, no: Choice): Value {
  const table: Value[] = [...yes.table];
  const slotOf = new Map(yes.table.map((v, i) => [kindOf(v), i]));
  const slots = no.table.map((v) => {
    const kind = kindOf(v);
    const slot = slotOf.get(kind) ?? table.push(v) - 1;
    slotOf.set(kind, slot);
    table[slot] = slot < yes.table.length ? merge(nodes, test, table[slot], v) : v;
    return nodes.constant(slot);
  });
  if (table.length === 1) return table[0];
  return new Choice(nodes.select(test, yes.index, nodes.pick(no.index, slots)), table);
}
