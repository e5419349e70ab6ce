// Properties: named claims about what a system does.

/** A claim. Made by always, reachable, everyStep and recovers. */
export type Property =
  | { readonly kind: "always"; readonly test: () => boolean }
  | { readonly kind: "reachable"; readonly test: () => boolean }
  | { readonly kind: "everyStep"; readonly test: () => boolean }
  | {
      readonly kind: "recovers";
      readonly goal: () => boolean;
      readonly once?: () => boolean;
      readonly assuming?: () => boolean;
    };

/** The claims that every system makes without saying so. */
export const BUILTIN_CLAIMS = [
  "no deadlock",
  "values stay in their domains",
  "calls are accepted",
  "effects do not throw",
] as const;
export type BuiltinClaim = (typeof BUILTIN_CLAIMS)[number];

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
