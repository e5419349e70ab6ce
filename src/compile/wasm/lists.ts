// Levels as ranges of the list: where a worker puts new states, and which states it takes next.
import * as w from "./expression.ts";
import type { Expression, Local } from "./expression.ts";
import type { Body, Callable } from "./function.ts";
import type { ModuleWriter } from "./module.ts";
import { BLOCK, CONTROL, LIST, PAGE, WORK, type Plan } from "./plan.ts";

export interface Lists {
  /** Makes what was put since the last call a range of the next level. */
  readonly closeRange: Callable;
  /** Gives the worker room for BLOCK more states. */
  readonly newBlock: Callable;
  /** Takes the next range of the present level; 0 where there is none. */
  readonly takeRange: Callable;
}

/** A number of the control block. */
export const control = (name: keyof typeof CONTROL): Expression => w.atomicLoad(WORK, w.i32(0), CONTROL[name]);
/** 64-bit words of a memory grow by so many pages at least. */
const GROW_PAGES = 16;

export function writeLists(module: ModuleWriter, plan: Plan): Lists {
  const closeRange = writeCloseRange(module, plan);
  const newBlock = writeNewBlock(module, plan, closeRange);
  const takeRange = writeTakeRange(module, plan);
  return { closeRange, newBlock, takeRange };
}

function writeCloseRange(module: ModuleWriter, { area: at, rangesAt, reserve }: Plan): Callable {
  const content = (body: Body, area: Local): void => {
    const begin = body.let(w.load32(WORK, area, at.begin));
    const end = body.let(w.load32(WORK, area, at.place));
    body.if(w.eq(begin, end), () => body.return());
    const number = body.let(w.atomicAdd(WORK, w.i32(0), CONTROL.made, w.i32(1)));
    const range = body.let(rangePlace(rangesAt, number, w.sub(w.i32(1), control("parity"))));
    growTo(body, WORK, w.add(range, w.i32(8)), reserve * 16);
    body.store(WORK, range, begin);
    body.store(WORK, range, end, 4);
    body.store(WORK, area, end, at.begin);
  };
  return module.function({ parameters: ["i32"] }, content, "closeRange");
}

function writeNewBlock(module: ModuleWriter, { area: at, stateBytes, reserve }: Plan, closeRange: Callable): Callable {
  const blockBytes = BLOCK * stateBytes;
  const content = (body: Body, area: Local): void => {
    body.perform(closeRange, area);
    const block = body.let(w.load32(WORK, area, at.freeBlock));
    body.if(
      block,
      () => body.store(WORK, area, w.load32(LIST, block), at.freeBlock),
      () => {
        body.set(block, w.mul(w.atomicAdd(WORK, w.i32(0), CONTROL.blocks, w.i32(1)), w.i32(blockBytes)));
        growTo(body, LIST, w.add(block, w.i32(blockBytes)), reserve * blockBytes);
      },
    );
    body.store(WORK, area, block, at.place);
    body.store(WORK, area, block, at.begin);
    body.store(WORK, area, w.add(block, w.i32(blockBytes)), at.blockEnd);
  };
  return module.function({ name: "newBlock", parameters: ["i32"] }, content);
}

function writeTakeRange(module: ModuleWriter, plan: Plan): Callable {
  const { area: at, rangesAt } = plan;
  const content = (body: Body, area: Local): void => {
    if (plan.inline) freeConsumed(body, plan, area);
    body.store(WORK, area, w.i32(0), at.cursor);
    body.store(WORK, area, w.i32(0), at.end);
    const number = body.let(w.atomicAdd(WORK, w.i32(0), CONTROL.nextRange, w.i32(1)));
    body.if(w.geU(number, control("ranges")), () => body.return(w.i32(0)));
    const range = body.let(rangePlace(rangesAt, number, control("parity")));
    body.store(WORK, area, w.load32(WORK, range), at.cursor);
    body.store(WORK, area, w.load32(WORK, range, 4), at.end);
    body.return(w.i32(1));
  };
  return module.function({ name: "takeRange", parameters: ["i32"], result: "i32" }, content);
}

/** A block is free once its last range is consumed: its earlier ranges belong to earlier levels, or came before. */
function freeConsumed(body: Body, { area: at, stateBytes }: Plan, area: Local): void {
  const blockBytes = BLOCK * stateBytes;
  const end = body.let(w.load32(WORK, area, at.end));
  const isLast = w.eqz(w.and(end, w.i32(blockBytes - 1)));
  body.if(w.and(w.and(isLast, w.ne(end, w.i32(0))), w.eqz(control("keep"))), () => {
    const block = body.let(w.sub(end, w.i32(blockBytes)));
    body.store(LIST, block, w.load32(WORK, area, at.freeBlock));
    body.store(WORK, area, block, at.freeBlock);
  });
}

const rangePlace = (rangesAt: number, number: Expression, parity: Expression): Expression =>
  w.add(w.i32(rangesAt), w.shl(w.add(w.shl(number, w.i32(1)), parity), w.i32(3)));

/** Makes a memory at least `bytes` long, and `reserve` more. Where it cannot grow everybody is stopped at the next batch,
 *  till when the reserve lasts. */
function growTo(body: Body, memory: number, bytes: Expression, reserve: number): void {
  const pages = body.let(w.add(w.shrU(w.add(bytes, w.i32(reserve - 1)), w.i32(Math.log2(PAGE))), w.i32(1)));
  const size = body.let(w.memorySize(memory));
  body.while(w.ltU(size, pages), () => {
    const more = w.select(w.ltU(size, w.i32(8 * GROW_PAGES)), w.i32(GROW_PAGES), w.shrU(size, w.i32(3)));
    const grown = (by: Expression) => w.ne(w.memoryGrow(memory, by), w.i32(-1));
    body.if(w.eqz(grown(more)), () => {
      body.if(w.eqz(grown(w.sub(pages, size))), () => {
        body.atomicStore(WORK, w.i32(0), w.i32(1), CONTROL.full);
        body.atomicStore(WORK, w.i32(0), w.i32(1), CONTROL.paused);
        body.set(pages, w.i32(0));
      });
    });
    body.set(size, w.memorySize(memory));
  });
}
