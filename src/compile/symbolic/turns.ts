// What is done once for all members of a slot, instead of once for each. That they would all do the same, in any order,
// was found when the fleet was reduced (model/identity/turns.ts).
import type { Node } from "../code.ts";
import type { Nodes } from "../nodes.ts";
import type { CountedFleet, SlotView } from "./slots.ts";

export interface Turn {
  readonly fleet: CountedFleet;
  readonly view: SlotView;
  /** How many members it is done for. */
  readonly weight: Node;
}

/** The turns that are being executed, the innermost last. */
export class Turns {
  readonly #open: Turn[] = [];

  run<T>(turn: Turn, run: () => T): T {
    this.#open.push(turn);
    try {
      return run();
    } finally {
      this.#open.pop();
    }
  }
  /** May a leaf be written? Only by its own member's turn. */
  allow(leaf: number): boolean {
    return this.#open.every(({ fleet, view }) => fleet.owns(view, leaf));
  }
  /** How often what happens now happens. */
  times(nodes: Nodes): Node {
    return this.#open.reduce((times, { weight }) => nodes.multiply(times, weight), nodes.yes);
  }
}
