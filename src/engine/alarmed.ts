// Thrown where compiled code cannot go on, so that the interpreter has to search from the beginning.
import type { OutsideSubset } from "../compile/lower.ts";

/** What keeps a search in the interpreter where the system has no room for the memories of compiled code. */
export const NO_MEMORY: OutsideSubset = { construct: "a search for whose memory the system has no room" };

/** It met a state in which a guard or property may have no answer, or one for which it has no code. */
export class Alarmed extends Error {
  /** What there is no code for. */
  readonly outside: OutsideSubset | undefined;
  constructor(outside?: OutsideSubset) {
    super("compiled code has no answer");
    this.outside = outside;
  }
}
