// Which engine searches a spec: the interpreter, the compiled one, or first the one and then the other.
import { availableParallelism } from "node:os";
import type { Begun, Space } from "../explore/space.ts";
import { WalkedSpace } from "../explore/walk.ts";
import { problem, SpecError } from "../messages.ts";
import type { Elaborated } from "../model/elaborate.ts";
import type { Interpreter } from "../model/interpret.ts";
import type { Symmetry } from "../model/symmetry.ts";
import type { Model } from "../model/model.ts";
import type { Program } from "../program.ts";
import { AutoSpace } from "./auto.ts";
import type { EmittedModule } from "../compile/wasm/emitted.ts";
import { lower, type OutsideSubset } from "../compile/lower.ts";
import { NoMemory } from "../compile/wasm/webassembly.ts";
import { NO_MEMORY } from "./alarmed.ts";
import { CompiledSpace, type Ran } from "./compiled-space.ts";
import { countedRun, membersOf } from "./counted.ts";

/** Is handed each WebAssembly module that is about to run. */
export type OnModule = (module: EmittedModule) => void;
export type EngineName = "auto" | "interpreted" | "compiled";

export interface Choice {
  readonly engine: EngineName;
  readonly workers: number | undefined;
  readonly elaborated: Elaborated;
  readonly interpreter: Interpreter;
  /** What is searched: the interpreter, or a program that reduces it by symmetry. */
  readonly program: Program;
  readonly symmetry: Symmetry | undefined;
  readonly wanted: Uint8Array;
  /** What to go on from. */
  readonly begun?: Begun;
  /** Must the space be able to hand over all its levels? */
  readonly keep: boolean;
  /** A clock in milliseconds. */
  readonly now: () => number;
  readonly onModule?: OnModule | undefined;
}

export interface Chosen {
  readonly space: Space;
  /** The interpreter's part of the search, which knows the state that an author's exception came from. */
  readonly walked: WalkedSpace | undefined;
  /** What came of it, once the search is over. */
  readonly used: () => EngineUse;
  readonly end: () => void;
}

export interface EngineUse {
  readonly engine: "interpreted" | "compiled";
  readonly workers: number;
  /** Why a large search stayed in the interpreter. */
  readonly outside?: OutsideSubset;
}

/** @throws SpecError where the compiled engine was asked for and something in the spec has no code */
export function choose(choice: Choice): Chosen {
  return choice.engine === "compiled" ? compiled(choice) : walkedFirst(choice);
}

function compiled(choice: Choice): Chosen {
  const found = ranOf(choice);
  if ("outside" in found) throw engineOutside(choice.interpreter.model, found.outside);
  const workers = workersOf(choice);
  const space = compiledSpace(choice, found);
  if (space === undefined)
    throw new SpecError([problem("engine-memory", { spec: choice.interpreter.model.spec.name })]);
  return { space, walked: undefined, used: () => ({ engine: "compiled", workers }), end: () => space.end() };
}

export const engineOutside = ({ spec }: Model, { construct, where }: OutsideSubset): SpecError =>
  new SpecError([problem("engine-outside", { spec: spec.name, construct }, where)]);

function walkedFirst(choice: Choice): Chosen {
  const walked = new WalkedSpace(choice.program, choice.wanted, choice.begun);
  if (choice.engine === "interpreted") return interpretedOnly(walked);
  let use: EngineUse = { engine: "interpreted", workers: 1 };
  let large: CompiledSpace | undefined;
  const compile = (): CompiledSpace | undefined => {
    const found = ranOf(choice, walked);
    if ("outside" in found) use = { ...use, outside: found.outside };
    else {
      large = compiledSpace(choice, found, walked);
      use = large ? { engine: "compiled", workers: workersOf(choice) } : { ...use, outside: NO_MEMORY };
    }
    return large;
  };
  const space = new AutoSpace(walked, statesMinOf(choice), compile);
  return { space, walked, used: () => use, end: () => large?.end() };
}

const interpretedOnly = (walked: WalkedSpace): Chosen => ({
  space: walked,
  walked,
  used: () => ({ engine: "interpreted", workers: 1 }),
  end: () => undefined,
});

/** Nothing where the system has no room for its memories. */
function compiledSpace(choice: Choice, ran: Ran, walked?: WalkedSpace): CompiledSpace | undefined {
  try {
    return newCompiledSpace(choice, ran, walked);
  } catch (error) {
    if (error instanceof NoMemory) return undefined;
    throw error;
  }
}

function newCompiledSpace(choice: Choice, ran: Ran, walked?: WalkedSpace): CompiledSpace {
  const { program, interpreter, wanted, now } = choice;
  const begun = walked
    ? { levels: walked.levels(), transitions: walked.transitions, fired: walked.fired.slice() }
    : choice.begun;
  const stillWanted = walked?.wanted ?? wanted;
  return new CompiledSpace({
    program,
    ran,
    predicates: interpreter.model.predicates.length,
    wanted: stillWanted,
    workers: workersOf(choice),
    now,
    keep: choice.keep,
    onModule: choice.onModule,
    ...(begun && { begun }),
  });
}

const workersOf = ({ workers }: Choice): number => workers ?? availableParallelism();

/** What is to be run, or what keeps the search where it is. */
function ranOf(choice: Choice, walked?: WalkedSpace): Ran | { readonly outside: OutsideSubset } {
  const { interpreter, elaborated, symmetry } = choice;
  if (symmetry) return countedRun(elaborated, symmetry, seenStates(choice, walked));
  const found = lower(elaborated);
  return "outside" in found ? found : { code: found.code, layout: interpreter.model.layout };
}

/** States that have been met, if only the ones to start from. */
function seenStates({ program, begun }: Choice, walked: WalkedSpace | undefined): Uint32Array {
  const last = (walked?.levels() ?? begun?.levels ?? []).findLast((level) => level.length > 0);
  if (last) return last;
  const starts: number[] = [];
  program.starts((state) => starts.push(...state));
  return Uint32Array.from(starts);
}

/** States after which a search is worth compiling for. */
const COMPILE_MIN = 100_000;
/** The same for a reduced one, times the members of its fleets: the interpreter sorts them all in every state. */
const COMPILE_REDUCED_MIN = 10_000;
/** Members from which on the interpreter is not even begun with. */
const MEMBERS_MAX = 64;

/** After how many states a search goes on compiled: the interpreter works on a reduced state member by member. */
function statesMinOf({ symmetry }: Choice): number {
  const members = symmetry ? membersOf(symmetry) : 0;
  if (members === 0) return COMPILE_MIN;
  return members > MEMBERS_MAX ? 0 : Math.ceil(COMPILE_REDUCED_MIN / members);
}
