// How many states there are up to the numbering of the members of fleets: every permutation of every fleet is tried.
import type { Domain } from "../../src/spec/domain.ts";
import { ChannelHandle, type MachineHandle, VariableHandle } from "../../src/spec/handle.ts";
import type { Spec } from "../../src/spec/spec.ts";
import { type NaiveOptions, paramsOf } from "./naive.ts";
import { type Leaf, mapped } from "./parts.ts";
import { type LeafData, type MemberData, Running, TooManyStates } from "./running.ts";
import { combinations, type Data, keyOf } from "./values.ts";
import { systemOf } from "./composed.ts";

/** New numbers by old ones, by fleet. */
type Renaming = ReadonlyMap<object, readonly number[]>;
const RENAMINGS_MAX = 50;

/**
 * Counts what is left of the reachable states, and their greatest depth, if states are one that differ only in how the
 * members of the named fleets are numbered.
 */
export function orbits(
  spec: Spec,
  fleets: readonly string[],
  options: NaiveOptions = {},
): { states: number; depth: number } {
  const world = new Running(systemOf(spec, paramsOf(spec, options)));
  const renamings = renamingsOf(world.leaves.filter(({ name }) => fleets.includes(name)));
  const least = (key: string) => renamings.map((to) => JSON.stringify(renamed(world.leaves, key, to))).toSorted()[0]!;
  const depths = new Map<string, number>();
  let level = world.starts(Infinity);
  const seen = new Set(level);
  for (let depth = 0; level.size > 0; depth++) {
    for (const orbit of new Set([...level].map(least))) if (!depths.has(orbit)) depths.set(orbit, depth);
    const next = [...level].flatMap((key) => world.steps(key)).filter((step) => step.breaks === undefined);
    level = new Set(next.map((step) => step.to)).difference(seen);
    for (const key of level) seen.add(key);
  }
  return { states: depths.size, depth: Math.max(...depths.values()) };
}

function renamingsOf(leaves: readonly Leaf[]): Renaming[] {
  const fleets = leaves.map(({ handle }) => handle as MachineHandle);
  const ways = combinations(fleets.map(({ size }) => permutations([...Array(size).keys()])));
  if (ways.length > RENAMINGS_MAX) throw new TooManyStates();
  return ways.map((way) => new Map(way.map((to, i) => [fleets[i]!, to])));
}

const permutations = (items: readonly number[]): number[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((x) => permutations(items.filter((y) => y !== x)).map((rest) => [x, ...rest]));

function renamed(leaves: readonly Leaf[], key: string, to: Renaming): LeafData[] {
  return (JSON.parse(key) as LeafData[]).map((data, at) => {
    const { handle } = leaves[at]!;
    if (handle instanceof VariableHandle)
      return mapped(data as Record<string, Data>, (x) => renamedValue(handle.of, x, to));
    if (handle instanceof ChannelHandle) {
      const messages = (data as Data[]).map((x) => renamedValue(handle.of, x, to));
      return handle.options.order === "any" ? sorted(messages) : messages;
    }
    const members: MemberData[] = [];
    for (const [i, member] of (data as MemberData[]).entries()) {
      const vars = mapped(member.vars, (x, name) => renamedValue(handle.vars[name]!, x, to));
      members[to.get(handle)?.[i] ?? i] = { ...member, vars };
    }
    return members;
  });
}

function renamedValue(domain: Domain<unknown>, data: Data, to: Renaming): Data {
  const d = domain as { kind: string; of: Domain<unknown>; fields: Record<string, Domain<unknown>> };
  if (data === null) return null;
  if (d.kind === "fleet") return to.get(domain)?.[data as number] ?? data;
  if (d.kind === "maybe") return renamedValue(d.of, data, to);
  if (d.kind === "record")
    return mapped(data as Record<string, Data>, (x, name) => renamedValue(d.fields[name]!, x, to));
  if (d.kind !== "list" && d.kind !== "set") return data;
  const items = (data as Data[]).map((x) => renamedValue(d.of, x, to));
  return d.kind === "set" ? sorted(items) : items;
}

const sorted = (items: readonly Data[]): Data[] => items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
