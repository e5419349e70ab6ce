// Properties: named claims about what a system does.

/** A claim. Made by always, reachable, everyStep, recovers, eventually, infinitelyOften, leadsTo and settles. */
export type Property =
  | { readonly kind: "always"; readonly test: () => boolean }
  | { readonly kind: "reachable"; readonly test: () => boolean }
  | { readonly kind: "everyStep"; readonly test: () => boolean }
  | {
      readonly kind: "recovers";
      readonly goal: () => boolean;
      readonly once?: () => boolean;
      readonly assuming?: () => boolean;
    }
  | { readonly kind: "eventually"; readonly goal: () => boolean }
  | { readonly kind: "infinitelyOften"; readonly goal: () => boolean }
  | { readonly kind: "leadsTo"; readonly once: () => boolean; readonly goal: () => boolean }
  | Settling;

/** A claim of kind `settles`, with the events that it names: `system` knows which there are. */
export interface Settling<Event extends string = string> {
  readonly kind: "settles";
  readonly goal: () => boolean;
  readonly without: readonly Event[];
}

/** The claims that every system makes without saying so. */
export const BUILTIN_CLAIMS = [
  "no deadlock",
  "values stay in their domains",
  "calls are accepted",
  "effects do not throw",
] as const;
/** And those that every system with a clock makes. */
export const CLOCK_CLAIMS = ["time can pass", "no zero-time cycle"] as const;
export type BuiltinClaim = (typeof BUILTIN_CLAIMS)[number] | (typeof CLOCK_CLAIMS)[number];

/** True in every reachable state. @example always(() => front.in("useless") === 0) */
export const always = (test: () => boolean): Property => Object.freeze({ kind: "always", test });

/** True in some reachable state. @example reachable(() => front.in("serving") === front.size) */
export const reachable = (test: () => boolean): Property => Object.freeze({ kind: "reachable", test });

/**
 * True of every transition, judged in the state after it; `old` reads the state before it.
 *
 * @example everyStep(() => meter.value >= old(() => meter.value))
 */
export const everyStep = (test: () => boolean): Property => Object.freeze({ kind: "everyStep", test });

/**
 * From every reachable state where `once` (default: every state), some path, on all of whose states `assuming` is true
 * (default: any path), reaches `goal`. A state from which none does is a trap.
 *
 * @example recovers(() => front.in("serving") === front.size, { once: () => operator.is("done") })
 */
export const recovers = (
  goal: () => boolean,
  options: { once?: () => boolean; assuming?: () => boolean } = {},
): Property => Object.freeze({ kind: "recovers", goal, ...options });

/**
 * On every fair run, `goal` is true sooner or later. A run that comes to an end stays where it ended; where there is a
 * clock, the runs on which time advances are judged.
 *
 * @example eventually(() => job.is("done"))
 */
export const eventually = (goal: () => boolean): Property => Object.freeze({ kind: "eventually", goal });

/**
 * On every fair run, `goal` is true again and again: never for the last time.
 *
 * @example infinitelyOften(() => philosophers.at(0).is("eating"))
 */
export const infinitelyOften = (goal: () => boolean): Property => Object.freeze({ kind: "infinitelyOften", goal });

/**
 * On every fair run, wherever `once` is true `goal` is true too, or is later.
 *
 * @example leadsTo(() => client.is("waiting"), () => client.is("served"))
 */
export const leadsTo = (once: () => boolean, goal: () => boolean): Property =>
  Object.freeze({ kind: "leadsTo", once, goal });

/**
 * Once certain events no longer happen, the system gets to `goal` by itself: from every state that is reached with all
 * events, every fair run without those that `without` names reaches it. Where it does not, the system is in a trap that
 * holds although its trigger is gone. Events are named as in verdicts: "front.fail", or a world event by its name.
 *
 * @example settles(() => front.in("serving") === front.size, { without: ["demand rises", "front.fail"] })
 */
export const settles = <const Event extends string>(
  goal: () => boolean,
  options: { readonly without: readonly Event[] },
): Settling<Event> => Object.freeze({ kind: "settles", goal, without: options?.without });
