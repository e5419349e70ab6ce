// Lowering: from the author's functions to expressions. Every function is executed symbolically, once for each instance
// and test: parts, members, captured values and helpers are what they are, and only the leaves of the packed state are
// unknown, so loops over fleets unroll, calls are inlined, and what remains is arithmetic on leaves.
import { locate } from "../capture/locate.ts";
import type { Place } from "../messages.ts";
import { functionsOf, type Elaborated } from "../model/elaborate.ts";
import type { MachinePart, Model, Part } from "../model/model.ts";
import type { Domain } from "../spec/domain.ts";
import type { Code } from "./code.ts";
import { Nodes } from "./nodes.ts";
import type { Counted } from "../model/slots.ts";
import { Execution, Outside } from "./symbolic/execution.ts";
import type { Fields } from "./symbolic/setting.ts";
import { Library } from "./symbolic/functions.ts";
import { tested } from "./symbolic/instances.ts";
import { Placing } from "./symbolic/slots.ts";
import { allInstances } from "./symbolic/ticks.ts";
import { listShape, shapeOf, type FieldShape, type Shape } from "./symbolic/shapes.ts";

/** A construct that is not lowered, and where it stands. */
export interface OutsideSubset {
  readonly construct: string;
  readonly where?: Place;
}

/** The code of a spec, or the first construct in it that has none. */
export function lower(
  { model }: Elaborated,
  counted?: Counted,
): { readonly code: Code } | { readonly outside: OutsideSubset } {
  const functions = functionsOf(model).flatMap(({ f }) => (typeof f === "function" ? [f] : []));
  const library = new Library(functions);
  const places = new Placing(counted);
  const x = new Execution(new Nodes(), { model, places, fields: fieldsOf(model, places) }, library);
  try {
    return { code: codeOf(x) };
  } catch (error) {
    if (error instanceof RangeError)
      return { outside: { construct: "calls that nest too deep", ...placeIn(library, x) } };
    if (!(error instanceof Outside)) throw error;
    return { outside: { construct: error.construct, ...placeIn(library, x) } };
  }
}

function codeOf(x: Execution): Code {
  const instances = [...allInstances(x)];
  const predicates = x.model.predicates.map(({ test }) => {
    x.begin(x.nodes.yes);
    return tested(x, test, []) ?? x.nodes.no;
  });
  const { counted } = x.places;
  return { instances, predicates, alarm: x.alarm, nodes: x.nodes.all, ...(counted && { counted }) };
}

function placeIn(library: Library, { spot }: Execution): { where?: Place } {
  const place = spot && locate([spot.f])[0];
  if (!place) return {};
  return { where: { file: place.file, ...(place.line && { line: place.line + library.linesBelow(spot) }) } };
}

/** Where the variables of each part lie, and in what shape. */
function fieldsOf(model: Model, places: Placing): Fields {
  const partOf = (handle: unknown) => model.parts.find((p) => p.handle === handle) as MachinePart;
  const shape = (domain: unknown) => shapeOf(domain as Domain<unknown>, partOf);
  const shapes = (part: Part): readonly Shape[] => {
    if (part.kind === "variable") return [shape(part.handle.of)];
    if (part.kind === "channel") return [listShape(shape(part.handle.of), part.handle.options.capacity)];
    return part.fields.map(({ name }, i) =>
      i === 0 ? { kind: "table", values: part.states, width: 1 } : shape(part.handle.vars[name]),
    );
  };
  const named = (part: Part): ReadonlyMap<string, FieldShape> => {
    const all = shapes(part);
    return new Map(part.fields.map((field, i) => [field.name, places.field(part, field, all[i]!)]));
  };
  return new Map(model.parts.map((part) => [part, named(part)]));
}
