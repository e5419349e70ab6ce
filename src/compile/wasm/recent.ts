// What a worker has lately looked up. Steps that do not depend on each other lead to the same states in either order,
// soon one after the other: half of all successors and more are met again while a small table of recent ones, which
// stays in the cache, still has them. They need no look at the large table.
//
//      | state | state | …      at the place that a few bits of its hash tell; a state takes the place of another
//
// Place 0 begins with a state that does not belong there, so that no state is taken for known before it was seen: an
// empty place holds zeros, and the state of zeros belongs to place 0.
import * as w from "./expression.ts";
import type { Expression, Local } from "./expression.ts";
import type { Body, Callable } from "./function.ts";
import type { ModuleWriter } from "./module.ts";
import { WORK, type Plan } from "./plan.ts";
import { wordsEqual, workWords } from "./words.ts";

/** Moves the successors that are not recent together; gives the address behind the last of them. */
export function writeRecent(module: ModuleWriter, plan: Plan): Callable {
  const { area: at, stride, recentBits } = plan;
  const content = (body: Body, area: Local, outEnd: Local): void => {
    const from = body.let(w.add(area, w.i32(at.out)));
    const to = body.let(from);
    const recent = body.let(w.add(area, w.i32(at.recent)));
    body.while(w.ltU(from, outEnd), () => {
      const words = workWords(plan, from).map((word) => body.let(word));
      const hash = w.mul(words.reduce<Expression>(w.xor, w.i64(0n)), w.i64(0x9e3779b97f4a7c15n));
      const number = w.wrap(w.shrU(hash, w.i64(BigInt(64 - recentBits))));
      const place = body.let(w.add(recent, w.mul(number, w.i32(stride))));
      const known = body.let(wordsEqual(words, workWords(plan, place)));
      for (const [i, word] of words.entries()) {
        body.store(WORK, place, word, 8 * i);
        body.store(WORK, to, word, 8 * i);
      }
      body.set(to, w.add(to, w.mul(w.eqz(known), w.i32(stride))));
      body.set(from, w.add(from, w.i32(stride)));
    });
    body.return(to);
  };
  return module.function({ name: "dropRecent", parameters: ["i32", "i32"], result: "i32" }, content);
}
