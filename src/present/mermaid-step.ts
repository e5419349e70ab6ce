// One step of a counterexample's picture: the arrow from what made it possible, the note of what happened, and arrows to
// those whom it called or changed.
import type { Call, Change, Owner, Step, Tick } from "../verdict/verdict.ts";
import type { Calling, CallingStep, Lanes } from "./mermaid-lanes.ts";
import { changeInWords, isWorld, keyOf, type Names } from "./mermaid-names.ts";
import { arrow, note, type Sheet } from "./mermaid-sheet.ts";
import { changesInGroups } from "./mermaid-start.ts";
import { passing, roundOf } from "./ticks.ts";

/** One step: what it saw, what happened, and what that did to others. */
export function stepLines(sheet: Sheet, index: number): string[] {
  const { lanes, names, budget } = sheet;
  const step = sheet.steps[index]!;
  if (step.tick)
    return [note(sheet, undefined, [`${index + 1} · ${passing(step.tick)}`, ...round(step, step.tick, names)])];
  const actor = lanes.actor(step);
  const isOwn = (change: Change) => !lanes.has(change) || (actor !== undefined && keyOf(change) === keyOf(actor));
  const calls = step.calls.filter((call) => lanes.reaches(call)).slice(0, budget.items);
  const own =
    isWorld(step) && !actor ? step.changed : step.changed.filter((c) => isOwn(c) && !isCarried(c, step.calls));
  const text = [
    `${index + 1} · ${step.event}${choiceInWords(step, names)}`,
    ...(actor ? ownChanges(own, actor, names) : changesInGroups(own, names)),
    ...inside(step, lanes, names),
  ];
  return [...seen(sheet, step, actor), note(sheet, actor, text), ...(actor ? outward(sheet, step, actor, calls) : [])];
}

/** What a tick did, to all who took part and to others. */
function round(step: Step, tick: Tick, names: Names): string[] {
  const { groups, others } = roundOf(step, tick);
  const acted = groups.map(({ event, owners, changes }) => {
    const who = names.group(
      owners[0]!.part,
      owners.map(({ member }) => member),
    );
    return [`${who}: ${event}`, ...changes.map((change) => changeInWords(change, names))].join(", ");
  });
  return [...acted, ...changesInGroups(others, names)];
}

/** The arrow from the step that made this one possible, unless that one's own arrow already ended here. */
function seen(sheet: Sheet, step: CallingStep, actor: Owner | undefined): string[] {
  const cause = step.enabledBy === undefined ? undefined : sheet.steps[step.enabledBy]!;
  const source = cause && sheet.lanes.actor(cause);
  if (!source || !actor || keyOf(source) === keyOf(actor)) return [];
  if ([...cause.calls, ...cause.changed].some((touched) => keyOf(touched) === keyOf(actor))) return [];
  return [arrow(sheet, [source, "-->>", actor], `seen by ${step.event}`)];
}

/** Calls and their effects on other lanes, then changes of other lanes that no call explains. */
function outward(sheet: Sheet, step: CallingStep, actor: Owner, calls: readonly Calling[]): string[] {
  const { lanes, names } = sheet;
  const others = new Map<string, Change[]>();
  for (const change of step.changed) {
    if (!lanes.has(change) || keyOf(change) === keyOf(actor) || isCarried(change, step.calls)) continue;
    others.set(keyOf(change), [...(others.get(keyOf(change)) ?? []), change]);
  }
  const settle = (owner: Owner): string[] => {
    const changes = others.get(keyOf(owner)) ?? [];
    others.delete(keyOf(owner));
    const told = changes.map((change) => changeInWords(change, names));
    return told.length > 0 ? [note(sheet, owner, told)] : [];
  };
  const called = calls.flatMap((call) => {
    const [from, to] = lanes.ends(call);
    return [arrow(sheet, [from, "->>", to], callInWords(call, names)), ...(call.kind === "dispatch" ? settle(to) : [])];
  });
  const touched = [...others.values()].flatMap(([change]) => [
    arrow(sheet, [actor, "->>", change!], step.event),
    ...settle(change!),
  ]);
  return [...called, ...touched];
}

function callInWords({ kind, event, message }: Call, names: Names): string {
  if (kind === "dispatch") return event ?? "";
  return `${kind} ${names.value(message ?? null)}`;
}

/** Is the change of a channel already told by the arrow of a message? */
const isCarried = (change: Change, calls: readonly Call[]): boolean =>
  calls.some((call) => call.kind !== "dispatch" && keyOf(call) === keyOf(change));

/** What a member calls of itself needs no arrow. */
const inside = (step: CallingStep, lanes: Lanes, names: Names): string[] =>
  step.calls
    .filter((call) => lanes.staysInside(call))
    .map((call) => (call.kind === "dispatch" ? "then " : "") + callInWords(call, names));

function choiceInWords({ choice }: Step, names: Names): string {
  const words = Object.entries(choice ?? {}).map(([name, value]) => `${name}: ${names.value(value)}`);
  return words.length > 0 ? ` (${words.join(", ")})` : "";
}

/** Changes told in the actor's note: its own by themselves, a variable's with its name. */
function ownChanges(changes: readonly Change[], actor: Owner, names: Names): string[] {
  const isOwn = (change: Change) => keyOf(change) === keyOf(actor);
  const own = changes.filter(isOwn).map((change) => changeInWords(change, names));
  const others = changes.filter((change) => !isOwn(change));
  return [...own, ...changesInGroups(others, names)];
}
