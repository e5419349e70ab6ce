// The domains of random specs: how they are written, how many values they have, and values of them as text.
import type { Tape } from "./tape.ts";

export type Dom =
  | { readonly kind: "range"; readonly lo: number; readonly hi: number }
  | { readonly kind: "flag" }
  | { readonly kind: "oneOf"; readonly options: readonly (string | number)[] }
  | { readonly kind: "maybe" | "set"; readonly of: Dom }
  | { readonly kind: "list"; readonly of: Dom; readonly max: number }
  | { readonly kind: "record"; readonly fields: Readonly<Record<string, Dom>> }
  | { readonly kind: "member"; readonly fleet: Fleetlike };

export type ListDom = Extract<Dom, { kind: "list" }>;

/** Members that can be referred to: a fleet or an ordered part, by the text that names it. */
export interface Fleetlike {
  readonly text: string;
  readonly size: number;
}

const RANGES = [
  [0, 1],
  [0, 2],
  [0, 3],
  [1, 2],
  [-1, 1],
] as const;
const OPTIONS = [
  ["x", "y"],
  ["x", "y", "z"],
  ["x", 2],
  [5, 7],
] as const;

/** Domains that take many bits, for states that are wider than a machine word; few of their values are ever taken. */
export const WIDE: readonly Dom[] = [
  { kind: "range", lo: -3, hi: 1000 },
  { kind: "range", lo: 0, hi: 2 ** 24 },
  { kind: "range", lo: -(2 ** 29), hi: 2 ** 29 },
  { kind: "list", of: { kind: "range", lo: 0, hi: 7 }, max: 12 },
  { kind: "set", of: { kind: "range", lo: 1, hi: 40 } },
  { kind: "record", fields: { p: { kind: "range", lo: 0, hi: 2 ** 20 }, q: { kind: "range", lo: 0, hi: 2 ** 15 } } },
];

/** A domain of at most `valuesMax` values. */
export function anyDomain(t: Tape, fleets: readonly Fleetlike[], valuesMax: number, depth = 2): Dom {
  const inner = () => anyDomain(t, fleets, valuesMax, depth - 1);
  const scalar: (() => Dom)[] = [
    () => ({ kind: "flag" }),
    () => range(t.pick(RANGES)),
    () => range(t.pick(RANGES)),
    () => ({ kind: "oneOf", options: t.pick(OPTIONS) }),
    ...(fleets.length > 0 ? [() => ({ kind: "member", fleet: t.pick(fleets) }) as const] : []),
  ];
  const made: (() => Dom)[] = [
    () => maybe(inner()),
    () => ({ kind: "set", of: inner() }),
    () => ({ kind: "list", of: inner(), max: 1 + t.next(2) }),
    () => ({ kind: "record", fields: { p: inner(), q: inner() } }),
  ];
  const dom = t.pick(depth > 0 ? [...scalar, ...made] : scalar)();
  return valueCount(dom) <= valuesMax ? dom : { kind: "flag" };
}

const maybe = (of: Dom): Dom => (of.kind === "maybe" ? of : { kind: "maybe", of });
const range = ([lo, hi]: readonly [number, number]): Dom => ({ kind: "range", lo, hi });

export function valueCount(dom: Dom): number {
  switch (dom.kind) {
    case "range":
      return dom.hi - dom.lo + 1;
    case "flag":
      return 2;
    case "oneOf":
      return dom.options.length;
    case "maybe":
      return 1 + valueCount(dom.of);
    case "set":
      return 2 ** valueCount(dom.of);
    case "list":
      return dom.max === 1 ? 1 + valueCount(dom.of) : 1 + valueCount(dom.of) + valueCount(dom.of) ** 2;
    case "record":
      return Object.values(dom.fields).reduce((n, of) => n * valueCount(of), 1);
    default:
      return dom.fleet.size;
  }
}

/** The domain as a spec writes it; `self` is what the fleet that owns the variable is called. */
export function domainText(dom: Dom, self?: string): string {
  switch (dom.kind) {
    case "range":
      return `range(${dom.lo}, ${dom.hi})`;
    case "flag":
      return "flag()";
    case "oneOf":
      return `oneOf(${dom.options.map((o) => JSON.stringify(o)).join(", ")})`;
    case "maybe":
      return `maybe(${domainText(dom.of, self)})`;
    case "set":
      return `setOf(${domainText(dom.of, self)})`;
    case "list":
      return `list(${domainText(dom.of, self)}, ${dom.max})`;
    case "record":
      return `record({ ${fieldTexts(dom.fields, (of) => domainText(of, self))} })`;
    default:
      return dom.fleet.text === self ? "self" : dom.fleet.text;
  }
}

export const fieldTexts = (fields: Readonly<Record<string, Dom>>, f: (of: Dom) => string): string =>
  Object.entries(fields)
    .map(([name, of]) => `${name}: ${f(of)}`)
    .join(", ");

/** Does a value of it hold a member that has no first value? */
export function needsMember(dom: Dom): boolean {
  return dom.kind === "member" || (dom.kind === "record" && Object.values(dom.fields).some(needsMember));
}

/** Does it speak of members anywhere? */
export function speaksOfMembers(dom: Dom): boolean {
  if (dom.kind === "record") return Object.values(dom.fields).some(speaksOfMembers);
  return dom.kind === "member" || ("of" in dom && speaksOfMembers(dom.of));
}

/** A value for a start group, where members cannot be named. */
export function startText(dom: Dom, t: Tape): string {
  switch (dom.kind) {
    case "range":
      return String(dom.lo + t.next(dom.hi - dom.lo + 1));
    case "flag":
      return t.pick(["true", "false"]);
    case "oneOf":
      return JSON.stringify(t.pick(dom.options));
    case "maybe":
      return t.next(3) === 2 || speaksOfMembers(dom.of) ? "undefined" : startText(dom.of, t);
    case "set":
      return speaksOfMembers(dom.of) ? "new Set()" : `new Set([${t.times(2, () => startText(dom.of, t)).join(", ")}])`;
    case "list":
      return speaksOfMembers(dom.of) ? "[]" : `[${t.times(dom.max, () => startText(dom.of, t)).join(", ")}]`;
    case "record":
      return `{ ${fieldTexts(dom.fields, (of) => startText(of, t))} }`;
    default:
      throw new Error("a member cannot be named in a start group");
  }
}
