// What the compiled engine is given: a spec as code, how many may work on it, and bounds that tests make small.
import type { Layout } from "../../model/layout.ts";
import type { Claim } from "../../program.ts";
import type { Code } from "../code.ts";
import type { EmittedModule } from "./emitted.ts";
import type { PagesMax } from "./memories.ts";

export interface EngineOptions {
  readonly code: Code;
  readonly layout: Layout;
  readonly claims: readonly Claim[];
  /** Number of rules, which number the events. */
  readonly events: number;
  /** Of rules, for readers of a listing. */
  readonly names?: readonly string[];
  /** Is handed each module that is about to run. */
  readonly onModule?: (module: EmittedModule) => void;
  readonly workers: number;
  /** A clock in milliseconds. */
  readonly now: () => number;
  /** Keeps the states of all levels, as tracing needs them; wide states are kept anyway. */
  readonly keep?: boolean;
  /** Entries of the table at first. */
  readonly entriesMin?: number;
  /** Whether the list of wide states may grow to 16 GiB instead of 4; without it, where this Node can do so. */
  readonly longList?: boolean;
  /** Pages of 64 KiB that memories may have, 65,536 without it. */
  readonly pagesMax?: PagesMax;
  /** States in all from which on other workers are called, 20,000 without it: small spaces do not pay for them. */
  readonly crewMin?: number;
}
