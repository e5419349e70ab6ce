// A counterexample as a Mermaid sequence diagram: a lane for each member that takes part, a note for each step with
// what it changed, and arrows only where one lane reaches another: what it saw, called, sent or received.
import type { ParamValue } from "../spec/param.ts";
import type { Call, Change, Counterexample, Owner, Step } from "../verdict/verdict.ts";
import { clip, label, lines, wrap } from "./escape.ts";
import { firstThatFits, frontMatter, type Draft } from "./mermaid.ts";
import { lanesOf, type Lanes } from "./mermaid-lanes.ts";
import { changeInWords, isWorld, keyOf, namesOf, type Names } from "./mermaid-names.ts";
import { changesInGroups, startInWords } from "./mermaid-start.ts";

/** What a counterexample is of: the picture's title and its first note. */
export interface Setting {
  readonly spec: string;
  readonly scenario: string;
  readonly params: Readonly<Record<string, ParamValue>>;
}

/** How much is shown: steps kept at either end of a long trace, lines and calls a step, characters a name. */
interface Budget {
  readonly first: number;
  readonly last: number;
  readonly items: number;
  readonly characters: number;
}
const BUDGETS: readonly Budget[] = [
  { first: 6, last: 10, items: 8, characters: 80 },
  { first: 4, last: 6, items: 6, characters: 60 },
  { first: 2, last: 4, items: 4, characters: 40 },
  { first: 1, last: 1, items: 2, characters: 20 },
];

/** The picture of a counterexample, within Mermaid's limits. A long trace keeps its first and last steps. */
export function sequenceDiagram(counterexample: Counterexample, setting: Setting): string {
  return firstThatFits(BUDGETS, (budget) => draw(counterexample, setting, budget));
}

/** What every line of one picture needs. */
interface Sheet {
  readonly names: Names;
  readonly lanes: Lanes;
  readonly budget: Budget;
  readonly steps: readonly Step[];
  /** In pixels. */
  readonly laneWidth: number;
}

function draw(counterexample: Counterexample, setting: Setting, budget: Budget): Draft {
  const { steps, initial } = counterexample;
  const shown = keptSteps(steps.length, budget);
  const lanes = lanesOf(shown.map((i) => steps[i]!), initial, budget.items);
  const words = `${setting.spec}, ${setting.scenario}`;
  const sheet: Sheet = { names: namesOf(initial), budget, steps, lanes, laneWidth: laneWidth(words, lanes.owners.length) };
  const last = steps.length - 1;
  const body = [
    ...lanes.owners.map((owner) => `participant ${lanes.id(owner)} as ${inLane(sheet, headOf(owner, sheet.names))}`),
    note(sheet, undefined, startInWords(initial, setting.params, lanes.owners, sheet.names)),
    ...shown.flatMap((i, at) => [...gap(sheet, shown[at - 1] ?? -1, i), ...(i === last ? [] : stepLines(sheet, i))]),
    "rect rgba(255, 129, 130, 0.2)",
    ...(last >= 0 ? stepLines(sheet, last) : []),
    note(sheet, undefined, broken(counterexample, sheet)),
    "end",
  ];
  const head = [
    ...frontMatter({ title: words, config: { sequence: { mirrorActors: false, width: sheet.laneWidth } } }),
    "sequenceDiagram",
    `  accTitle: ${label(`Counterexample to ${counterexample.claim}`)}`,
  ];
  const edges = body.filter((line) => ARROW.test(line)).length;
  return { text: [...head, ...body.map((line) => `  ${line}`), ""].join("\n"), edges, height: body.reduce((sum, line) => sum + heightOf(line), 0) };
}

const ARROW = /^l\d+-?->>/;

/** In pixels, about. */
const heightOf = (line: string): number => (ARROW.test(line) ? 34 : 46) + 18 * line.split("<br/>").length;

/** Between two lanes, in pixels. */
const GAP = 50;

/** In pixels. A title that does not fit over the lanes is cut off by Mermaid, which sets it right of the middle. */
function laneWidth(words: string, lanes: number): number {
  const roomy = Math.min(300, 500 / lanes);
  return Math.ceil(Math.max(200, roomy, (Math.min(60, words.length) * 8 + 110) / lanes));
}

const headOf = (owner: Owner, names: Names): string => (isWorld(owner) ? "the world" : names.head(owner));

/** The numbers of the steps that are shown. One step is never left out alone: the gap would take its place. */
function keptSteps(count: number, { first, last }: Budget): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  return count <= first + last + 1 ? all : [...all.slice(0, first), ...all.slice(-last)];
}

function gap(sheet: Sheet, before: number, at: number): string[] {
  const left = at - before - 1;
  return left > 0 ? [note(sheet, undefined, [`… ${left} steps left out …`])] : [];
}

/** One step: what it saw, what happened, and what that did to others. */
function stepLines(sheet: Sheet, index: number): string[] {
  const { lanes, names, budget } = sheet;
  const step = sheet.steps[index]!;
  const actor = lanes.actor(step);
  const isOwn = (change: Change) => !lanes.has(change) || (actor !== undefined && keyOf(change) === keyOf(actor));
  const calls = step.calls.filter((call) => lanes.reaches(call)).slice(0, budget.items);
  const own = isWorld(step) && !actor ? step.changed : step.changed.filter((c) => isOwn(c) && !isCarried(c, step.calls));
  const text = [
    `${index + 1} · ${step.event}${choiceInWords(step, names)}`,
    ...(actor ? ownChanges(own, actor, names) : changesInGroups(own, names)),
    ...inside(step, lanes, names),
  ];
  return [
    ...seen(sheet, step, actor),
    note(sheet, actor, text),
    ...(actor ? outward(sheet, step, actor, calls) : []),
  ];
}

