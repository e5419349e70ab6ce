// A machine as a Mermaid state diagram: its table, with guards and effects in the author's own words on the arrows.
import type { Machine, Row } from "../spec/machine.ts";
import { clip, label, lines, oneLine, wrap } from "./escape.ts";
import { firstThatFits, frontMatter, type Draft } from "./mermaid.ts";

/** What one part's rule says about an event, as its author wrote it. */
interface RuleWords {
  readonly part: string;
  readonly guard?: string;
  readonly effect?: string;
  /** Names of its choices. */
  readonly choices?: readonly string[];
  /** When it happens, where that is not at any time: "at once", "together: batch". */
  readonly timing?: string;
}

export interface MachineWords {
  /** The doc comment of the machine; "" where it has none. */
  readonly about: string;
  /** What the parts that follow the machine say about an event. */
  readonly rulesOf: (event: string) => readonly RuleWords[];
}

/** How much is written on the arrows, and how many arrows there may be. */
interface Budget {
  readonly guard: number;
  readonly effect: number;
  readonly rows: number;
}
const BUDGETS: readonly Budget[] = [
  { guard: 160, effect: 100, rows: 400 },
  { guard: 100, effect: 0, rows: 400 },
  { guard: 0, effect: 0, rows: 400 },
  { guard: 0, effect: 0, rows: 40 },
];

/** The picture of a machine's table, within Mermaid's limits. */
export function machineDiagram(machine: Machine, words: MachineWords): string {
  return firstThatFits(BUDGETS, (budget) => {
    const block = stateBlock(machine, {
      prefix: "s",
      rowsMax: budget.rows,
      onState: (state) => [state],
      onRow: (row) => rowInWords(row, words, budget),
    });
    return drafted({
      title: titleOf(machine.name, words.about),
      titleMax: TITLE_MAX,
      about: `Machine ${machine.name}`,
      blocks: [block],
    });
  });
}

/** Part of a state diagram that shows one table. */
export interface Block {
  readonly lines: readonly string[];
  readonly edges: number;
}

export interface BlockOptions {
  /** Sets the ids of this table's states apart from another's. */
  readonly prefix: string;
  readonly rowsMax: number;
  /** What is written in a state's box. */
  readonly onState: (state: string) => readonly string[];
  /** What is written on a row's arrow. */
  readonly onRow: (row: Row) => readonly string[];
  /** The class of a state's box, where it has one. */
  readonly look?: (state: string) => string | undefined;
}

export function stateBlock(machine: Machine, { prefix, rowsMax, onState, onRow, look }: BlockOptions): Block {
  const rows = machine.rows.slice(0, rowsMax);
  const states = [...new Set([machine.initial, ...rows.flatMap((row) => [row.fromState, row.toState])])];
  const id = (state: string) => `${prefix}${states.indexOf(state)}`;
  const left = machine.rows.length - rows.length;
  // One arrow for all rows between the same two states: Mermaid draws several loops on one state over each other.
  const arrows = [...Map.groupBy(rows, (row) => `${id(row.fromState)} --> ${id(row.toState)}`)];
  return {
    edges: arrows.length + 1,
    lines: [
      ...states.map((state) => `state "${labels(onState(state))}" as ${id(state)}`),
      `[*] --> ${id(machine.initial)}`,
      ...arrows.map(([arrow, together]) => `${arrow} : ${labels(together.flatMap(onRow))}`),
      ...(left > 0 ? [`state "${label(`… ${left} rows left out …`)}" as ${prefix}x`] : []),
      ...states.flatMap((state) => (look?.(state) ? [`class ${id(state)} ${look(state)}`] : [])),
    ],
  };
}

const labels = (words: readonly string[]): string => lines(...words.map((line) => label(line)));

export interface Sheet {
  readonly title: string;
  readonly titleMax?: number;
  /** For those who hear the picture instead of seeing it. */
  readonly about: string;
  readonly classes?: Readonly<Record<string, string>>;
  readonly blocks: readonly Block[];
}

export function drafted({ title, titleMax, about, classes = {}, blocks }: Sheet): Draft {
  const body = [
    `accTitle: ${label(about)}`,
    ...Object.entries(classes).map(([name, look]) => `classDef ${name} ${look}`),
    ...blocks.flatMap((block) => block.lines),
  ];
  const head = [...frontMatter({ title, ...(titleMax && { titleMax }) }), "stateDiagram-v2"];
  return {
    text: [...head, ...body.map((line) => `  ${line}`), ""].join("\n"),
    edges: blocks.reduce((sum, block) => sum + block.edges, 0),
  };
}

/** The event, then what its rules need and do; each part's own words where parts differ. */
function rowInWords({ event }: Row, { rulesOf }: MachineWords, budget: Budget): string[] {
  const rules = rulesOf(event);
  const said = rules.map((rule) => ({ part: rule.part, words: ruleInWords(rule, budget) }));
  const same = new Set(said.map(({ words }) => words.join("\n"))).size < 2;
  const told = same
    ? (said[0]?.words ?? [])
    : said.flatMap(({ part, words }) => (words.length > 0 ? [`${part}:`, ...words] : []));
  const choices = [...new Set(rules.flatMap((rule) => rule.choices ?? []))];
  return [`${event}${choices.length > 0 ? ` (${choices.join(", ")})` : ""}`, ...told];
}

/** As UML writes it: [ guard ] / effect. */
function ruleInWords({ guard, effect, timing = "" }: RuleWords, budget: Budget): string[] {
  const needs = guard && budget.guard > 0 ? `[ ${clip(oneLine(guard), budget.guard)} ]` : "";
  const does = effect && budget.effect > 0 ? `/ ${clip(oneLine(effect), budget.effect)}` : "";
  return [timing, needs, does].filter((words) => words !== "").flatMap((words) => wrap(words, LABEL_WIDTH));
}

/** Characters in the 200 pixels at which Mermaid breaks what is written on an arrow. */
const LABEL_WIDTH = 27;

const TITLE_MAX = 110;

/** The doc comment, as many of its sentences as there is room for, after the machine's name where it does not say that. */
function titleOf(name: string, about: string): string {
  const whole = oneLine(about);
  const sentences = whole.split(/(?<=[.!?]) /);
  const fitting = sentences.filter(
    (_, at) => sentences.slice(0, at + 1).join(" ").length <= TITLE_MAX - name.length - 2,
  );
  const told = (fitting.length > 0 ? fitting.join(" ") : whole).replace(/\.$/, "");
  if (told === "") return name;
  return told.toLowerCase().includes(name.toLowerCase()) ? told : `${name}: ${told}`;
}
