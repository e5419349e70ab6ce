// The table of wider states: 32-bit entries that point into the list, where the states stand.
//
//      | entry 0 | entry 1 | …      entry: tag ┊ index of the state; 0 is free, since no state has index 0
//
// The tag is the lower half of the hash, as far as there is room for it, so that a probe that meets another state
// rarely has to look at it. The table is rebuilt from the list when it grows. For a batch
// all home entries are looked at first, then all states that they point to; what is not found there is probed for.
import * as w from "./expression.ts";
import type { Expression, Local } from "./expression.ts";
import type { Body, Callable } from "./function.ts";
import { control, type Lists } from "./lists.ts";
import type { ModuleWriter } from "./module.ts";
import { writeRecent } from "./recent.ts";
import { CONTROL, JOB, LIST, TABLE, WORK, type Plan } from "./plan.ts";
import { listAt, listedWords, storeListed, wordsEqual, workWords } from "./words.ts";

export const SLOT_BYTES = 4;

export function writeListedTable(module: ModuleWriter, plan: Plan, lists: Lists): Callable {
  writeEnter(module, plan);
  const insertPending = writeInsertPending(module, plan, lists);
  return writeInsert(module, plan, insertPending);
}

interface Home {
  /** Address of the entry where the search begins. */
  readonly slot: Local;
  readonly tag: Local;
}

/** Every word goes through a multiplication whose upper half is folded back. The upper half of the result chooses the
 *  entry, the lower one gives the tag. */
export function homeOf(body: Body, words: readonly Expression[], slots: Expression, tagMask: Expression): Home {
  const hash = body.local("i64");
  const mix = (value: Expression, factor: bigint): void => {
    body.set(hash, w.mul(value, w.i64(factor)));
    body.set(hash, w.xor(hash, w.shrU(hash, w.i64(32n))));
  };
  for (const [i, word] of words.entries()) mix(i === 0 ? word : w.xor(hash, word), 0x9e3779b97f4a7c15n);
  mix(hash, 0xd6e8feb86659fd93n);
  const number = w.shrU(w.mul(w.shrU(hash, w.i64(32n)), slots), w.i64(32n));
  return {
    slot: body.let(w.shl(w.wrap(number), w.i32(Math.log2(SLOT_BYTES)))),
    tag: body.let(w.and(w.wrap(hash), tagMask)),
  };
}

function writeInsert(module: ModuleWriter, plan: Plan, insertPending: Callable): Callable {
  const { area: at } = plan;
  const recent = writeRecent(module, plan);
  const content = (body: Body, area: Local, outEnd: Local): void => {
    body.set(outEnd, body.call(recent, area, outEnd));
    const tagMask = body.let(control("tagMask"));
    const pending = { begin: body.let(w.add(area, w.i32(at.pending))), end: body.let(w.add(area, w.i32(at.pending))) };
    findHomes(body, plan, { area, outEnd, tagMask, pending });
    findCandidates(body, plan, { area, tagMask, pending });
    compareCandidates(body, plan, pending);
    body.perform(insertPending, area, pending.end, tagMask);
  };
  return module.function({ parameters: ["i32", "i32"] }, content, "insert");
}

/** Successors: where each stands, its home entry, its tag, and the state that this entry points to: 16 bytes. */
interface Pending {
  readonly begin: Local;
  readonly end: Local;
}
const PENDING = { state: 0, slot: 4, tag: 8, candidate: 12, bytes: 16 };

interface Finding {
  readonly area: Local;
  readonly tagMask: Local;
  readonly pending: Pending;
}

function findHomes(
  body: Body,
  plan: Plan,
  { area, outEnd, tagMask, pending }: Finding & { readonly outEnd: Local },
): void {
  const from = body.let(w.add(area, w.i32(plan.area.out)));
  const slots = body.let(w.extend(control("buckets")));
  body.while(w.ltU(from, outEnd), () => {
    const { slot, tag } = homeOf(body, workWords(plan, from), slots, tagMask);
    body.store(WORK, pending.end, from, PENDING.state);
    body.store(WORK, pending.end, slot, PENDING.slot);
    body.store(WORK, pending.end, tag, PENDING.tag);
    body.set(pending.end, w.add(pending.end, w.i32(PENDING.bytes)));
    body.set(from, w.add(from, w.i32(plan.stride)));
  });
}

/** Short loops, so that many waits for memory overlap: first for entries, then for the states that they point to. What
 *  is seen on the way is kept, lest the looking is optimised away; the state at address 0 stands for none. */
function findCandidates(body: Body, plan: Plan, { area, tagMask, pending }: Finding): void {
  const indexMask = body.let(w.xor(tagMask, w.i32(-1)));
  const seen = body.let(w.i64(0n));
  eachPending(body, pending, (item) =>
    body.set(seen, w.xor(seen, w.load32to64(TABLE, w.load32(WORK, item, PENDING.slot)))),
  );
  eachPending(body, pending, (item) => {
    const entry = body.let(w.load32(TABLE, w.load32(WORK, item, PENDING.slot)));
    const fits = w.eq(w.and(entry, tagMask), w.load32(WORK, item, PENDING.tag));
    const index = w.select(fits, w.and(entry, indexMask), w.i32(0));
    const candidate = body.let(w.mul(index, w.i32(plan.stateUnits)));
    body.store(WORK, item, candidate, PENDING.candidate);
    body.set(seen, w.xor(seen, w.load32to64(LIST, listAt(plan, candidate))));
  });
  body.store(WORK, area, seen, plan.area.seen);
}

