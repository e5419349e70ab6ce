// What a random expression can speak of: members, values and channels, by the text that names them.
import type { Dom, Fleetlike } from "./domains.ts";
import type { Tape } from "./tape.ts";

/** A part as expressions know it. */
export interface Leaf extends Fleetlike {
  readonly kind: "fleet" | "ordered" | "one" | "variable" | "channel";
  readonly states: readonly string[];
  readonly events: readonly string[];
  /** Variables of members; of a variable its `value`. */
  readonly vars: Readonly<Record<string, Dom>>;
  /** What a channel carries. */
  readonly message?: Dom;
  readonly capacity: number;
  readonly order: "fifo" | "any";
  readonly line: boolean;
  /** Is it one of several cells of an array? Then `self` may belong to another one. */
  readonly cell: boolean;
  /** Events that can be dispatched. */
  readonly callable: readonly string[];
}
export interface Named<T> {
  readonly text: string;
  readonly is: T;
}
/** What an expression can speak of. */
export interface Scope {
  readonly leaves: readonly Leaf[];
  /** Members in scope: the rule's own, chosen ones, those of a loop. */
  readonly members: readonly Named<Leaf>[];
  /** Values that can only be read: choices, received messages. */
  readonly values: readonly Named<Dom>[];
  readonly channels: readonly Named<Leaf>[];
  readonly variables: readonly Named<Leaf>[];
  readonly mayAskCan: boolean;
  /** May it read the head of a channel whose order is "any"? */
  readonly mayPick: boolean;
  readonly params: readonly string[];
  /** Captured functions, by what they return. */
  readonly helpers: readonly { readonly text: string; readonly gives: "boolean" | "number" | "test" }[];
}

/** Every value that can be read, down to fields of records and variables of members that are held. */
export function places(scope: Scope): Named<Dom>[] {
  const own = [...members(scope), ...scope.variables].flatMap(({ text, is }) =>
    Object.entries(is.vars).map(([name, dom]) => ({ text: `${text}.${name}`, is: dom })),
  );
  return [...own, ...scope.values].flatMap(withFields);
}

export function withFields(place: Named<Dom>): Named<Dom>[] {
  if (place.is.kind !== "record") return [place];
  const fields = Object.entries(place.is.fields);
  return [place, ...fields.flatMap(([name, dom]) => withFields({ text: `${place.text}.${name}`, is: dom }))];
}

/** Members in scope, parts made by `one`, neighbours, and members that others hold. */
export function members(scope: Scope): Named<Leaf>[] {
  const ones = scope.leaves.filter((leaf) => leaf.kind === "one").map((is) => ({ text: is.text, is }));
  const placed = scope.leaves.filter((leaf) => leaf.kind === "ordered" && leaf.size > 0);
  const first = placed.map((is) => ({ text: `${is.text}.at(${is.size - 1})`, is }));
  const rings = scope.members.filter(({ is }) => is.kind === "ordered" && !is.line && !is.cell);
  const next = rings.map(({ text, is }) => ({ text: `${is.text}.next(${text})`, is }));
  const known = [...scope.members, ...ones, ...first, ...next];
  const holders = [
    ...known.flatMap(({ text, is }) => fieldsOf(text, is.vars)),
    ...scope.values,
    ...scope.variables.flatMap(({ text, is }) => fieldsOf(text, is.vars)),
  ];
  const held = holders
    .flatMap(withFields)
    .flatMap(({ text, is }) => (is.kind === "member" ? [{ text, is: is.fleet as Leaf }] : []));
  return [...known, ...held];
}

export const fieldsOf = (text: string, vars: Readonly<Record<string, Dom>>): Named<Dom>[] =>
  Object.entries(vars).map(([name, is]) => ({ text: `${text}.${name}`, is }));

export const groups = (scope: Scope): Leaf[] =>
  scope.leaves.filter((leaf) => leaf.kind === "fleet" || leaf.kind === "ordered");

export function pickNamed<T>(t: Tape, from: readonly Named<T>[], fits: (is: T) => boolean): Named<T> | undefined {
  const possible = from.filter(({ is }) => fits(is));
  return possible.length > 0 ? t.pick(possible) : undefined;
}

/** A name that is not yet taken. */
export function fresh(scope: Scope): string {
  const taken = [...scope.members, ...scope.values].length;
  return `${"mnopqr"[taken % 6]}${taken}`;
}
