// How the table of states that fit 63 bits grows, in place: from its end to its beginning, every entry moves up to where
// it belongs in the longer table.
//
//      before  |  …  | job 1 | job 0 |              jobs are pieces of the table, taken from the last one on
//      after   |  …      |  job 1  |  job 0  |      each has a piece of the longer table to itself
//
// A job waits until the jobs whose pieces it writes over are done. What belongs below its own piece, or does not fit
// there, is deferred, and put in when all jobs are done.
import { BUCKET_BYTES, BUCKET_ENTRIES, bucketOf, ENTRY_BYTES } from "./buckets.ts";
import * as w from "./expression.ts";
import type { Expression, Local } from "./expression.ts";
import type { Body } from "./function.ts";
import { control } from "./lists.ts";
import type { ModuleWriter } from "./module.ts";
import { CONTROL, JOB, PAGE, TABLE, WORK, type Plan } from "./plan.ts";

export function writeRearrange(module: ModuleWriter, plan: Plan): void {
  writeJob(module, plan);
  writeMove(module, plan);
  writePut(module, plan);
}

/** A piece of the longer table. */
interface Target {
  readonly begin: Local;
  readonly end: Local;
}

/** Does the next job; 0 where there is none. */
function writeJob(module: ModuleWriter, plan: Plan): void {
  const content = (body: Body, area: Local): void => {
    const number = body.let(w.atomicAdd(WORK, w.i32(0), CONTROL.nextJob, w.i32(1)));
    body.if(w.geU(number, control("jobs")), () => body.return(w.i32(0)));
    const job = body.let(jobPlace(plan, number));
    const slot = body.let(w.load32(WORK, job, JOB.end));
    const begin = body.let(w.load32(WORK, job, JOB.begin));
    const target = { begin: body.let(w.load32(WORK, job, JOB.to)), end: body.let(w.load32(WORK, job, JOB.toEnd)) };
    writeOnPages(body, target);
    waitForOthers(body, plan, number, target);
    moveAll(body, plan, { area, begin, slot, target });
    body.atomicStore(WORK, job, w.i32(1), JOB.done);
    body.return(w.i32(1));
  };
  module.function({ parameters: ["i32"], result: "i32" }, content, "rearrange");
}

const jobPlace = ({ jobsAt }: Plan, number: Expression): Expression =>
  w.add(w.i32(jobsAt), w.mul(number, w.i32(JOB.bytes)));

/** Until the jobs before this one whose pieces lie in its target are done: somebody is at work on each of them. */
function waitForOthers(body: Body, plan: Plan, number: Local, target: Target): void {
  const other = body.let(w.i32(0));
  body.while(w.ltU(other, number), () => {
    const job = body.let(jobPlace(plan, other));
    const isIn = w.and(
      w.ltU(w.load32(WORK, job, JOB.begin), target.end),
      w.ltU(target.begin, w.load32(WORK, job, JOB.end)),
    );
    body.if(isIn, () => body.while(w.eqz(w.atomicLoad(WORK, job, JOB.done)), () => {}));
    body.set(other, w.add(other, w.i32(1)));
  });
}

/** Bytes of a page of the system, at least. */
const SYSTEM_PAGE = 4096;

/** Writes on every fresh page of the target before it is looked at: a page that is read first is shared first and copied
 *  later, and every copy interrupts the other workers. */
function writeOnPages(body: Body, target: Target): void {
  const fresh = control("fresh");
  const begin = w.select(w.ltU(target.begin, fresh), fresh, target.begin);
  const page = body.let(w.and(w.add(begin, w.i32(SYSTEM_PAGE - 1)), w.i32(-SYSTEM_PAGE)));
  const pages = w.shl(w.memorySize(TABLE), w.i32(Math.log2(PAGE)));
  const end = body.let(w.select(w.ltU(target.end, pages), target.end, pages));
  body.while(w.ltU(page, end), () => {
    body.store(TABLE, page, w.i64(0n));
    body.set(page, w.add(page, w.i32(SYSTEM_PAGE)));
  });
}

interface Moving {
  readonly area: Local;
  readonly begin: Local;
  /** Behind the next entry to be moved. */
  readonly slot: Local;
  readonly target: Target;
}

