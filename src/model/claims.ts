// Claims: the built-in ones and the spec's own, each with the predicates by which it is decided.
import { problem, type Problem } from "../messages.ts";
import { BUILTIN_CLAIMS, CLOCK_CLAIMS, type Property, type Settling } from "../spec/property.ts";
import type { Body } from "../spec/body.ts";
import type { Model, ModelClaim, Predicate, Rule } from "./model.ts";
import { list } from "./params.ts";
import { placeOfSite } from "../capture/place.ts";

export type Claims = Pick<Model, "claims" | "predicates" | "stepTests" | "refusals">;

/** Built-in claims first, then the spec's in declaration order. */
export function makeClaims(
  body: Body<object, Record<string, Property>>,
  spec: string,
  rules: readonly Rule[],
  problems: Problem[],
): Claims {
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
  if (body.clock) claims.push(...CLOCK_CLAIMS.map(ofClock));
  const refusals = new Map(claims.map((claim, i) => [claim.name, i]));

  for (const [name, property] of Object.entries(body.properties)) {
    if (refusals.has(name)) problems.push(problem("claim-builtin", { spec, name }, placeOfSite(body.site)));
    const words = `property \`${name}\``;
    if (property.kind === "everyStep") stepTests.set(claims.length, { name: words, test: property.test });
    if (property.kind === "settles") refuseUnknown(property, name, { rules, spec, body }, problems);
    claims.push({ name, kind: property.kind, decided: decide(property, rules, (test) => number(words, test)) });
  }
  return { claims, predicates, stepTests, refusals };
}

const ofClock = (name: (typeof CLOCK_CLAIMS)[number]): ModelClaim => ({
  name,
  kind: "builtin",
  decided: { kind: name === "time can pass" ? "time passes" : "zero-time cycle" },
});

function decide(
  property: Property,
  rules: readonly Rule[],
  number: (test: () => unknown) => number,
): ModelClaim["decided"] {
  switch (property.kind) {
    case "everyStep":
      return { kind: "step" };
    case "always":
    case "reachable":
      return { kind: property.kind, test: number(property.test) };
    case "recovers": {
      const { goal, once = isTrue, assuming = isTrue } = property;
      return { kind: "recovers", goal: number(goal), once: number(once), assuming: number(assuming) };
    }
    default: {
      const without = property.kind === "settles" ? rulesCalled(property.without, rules).map(({ id }) => id) : [];
      const once = property.kind === "leadsTo" ? { once: number(property.once) } : {};
      return { kind: "progress", form: property.kind, goal: number(property.goal), ...once, without };
    }
  }
}

const isTrue = (): boolean => true;

/** "front.fail"; the parts of an array share their events' names: "cells.fail" stands for "cells 1.fail" and the others. */
const eventOf = ({ part, event }: Rule): string => (part ? `${part.path.replaceAll(/ \d+/g, "")}.${event}` : event);

/** The events of rules, as claims and timelines name them. */
export const eventNames = (rules: readonly Rule[]): string[] => [...new Set(rules.map(eventOf))];

/** The rules of events that are named as in verdicts. */
export const rulesCalled = (events: readonly string[] | undefined, rules: readonly Rule[]): Rule[] =>
  rules.filter((rule) => events?.includes(rule.name) || events?.includes(eventOf(rule)));

function refuseUnknown(
  { without }: Settling,
  name: string,
  { rules, spec, body }: { rules: readonly Rule[]; spec: string; body: Body<object, unknown> },
  problems: Problem[],
): void {
  if (!Array.isArray(without)) {
    problems.push(problem("without-missing", { name }, placeOfSite(body.site)));
    return;
  }
  const known = eventNames(rules.filter(({ nature }) => nature !== "tick"));
  for (const asked of without) {
    if (rulesCalled([asked], rules).length > 0 && asked !== "tick") continue;
    problems.push(problem("without-unknown", { name, asked, spec, known: list(known) }, placeOfSite(body.site)));
  }
}
