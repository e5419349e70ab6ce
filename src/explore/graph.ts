// The edges of the explored graph, kept only where a claim needs them, and what can be reached along them backwards.

/** A list of 32-bit numbers that grows. */
class Numbers {
  #items = new Uint32Array(1024);
  length = 0;

  get bytes(): number {
    return this.#items.byteLength;
  }
  push(x: number): void {
    if (this.length === this.#items.length) {
      const longer = new Uint32Array(this.length * 2);
      longer.set(this.#items);
      this.#items = longer;
    }
    this.#items[this.length++] = x;
  }
  at(i: number): number {
    return this.#items[i]!;
  }
}

/** Edges in the order of their sources: the sources are expanded in the order of their indices.
 *
 *      offsets:  | where source 0's begin | where source 1's begin | …
 *      targets:  | target | target | …
 */
export class Edges {
  readonly #offsets = new Numbers();
  readonly #targets = new Numbers();

  get bytes(): number {
    return this.#offsets.bytes + this.#targets.bytes;
  }
  /** Begins the edges of the next source. */
  next(): void {
    this.#offsets.push(this.#targets.length);
  }
  add(target: number): void {
    this.#targets.push(target);
  }

  /** Which states have a path to a `goal` state that stays among `allowed` ones, goal and state included. */
  reaching(states: number, goal: (state: number) => boolean, allowed: (state: number) => boolean): Uint8Array {
    const { offsets, sources } = this.#reversed(states);
    const reached = new Uint8Array(states);
    const queue = new Uint32Array(states);
    let end = 0;
    for (let s = 0; s < states; s++) if (goal(s) && allowed(s)) reached[(queue[end++] = s)] = 1;
    for (let begin = 0; begin < end; begin++) {
      const target = queue[begin]!;
      for (let e = offsets[target]!; e < offsets[target + 1]!; e++) {
        const source = sources[e]!;
        if (reached[source] === 0 && allowed(source)) reached[(queue[end++] = source)] = 1;
      }
    }
    return reached;
  }

  /** The same edges by target: a counting sort. */
  #reversed(states: number): { offsets: Uint32Array; sources: Uint32Array } {
    const offsets = new Uint32Array(states + 1);
    for (let e = 0; e < this.#targets.length; e++) offsets[this.#targets.at(e) + 1]!++;
    for (let s = 0; s < states; s++) offsets[s + 1]! += offsets[s]!;
    const sources = new Uint32Array(this.#targets.length);
    const filled = offsets.slice();
    for (let s = 0; s < this.#offsets.length; s++) {
      const end = s + 1 < this.#offsets.length ? this.#offsets.at(s + 1) : this.#targets.length;
      for (let e = this.#offsets.at(s); e < end; e++) sources[filled[this.#targets.at(e)]!++] = s;
    }
    return { offsets, sources };
  }
}
