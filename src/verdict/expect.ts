// What is asked and expected of a check: which claims to decide, and which verdict a scenario expects of each.
import { problem, SpecError, type Problem } from "../messages.ts";
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

/**
 * Which claims to decide, by number: those named, or all.
 *
 * @throws SpecError for names in `properties` and in the scenario's `expect` that are no claims, and for expectations
 * that a claim cannot meet
 */
export function wantedClaims(
  { claims, spec }: Model,
  { scenario, declared }: Resolved,
  properties: readonly string[] | undefined,
): Uint8Array {
  const known = claims.map((c) => c.name);
  const where = placeOfSite(spec.site);
  const problems: Problem[] = [];
  for (const asked of properties ?? []) {
    if (!known.includes(asked))
      problems.push(problem("property-unknown", { spec: spec.name, asked, known: list(known) }, where));
  }
  for (const [asked, verdict] of Object.entries(declared.expect ?? {}) as [string, ExpectedVerdict][]) {
    const claim = claims.find((c) => c.name === asked);
    if (claim === undefined && asked !== "others")
      problems.push(problem("expectation-unknown", { scenario, spec: spec.name, asked, known: list(known) }, where));
    if (claim !== undefined && !fits(claim.kind, verdict))
      problems.push(
        problem("expectation-kind", { scenario, claim: asked, asked: verdict, takes: takes(claim.kind) }, where),
      );
  }
  if (problems.length > 0) throw new SpecError(problems);
  return Uint8Array.from(claims, (c) => (properties === undefined || properties.includes(c.name) ? 1 : 0));
}

const takes = (kind: PropertyKind): string =>
  `a claim of kind ${kind} ${kind === "reachable" ? "holds or is unreached" : "holds or is violated"}`;
