// Shortest ways through a graph, breadth-first. Of several the one is taken that ends in the least node and comes, going
// back from there, from the least node each time: numbers decide, not the order in which nodes are met.

export interface Asked {
  readonly from: readonly number[];
  /** Calls `visit` with every node that one step leads to. */
  next(node: number, visit: (node: number) => void): void;
  readonly isGoal: (node: number) => boolean;
  /** A node that is there wherever this one is, without a step; −1 for none. */
  twin?(node: number): number;
}

/** Nodes between two looks at the clock. */
const SLICE = 1 << 14;

export class Ways {
  readonly #seen: Uint8Array;
  readonly #queue: Uint32Array;
  #end = 0;

  constructor(nodes: number) {
    this.#seen = new Uint8Array(nodes);
    this.#queue = new Uint32Array(nodes);
  }

  get bytes(): number {
    return this.#seen.byteLength + this.#queue.byteLength;
  }

  /** The nodes of the least shortest way to a goal, twins after each other; undefined where there is none. */
  *find(asked: Asked): Generator<void, number[] | undefined> {
    for (let i = 0; i < this.#end; i++) this.#seen[this.#queue[i]!] = 0;
    this.#end = 0;
    const visit = (node: number) => this.#visit(node, asked);
    for (const node of asked.from) visit(node);
    const layers = [0];
    for (let begin = 0, end = this.#end; begin < end; begin = end, end = this.#end) {
      layers.push(end);
      const goal = this.#least(begin, end, asked.isGoal);
      if (goal >= 0) return this.#back(asked, layers, goal);
      for (let i = begin; i < end; i++) {
        asked.next(this.#queue[i]!, visit);
        if (i % SLICE === 0) yield;
      }
    }
    return undefined;
  }

  #visit(node: number, asked: Asked): void {
    for (let fresh = node; fresh >= 0 && this.#seen[fresh] === 0; fresh = asked.twin?.(fresh) ?? -1) {
      this.#seen[fresh] = 1;
      this.#queue[this.#end++] = fresh;
    }
  }

  /** The least node of a stretch of the queue that fits; −1 for none. */
  #least(begin: number, end: number, fits: (node: number) => boolean): number {
    let least = -1;
    for (let i = begin; i < end; i++) {
      const node = this.#queue[i]!;
      if ((least < 0 || node < least) && fits(node)) least = node;
    }
    return least;
  }

  #back(asked: Asked, layers: readonly number[], goal: number): number[] {
    const way = [goal];
    for (let layer = layers.length - 2; layer >= 0; layer--) {
      const twin = this.#least(layers[layer]!, layers[layer + 1]!, (node) => asked.twin?.(node) === way[0]);
      if (twin >= 0) way.unshift(twin);
      if (layer === 0) break;
      const target = way[0]!;
      const leadsThere = (node: number) => {
        let leads = false;
        asked.next(node, (to) => (leads ||= to === target));
        return leads;
      };
      way.unshift(this.#least(layers[layer - 1]!, layers[layer]!, leadsThere));
    }
    return way;
  }
}
