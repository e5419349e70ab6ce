// The kernel: a module that expands the states of a level, inserts their successors and keeps what breaks claims, many
// states a call. Everything that does not depend on the spec is written here and in the files beside; all of it is code
// over the three memories of plan.ts.
import type { Claim } from "../../program.ts";
import type { Code } from "../code.ts";
import * as w from "./expression.ts";
import type { Expression, Local } from "./expression.ts";
import { writeExpanding, type Expanding } from "./expand.ts";
import type { Body, Callable } from "./function.ts";
import { control, writeLists, type Lists } from "./lists.ts";
import { ModuleWriter, type Notes } from "./module.ts";
import { BATCH, CONTROL, MEMORIES, PAGES_MAX, pagesOfList, SWEPT, WORK, type Plan } from "./plan.ts";
import { writeInlineTable } from "./table-inline.ts";
import { writeListedTable } from "./table-listed.ts";
import { wordsEqual, workWords, writeKeepLeast } from "./words.ts";

interface Pieces {
  readonly plan: Plan;
  readonly expanding: Expanding;
  readonly lists: Lists;
  readonly insert: Callable;
  readonly keepLeast: Callable;
}

/** The bytes of a module, and what a reader of its listing is told. */
export interface Written {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly notes: Notes;
}

/** The module for a spec. */
export function writeKernel(plan: Plan, code: Code, claims: readonly Claim[]): Written {
  const module = new ModuleWriter();
  writeMemories(module, plan, MEMORIES);
  const lists = writeLists(module, plan);
  const insert = plan.inline ? writeInlineTable(module, plan, lists) : writeListedTable(module, plan, lists);
  const keepLeast = writeKeepLeast(module, plan);
  const expanding = writeExpanding(module, plan, code, claims);
  const pieces = { plan, expanding, lists, insert, keepLeast };
  writeSweep(module, pieces);
  writeJudge(module, pieces);
  writeTrace(module, pieces);
  return { bytes: module.finished(), notes: module.notes };
}

/** Imports memories, of which one is the list of states. */
export function writeMemories(module: ModuleWriter, plan: Plan, names: readonly string[]): void {
  for (const name of names) {
    if (name === "list") module.memory(name, 0, pagesOfList(plan), plan.listUnit > 1);
    else module.memory(name, 0, PAGES_MAX);
  }
}

// ---- Sweeping -------------------------------------------------------------------------------------------------------

function writeSweep(module: ModuleWriter, pieces: Pieces): void {
  const takeTokens = writeTakeTokens(module, pieces.plan);
  const recordHits = writeRecordHits(module, pieces);
  const content = (body: Body, area: Local, most: Local): void => {
    const left = body.let(most);
    body.loop((again) => {
      atRange(body, pieces, area);
      body.if(w.eqz(body.call(takeTokens, area)), () => body.return(w.i32(SWEPT.paused)));
      body.if(w.leS(left, w.i32(0)), () => body.return(w.i32(SWEPT.more)));
      sweepBatch(body, pieces, { area, left, recordHits });
      body.leave(again);
    });
    body.unreachable();
  };
  module.function({ parameters: ["i32", "i32"], result: "i32" }, content, "sweep");
}

/** Goes on where a range has states left; returns from the sweep where the level has no more. */
function atRange(body: Body, { plan, lists }: Pieces, area: Local): void {
  const atEnd = w.eq(w.load32(WORK, area, plan.area.cursor), w.load32(WORK, area, plan.area.end));
  body.if(atEnd, () => body.if(w.eqz(body.call(lists.takeRange, area)), () => body.return(w.i32(SWEPT.done))));
}

interface Sweeping {
  readonly area: Local;
  readonly left: Local;
  readonly recordHits: Callable;
}

/** States until their successors fill a batch, or the range ends; then the insertion. */
function sweepBatch(body: Body, { plan, expanding, insert }: Pieces, { area, left, recordHits }: Sweeping): void {
  const { area: at } = plan;
  const out = body.let(w.add(area, w.i32(at.out)));
  const limit = body.let(w.add(out, w.i32(BATCH * plan.stride)));
  const state = body.let(w.load32(WORK, area, at.cursor));
  const end = body.let(w.load32(WORK, area, at.end));
  body.loop((again) => {
    expandState(body, expanding, state, out, area);
    body.if(anyHit(plan, area), () => body.perform(recordHits, area, state));
    body.set(left, w.sub(left, w.i32(1)));
    body.set(state, w.add(state, w.i32(plan.stateUnits)));
    body.leave(again, w.and(w.ltU(state, end), w.ltU(out, limit)));
  });
  body.store(WORK, area, state, at.cursor);
  body.perform(insert, area, out);
}

function expandState(body: Body, { expand }: Expanding, state: Local, out: Local, area: Local): void {
  for (const part of expand) body.set(out, body.call(part, state, out, area));
}

const anyHit = ({ area: at, claimPairs }: Plan, area: Local): Expression =>
  w.ne(Array.from({ length: claimPairs }, (_, i) => w.load64(WORK, area, at.hits + 8 * i)).reduce(w.or), w.i64(0n));

