// Looking up the numbers of a piece's successors: first among those that a worker has lately looked up (as recent.ts does
// for a search), then in the table, in short loops, so that many waits for memory overlap (as table-listed.ts does).
import * as w from "./expression.ts";
import type { Expression, Local } from "./expression.ts";
import type { Body, Callable } from "./function.ts";
import { LABELS, PENDING, TARGETS, type GraphPlan } from "./graph-plan.ts";
import type { ModuleWriter } from "./module.ts";
import { LIST, TABLE, WORK } from "./plan.ts";
import { homeOf, SLOT_BYTES } from "./table-listed.ts";
import { listAt, listedWords, wordsEqual, workWords } from "./words.ts";

/** Takes a worker's area, the end of the records there, and the number of the first edge. */
export function writeLookUp(module: ModuleWriter, plan: GraphPlan): Callable {
  const content = (body: Body, area: Local, outEnd: Local, base: Local): void => {
    const begin = body.let(w.add(area, w.i32(plan.area.pending)));
    const pending = { begin, end: body.let(begin) };
    amongRecent(body, plan, { area, outEnd, edge: base, pending });
    findCandidates(body, plan, area, pending);
    settle(body, plan, area, pending);
  };
  return module.function({ name: "lookUp", parameters: ["i32", "i32", "i32"] }, content);
}

interface Pending {
  readonly begin: Local;
  readonly end: Local;
}

interface Beginning {
  readonly area: Local;
  readonly outEnd: Local;
  /** Of the record that is looked at. */
  readonly edge: Local;
  readonly pending: Pending;
}

/** Writes labels, and the numbers of those that are recent; the others are pending. */
function amongRecent(body: Body, plan: GraphPlan, { area, outEnd, edge, pending }: Beginning): void {
  const from = body.let(w.add(area, w.i32(plan.area.out)));
  body.while(w.ltU(from, outEnd), () => {
    const words = workWords(plan.plan, from).map((word) => body.let(word));
    const place = body.let(recentPlace(plan, area, words));
    const known = wordsEqual(words, workWords(plan.plan, place));
    const target = w.shl(edge, w.i32(2));
    body.store(TARGETS, target, w.load32(WORK, place, plan.plan.stride));
    body.storeShort(LABELS, labelPlace(plan, edge), w.load32(WORK, from, plan.plan.stride), plan.labelBytes);
    body.store(WORK, pending.end, from, PENDING.record);
    body.store(WORK, pending.end, target, PENDING.edge);
    body.set(pending.end, w.add(pending.end, w.mul(w.eqz(known), w.i32(PENDING.bytes))));
    body.set(edge, w.add(edge, w.i32(1)));
    body.set(from, w.add(from, w.i32(plan.record)));
  });
}

/** Place 0 begins with a state that does not belong there, so that none is taken for known before it was seen. */
function recentPlace(
  { area: at, recentBits, record }: GraphPlan,
  area: Local,
  words: readonly Expression[],
): Expression {
  const hash = w.mul(words.reduce<Expression>(w.xor, w.i64(0n)), w.i64(0x9e3779b97f4a7c15n));
  const number = w.wrap(w.shrU(hash, w.i64(BigInt(64 - recentBits))));
  return w.add(w.add(area, w.i32(at.recent)), w.mul(number, w.i32(record)));
}

function labelPlace({ labelsAt, labelBytes }: GraphPlan, edge: Local): Expression {
  return w.add(w.i32(labelsAt | 0), labelBytes === 1 ? edge : w.shl(edge, w.i32(1)));
}

/** Homes, then their entries, then the states that these point to; what is seen on the way is kept, lest the looking is
 *  optimised away. */
function findCandidates(
  body: Body,
  { plan, slots, tagMask, area: at }: GraphPlan,
  area: Local,
  pending: Pending,
): void {
  const seen = body.let(w.i32(0));
  const [count, mask] = [body.let(w.i64(BigInt(slots))), body.let(w.i32(tagMask))];
  eachPending(body, pending, (item) => {
    const record = body.let(w.load32(WORK, item, PENDING.record));
    const home = homeOf(body, workWords(plan, record), count, mask);
    body.store(WORK, item, home.slot, PENDING.slot);
    body.store(WORK, item, home.tag, PENDING.tag);
  });
  eachPending(body, pending, (item) =>
    body.set(seen, w.xor(seen, w.load32(TABLE, w.load32(WORK, item, PENDING.slot)))),
  );
  eachPending(body, pending, (item) => {
    const entry = body.let(w.load32(TABLE, w.load32(WORK, item, PENDING.slot)));
    const fits = w.eq(w.and(entry, mask), w.load32(WORK, item, PENDING.tag));
    const index = body.let(w.select(fits, w.and(entry, w.i32(~tagMask)), w.i32(0)));
    body.store(WORK, item, index, PENDING.candidate);
    body.set(seen, w.xor(seen, w.load32(LIST, listAt(plan, w.mul(index, w.i32(plan.stateUnits))))));
  });
  body.store(WORK, area, seen, at.seen);
}

/** Every successor is in the table: a free entry on the way would be a mistake of ours. */
function settle(body: Body, graph: GraphPlan, area: Local, pending: Pending): void {
  const { plan, tagMask } = graph;
  const [slot, entry] = [body.local("i32"), body.local("i32")];
  eachPending(body, pending, (item) => {
    const record = body.let(w.load32(WORK, item, PENDING.record));
    const words = workWords(plan, record).map((word) => body.let(word));
    const index = body.let(w.load32(WORK, item, PENDING.candidate));
    const isIt = () => wordsEqual(words, listedWords(plan, body.let(w.mul(index, w.i32(plan.stateUnits)))));
    body.if(w.eqz(w.and(w.ne(index, w.i32(0)), isIt())), () => {
      body.set(slot, w.load32(WORK, item, PENDING.slot));
      body.block((done) => {
        body.loop((again) => {
          body.set(entry, w.load32(TABLE, slot));
          body.if(w.eqz(entry), () => body.unreachable());
          body.set(slot, w.add(slot, w.i32(SLOT_BYTES)));
          body.leave(again, w.ne(w.and(entry, w.i32(tagMask)), w.load32(WORK, item, PENDING.tag)));
          body.set(index, w.and(entry, w.i32(~tagMask)));
          body.leave(done, isIt());
          body.leave(again);
        });
      });
    });
    const number = body.let(w.sub(index, w.i32(1)));
    body.store(TARGETS, w.load32(WORK, item, PENDING.edge), number);
    remember(body, graph, area, words, number);
  });
}

/** Makes a state a recent one. */
export function remember(
  body: Body,
  graph: GraphPlan,
  area: Local,
  words: readonly Expression[],
  number: Expression,
): void {
  const place = body.let(recentPlace(graph, area, words));
  for (const [i, word] of words.entries()) body.store(WORK, place, word, 8 * i);
  body.store(WORK, place, number, graph.plan.stride);
}

function eachPending(body: Body, { begin, end }: Pending, work: (item: Local) => void): void {
  const item = body.let(begin);
  body.while(w.ltU(item, end), () => {
    work(item);
    body.set(item, w.add(item, w.i32(PENDING.bytes)));
  });
}
