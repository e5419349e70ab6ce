// THE WAIST. A program is what the explorer runs: start states, successors, tests and an order over packed states.
// Engines implement it (model/interpret.ts); the explorer (explore/) knows nothing else. It imports nothing of ours.

/** A claim as the explorer decides it; numbers are indices of the program's predicates. */
export type ClaimKind =
  | { readonly kind: "always"; readonly test: number }
  | { readonly kind: "reachable"; readonly test: number }
  /** Found broken by the program itself while it expands a state. */
  | { readonly kind: "step" }
  /** No instance is enabled in a state where `terminal` is false. */
  | { readonly kind: "deadlock"; readonly terminal: number }
  /** From every state some path leads to a tick. */
  | { readonly kind: "time passes" }
  /** No cycle of steps goes without a tick. */
  | { readonly kind: "zero-time cycle" }
  | { readonly kind: "recovers"; readonly goal: number; readonly once: number; readonly assuming: number }
  | Progress;

/** Some states are reached on every fair run, in the way that the form says. */
export interface Progress {
  readonly kind: "progress";
  readonly form: "eventually" | "infinitelyOften" | "leadsTo" | "settles";
  readonly goal: number;
  /** Where the goal begins to be awaited; only of `leadsTo`. */
  readonly once?: number;
  /** Rules that no longer happen while it is awaited. */
  readonly without: readonly number[];
}

/** Steps that a fair run does not put off for ever: those of a rule, or of one member by it. Weak: what is enabled in
 *  every state from some state on is taken infinitely often. Strong: what is enabled in infinitely many states is. */
export interface Fair {
  readonly rule: number;
  readonly member?: number;
  readonly strength: "weak" | "strong";
}

/** Which runs are judged by claims of progress. */
export interface Fairness {
  readonly fair: readonly Fair[];
  /** Rules of what nobody does: a run may come to an end where nothing else can happen. */
  readonly accidents: readonly number[];
  /** Rules of what comes from outside: that it goes to and fro in no time is no fault of the system. */
  readonly foreign: readonly number[];
}

export interface Claim {
  readonly name: string;
  readonly builtin: boolean;
  readonly decided: ClaimKind;
}

/** One way to leave a state: which rule, for which member, with which choice and which message (−1: none). */
export interface Instance {
  readonly rule: number;
  readonly member: number;
  readonly choice: number;
  readonly pick: number;
}

/** A claim that an instance breaks: the transition itself is wrong, or it has no successor at all. */
export interface Breach extends Instance {
  readonly claim: number;
  /** What happened, for people; "" where the claim says it all. */
  readonly detail: string;
}

/** The successors of one state, written by the program and read by the explorer; reused from state to state.
 *
 *      words:     | successor 0 (program.words) | successor 1 | …   count of them
 *      instances: | rule, member, choice, pick  | …             |   4 numbers each, in instance order
 */
export interface Steps {
  count: number;
  words: Uint32Array;
  instances: Int32Array;
  /** Was any instance enabled that counts against deadlock? Also true where its successor was discarded. */
  enabled: boolean;
  readonly breaches: Breach[];
  /** Claims whose breaches are still wanted, by claim index; the others are not judged. */
  readonly wanted: Uint8Array;
  /** How often each event fired, dispatched ones included; the program adds to it. */
  readonly fired: Float64Array;
}

export interface Program {
  /** Width of a packed state, in 32-bit words; at least 1. */
  readonly words: number;
  readonly events: readonly string[];
  readonly claims: readonly Claim[];
  readonly fairness: Fairness;
  /** The number of the rule by which time passes; absent where there is no clock. */
  readonly tick?: number;
  /** Hands over every start state, packed; the array is reused. */
  starts(found: (state: Uint32Array) => void): void;
  /** Makes the packed state at words[at] the present one. */
  load(words: Uint32Array, at: number): void;
  /** Is the predicate true in the present state? */
  holds(predicate: number): boolean;
  /** Writes all successors of the present state into `steps`; the present state stays. */
  expand(steps: Steps): void;
  /** Orders packed states by their decoded values, in declaration order: below, at or above zero. */
  compare(a: Uint32Array, b: Uint32Array): number;
  /** The bits of a word of a packed state, moved so that states stand in the order of `compare` where the keys of their words,
   *  one after the other, do as unsigned numbers. */
  sortKey(value: number, word: number): number;
}

/** Empty steps for a program. */
export function newSteps(program: Program): Steps {
  return {
    count: 0,
    words: new Uint32Array(64 * program.words),
    instances: new Int32Array(64 * 4),
    enabled: false,
    breaches: [],
    wanted: new Uint8Array(program.claims.length).fill(1),
    fired: new Float64Array(program.events.length),
  };
}
