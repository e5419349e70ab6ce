// What expressions are made of that needs no evaluating: texts, entries and items put together.
import type { Node as Tree } from "acorn";
import { Outside, type Execution } from "./execution.ts";
import { isPrimitive } from "./operators.ts";
import { get } from "./properties.ts";
import { appended } from "./sequences.ts";
import { Choice, choose, Entries, type Items, Made, Opaque, RecordPlace, type Value } from "./values.ts";

export function template(x: Execution, values: readonly Value[], texts: readonly string[]): Value {
  const settled = values.map((v) => x.settled(v));
  if (!settled.every(isPrimitive)) return new Opaque("string");
  return texts.reduce((sofar, text, i) => `${sofar}${settled[i - 1] as string}${text}`);
}

/** The items of `a` with those of `b` behind them. */
export function joined(x: Execution, a: Value, b: Value): Value {
  if (b instanceof Choice)
    return choose(
      x.nodes,
      b.index,
      b.table.map((one) => joined(x, a, one)),
    );
  return (b as Items).items.reduce((sofar, one) => appended(x, sofar, one), a);
}

/** The entries of `b` put over those of `a`. */
export function over(x: Execution, a: Value, b: Value): Value {
  if (b instanceof Choice)
    return choose(
      x.nodes,
      b.index,
      b.table.map((one) => over(x, a, one)),
    );
  if (a instanceof Choice)
    return choose(
      x.nodes,
      a.index,
      a.table.map((one) => over(x, one, b)),
    );
  return new Entries(new Map([...(a as Entries).entries, ...(b as Entries).entries]));
}

/** What { ...value } copies. */
export function entriesOf(x: Execution, value: Value): Value {
  const copied = (names: readonly string[]) => new Entries(new Map(names.map((name) => [name, get(x, value, name)])));
  if (value === undefined || value === null) return copied([]);
  if (value instanceof RecordPlace) return copied(value.shape.fields.map(({ name }) => name));
  if (value instanceof Entries) return value;
  if (value instanceof Made && value.kind === "object") return x.state.get(value);
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) return copied(Object.keys(value));
  throw new Outside("spreading something other than a plain object");
}

/** Istanbul's counters of what a test covered are passed over. */
export function isCounter(node: Tree): boolean {
  const inner = node as { type: string; object?: Tree; callee?: Tree & { name?: string } };
  if (inner.type === "MemberExpression") return isCounter(inner.object!);
  return inner.type === "CallExpression" && /^cov_[0-9a-z]+$/.test(inner.callee?.name ?? "");
}
