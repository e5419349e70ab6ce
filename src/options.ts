// What a check may be asked for.
import type { Checkpoint } from "./engine/checkpoint.ts";
import type { EngineName, OnModule } from "./engine/choose.ts";
import type { Budget } from "./explore/search.ts";
import type { ParamValue } from "./spec/param.ts";

/** Which engine searches, and how; the verdict on a claim does not depend on it. */
export interface EngineOptions {
  /** "auto" begins interpreted and goes on compiled past 100,000 states. */
  readonly engine?: EngineName;
  /** Threads of the compiled engine; as many as there are cores without it. */
  readonly workers?: number;
  /** "auto" (the default) explores one state for all that differ only in how members of fleets are numbered. */
  readonly symmetry?: "auto" | "off";
}

export interface CheckOptions extends EngineOptions {
  /** A scenario's name; without one, the first, or the defaults where there are none. */
  readonly scenario?: string;
  /** Parameters that replace the scenario's. */
  readonly params?: Readonly<Record<string, ParamValue>>;
  /** Claims to judge; all without it. */
  readonly properties?: readonly string[];
  /** Keeps count of what is run, in the interpreter. */
  readonly coverage?: boolean;
  readonly budget?: Budget;
  /** Ends the search as `incomplete` when aborted. */
  readonly signal?: AbortSignal;
  /** Goes on from a checkpoint of the same search. */
  readonly resume?: Checkpoint;
  /** Is given a checkpoint when the search ends unfinished, and about every minute before. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
  /** Is given each WebAssembly module of the compiled engine, before it runs: none where nothing runs compiled. */
  readonly onModule?: OnModule;
  /** Where the spec was read from, relative to the present folder; goes into the verdict and its replay strings. */
  readonly file?: string;
}
