// The table of states that fit 63 bits: the states themselves, so that finding one is one look at memory.
//
//      | bucket 0: 4 entries | bucket 1 | …      entry: state | 2^63; 0 is free
//
// A state's bucket is its hash times the number of buckets: buckets are ordered by hash, and when the table grows
// entries only move up. A batch is looked up twice: first all home buckets, each compared whole and without a branch,
// so that the waits for memory overlap; then, one by one, what was not found there.
import * as w from "./expression.ts";
import type { Expression, Local } from "./expression.ts";
import type { Body, Callable } from "./function.ts";
import { control, type Lists } from "./lists.ts";
import type { ModuleWriter } from "./module.ts";
import { LIST, OVERFLOW, TABLE, WORK, type Plan } from "./plan.ts";

export const BUCKET_BYTES = 32;
const ENTRY_BYTES = 8;
const TAKEN = 1n << 63n;

export function writeInlineTable(module: ModuleWriter, plan: Plan, lists: Lists): Callable {
  writeMove(module);
  writePut(module);
  return writeInsert(module, plan, lists);
}

/** Bucket addresses depend on the upper half of the hash; multiply, fold and multiply spreads every bit to there. */
function bucketOf(key: Expression, body: Body, buckets: Expression): Expression {
  const hash = body.let(w.mul(key, w.i64(0x9e3779b97f4a7c15n)));
  const mixed = w.mul(w.xor(hash, w.shrU(hash, w.i64(32n))), w.i64(0xd6e8feb86659fd93n));
  const number = w.shrU(w.mul(w.shrU(mixed, w.i64(32n)), buckets), w.i64(32n));
  return w.shl(w.wrap(number), w.i32(Math.log2(BUCKET_BYTES)));
}

function writeInsert(module: ModuleWriter, plan: Plan, lists: Lists): Callable {
  const { area: at } = plan;
  const content = (body: Body, area: Local, outEnd: Local): void => {
    const pendingEnd = body.let(w.add(area, w.i32(at.pending)));
    lookUp(body, w.add(area, w.i32(at.out)), outEnd, pendingEnd);
    insertPending(body, plan, lists, area, pendingEnd);
  };
  return module.function({ parameters: ["i32", "i32"] }, content, "insert");
}

/** Leaves at `pendingEnd` the keys that are not in their home buckets, with those buckets. */
function lookUp(body: Body, outBegin: Expression, outEnd: Local, pendingEnd: Local): void {
  const from = body.let(outBegin);
  const buckets = body.let(w.extend(control("buckets")));
  body.while(w.ltU(from, outEnd), () => {
    const key = body.let(w.or(w.load64(WORK, from), w.i64(TAKEN)));
    const bucket = body.let(bucketOf(key, body, buckets));
    const lanes = body.let(w.splat(key));
    const low = w.lanesEqual(w.load128(TABLE, bucket), lanes);
    const high = w.lanesEqual(w.load128(TABLE, bucket, 16), lanes);
    body.store(WORK, pendingEnd, key);
    body.store(WORK, pendingEnd, bucket, 8);
    body.set(pendingEnd, w.add(pendingEnd, w.shl(w.eqz(w.anyTrue(w.orLanes(low, high))), w.i32(4))));
    body.set(from, w.add(from, w.i32(8)));
  });
}

function insertPending(body: Body, { area: at }: Plan, lists: Lists, area: Local, pendingEnd: Local): void {
  const from = body.let(w.add(area, w.i32(at.pending)));
  const place = body.let(w.load32(WORK, area, at.place));
  const blockEnd = body.let(w.load32(WORK, area, at.blockEnd));
  const found = body.local("i32");
  const append = (key: Expression): void => {
    body.if(w.eq(place, blockEnd), () => {
      body.store(WORK, area, place, at.place);
      body.perform(lists.newBlock, area);
      body.set(place, w.load32(WORK, area, at.place));
      body.set(blockEnd, w.load32(WORK, area, at.blockEnd));
    });
    body.store(LIST, place, w.xor(key, w.i64(TAKEN)));
    body.set(place, w.add(place, w.i32(8)));
    body.set(found, w.add(found, w.i32(1)));
  };
  body.while(w.ltU(from, pendingEnd), () => {
    const key = body.let(w.load64(WORK, from));
    probe(body, key, body.let(w.load32(WORK, from, 8)), () => append(key));
    body.set(from, w.add(from, w.i32(16)));
  });
  body.store(WORK, area, place, at.place);
  body.store(WORK, area, w.add(w.load32(WORK, area, at.found), found), at.found);
  body.store(WORK, area, w.sub(w.load32(WORK, area, at.tokens), found), at.tokens);
}

/** Looks from `slot` on for the key, and puts it into the first free entry; whoever else was faster there is looked at. */
function probe(body: Body, key: Local, slot: Local, added: () => void): void {
  const entry = body.local("i64");
  body.block((done) => {
    body.loop((again) => {
      body.set(entry, w.load64(TABLE, slot));
      body.if(w.eqz(entry), () => {
        body.set(entry, w.compareExchange(TABLE, slot, w.i64(0n), key));
        body.if(w.eqz(entry), () => {
          added();
          body.leave(done);
        });
      });
      body.leave(done, w.eq(entry, key));
      body.set(slot, w.add(slot, w.i32(ENTRY_BYTES)));
      body.leave(again);
    });
  });
}

// ---- Growing --------------------------------------------------------------------------------------------------------

/** Moves the entries of the slots below `top`, at most `count` of them, to where they belong in the grown table, from
 *  the last to the first; gives the address behind the last slot that was not moved. It stops early near the beginning,
 *  where an entry may have stood so far behind its bucket that it would have to move down. */
function writeMove(module: ModuleWriter): void {
  const content = (body: Body, top: Local, count: Local): void => {
    const buckets = body.let(w.extend(control("buckets")));
    const slot = body.let(top);
    const stop = body.let(w.select(w.ltU(w.shrU(top, w.i32(3)), count), w.i32(0), w.sub(top, w.shl(count, w.i32(3)))));
    body.while(w.ltU(stop, slot), () => {
      const key = body.let(w.load64(TABLE, w.sub(slot, w.i32(ENTRY_BYTES))));
      body.if(w.ne(key, w.i64(0n)), () => {
        const home = body.let(bucketOf(key, body, buckets));
        body.if(w.ltU(home, slot), () => body.return(slot));
        body.store(TABLE, w.sub(slot, w.i32(ENTRY_BYTES)), w.i64(0n));
        settle(body, key, home);
      });
      body.set(slot, w.sub(slot, w.i32(ENTRY_BYTES)));
    });
    body.return(slot);
  };
  module.function({ parameters: ["i32", "i32"], result: "i32" }, content, "move");
}

/** Puts one entry, which is known to be new, into the table. */
function writePut(module: ModuleWriter): void {
  const content = (body: Body, key: Local): void => {
    settle(body, key, body.let(bucketOf(key, body, w.extend(control("buckets")))));
  };
  module.function({ parameters: ["i64"] }, content, "put");
}

function settle(body: Body, key: Local, slot: Local): void {
  body.while(w.ne(w.load64(TABLE, slot), w.i64(0n)), () => body.set(slot, w.add(slot, w.i32(ENTRY_BYTES))));
  body.store(TABLE, slot, key);
}

/** Bytes of a table with so many buckets. */
export const inlineTableBytes = (buckets: number): number => buckets * BUCKET_BYTES + OVERFLOW;
