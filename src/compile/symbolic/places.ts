// Values of the state: what the leaves of a shape say, live or decoded, as model/codec.ts has it.
import type { Node } from "../code.ts";
import type { Nodes } from "../nodes.ts";
import { Outside, type Execution } from "./execution.ts";
import { isScalar, type Shape } from "./shapes.ts";
import {
  choose,
  Elements,
  Entries,
  FlagsPlace,
  Items,
  ListPlace,
  number,
  RecordPlace,
  SetPlace,
  truth,
  type Value,
} from "./values.ts";

/** The value of a shape that begins at a leaf: records, lists and sets as live places. */
export function readPlace(x: Execution, shape: Shape, at: number): Value {
  switch (shape.kind) {
    case "record":
      return new RecordPlace(shape, at);
    case "list":
      return new ListPlace(shape, at);
    case "set":
      return new SetPlace(shape, at);
    case "flags":
      return new FlagsPlace(shape);
    case "maybe":
      if (isScalar(shape)) break;
      return choose(x.nodes, x.read(at), [undefined, readPlace(x, shape.of, at + 1)]);
    default:
  }
  return decode(x.nodes, shape, [x.read(at)]);
}

/** The value that leaves say, detached from the state. */
export function decode(nodes: Nodes, shape: Shape, leaves: readonly Node[]): Value {
  const first = leaves[0]!;
  switch (shape.kind) {
    case "table":
      return choose(nodes, first, shape.values);
    case "range":
      return number(nodes.add(first, nodes.constant(shape.lo)));
    case "flag":
      return truth(first);
    case "maybe":
      return decodeMaybe(nodes, shape.of, leaves);
    case "record":
      return new Entries(
        new Map(
          shape.fields.map((f) => [f.name, decode(nodes, f.shape, leaves.slice(f.offset, f.offset + f.shape.width))]),
        ),
      );
    case "set":
      return new Elements(shape, leaves);
    case "flags":
      throw new Outside("a copy of a set of members that are counted");
    default: {
      const { of, max } = shape;
      const items = Array.from({ length: max }, (_, i) =>
        decode(nodes, of, leaves.slice(1 + i * of.width, 1 + (i + 1) * of.width)),
      );
      return choose(
        nodes,
        first,
        Array.from({ length: max + 1 }, (_, n) => new Items(items.slice(0, n))),
      );
    }
  }
}

function decodeMaybe(nodes: Nodes, of: Shape, leaves: readonly Node[]): Value {
  const first = leaves[0]!;
  if (!isScalar(of)) return choose(nodes, first, [undefined, decode(nodes, of, leaves.slice(1))]);
  const present = nodes.not(nodes.equal(first, nodes.no));
  if (of.kind === "flag") return choose(nodes, present, [undefined, truth(nodes.equal(first, nodes.constant(2)))]);
  const inner = nodes.subtract(first, nodes.yes);
  const total = of.kind === "range" ? inner : nodes.max(inner, nodes.no);
  return choose(nodes, present, [undefined, decode(nodes, of, [total])]);
}

/** The leaves from one on, as they are now. */
export const readLeaves = (x: Execution, at: number, width: number): Node[] =>
  Array.from({ length: width }, (_, i) => x.read(at + i));
