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

/** A word of a packed state with its leaves in the opposite order: the first leaf, or run, decides which of two numbers is
 *  less. */
export function sortKey(layout: Layout, value: number, at: number): number {
  let key = 0;
  for (const mask of comparedIn(layout, at)) {
    const shift = 31 - Math.clz32(mask & -mask);
    key |= ((value & mask) >>> shift) << (Math.clz32(mask >>> shift) - shift);
  }
  return key >>> 0;
}

/** What is compared as one number in a word: its runs, and the leaves that belong to none. */
function comparedIn({ word, mask, runs = [] }: Layout, at: number): number[] {
  const own = runs.flatMap((run) => (run.word === at ? [run.mask] : []));
  const inRuns = own.reduce((sofar, run) => sofar | run, 0);
  const leaves = [...mask].filter((one, leaf) => word[leaf] === at && one !== 0 && (one & inRuns) === 0);
  return [...own, ...leaves];
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
