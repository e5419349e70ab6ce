// A spec: a name, parameters, scenarios with the verdicts that are expected, and the function that builds the system.
import type { Body, Readers } from "./body.ts";
import type { Domain, Fields } from "./domain.ts";
import type { ParamDeclarations, Params, ParamValue } from "./param.ts";
import type { BuiltinClaim, Property } from "./property.ts";
import { siteOf, strangers, type Site } from "./site.ts";

/** What may be expected of a claim. A `reachable` that is reached holds. */
export type ExpectedVerdict = "holds" | "violated" | "unreached";

/** The names of a system's claims; those of an included one stand behind its own name. */
type Claims<R> = R extends Body<infer P, infer Q> ? (keyof Q & string) | IncludedClaims<P> : never;
type IncludedClaims<P> = {
  [K in keyof P & string]: P[K] extends Body<any, any>
    ? `${K}.${Claims<P[K]>}`
    : P[K] extends readonly (infer X)[]
      ? X extends Body<any, any>
        ? `${K} ${number}.${Claims<X>}`
        : never
      : P[K] extends { readonly kind: string }
        ? never
        : `${K}.${IncludedClaims<P[K]>}`;
}[keyof P & string];

export interface Scenario<P, Claim extends string> {
  readonly with?: Partial<P>;
  readonly expect?: { readonly [K in Claim | BuiltinClaim | "others"]?: ExpectedVerdict };
}

/** Values that parameters run through, one after the other. */
export interface SweepDeclaration<P, Claim extends string, Name extends string> {
  /** By parameter, all values of a domain or those of a list. The last one is that along which verdicts are told to flip. */
  readonly over: { readonly [K in keyof P]?: Domain<P[K]> | readonly P[K][] };
  /** The scenario that the other parameters are taken from; the first without it. */
  readonly scenario?: Name;
  /** Claims to judge; all without it. */
  readonly properties?: readonly (Claim | BuiltinClaim)[];
}

/** Claims whose verdict flips at most once while a number grows and all other parameters stay. */
type Monotone<P, Claim extends string> = {
  readonly [K in keyof P as P[K] extends number ? K : never]?: readonly (Claim | BuiltinClaim)[];
};

/** A checkable description of a system. Made by `spec`. */
export interface Spec<P extends ParamDeclarations = any, R extends Body<any, any> = any, G extends Fields = any> {
  readonly name: string;
  /** What it takes from outside. Checked alone, each is a signal that may change at any time. */
  readonly given: G;
  readonly params: P;
  readonly scenarios: Readonly<Record<string, Scenario<Params<P>, Claims<R>>>>;
  /** By parameter. */
  readonly monotone: Readonly<Record<string, readonly string[]>>;
  readonly sweeps: Readonly<Record<string, SweepDeclaration<Record<string, ParamValue>, string, string>>>;
  build(this: void, params: Params<P>, given: Readers<G>): R;
  /** Keys that mean nothing. */
  readonly strangers: readonly string[];
  readonly site: Site;
  /** The same object in every spec made by this copy of the library. */
  readonly library: object;
}

/** The names of a spec's claims, built-in ones included. @example ClaimOf<typeof door> // "it opens" | "no deadlock" | … */
export type ClaimOf<S> = S extends Spec<any, infer R> ? Claims<R> | BuiltinClaim : never;
/** Parameters to replace in a spec. */
export type ParamsOf<S> = S extends Spec<infer P> ? Partial<Params<P>> : never;

export const SPEC_KEYS = ["name", "given", "params", "scenarios", "monotone", "sweeps", "build"];
export const SCENARIO_KEYS = ["with", "expect"];
export const SWEEP_KEYS = ["over", "scenario", "properties"];

/** Tells specs made by this copy of the library from any other object. */
export const library: object = Object.freeze({ library: "fleetcheck" });

/**
 * Declares a spec. `build` is called anew for every check with the scenario's parameters; it must be deterministic.
 *
 * @example
 * export default spec({
 *   name: "door", params: { locks: 1 },
 *   scenarios: { "as built": {}, "two locks": { with: { locks: 2 } } },
 *   build: ({ locks }) => system({ parts: { door: one(Door, { vars: { bolts: range(0, locks) } }) } }),
 * });
 */
export function spec<
  P extends ParamDeclarations,
  R extends Body<any, Record<string, Property>>,
  const Name extends string = never,
  const G extends Fields = {},
>(declaration: {
  name: string;
  given?: G;
  params?: P;
  scenarios?: { readonly [name in Name]: Scenario<Params<NoInfer<P>>, Claims<NoInfer<R>>> };
  monotone?: Monotone<Params<NoInfer<P>>, Claims<NoInfer<R>>>;
  sweeps?: { readonly [name: string]: SweepDeclaration<Params<NoInfer<P>>, Claims<NoInfer<R>>, NoInfer<Name>> };
  build(this: void, params: Params<P>, given: Readers<G>): R;
}): Spec<P, R, G> {
  return Object.freeze({
    name: declaration.name,
    given: declaration.given ?? ({} as G),
    params: declaration.params ?? ({} as P),
    scenarios: declaration.scenarios ?? {},
    monotone: (declaration.monotone ?? {}) as Spec["monotone"],
    sweeps: declaration.sweeps ?? {},
    build: declaration.build,
    strangers: strangers(declaration, SPEC_KEYS),
    site: siteOf(spec),
    library,
  });
}
