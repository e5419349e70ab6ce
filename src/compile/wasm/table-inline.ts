// The table of states that fit 63 bits: the states themselves, so that finding one is one look at memory.
//
//      | bucket 0: 8 entries | bucket 1 | …      entry: state | 2^63; 0 is free
//
// A state's bucket is its hash times the number of buckets: buckets are ordered by hash, and when the table grows
// entries only move up. A batch is looked up in rounds, a bucket each at a time, compared whole and without a branch, so
// that the waits for memory overlap; then what is in no bucket is inserted, one by one.
import * as w from "./expression.ts";
import type { Expression, Local } from "./expression.ts";
import type { Body, Callable } from "./function.ts";
import { control, type Lists } from "./lists.ts";
import type { ModuleWriter } from "./module.ts";
import { writeRecent } from "./recent.ts";
import { LIST, TABLE, WORK, type Plan } from "./plan.ts";

export const ENTRY_BYTES = 8;
export const BUCKET_ENTRIES = 8;
const BUCKET_BYTES = BUCKET_ENTRIES * ENTRY_BYTES;
const TAKEN = 1n << 63n;

export function writeInlineTable(module: ModuleWriter, plan: Plan, lists: Lists): Callable {
  const counts = plan.areasAt + plan.area.pending; // not in use while the table grows
  writeMove(module, counts);
  writePut(module, counts);
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
  const recent = writeRecent(module, plan);
  const content = (body: Body, area: Local, outEnd: Local): void => {
    body.set(outEnd, body.call(recent, area, outEnd));
    const unknown = { begin: body.let(w.add(area, w.i32(at.pending))), end: body.let(w.add(area, w.i32(at.pending))) };
    const absent = { begin: body.let(w.add(area, w.i32(at.absent))), end: body.let(w.add(area, w.i32(at.absent))) };
    findHomes(body, plan, area, outEnd, unknown);
    body.while(w.ltU(unknown.begin, unknown.end), () => {
      lookUp(body, unknown, absent);
      touch(body, plan, area, unknown);
    });
    insertAbsent(body, plan, lists, area, absent);
  };
  return module.function({ parameters: ["i32", "i32"] }, content, "insert");
}

/** Keys, each with the address of the bucket where it may be: 16 bytes. */
interface Keys {
  readonly begin: Local;
  readonly end: Local;
}
const KEY_BYTES = 16;

function addKey(body: Body, { end }: Keys, key: Expression, bucket: Expression, test: Expression): void {
  body.store(WORK, end, key);
  body.store(WORK, end, bucket, 8);
  body.set(end, w.add(end, w.shl(test, w.i32(Math.log2(KEY_BYTES)))));
}

/** Looks at the buckets of keys in a loop so short that many waits for memory overlap; what it sees is of no use, but is
 *  kept, lest the looking is optimised away. */
function touch(body: Body, { area: at }: Plan, area: Local, { begin, end }: Keys): void {
  const from = body.let(begin);
  const seen = body.let(w.i64(0n));
  body.while(w.ltU(from, end), () => {
    body.set(seen, w.xor(seen, w.load64(TABLE, w.load32(WORK, from, 8))));
    body.set(from, w.add(from, w.i32(KEY_BYTES)));
  });
  body.store(WORK, area, seen, at.seen);
}

function findHomes(body: Body, plan: Plan, area: Local, outEnd: Local, homes: Keys): void {
  const from = body.let(w.add(area, w.i32(plan.area.out)));
  const buckets = body.let(w.extend(control("buckets")));
  body.while(w.ltU(from, outEnd), () => {
    const key = body.let(w.or(w.load64(WORK, from), w.i64(TAKEN)));
    const bucket = body.let(bucketOf(key, body, buckets));
    addKey(body, homes, key, bucket, w.i32(1));
    body.set(from, w.add(from, w.i32(8)));
  });
  touch(body, plan, area, homes);
}

/** One round: keys that are not in their buckets are absent where those have room, and else unknown in the next ones. */
function lookUp(body: Body, unknown: Keys, absent: Keys): void {
  const from = body.let(unknown.begin);
  const further = { begin: unknown.begin, end: body.let(unknown.begin) };
  body.while(w.ltU(from, unknown.end), () => {
    const key = body.let(w.load64(WORK, from));
    const bucket = body.let(w.load32(WORK, from, 8));
    const lanes = body.let(w.splat(key));
    // One look tells both: an entry that another worker adds between two looks would send the key past itself.
    const pairs = pairsOf(bucket).map((pair) => body.let(pair));
    const isAbsent = body.let(w.eqz(isIn(pairs, lanes)));
    const isFull = body.let(w.eqz(freeEntries(pairs)));
    addKey(body, further, key, w.add(bucket, w.i32(BUCKET_BYTES)), w.and(isAbsent, isFull));
    addKey(body, absent, key, bucket, w.and(isAbsent, w.eqz(isFull)));
    body.set(from, w.add(from, w.i32(KEY_BYTES)));
  });
  body.set(unknown.end, further.end);
}

function insertAbsent(body: Body, { area: at }: Plan, lists: Lists, area: Local, absent: Keys): void {
  const from = body.let(absent.begin);
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
  body.while(w.ltU(from, absent.end), () => {
    const key = body.let(w.load64(WORK, from));
    probe(body, key, body.let(w.load32(WORK, from, 8)), () => append(key));
    body.set(from, w.add(from, w.i32(KEY_BYTES)));
  });
  body.store(WORK, area, place, at.place);
  body.store(WORK, area, w.add(w.load32(WORK, area, at.found), found), at.found);
  body.store(WORK, area, w.sub(w.load32(WORK, area, at.tokens), found), at.tokens);
}

