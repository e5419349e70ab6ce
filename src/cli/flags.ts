// What options of several commands have in common.
import { Option } from "commander";

/** Runs a command and keeps its exit code. */
export type Done = (command: Promise<number>) => Promise<void>;

export function repeatable(flags: string, description: string, none: string): Option {
  return new Option(flags, description)
    .default([], none)
    .argParser((value: string, before: string[]) => [...before, value]);
}

export const oneOf = (flags: string, description: string, choices: readonly string[]): Option =>
  new Option(flags, description).choices(choices).default("auto");

export const ENGINES = ["auto", "interpreted", "compiled"];

export const SYMMETRIES = ["auto", "off"];
