// What speaks of members: the domains of parts, and the fleets and ordered parts that those name.
import type { Domain, RecordDomain } from "../spec/domain.ts";
import type { Part } from "./model.ts";

export function domainsOf({ handle }: Part): readonly Domain<unknown>[] {
  return "vars" in handle ? Object.values(handle.vars) : [handle.of];
}

/** The fleets and ordered parts that a domain names, one for each place where it does. */
export function membersIn(domain: Domain<unknown>): readonly Domain<unknown>[] {
  return domain.kind === "fleet" || domain.kind === "ordered" ? [domain] : innerOf(domain).flatMap(membersIn);
}

export function innerOf(domain: Domain<unknown>): readonly Domain<unknown>[] {
  if (domain.kind === "record") return Object.values((domain as RecordDomain).fields);
  return "of" in domain ? [domain.of as Domain<unknown>] : [];
}
