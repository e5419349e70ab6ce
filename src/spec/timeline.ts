// Timelines: what was observed of a real system, entry by entry, to be fitted to a spec.
import type { Body } from "./body.ts";
import type { EventName } from "./events.ts";
import type { Params, ParamValue } from "./param.ts";
import { siteOf, strangers, type Site } from "./site.ts";
import { library, type Spec } from "./spec.ts";

/** One entry: what was observed, in words, and what that says of the spec's system. */
export interface Entry<Parts = any, Event extends string = string> {
  /** "05:15", or a date and time as ISO 8601 has them. */
  readonly time: string;
  /** Whom it is about. */
  readonly system?: string;
  /** What was observed, in words. */
  readonly what: string;
  /** One of these events happens; time passes by "tick". Others may have happened since the entry before, unseen. */
  readonly does?: Event | readonly Event[];
  /** So it is: some possible state satisfies this. */
  readonly sees?: (parts: Parts) => boolean;
  /** So it has been all the time since the entry before. */
  readonly since?: (parts: Parts) => boolean;
}

export interface Timeline {
  readonly kind: "timeline";
  readonly name: string;
  readonly spec: Spec;
  readonly scenario: string | undefined;
  readonly with: Readonly<Record<string, ParamValue>>;
  /** Events of which none goes unseen. */
  readonly logged: readonly string[];
  /** Is it one that cannot have happened? At which entry that shows, by its time. */
  readonly refusedAt: string | undefined;
  readonly entries: readonly Entry[];
  /** Keys that mean nothing. */
  readonly strangers: readonly string[];
  readonly site: Site;
  readonly library: object;
}

export const TIMELINE_KEYS = ["name", "scenario", "with", "logged", "refusedAt", "entries"];

type PartsOf<R> = R extends Body<infer P, any> ? P : never;
type EventsOf<R> = R extends Body<infer P, any, any, infer Event> ? EventName<P, Event & string> | "tick" : never;

/**
 * Declares what was observed of a system that a spec describes. It fits where some behaviour of the spec shows all
 * entries in order; `refusedAt` names the entry at which one that did not happen is found out.
 *
 * @example
 * export const day = timeline(region, {
 *   name: "the day",
 *   entries: [
 *     { time: "02:44", what: "capacity is added", does: "kinesis.front.join" },
 *     { time: "05:15", what: "the first alarm", sees: ({ kinesis }) => kinesis.parts.front.in("useless") > 0 },
 *   ],
 * });
 */
export function timeline<S extends Spec>(
  of: S,
  declaration: {
    name: string;
    scenario?: string;
    with?: Partial<Params<S["params"]>>;
    logged?: readonly EventsOf<ReturnType<S["build"]>>[];
    refusedAt?: string;
    entries: readonly Entry<PartsOf<ReturnType<S["build"]>>, EventsOf<ReturnType<S["build"]>>>[];
  },
): Timeline {
  return Object.freeze({
    kind: "timeline",
    name: declaration.name,
    spec: of,
    scenario: declaration.scenario,
    with: (declaration.with ?? {}) as Timeline["with"],
    logged: declaration.logged ?? [],
    refusedAt: declaration.refusedAt,
    entries: declaration.entries,
    strangers: strangers(declaration, TIMELINE_KEYS),
    site: siteOf(timeline),
    library,
  });
}
