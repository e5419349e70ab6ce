// The making of nodes: each once, folded where the operands say enough. Numbers are JavaScript's: i32 where the bounds
// show that it is exact, f64 elsewhere. −0 exists in f64 alone; where a whole number may be −0 it stands as
// select(when, −0, convert(the i32)), and whatever cannot tell −0 from 0 looks through that (`whole32`).
import type { Node } from "./code.ts";
import { entails, joinedAnd, joinedOr } from "./logic.ts";
import { bothI32, fits, isConst, isI32, isNever, isTruth, NodeTable, saturated } from "./node-table.ts";

export class Nodes extends NodeTable {
  // ---- Arithmetic -------------------------------------------------------------------------------------------------

  add(a: Node, b: Node): Node {
    if (!bothI32(a, b)) {
      // −0 + x is x unless x is −0 too
      if (a.type === "i32" || b.type === "i32") {
        const [x, y] = [this.whole32(a), this.whole32(b)];
        if (x && y) return this.add(x, y);
      }
      return this.floating("add", a, b, [a.lo + b.lo, a.hi + b.hi], (x, y) => x + y);
    }
    if (isConst(a, 0)) return b;
    if (isConst(b, 0)) return a;
    const [lo, hi] = [a.lo + b.lo, a.hi + b.hi];
    if (!fits(lo, hi)) return this.floating("add", a, b, [lo, hi], (x, y) => x + y);
    if (a.op === "const" && b.op !== "const") return this.add(b, a);
    if (b.op === "const" && a.op === "add" && a.b.op === "const" && fits(a.b.value + b.value, a.b.value + b.value)) {
      return this.add(a.a, this.constant(a.b.value + b.value));
    }
    return this.ordered("add", a, b, [lo, hi], (x, y) => x + y);
  }

  subtract(a: Node, b: Node): Node {
    if (b.op === "const" && b.type === "i32" && fits(-b.value, 0) && a.type === "i32") {
      return this.add(a, this.constant(0 - b.value));
    }
    if (!bothI32(a, b)) {
      const [x, y] = [a.type === "i32" || isNever(b, 0) ? this.whole32(a) : undefined, this.whole32(b)];
      if (x && y) return this.subtract(x, y);
      return this.floating("sub", a, b, [a.lo - b.hi, a.hi - b.lo], (x2, y2) => x2 - y2);
    }
    if (a === b) return this.no;
    const [lo, hi] = [a.lo - b.hi, a.hi - b.lo];
    if (!fits(lo, hi)) return this.floating("sub", a, b, [lo, hi], (x, y) => x - y);
    return this.whole2("sub", a, b, [lo, hi], (x, y) => x - y);
  }

  multiply(a: Node, b: Node): Node {
    if (a.op === "const" && b.op === "const") return this.constant(a.value * b.value);
    if (isConst(a, 1)) return b;
    if (isConst(b, 1)) return a;
    const corners = [a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi];
    const [lo, hi] = [Math.min(...corners), Math.max(...corners)];
    if (!bothI32(a, b) || !fits(lo, hi)) return this.floating("mul", a, b, [lo, hi], (x, y) => x * y);
    const product = isConst(b, -1) ? this.subtract(this.no, a) : this.ordered("mul", a, b, [lo, hi], (x, y) => x * y);
    if ((a.lo >= 0 || isNever(b, 0)) && (b.lo >= 0 || isNever(a, 0))) return product;
    const negative = this.or(this.less(a, this.no), this.less(b, this.no));
    return this.#minusZero(this.and(this.equal(product, this.no), negative), product);
  }

  divide(a: Node, b: Node): Node {
    if (isConst(b, 1)) return a;
    return this.floating("div", a, b, [-Infinity, Infinity], (x, y) => x / y);
  }

