// What the scenarios of a spec run of it, all together: told rule by rule, and judged. A part of a spec that no scenario
// reaches says nothing, however green it is.
import { readFileSync } from "node:fs";
import { locate } from "../capture/locate.ts";
import { placeOfSite } from "../capture/place.ts";
import { problem, type Place, type Problem } from "../messages.ts";
import { elaborate } from "../model/elaborate.ts";
import { scenarioNames } from "../model/params.ts";
import { covered, coverageText, type Covered, type RuleLine } from "../present/coverage.ts";
import type { Palette } from "../present/palette.ts";
import type { Verdict } from "../verdict/verdict.ts";
import type { Run } from "./plan.ts";

export interface Judged {
  readonly findings: readonly Problem[];
  readonly notes: readonly string[];
  /** What was run, for the terminal; "" where that was not asked for. */
  readonly text: string;
}

export interface Seen {
  readonly runs: readonly Run[];
  readonly verdicts: readonly Verdict[];
  readonly isAsked: boolean;
  /** With the parameters that scenarios declare, to the end, and without anything wrong. */
  readonly isDeclared: boolean;
  readonly palette: Palette;
}

/** Findings where coverage was asked for; without, what never fired is only noted. */
export function judgeCoverage({ runs, verdicts, isAsked, isDeclared, palette }: Seen): Judged {
  const specs = [...Map.groupBy(verdicts, ({ file, spec }) => JSON.stringify([file, spec])).values()];
  const judged = specs.map((ofSpec): Judged => {
    const ofThis = runs.filter(({ file, spec }) => file === ofSpec[0]!.file && spec.name === ofSpec[0]!.spec);
    const all = covered(ofSpec);
    const isWhole = isDeclared && isWholeSpec(ofSpec, ofThis);
    if (!isAsked) return { findings: [], notes: isWhole ? unfired(all) : [], text: "" };
    const lines = linesOf(ofThis);
    const why = `coverage of ${all.spec} is not judged: not all of its scenarios were searched whole, as they are declared`;
    return {
      findings: isWhole ? findingsOn(all, ofSpec, ofThis, lines) : [],
      notes: isWhole ? [] : [why],
      text: coverageText(all, lines, palette),
    };
  });
  return {
    findings: judged.flatMap(({ findings }) => findings),
    notes: judged.flatMap(({ notes }) => notes),
    text: judged.map(({ text }) => (text === "" ? "" : `${text}\n`)).join(""),
  };
}

/** Of what was not seen, nothing can be said to be unreachable. */
const isWholeSpec = (verdicts: readonly Verdict[], [run]: readonly Run[]): boolean =>
  run !== undefined &&
  verdicts.every(({ stopped }) => stopped === undefined) &&
  scenarioNames(run.spec).every((name) => verdicts.some(({ scenario }) => scenario === name));

function unfired({ spec, rules }: Covered): string[] {
  const never = rules.filter(({ fired }) => fired === 0).map(({ event }) => event);
  return never.length === 0 ? [] : [`${spec}: never fired in any scenario: ${never.join(", ")} (see --coverage)`];
}

function findingsOn(
  { spec, rules, entered }: Covered,
  verdicts: readonly Verdict[],
  [run]: readonly Run[],
  lines: ReadonlyMap<string, RuleLine>,
): Problem[] {
  const where = run && placeOfSite(run.spec.site);
  const never = rules.filter(({ fired }) => fired === 0);
  return [
    ...never.map(({ event }) => problem("event-never-fires", { spec, event }, lines.get(event)?.where ?? where)),
    ...[...entered].flatMap(([part, states]) =>
      [...states].flatMap(([state, count]) =>
        count > 0 ? [] : [problem("state-never-entered", { spec, part, state }, machinePlace(run, part) ?? where)],
      ),
    ),
    ...twins(verdicts).map(([first, second]) => problem("scenario-same", { spec, first, second }, where)),
  ];
}

/** Pairs of scenarios that saw the same states, took the same transitions, and came to the same verdicts. */
function twins(verdicts: readonly Verdict[]): [string, string][] {
  const seen = new Map<string, string>();
  return verdicts.flatMap((verdict): [string, string][] => {
    const { scenario, states, transitions, depth, events, coverage, properties } = verdict;
    const outcomes = properties.map(({ name, verdict: outcome }) => [name, outcome]);
    const key = JSON.stringify([coverage?.space, states, transitions, depth, events, outcomes]);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, scenario);
    return first === undefined ? [] : [[first, scenario]];
  });
}

/** Where rules stand: their guard or effect, or else the table of their machine. */
function linesOf(runs: readonly Run[]): Map<string, RuleLine> {
  const rules = runs.flatMap(({ spec, params }) => elaborate(spec, params).model.rules);
  const places = locate(rules.map(({ when, then }) => when ?? then ?? nothing));
  const found = rules.flatMap(({ name, event, when, then, part }, i): [string, RuleLine][] => {
    const table = part && "machine" in part.handle ? placeOfSite(part.handle.machine.site) : undefined;
    const where = (when ?? then) ? places[i] : table && rowOf(table, event);
    return where?.line === undefined ? [] : [[name, { where, text: sourceLines(where)[where.line - 1]?.trim() ?? "" }]];
  });
  return new Map(found.toReversed());
}

/** The first row of a table with this event, as far as the text shows it; else where the table begins. */
function rowOf(table: Place, event: string): Place {
  const { file, line = 1 } = table;
  const at = sourceLines(table).findIndex((text, i) => i >= line - 1 && text.includes(JSON.stringify(event)));
  return at < 0 ? table : { file, line: at + 1 };
}

const sourceLines = ({ file }: Place): string[] => readFileSync(file, "utf8").split("\n");

const nothing = (): void => {};

function machinePlace(run: Run | undefined, path: string): Place | undefined {
  const part = run && elaborate(run.spec, run.params).model.parts.find((one) => one.path === path);
  return part && "machine" in part.handle ? placeOfSite(part.handle.machine.site) : undefined;
}
