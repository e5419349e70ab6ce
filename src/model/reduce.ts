// How each fleet is stored, decided from what holds its members. Where nothing but single parts does, members are never
// told apart but by their own values: the fleet is counted. Where members, lists or channels hold members it is
// symmetric: an array with an exact canonical form. A fleet in which a function could see who is who stays as it is, and
// so does one to whose members a rule is fair one by one: a run of orbits does not say who it was.
import type { Domain, MaybeDomain, RecordDomain, SetDomain } from "../spec/domain.ts";
import type { FleetReduction } from "../verdict/verdict.ts";
import { domainsOf, innerOf, membersIn } from "./mentions.ts";
import type { MachinePart, Model, Part } from "./model.ts";
import { toldApart } from "./identity/told-apart.ts";
import { Symmetry } from "./symmetry.ts";

export interface Reduction {
  readonly fleets: readonly FleetReduction[];
  /** Absent where no members can be exchanged. */
  readonly symmetry?: Symmetry;
}

export function reduce(model: Model): Reduction {
  const all = model.parts.filter((p): p is MachinePart => p.kind === "fleet");
  const told = new Map([
    ...(new Symmetry(model, all).moves ? toldApart(model) : []),
    ...model.rules.flatMap(({ name, part, fair }) =>
      part && fair?.each ? [[part, `\`${name}\` is fair to each member`] as const] : [],
    ),
  ]);
  const related = relatedFleets(model.parts);
  const fleets = all.map((part): FleetReduction => {
    const reason = told.get(part);
    if (reason !== undefined) return { part: part.path, reduction: "none", reason };
    return { part: part.path, reduction: related.has(part) ? "symmetric" : "counted" };
  });
  const symmetry = new Symmetry(
    model,
    all.filter((part) => !told.has(part)),
  );
  return { fleets, ...(symmetry.moves && { symmetry }) };
}

/** No reduction at all, and why. */
export const unreduced = (model: Model, reason: string): Reduction => ({
  fleets: model.parts.flatMap((p) => (p.kind === "fleet" ? [{ part: p.path, reduction: "none", reason }] : [])),
});

/** The fleets whose members are held by more than single parts, or hold members themselves. */
function relatedFleets(parts: readonly Part[]): ReadonlySet<Part> {
  const related = new Set<Part>();
  const fleetOf = (domain: Domain<unknown>) => parts.find((p) => p.kind === "fleet" && p.handle === domain);
  const relate = (domain: Domain<unknown>) => {
    for (const held of membersIn(domain)) {
      const fleet = fleetOf(held);
      if (fleet) related.add(fleet);
    }
  };
  for (const part of parts) {
    for (const domain of domainsOf(part)) {
      const isSingle = part.kind === "variable" || part.kind === "one";
      if (!isSingle || !isPlainHold(domain)) relate(domain);
      if (part.kind === "fleet" && membersIn(domain).some(fleetOf)) related.add(part);
    }
  }
  return related;
}

/** Does it hold members one by one, or in sets of single members, so that each mention is a flag of that member? */
function isPlainHold(domain: Domain<unknown>): boolean {
  switch (domain.kind) {
    case "maybe":
      return isPlainHold((domain as MaybeDomain).of);
    case "record":
      return Object.values((domain as RecordDomain).fields).every(isPlainHold);
    case "set":
      return isAtMostOne((domain as SetDomain).of);
    case "list":
      return membersIn(domain).length === 0;
    default:
      return true;
  }
}

/** Does each value of it name at most one member, and hold none in sets or lists? */
const isAtMostOne = (domain: Domain<unknown>): boolean => membersIn(domain).length <= 1 && !isNested(domain);

function isNested(domain: Domain<unknown>): boolean {
  if (domain.kind === "set" || domain.kind === "list") return membersIn(domain).length > 0;
  return innerOf(domain).some(isNested);
}