/** Keeps those that are not the states that their home entries point to. */
function compareCandidates(body: Body, plan: Plan, pending: Pending): void {
  const to = body.let(pending.begin);
  eachPending(body, pending, (item) => {
    const state = body.let(w.load32(WORK, item, PENDING.state));
    const candidate = body.let(w.load32(WORK, item, PENDING.candidate));
    const known = w.and(w.ne(candidate, w.i32(0)), wordsEqual(workWords(plan, state), listedWords(plan, candidate)));
    const isUnknown = body.let(w.eqz(known));
    body.store(WORK, to, w.load64(WORK, item));
    body.store(WORK, to, w.load32(WORK, item, PENDING.tag), PENDING.tag);
    body.set(to, w.add(to, w.mul(isUnknown, w.i32(PENDING.bytes))));
  });
  body.set(pending.end, to);
}

function eachPending(body: Body, { begin, end }: Pending, work: (item: Local) => void): void {
  const item = body.let(begin);
  body.while(w.ltU(item, end), () => {
    work(item);
    body.set(item, w.add(item, w.i32(PENDING.bytes)));
  });
}

function writeInsertPending(module: ModuleWriter, plan: Plan, lists: Lists): Callable {
  const { area: at } = plan;
  const content = (body: Body, area: Local, pendingEnd: Local, tagMask: Local): void => {
    const begin = body.let(w.add(area, w.i32(at.pending)));
    const found = body.local("i32");
    eachPending(body, { begin, end: pendingEnd }, (item) => {
      const state = body.let(w.load32(WORK, item, PENDING.state));
      const slot = body.let(w.load32(WORK, item, PENDING.slot));
      const tag = body.let(w.load32(WORK, item, PENDING.tag));
      probe(body, plan, lists, { area, state, tagMask, found, slot, tag });
    });
    body.store(WORK, area, w.add(w.load32(WORK, area, at.found), found), at.found);
    body.store(WORK, area, w.sub(w.load32(WORK, area, at.tokens), found), at.tokens);
  };
  return module.function({ name: "insertPending", parameters: ["i32", "i32", "i32"] }, content);
}

interface Probing extends Home {
  readonly area: Local;
  /** Where the state is, among the successors. */
  readonly state: Local;
  readonly tagMask: Local;
  readonly found: Local;
}

/** A new state is written to the list before its entry is: whoever reads the entry finds the state. */
function probe(body: Body, plan: Plan, lists: Lists, { area, state, slot, tag, tagMask, found }: Probing): void {
  const { area: at, stateUnits } = plan;
  const [entry, place] = [body.local("i32"), body.local("i32")];
  body.block((done) => {
    body.loop((again) => {
      body.set(entry, w.load32(TABLE, slot));
      body.if(w.eqz(entry), () => {
        body.if(w.eq(w.load32(WORK, area, at.place), w.load32(WORK, area, at.blockEnd)), () =>
          body.perform(lists.newBlock, area),
        );
        body.set(place, w.load32(WORK, area, at.place));
        storeListed(body, plan, place, workWords(plan, state));
        body.set(entry, w.compareExchange(TABLE, slot, w.i32(0), w.or(tag, w.divU(place, w.i32(stateUnits)))));
        body.if(w.eqz(entry), () => {
          body.store(WORK, area, w.add(place, w.i32(stateUnits)), at.place);
          body.set(found, w.add(found, w.i32(1)));
          body.leave(done);
        });
      });
      body.if(w.eq(w.and(entry, tagMask), tag), () => {
        const there = w.mul(w.and(entry, w.xor(tagMask, w.i32(-1))), w.i32(stateUnits));
        body.leave(done, wordsEqual(workWords(plan, state), listedWords(plan, body.let(there))));
      });
      body.set(slot, w.add(slot, w.i32(SLOT_BYTES)));
      body.leave(again);
    });
  });
}

/** Does the next job, or gives 0: enters the states of a piece of the list, which are all different, into a table that
 *  was emptied. */
export function writeEnter(module: ModuleWriter, plan: Plan): void {
  const content = (body: Body): void => {
    const number = body.let(w.atomicAdd(WORK, w.i32(0), CONTROL.nextJob, w.i32(1)));
    body.if(w.geU(number, control("jobs")), () => body.return(w.i32(0)));
    const job = body.let(w.mul(number, w.i32(JOB.bytes)));
    const state = body.let(w.load32(WORK, job, plan.jobsAt + JOB.begin));
    enterAll(body, plan, state, body.let(w.load32(WORK, job, plan.jobsAt + JOB.end)));
    body.return(w.i32(1));
  };
  module.function({ parameters: ["i32"], result: "i32" }, content, "rearrange");
}

function enterAll(body: Body, plan: Plan, state: Local, end: Local): void {
  const slots = body.let(w.extend(control("buckets")));
  const tagMask = body.let(control("tagMask"));
  body.while(w.ltU(state, end), () => {
    const { slot, tag } = homeOf(body, listedWords(plan, state), slots, tagMask);
    const entry = body.let(w.or(tag, w.divU(state, w.i32(plan.stateUnits))));
    body.while(w.ne(w.compareExchange(TABLE, slot, w.i32(0), entry), w.i32(0)), () => {
      body.set(slot, w.add(slot, w.i32(SLOT_BYTES)));
    });
    body.set(state, w.add(state, w.i32(plan.stateUnits)));
  });
}
