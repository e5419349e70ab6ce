// Problems as text: the place and what is wrong, then why, then how to mend it.
import type { Place, Problem } from "../messages.ts";
import { oneLine } from "./escape.ts";
import { PLAIN, type Palette } from "./palette.ts";
import { stepLines } from "./steps.ts";

/**
 *     specs/x.ts:12:5  machine `door` has two rows for `open` from `shut`: to `ajar` and to `wide`
 *       why: an event in a state leads to one state; typescript-fsm would silently take the first
 *       fix: remove one, or give the two outcomes two events
 */
export function problemText({ what, why, fix, where, more, trace }: Problem, palette: Palette = PLAIN): string {
  return [
    `${where ? `${palette.strong(placeText(where))}  ` : ""}${palette.bad(oneLine(what))}`,
    `  why: ${oneLine(why)}`,
    `  fix: ${oneLine(fix)}`,
    ...(more ?? "")
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => `  ${palette.dim(visible(line.trimEnd()))}`),
    ...(trace ? ["  it showed after these steps:", ...stepLines({ ...trace, detail: "" }, { indent: "    " })] : []),
  ].join("\n");
}

/** "specs/x.ts:12:5", with as much of it as is known. */
function placeText({ file, line, column }: Place): string {
  return [file, line, column].filter((piece) => piece !== undefined).join(":");
}

/** Lines that show more keep their blanks, but do not drive the terminal. */
function visible(line: string): string {
  return line.replace(/\p{Cc}/gu, " ");
}
