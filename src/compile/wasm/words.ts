// Packed states in the memories: reading, writing and comparing them. In the list the last 64-bit word of a state is
// half as long where the state has an odd number of 32-bit words; elsewhere it is whole.
import { comparedWords } from "../../model/layout.ts";
import * as w from "./expression.ts";
import type { Expression, Local } from "./expression.ts";
import type { Body, Callable } from "./function.ts";
import type { ModuleWriter } from "./module.ts";
import { LIST, WORK, type Plan } from "./plan.ts";

/** An address of the list as its memory takes it. */
export const listAt = ({ listUnit }: Plan, at: Expression): Expression =>
  listUnit === 1 ? at : w.shl(w.extend(at), w.i64(2n));

/** The 64-bit words of a state in the list. */
export function listedWords(plan: Plan, at: Expression): Expression[] {
  const place = listAt(plan, at);
  return Array.from({ length: plan.pairs }, (_, i) =>
    2 * i + 1 === plan.listWords ? w.load32to64(LIST, place, 8 * i) : w.load64(LIST, place, 8 * i),
  );
}

/** The 32-bit words of a state in the list. */
export const listedHalves = (plan: Plan, at: Expression): Expression[] =>
  Array.from({ length: plan.layout.words }, (_, i) => w.load32(LIST, listAt(plan, at), 4 * i));

/** The 64-bit words of a state in an area. */
export function workWords({ pairs }: Plan, at: Expression): Expression[] {
  return Array.from({ length: pairs }, (_, i) => w.load64(WORK, at, 8 * i));
}

export function storeListed(body: Body, plan: Plan, at: Expression, words: readonly Expression[]): void {
  const place = listAt(plan, at);
  for (const [i, word] of words.entries()) {
    if (2 * i + 1 === plan.listWords) body.storeLow(LIST, place, word, 8 * i);
    else body.store(LIST, place, word, 8 * i);
  }
}

/** 1 where all words are equal. */
export function wordsEqual(a: readonly Expression[], b: readonly Expression[]): Expression {
  return w.eqz(a.map((word, i) => w.xor(word, b[i]!)).reduce(w.or));
}

/** Replaces the state that is kept for a claim by one in the list, if that comes first in the order of decoded values:
 *  the first leaf that differs decides. Where states differ first, the mask table tells that leaf by its lowest bit. */
export function writeKeepLeast(module: ModuleWriter, plan: Plan): Callable {
  const before = writeBefore(module, plan);
  const { area: at, stride } = plan;
  const content = (body: Body, area: Local, claim: Local, state: Local): void => {
    const has = body.let(w.add(w.add(area, w.i32(at.has)), w.shl(claim, w.i32(2))));
    const best = body.let(w.add(w.add(area, w.i32(at.best)), w.mul(claim, w.i32(stride))));
    body.if(w.load32(WORK, has), () => body.if(w.eqz(body.call(before, state, best)), () => body.return()));
    body.store(WORK, has, w.i32(1));
    for (const [i, word] of listedWords(plan, state).entries()) body.store(WORK, best, word, 8 * i);
  };
  return module.function({ name: "keepLeast", parameters: ["i32", "i32", "i32"] }, content);
}

function writeBefore(module: ModuleWriter, plan: Plan): Callable {
  const { layout, masksAt } = plan;
  const content = (body: Body, state: Local, kept: Local): void => {
    const [a, b, bits, mask] = [body.local("i32"), body.local("i32"), body.local("i32"), body.local("i32")];
    for (const i of comparedWords(layout)) {
      body.set(a, w.load32(LIST, listAt(plan, state), 4 * i));
      body.set(b, w.load32(WORK, kept, 4 * i));
      body.set(bits, w.xor(a, b));
      body.if(bits, () => {
        body.set(mask, w.load32(WORK, w.shl(w.ctz(bits), w.i32(2)), masksAt + 128 * i));
        body.return(w.ltU(w.and(a, mask), w.and(b, mask)));
      });
    }
    body.return(w.i32(0));
  };
  return module.function({ name: "comesBefore", parameters: ["i32", "i32"], result: "i32" }, content);
}

/** What `before` looks up: for each bit of a state the mask of the leaf, or the slot, that it belongs to. */
export function leafMasks({ layout }: Plan): Uint32Array {
  const masks = new Uint32Array(32 * layout.words);
  const leaves = [...layout.mask].map((mask, leaf) => ({ word: layout.word[leaf]!, mask }));
  for (const { word, mask } of [...leaves, ...(layout.runs ?? [])]) {
    for (let bit = 0; bit < 32; bit++) if ((mask >>> bit) & 1) masks[32 * word + bit] = mask;
  }
  return masks;
}