/** Looks from a bucket on for the key, and puts it into the first free entry; whoever was faster there is looked at.
 *  One look tells both: entries fill in order and never change, so that the key can have come to no entry before the
 *  first that was seen free. */
function probe(body: Body, key: Local, bucket: Local, added: () => void): void {
  const lanes = body.let(w.splat(key));
  const free = body.local("i32");
  body.block((done) => {
    body.loop((again) => {
      const pairs = pairsOf(bucket).map((pair) => body.let(pair));
      body.leave(done, isIn(pairs, lanes));
      body.set(free, freeEntries(pairs));
      body.if(free, () => {
        const before = w.compareExchange(TABLE, firstOf(bucket, free), w.i64(0n), key);
        body.leave(again, w.ne(before, w.i64(0n)));
        added();
        body.leave(done);
      });
      body.set(bucket, w.add(bucket, w.i32(BUCKET_BYTES)));
      body.leave(again);
    });
  });
}

const pairsOf = (bucket: Expression): Expression[] => [0, 16, 32, 48].map((offset) => w.load128(TABLE, bucket, offset));

/** 1 where a bucket's pairs have the key that `lanes` holds twice. */
function isIn(pairs: readonly Expression[], lanes: Expression): Expression {
  return w.anyTrue(pairs.map((pair) => w.lanesEqual(pair, lanes)).reduce(w.orLanes));
}

/** A bit for each entry that is free. */
function freeEntries(pairs: readonly Expression[]): Expression {
  const bits = pairs.map((pair) => w.laneBits(w.lanesEqual(pair, w.splat(w.i64(0n)))));
  return bits.map((pair, i) => w.shl(pair, w.i32(2 * i))).reduce(w.or);
}

const firstOf = (bucket: Expression, entries: Expression): Expression =>
  w.add(bucket, w.shl(w.ctz(entries), w.i32(Math.log2(ENTRY_BYTES))));

// ---- Growing --------------------------------------------------------------------------------------------------------

/** Moves the entries of the slots below `top`, at most `count` of them, to where they belong in the grown table, from
 *  the last to the first; gives the address behind the last slot that was not moved. It stops early near the beginning,
 *  where an entry may have stood so far behind its bucket that it would have to move down. */
function writeMove(module: ModuleWriter, counts: number): void {
  const content = (body: Body, top: Local, count: Local): void => {
    const buckets = body.let(w.extend(control("buckets")));
    body.fill(WORK, w.i32(counts), w.i32(0), w.i32(4 * COUNTS));
    const slot = body.let(top);
    const stop = body.let(w.select(w.ltU(w.shrU(top, w.i32(3)), count), w.i32(0), w.sub(top, w.shl(count, w.i32(3)))));
    body.while(w.ltU(stop, slot), () => {
      const key = body.let(w.load64(TABLE, w.sub(slot, w.i32(ENTRY_BYTES))));
      body.if(w.ne(key, w.i64(0n)), () => {
        const home = body.let(bucketOf(key, body, buckets));
        body.if(w.ltU(home, slot), () => body.return(slot));
        body.store(TABLE, w.sub(slot, w.i32(ENTRY_BYTES)), w.i64(0n));
        settle(body, counts, key, home);
      });
      body.set(slot, w.sub(slot, w.i32(ENTRY_BYTES)));
    });
    body.return(slot);
  };
  module.function({ parameters: ["i32", "i32"], result: "i32" }, content, "move");
}

/** Puts one entry, which is known to be new, into the table. */
function writePut(module: ModuleWriter, counts: number): void {
  const content = (body: Body, key: Local): void => {
    body.fill(WORK, w.i32(counts), w.i32(0), w.i32(4 * COUNTS));
    settle(body, counts, key, body.let(bucketOf(key, body, w.extend(control("buckets")))));
  };
  module.function({ parameters: ["i64"] }, content, "put");
}

/** Counts of the buckets that were filled lately, so that the buckets themselves need not be looked at while they are
 *  still being written: bucket number ┊ 4 bits of count, at the place that the low bits of the number tell. A count that
 *  was lost to another bucket begins at 0 again, which costs looks at entries that are taken, no more. */
const COUNTS = 1024;

function settle(body: Body, counts: number, key: Local, bucket: Local): void {
  const [count, cell, slot] = [body.local("i32"), body.local("i32"), body.local("i32")];
  const number = w.shrU(bucket, w.i32(Math.log2(BUCKET_BYTES)));
  body.loop((again) => {
    body.set(cell, w.shl(w.and(number, w.i32(COUNTS - 1)), w.i32(2)));
    body.set(count, w.load32(WORK, cell, counts));
    const isOwn = w.eq(w.shrU(count, w.i32(4)), number);
    body.set(count, w.select(isOwn, w.and(count, w.i32(15)), w.i32(0)));
    body.if(w.eq(count, w.i32(BUCKET_ENTRIES)), () => {
      body.set(bucket, w.add(bucket, w.i32(BUCKET_BYTES)));
      body.leave(again);
    });
    body.store(WORK, cell, w.or(w.shl(number, w.i32(4)), w.add(count, w.i32(1))), counts);
    body.set(slot, w.add(bucket, w.shl(count, w.i32(Math.log2(ENTRY_BYTES)))));
    body.leave(again, w.ne(w.load64(TABLE, slot), w.i64(0n)));
  });
  body.store(TABLE, slot, key);
}
