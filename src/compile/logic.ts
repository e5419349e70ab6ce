// Laws of `and` and `or` that keep conditions short: what is said twice is said once, what contradicts folds to no, and
// where two ways meet again their difference goes away. Only nearby terms are looked at, so that making stays cheap.
import type { Node } from "./code.ts";

/** The makers that the laws need. */
interface Logic {
  readonly yes: Node;
  readonly no: Node;
  and(a: Node, b: Node): Node;
  or(a: Node, b: Node): Node;
}
type Joint = "and" | "or";

const TERMS_MAX = 8;

export function isComplement(a: Node, b: Node): boolean {
  return (a.op === "not" && a.a === b) || (b.op === "not" && b.a === a);
}

/** A shorter form of a and b than their node; undefined where there is none. */
export function joinedAnd(logic: Logic, a: Node, b: Node): Node | undefined {
  const [as, bs] = [terms("and", a), terms("and", b)];
  if (as.some((x) => bs.some((y) => excludes(x, y)))) return logic.no;
  if (bs.every((y) => as.some((x) => implies(x, y)))) return a;
  if (as.every((x) => bs.some((y) => implies(y, x)))) return b;
  return (
    without("and", logic, a, b, as) ??
    without("and", logic, b, a, bs) ??
    pruned("or", logic, a, b, as) ??
    pruned("or", logic, b, a, bs)
  );
}

/** A shorter form of a or b than their node; undefined where there is none. */
export function joinedOr(logic: Logic, a: Node, b: Node): Node | undefined {
  const [as, bs] = [terms("or", a), terms("or", b)];
  if (as.some((x) => bs.some((y) => isComplement(x, y)))) return logic.yes;
  if (bs.every((y) => as.some((x) => implies(y, x)))) return a;
  if (as.every((x) => bs.some((y) => implies(x, y)))) return b;
  return (
    without("or", logic, a, b, as) ??
    without("or", logic, b, a, bs) ??
    pruned("and", logic, a, b, as) ??
    pruned("and", logic, b, a, bs) ??
    factored(logic, a, b)
  );
}

/** The terms of `b` that `a` says already are left out. */
function without(joint: Joint, logic: Logic, a: Node, b: Node, as: readonly Node[]): Node | undefined {
  if (b.op !== joint) return undefined;
  const bs = terms(joint, b);
  const rest = bs.filter((y) => !as.some((x) => (joint === "and" ? implies(x, y) : implies(y, x))));
  return rest.length < bs.length ? logic[joint](a, join(logic, joint, rest)) : undefined;
}

/** a and (¬a or y) is a and y; and the other way round. */
function pruned(inner: Joint, logic: Logic, a: Node, b: Node, as: readonly Node[]): Node | undefined {
  if (b.op !== inner) return undefined;
  const bs = terms(inner, b);
  const rest = bs.filter((y) => !as.some((x) => (inner === "or" ? excludes(x, y) : isComplement(x, y))));
  if (rest.length === bs.length) return undefined;
  const outer = inner === "or" ? "and" : "or";
  return logic[outer](a, join(logic, inner, rest));
}

/** (x and y) or (x and z) is x and (y or z). */
function factored(logic: Logic, a: Node, b: Node): Node | undefined {
  if (a.op !== "and" || b.op !== "and") return undefined;
  const [as, bs] = [terms("and", a), terms("and", b)];
  const both = as.filter((x) => bs.includes(x));
  if (both.length === 0) return undefined;
  const rest = (all: readonly Node[]) =>
    join(
      logic,
      "and",
      all.filter((x) => !both.includes(x)),
    );
  return logic.and(join(logic, "and", both), logic.or(rest(as), rest(bs)));
}

const join = (logic: Logic, joint: Joint, all: readonly Node[]): Node =>
  all.reduce((a, b) => logic[joint](a, b), joint === "and" ? logic.yes : logic.no);

/** What is joined in a node; the node itself where that is much. */
function terms(joint: Joint, node: Node): readonly Node[] {
  if (node.op !== joint) return [node];
  const found: Node[] = [];
  const open: Node[] = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.op === joint) open.push(next.b, next.a);
    else found.push(next);
    if (found.length + open.length > TERMS_MAX) return [node];
  }
  return found;
}

// ---- What one test says of another --------------------------------------------------------------------------------

/** A test of one i32 against constants: it lies within lo … hi, or does not. */
interface Span {
  readonly of: Node;
  readonly lo: number;
  readonly hi: number;
  readonly within: boolean;
}

export function spanOf(test: Node): Span | undefined {
  if (test.op === "not") {
    const span = spanOf(test.a);
    if (span === undefined || !span.within) return undefined;
    if (span.lo <= span.of.lo) return { of: span.of, lo: span.hi + 1, hi: span.of.hi, within: true };
    return { ...span, within: false };
  }
  if ((test.op !== "eq" && test.op !== "lt") || test.b.op !== "const" || test.a.type !== "i32") return undefined;
  const { a: of, b } = test;
  return test.op === "eq"
    ? { of, lo: b.value, hi: b.value, within: true }
    : { of, lo: of.lo, hi: b.value - 1, within: true };
}

/** Is b true wherever a is? False where that is not seen. */
function implies(a: Node, b: Node): boolean {
  if (a === b) return true;
  const [p, q] = [spanOf(a), spanOf(b)];
  if (!p || !q || p.of !== q.of || !p.within) return false;
  return q.within ? p.lo >= q.lo && p.hi <= q.hi : p.hi < q.lo || p.lo > q.hi;
}

/** Is b false wherever a is true? False where that is not seen. */
function excludes(a: Node, b: Node): boolean {
  if (isComplement(a, b)) return true;
  const [p, q] = [spanOf(a), spanOf(b)];
  if (!p || !q || p.of !== q.of) return false;
  if (p.within && q.within) return p.hi < q.lo || p.lo > q.hi;
  const [inside, outside] = p.within ? [p, q] : [q, p];
  return inside.within && !outside.within && inside.lo >= outside.lo && inside.hi <= outside.hi;
}

/** Is `fact` among what `test` joins by and? */
export const entails = (test: Node, fact: Node): boolean => terms("and", test).some((x) => implies(x, fact));
