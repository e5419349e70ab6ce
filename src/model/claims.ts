// Claims: the built-in ones and the spec's own, each with the predicates by which it is decided.
import { problem, type Problem } from "../messages.ts";
import { BUILTIN_CLAIMS, type Property } from "../spec/property.ts";
import type { Body } from "../spec/system.ts";
import type { Model, ModelClaim, Predicate } from "./model.ts";
import { placeOfSite } from "../capture/place.ts";

export type Claims = Pick<Model, "claims" | "predicates" | "stepTests" | "refusals">;

/** Built-in claims first, then the spec's in declaration order. */
export function makeClaims(body: Body<object, Record<string, Property>>, spec: string, problems: Problem[]): Claims {
  const predicates: Predicate[] = [];
  const claims: ModelClaim[] = [];
  const stepTests = new Map<number, Predicate>();
  const number = (name: string, test: () => unknown): number => predicates.push({ name, test }) - 1;

  const { terminal } = body;
  const restful = terminal === "anywhere" ? isTrue : (terminal ?? (() => false));
  claims.push({
    name: "no deadlock",
    kind: "builtin",
    decided: { kind: "deadlock", terminal: number("`terminal`", restful) },
  });
  for (const name of BUILTIN_CLAIMS.slice(1)) claims.push({ name, kind: "builtin", decided: { kind: "step" } });
  const refusals = new Map(claims.map((claim, i) => [claim.name, i]));

  for (const [name, property] of Object.entries(body.properties)) {
    if (refusals.has(name)) problems.push(problem("claim-builtin", { spec, name }, placeOfSite(body.site)));
    const words = `property \`${name}\``;
    if (property.kind === "everyStep") stepTests.set(claims.length, { name: words, test: property.test });
    claims.push({ name, kind: property.kind, decided: decide(property, words, number) });
  }
  return { claims, predicates, stepTests, refusals };
}

function decide(
  property: Property,
  words: string,
  number: (name: string, test: () => unknown) => number,
): ModelClaim["decided"] {
  if (property.kind === "everyStep") return { kind: "step" };
  if (property.kind !== "recovers") return { kind: property.kind, test: number(words, property.test) };
  return {
    kind: "recovers",
    goal: number(words, property.goal),
    once: number(words, property.once ?? isTrue),
    assuming: number(words, property.assuming ?? isTrue),
  };
}

const isTrue = (): boolean => true;
