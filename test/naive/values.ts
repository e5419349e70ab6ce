// Values of domains as plain JSON data, and what an author sees of them. A member is stored as its number, a set as
// the sorted list of its elements, undefined (also of a member that was never set) as null.
import type {
  Domain,
  FSet,
  ListDomain,
  MaybeDomain,
  OneOfDomain,
  RangeDomain,
  RecordDomain,
  SetDomain,
} from "../../src/spec/domain.ts";

export type Data = null | boolean | number | string | Data[] | { [field: string]: Data };
/** Where a piece of data lies in the state. */
export interface Slot {
  get(): Data;
  set(data: Data): void;
}
/** What values need to know of the world. */
export interface World {
  /** The views of all members, by fleet: one object a member. */
  readonly views: ReadonlyMap<object, readonly object[]>;
  /** Called when an author writes what is outside the domain. */
  outside(why: string): never;
}

/** Thrown by `encode`. */
class OutsideDomain extends Error {}

export const keyOf = (data: Data): string => JSON.stringify(data);
export const copyOf = <T>(data: T): T => JSON.parse(JSON.stringify(data)) as T;

type AnyDomain =
  | RangeDomain
  | OneOfDomain
  | MaybeDomain
  | RecordDomain
  | ListDomain
  | SetDomain
  | { readonly kind: "flag" | "fleet" | "ordered" };

/** The value that a field without a start takes; a member-valued one is unset. */
export function firstOf(domain: Domain<unknown>): Data {
  const d = domain as AnyDomain;
  if (d.kind === "range") return d.lo;
  if (d.kind === "flag") return false;
  if (d.kind === "oneOf") return d.options[0] as Data;
  if (d.kind === "record") return eachField(d, (of) => firstOf(of));
  return d.kind === "list" || d.kind === "set" ? [] : null;
}

/** Every value of a domain. */
export function valuesOf(domain: Domain<unknown>, world: World): Data[] {
  const d = domain as AnyDomain;
  if (d.kind === "range") return Array.from({ length: d.hi - d.lo + 1 }, (_, i) => d.lo + i);
  if (d.kind === "flag") return [false, true];
  if (d.kind === "oneOf") return [...d.options];
  if (d.kind === "maybe") return [null, ...valuesOf(d.of, world)];
  if (d.kind === "record") return product(eachField(d, (of) => valuesOf(of, world)));
  if (d.kind === "set")
    return valuesOf(d.of, world).reduce<Data[][]>((sets, x) => [...sets, ...sets.map((s) => [...s, x])], [[]]);
  if (d.kind === "list")
    return Array.from({ length: d.max + 1 }, (_, n) =>
      combinations(Array(n).fill(valuesOf(d.of, world))),
    ).flat() as Data[];
  return viewsOf(domain, world).map((_, i) => i);
}

/** All ways to take one of each. */
export const combinations = <T>(lists: readonly (readonly T[])[]): T[][] =>
  lists.reduce<T[][]>((rows, list) => rows.flatMap((row) => list.map((x) => [...row, x])), [[]]);

/** All ways to take one value for each field. */
export function product<T>(fields: Record<string, readonly T[]>): Record<string, T>[] {
  const names = Object.keys(fields);
  return combinations(Object.values(fields)).map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]!])));
}

/** The data of an author's value. @throws OutsideDomain where it is no value of the domain */
export function encode(domain: Domain<unknown>, value: unknown, world: World): Data {
  const d = domain as AnyDomain;
  const fits = (yes: boolean): void => {
    if (!yes) throw new OutsideDomain(`${String(value)} is outside ${d.kind}`);
  };
  switch (d.kind) {
    case "range":
      fits(Number.isInteger(value) && (value as number) >= d.lo && (value as number) <= d.hi);
      return (value as number) + 0;
    case "flag":
      fits(typeof value === "boolean");
      return value as boolean;
    case "oneOf":
      fits(d.options.includes(value as string | number));
      return value as string | number;
    case "maybe":
      return value === undefined ? null : encode(d.of, value, world);
    case "record":
      fits(typeof value === "object" && value !== null);
      return eachField(d, (of, name) => encode(of, (value as Record<string, unknown>)[name], world));
    case "list":
      fits(Array.isArray(value) && value.length <= d.max);
      return Array.from(value as unknown[], (x) => encode(d.of, x, world));
    case "set":
      fits(typeof value === "object" && value !== null && "has" in value && Symbol.iterator in value);
      return sorted(
        d,
        Array.from(value as Iterable<unknown>, (x) => encode(d.of, x, world)),
        world,
      );
    default:
      fits(viewsOf(domain, world).includes(value as object));
      return viewsOf(domain, world).indexOf(value as object);
  }
}

export function isValue(domain: Domain<unknown>, value: unknown, world: World): boolean {
  try {
    encode(domain, value, world);
    return true;
  } catch {
    return false;
  }
}

/** The data of a value that an author writes. */
export function written(domain: Domain<unknown>, value: unknown, world: World): Data {
  return isValue(domain, value, world) ? encode(domain, value, world) : world.outside(`a value outside ${domain.kind}`);
}

