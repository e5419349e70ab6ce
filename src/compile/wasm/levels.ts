// The levels of a search as pieces of the list: the present one, which workers take ranges of, and, where they are kept,
// all before it.
import type { Memories } from "./memories.ts";
import { BLOCK, type Plan } from "./plan.ts";

/** A piece of the list: two addresses. */
export type Piece = readonly [begin: number, end: number];

/** States a piece, at most, where levels are gone through. */
const PIECE_STATES = 16 * BLOCK;

export class Levels {
  readonly #memories: Memories;
  readonly #plan: Plan;
  readonly #kept: Piece[][] = [];

  constructor(memories: Memories, plan: Plan) {
    this.#memories = memories;
    this.#plan = plan;
  }

  /** Makes the ranges that were made the present level. */
  turn(): void {
    const memories = this.#memories;
    const made = memories.get("made");
    const parity = 1 - memories.get("parity");
    memories.set("parity", parity);
    memories.set("ranges", made);
    memories.set("nextRange", 0);
    memories.set("made", 0);
    if (memories.keeps) this.#kept.push(this.#joined(made, parity));
  }

  /** Forgets all levels. */
  clear(): void {
    this.#kept.length = 0;
  }

  /** From now on the states of all levels stand one behind the other, from a place of the list on. */
  beginAtPlace(place: number): void {
    let begin = place * this.#plan.stateUnits;
    for (const [level, pieces] of this.#kept.entries()) {
      const end = pieces.reduce((sum, [from, to]) => sum + to - from, begin);
      this.#kept[level] = begin < end ? [[begin, end]] : [];
      begin = end;
    }
  }

  /** The states of a level that was kept, in pieces of a bearable size. */
  piecesOf(level: number): Generator<Piece> {
    return this.#bearable(this.#kept[level] ?? []);
  }
  /** The states of the present level, before any of them is worked on. */
  present(): Generator<Piece> {
    return this.#bearable(this.#joined(this.#memories.get("ranges"), this.#memories.get("parity")));
  }
  *#bearable(pieces: readonly Piece[]): Generator<Piece> {
    const most = PIECE_STATES * this.#plan.stateUnits;
    for (const [begin, end] of pieces) {
      for (let at = begin; at < end; at += most) yield [at, Math.min(at + most, end)];
    }
  }

  /** All states of the list, where levels are kept. */
  *pieces(): Generator<Piece> {
    const { area: at } = this.#plan;
    const memories = this.#memories;
    for (let level = 0; level < this.#kept.length; level++) yield* this.piecesOf(level);
    const made = this.#joined(memories.get("made"), 1 - memories.get("parity"));
    const open = memories.areas.map(
      (area): Piece => [memories.number(area, at.begin), memories.number(area, at.place)],
    );
    yield* [...made, ...open].filter(([begin, end]) => begin < end);
  }

  /** The states of a level that was kept, packed one behind the other. */
  statesOf(level: number): Uint32Array {
    const states = new Uint32Array(this.#countOf(level) * this.#plan.layout.words);
    this.#copy(level, states, 0);
    return states;
  }

  /** All states that were kept, packed, level after level, and the place of the first of each level that has any, with the number of states at
   *  the end. */
  packed(): { states: Uint32Array; levels: number[] } {
    const firsts = [0];
    for (let level = 0; this.#countOf(level) > 0; level++) firsts.push(firsts.at(-1)! + this.#countOf(level));
    const states = new Uint32Array(firsts.at(-1)! * this.#plan.layout.words);
    let at = 0;
    for (let level = 0; level + 1 < firsts.length; level++) at = this.#copy(level, states, at);
    return { states, levels: firsts };
  }

  #countOf(level: number): number {
    const pieces = this.#kept[level] ?? [];
    return pieces.reduce((sum, [begin, end]) => sum + (end - begin), 0) / this.#plan.stateUnits;
  }

  /** Copies the states of a level that was kept, packed, to a place of `to`; gives the place behind them. */
  #copy(level: number, to: Uint32Array, place: number): number {
    const { listWords, listUnit, layout } = this.#plan;
    const list = new Uint32Array(this.#memories.list.buffer);
    let at = place;
    for (const [begin, end] of this.#kept[level] ?? []) {
      const [first, last] = [(begin * listUnit) / 4, (end * listUnit) / 4];
      for (let from = first; from < last; from += listWords, at += layout.words)
        for (let k = 0; k < layout.words; k++) to[at + k] = list[from + k]!;
    }
    return at;
  }

  /** Ranges that were made, neighbours made one. */
  #joined(count: number, parity: number): Piece[] {
    const numbers = new Uint32Array(this.#memories.work.buffer, this.#plan.rangesAt);
    const pieces: [number, number][] = [];
    for (let i = 0; i < count; i++) {
      const [begin, end] = [numbers[4 * i + 2 * parity]!, numbers[4 * i + 2 * parity + 1]!];
      const last = pieces.at(-1);
      if (last?.[1] === begin) last[1] = end;
      else pieces.push([begin, end]);
    }
    return pieces;
  }
}
