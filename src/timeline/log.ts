// Logs: one JSON object a line, each an observation. What a line does not say stays free.
import * as v from "valibot";
import type { Conjunct } from "../model/conjuncts.ts";
import type { Field, Model, Part } from "../model/model.ts";
import { list } from "../model/params.ts";
import type { Shown } from "../verdict/verdict.ts";
import { InOrder, stepsOf, type Told } from "./observe.ts";

const Condition = v.record(v.string(), v.record(v.string(), v.unknown()));
const Line = v.strictObject({
  time: v.union([v.string(), v.number()]),
  system: v.optional(v.string()),
  what: v.optional(v.string()),
  does: v.optional(v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1))])),
  member: v.optional(v.number()),
  sees: v.optional(Condition),
  since: v.optional(Condition),
});
type Line = v.InferOutput<typeof Line>;

/** Hears what is wrong with a line. */
export type Say = (reason: string) => undefined;

/** Longer lines are no observations. */
export const LINE_MAX = 1 << 20;

/** Reads a log line by line. */
export class LogReader {
  readonly #model: Model;
  readonly #inOrder = new InOrder();
  /** Lines that say the same but for the time mean the same. */
  readonly #known = new Map<string, Omit<Told, "time">>();

  constructor(model: Model) {
    this.#model = model;
  }

  /** The observation of a line; undefined where it is wrong. */
  read(text: string, say: Say): Told | undefined {
    if (text.length > LINE_MAX) return say(`it is longer than ${LINE_MAX} characters`);
    const parsed = parse(text, say);
    if (parsed === undefined) return undefined;
    const late = this.#inOrder.whatIsWrong(parsed.time);
    if (late !== undefined) return say(late);
    const { time, ...rest } = parsed;
    const key = JSON.stringify(rest);
    const known = this.#known.get(key) ?? this.#observationOf(rest, key, say);
    if (known === undefined) return undefined;
    if (this.#known.size < KNOWN_MAX) this.#known.set(key, known);
    return { ...known, time: String(time) };
  }

  #observationOf(line: Omit<Line, "time">, key: string, say: Say): Omit<Told, "time"> | undefined {
    const wrong: string[] = [];
    const hear: Say = (reason) => {
      wrong.push(reason);
    };
    const { system = "", what, does, member, sees, since } = line;
    const steps = does === undefined ? undefined : stepsOf(this.#model, [does].flat(), hear);
    if (member !== undefined && !steps) hear("it names a member, and no event that the member does");
    const asked = { sees: sees && this.#conditions(sees, hear), since: since && this.#conditions(since, hear) };
    if (wrong.length > 0) {
      for (const reason of wrong) say(reason);
      return undefined;
    }
    return {
      key,
      system,
      what: what ?? inWords(line),
      ...(steps && { does: member === undefined ? steps : (step) => steps(step) && this.#isMember(step, member) }),
      ...(asked.sees && { sees: allOf(asked.sees) }),
      ...(asked.since && { since: allOf(asked.since) }),
      parts: {
        ...(asked.sees && { sees: askedOf(asked.sees) }),
        ...(asked.since && { since: askedOf(asked.since) }),
      },
    };
  }

  /** Members are numbered as verdicts do: those of fleets from 1, of ordered parts from 0. */
  #isMember(step: { readonly rule: number; readonly member: number }, member: number): boolean {
    return step.member === member - (this.#model.rules[step.rule]!.part?.kind === "fleet" ? 1 : 0);
  }

  #conditions(all: v.InferOutput<typeof Condition>, say: Say): Conjunct[] {
    return Object.entries(all).flatMap(([path, fields]) =>
      Object.entries(fields).flatMap(([field, value]) => this.#condition(path, field, value, say) ?? []),
    );
  }

  #condition(path: string, field: string, value: unknown, say: Say): Conjunct | undefined {
    const { parts, memory } = this.#model;
    const words = `${path} ${field} = ${JSON.stringify(value)}`;
    const fleet = parts.find((part) => part.path === path && part.kind !== "one" && "views" in part);
    if (fleet && "views" in fleet) {
      if (!fleet.states.includes(field)) return say(`${path} has no state \`${field}\`; it has ${list(fleet.states)}`);
      return { words, test: () => fleet.views.filter(({ state }) => state === field).length === value };
    }
    const found = memberOf(parts, path);
    if (!found) return say(`there is no part or member \`${path}\`; there are ${list(namesOf(parts))}`);
    const { part, at } = found;
    const known = part.fields.find(({ name }) => name === field);
    if (!known) return say(`${path} has no \`${field}\`; it has ${list(part.fields.map(({ name }) => name))}`);
    const wanted = JSON.stringify(value);
    if (!canBe(known, wanted)) return say(`${path}.${field} is never ${wanted}: it is of ${known.codec.name}`);
    return { words, test: () => JSON.stringify(known.codec.show(memory.cells, at + known.offset)) === wanted };
  }
}

/** Kinds of lines that are kept. */
const KNOWN_MAX = 100_000;

function parse(text: string, say: Say): Line | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return say(`it is no JSON: ${(error as Error).message}`);
  }
  if (Array.isArray(value)) return say("it is an array, and no object");
  const parsed = v.safeParse(Line, value);
  if (parsed.success) return parsed.output;
  for (const issue of parsed.issues) say(issueInWords(issue));
  return undefined;
}

function issueInWords(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  if (issue.type === "strict_object" && issue.expected === "never")
    return `it has \`${path}\`; a line has \`time\`, and may have ${list(Object.keys(Line.entries).slice(1))}`;
  return path === null
    ? `it is ${issue.received}, and no object`
    : `its \`${path}\` is ${issue.received}, and not ${issue.expected ?? "so"}`;
}

const askedOf = (conditions: readonly Conjunct[]) => ({ conditions: () => conditions, args: [] });
const allOf = (conditions: readonly Conjunct[]) => () => conditions.every(({ test }) => test());

/** Could the field ever be shown so? Large domains have the benefit of the doubt. */
function canBe({ codec }: Field, wanted: string): boolean {
  if (codec.cardinality > 4096) return true;
  return codec.all().some((leaves) => sameShown(codec.show(leaves, 0), wanted));
}
const sameShown = (shown: Shown, wanted: string): boolean => JSON.stringify(shown) === wanted;

function memberOf(parts: readonly Part[], path: string): { readonly part: Part; readonly at: number } | undefined {
  for (const part of parts) {
    if (part.kind !== "fleet" && part.kind !== "ordered") {
      if (part.path === path) return { part, at: part.at };
      continue;
    }
    const index = part.views.findIndex((_, i) => part.memberName(i) === path);
    if (index >= 0) return { part, at: part.at + index * part.stride };
  }
  return undefined;
}

const namesOf = (parts: readonly Part[]): string[] =>
  parts.flatMap((part) => ("views" in part && part.kind !== "one" ? [part.path, part.memberName(0)] : [part.path]));

/** What a line says, where it has no words of its own. */
function inWords({ does, member, sees, since }: Omit<Line, "time">): string {
  const said = (name: string, all: Line["sees"]) =>
    Object.entries(all ?? {}).map(
      ([path, fields]) =>
        `${name}${path} ${Object.entries(fields)
          .map(([field, value]) => `${field} ${JSON.stringify(value)}`)
          .join(", ")}`,
    );
  const event =
    does === undefined ? [] : [`${[does].flat().join(" or ")}${member === undefined ? "" : ` by ${member}`}`];
  return [...event, ...said("", sees), ...said("since then ", since)].join("; ");
}