/** Judges the states of a level that is not expanded. */
function writeJudge(module: ModuleWriter, pieces: Pieces): void {
  const { plan, expanding } = pieces;
  const { area: at } = plan;
  const recordHits = writeRecordHits(module, pieces);
  const content = (body: Body, area: Local, most: Local): void => {
    const left = body.let(most);
    const state = body.local("i32");
    body.loop((again) => {
      atRange(body, pieces, area);
      body.if(w.leS(left, w.i32(0)), () => body.return(w.i32(SWEPT.more)));
      body.set(state, w.load32(WORK, area, at.cursor));
      body.run(body.call(expanding.judge, state, area, area));
      body.if(anyHit(plan, area), () => body.perform(recordHits, area, state));
      body.store(WORK, area, w.add(state, w.i32(plan.stateUnits)), at.cursor);
      body.set(left, w.sub(left, w.i32(1)));
      body.leave(again);
    });
    body.unreachable();
  };
  module.function({ parameters: ["i32", "i32"], result: "i32" }, content, "judge");
}

/** Keeps a state for each claim that it broke or reached, if that is still wanted and no lesser one is kept. */
function writeRecordHits(module: ModuleWriter, { plan, keepLeast }: Pieces): Callable {
  const content = (body: Body, area: Local, state: Local): void => {
    const bits = body.local("i64");
    for (let i = 0; i < plan.claimPairs; i++) {
      const at = plan.area.hits + 8 * i;
      body.set(bits, w.and(w.load64(WORK, area, at), w.load64(WORK, w.i32(0), plan.wantedAt + 8 * i)));
      body.store(WORK, area, w.i64(0n), at);
      body.while(w.ne(bits, w.i64(0n)), () => {
        body.perform(keepLeast, area, w.add(w.wrap(w.ctz(bits)), w.i32(64 * i)), state);
        body.set(bits, w.and(bits, w.sub(bits, w.i64(1n))));
      });
    }
  };
  return module.function({ name: "recordHits", parameters: ["i32", "i32"] }, content);
}

// ---- Room -----------------------------------------------------------------------------------------------------------

/** Insertions that a worker sets aside for itself at a time. */
const TOKENS = 4096;

/** Makes sure that a whole batch can be inserted; 0 where the table has to grow first. Everybody is stopped then. */
function writeTakeTokens(module: ModuleWriter, { area: at, batchMax }: Plan): Callable {
  const content = (body: Body, area: Local): void => {
    const tokens = body.let(w.load32(WORK, area, at.tokens));
    const [room, taken] = [body.local("i32"), body.local("i32")];
    body.if(control("paused"), () => body.return(w.i32(0)));
    body.while(w.ltS(tokens, w.i32(batchMax)), () => {
      body.set(room, control("room"));
      body.set(taken, w.select(w.ltS(room, w.i32(TOKENS + batchMax)), room, w.i32(TOKENS + batchMax)));
      body.if(w.ltS(w.add(tokens, taken), w.i32(batchMax)), () => {
        body.atomicStore(WORK, w.i32(0), w.i32(1), CONTROL.paused);
        body.return(w.i32(0));
      });
      const before = w.compareExchange(WORK, w.i32(CONTROL.room), room, w.sub(room, taken));
      body.if(w.eq(before, room), () => {
        body.set(tokens, w.add(tokens, taken));
        body.store(WORK, area, tokens, at.tokens);
      });
    });
    body.return(w.i32(1));
  };
  return module.function({ name: "takeTokens", parameters: ["i32"], result: "i32" }, content);
}

// ---- Tracing --------------------------------------------------------------------------------------------------------

/** For each claim with a target: the least state of a piece of the list that has it as a successor. */
function writeTrace(module: ModuleWriter, pieces: Pieces): void {
  const { plan, expanding } = pieces;
  const compareAll = writeCompareTargets(module, pieces);
  const content = (body: Body, area: Local, begin: Local, end: Local): void => {
    const state = body.let(begin);
    const out = body.local("i32");
    body.while(w.ltU(state, end), () => {
      body.set(out, w.add(area, w.i32(plan.area.out)));
      expandState(body, expanding, state, out, area);
      body.perform(compareAll, area, state, out);
      body.set(state, w.add(state, w.i32(plan.stateUnits)));
    });
  };
  module.function({ parameters: ["i32", "i32", "i32"] }, content, "trace");
}

function writeCompareTargets(module: ModuleWriter, { plan, keepLeast }: Pieces): Callable {
  const { area: at, stride } = plan;
  const content = (body: Body, area: Local, state: Local, outEnd: Local): void => {
    const targets = body.let(w.load32(WORK, area, at.targets));
    const [claim, successor] = [body.local("i32"), body.local("i32")];
    body.while(w.ltU(claim, targets), () => {
      const target = body.let(w.add(w.add(area, w.i32(at.target)), w.mul(claim, w.i32(stride))));
      body.set(successor, w.add(area, w.i32(at.out)));
      body.while(w.ltU(successor, outEnd), () => {
        const equal = wordsEqual(workWords(plan, successor), workWords(plan, target));
        body.if(equal, () => body.perform(keepLeast, area, claim, state));
        body.set(successor, w.add(successor, w.i32(stride)));
      });
      body.set(claim, w.add(claim, w.i32(1)));
    });
  };
  return module.function({ name: "compareTargets", parameters: ["i32", "i32", "i32"] }, content);
}
