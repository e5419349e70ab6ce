// How any text at all becomes a label of a Mermaid diagram, a title of one, a piece of Markdown, or a file's name.

/** What Mermaid takes as it is in every diagram kind; other ASCII characters are written as entities. */
const PLAIN = /[A-Za-z0-9 .,()=+\-/|?!']/;

/** A text on one line: blanks and control characters in a row become one space, and nothing turns the reading direction. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();

/** At most `max` characters, the last one "…" where something was cut off. */
export function clip(text: string, max: number): string {
  const characters = Array.from(text);
  return characters.length <= max
    ? text
    : `${characters
        .slice(0, max - 1)
        .join("")
        .trimEnd()}…`;
}

/**
 * A text as a label of any Mermaid diagram. Never empty, never more than one line.
 *
 * @example label('say "x < 1"') // "say #34;x #60; 1#34;"
 */
export function label(text: string, max = 80): string {
  const words = withoutMarkup(clip(oneLine(text), max)) || "–";
  const entities = Array.from(words, (c) => (c > "\u007f" || PLAIN.test(c) ? c : entity(c))).join("");
  // At the start of a label these would open a Markdown list: "- x", "+ x", "1. x".
  return entities
    .replace(/^[-+]/, entity)
    .replace(/^(\d+)([.)])/, (_, digits: string, c: string) => digits + entity(c));
}

const entity = (character: string): string => `#${character.codePointAt(0)};`;

/** Mermaid reads `*x*`, `_x_`, `~~x~~` and `$$x$$` even where they are written as entities. A mark before a blank opens
 *  nothing, so a hair space goes behind each; inside a word `_` opens nothing either. */
const withoutMarkup = (text: string): string =>
  text.replace(/(?<![\p{L}\p{N}])_(?=\S)|[*~](?=\S)/gu, "$&\u200a").replace(/\$(?=\$)/g, "$$\u200a");

/** Lines as one label. */
export const lines = (...labels: readonly string[]): string => labels.join("<br/>");

/** A text in lines of at most `width` characters, broken at blanks; only a word that is longer is broken itself. */
export function wrap(text: string, width: number): string[] {
  const pieces = oneLine(text)
    .split(" ")
    .flatMap((word) => chunks(Array.from(word), width));
  const found: string[] = [];
  for (const piece of pieces) {
    const last = found.at(-1);
    if (last !== undefined && lengthOf(last) + 1 + lengthOf(piece) <= width)
      found[found.length - 1] = `${last} ${piece}`;
    else found.push(piece);
  }
  return found;
}

const lengthOf = (text: string): number => Array.from(text).length;

/** A long word in pieces, where it can be behind a mark as code has them: `ring.next(s).` `dispatch("wake")`. */
function chunks(characters: readonly string[], size: number): string[] {
  if (characters.length <= size) return [characters.join("")];
  const mark = characters.slice(0, size).findLastIndex((c) => ".,;:(|&/-".includes(c)) + 1;
  const end = mark > size / 3 ? mark : size;
  return [characters.slice(0, end).join(""), ...chunks(characters.slice(end), size)];
}

/** A title in a diagram's front matter: a YAML string. It is shown as it is, without entities. */
export const title = (text: string, max: number): string => JSON.stringify(clip(oneLine(text), max));

/** A text in Markdown that means only itself, also inside a table. */
export const plain = (text: string): string => oneLine(text).replace(/[\\`*_{}[\]<>|#~]/g, "\\$&") || "–";

/** A text as code in Markdown, fenced by more backticks than it holds. */
export function code(text: string): string {
  const words = oneLine(text);
  const runs = words.match(/`+/g) ?? [];
  const fence = "`".repeat(1 + Math.max(0, ...runs.map((run) => run.length)));
  return runs.length === 0 ? `${fence}${words}${fence}` : `${fence} ${words} ${fence}`;
}

/**
 * A text as the name of a file: lower-case letters, digits and hyphens, at most 60 of them.
 *
 * @example slug("25 November 2020") // "25-november-2020"
 */
export function slug(text: string): string {
  const words = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  const name = words.slice(0, 60).replace(/^-+|-+$/g, "");
  if (name === "") return "unnamed";
  return RESERVED.test(name) ? `${name}-x` : name;
}

/** Names that Windows keeps for devices. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** Names in their order; equal ones are told apart by a number. */
export function numbered(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let n = 2; taken.has(free); n++) free = `${name}-${n}`;
    taken.add(free);
    return free;
  });
}