  /** The remainder of whole numbers; undefined where they may not be whole. */
  remainder(a: Node, b: Node): Node | undefined {
    if (a.op === "const" && b.op === "const") return this.constant(a.value % b.value);
    const [x, y, zero] = [this.whole32(a), this.whole32(b), this.#isMinusZero(a)];
    if (!x || !y || !zero) return undefined;
    const nothing = this.equal(y, this.no);
    const by = this.select(nothing, this.yes, y);
    if (!isNever(by, 0)) return undefined;
    const most = Math.max(Math.abs(by.lo), Math.abs(by.hi)) - 1;
    const [lo, hi] = [x.lo < 0 ? Math.max(x.lo, -most) : 0, x.hi > 0 ? Math.min(x.hi, most) : 0];
    const rest = x.lo >= 0 && x.hi < by.lo ? x : this.whole2("rem", x, by, [lo, hi], (p, q) => (p % q) + 0);
    const signed = this.#minusZero(this.and(this.equal(rest, this.no), this.or(zero, this.less(x, this.no))), rest);
    return this.select(nothing, this.constant(Number.NaN), signed);
  }

  min(a: Node, b: Node): Node {
    if (a.op === "const" && a.value === Infinity) return b;
    if (b.op === "const" && b.value === Infinity) return a;
    return this.#extreme("min", a, b, Math.min);
  }
  max(a: Node, b: Node): Node {
    if (a.op === "const" && a.value === -Infinity) return b;
    if (b.op === "const" && b.value === -Infinity) return a;
    return this.#extreme("max", a, b, Math.max);
  }
  #extreme(op: "min" | "max", a: Node, b: Node, fold: (x: number, y: number) => number): Node {
    const [lo, hi] = [fold(a.lo, b.lo), fold(a.hi, b.hi)];
    if (!bothI32(a, b)) return this.floating(op, a, b, [lo, hi], fold);
    if (a === b || (op === "min" ? a.hi <= b.lo : a.lo >= b.hi)) return a;
    if (op === "min" ? b.hi <= a.lo : b.lo >= a.hi) return b;
    return this.ordered(op, a, b, [lo, hi], fold);
  }

