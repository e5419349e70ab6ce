// Buckets of the table of states that fit 63 bits (table-inline.ts).
import * as w from "./expression.ts";
import type { Expression } from "./expression.ts";
import type { Body } from "./function.ts";

export const ENTRY_BYTES = 8;
export const BUCKET_ENTRIES = 8;
export const BUCKET_BYTES = BUCKET_ENTRIES * ENTRY_BYTES;

/** Bucket addresses depend on the upper half of the hash; multiply, fold and multiply spreads every bit to there. */
export function bucketOf(key: Expression, body: Body, buckets: Expression): Expression {
  const hash = body.let(w.mul(key, w.i64(0x9e3779b97f4a7c15n)));
  const mixed = w.mul(w.xor(hash, w.shrU(hash, w.i64(32n))), w.i64(0xd6e8feb86659fd93n));
  const number = w.shrU(w.mul(w.shrU(mixed, w.i64(32n)), buckets), w.i64(32n));
  return w.shl(w.wrap(number), w.i32(Math.log2(BUCKET_BYTES)));
}
