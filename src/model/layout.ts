// Layout: which bits of a packed state hold which leaf.
//
//      word 0                          word 1
//      | leaf 0 | leaf 1 | leaf 2 |··| | leaf 3 | …        ·· unused
//
// A leaf of n values takes ⌈log₂ n⌉ bits and never straddles a word; leaves stand in declaration order.

export interface Layout {
  /** 32-bit words a state. */
  readonly words: number;
  readonly sizes: Int32Array;
  /** Where each leaf is: its word, its shift, and its mask in place. */
  readonly word: Int32Array;
  readonly shift: Int32Array;
  readonly mask: Int32Array;
  /** Runs of bits that are compared as one number, where leaves are not: the slots of counted fleets (slots.ts). */
  readonly runs?: readonly { readonly word: number; readonly mask: number }[];
  /** The order in which words are compared, where it is not that of their numbers. */
  readonly order?: readonly number[];
}

export const bitsFor = (size: number): number => 32 - Math.clz32(Math.max(size, 1) - 1);

export function layOut(leafSizes: readonly number[]): Layout {
  const sizes = Int32Array.from(leafSizes);
  const [word, shift, mask] = [
    new Int32Array(sizes.length),
    new Int32Array(sizes.length),
    new Int32Array(sizes.length),
  ];
  let words = 0;
  let used = 32;
  for (const [i, size] of leafSizes.entries()) {
    const bits = bitsFor(size);
    if (used + bits > 32) {
      words++;
      used = 0;
    }
    word[i] = words - 1;
    shift[i] = used % 32;
    mask[i] = bits === 0 ? 0 : (-1 >>> (32 - bits)) << used;
    used += bits;
  }
  return { words: Math.max(words, 1), sizes, word, shift, mask };
}

/** Reads the leaves of the packed state at words[at …]. */
export function unpack(layout: Layout, words: Uint32Array, at: number, leaves: Int32Array): void {
  const { word, shift, mask } = layout;
  for (let i = 0; i < leaves.length; i++) leaves[i] = (words[at + word[i]!]! & mask[i]!) >>> shift[i]!;
}

/** Writes the packed state of the leaves to words[at …]. */
export function pack(layout: Layout, leaves: Int32Array, words: Uint32Array, at: number): void {
  const { word, shift } = layout;
  words.fill(0, at, at + layout.words);
  for (let i = 0; i < leaves.length; i++) words[at + word[i]!]! |= leaves[i]! << shift[i]!;
}

/** The order in which the words of two states are compared. */
export const comparedWords = ({ words, order }: Layout): readonly number[] =>
  order ?? Array.from({ length: words }, (_, i) => i);

/** A word of a packed state with its leaves, or the runs that they belong to, in the opposite order: the first of them
 *  decides which of two numbers is less. */
export function sortKey({ word, mask, runs = [] }: Layout, value: number, at: number): number {
  let key = 0;
  let inRuns = 0;
  for (const run of runs) {
    if (run.word !== at) continue;
    key |= turned(value, run.mask);
    inRuns |= run.mask;
  }
  for (let leaf = 0; leaf < word.length; leaf++) {
    const own = mask[leaf]!;
    if (word[leaf] === at && own !== 0 && (own & inRuns) === 0) key |= turned(value, own);
  }
  return key >>> 0;
}

/** The bits of a mask, as far from the highest bit as they were from the lowest. */
function turned(value: number, mask: number): number {
  const shift = 31 - Math.clz32(mask & -mask);
  return ((value & mask) >>> shift) << (Math.clz32(mask >>> shift) - shift);
}

/** What states of a layout are sorted by. */
export const keysOf = (layout: Layout) => ({
  words: layout.words,
  order: comparedWords(layout),
  sortKey: (value: number, word: number): number => sortKey(layout, value, word),
});

/** Does a packed state come before another? */
export function comesBefore(layout: Layout, a: Uint32Array, b: Uint32Array): boolean {
  const word = comparedWords(layout).find((i) => a[i] !== b[i]);
  return word !== undefined && sortKey(layout, a[word]!, word) < sortKey(layout, b[word]!, word);
}
