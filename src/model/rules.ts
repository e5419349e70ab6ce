// Rules: every event of every part with what it needs and does, the world's events, and what channels do by themselves.
import { problem, type Problem } from "../messages.ts";
import type { Fields } from "../spec/domain.ts";
import type { RawRule } from "../spec/rule.ts";
import type { Body } from "../spec/body.ts";
import type { Site } from "../spec/site.ts";
import { choiceCodecs } from "./domains.ts";
import { fairnessOf } from "./fairness.ts";
import type { Found } from "./parts.ts";
import type { Choices, MachinePart, Part, RowRule, Rule } from "./model.ts";
import { list } from "./params.ts";
import { placeOfSite } from "../capture/place.ts";

/** All rules in declaration order: parts' first, then the world's, and the tick. Also fills the parts' row tables. */
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
  if (body.clock) add(TICK, TICK, tickOf(body, problems), undefined, "tick");
  else refuseTimed(rules, body.site, problems);
  return rules;
}

/** The event of the clock. */
const TICK = "tick";

/** The clock's own effect, as a rule. */
function tickOf({ clock, world, site }: Body<object, unknown>, problems: Problem[]): RawRule {
  const say = (reason: string) => problems.push(problem("clock-bad", { reason }, placeOfSite(site)));
  const { tick, then, ...others } = clock as { readonly tick: unknown; readonly then?: RawRule["then"] };
  const [stranger] = Object.keys(others);
  if (typeof tick !== "string" || tick === "") say("its `tick` says no length of time");
  if (then !== undefined && typeof then !== "function") say("its `then` is no function");
  else if (stranger !== undefined) say(`it has \`${stranger}\``);
  if (TICK in world) say(`an event of the world is called \`${TICK}\`, too`);
  return typeof then === "function" ? { then } : {};
}

/** Without a clock nothing would ever happen on a tick, or before one. */
function refuseTimed(rules: readonly Rule[], site: Site, problems: Problem[]): void {
  for (const { name, atOnce, together, part } of rules) {
    if (!atOnce && together === undefined) continue;
    const timing = atOnce ? "atOnce" : "together";
    problems.push(problem("clock-missing", { rule: name, timing }, placeOfSite(part?.handle.site ?? site)));
  }
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
  const reason = whatIsWrong(raw) ?? (nature === "tick" ? undefined : whatIsUntimely(raw, part));
  const where = placeOfSite(part ? part.handle.site : world);
  if (reason !== undefined) problems.push(problem("rule-bad", { rule: name, reason }, where));
  if (event === "") problems.push(problem("event-nameless", { of: part ? `\`${part.path}\`` : "the world" }, where));
  const { when, then, choices, together } = reason === undefined ? raw : {};
  const fair = reason === undefined ? fairnessOf(name, raw, part, problems, where) : undefined;
  // all keys always, so that V8 sees one shape: every attempt reads a rule
  return {
    id,
    name,
    event,
    onlyWhenCalled: raw?.onlyWhenCalled === true,
    atOnce: raw?.atOnce === true,
    together: together === true ? Infinity : together,
    part,
    when,
    then,
    choices: choices && combine(choices, choiceCodecs(parts, choices, name, part, problems)),
    fair,
    nature,
  };
}

const KNOWN_KEYS = ["when", "then", "choices", "fair", "fairEach", "onlyWhenCalled", "atOnce", "together"];

function whatIsWrong(raw: unknown): string | undefined {
  if (typeof raw !== "object" || raw === null) return `it is ${raw === null ? "null" : `a ${typeof raw}`}`;
  const unknown = Object.keys(raw).find((key) => !KNOWN_KEYS.includes(key));
  if (unknown !== undefined) return `it has \`${unknown}\``;
  const { when, then } = raw as RawRule;
  if (when !== undefined && typeof when !== "function") return "its `when` is no function";
  if (then !== undefined && typeof then !== "function") return "its `then` is no function";
  return undefined;
}

/** Ways to happen that exclude each other. */
function whatIsUntimely(
  { together, atOnce, onlyWhenCalled, choices }: RawRule,
  part: Part | undefined,
): string | undefined {
  if (atOnce && onlyWhenCalled) return "it is `atOnce` and `onlyWhenCalled`, and so would never happen by itself";
  if (together === undefined) return undefined;
  if (together !== true && !(Number.isInteger(together) && together >= 0))
    return `its \`together\` is ${String(together)}, and not true or a whole number`;
  if (part === undefined || !("views" in part)) return "it is `together`, and has no members that could take part";
  if (choices) return "it is `together` and has choices, and nobody could say who chooses what";
  if (atOnce) return "it is `atOnce` and `together`: either before the tick or on it";
  return onlyWhenCalled ? "it is `together` and `onlyWhenCalled`, and so would never happen by itself" : undefined;
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
