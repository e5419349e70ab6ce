// The order of states that graphs number them by: level after level, and within a level as `Program.compare` has it.
// Sorting by comparing is too slow for millions; states are sorted by the digits of their keys, the last digit first
// (Knuth, TAOCP 3, 5.2.5), and by level in the end.
import type { Program } from "../program.ts";

/** What is known of the order of packed states (program.ts). */
export type Keys = Pick<Program, "words" | "sortKey">;

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/**
 * The places of packed states, in order.
 *
 * @param states packed, one behind the other, level after level
 * @param levels the place of the first state of each level, and the number of states
 */
export function inOrder(keys: Keys, states: Uint32Array, levels: readonly number[]): Uint32Array {
  const count = levels.at(-1)!;
  let [order, other] = [Uint32Array.from({ length: count }, (_, place) => place), new Uint32Array(count)];
  for (let word = keys.words - 1; word >= 0; word--) {
    const read = keyReader(keys, word);
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      const digitOf = (place: number) => (read(states[place * keys.words + word]!) >>> shift) & (DIGITS - 1);
      if (sortBy(digitOf, order, other)) [order, other] = [other, order];
    }
  }
  return byLevel(order, other, levels);
}

/** Sorts by one digit; false where all have the same, and nothing was done. */
function sortBy(digitOf: (place: number) => number, from: Uint32Array, to: Uint32Array): boolean {
  const ends = new Uint32Array(DIGITS);
  for (const place of from) ends[digitOf(place)]!++;
  if (ends.includes(from.length)) return false;
  for (let digit = 0, end = 0; digit < DIGITS; digit++) [ends[digit], end] = [end, end + ends[digit]!];
  for (const place of from) to[ends[digitOf(place)]!++] = place;
  return true;
}

function byLevel(from: Uint32Array, to: Uint32Array, levels: readonly number[]): Uint32Array {
  const levelOf = new Uint32Array(from.length);
  for (let level = 1; level + 1 < levels.length; level++) levelOf.fill(level, levels[level], levels[level + 1]);
  const ends = Uint32Array.from(levels);
  for (const place of from) to[ends[levelOf[place]!]!++] = place;
  return to;
}

/** `sortKey` of a word through a table for each of its bytes: it moves bits, each by itself. */
function keyReader(keys: Keys, word: number): (value: number) => number {
  const [a, b, c, d] = [0, 8, 16, 24].map((shift) =>
    Uint32Array.from({ length: 256 }, (_, byte) => keys.sortKey((byte << shift) >>> 0, word)),
  ) as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  return (value) => a[value & 255]! | b[(value >>> 8) & 255]! | c[(value >>> 16) & 255]! | d[value >>> 24]!;
}
