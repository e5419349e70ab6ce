// Which engine searches a spec: the interpreter, the compiled one, or first the one and then the other.
import { availableParallelism } from "node:os";
import type { Begun, Space } from "../explore/space.ts";
import { WalkedSpace } from "../explore/walk.ts";
import { problem, SpecError } from "../messages.ts";
import type { Elaborated } from "../model/elaborate.ts";
import type { Interpreter } from "../model/interpret.ts";
import type { Program } from "../program.ts";
import { AutoSpace } from "./auto.ts";
import type { Code } from "../compile/code.ts";
import type { EmittedModule } from "../compile/wasm/emitted.ts";
import { lower, type OutsideSubset } from "../compile/lower.ts";
import { NoMemory } from "../compile/wasm/webassembly.ts";
import { CompiledSpace } from "./compiled-space.ts";

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
  const found = lower(choice.elaborated);
  if ("outside" in found) {
    const { construct, where } = found.outside;
    throw new SpecError([problem("engine-outside", { spec: choice.interpreter.model.spec.name, construct }, where)]);
  }
  const workers = workersOf(choice);
  const space = compiledSpace(choice, found.code);
  if (space === undefined)
    throw new SpecError([problem("engine-memory", { spec: choice.interpreter.model.spec.name })]);
  return { space, walked: undefined, used: () => ({ engine: "compiled", workers }), end: () => space.end() };
}

function walkedFirst(choice: Choice): Chosen {
  const walked = new WalkedSpace(choice.program, choice.wanted, choice.begun);
  if (choice.engine === "interpreted" || choice.program !== choice.interpreter) return interpretedOnly(walked);
  let use: EngineUse = { engine: "interpreted", workers: 1 };
  let large: CompiledSpace | undefined;
  const space = new AutoSpace(walked, () => {
    const found = lower(choice.elaborated);
    if ("outside" in found) use = { ...use, outside: found.outside };
    else {
      large = compiledSpace(choice, found.code, walked);
      use = large ? { engine: "compiled", workers: workersOf(choice) } : { ...use, outside: NO_MEMORY };
    }
    return large;
  });
  return { space, walked, used: () => use, end: () => large?.end() };
}

const interpretedOnly = (walked: WalkedSpace): Chosen => ({
  space: walked,
  walked,
  used: () => ({ engine: "interpreted", workers: 1 }),
  end: () => undefined,
});

const NO_MEMORY: OutsideSubset = { construct: "a search for whose memory the system has no room" };

/** Nothing where the system has no room for its memories. */
function compiledSpace(choice: Choice, code: Code, walked?: WalkedSpace): CompiledSpace | undefined {
  try {
    return newCompiledSpace(choice, code, walked);
  } catch (error) {
    if (error instanceof NoMemory) return undefined;
    throw error;
  }
}

function newCompiledSpace(choice: Choice, code: Code, walked?: WalkedSpace): CompiledSpace {
  const { interpreter, wanted, now } = choice;
  const { layout } = interpreter.model;
  const begun = walked
    ? { levels: walked.levels(), transitions: walked.transitions, fired: walked.fired.slice() }
    : choice.begun;
  const stillWanted = walked?.wanted ?? wanted;
  return new CompiledSpace({
    program: interpreter,
    code,
    layout,
    wanted: stillWanted,
    workers: workersOf(choice),
    now,
    keep: choice.keep,
    onModule: choice.onModule,
    ...(begun && { begun }),
  });
}

const workersOf = ({ workers }: Choice): number => workers ?? availableParallelism();