  floor(a: Node): Node {
    return this.#wholeQuotient(a, 0) ?? this.#rounded("floor", a, Math.floor);
  }
  ceil(a: Node): Node {
    return this.#wholeQuotient(a, 1) ?? this.#rounded("ceil", a, Math.ceil);
  }
  trunc(a: Node): Node {
    return this.#wholeQuotient(a, 0) ?? this.#rounded("trunc", a, Math.trunc);
  }
  /** a / b rounded down, or up, where neither is negative: in i32. */
  #wholeQuotient(quotient: Node, up: 0 | 1): Node | undefined {
    if (quotient.op !== "div" || quotient.type !== "f64") return undefined;
    const { a, b } = quotient;
    if (a.op !== "convert" || a.lo < 0 || b.op !== "const" || !(b.value > 0) || !isI32(b.value)) return undefined;
    const dividend = up ? this.add(a.a, this.constant(b.value - 1)) : a.a;
    if (dividend.type !== "i32") return undefined;
    const [lo, hi] = [Math.floor(dividend.lo / b.value), Math.floor(dividend.hi / b.value)];
    return this.whole2("div", dividend, this.constant(b.value), [lo, hi], (x, y) => Math.floor(x / y));
  }
  #rounded(op: "floor" | "ceil" | "trunc", a: Node, round: (x: number) => number): Node {
    return a.type === "i32" ? a : this.one(op, a, [round(a.lo), round(a.hi)], round);
  }
  abs(a: Node): Node {
    if (a.type === "i32" && fits(0, -a.lo)) return this.max(a, this.subtract(this.no, a));
    const most = Math.max(Math.abs(a.lo), Math.abs(a.hi));
    return this.one("abs", this.float(a), [0, most], Math.abs);
  }
  sqrt(a: Node): Node {
    return this.one("sqrt", this.float(a), [0, Infinity], Math.sqrt);
  }

  // ---- Comparison: 0 and 1 ----------------------------------------------------------------------------------------

  equal(a: Node, b: Node): Node {
    const [x, y] = [this.whole32(a), this.whole32(b)];
    if (x && y) return this.#equal32(x, y);
    if (a.hi < b.lo || b.hi < a.lo) return this.no;
    return this.floating("eq", a, b, [0, 1], (p, q) => (p === q ? 1 : 0));
  }
  #equal32(a: Node, b: Node): Node {
    if (a === b) return this.yes;
    if (a.hi < b.lo || b.hi < a.lo) return this.no;
    if (a.op === "const") return this.#equal32(b, a);
    if (b.op !== "const") return this.ordered("eq", a, b, [0, 1], (x, y) => (x === y ? 1 : 0));
    if (a.op === "add" && a.b.op === "const") return this.equal(a.a, this.constant(b.value - a.b.value));
    const through = this.#throughSelect(a, (arm) => this.equal(arm, b));
    if (through) return through;
    if (isTruth(a)) return b.value === 1 ? a : this.not(a);
    return this.whole2("eq", a, b, [0, 1], (x, y) => (x === y ? 1 : 0));
  }

  less(a: Node, b: Node): Node {
    const [x, y] = [this.whole32(a), this.whole32(b)];
    if (x && y) return this.#less32(x, y);
    if (a.lo >= b.hi) return this.no;
    return this.floating("lt", a, b, [0, 1], (p, q) => (p < q ? 1 : 0));
  }
  /** Against a constant always as x < k, and as an equation at the ends of x: so that equal tests are equal nodes. */
  #less32(a: Node, b: Node): Node {
    if (a.hi < b.lo) return this.yes;
    if (a.lo >= b.hi || a === b) return this.no;
    if (a.op === "const") return this.not(this.#less32(b, this.constant(a.value + 1)));
    if (b.op !== "const") return this.whole2("lt", a, b, [0, 1], (x, y) => (x < y ? 1 : 0));
    if (a.op === "add" && a.b.op === "const") return this.less(a.a, this.constant(b.value - a.b.value));
    if (b.value === a.lo + 1) return this.equal(a, this.constant(a.lo));
    if (b.value === a.hi) return this.not(this.equal(a, b));
    return (
      this.#throughSelect(a, (arm) => this.less(arm, b)) ?? this.whole2("lt", a, b, [0, 1], (x, y) => (x < y ? 1 : 0))
    );
  }
  lessOrEqual(a: Node, b: Node): Node {
    const [x, y] = [this.whole32(a), this.whole32(b)];
    if (x && y) return this.not(this.#less32(y, x));
    if (a.lo > b.hi) return this.no;
    return this.floating("le", a, b, [0, 1], (p, q) => (p <= q ? 1 : 0));
  }
  /** A question to a select with a constant arm is one to its test. */
  #throughSelect(a: Node, ask: (arm: Node) => Node): Node | undefined {
    if (a.op !== "select" || (a.yes.op !== "const" && a.no.op !== "const")) return undefined;
    return this.select(a.test, ask(a.yes), ask(a.no));
  }

  // ---- Logic ------------------------------------------------------------------------------------------------------

  not(a: Node): Node {
    if (a.op === "not") return a.a;
    return this.one("not", a, [1 - a.hi, 1 - a.lo], (x) => 1 - x);
  }
  and(a: Node, b: Node): Node {
    if (a === this.no || b === this.no) return this.no;
    if (a === this.yes) return b;
    if (b === this.yes) return a;
    return (
      joinedAnd(this, a, b) ?? this.ordered("and", a, b, [Math.min(a.lo, b.lo), Math.min(a.hi, b.hi)], (x, y) => x & y)
    );
  }
  or(a: Node, b: Node): Node {
    if (a === this.yes || b === this.yes) return this.yes;
    if (a === this.no) return b;
    if (b === this.no) return a;
    return (
      joinedOr(this, a, b) ?? this.ordered("or", a, b, [Math.max(a.lo, b.lo), Math.max(a.hi, b.hi)], (x, y) => x | y)
    );
  }

  select(test: Node, yes: Node, no: Node): Node {
    if (test === this.yes || yes === no) return yes;
    if (test === this.no) return no;
    if (test.op === "not") return this.select(test.a, no, yes);
    if (yes.type !== no.type) return this.select(test, this.float(yes), this.float(no));
    if (yes.type === "i32") {
      if (isTruth(yes) && isTruth(no)) {
        if (yes.op === "const") return yes.value === 1 ? this.or(test, no) : this.and(this.not(test), no);
        if (no.op === "const") return no.value === 1 ? this.or(this.not(test), yes) : this.and(test, yes);
      }
      if (yes.op === "const" && no.op === "const" && yes.value === no.value + 1) return this.add(no, test);
      if (test.op === "eq" && ((test.a === no && test.b === yes) || (test.a === yes && test.b === no))) return no;
      if (yes.op === "select" && yes.test === test) return this.select(test, yes.yes, no);
      if (no.op === "select" && no.test === test) return this.select(test, yes, no.no);
    }
    return this.selected(test, yes, no);
  }

  /** The arm at `index`, which is 0 … arms.length − 1. */
  pick(index: Node, arms: readonly Node[]): Node {
    if (arms.every((arm) => arm === arms[0])) return arms[0]!;
    if (arms.every((arm) => arm === this.yes || arm === this.no))
      return this.among(
        index,
        arms.map((arm) => arm === this.yes),
      );
    const [first, second] = arms as [Node, Node];
    const step = first.op === "const" && second.op === "const" ? second.value - first.value : 0;
    const straight = arms.every(
      (arm, i) => arm.op === "const" && arm.type === "i32" && arm.value === first.lo + i * step,
    );
    if (straight && (step === 1 || arms.length > 2)) {
      const distance = this.multiply(index, this.constant(Math.abs(step)));
      return step > 0 ? this.add(distance, first) : this.subtract(first, distance);
    }
    return arms
      .slice(0, -1)
      .reduceRight((rest, arm, i) => this.select(this.equal(index, this.constant(i)), arm, rest), arms.at(-1)!);
  }

  /** Is `wanted` true of `index`, which is 0 … wanted.length − 1? */
  among(index: Node, wanted: readonly boolean[]): Node {
    const runs: [number, number][] = [];
    wanted.forEach((is, i) => {
      const last = runs.at(-1);
      if (is && last?.[1] === i - 1) last[1] = i;
      else if (is) runs.push([i, i]);
    });
    const tests = runs.map(([from, to]) => this.isWithin(index, from, to));
    if (runs.length > 1 && wanted.filter((is) => !is).length === 1) {
      return this.not(this.equal(index, this.constant(wanted.indexOf(false))));
    }
    return tests.reduce((a, b) => this.or(a, b), this.no);
  }

  // ---- Types ------------------------------------------------------------------------------------------------------

  /** The number as i32 where it is known to be a whole one, be it −0 for 0; else undefined. */
  whole32(a: Node): Node | undefined {
    if (a.type === "i32") return a;
    if (a.op === "convert") return a.a;
    if (a.op === "const") return isI32(a.value + 0) ? this.constant(a.value + 0) : undefined;
    if (a.op !== "select") return undefined;
    const [yes, no] = [this.whole32(a.yes), this.whole32(a.no)];
    return yes && no && this.#dropped(a.test, yes, no);
  }
  /** select(n is zero and …, 0, n) is n. */
  #dropped(test: Node, yes: Node, no: Node): Node {
    return isConst(yes, 0) && entails(test, this.equal(no, this.no)) ? no : this.select(test, yes, no);
  }
  #minusZero(when: Node, whole: Node): Node {
    if (when === this.no) return whole;
    return this.select(when, this.constant(-0), this.float(whole));
  }
  /** Where a number that `whole32` knows is −0. */
  #isMinusZero(a: Node): Node | undefined {
    if (a.type === "i32" || a.op === "convert") return this.no;
    if (a.op === "const") return this.truth(Object.is(a.value, -0));
    if (a.op !== "select") return undefined;
    const [yes, no] = [this.#isMinusZero(a.yes), this.#isMinusZero(a.no)];
    return yes && no && this.select(a.test, yes, no);
  }
  /** A whole number known to lie in lo … hi, as i32. Elsewhere the result means nothing. */
  whole(a: Node, lo: number, hi: number): Node {
    const known = this.whole32(a);
    if (known) return known;
    return this.one("truncate", a, [lo, hi], saturated);
  }
  isWithin(a: Node, lo: number, hi: number): Node {
    return this.and(this.lessOrEqual(this.constant(lo), a), this.lessOrEqual(a, this.constant(hi)));
  }
  /** Is it a whole number from lo to hi? */
  isWholeWithin(a: Node, lo: number, hi: number): Node {
    const within = this.isWithin(a, lo, hi);
    return this.whole32(a) ? within : this.and(within, this.equal(a, this.floor(a)));
  }
}
