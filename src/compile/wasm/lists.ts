// Levels as ranges of the list: where a worker puts new states, and which states it takes next.
import * as w from "./expression.ts";
import type { Expression, Local } from "./expression.ts";
import type { Body, Callable } from "./function.ts";
import type { ModuleWriter } from "./module.ts";
import { listAt } from "./words.ts";
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
    growTo(body, { memory: WORK, unit: 1, reserve: 16 * reserve }, w.add(range, w.i32(8)));
    body.store(WORK, range, begin);
    body.store(WORK, range, end, 4);
    body.store(WORK, area, end, at.begin);
  };
  return module.function({ parameters: ["i32"] }, content, "closeRange");
}

function writeNewBlock(module: ModuleWriter, plan: Plan, closeRange: Callable): Callable {
  const { area: at, stateUnits, listUnit, reserve } = plan;
  const blockUnits = BLOCK * stateUnits;
  const content = (body: Body, area: Local): void => {
    body.perform(closeRange, area);
    const block = body.let(w.load32(WORK, area, at.freeBlock));
    body.if(
      block,
      () => body.store(WORK, area, w.load32(LIST, listAt(plan, block)), at.freeBlock),
      () => {
        body.set(block, w.mul(w.atomicAdd(WORK, w.i32(0), CONTROL.blocks, w.i32(1)), w.i32(blockUnits)));
        growTo(body, { memory: LIST, unit: listUnit, reserve: reserve * blockUnits }, w.add(block, w.i32(blockUnits)));
      },
    );
    body.store(WORK, area, block, at.place);
    body.store(WORK, area, block, at.begin);
    body.store(WORK, area, w.add(block, w.i32(blockUnits)), at.blockEnd);
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

/** A memory whose addresses count so many bytes, and how many of these units others may need before they hear that it is
 *  full. */
interface Growing {
  readonly memory: number;
  readonly unit: 1 | 4;
  readonly reserve: number;
}

/** Makes a memory at least so long, and the reserve more. Where it cannot grow everybody is stopped at the next batch, till
 *  when the reserve lasts. */
function growTo(body: Body, { memory, unit, reserve }: Growing, length: Expression): void {
  const bits = Math.log2(PAGE / unit);
  const pages = body.let(w.add(w.shrU(w.add(length, w.i32(reserve - 1)), w.i32(bits)), w.i32(1)));
  const pagesIn = () => (unit === 1 ? w.memorySize(memory) : w.wrap(w.memorySize64(memory)));
  const size = body.let(pagesIn());
  body.while(w.ltU(size, pages), () => {
    const more = w.select(w.ltU(size, w.i32(8 * GROW_PAGES)), w.i32(GROW_PAGES), w.shrU(size, w.i32(3)));
    body.if(w.eqz(grown(memory, unit, more)), () => {
      body.if(w.eqz(grown(memory, unit, w.sub(pages, size))), () => {
        body.atomicStore(WORK, w.i32(0), w.i32(1), CONTROL.full);
        body.atomicStore(WORK, w.i32(0), w.i32(1), CONTROL.paused);
        body.set(pages, w.i32(0));
      });
    });
    body.set(size, pagesIn());
  });
}

/** 1 where a memory could grow by some pages. */
const grown = (memory: number, unit: 1 | 4, by: Expression): Expression =>
  unit === 1 ? w.ne(w.memoryGrow(memory, by), w.i32(-1)) : w.ne(w.memoryGrow64(memory, w.extend(by)), w.i64(-1n));
