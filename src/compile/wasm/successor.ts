// One successor: the words of the state that is left, with the written leaves patched in.
import type { Layout } from "../../model/layout.ts";
import type { InstanceCode, Node } from "../code.ts";
import * as w from "./expression.ts";
import type { Expression, Local } from "./expression.ts";
import type { NodeWriter } from "./nodes.ts";
import { leafTest } from "./statement.ts";

/** What is written to one 64-bit word: bits to clear, to set and to flip, and values to shift in. */
interface Patch {
  clear: bigint;
  set: bigint;
  flip: bigint;
  readonly values: { readonly node: Node; readonly shift: number }[];
}

export interface Successor {
  /** By 64-bit word; absent where nothing is written. */
  readonly patches: readonly (Patch | undefined)[];
  /** By 64-bit word: may it be another? */
  readonly touched: readonly boolean[];
  /** Is it certainly another state than the one that is left? */
  readonly differs: boolean;
}

const ALL = 2n ** 64n - 1n;

/** The successor by an instance whose guard's conditions are all true, which tells old values of leaves. */
export function successorOf(writes: InstanceCode["writes"], conditions: readonly Node[], layout: Layout): Successor {
  const known = knownLeaves(conditions);
  const patches: (Patch | undefined)[] = Array.from({ length: Math.ceil(layout.words / 2) }, () => undefined);
  let differs = false;
  for (const { leaf, value } of writes) {
    if (layout.mask[leaf] === 0) continue;
    const pair = layout.word[leaf]! >> 1;
    const shift = layout.shift[leaf]! + 32 * (layout.word[leaf]! & 1);
    const mask = BigInt(layout.mask[leaf]! >>> 0) << BigInt(32 * (layout.word[leaf]! & 1));
    const patch = (patches[pair] ??= { clear: 0n, set: 0n, flip: 0n, values: [] });
    const before = known.get(leaf);
    if (value.op !== "const") addValue(patch, mask, value, shift);
    else if (before !== undefined) patch.flip |= BigInt(before ^ value.value) << BigInt(shift);
    else addConstant(patch, mask, BigInt(value.value) << BigInt(shift));
    differs ||= before !== undefined && (value.lo > before || value.hi < before);
  }
  return { patches, touched: patches.map((patch) => patch !== undefined), differs };
}

function addValue(patch: Patch, mask: bigint, node: Node, shift: number): void {
  patch.clear |= mask;
  patch.values.push({ node, shift });
}

function addConstant(patch: Patch, mask: bigint, bits: bigint): void {
  if (bits !== mask) patch.clear |= mask;
  patch.set |= bits;
}

/** Leaves whose value the conditions tell. */
function knownLeaves(conditions: readonly Node[]): Map<number, number> {
  const known = new Map<number, number>();
  for (const node of conditions) {
    const test = leafTest(node);
    if (test) known.set(test.leaf.leaf, test.value);
    else if (node.op === "leaf") known.set(node.leaf, 1);
    else if (node.op === "not" && node.a.op === "leaf") known.set(node.a.leaf, 0);
  }
  return known;
}

/** The words of the successor. */
export function patched({ patches }: Successor, words: readonly Local[], nodes: NodeWriter): Expression[] {
  return words.map((word, i) => {
    const patch = patches[i];
    return patch === undefined ? word : patchedWord(word, patch, nodes);
  });
}

function patchedWord(word: Expression, { clear, set, flip, values }: Patch, nodes: NodeWriter): Expression {
  let made = word;
  if (clear !== 0n) made = w.and(made, w.i64(ALL ^ clear));
  if (set !== 0n) made = w.or(made, w.i64(set));
  if (flip !== 0n) made = w.xor(made, w.i64(flip));
  for (const { node, shift } of values) {
    const value = w.extend(nodes.value(node));
    made = w.or(made, shift === 0 ? value : w.shl(value, w.i64(BigInt(shift))));
  }
  return made;
}

/** 1 where the successor is another state. */
export function whetherOther({ touched }: Successor, words: readonly Local[], made: readonly Expression[]): Expression {
  const tests = words.flatMap((word, i) => (touched[i] ? [w.ne(word, made[i]!)] : []));
  return tests.length === 0 ? w.i32(0) : tests.reduce(w.or);
}
