// What is recorded of a verdict, so that a later run can be held against it: nothing that depends on speed, on workers or
// on which engine searched.
import * as v from "valibot";
import type { PropertyVerdict, Verdict } from "../verdict/verdict.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const Entry = v.object({
  /** Relative to the folder in which checks run. */
  file: v.string(),
  spec: v.string(),
  scenario: v.string(),
  params: v.record(v.string(), v.union([v.number(), v.boolean(), v.string()])),
  specHash: v.string(),
  reduction: v.picklist(["none", "counted", "symmetric"]),
  /** What ended the search, where it was ended. */
  bounds: v.optional(v.record(v.string(), count)),
  states: count,
  transitions: count,
  depth: count,
  /** By claim: "holds", or "incomplete, bounded(3)". */
  verdicts: v.record(v.string(), v.string()),
  /** How often each event fired. */
  fired: v.record(v.string(), count),
});
const Lock = v.object({ version: v.literal(1), scenarios: v.array(Entry) });

export type Entry = Readonly<v.InferOutput<typeof Entry>>;
/** How far searches may go, in states and steps. */
export interface Bounds {
  readonly states?: number;
  readonly depth?: number;
}

export function entryOf(verdict: Verdict, { states: statesMax, depth: depthMax }: Bounds): Entry {
  const { file = "", spec, scenario, params, specHash, reduction, states, transitions, depth, stopped } = verdict;
  const bound = stopped === "states" ? { states: statesMax } : stopped === "depth" ? { depth: depthMax } : {};
  const bounds = Object.entries(bound).filter(([, max]) => max !== undefined);
  return {
    file,
    spec,
    scenario,
    params: { ...params },
    specHash,
    reduction,
    ...(bounds.length > 0 && { bounds: Object.fromEntries(bounds) as Record<string, number> }),
    states,
    transitions,
    depth,
    verdicts: Object.fromEntries(verdict.properties.map((claim) => [claim.name, inWords(claim)])),
    fired: { ...verdict.events },
  };
}

const inWords = ({ verdict, assurance }: PropertyVerdict): string =>
  assurance === "exact" ? verdict : `${verdict}, ${assurance}`;

/** What tells one recorded scenario from another. */
export const keyOf = ({ file, spec, scenario }: Pick<Entry, "file" | "spec" | "scenario">): string =>
  JSON.stringify([file, spec, scenario]);

/** The entries in an order that depends on their names alone. */
export function lockText(entries: readonly Entry[]): string {
  const scenarios = entries.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return `${JSON.stringify({ version: 1, scenarios }, null, 2)}\n`;
}

/** @throws Error that says why the text is none */
export function readLock(text: string): readonly Entry[] {
  const { issues, output, success } = v.safeParse(Lock, JSON.parse(text));
  if (success) return output.scenarios;
  const [issue] = issues;
  throw new Error(`${v.getDotPath(issue) ?? "it"}: ${issue.message}`);
}
