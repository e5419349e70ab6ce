// The values of a swept parameter as the command line takes them: `1..12`, `10..100:10`, `1,2,5..8`, `halt,go`.
import { problem, SpecError } from "../messages.ts";

/**
 * The values as texts, each once, in the order in which they are given; a range stands for its numbers.
 *
 * @example valuesIn("1,4..8:2") // ["1", "4", "6", "8"]
 * @throws SpecError for ranges that are none, or that have more than `MOST` numbers
 */
export function valuesIn(text: string): string[] {
  return [...new Set(text.split(",").flatMap((piece) => valuesOf(piece.trim())))];
}

/** Points of a sweep. */
export const MOST = 10_000;

const NUMBER = String.raw`[+-]?(?:\d+(?:_\d+)*\.?\d*|\.\d+)`;
const RANGE = new RegExp(`^(${NUMBER})\\.\\.(${NUMBER})(?::(${NUMBER}))?$`);

function valuesOf(piece: string): string[] {
  const ends = RANGE.exec(piece);
  if (!ends) return [piece];
  const [first, last, step] = ends.slice(1, 4).map((digits) => digits?.replaceAll("_", "") ?? "1") as [
    string,
    string,
    string,
  ];
  const refuse = (reason: string) => new SpecError([problem("sweep-range", { asked: piece, reason })]);
  if (Number(step) <= 0) throw refuse("its step must be above 0");
  if (Number(last) < Number(first)) throw refuse("it goes down");
  const count = Math.floor((Number(last) - Number(first)) / Number(step) + 1e-9) + 1;
  if (count > MOST) throw new SpecError([problem("sweep-large", { points: count, most: MOST })]);
  // Steps are added as they are written, so that 0.1 three times is 0.3.
  const digits = Math.max(...[first, step].map((number) => (number.split(".")[1] ?? "").length));
  return Array.from({ length: count }, (_, i) => String(Number((Number(first) + i * Number(step)).toFixed(digits))));
}
