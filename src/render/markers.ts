// Marked places in Markdown files of anyone's making: what stands between two markers is written anew, and every other
// byte stays. A marker is a comment alone on its line, outside of code.
//
//     <!-- fleetcheck: diagram specs/door.ts#Door -->
//     … written by the tool, with the marker below where there was none …
//     <!-- /fleetcheck -->

/** What is asked for at a marked place. */
export interface Marker {
  /** The line of the first marker, from 1. */
  readonly line: number;
  /** "diagram", "specs/door.ts#Door": words, or several in double quotes. */
  readonly words: readonly string[];
}

/** A marker with the lines (from 0) between it and the one that ends it, if that is there. */
interface Marked extends Marker {
  readonly from: number;
  readonly to: number;
  readonly isClosed: boolean;
}

const OPENING = /^ {0,3}<!-- fleetcheck: (.*?) -->\s*$/;
const CLOSING = /^ {0,3}<!-- \/fleetcheck -->\s*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const END = "<!-- /fleetcheck -->";

export const markersIn = (text: string): readonly Marker[] => marked(linesOf(text)).places;

/** Ends that belong to no marker, by line: what would be written there is not known. */
export const strayEnds = (text: string): readonly number[] => marked(linesOf(text)).strays;

/** The text with what belongs to each marker; where that is undefined, the place stays as it is. */
export function filled(text: string, contentOf: (marker: Marker) => string | undefined): string {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = linesOf(text);
  const out = [...lines];
  for (const place of marked(lines).places.toReversed()) {
    const content = contentOf(place);
    if (content === undefined) continue;
    const written = ["", ...content.trimEnd().split("\n"), "", ...(place.isClosed ? [] : [END])];
    out.splice(place.from, place.to - place.from, ...written.map((line) => line + newline));
  }
  return out.join("");
}

/** With their ends, so that joined they are the text again. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

function marked(lines: readonly string[]): { places: Marked[]; strays: number[] } {
  const places: Marked[] = [];
  const strays: number[] = [];
  let open: Marker | undefined;
  const close = (to: number) => {
    if (open) places.push({ ...open, from: open.line, to: to < 0 ? open.line : to, isClosed: to >= 0 });
    open = undefined;
  };
  for (const { line, at } of outsideOfCode(lines)) {
    const [, words] = OPENING.exec(line) ?? [];
    if (words !== undefined) {
      close(-1);
      open = { line: at + 1, words: wordsOf(words) };
    } else if (CLOSING.test(line)) {
      if (open === undefined) strays.push(at + 1);
      close(at);
    }
  }
  close(-1);
  return { places, strays };
}

/** A fence is closed by one of its own kind that is at least as long. */
function* outsideOfCode(lines: readonly string[]): Generator<{ line: string; at: number }> {
  let fence: string | undefined;
  for (const [at, line] of lines.entries()) {
    const [, mark] = FENCE.exec(line) ?? [];
    if (fence === undefined && mark === undefined) yield { line, at };
    else if (fence === undefined) fence = mark;
    else if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
  }
}

const wordsOf = (text: string): string[] => [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, a, b]) => a ?? b!);
