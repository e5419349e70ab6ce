// A spec: a name, parameters, scenarios with the verdicts that are expected, and the function that builds the system.
import type { ParamDeclarations, Params } from "./param.ts";
import type { BuiltinClaim, Property } from "./property.ts";
import { siteOf, strangers, type Site } from "./site.ts";
import type { Body } from "./system.ts";

/** What may be expected of a claim. A `reachable` that is reached holds. */
export type ExpectedVerdict = "holds" | "violated" | "unreached";

type Claims<R> = R extends Body<any, infer Q> ? keyof Q & string : never;

export interface Scenario<P, Claim extends string> {
  readonly with?: Partial<P>;
  readonly expect?: { readonly [K in Claim | BuiltinClaim | "others"]?: ExpectedVerdict };
}

/** A checkable description of a system. Made by `spec`. */
export interface Spec<P extends ParamDeclarations = any, R extends Body<any, any> = any> {
  readonly name: string;
  readonly params: P;
  readonly scenarios: Readonly<Record<string, Scenario<Params<P>, Claims<R>>>>;
  build(this: void, params: Params<P>): R;
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

export const SPEC_KEYS = ["name", "params", "scenarios", "build"];
export const SCENARIO_KEYS = ["with", "expect"];

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
export function spec<P extends ParamDeclarations, R extends Body<any, Record<string, Property>>>(declaration: {
  name: string;
  params?: P;
  scenarios?: { readonly [name: string]: Scenario<Params<NoInfer<P>>, Claims<NoInfer<R>>> };
  build(this: void, params: Params<P>): R;
}): Spec<P, R> {
  return Object.freeze({
    name: declaration.name,
    params: declaration.params ?? ({} as P),
    scenarios: declaration.scenarios ?? {},
    build: declaration.build,
    strangers: strangers(declaration, SPEC_KEYS),
    site: siteOf(spec),
    library,
  });
}
