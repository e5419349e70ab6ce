// The states that were found, exactly: every one is kept whole, in the order in which it was found, so that levels are
// ranges of it; a table of 32-bit entries finds them again.
//
//      list:   | state 0 | state 1 | …      `words` each, in chunks, so that growing copies nothing
//      table:  | tag ┊ index + 1 |           open addressing; 0 is free
//               32 − c  c bits               2^c entries; the tag is the rest of the hash, so that a probe that
//                                            meets another state rarely has to look at it
//
// The table doubles when it is 3/4 full. It is rebuilt from the list, so that the old one is gone before the new one
// is there: the peak is one table, 4/0.75 to 4/0.375 bytes a state, plus the list.

const CHUNK_BITS = 14;
const CHUNK = 1 << CHUNK_BITS;
const LOAD_MAX = 0.75;
/** 2^32 divided by the golden ratio: spreads the hash over the slots independently of the tag (Knuth, TAOCP 3, 6.4). */
const SPREAD = 0x9e3779b1;
/** States that are looked up without the table; a power of two. */
const RECENT = 4096;
/** Indices are 32 bits wide, less the entry that means free. */
export const STATES_MAX = 2 ** 31;

export class Visited {
  readonly words: number;
  count = 0;
  /** Written so that looking ahead is not optimised away; means nothing. */
  touched = 0;
  readonly #chunks: Uint32Array[] = [];
  #table: Uint32Array;
  #bits: number;
  #hashes = new Int32Array(64);
  #found = new Uint32Array(64);
  #unknown = new Uint32Array(64);
  readonly #recent = new Uint32Array(RECENT);
  readonly #recentWords: Uint32Array;

  constructor(words: number) {
    this.words = words;
    this.#recentWords = new Uint32Array(RECENT * words);
    this.#bits = 10;
    this.#table = new Uint32Array(1 << this.#bits);
  }

  /** Bytes that the states and the table take. */
  get bytes(): number {
    return (
      this.#table.byteLength +
      this.#recentWords.byteLength +
      this.#recent.byteLength +
      this.#chunks.length * CHUNK * this.words * 4
    );
  }

  /** The array that holds state `index`, and where in it: chunkOf(i)[placeOf(i) …]. */
  chunkOf(index: number): Uint32Array {
    return this.#chunks[index >>> CHUNK_BITS]!;
  }
  placeOf(index: number): number {
    return (index & (CHUNK - 1)) * this.words;
  }

