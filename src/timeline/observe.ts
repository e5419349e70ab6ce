// Entries of a timeline as observations of a model: events by their names, conditions on the author's own parts.
import { problem, SpecError, type Problem } from "../messages.ts";
import { placeOfSite } from "../capture/place.ts";
import { rulesCalled, eventNames } from "../model/claims.ts";
import { conjunctsOf, type Conjunct } from "../model/conjuncts.ts";
import type { Elaborated } from "../model/elaborate.ts";
import type { Model } from "../model/model.ts";
import { list } from "../model/params.ts";
import { TIMELINE_KEYS, type Entry, type Timeline } from "../spec/timeline.ts";
import type { Steplike } from "../explore/possible.ts";
import type { Observation } from "./fit.ts";

/** An observation with the words that tell it. */
export interface Told extends Observation {
  readonly time: string;
  readonly system: string;
  readonly what: string;
  /** The conditions of a part, and what they are asked of. */
  readonly parts: Readonly<
    Partial<
      Record<"sees" | "since", { readonly conditions: () => readonly Conjunct[]; readonly args: readonly unknown[] }>
    >
  >;
}

/** @throws SpecError with every entry that cannot be read */
export function observationsOf(timeline: Timeline, elaborated: Elaborated): Told[] {
  const problems: Problem[] = [];
  const where = placeOfSite(timeline.site);
  for (const asked of timeline.strangers)
    problems.push(
      problem("key-unknown", { place: `timeline \`${timeline.name}\``, asked, known: list(TIMELINE_KEYS) }, where),
    );
  const inOrder = new InOrder();
  const told = timeline.entries.map((entry, i) => {
    const say = (reason: string) =>
      void problems.push(
        problem("entry-bad", { entry: i + 1, time: entry.time, timeline: timeline.name, reason }, where),
      );
    const late = inOrder.whatIsWrong(entry.time);
    if (late !== undefined) say(late);
    return observationOf(entry, i, elaborated, say);
  });
  const { refusedAt } = timeline;
  if (refusedAt !== undefined && !timeline.entries.some(({ time }) => time === refusedAt))
    problems.push(problem("refusal-unknown", { timeline: timeline.name, time: refusedAt }, where));
  if (problems.length > 0) throw new SpecError(problems);
  return told;
}

function observationOf(
  { time, system = "", what, does, sees, since }: Entry,
  i: number,
  elaborated: Elaborated,
  say: (reason: string) => void,
): Told {
  const { model, performer } = elaborated;
  const { named } = model;
  const meant = does === undefined ? undefined : stepsOf(model, [does].flat(), say);
  const holds = (test: (parts: never) => boolean) => () =>
    performer.holds(`entry ${i + 1}, ${time}`, () => test(named as never));
  const conditions = (test: (parts: never) => boolean) => ({ conditions: () => conjunctsOf(test), args: [named] });
  return {
    key: String(i),
    time,
    system,
    what,
    ...(meant && { does: meant }),
    ...(sees && { sees: holds(sees) }),
    ...(since && { since: holds(since) }),
    parts: { ...(sees && { sees: conditions(sees) }), ...(since && { since: conditions(since) }) },
  };
}

/** The steps of events by name. */
export function stepsOf(model: Model, events: readonly string[], say: (reason: string) => void): Steplike {
  const unknown = events.filter((event) => rulesCalled([event], model.rules).length === 0);
  if (unknown.length > 0) say(`there is no event ${list(unknown)}; there are ${list(eventNames(model.rules))}`);
  const ids = new Set(rulesCalled(events, model.rules).map(({ id }) => id));
  return ({ rule }) => ids.has(rule);
}

/** Are times in order, as far as they can be told? */
export class InOrder {
  #last: { readonly text: string; readonly value: number; readonly kind: string } | undefined;

  /** What is wrong with a time, after those before it. */
  whatIsWrong(time: unknown): string | undefined {
    const read = timeOf(time);
    if (read === undefined)
      return `its time is ${JSON.stringify(time) ?? "missing"}, which is neither "05:15" nor a date and time as ISO 8601 has them, nor a number`;
    const last = this.#last;
    this.#last = { ...read, text: String(time) };
    if (last === undefined) return undefined;
    if (last.kind !== read.kind) return `its time ${String(time)} cannot be compared with ${last.text} before it`;
    return read.value < last.value
      ? `its time ${String(time)} is before ${last.text}, the time of the entry before`
      : undefined;
  }
}

function timeOf(time: unknown): { value: number; kind: "clock" | "date" | "number" } | undefined {
  if (typeof time === "number") return Number.isFinite(time) ? { value: time, kind: "number" } : undefined;
  if (typeof time !== "string") return undefined;
  const [, hours, minutes, seconds = "0"] = /^(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?$/.exec(time) ?? [];
  if (hours !== undefined)
    return { value: (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds), kind: "clock" };
  const value = /^\d{4}-\d\d-\d\d/.test(time) ? Date.parse(time) : Number.NaN;
  return Number.isNaN(value) ? undefined : { value, kind: "date" };
}
