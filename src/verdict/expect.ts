// What is asked and expected of a check: which claims to decide, and which verdict a scenario expects of each.
import { problem, type Problem } from "../messages.ts";
import type { Model } from "../model/model.ts";
import { list, type Resolved } from "../model/params.ts";
import { placeOfSite } from "../capture/place.ts";
import type { ExpectedVerdict } from "../spec/spec.ts";
import type { PropertyKind } from "./verdict.ts";

/** What a scenario expects of a claim: by name, else its `others`, else that it holds. */
export function expectedOf(
  name: string,
  kind: PropertyKind,
  expect: Readonly<Record<string, ExpectedVerdict | undefined>> | undefined,
): ExpectedVerdict {
  const others = expect?.["others"];
  return expect?.[name] ?? (others !== undefined && fits(kind, others) ? others : "holds");
}

/** Can a claim of this kind have this verdict? */
const fits = (kind: PropertyKind, verdict: ExpectedVerdict): boolean =>
  verdict === "holds" || verdict === (kind === "reachable" ? "unreached" : "violated");

/** Which claims to decide, by number: those named, or all. */
export function wantedClaims({ claims }: Model, properties: readonly string[] | undefined): Uint8Array {
  return Uint8Array.from(claims, (c) => (properties === undefined || properties.includes(c.name) ? 1 : 0));
}

/** Names in `properties` and in the scenario's `expect` that are no claims, and expectations that no claim can meet. */
export function expectationProblems(
  { claims, spec }: Model,
  { scenario, declared }: Resolved,
  properties: readonly string[] = [],
): Problem[] {
  const known = list(claims.map((c) => c.name));
  const where = placeOfSite(spec.site);
  const asked = properties.filter((name) => !claims.some((c) => c.name === name));
  return [
    ...asked.map((name) => problem("property-unknown", { spec: spec.name, asked: name, known }, where)),
    ...Object.entries(declared.expect ?? {}).flatMap(([name, verdict]) => {
      const claim = claims.find((c) => c.name === name);
      if (claim === undefined && name !== "others")
        return [problem("expectation-unknown", { scenario, spec: spec.name, asked: name, known }, where)];
      const isPossible = claim === undefined ? VERDICTS.includes(verdict!) : fits(claim.kind, verdict!);
      return isPossible
        ? []
        : [
            problem(
              "expectation-kind",
              { scenario, claim: name, asked: String(verdict), takes: takes(claim?.kind) },
              where,
            ),
          ];
    }),
  ];
}

const VERDICTS: readonly ExpectedVerdict[] = ["holds", "violated", "unreached"];

const takes = (kind: PropertyKind | undefined): string => {
  if (kind === undefined) return `what is expected of others is one of ${list(VERDICTS)}`;
  return `a claim of kind \`${kind}\` ${kind === "reachable" ? "holds or is unreached" : "holds or is violated"}`;
};
