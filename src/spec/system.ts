// A system: parts, their rules, the world around them, and what is claimed of the whole.
import type { Seeing } from "./domain.ts";
import type { Member, Positioned, Seen } from "./member.ts";
import type { Channel, Fleet, One, Ordered, Variable } from "./part.ts";
import type { Property } from "./property.ts";
import type { Rule, WorldEvent } from "./rule.ts";
import { siteOf, strangers, type Site } from "./site.ts";

/** The rules that a part may be given: by event for machines, by a name of their own for variables and channels. */
export type RulesFor<P> =
  P extends Fleet<infer S, infer E, infer V>
    ? { readonly [e in E]?: Rule<Member<S, E, V>, Seen<S, E, V>> }
    : P extends Ordered<infer S, infer E, infer V, any>
      ? { readonly [e in E]?: Rule<Positioned<Member<S, E, V>>, Positioned<Seen<S, E, V>>> }
      : P extends One<infer S, infer E, infer V>
        ? { readonly [e in E]?: Rule<Member<S, E, V>, Seen<S, E, V>> }
        : P extends Variable<infer T>
          ? { readonly [event: string]: Rule<Variable<T>, { readonly value: Seeing<T> }> }
          : P extends Channel<infer T>
            ? { readonly [event: string]: Rule<Channel<T>, SeenChannel<T>> }
            : P extends readonly (infer X)[]
              ? RulesFor<X>
              : { readonly [K in keyof P]?: RulesFor<P[K]> };

/** A channel as guards see it. */
type SeenChannel<T> = { readonly length: number; readonly full: boolean; readonly head: Seeing<T> };

/** What `system` returns and `build` hands over. */
export interface Body<P, Q> {
  readonly kind: "system";
  readonly parts: P;
  readonly rules: Readonly<Record<string, unknown>>;
  readonly world: Readonly<Record<string, WorldEvent>>;
  readonly start?: () => void;
  readonly properties: Q;
  readonly terminal?: (() => boolean) | "anywhere";
  /** Keys that mean nothing. */
  readonly strangers: readonly string[];
  readonly site: Site;
}

export const SYSTEM_KEYS = ["parts", "rules", "world", "start", "properties", "terminal"];

/**
 * Puts parts, rules, world events and claims together. `start` is an effect run once on each start state; `terminal`
 * says in which states the system may come to rest.
 *
 * @example system({ parts: { door }, rules: { door: { open: { when: () => !locked.value } } }, terminal: "anywhere" })
 */
export function system<const P extends object, const Q extends Record<string, Property> = {}>(body: {
  parts: P;
  rules?: { readonly [K in keyof P]?: RulesFor<P[K]> };
  world?: Record<string, WorldEvent>;
  start?: () => void;
  properties?: Q;
  terminal?: (() => boolean) | "anywhere";
}): Body<P, Q> {
  return Object.freeze({
    kind: "system" as const,
    parts: body.parts,
    rules: body.rules ?? {},
    world: body.world ?? {},
    properties: body.properties ?? ({} as Q),
    ...(body.start && { start: body.start }),
    ...(body.terminal && { terminal: body.terminal }),
    strangers: strangers(body, SYSTEM_KEYS),
    site: siteOf(system),
  });
}
