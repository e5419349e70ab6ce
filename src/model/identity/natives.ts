// What the language's own functions do, as far as it matters for seeing who is who.
import { SAFE, UNKNOWN, WHOLE, type Type } from "./seen.ts";
import type { Types } from "./types.ts";

/** What a method of arrays and lists does. */
export interface ListMethod {
  readonly gives: "element" | "list" | "called" | "calledList" | "flat" | "whole" | "text" | "self";
  /** Calls its argument with an element, or with two. */
  readonly calls?: "one" | "two";
  readonly writes?: true;
  /** Turns elements into text. */
  readonly texts?: true;
}

export const LISTS: ReadonlyMap<string, ListMethod> = new Map<string, ListMethod>([
  ["at", { gives: "element" }],
  ["find", { gives: "element", calls: "one" }],
  ["findLast", { gives: "element", calls: "one" }],
  ["findIndex", { gives: "whole", calls: "one" }],
  ["findLastIndex", { gives: "whole", calls: "one" }],
  ["some", { gives: "whole", calls: "one" }],
  ["every", { gives: "whole", calls: "one" }],
  ["includes", { gives: "whole" }],
  ["indexOf", { gives: "whole" }],
  ["lastIndexOf", { gives: "whole" }],
  ["forEach", { gives: "whole", calls: "one" }],
  ["map", { gives: "calledList", calls: "one" }],
  ["flatMap", { gives: "flat", calls: "one" }],
  ["filter", { gives: "list", calls: "one" }],
  ["slice", { gives: "list" }],
  ["concat", { gives: "flat" }],
  ["with", { gives: "flat" }],
  ["toReversed", { gives: "list" }],
  ["toSorted", { gives: "list", calls: "two", texts: true }],
  ["reduce", { gives: "called" }],
  ["reduceRight", { gives: "called" }],
  ["join", { gives: "text", texts: true }],
  ["push", { gives: "whole", writes: true }],
  ["unshift", { gives: "whole", writes: true }],
  ["pop", { gives: "element", writes: true }],
  ["shift", { gives: "element", writes: true }],
  ["splice", { gives: "list", writes: true }],
  ["reverse", { gives: "self", writes: true }],
  ["fill", { gives: "self", writes: true }],
  ["copyWithin", { gives: "self", writes: true }],
  ["sort", { gives: "self", calls: "two", writes: true, texts: true }],
]);

interface Called {
  readonly list: Type;
  readonly element: Type;
  /** What its callback gave. */
  readonly called: Type;
  readonly given: readonly Type[];
}

/** What such a method gives. */
export function callsOnLists(gives: ListMethod["gives"], types: Types, { list, element, called, given }: Called): Type {
  switch (gives) {
    case "element":
      return types.join(SAFE, element);
    case "list":
      return { is: "array", of: element };
    case "calledList":
      return { is: "array", of: called };
    case "flat":
      return {
        is: "array",
        of: given.reduce(
          (a, b) => types.join(a, types.join(b, flat(types, b))),
          types.join(element, flat(types, called)),
        ),
      };
    case "whole":
      return WHOLE;
    case "text":
      return SAFE;
    case "self":
      return list;
    case "called":
    default:
      return UNKNOWN;
  }
}

const flat = (types: Types, type: Type): Type =>
  type.is === "array" || type.is === "value" ? types.element(type) : type;

const wholeOf = (given: readonly Type[]): Type => (given.every((t) => t.is === "whole") ? WHOLE : SAFE);
const alwaysWhole = (): Type => WHOLE;
const safe = (): Type => SAFE;

const HARMLESS = new Map<unknown, (given: readonly Type[]) => Type>([
  ...Object.getOwnPropertyNames(Math).map((name) => [Reflect.get(Math, name) as unknown, safe] as const),
  ...[Math.floor, Math.ceil, Math.round, Math.trunc, Math.sign].map((f) => [f, alwaysWhole] as const),
  ...[Math.min, Math.max, Math.abs].map((f) => [f, wholeOf] as const),
  ...[Boolean, isNaN, isFinite, Number.isInteger, Number.isFinite, Number.isNaN, Number.isSafeInteger].map(
    (f) => [f, alwaysWhole] as const,
  ),
  ...[Number, String, parseInt, parseFloat, Number.parseInt, Number.parseFloat].map((f) => [f, safe] as const),
]);

/** What a function of the language's own gives that neither goes through its arguments nor calls them. */
export const isHarmless = (f: unknown): ((given: readonly Type[]) => Type) | undefined => HARMLESS.get(f);
