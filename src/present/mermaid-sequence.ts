// A counterexample as a Mermaid sequence diagram: a lane for each member that takes part, a note for each step with
// what it changed, and arrows only where one lane reaches another: what it saw, called, sent or received.
import type { ParamValue } from "../spec/param.ts";
import type { Counterexample, PartState } from "../verdict/verdict.ts";
import { label } from "./escape.ts";
import { firstThatFits, frontMatter, type Draft } from "./mermaid.ts";
import { isRepeated, loopLines } from "./loops.ts";
import { lanesOf, withCallers } from "./mermaid-lanes.ts";
import { isWorld, namesOf } from "./mermaid-names.ts";
import { head, heightOf, isArrow, laneWidth, note, type Budget, type Sheet } from "./mermaid-sheet.ts";
import { startInWords } from "./mermaid-start.ts";
import { stepLines } from "./mermaid-step.ts";

/** What a counterexample is of: the picture's title and its first note. */
export interface Setting {
  readonly spec: string;
  readonly scenario: string;
  readonly params: Readonly<Record<string, ParamValue>>;
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

function draw(counterexample: Counterexample, setting: Setting, budget: Budget): Draft {
  const { claim, initial } = counterexample;
  const steps = counterexample.steps.map(withCallers);
  const shown = keptSteps(counterexample, budget);
  const lanes = lanesOf(
    shown.map((i) => steps[i]!),
    initial,
    budget.items,
  );
  const words = `${setting.spec}, ${setting.scenario}`;
  const names = namesOf(initial);
  const sheet: Sheet = { names, budget, steps, lanes, width: laneWidth(words, lanes.owners.length) };
  const body = [
    ...lanes.owners.map(
      (owner) => `participant ${lanes.id(owner)} as ${head(sheet, isWorld(owner) ? "the world" : names.head(owner))}`,
    ),
    note(sheet, undefined, startInWords(takingPart(counterexample), setting.params, lanes.owners, names)),
    ...stepsAndEnd(sheet, counterexample, shown),
  ];
  const matter = [
    ...frontMatter({ title: words, config: { sequence: { mirrorActors: false, width: sheet.width } } }),
    "sequenceDiagram",
    `  accTitle: ${label(`Counterexample to ${claim}`)}`,
  ];
  const edges = body.filter(isArrow).length;
  return {
    text: [...matter, ...body.map((line) => `  ${line}`), ""].join("\n"),
    edges,
    height: body.reduce((sum, line) => sum + heightOf(line), 0),
  };
}

/** The parts that a reader must know of: those that act or change, and variables, which guards may read. */
function takingPart({ initial, steps }: Counterexample): PartState[] {
  const touched = steps.flatMap((step) => [step, ...step.changed, ...step.calls]);
  const parts = new Set(touched.map(({ part }) => part));
  return initial.filter(({ part, machine }) => parts.has(part) || machine === undefined || steps.length === 0);
}

/** The steps that are shown, what repeats for ever in a block of its own, and at the end what is wrong. */
function stepsAndEnd(sheet: Sheet, counterexample: Counterexample, shown: readonly number[]): string[] {
  const { claim, detail, loop } = counterexample;
  const why = loopLines(counterexample).map(([word, items]) => `${word}: ${items.join("; ")}`);
  const end = [`✗ ${claim}`, ...(detail ? sheet.names.text(detail).split("\n") : []), ...why];
  const before = (at: number) => gap(sheet, shown[at - 1] ?? -1, shown[at]!);
  const told = (at: number) => [...before(at), ...stepLines(sheet, shown[at]!)];
  const places = shown.map((_, at) => at);
  const repeated = places.filter((at) => isRepeated(loop, shown[at]!));
  const last = repeated.length > 0 ? [] : places.slice(-1);
  return [
    ...places.slice(0, places.length - repeated.length - last.length).flatMap(told),
    ...(repeated.length > 0 ? ["loop for ever", ...repeated.flatMap(told), "end"] : last.flatMap(before)),
    "rect rgba(255, 129, 130, 0.2)",
    ...last.flatMap((at) => stepLines(sheet, shown[at]!)),
    note(sheet, undefined, end),
    "end",
  ];
}

/** The numbers of the steps that are shown: the first ones, the last ones, and the first that repeats. One step is never
 *  left out alone: the gap would take its place. */
function keptSteps({ steps, loop }: Counterexample, { first, last }: Budget): number[] {
  const all = steps.map((_, i) => i);
  const kept = all.map((i) => i < first || i >= steps.length - last || i === loop?.begins);
  return all.filter((i) => kept[i] || (kept[i - 1] && kept[i + 1]));
}

function gap(sheet: Sheet, before: number, at: number): string[] {
  const left = at - before - 1;
  return left > 0 ? [note(sheet, undefined, [`… ${left} steps left out …`])] : [];
}
