// The parts of a system, one by one, and what authors ask of groups of members.
import { ChannelHandle, isPart, MachineHandle, type PartHandle } from "../../src/spec/handle.ts";
import type { RawRule } from "../../src/spec/rule.ts";

export type Rules = Readonly<Record<string, RawRule>>;
/** One part that is no array or record of parts. */
export interface Leaf {
  readonly name: string;
  readonly handle: PartHandle;
  readonly rules: Rules;
}
export function leavesOf(name: string, part: unknown, rules: Rules = {}): Leaf[] {
  if (isPart(part)) return [{ name, handle: part, rules }];
  if (Array.isArray(part)) return part.flatMap((cell, i) => leavesOf(`${name} ${i + 1}`, cell, rules));
  return Object.entries(part as object).flatMap(([field, inner]) =>
    leavesOf(`${name}.${field}`, inner, rules[field] as Rules),
  );
}

export function eventsOf({ name, handle, rules }: Leaf): string[] {
  const events = handle instanceof MachineHandle ? handle.machine.rows.map((row) => row.event) : Object.keys(rules);
  const { lossy, duplicating } = handle instanceof ChannelHandle ? handle.options : {};
  return [...new Set(events), ...(lossy ? ["lose"] : []), ...(duplicating ? ["duplicate"] : [])].map(
    (event) => `${name}.${event}`,
  );
}

/** Questions over members. */
export function liveMembers(members: readonly any[]): Record<PropertyKey, unknown> {
  return {
    size: members.length,
    in: (...states: string[]) => members.filter((m) => states.includes(m.state)).length,
    count: (p: (m: unknown) => boolean) => members.filter((m) => p(m)).length,
    every: (p: (m: unknown) => boolean) => members.every((m) => p(m)),
    some: (p: (m: unknown) => boolean) => members.some((m) => p(m)),
    sum: (f: (m: unknown) => number) => members.reduce((sum, m) => sum + f(m), 0),
    min: (f: (m: unknown) => number) => Math.min(...members.map((m) => f(m))),
    max: (f: (m: unknown) => number) => Math.max(...members.map((m) => f(m))),
    filter: (p: (m: unknown) => boolean) => liveMembers(members.filter((m) => p(m))),
    find: (p: (m: unknown) => boolean) => members.find((m) => p(m)),
    map: (f: (m: unknown) => unknown) => members.map((m) => f(m)),
    reduce: (f: (sofar: unknown, m: unknown) => unknown, first: unknown) =>
      members.reduce((sofar, m) => f(sofar, m), first),
    [Symbol.iterator]: () => members[Symbol.iterator](),
  };
}

/** What only ordered parts offer. */
export function positions(members: readonly object[], shape: string) {
  const beside = (m: object, by: number) => {
    const i = members.indexOf(m) + by;
    return shape === "ring" ? members[(i + members.length) % members.length] : members[i];
  };
  return { at: (i: number) => members[i], next: (m: object) => beside(m, 1), previous: (m: object) => beside(m, -1) };
}

export const mapped = <T, R>(
  fields: Readonly<Record<string, T>>,
  f: (value: T, name: string) => R,
): Record<string, R> => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, f(value, name)]));

/** Adds properties that are computed when they are read, and cannot be written. */
export function readable<T extends object, Name extends string>(
  computed: Record<Name, () => unknown>,
  target: T,
): T & Readonly<Record<Name, any>> {
  const getters = mapped(computed, (get) => ({ get })) as PropertyDescriptorMap;
  return Object.defineProperties(target, getters) as T & Readonly<Record<Name, any>>;
}
