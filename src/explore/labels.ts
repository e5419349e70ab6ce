// Labels of edges: which instances claims on the graph must be able to tell from each other. All that nobody asks about
// have label 0; the others one for each rule, or for each member by it where fairness is to each member.
import type { Instance, Program } from "../program.ts";

export interface Labels {
  /** How many there are. */
  readonly count: number;
  of(instance: Pick<Instance, "rule" | "member">): number;
  /** All labels of a rule that is asked about. */
  ofRule(rule: number): readonly number[];
}

/** What a program has to say of rules and claims. */
type Told = Pick<Program, "claims" | "fairness" | "tick">;

export function labelsOf({ claims, fairness, tick }: Told, wanted: Uint8Array): Labels {
  const decided = claims.flatMap((claim, i) => (wanted[i] ? [claim.decided] : []));
  const progress = decided.filter((d) => d.kind === "progress");
  const isCycle = decided.some(({ kind }) => kind === "zero-time cycle");
  const isTimed = isCycle || decided.some(({ kind }) => kind === "time passes");
  const rules = [
    ...(progress.length > 0 ? [...fairness.fair.map(({ rule }) => rule), ...fairness.accidents] : []),
    ...progress.flatMap(({ without }) => without),
    ...(isCycle ? fairness.foreign : []),
    ...(tick !== undefined && (progress.length > 0 || isTimed) ? [tick] : []),
  ];
  return numbered([...new Set(rules)], (rule) => membersOf(fairness, rule));
}

/** How many members a rule is fair to, each by itself; 0 where it is not. */
const membersOf = ({ fair }: Program["fairness"], rule: number): number =>
  fair.filter((f) => f.rule === rule && f.member !== undefined).length;

function numbered(rules: readonly number[], members: (rule: number) => number): Labels {
  const firsts = new Map<number, number>();
  let count = 1;
  for (const rule of rules) {
    firsts.set(rule, count);
    count += Math.max(1, members(rule));
  }
  const each = new Set(rules.filter((rule) => members(rule) > 0));
  const of = ({ rule, member }: Pick<Instance, "rule" | "member">): number => {
    const first = firsts.get(rule) ?? 0;
    return each.has(rule) ? first + member : first;
  };
  const ofRule = (rule: number): number[] => {
    const first = firsts.get(rule);
    return first === undefined ? [] : Array.from({ length: Math.max(1, members(rule)) }, (_, i) => first + i);
  };
  return { count, of, ofRule };
}
