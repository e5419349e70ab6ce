// What of a spec was run, rule by rule in the spec's own source lines, over all scenarios together.
import type { Place } from "../messages.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { oneLine } from "./escape.ts";
import { PLAIN, type Palette } from "./palette.ts";

/** Where a rule stands, and the line itself. */
export interface RuleLine {
  readonly where: Place;
  readonly text: string;
}

/** What all scenarios of a spec come to together. */
export interface Covered {
  readonly spec: string;
  readonly scenarios: number;
  readonly states: number;
  readonly rules: readonly CoveredRule[];
  /** By part and state of its machine: in how many states of the system some member was in it. */
  readonly entered: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

interface CoveredRule {
  readonly event: string;
  readonly fired: number;
  readonly enabledIn: number;
  readonly from: ReadonlyMap<string, number>;
}

/** @param verdicts of one spec, searched with coverage */
export function covered(verdicts: readonly Verdict[]): Covered {
  const events = [...new Set(verdicts.flatMap((verdict) => Object.keys(verdict.events)))];
  const parts = [...new Set(verdicts.flatMap(({ coverage }) => Object.keys(coverage?.entered ?? {})))];
  const sum = (of: (verdict: Verdict) => number | undefined) => verdicts.reduce((n, one) => n + (of(one) ?? 0), 0);
  return {
    spec: verdicts[0]?.spec ?? "",
    scenarios: verdicts.length,
    states: sum(({ states }) => states),
    rules: events.map((event) => ({
      event,
      fired: sum((verdict) => verdict.events[event]),
      enabledIn: sum(({ coverage }) => coverage?.rules[event]?.enabledIn),
      from: summed(verdicts.map(({ coverage }) => coverage?.rules[event]?.from)),
    })),
    entered: new Map(parts.map((part) => [part, summed(verdicts.map(({ coverage }) => coverage?.entered[part]))])),
  };
}

function summed(counts: readonly (Readonly<Record<string, number>> | undefined)[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [name, count] of counts.flatMap((one) => Object.entries(one ?? {})))
    sums.set(name, (sums.get(name) ?? 0) + count);
  return sums;
}

/**
 *     coverage of front-end bootstrap: 4 scenarios, 56 states
 *       front.join  fired 4 times; could in 4 states; from absent
 *         specs/bootstrap.ts:34  join: { when: () => … },
 */
export function coverageText(
  { spec, scenarios, states, rules, entered }: Covered,
  lines: ReadonlyMap<string, RuleLine>,
  palette: Palette = PLAIN,
): string {
  const width = Math.max(0, ...rules.map(({ event }) => oneLine(event).length));
  const told = rules.flatMap((rule) => {
    const head = `  ${oneLine(rule.event).padEnd(width)}  ${ruleText(rule)}`;
    const line = lines.get(rule.event);
    const source = line && `    ${line.where.file}:${line.where.line ?? 1}  ${oneLine(line.text)}`;
    return [rule.fired === 0 ? palette.bad(head) : head, ...(source === undefined ? [] : [palette.dim(source)])];
  });
  const machines = [...entered].map(([part, counts]) => `  ${oneLine(part)}: ${stateText(counts)}`);
  const title = `coverage of ${oneLine(spec)}: ${counted(scenarios, "scenario")}, ${counted(states, "state")}`;
  return `${[palette.strong(title), ...told, ...machines].join("\n")}\n`;
}

function ruleText({ fired, enabledIn, from }: CoveredRule): string {
  if (fired === 0) return "never fired";
  const states = [...from]
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${oneLine(state)} ${count.toLocaleString("en-US")}`);
  const could = enabledIn === 0 ? "only on a tick or when called" : `could in ${counted(enabledIn, "state")}`;
  return [`fired ${counted(fired, "time")}`, could, ...(states.length > 0 ? [`from ${states.join(", ")}`] : [])].join(
    "; ",
  );
}

const stateText = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([state, count]) => `${oneLine(state)} in ${count.toLocaleString("en-US")}`).join(", ");

const counted = (n: number, noun: string): string => `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
