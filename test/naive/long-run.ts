// The claims of a spec on what happens in the long run, put as claims on an explicit graph.
import type { Property } from "../../src/spec/property.ts";
import type { Body } from "../../src/spec/body.ts";
import { MachineHandle } from "../../src/spec/handle.ts";
import type { RawRule } from "../../src/spec/rule.ts";
import { type Claim, type Fair, isBroken, isLargestForEver, type System } from "./progress.ts";
import type { Running } from "./running.ts";

/** The claims, of these, that a fair run breaks. `keys` are all states that are reached. */
export function brokenInTheLongRun(
  body: Body<object, Record<string, Property>>,
  world: Running,
  keys: readonly string[],
  starts: ReadonlySet<string>,
): string[] {
  const claims = Object.entries(body.properties).flatMap(([name, property]) => {
    const claim = claimOf(property, world, keys);
    return claim ? [{ name, claim }] : [];
  });
  if (claims.length === 0) return [];
  const system = systemOf(body, world, keys, starts);
  return claims.filter(({ claim }) => isBroken(system, claim, isLargestForEver)).map(({ name }) => name);
}

function claimOf(property: Property, world: Running, keys: readonly string[]): Claim | undefined {
  const on = (test: () => unknown) => (state: number) => world.holds(keys[state]!, test);
  switch (property.kind) {
    case "eventually":
    case "infinitelyOften":
      return { kind: property.kind, goal: on(property.goal) };
    case "leadsTo":
      return { kind: "leadsTo", once: on(property.once), goal: on(property.goal) };
    case "settles":
      return { kind: "settles", goal: on(property.goal), without: property.without.flatMap((e) => calledSo(world, e)) };
    default:
      return undefined;
  }
}

/** The numbers of the events that a name stands for: "cells.fail" is that of each of the cells. */
const calledSo = ({ events }: Running, name: string): number[] =>
  events.flatMap((event, i) => (event === name || event.replaceAll(/ \d+(?=\.)/g, "") === name ? [i] : []));

function systemOf(
  body: Body<object, unknown>,
  world: Running,
  keys: readonly string[],
  starts: ReadonlySet<string>,
): System {
  const numbers = new Map(keys.map((key, state) => [key, state]));
  const steps = keys.flatMap((key, from) =>
    world
      .steps(key)
      .flatMap(({ to, breaks, fired, member = -1 }) =>
        breaks ? [] : [{ from, to: numbers.get(to)!, rule: world.events.indexOf(fired[0]!), member }],
      ),
  );
  const event = (name: string) => world.events.indexOf(name);
  const ofParts = world.leaves.flatMap(({ name, handle, rules }) =>
    Object.entries(rules).flatMap(([e, rule]) =>
      fairTo(event(`${name}.${e}`), rule, handle instanceof MachineHandle ? handle.size : 1),
    ),
  );
  const ofWorld = Object.entries(body.world).flatMap(([e, rule]) => fairTo(event(e), rule as RawRule, 1));
  return {
    states: keys.length,
    starts: [...starts].map((key) => numbers.get(key)!),
    steps,
    fair: [...ofParts, ...ofWorld],
    accidents: world.leaves.flatMap(({ name, handle }) =>
      handle.kind === "channel" ? [event(`${name}.lose`), event(`${name}.duplicate`)].filter((n) => n >= 0) : [],
    ),
    ...(body.clock && { tick: event("tick") }),
  };
}

function fairTo(rule: number, { fair, fairEach }: RawRule, members: number): Fair[] {
  if (fair === undefined) return [];
  if (!fairEach) return [{ rule, strength: fair }];
  return Array.from({ length: members }, (_, member) => ({ rule, member, strength: fair }));
}