/** A value that lies in the state: writing to it, or to its fields, changes the state. */
export function liveValue(domain: Domain<unknown>, slot: Slot, world: World): unknown {
  const d = domain as AnyDomain;
  const data = slot.get();
  if (data === null) return undefined;
  if (d.kind === "maybe") return liveValue(d.of, slot, world);
  if (d.kind === "record") return liveFields(d.fields, () => slot.get() as Record<string, Data>, world);
  if (d.kind === "list") return liveList(d, slot, world);
  if (d.kind === "set") return liveSet(d, slot, world);
  return detached(domain, data, world);
}

/** A value of its own, that shares nothing with the state. */
export function detached(domain: Domain<unknown>, data: Data, world: World): unknown {
  const d = domain as AnyDomain;
  if (data === null) return undefined;
  if (d.kind === "maybe") return detached(d.of, data, world);
  if (d.kind === "record")
    return eachField(d, (of, name) => detached(of, (data as Record<string, Data>)[name]!, world) as Data);
  if (d.kind === "list") return (data as Data[]).map((x) => detached(d.of, x, world));
  if (d.kind === "set") {
    let own = [...(data as Data[])];
    return liveSet(d, { get: () => own, set: (x) => (own = x as Data[]) }, world);
  }
  return d.kind === "fleet" || d.kind === "ordered" ? viewsOf(domain, world)[data as number] : data;
}

/** Gives `target` (by default a new object) a property for each field, that reads and writes the state; and no others. */
export function liveFields(
  fields: Record<string, Domain<unknown>>,
  holder: () => Record<string, Data>,
  world: World,
  target: object = {},
): object {
  for (const [name, of] of Object.entries(fields)) {
    const slot = { get: () => holder()[name]!, set: (data: Data) => void (holder()[name] = data) };
    Object.defineProperty(target, name, {
      enumerable: true,
      get: () => liveValue(of, slot, world),
      set(value) {
        slot.set(written(of, value, world));
      },
    });
  }
  return Object.preventExtensions(target);
}

const MUTATORS = new Set<PropertyKey>([
  "push",
  "pop",
  "shift",
  "unshift",
  "splice",
  "sort",
  "reverse",
  "fill",
  "copyWithin",
]);

function liveList(d: ListDomain, slot: Slot, world: World): unknown {
  const items = () => slot.get() as Data[];
  const element = (i: number): Slot => ({ get: () => items()[i]!, set: (x) => void (items()[i] = x) });
  const change = (f: (copy: any) => unknown): unknown => {
    const copy = detached(d, items(), world);
    const result = f(copy);
    slot.set(written(d, copy, world));
    return result === copy ? list : result;
  };
  // What only reads is Array's own, run on this proxy.
  const list: unknown = new Proxy([], {
    get(target, key) {
      if (MUTATORS.has(key)) return (...args: unknown[]) => change((copy) => copy[key](...args));
      if (key === "length") return items().length;
      return indexOf(key) < items().length ? liveValue(d.of, element(indexOf(key)), world) : Reflect.get(target, key);
    },
    has: (target, key) => indexOf(key) < items().length || Reflect.has(target, key),
    set: (_, key, value) => {
      change((copy) => (copy[key] = value));
      return true;
    },
  });
  return list;
}

const indexOf = (key: PropertyKey): number => (typeof key === "string" && /^\d+$/.test(key) ? Number(key) : Infinity);

function liveSet(d: SetDomain, slot: Slot, world: World): FSet<unknown> {
  const items = () => slot.get() as Data[];
  const elements = () => items().map((x) => detached(d.of, x, world));
  const without = (x: Data) => items().filter((y) => keyOf(y) !== keyOf(x));
  const keyIfValue = (x: unknown) => (isValue(d.of, x, world) ? keyOf(encode(d.of, x, world)) : undefined);
  return {
    get size() {
      return items().length;
    },
    has: (x) => items().some((y) => keyOf(y) === keyIfValue(x)),
    add: (x) => {
      const data = written(d.of, x, world);
      slot.set(sorted(d, [...without(data), data], world));
    },
    delete: (x) => slot.set(items().filter((y) => keyOf(y) !== keyIfValue(x))),
    some: (p) => elements().some((x) => p(x)),
    every: (p) => elements().every((x) => p(x)),
    *[Symbol.iterator]() {
      // In the order of the domain, and aware of what the loop adds and deletes.
      for (const x of valuesOf(d.of, world))
        if (items().some((y) => keyOf(y) === keyOf(x))) yield detached(d.of, x, world);
    },
  };
}

/** The elements of a set, each once, in the order of its domain. */
function sorted(d: SetDomain, items: Data[], world: World): Data[] {
  const keys = new Set(items.map(keyOf));
  return valuesOf(d.of, world).filter((x) => keys.has(keyOf(x)));
}

function viewsOf(domain: Domain<unknown>, world: World): readonly object[] {
  const members = world.views.get(domain);
  if (!members) throw new Error(`a domain of kind ${domain.kind} that is no part of the system`);
  return members;
}

function eachField<T>(d: RecordDomain, f: (of: Domain<unknown>, name: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(d.fields).map(([name, of]) => [name, f(of, name)]));
}