  /** The index of the state at from[at …], which is `count` as it was before where the state is new. */
  insert(from: Uint32Array, at: number): number {
    if (this.count > this.#table.length * LOAD_MAX) this.#grow();
    return this.#probe(from, at, hashOf(from, at, this.words));
  }

  /** The indices of `count` states, one behind the other in `from`; new ones are numbered in that order. Most are
   *  `present`, the state that they follow, or recent ones; of the others all hashes are computed, and all places in the table looked at, before the first is
   *  probed: the waits for memory overlap. */
  insertAll(from: Uint32Array, count: number, present: number): Uint32Array {
    if (this.count + count > this.#table.length * LOAD_MAX) this.#grow(this.count + count);
    if (this.#hashes.length < count) this.#widen(count);
    const { words } = this;
    const [hashes, found, unknown] = [this.#hashes, this.#found, this.#unknown];
    let others = 0;
    const chunk = this.chunkOf(present);
    const place = this.placeOf(present);
    for (let i = 0; i < count; i++) {
      let k = 0;
      while (k < words && from[i * words + k] === chunk[place + k]) k++;
      if (k === words) {
        found[i] = present;
        continue;
      }
      const hash = hashOf(from, i * words, words);
      const recent = this.#recentIndex(hash, from, i * words);
      if (recent >= 0) found[i] = recent;
      else {
        hashes[others] = hash;
        unknown[others++] = i;
      }
    }
    this.#touch(hashes, others);
    for (let k = 0; k < others; k++) {
      const i = unknown[k]!;
      const index = this.#probe(from, i * words, hashes[k]!);
      found[i] = index;
      this.#remember(hashes[k]!, from, i * words, index);
    }
    return found;
  }

  /** Steps that do not depend on each other lead to the same states in either order, soon one after the other: half of
   *  all successors and more are among the last few thousand, which stay in the processor's cache. −1 where not. */
  #recentIndex(hash: number, from: Uint32Array, at: number): number {
    const place = hash & (RECENT - 1);
    const index = this.#recent[place]!;
    if (index === 0) return -1;
    const { words } = this;
    for (let k = 0; k < words; k++) if (this.#recentWords[place * words + k] !== from[at + k]) return -1;
    return index - 1;
  }

  #remember(hash: number, from: Uint32Array, at: number, index: number): void {
    const place = hash & (RECENT - 1);
    const { words } = this;
    this.#recent[place] = index + 1;
    for (let k = 0; k < words; k++) this.#recentWords[place * words + k] = from[at + k]!;
  }

  /** Looks at entries, and at the states that they point to where their tags agree; what it sees is of no use. */
  #touch(hashes: Int32Array, count: number): void {
    const table = this.#table;
    const shift = 32 - this.#bits;
    const indexMask = table.length - 1;
    let touched = 0;
    for (let i = 0; i < count; i++) touched ^= table[Math.imul(hashes[i]!, SPREAD) >>> shift]!;
    for (let i = 0; i < count; i++) {
      const entry = table[Math.imul(hashes[i]!, SPREAD) >>> shift]!;
      if (entry === 0 || ((entry ^ hashes[i]!) & ~indexMask) !== 0) continue;
      const index = (entry & indexMask) - 1;
      touched ^= this.chunkOf(index)[this.placeOf(index)]!;
    }
    this.touched = touched;
  }

  #probe(from: Uint32Array, at: number, hash: number): number {
    const table = this.#table;
    const indexMask = table.length - 1;
    const tag = hash & ~indexMask;
    let slot = Math.imul(hash, SPREAD) >>> (32 - this.#bits);
    for (;;) {
      const entry = table[slot]!;
      if (entry === 0) break;
      if (((entry ^ tag) & ~indexMask) === 0 && this.#equal((entry & indexMask) - 1, from, at))
        return (entry & indexMask) - 1;
      slot = (slot + 1) & indexMask;
    }
    table[slot] = tag | (this.count + 1);
    return this.#append(from, at);
  }

  #widen(count: number): void {
    this.#hashes = new Int32Array(count * 2);
    this.#found = new Uint32Array(count * 2);
    this.#unknown = new Uint32Array(count * 2);
  }

  /** A copy of a state. */
  get(index: number): Uint32Array {
    const at = this.placeOf(index);
    return this.chunkOf(index).slice(at, at + this.words);
  }

  #append(from: Uint32Array, at: number): number {
    const index = this.count++;
    if (index >>> CHUNK_BITS === this.#chunks.length) this.#chunks.push(new Uint32Array(CHUNK * this.words));
    const chunk = this.chunkOf(index);
    const to = this.placeOf(index);
    for (let i = 0; i < this.words; i++) chunk[to + i] = from[at + i]!;
    return index;
  }

  #equal(index: number, from: Uint32Array, at: number): boolean {
    const chunk = this.chunkOf(index);
    const to = this.placeOf(index);
    for (let i = 0; i < this.words; i++) if (chunk[to + i] !== from[at + i]) return false;
    return true;
  }

  #grow(states = this.count + 1): void {
    this.#table = new Uint32Array(0);
    while (states > 2 ** this.#bits * LOAD_MAX) this.#bits++;
    const table = new Uint32Array(2 ** this.#bits);
    const indexMask = table.length - 1;
    for (let index = 0; index < this.count; index++) {
      const hash = hashOf(this.chunkOf(index), this.placeOf(index), this.words);
      let slot = Math.imul(hash, SPREAD) >>> (32 - this.#bits);
      while (table[slot] !== 0) slot = (slot + 1) & indexMask;
      table[slot] = (hash & ~indexMask) | (index + 1);
    }
    this.#table = table;
  }
}

/** MurmurHash3's mixing of 32-bit words (Appleby, public domain): every bit of the state reaches every bit. */
function hashOf(words: Uint32Array, at: number, count: number): number {
  let h = count;
  for (let i = 0; i < count; i++) {
    let k = Math.imul(words[at + i]!, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
