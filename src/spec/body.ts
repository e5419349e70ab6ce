// Bodies: what `system` returns, and what a larger system takes in as a part.
import type { Domain, Fields, ValueOf } from "./domain.ts";
import type { ParamValue } from "./param.ts";
import type { Property } from "./property.ts";
import type { WorldEvent } from "./rule.ts";
import type { Site } from "./site.ts";

/** Time, in steps of one length. */
export interface Clock {
  /** How long one tick is, in words: "15 minutes". */
  readonly tick: string;
  /** What each tick does, after all that happens together on it; it may write anything. */
  readonly then?: () => void;
}

/** Events that belong to no machine, by name. */
type World = Readonly<Record<string, WorldEvent>>;

/** What a system offers to others, or takes from them: functions of the present state. */
export type Provided = Readonly<Record<string, () => unknown>>;

/** What a spec takes from outside, as functions of the present state. */
export type Readers<G> = { readonly [K in keyof G]: () => ValueOf<G[K]> };

/** What `system` returns and `build` hands over: parts P, claims Q, what it provides G, the names of world events. */
export interface Body<P, Q, G = any, Event = any> {
  readonly kind: "system";
  readonly parts: P;
  readonly rules: Readonly<Record<string, unknown>>;
  readonly world: World;
  /** Carries the world events' names; never set. */
  readonly _events?: Event;
  readonly clock?: Clock;
  readonly start?: () => void;
  readonly properties: Q;
  readonly provides: G;
  readonly terminal?: (() => boolean) | "anywhere";
  /** Where it was included from a spec of its own. */
  readonly origin?: Origin;
  /** Keys that mean nothing. */
  readonly strangers: readonly string[];
  readonly site: Site;
}

export type AnyBody = Body<object, Readonly<Record<string, Property>>, Provided>;

/** What an included system was made of. */
export interface Origin {
  readonly spec: {
    readonly name: string;
    readonly params: Readonly<Record<string, ParamValue | Domain<any>>>;
    readonly given: Fields;
    readonly site: Site;
  };
  readonly with: Readonly<Record<string, ParamValue | undefined>>;
  readonly given: Provided;
  readonly site: Site;
}

export const isBody = (x: unknown): x is AnyBody =>
  typeof x === "object" && x !== null && (x as { kind?: unknown }).kind === "system" && "site" in x;
