// The order of states that graphs number them by: level after level, and within a level as `Program.compare` has it.
// Sorting by comparing is too slow for millions; states are sorted by the digits of their keys, the last digit first
// (Knuth, TAOCP 3, 5.2.5), and by level in the end.
import type { Program } from "../program.ts";

/** What is known of the order of packed states (program.ts). */
export interface Keys extends Pick<Program, "words" | "sortKey"> {
  /** The order in which words are compared, where it is not that of their numbers. */
  readonly order?: readonly number[];
}

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/**
 * The places of packed states, in order; in slices, as all that takes long is.
 *
 * @param states packed, one behind the other, level after level
 * @param levels the place of the first state of each level, and the number of states
 */
export function* inOrder(keys: Keys, states: Uint32Array, levels: readonly number[]): Generator<void, Uint32Array> {
  const sorter = new Sorter(levels.at(-1)!);
  const inTurn = keys.order ?? Array.from({ length: keys.words }, (_, word) => word);
  for (const word of inTurn.toReversed()) {
    sorter.take(states, keys.words, word, byteTables(keys, word));
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      yield;
      sorter.sort(shift);
    }
  }
  return byLevel(sorter.places, levels);
}

/** What it takes to put so many states in order: places and keys, twice. */
export const sortingBytes = (states: number): number => 16 * states;

/** Places with a key each, sorted by one digit at a time. */
class Sorter {
  places: Uint32Array;
  #keys: Uint32Array;
  #otherPlaces: Uint32Array;
  #otherKeys: Uint32Array;

  constructor(count: number) {
    this.places = new Uint32Array(count);
    for (let i = 0; i < count; i++) this.places[i] = i;
    [this.#keys, this.#otherPlaces, this.#otherKeys] = [
      new Uint32Array(count),
      new Uint32Array(count),
      new Uint32Array(count),
    ];
  }

  /** From now on the keys are those of one word of each state. */
  take(states: Uint32Array, words: number, word: number, [a, b, c, d]: ByteTables): void {
    const { places } = this;
    const keys = this.#keys;
    for (let i = 0; i < places.length; i++) {
      const value = states[places[i]! * words + word]!;
      keys[i] = a[value & 255]! | b[(value >>> 8) & 255]! | c[(value >>> 16) & 255]! | d[value >>> 24]!;
    }
  }

  sort(shift: number): void {
    const [fromPlaces, fromKeys, toPlaces, toKeys] = [this.places, this.#keys, this.#otherPlaces, this.#otherKeys];
    const ends = new Uint32Array(DIGITS);
    for (let i = 0; i < fromKeys.length; i++) ends[(fromKeys[i]! >>> shift) & (DIGITS - 1)]!++;
    if (ends.includes(fromKeys.length)) return; // all have the same digit
    toSums(ends);
    for (let i = 0; i < fromKeys.length; i++) {
      const key = fromKeys[i]!;
      const to = ends[(key >>> shift) & (DIGITS - 1)]!++;
      toPlaces[to] = fromPlaces[i]!;
      toKeys[to] = key;
    }
    [this.places, this.#keys, this.#otherPlaces, this.#otherKeys] = [toPlaces, toKeys, fromPlaces, fromKeys];
  }
}

/** Each number becomes the sum of those before it. */
function toSums(numbers: Uint32Array): void {
  let sum = 0;
  for (const [i, number] of numbers.entries()) {
    numbers[i] = sum;
    sum += number;
  }
}

function byLevel(places: Uint32Array, levels: readonly number[]): Uint32Array {
  const levelOf = new Uint32Array(places.length);
  for (let level = 1; level + 1 < levels.length; level++) levelOf.fill(level, levels[level], levels[level + 1]);
  const ends = Uint32Array.from(levels);
  const order = new Uint32Array(places.length);
  for (let i = 0; i < places.length; i++) order[ends[levelOf[places[i]!]!]!++] = places[i]!;
  return order;
}

type ByteTables = readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array];

/** `sortKey` of a word by each of its bytes: it moves bits, each by itself. */
function byteTables(keys: Keys, word: number): ByteTables {
  const table = (shift: number) =>
    Uint32Array.from({ length: 256 }, (_, byte) => keys.sortKey((byte << shift) >>> 0, word));
  return [table(0), table(8), table(16), table(24)];
}
