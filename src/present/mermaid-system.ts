// A system as a Mermaid flowchart: its parts, and who reads or drives whom. A dashed arrow runs from what is read to
// its reader, as in a counterexample's picture; a solid one from who drives to what is driven. Systems that it includes
// are drawn as one box each, and what they are given as arrows; those that go round in a circle are red.
import { label, lines, wrap } from "./escape.ts";
import { firstThatFits, frontMatter, type Draft } from "./mermaid.ts";
import { inWords } from "./mermaid-names.ts";

/** A part as it stands in one scenario. */
export interface PartBox {
  /** "front", "cells 2", "pair.line". */
  readonly path: string;
  readonly kind: "fleet" | "ring" | "line" | "one" | "variable" | "given" | "channel" | "system";
  readonly machine?: string;
  readonly size: number;
}

/** That some events of one part, or of the world, read or drive another part, or that one system is given something by
 *  another, under the names in `events`; parts by the names they have in `parts`. */
export interface Link {
  readonly by: string;
  readonly of: string;
  readonly kind: "reads" | "drives" | "gives";
  readonly events: readonly string[];
}

export interface SystemWords {
  readonly spec: string;
  /** How long a tick is, where there is a clock. */
  readonly clock?: string;
  /** The parts of all scenarios, each as often as it occurs. */
  readonly parts: readonly PartBox[];
  readonly links: readonly Link[];
  /** Systems that depend on each other in a circle. */
  readonly circles: readonly (readonly string[])[];
}

/** Stands for the events that belong to no machine. */
export const WORLD = "world";
/** Stands for the clock. No part is called by an empty name. */
export const CLOCK = "";

const BUDGETS = [
  { events: 6, links: 400 },
  { events: 2, links: 400 },
  { events: 1, links: 60 },
] as const;

/** The picture of a system, within Mermaid's limits. */
export function systemDiagram(words: SystemWords): string {
  return firstThatFits(BUDGETS, (budget) => draw(words, budget));
}

/** A part of an array stands for all of them. */
export const withoutNumber = (path: string): string => path.replace(/ \d+$/, "");

function draw({ spec, clock, parts, links, circles }: SystemWords, budget: (typeof BUDGETS)[number]): Draft {
  const boxes = Map.groupBy(parts, ({ path }) => withoutNumber(path));
  const names = [...boxes.keys()];
  const known = links.filter(({ by, of }) => names.includes(of) && [WORLD, CLOCK, ...names].includes(by));
  const shown = known.slice(0, budget.links);
  const id = (name: string) => (name === WORLD ? "w" : name === CLOCK ? "c" : `p${names.indexOf(name)}`);
  const left = known.length - shown.length;
  const body = [
    `accTitle: ${label(`The parts of ${spec}, and who reads or drives whom`)}`,
    ...(shown.some(({ by }) => by === WORLD) ? [`w(["${label("the world")}"])`] : []),
    ...(clock === undefined ? [] : [`c(["${lines(label("clock"), label(`a tick is ${clock}`))}"])`]),
    ...[...boxes].map(([name, own]) => `${id(name)}${boxed(name, own)}`),
    ...shown.map((link) => arrow(link, id, budget.events)),
    ...shown.flatMap((link, i) =>
      isInCircle(link, circles) ? [`linkStyle ${i} stroke:#cf222e,stroke-width:3px,color:#cf222e`] : [],
    ),
    ...(left > 0 ? [`x["${label(`… ${left} arrows left out …`)}"]`] : []),
  ];
  const head = [
    ...frontMatter({ title: `${spec}: its parts`, config: { flowchart: { wrappingWidth: 400 } } }),
    "flowchart LR",
  ];
  return { text: [...head, ...body.map((line) => `  ${line}`), ""].join("\n"), edges: shown.length };
}

/** Machines in boxes, a fleet's doubled; variables rounded, slanted where they come from outside; channels as drums lying
 *  on their side; systems pointed. */
function boxed(name: string, own: readonly PartBox[]): string {
  const { kind, machine } = own[0]!;
  const shape = {
    fleet: ["[[", "]]"],
    ring: ["[[", "]]"],
    line: ["[[", "]]"],
    one: ["[", "]"],
    variable: ["(", ")"],
    given: ["[/", "/]"],
    channel: ["[(", ")]"],
    system: ["{{", "}}"],
  }[kind];
  const count = new Set(own.map(({ path }) => path)).size;
  const many = count > 1 ? [`${count} of them`] : [];
  const words = [name, ...(machine === undefined ? [kind] : kindInWords(kind, machine, own)), ...many];
  return `${shape[0]}"${lines(...words.flatMap((line) => wrap(line, 30)).map((line) => label(line)))}"${shape[1]}`;
}

function kindInWords(kind: PartBox["kind"], machine: string, own: readonly PartBox[]): string[] {
  if (kind === "one" || kind === "system") return machine === own[0]!.path ? [] : [machine];
  const [least, most] = [Math.min(...own.map(({ size }) => size)), Math.max(...own.map(({ size }) => size))];
  return [`${kind} of ${least === most ? most : `${least} to ${most}`}`, machine];
}

/** Does an arrow lead from one system of a circle to the next? */
const isInCircle = ({ by, of, kind }: Link, circles: SystemWords["circles"]): boolean =>
  kind === "gives" &&
  circles.some((circle) => circle.some((name, i) => name === by && circle[(i + 1) % circle.length] === of));

function arrow({ by, of, kind, events }: Link, id: (name: string) => string, eventsMax: number): string {
  const told =
    events.length > eventsMax ? [...events.slice(0, eventsMax), `${events.length - eventsMax} more`] : events;
  const words = `${kind === "reads" ? "seen by " : ""}${inWords(told)}`;
  const text = lines(...wrap(words, 28).map((line) => label(line)));
  return kind === "drives" ? `${id(by)} -- "${text}" --> ${id(of)}` : `${id(of)} -. "${text}" .-> ${id(by)}`;
}
