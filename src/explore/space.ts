// A space is what an engine makes of a program while it is searched: it keeps the states, works through one level after
// another, and answers for what it found. The search (search.ts) decides when to stop and what it all means.
import type { Breach, Instance } from "../program.ts";
import type { Graph } from "./graph.ts";

/** What breaks a claim, or reaches a `reachable`, on the present level: a state, or a step out of it. */
export interface Found {
  readonly claim: number;
  /** Packed. */
  readonly state: Uint32Array;
  readonly instance?: Instance;
  readonly detail: string;
}

/** What a search has found so far, for another space to go on from. */
export interface Begun {
  /** All levels, packed, the states of each one behind the other; the last is to be worked on next. */
  readonly levels: readonly Uint32Array[];
  readonly transitions: number;
  readonly fired: ArrayLike<number>;
}

export interface Space {
  /** Distinct states so far, the next level's included. */
  readonly states: number;
  readonly transitions: number;
  /** States of the present level that are still to be worked on. */
  readonly left: number;
  readonly bytes: number;
  /** Is there no room for more states at all? */
  readonly full?: boolean;
  /** How often each event fired. */
  readonly fired: Float64Array;
  /** Takes in the start states: they are the present level. */
  begin(): void;
  /** Works on the present level until it is done (true) or `pause` says so (false), asked every few hundred states.
   *  With `expand`, successors go to the next level; without, states are only judged. */
  sweep(expand: boolean, pause: () => boolean): boolean;
  /** The least finding of each claim on the present level: least state, then least instance. */
  found(): Iterable<Found>;
  /** A claim is decided; its findings are no longer wanted. */
  settle(claim: number): void;
  /** Makes the next level the present one. Returns how many states it has. */
  advance(): number;
  /** All levels so far, packed, the present one last. Only where the space keeps them. */
  levels(): Uint32Array[];
  /** The least predecessor of each target among the states of a level. */
  predecessors(level: number, targets: readonly Uint32Array[]): Generator<void, Uint32Array[]>;
  /** The graph of a finished search, where a claim that was wanted at the beginning asks for it. Ends without one where there
   *  is no room for it: the space is full then. */
  graph(): Generator<void, Graph | undefined>;
}

/** Orders instances: rule, member, choice, pick. */
export function compareInstances(a: Instance, b: Instance): number {
  return a.rule - b.rule || a.member - b.member || a.choice - b.choice || a.pick - b.pick;
}

export const instanceOf = ({ rule, member, choice, pick }: Breach): Instance => ({ rule, member, choice, pick });
