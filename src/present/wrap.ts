// Lines broken where a terminal ends, between words; colours take no room.

/** Every line of a text, broken at the width and hanging below its own beginning; all as it is without a width. */
export function fitted(text: string, width = Infinity): string {
  return text
    .split("\n")
    .flatMap((line) => wrapped(line, width, `${/^ */.exec(line)![0]}    `))
    .join("\n");
}

/** What a line is broken between: words, or cells with two blanks or more before each. */
const WORD = / *[^ ]+/g;
export const CELL: RegExp = / *[^ ]+(?: [^ ]+)*/g;

/** A line in pieces of at most `width` columns, the later ones behind `hanging`; a word that is longer stays whole. */
export function wrapped(line: string, width: number, hanging: string, between = WORD): string[] {
  if (lengthOf(line) <= width) return [line];
  const lines: string[] = [];
  for (const word of line.match(between) ?? []) {
    const last = lines.at(-1);
    if (last !== undefined && lengthOf(last + word) <= width) lines[lines.length - 1] = last + word;
    else lines.push(last === undefined ? word : hanging + word.trimStart());
  }
  return lines;
}

/** Columns, without what sets colours. */
// oxlint-disable-next-line no-control-regex
const lengthOf = (text: string): number => text.replace(/\u001b\[[\d;]*m/g, "").length;
