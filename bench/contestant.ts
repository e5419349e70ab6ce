// Whoever takes part: a tool that can be made ready for a system and then run as often as there are rounds.
import type { System } from "./systems.ts";

/** What one process came to. Absent figures could not be measured on this machine. */
export interface Run {
  readonly states: number;
  /** One per enabled rule instance, the ones that change nothing included; none for the initial state. */
  readonly transitions: number;
  readonly searchSeconds: number;
  /** From the start of the process to its end. */
  readonly wholeSeconds: number;
  /** Processor time outside the kernel: of the check alone for fleetcheck, of the whole process for the others. */
  readonly userSeconds?: number;
  /** By the definition of README.md, which differs from tool to tool. */
  readonly bytesPerState?: number;
  readonly residentBytes?: number;
}

export type Runner = () => Run;

export interface Contestant {
  readonly name: string;
  /** Significant digits to which the tool prints its counts; all of them where absent. */
  readonly digits?: number;
  /** Builds what is to be run, inside `folder`. */
  prepare(system: System, folder: string): Runner;
}

/** A contestant, or a sentence that says what is missing on this machine. */
export type Found = { readonly run: Contestant } | { readonly missing: string };
