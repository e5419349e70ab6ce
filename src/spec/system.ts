// A system: parts, their rules, the world around them, and what is claimed of the whole.
import type { Seeing } from "./domain.ts";
import type { Body, Clock, Provided } from "./body.ts";
import type { EventName, Naming } from "./events.ts";
import type { Member, Positioned, Seen } from "./member.ts";
import type { Channel, Fleet, One, Ordered, Variable } from "./part.ts";
import type { Property } from "./property.ts";
import type { FreeRule, Rule, WorldEvent } from "./rule.ts";
import { siteOf, strangers } from "./site.ts";

/** The rules that a part may be given: by event for machines, by a name of their own for variables and channels. */
export type RulesFor<P> =
  P extends Fleet<infer S, infer E, infer V>
    ? { readonly [e in E]?: Rule<Member<S, E, V>, Seen<S, E, V>> }
    : P extends Ordered<infer S, infer E, infer V, any>
      ? { readonly [e in E]?: Rule<Positioned<Member<S, E, V>>, Positioned<Seen<S, E, V>>> }
      : P extends One<infer S, infer E, infer V>
        ? { readonly [e in E]?: Rule<Member<S, E, V>, Seen<S, E, V>> }
        : P extends Variable<infer T>
          ? { readonly [event: string]: FreeRule<Variable<T>, { readonly value: Seeing<T> }> }
          : P extends Channel<infer T>
            ? { readonly [event: string]: FreeRule<Channel<T>, SeenChannel<T>> }
            : P extends Body<infer Parts, any>
              ? { readonly [K in keyof Parts]?: RulesFor<Parts[K]> }
              : P extends readonly (infer X)[]
                ? RulesFor<X>
                : { readonly [K in keyof P]?: RulesFor<P[K]> };

/** A channel as guards see it. */
type SeenChannel<T> = { readonly length: number; readonly full: boolean; readonly head: Seeing<T> };

export const SYSTEM_KEYS = ["parts", "rules", "world", "clock", "start", "properties", "provides", "terminal"];

/**
 * Puts parts, rules, world events and claims together. `start` is an effect run once on each start state; `terminal`
 * says in which states the system may come to rest; `clock` gives it time, which passes in ticks; `provides` is what
 * others may read of it. A part may be a system that was included.
 *
 * @example system({ parts: { door }, rules: { door: { open: { when: () => !locked.value } } }, terminal: "anywhere" })
 */
export function system<
  const P extends object,
  const Q extends Record<string, Property> = {},
  const Event extends string = never,
  const G extends Provided = {},
>(body: {
  parts: P;
  rules?: { readonly [K in keyof P]?: RulesFor<P[K]> };
  world?: Readonly<Record<Event, WorldEvent>>;
  clock?: Clock;
  start?: () => void;
  properties?: Q & Naming<Q, EventName<P, Event>>;
  provides?: G;
  terminal?: (() => boolean) | "anywhere";
}): Body<P, Q, G, Event> {
  return Object.freeze({
    kind: "system" as const,
    parts: body.parts,
    rules: body.rules ?? {},
    world: body.world ?? {},
    properties: body.properties ?? ({} as Q),
    provides: body.provides ?? ({} as G),
    ...(body.clock && { clock: body.clock }),
    ...(body.start && { start: body.start }),
    ...(body.terminal && { terminal: body.terminal }),
    strangers: strangers(body, SYSTEM_KEYS),
    site: siteOf(system),
  });
}
