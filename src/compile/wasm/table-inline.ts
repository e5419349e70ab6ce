// The table of states that fit 63 bits: the states themselves, so that finding one is one look at memory.
//
//      | bucket 0: 8 entries | bucket 1 | …      entry: state | 2^63; 0 is free
//
// A state's bucket is its hash times the number of buckets: buckets are ordered by hash, and when the table grows
// entries only move up. A batch is looked up in rounds, a bucket each at a time, compared whole and without a branch, so
// that the waits for memory overlap; then what is in no bucket is inserted, one by one.
import { BUCKET_BYTES, bucketOf, ENTRY_BYTES } from "./buckets.ts";
import * as w from "./expression.ts";
import type { Expression, Local } from "./expression.ts";
import type { Body, Callable } from "./function.ts";
import { control, type Lists } from "./lists.ts";
import type { ModuleWriter } from "./module.ts";
import { LIST, TABLE, WORK, type Plan } from "./plan.ts";
import { writeRecent } from "./recent.ts";
import { writeRearrange } from "./table-inline-grow.ts";

const TAKEN = 1n << 63n;

export function writeInlineTable(module: ModuleWriter, plan: Plan, lists: Lists): Callable {
  writeRearrange(module, plan);
  return writeInsert(module, plan, lists);
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