function moveAll(body: Body, { area: at }: Plan, { area, begin, slot, target }: Moving): void {
  const buckets = body.let(w.extend(control("buckets")));
  const counts = body.let(w.add(area, w.i32(at.pending)));
  const deferred = body.let(w.load32(WORK, area, at.deferred));
  const defer = (key: Local): void => {
    body.if(w.eq(deferred, w.i32(at.bytes - at.recent)), () => body.unreachable());
    body.store(WORK, w.add(area, deferred), key, at.recent);
    body.set(deferred, w.add(deferred, w.i32(ENTRY_BYTES)));
  };
  clearCounts(body, counts);
  body.while(w.ltU(begin, slot), () => {
    body.set(slot, w.sub(slot, w.i32(ENTRY_BYTES)));
    const key = body.let(w.load64(TABLE, slot));
    body.if(w.ne(key, w.i64(0n)), () => {
      body.store(TABLE, slot, w.i64(0n));
      const bucket = body.let(bucketOf(key, body, buckets));
      body.if(
        w.ltU(bucket, target.begin),
        () => defer(key),
        () => settle(body, { counts, key, bucket, end: target.end, defer }),
      );
    });
  });
  body.store(WORK, area, deferred, at.deferred);
}

/** Moves the entries below `top` alone, from the last to the first, and gives the address behind the last one that was
 *  not moved: near the beginning an entry may stand so far behind its bucket that it would have to move down. */
function writeMove(module: ModuleWriter, plan: Plan): void {
  const content = (body: Body, slot: Local): void => {
    const buckets = body.let(w.extend(control("buckets")));
    const counts = body.let(w.i32(plan.areasAt + plan.area.pending));
    clearCounts(body, counts);
    body.while(slot, () => {
      const key = body.let(w.load64(TABLE, w.sub(slot, w.i32(ENTRY_BYTES))));
      body.if(w.ne(key, w.i64(0n)), () => {
        const bucket = body.let(bucketOf(key, body, buckets));
        body.if(w.ltU(bucket, slot), () => body.return(slot));
        body.store(TABLE, w.sub(slot, w.i32(ENTRY_BYTES)), w.i64(0n));
        settle(body, { counts, key, bucket });
      });
      body.set(slot, w.sub(slot, w.i32(ENTRY_BYTES)));
    });
    body.return(slot);
  };
  module.function({ parameters: ["i32"], result: "i32" }, content, "move");
}

/** Puts one entry, which is known to be new, into the table. */
function writePut(module: ModuleWriter, plan: Plan): void {
  const content = (body: Body, key: Local): void => {
    const counts = body.let(w.i32(plan.areasAt + plan.area.pending));
    clearCounts(body, counts);
    settle(body, { counts, key, bucket: body.let(bucketOf(key, body, w.extend(control("buckets")))) });
  };
  module.function({ parameters: ["i64"] }, content, "put");
}

/** Counts of the buckets that were filled lately, so that the buckets themselves need not be looked at while they are
 *  still being written: bucket number ┊ 4 bits of count, at the place that the low bits of the number tell. A count that
 *  was lost to another bucket begins at 0 again, which costs looks at entries that are taken, no more. They stand where
 *  pending successors do at other times. */
const COUNTS = 1024;
const COUNT_BITS = 4;

const clearCounts = (body: Body, counts: Local): void => body.fill(WORK, counts, w.i32(0), w.i32(4 * COUNTS));

interface Settling {
  readonly counts: Local;
  readonly key: Local;
  /** Where to begin. */
  readonly bucket: Local;
  /** Where to end, and what to do there. */
  readonly end?: Local;
  readonly defer?: (key: Local) => void;
}

function settle(body: Body, { counts, key, bucket, end, defer }: Settling): void {
  const [count, cell, slot] = [body.local("i32"), body.local("i32"), body.local("i32")];
  const number = w.shrU(bucket, w.i32(Math.log2(BUCKET_BYTES)));
  body.block((done) => {
    body.loop((again) => {
      if (end && defer) {
        body.if(w.geU(bucket, end), () => {
          defer(key);
          body.leave(done);
        });
      }
      body.set(cell, w.add(counts, w.shl(w.and(number, w.i32(COUNTS - 1)), w.i32(2))));
      body.set(count, w.load32(WORK, cell));
      const isOwn = w.eq(w.shrU(count, w.i32(COUNT_BITS)), number);
      body.set(count, w.select(isOwn, w.and(count, w.i32((1 << COUNT_BITS) - 1)), w.i32(0)));
      body.if(w.eq(count, w.i32(BUCKET_ENTRIES)), () => {
        body.set(bucket, w.add(bucket, w.i32(BUCKET_BYTES)));
        body.leave(again);
      });
      body.store(WORK, cell, w.or(w.shl(number, w.i32(COUNT_BITS)), w.add(count, w.i32(1))));
      body.set(slot, w.add(bucket, w.shl(count, w.i32(Math.log2(ENTRY_BYTES)))));
      body.leave(again, w.ne(w.load64(TABLE, slot), w.i64(0n)));
    });
    body.store(TABLE, slot, key);
  });
}
