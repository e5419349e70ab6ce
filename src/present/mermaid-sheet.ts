// The sheet that a sequence diagram is written on: its lanes and their width, and how notes and arrows fit between them.
// Mermaid does not wrap labels that hold line breaks, and breaks entities where it wraps others: lines are broken here.
import type { Owner } from "../verdict/verdict.ts";
import { clip, label, lines, wrap } from "./escape.ts";
import type { CallingStep, Lanes } from "./mermaid-lanes.ts";
import type { Names } from "./mermaid-names.ts";

/** How much is shown: steps kept at either end of a long trace, lines and calls a step, characters a name. */
export interface Budget {
  readonly first: number;
  readonly last: number;
  readonly items: number;
  readonly characters: number;
}

/** What every line of one picture needs. */
export interface Sheet {
  readonly names: Names;
  readonly lanes: Lanes;
  readonly budget: Budget;
  readonly steps: readonly CallingStep[];
  /** Of a lane, in pixels. */
  readonly width: number;
}

const ARROW = /^l\d+-?->>/;
export const isArrow = (line: string): boolean => ARROW.test(line);

/** In pixels, about. */
export const heightOf = (line: string): number => (isArrow(line) ? 34 : 46) + 18 * line.split("<br/>").length;

/** Between two lanes, in pixels. */
const GAP = 50;

/** In pixels. A title that does not fit over the lanes is cut off by Mermaid, which sets it right of the middle. */
export function laneWidth(words: string, lanes: number): number {
  const roomy = Math.min(300, 500 / lanes);
  return Math.ceil(Math.max(200, roomy, (Math.min(60, words.length) * 8 + 110) / lanes));
}

/** An arrow from lane to lane, its words broken to the room between them. */
export function arrow(sheet: Sheet, [from, line, to]: readonly [Owner, string, Owner], words: string): string {
  const { lanes, width, budget } = sheet;
  const pixels = Math.abs(lanes.at(from) - lanes.at(to)) * (width + GAP) - GAP;
  const parts = wrap(clip(words, 2 * budget.characters), charactersIn(pixels));
  return `${lanes.id(from)}${line}${lanes.id(to)}: ${lines(...parts.map((part) => label(part)))}`;
}

/** A note over one lane, or over all. */
export function note(sheet: Sheet, owner: Owner | undefined, words: readonly string[]): string {
  const { lanes, width, budget } = sheet;
  const [first, last] = [owner ?? lanes.owners[0]!, owner ?? lanes.owners.at(-1)!];
  const gaps = lanes.at(last) - lanes.at(first);
  // A wider note would push the last two lanes apart.
  const pixels = first === last ? width : Math.min(gaps * (width + GAP) + 40, 2 * width);
  const over = first === last ? lanes.id(first) : `${lanes.id(first)},${lanes.id(last)}`;
  const parts = words.flatMap((line) => wrap(clip(line, 3 * budget.characters), charactersIn(pixels)));
  return `Note over ${over}: ${lines(...cut(parts, 2 * budget.items).map((line) => label(line)))}`;
}

/** The head of a lane. */
export const head = ({ width, budget }: Sheet, words: string): string =>
  lines(...wrap(clip(words, budget.characters), charactersIn(width)).map((line) => label(line)));

const charactersIn = (pixels: number): number => Math.max(12, Math.floor(pixels / 7.7));

const cut = (words: readonly string[], max: number): string[] =>
  words.length <= max ? [...words] : [...words.slice(0, max - 1), `… and ${words.length - max + 1} lines more`];
