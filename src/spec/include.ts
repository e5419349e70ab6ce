// Composition: a system as a part of a larger one.
import type { AnyBody, Body, Readers } from "./body.ts";
import type { Fields } from "./domain.ts";
import { paramDefaults, type ParamDeclarations, type Params } from "./param.ts";
import { siteOf } from "./site.ts";
import type { Spec } from "./spec.ts";

/**
 * Builds a spec's system to stand among the parts of a larger one: its parts, rules, events and claims come along, each
 * under the name that it is given there. `given` says, for everything that the spec takes from outside, where it comes
 * from; readers are asked in every state anew, so that two systems may read each other.
 *
 * @example const users = include(cognito, { with: { buffer: 1 }, given: { streamWorks: () => kinesis.is("serving") } });
 */
export function include<P extends ParamDeclarations, R extends Body<any, any>, G extends Fields>(
  of: Spec<P, R, G>,
  options: {
    readonly with?: Partial<Params<NoInfer<P>>>;
    readonly given: Readers<NoInfer<G>>;
  },
): R {
  const params = { ...paramDefaults(of.params), ...options.with };
  const built: AnyBody = of.build(params as Params<P>, options.given);
  const origin = { spec: of, with: options.with ?? {}, given: options.given, site: siteOf(include) };
  return Object.freeze({ ...built, origin }) as unknown as R;
}