/** The arrow from the step that made this one possible, unless that one's own arrow already ended here. */
function seen(sheet: Sheet, step: Step, actor: Owner | undefined): string[] {
  const cause = step.enabledBy === undefined ? undefined : sheet.steps[step.enabledBy]!;
  const source = cause && sheet.lanes.actor(cause);
  if (!source || !actor || keyOf(source) === keyOf(actor)) return [];
  if ([...cause.calls, ...cause.changed].some((touched) => keyOf(touched) === keyOf(actor))) return [];
  return [arrow(sheet, [source, "-->>", actor], `seen by ${step.event}`)];
}

/** Calls and their effects on other lanes, then changes of other lanes that no call explains. */
function outward(sheet: Sheet, step: Step, actor: Owner, calls: readonly Call[]): string[] {
  const { lanes, names } = sheet;
  const others = new Map<string, Change[]>();
  for (const change of step.changed) {
    if (!lanes.has(change) || keyOf(change) === keyOf(actor) || isCarried(change, step.calls)) continue;
    others.set(keyOf(change), [...(others.get(keyOf(change)) ?? []), change]);
  }
  const settle = (owner: Owner): string[] => {
    const changes = others.get(keyOf(owner)) ?? [];
    others.delete(keyOf(owner));
    return changes.length > 0 ? [note(sheet, owner, changes.map((change) => changeInWords(change, names)))] : [];
  };
  const called = calls.flatMap((call) => {
    const [from, to] = lanes.ends(call);
    return [arrow(sheet, [from, "->>", to], callInWords(call, names)), ...(call.kind === "dispatch" ? settle(to) : [])];
  });
  const touched = [...others.values()].flatMap(([change]) => [arrow(sheet, [actor, "->>", change!], step.event), ...settle(change!)]);
  return [...called, ...touched];
}

/** An arrow from lane to lane, its words broken to the room between them. */
function arrow(sheet: Sheet, [from, line, to]: readonly [Owner, string, Owner], words: string): string {
  const { lanes, laneWidth, budget } = sheet;
  const pixels = Math.abs(lanes.at(from) - lanes.at(to)) * (laneWidth + GAP) - GAP;
  const broken = wrap(clip(words, 2 * budget.characters), charactersIn(pixels));
  return `${lanes.id(from)}${line}${lanes.id(to)}: ${lines(...broken.map((part) => label(part)))}`;
}

function callInWords({ kind, event, message }: Call, names: Names): string {
  if (kind === "dispatch") return event ?? "";
  return `${kind} ${names.value(message ?? null)}`;
}

/** Is the change of a channel already told by the arrow of a message? */
const isCarried = (change: Change, calls: readonly Call[]): boolean =>
  calls.some((call) => call.kind !== "dispatch" && keyOf(call) === keyOf(change));

/** What a member calls of itself needs no arrow. */
const inside = (step: Step, lanes: Lanes, names: Names): string[] =>
  step.calls.filter((call) => lanes.staysInside(call)).map((call) => (call.kind === "dispatch" ? "then " : "") + callInWords(call, names));

function choiceInWords({ choice }: Step, names: Names): string {
  const words = Object.entries(choice ?? {}).map(([name, value]) => `${name} ${names.value(value)}`);
  return words.length > 0 ? ` (${words.join(", ")})` : "";
}

/** Changes told in the actor's note: its own by themselves, a variable's with its name. */
function ownChanges(changes: readonly Change[], actor: Owner, names: Names): string[] {
  const own = changes.filter((change) => keyOf(change) === keyOf(actor)).map((change) => changeInWords(change, names));
  return [...own, ...changesInGroups(changes.filter((change) => keyOf(change) !== keyOf(actor)), names)];
}

const broken = ({ claim, detail }: Counterexample, { names }: Sheet): string[] => [`✗ ${claim}`, ...(detail ? names.text(detail).split("\n") : [])];

/** A note over one lane, or over all. Mermaid does not wrap texts that hold line breaks, so lines are broken here. */
function note(sheet: Sheet, owner: Owner | undefined, words: readonly string[]): string {
  const { lanes, laneWidth, budget } = sheet;
  const [first, last] = [owner ?? lanes.owners[0]!, owner ?? lanes.owners.at(-1)!];
  const gaps = lanes.at(last) - lanes.at(first);
  // A wider note would push the last two lanes apart.
  const pixels = first === last ? laneWidth : Math.min(gaps * (laneWidth + GAP) + 40, 2 * laneWidth);
  const over = first === last ? lanes.id(first) : `${lanes.id(first)},${lanes.id(last)}`;
  const broken = words.flatMap((line) => wrap(clip(line, 3 * budget.characters), charactersIn(pixels)));
  return `Note over ${over}: ${lines(...cut(broken, 2 * budget.items).map((line) => label(line)))}`;
}

const inLane = ({ laneWidth, budget }: Sheet, words: string): string =>
  lines(...wrap(clip(words, budget.characters), charactersIn(laneWidth)).map((line) => label(line)));

const charactersIn = (pixels: number): number => Math.max(12, Math.floor(pixels / 7.7));

const cut = (words: readonly string[], max: number): string[] =>
  words.length <= max ? [...words] : [...words.slice(0, max - 1), `… and ${words.length - max + 1} lines more`];
