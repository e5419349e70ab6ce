// The answer as data. Everything that is printed, drawn or written is rendered from these values (present/).
import type { ParamValue } from "../spec/param.ts";

export type Outcome = "holds" | "violated" | "unreached" | "incomplete";
/** How an outcome is known: every state was seen, all to a depth, or so many walks. */
export type Assurance = "exact" | `bounded(${number})` | `sampled(${number})`;

/** A value as it is shown: members by name ("front 3"), nothing as null, sets sorted. */
export type Shown = number | boolean | string | null | readonly Shown[] | { readonly [field: string]: Shown };

/** Who a thing belongs to: a part, and in fleets and ordered parts the number of the member.
 *  Fleet members are numbered from 1; members of ordered parts by their index, from 0. */
export interface Owner {
  readonly part: string;
  readonly member?: number;
}

/** One value that a step changed. `field` is "state", a variable, "value", "messages", or a path into one ("box.size"). */
export interface Change extends Owner {
  readonly field: string;
  readonly from: Shown;
  readonly to: Shown;
}

/** All values of one member or part. */
export interface PartState extends Owner {
  /** The machine's name, for parts that have one. */
  readonly machine?: string;
  readonly cohort?: string;
  /** Does it come from outside of the spec? */
  readonly given?: true;
  readonly values: Readonly<Record<string, Shown>>;
}

/** A call from one effect to another member, or a message put into or taken from a channel. */
export interface Call extends Owner {
  readonly kind: "dispatch" | "send" | "receive";
  /** Who called: the member whose effect was running; absent for the world. */
  readonly by?: Owner;
  /** The event that was dispatched. */
  readonly event?: string;
  readonly message?: Shown;
}

/** An event that happened to a member together with others', on a tick. */
export interface Move extends Owner {
  readonly event: string;
}

/** How time passed in a step. */
export interface Tick {
  /** How long, in the author's words: "15 minutes". */
  readonly unit: string;
  /** Who took part, in the order of parts and members. */
  readonly moves: readonly Move[];
}

export interface Step extends Owner {
  /** "world" stands as the part of events that belong to no machine. */
  readonly event: string;
  readonly choice?: Readonly<Record<string, Shown>>;
  /** Of the event "tick" of a system with a clock. */
  readonly tick?: Tick;
  readonly changed: readonly Change[];
  readonly calls: readonly Call[];
  /** The earlier step (index from 0) without which this one was not enabled just before, if it was another's. */
  readonly enabledBy?: number;
}

/** Why a run is fair to an event, or to a member by it. */
export interface FairTo {
  /** "front.repair"; world events by their name. */
  readonly event: string;
  readonly member?: number;
  readonly fair: "weak" | "strong";
  /** A step of the loop by which it is taken, by its index. */
  readonly taken?: number;
  /** Where it is not taken: it cannot happen after so many steps, in the loop; or nowhere in it. */
  readonly disabled?: number | "always";
}

/** The end of a run that goes on for ever. */
export interface Loop {
  /** Index of the first step that repeats; the steps from there to the last one do. That of no step where the run has come
   *  to an end, and stays there. */
  readonly begins: number;
  /** After so many steps the trap is entered: from there on the goal is awaited in vain. */
  readonly since: number;
  /** Index of the last step by an event that is gone afterwards, where the claim names such events. */
  readonly trigger?: number;
  readonly fair: readonly FairTo[];
  /** Set where, after the last step, all is as when the loop began but that members have changed places. */
  readonly renumbered?: boolean;
}

export interface Counterexample {
  /** Claim that is broken. */
  readonly claim: string;
  readonly initial: readonly PartState[];
  readonly steps: readonly Step[];
  /** What is wrong at the end, in values: "front 1 threads = 3"; "" where the claim's name says it all. */
  readonly detail: string;
  /** Of claims on what happens in the long run: how the run goes on for ever. */
  readonly loop?: Loop;
  /** The values that the broken predicate reads and that are not the same as at the start; never empty lists of noise. */
  readonly replay: string;
}

export type PropertyKind =
  | "always"
  | "reachable"
  | "everyStep"
  | "recovers"
  | "eventually"
  | "infinitelyOften"
  | "leadsTo"
  | "settles"
  | "builtin";

export interface PropertyVerdict {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly expected: Exclude<Outcome, "incomplete">;
  readonly verdict: Outcome;
  readonly assurance: Assurance;
  readonly asExpected: boolean;
  readonly counterexample?: Counterexample;
}

/** Why a search ended before it had seen everything. */
export type Stopped = "states" | "depth" | "seconds" | "bytes" | "memory" | "interrupted";

/** How the members of fleets are stored: as they are, as an array in canonical order, or by count. */
export type ReductionKind = "none" | "counted" | "symmetric";

/** How one fleet is stored, and why where it is stored as it is. */
export interface FleetReduction {
  readonly part: string;
  readonly reduction: ReductionKind;
  readonly reason?: string;
}

/** What of a spec a search has run. */
export interface Coverage {
  /** By event, as in `events`: in how many states it could happen, and how often it did from each state of its machine. */
  readonly rules: Readonly<
    Record<string, { readonly enabledIn: number; readonly from: Readonly<Record<string, number>> }>
  >;
  /** By part with a machine: in how many states of the system some member was in each of the machine's states. */
  readonly entered: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The same text for searches of the same states. */
  readonly space: string;
}

/** What one scenario of one spec came to. */
export interface Verdict {
  readonly spec: string;
  readonly file?: string;
  readonly scenario: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly specHash: string;
  readonly engine: "interpreted" | "compiled";
  readonly workers: number;
  /** What kept a large search in the interpreter: a construct that has no translation, and where it stands. */
  readonly outside?: { readonly construct: string; readonly where?: { readonly file: string; readonly line?: number } };
  /** Symmetric where any fleet is, else counted where any fleet is. */
  readonly reduction: ReductionKind;
  /** By fleet. */
  readonly reductions: readonly FleetReduction[];
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly seconds: number;
  readonly bytesPerState: number;
  /** How often each event fired, by "part.event"; world events by their name. */
  readonly events: Readonly<Record<string, number>>;
  /** Where it was asked for. */
  readonly coverage?: Coverage;
  readonly stopped?: Stopped;
  readonly properties: readonly PropertyVerdict[];
  readonly asExpected: boolean;
}
