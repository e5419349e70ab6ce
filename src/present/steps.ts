// A counterexample as numbered lines that show only what changed. Used by the terminal, by replay and in documents.
import type { Change, Counterexample, Owner, PartState, Shown, Step, Tick } from "../verdict/verdict.ts";
import { oneLine } from "./escape.ts";
import { isRepeated, loopLines, ROUND } from "./loops.ts";
import { passing, roundOf } from "./ticks.ts";

export type Trace = Pick<Counterexample, "initial" | "steps" | "detail" | "loop">;

export interface Block {
  /** Columns of the whole block, its indent included. */
  readonly width?: number;
  readonly indent?: string;
}

/**
 *     start  front 1–3: serving, threads 2 · front 4: absent
 *     1      front 4  join           state absent → building
 *     2      front 1  exceedThreads  state serving → useless
 *     end    front 1 is useless
 *
 * Steps that repeat for ever are marked.
 */
export function stepLines(trace: Trace, block: Block = {}): string[] {
  const { initial, steps, detail, loop } = trace;
  const start = laidOut("start  ", statesText(initial), " · ", block);
  const end = detail === "" ? [] : laidOut("end    ", [oneLine(detail)], "", block);
  const why = loopLines(trace).flatMap(([word, items]) => laidOut(word.padEnd(7), items, " · ", block));
  return [...start, ...stepTexts({ steps, ...(loop && { loop }) }, block).flat(), ...end, ...why];
}

/** The lines of each step. */
export function stepTexts({ steps, loop }: Pick<Trace, "steps" | "loop">, block: Block = {}): string[][] {
  const who = widest(steps.map(actorText), 24);
  const event = widest(steps.map(eventText), 32);
  return steps.map((step, at) => {
    const number = isRepeated(loop, at) ? `${at + 1} ${ROUND}` : `${at + 1}`;
    const head = `${number.padEnd(5)}  ${actorText(step).padEnd(who)}  ${eventText(step).padEnd(event)}  `;
    return laidOut(head, changesText(step), step.tick ? " · " : ", ", block);
  });
}

/** "front 3", "gate", "world". */
export function nameOf({ part, member }: Owner): string {
  return oneLine(member === undefined ? part : `${part} ${member}`);
}

/** Who a step belongs to; of a tick, the clock. */
const actorText = (step: Step): string => (step.tick ? "clock" : nameOf(step));

/** "learnPeer", or with a choice "learnPeer (peer: front 2, size: 1)"; of a tick "15 minutes pass". */
export function eventText({ event, choice, tick }: Step): string {
  if (tick) return oneLine(passing(tick));
  const chosen = Object.entries(choice ?? {}).map(([name, value]) => `${name}: ${valueText(value)}`);
  return oneLine(chosen.length === 0 ? event : `${event} (${chosen.join(", ")})`);
}

/** What a step changed, its own member's changes first; members that changed alike are told together. */
export function changesText(step: Step): string[] {
  if (step.tick) return roundText(step, step.tick);
  const own = step.changed.filter((change) => isOwn(change, step));
  const others = step.changed.filter((change) => !isOwn(change, step));
  return [...own.map(changeText), ...alike(others, changeText).map(({ who, first }) => `${who} ${changeText(first)}`)];
}

/** "front 1–2 boot: state down → up", then what nobody of them changed. */
function roundText(step: Step, tick: Tick): string[] {
  const { groups, others } = roundOf(step, tick);
  const acted = groups.map(({ event, owners, changes }) => {
    const did = `${membersText(owners)} ${oneLine(event)}`;
    return changes.length > 0 ? `${did}: ${changes.map(changeText).join(", ")}` : did;
  });
  return [...acted, ...alike(others, changeText).map(({ who, first }) => `${who} ${changeText(first)}`)];
}

/** Whole states, members that are alike together: "front 1–3: serving, threads 2". What is 0, false or empty is left
 *  out, unless `all` is asked for. */
export function statesText(states: readonly PartState[], all = false): string[] {
  const groups = alike(states, (state) => JSON.stringify([state.cohort, stateText(state, all)]));
  const said = groups.map(({ who, first }) => {
    const cohort = first.cohort ? ` (${oneLine(first.cohort)})` : "";
    return { who: `${who}${cohort}`, text: stateText(first, all) };
  });
  return said.filter(({ text }) => text !== "").map(({ who, text }) => `${who}: ${text}`);
}

export function valueText(value: Shown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  if (typeof value !== "object") return oneLine(String(value));
  return `{${Object.entries(value)
    .map(([name, inner]) => `${oneLine(name)}: ${valueText(inner)}`)
    .join(", ")}}`;
}

/** A variable is its value: neither that word nor its path is said. */
function changeText({ field, from, to }: Change): string {
  const name = oneLine(field.replace(/^value(\.|$)/, ""));
  return `${name === "" ? "" : `${name} `}${valueText(from)} → ${valueText(to)}`;
}

function isOwn(change: Owner, step: Owner): boolean {
  return change.part === step.part && change.member === step.member;
}

const SELF_EVIDENT: ReadonlySet<string> = new Set(["state", "value"]);

function stateText({ values }: PartState, all: boolean): string {
  const fields = Object.entries(values).filter(([name, value]) => all || name === "state" || !isNothing(value));
  return fields
    .map(([name, value]) => (SELF_EVIDENT.has(name) ? "" : `${oneLine(name)} `) + valueText(value))
    .join(", ");
}

function isNothing(value: Shown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).every(isNothing);
  return value === 0 || value === false || value === null;
}

/** Puts together what has the same part and key, in the order of first appearance. */
function alike<T extends Owner>(things: readonly T[], keyOf: (thing: T) => string): { who: string; first: T }[] {
  const groups = Map.groupBy(things, (thing) => JSON.stringify([thing.part, keyOf(thing)]));
  return [...groups.values()].map((group) => ({ who: membersText(group), first: group[0]! }));
}

/** "front 1–3, 5". */
function membersText(owners: readonly Owner[]): string {
  const numbers = owners.map(({ member }) => member).filter((member) => member !== undefined);
  if (numbers.length === 0) return nameOf(owners[0]!);
  return oneLine(`${owners[0]!.part} ${runs(numbers.toSorted((a, b) => a - b)).join(", ")}`);
}

function runs(numbers: readonly number[]): string[] {
  const starts = numbers.filter((n, at) => numbers[at - 1] !== n - 1);
  const ends = numbers.filter((n, at) => numbers[at + 1] !== n + 1);
  return starts.map((start, at) => (start === ends[at] ? `${start}` : `${start}–${ends[at]}`));
}

/** `head`, then the items side by side, broken between items where the width ends. */
function laidOut(
  head: string,
  items: readonly string[],
  between: string,
  { width = 100, indent = "" }: Block,
): string[] {
  const lines = [indent + head];
  const hanging = indent + " ".repeat(Math.min(head.length, 56));
  items.forEach((item, at) => {
    const piece = at < items.length - 1 ? item + between : item;
    const line = lines.at(-1)!;
    const fresh = at === 0 || line === hanging;
    if (fresh || line.length + piece.trimEnd().length <= width) lines[lines.length - 1] = line + piece;
    else lines.push(hanging + piece);
  });
  return lines.map((line) => line.trimEnd());
}

function widest(texts: readonly string[], most: number): number {
  return Math.min(most, Math.max(0, ...texts.map((text) => text.length)));
}
