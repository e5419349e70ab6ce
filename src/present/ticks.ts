// Ticks: steps in which time passes and many act at once. Those who did the same are told together.
import type { Change, Owner, Step, Tick } from "../verdict/verdict.ts";

/** Members of one part that did the same on a tick, with what it changed in each of them. */
interface Together {
  readonly event: string;
  readonly owners: readonly Owner[];
  /** The first one's. */
  readonly changes: readonly Change[];
}

/** "15 minutes pass". */
export const passing = ({ unit }: Tick): string => `${unit} ${/^(?:1|an?|one)\s/i.test(unit) ? "passes" : "pass"}`;

/** Who took part in a tick, and what else it changed. */
export function roundOf({ changed }: Step, { moves }: Tick): { groups: Together[]; others: Change[] } {
  const acts = moves.map(({ event, ...owner }) => ({ event, owner, changes: changed.filter(isOf(owner)) }));
  const likeness = ({ event, owner, changes }: (typeof acts)[number]) =>
    JSON.stringify([owner.part, event, changes.map(({ field, from, to }) => [field, from, to])]);
  const groups = [...Map.groupBy(acts, likeness).values()].map((group) => ({
    event: group[0]!.event,
    owners: group.map(({ owner }) => owner),
    changes: group[0]!.changes,
  }));
  return { groups, others: changed.filter((change) => !moves.some((move) => isOf(move)(change))) };
}

const isOf = (owner: Owner) => (change: Change) => change.part === owner.part && change.member === owner.member;
