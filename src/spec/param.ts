// Parameters: what a spec declares, and the values that it is built with.
import type { Domain, OneOfDomain, RangeDomain } from "./domain.ts";

/** The value of a parameter. */
export type ParamValue = number | boolean | string;

/** A parameter: a literal, which is its default, or a domain, whose first value is. */
export type ParamDeclarations = Readonly<Record<string, ParamValue | Domain<any>>>;

type Widened<T> =
  T extends Domain<infer X>
    ? X
    : T extends number
      ? number
      : T extends boolean
        ? boolean
        : T extends string
          ? string
          : never;

/** What `build` is given. */
export type Params<P> = { [K in keyof P]: Widened<P[K]> };

/** What each parameter is where nobody says otherwise. */
export const paramDefaults = (declared: ParamDeclarations): Record<string, ParamValue> =>
  Object.fromEntries(Object.entries(declared).map(([name, d]) => [name, typeof d === "object" ? firstOf(d) : d]));

function firstOf(domain: Domain<unknown>): ParamValue {
  if (domain.kind === "range") return (domain as RangeDomain).lo;
  if (domain.kind === "oneOf") return (domain as OneOfDomain).options[0]!;
  return false;
}
