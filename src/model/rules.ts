// Rules: every event of every part with what it needs and does, the world's events, and what channels do by themselves.
import { problem, type Problem } from "../messages.ts";
import type { Fields } from "../spec/domain.ts";
import type { RawRule } from "../spec/rule.ts";
import type { Site } from "../spec/site.ts";
import type { Body } from "../spec/system.ts";
import { choiceCodecs } from "./domains.ts";
import type { Found } from "./parts.ts";
import type { Choices, MachinePart, Part, RowRule, Rule } from "./model.ts";
import { list } from "./params.ts";
import { placeOfSite } from "../capture/place.ts";

/** All rules in declaration order: parts' first, then the world's. Also fills the parts' row tables. */
export function makeRules(
  body: Body<object, unknown>,
  found: readonly Found[],
  parts: readonly Part[],
  problems: Problem[],
): Rule[] {
  const rules: Rule[] = [];
  const add = (name: string, event: string, raw: RawRule, part: Part | undefined, nature?: Rule["nature"]): Rule => {
    const rule = newRule(rules.length, name, event, raw, part, parts, problems, nature, body.site);
    rules.push(rule);
    return rule;
  };
  for (const [i, part] of parts.entries()) {
    const given = (found[i]!.rules ?? {}) as Record<string, RawRule>;
    if (part.kind === "variable" || part.kind === "channel") {
      for (const [event, raw] of Object.entries(given)) add(`${part.path}.${event}`, event, raw, part);
      if (part.kind === "channel")
        addNatures(part.handle.options, (nature) => add(`${part.path}.${nature}`, nature, {}, part, nature));
    } else machineRules(part, given, (event, raw) => add(`${part.path}.${event}`, event, raw, part), problems);
  }
  for (const [event, raw] of Object.entries(body.world)) add(event, event, raw, undefined);
  return rules;
}

function addNatures(
  options: { lossy?: boolean; duplicating?: boolean },
  add: (nature: "lose" | "duplicate") => void,
): void {
  if (options.lossy) add("lose");
  if (options.duplicating) add("duplicate");
}

function machineRules(
  part: MachinePart,
  given: Record<string, RawRule>,
  add: (event: string, raw: RawRule) => Rule,
  problems: Problem[],
): void {
  checkTable(part, problems);
  const { machine } = part.handle;
  const events = [...new Set(machine.rows.map((row) => row.event))];
  for (const event of Object.keys(given)) {
    if (events.length > 0 && !events.includes(event))
      problems.push(
        problem(
          "event-unknown",
          { part: part.path, event, machine: machine.name, known: list(events) },
          placeOfSite(part.handle.site),
        ),
      );
  }
  const rules = new Map(events.map((event) => [event, add(event, given[event] ?? {})]));
  const rows: RowRule[][] = part.states.map(() => []);
  for (const row of machine.rows)
    rows[part.states.indexOf(row.fromState)]!.push({
      rule: rules.get(row.event)!,
      to: part.states.indexOf(row.toState),
    });
  part.rows = rows;
}

function checkTable(part: MachinePart, problems: Problem[]): void {
  const { machine } = part.handle;
  const where = placeOfSite(machine.site);
  const say = (p: Problem) => {
    if (!problems.some((q) => q.what === p.what)) problems.push(p); // parts share machines
  };
  if (machine.rows.length === 0) say(problem("machine-empty", { machine: machine.name }, where));
  else if (!machine.rows.some((row) => row.fromState === machine.initial || row.toState === machine.initial)) {
    say(
      problem(
        "initial-unknown",
        { machine: machine.name, state: machine.initial, known: list(part.states.slice(1)) },
        where,
      ),
    );
  }
  const seen = new Map<string, string>();
  for (const { fromState, event, toState } of machine.rows) {
    const key = JSON.stringify([fromState, event]);
    const first = seen.get(key);
    if (first !== undefined)
      say(problem("row-twice", { machine: machine.name, event, from: fromState, first, second: toState }, where));
    else seen.set(key, toState);
  }
}

function newRule(
  id: number,
  name: string,
  event: string,
  raw: RawRule,
  part: Part | undefined,
  parts: readonly Part[],
  problems: Problem[],
  nature: Rule["nature"],
  world: Site,
): Rule {
  const reason = whatIsWrong(raw);
  const where = placeOfSite(part ? part.handle.site : world);
  if (reason !== undefined) problems.push(problem("rule-bad", { rule: name, reason }, where));
  if (event === "") problems.push(problem("event-nameless", { of: part ? `\`${part.path}\`` : "the world" }, where));
  const { when, then, choices } = reason === undefined ? raw : {};
  // all keys always, so that V8 sees one shape: every attempt reads a rule
  return {
    id,
    name,
    event,
    onlyWhenCalled: raw?.onlyWhenCalled === true,
    part,
    when,
    then,
    choices: choices && combine(choices, choiceCodecs(parts, choices, name, part, problems)),
    nature,
  };
}

const KNOWN_KEYS = ["when", "then", "choices", "onlyWhenCalled"];

function whatIsWrong(raw: unknown): string | undefined {
  if (typeof raw !== "object" || raw === null) return `it is ${raw === null ? "null" : `a ${typeof raw}`}`;
  const unknown = Object.keys(raw).find((key) => !KNOWN_KEYS.includes(key));
  if (unknown !== undefined) return `it has \`${unknown}\``;
  const { when, then } = raw as RawRule;
  if (when !== undefined && typeof when !== "function") return "its `when` is no function";
  if (then !== undefined && typeof then !== "function") return "its `then` is no function";
  return undefined;
}

/** The values of a combination are made once where there are few, and on demand where there are many. */
const KEPT_MAX = 65_536;

function combine(choices: Fields, codecs: Choices["codecs"]): Choices {
  const names = Object.keys(choices);
  const all = codecs.map((codec) => codec.all());
  const count = all.reduce((n, values) => n * values.length, 1);
  const leavesAt = (index: number): Int32Array[] => {
    const leaves: Int32Array[] = [];
    for (let i = codecs.length - 1, rest = index; i >= 0; i--) {
      leaves[i] = all[i]![rest % all[i]!.length]!;
      rest = Math.floor(rest / all[i]!.length);
    }
    return leaves;
  };
  const make = (index: number) => {
    const leaves = leavesAt(index);
    return Object.freeze(Object.fromEntries(names.map((name, i) => [name, codecs[i]!.decode(leaves[i]!, 0)])));
  };
  const kept: Readonly<Record<string, unknown>>[] = [];
  const at = (index: number) => (count > KEPT_MAX ? make(index) : (kept[index] ??= make(index)));
  return { names, domains: Object.values(choices), codecs, count, at, leavesAt };
}
