// What the members and parts of a counterexample are called in its pictures: by their machine, where that is enough
// to tell them apart ("front-end server 4"), else by their part. Values that name members are put the same way.
import type { Change, Owner, PartState, Shown } from "../verdict/verdict.ts";
import { valueText } from "./steps.ts";

export interface Names {
  /** "front-end server 4", "limit". */
  of(owner: Owner): string;
  /** The same with the member's start group: "front-end server 4 (added)". */
  head(owner: Owner): string;
  /** Several members of one part: "front-end server 1 to 3". */
  group(part: string, members: readonly (number | undefined)[]): string;
  /** A value, members in it by these names. */
  value(value: Shown): string;
  /** A text of the verdict, members in it by these names. */
  text(text: string): string;
}

export function namesOf(initial: readonly PartState[]): Names {
  const bases = basesOf(initial);
  const base = (part: string) => bases.get(part) ?? part;
  const of = ({ part, member }: Owner) => (member === undefined ? base(part) : `${base(part)} ${member}`);
  const text = renaming(initial, of);
  return {
    of,
    head: (owner) => `${of(owner)}${cohortOf(initial, owner)}`,
    group: (part, members) => `${base(part)} ${runs(members.filter((m) => m !== undefined))}`.trimEnd(),
    value: (value) => text(valueText(value)),
    text,
  };
}

/** Is it the world, which is no part? */
export const isWorld = (owner: Owner): boolean => owner.part === "world";

export const keyOf = ({ part, member }: Owner): string => `${part}#${member ?? ""}`;

/** A change in words: "building → serving", "threads 2 → 3". */
export function changeInWords(change: Change, names: Names): string {
  const arrow = `${names.value(change.from)} → ${names.value(change.to)}`;
  return change.field === "state" || change.field === "value" ? arrow : `${change.field} ${arrow}`;
}

/** All values in words: "serving, threads 2". Besides states, what is 0, false or empty goes without saying. */
export function valuesInWords(values: PartState["values"], names: Names): string {
  const words = ([field, value]: [string, Shown]) => {
    if (field === "state" || field === "value") return [names.value(value)];
    return isNothing(value) ? [] : [`${field} ${names.value(value)}`];
  };
  return Object.entries(values).flatMap(words).join(", ");
}

const isNothing = (value: Shown): boolean =>
  typeof value === "object" && value !== null
    ? Object.values(value).every(isNothing)
    : value === 0 || value === false || value === null;

/** Numbers as people say them: "1 to 3, 5 and 6". */
export function runs(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].toSorted((a, b) => a - b);
  const found: [number, number][] = [];
  for (const n of sorted) {
    const last = found.at(-1);
    if (last && last[1] === n - 1) last[1] = n;
    else found.push([n, n]);
  }
  return inWords(found.flatMap(([a, b]) => (b - a > 1 ? [`${a} to ${b}`] : a === b ? [`${a}`] : [`${a}`, `${b}`])));
}

/** "a, b and c". */
export const inWords = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

function basesOf(initial: readonly PartState[]): ReadonlyMap<string, string> {
  const machines = new Map<string, Set<string>>();
  for (const { part, machine } of initial) {
    if (machine !== undefined) machines.set(machine, (machines.get(machine) ?? new Set()).add(part));
  }
  const alone = initial.filter(({ machine }) => machine !== undefined && machines.get(machine)!.size === 1);
  return new Map(alone.map(({ part, machine }) => [part, machine!]));
}

function cohortOf(initial: readonly PartState[], owner: Owner): string {
  const cohort = initial.find((state) => keyOf(state) === keyOf(owner))?.cohort;
  return cohort ? ` (${cohort})` : "";
}

/** Puts "front 3" as "front-end server 3" wherever it stands alone in a text. */
function renaming(initial: readonly PartState[], of: (owner: Owner) => string): (text: string) => string {
  const named = new Map(initial.filter((s) => s.member !== undefined).map((s) => [`${s.part} ${s.member}`, of(s)]));
  if (named.size === 0) return (text) => text;
  const parts = [...new Set(initial.filter((s) => s.member !== undefined).map((s) => s.part))];
  const pattern = new RegExp(
    `(?<![\\w-])(?:${parts.map((p) => p.replace(/[^\w\s]/g, "\\$&")).join("|")}) \\d+(?![\\w-])`,
    "g",
  );
  return (text) => text.replace(pattern, (found) => named.get(found) ?? found);
}
