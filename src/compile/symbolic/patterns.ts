// Taking values apart by patterns.
import type { Expression, Pattern, Property } from "acorn";
import { Outside, type Execution } from "./execution.ts";
import { binary, isNullish, truthy } from "./operators.ts";
import { callMethod, get } from "./properties.ts";
import { gathered, isArrayLike, madeArray, walked } from "./sequences.ts";
import type { Value } from "./values.ts";

/** Evaluates the defaults and computed keys of a pattern. */
export type Evaluating = (node: Expression) => Value;
/** Gets each name, or place, with its part of the value. */
export type Bound = (target: Pattern, value: Value) => void;

/** Takes a value apart; `bound` gets each name, or place, with its part. */
export function bind(x: Execution, pattern: Pattern, value: Value, evaluating: Evaluating, bound: Bound): void {
  switch (pattern.type) {
    case "AssignmentPattern": {
      const missing = binary(x, "===", value, undefined);
      const given = x.fork(
        truthy(x, missing),
        () => evaluating(pattern.right),
        () => x.settled(value),
      );
      return bind(x, pattern.left, given, evaluating, bound);
    }
    case "ObjectPattern":
      x.throwWhere(isNullish(x, value));
      for (const p of pattern.properties) {
        if (p.type !== "Property") throw new Outside("the rest of an object");
        bind(x, p.value, get(x, value, propertyName(p as Property, evaluating)), evaluating, bound);
      }
      return;
    case "ArrayPattern":
      return bindItems(x, pattern.elements, value, evaluating, bound);
    default:
      return bound(pattern, value);
  }
}

function bindItems(
  x: Execution,
  elements: readonly (Pattern | null)[],
  value: Value,
  evaluating: Evaluating,
  bound: Bound,
): void {
  const list = x.each(value, (one) =>
    isArrayLike(one) ? one : madeArray(x, gathered(x, walked(x, one) ?? x.throwNow())),
  );
  elements.forEach((element, i) => {
    if (element === null) return;
    if (element.type === "RestElement") bind(x, element.argument, callMethod(x, list, "slice", [i]), evaluating, bound);
    else bind(x, element, get(x, list, i), evaluating, bound);
  });
}

export function propertyName({ kind, computed, key }: Property, evaluating: Evaluating): string {
  if (kind !== "init") throw new Outside("a getter or setter");
  const name = computed
    ? evaluating(key)
    : key.type === "Identifier"
      ? key.name
      : key.type === "Literal"
        ? key.value
        : undefined;
  if (typeof name !== "string" && typeof name !== "number") throw new Outside("a computed property");
  return String(name);
}
