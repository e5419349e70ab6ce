// A counterexample as a Mermaid sequence diagram: a lane for each member that takes part, a note for each step with
// what it changed, and arrows only where one lane reaches another: what it saw, called, sent or received.
import type { ParamValue } from "../spec/param.ts";
import type { Counterexample, PartState } from "../verdict/verdict.ts";
import { label } from "./escape.ts";
import { firstThatFits, frontMatter, type Draft } from "./mermaid.ts";
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
  const { claim, initial, detail } = counterexample;
  const steps = counterexample.steps.map(withCallers);
  const shown = keptSteps(steps.length, budget);
  const lanes = lanesOf(
    shown.map((i) => steps[i]!),
    initial,
    budget.items,
  );
  const words = `${setting.spec}, ${setting.scenario}`;
  const names = namesOf(initial);
  const sheet: Sheet = { names, budget, steps, lanes, width: laneWidth(words, lanes.owners.length) };
  const last = steps.length - 1;
  const body = [
    ...lanes.owners.map(
      (owner) => `participant ${lanes.id(owner)} as ${head(sheet, isWorld(owner) ? "the world" : names.head(owner))}`,
    ),
    note(sheet, undefined, startInWords(takingPart(counterexample), setting.params, lanes.owners, names)),
    ...shown.flatMap((i, at) => [...gap(sheet, shown[at - 1] ?? -1, i), ...(i === last ? [] : stepLines(sheet, i))]),
    "rect rgba(255, 129, 130, 0.2)",
    ...(last >= 0 ? stepLines(sheet, last) : []),
    note(sheet, undefined, [`✗ ${claim}`, ...(detail ? names.text(detail).split("\n") : [])]),
    "end",
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

/** The numbers of the steps that are shown. One step is never left out alone: the gap would take its place. */
function keptSteps(count: number, { first, last }: Budget): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  return count <= first + last + 1 ? all : [...all.slice(0, first), ...all.slice(-last)];
}

function gap(sheet: Sheet, before: number, at: number): string[] {
  const left = at - before - 1;
  return left > 0 ? [note(sheet, undefined, [`… ${left} steps left out …`])] : [];
}
