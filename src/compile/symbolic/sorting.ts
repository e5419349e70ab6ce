// Sorting, comparison for comparison as V8 does it, so that even a comparator that contradicts itself gives the same
// order. Source: v8/third_party/v8/builtins/array-sort.tq, for arrays that are short enough for its insertion sort.
import type { Node } from "../code.ts";
import { Outside, type Execution } from "./execution.ts";
import { isPrimitive, mapped, tested, toNumber } from "./operators.ts";
import { choose, isNumeric, isTruth, Items, numberNode, truthNode, type Value } from "./values.ts";

/** Every order in which the comparisons may come out is a way of its own. */
const LENGTH_MAX = 5;
/** Numbers are compared as texts where there are no more than so many. */
const TEXTS_MAX = 64;

/** The items in order: Items, or a choice of such. */
export function sorted(x: Execution, items: readonly Value[], comparator: Value): Value {
  if (items.length > LENGTH_MAX) throw new Outside(`sorting more than ${LENGTH_MAX} things`);
  const before = (a: Value, b: Value): Node =>
    comparator === undefined ? textBefore(x, a, b) : x.nodes.less(toNumber(x, x.call(comparator, [a, b])), x.nodes.no);
  const sort = new Sort(x, before);
  const compact = (i: number, present: readonly Value[]): Value => {
    if (i === items.length) return sort.run(present, Array<undefined>(items.length - present.length).fill(undefined));
    const item = items[i];
    const missing = tested(x, item, (one) => x.nodes.truth(one === undefined));
    return x.fork(
      missing,
      () => compact(i + 1, present),
      () => compact(i + 1, [...present, x.settled(item)]),
    );
  };
  return compact(0, []);
}

class Sort {
  readonly #x: Execution;
  readonly #before: (a: Value, b: Value) => Node;

  constructor(x: Execution, before: (a: Value, b: Value) => Node) {
    this.#x = x;
    this.#before = before;
  }

  /** Sorts what is present; what is undefined comes last. */
  run(present: readonly Value[], missing: readonly undefined[]): Value {
    const end = (all: readonly Value[]) => new Items([...all, ...missing]);
    if (present.length < 2) return end(present);
    const insert = (all: readonly Value[], from: number) => this.#insert(all, from, end);
    return this.#x.fork(
      this.#before(present[1], present[0]),
      () => this.#runDown(present, 2, insert),
      () => this.#runUp(present, 2, insert),
    );
  }

  #runDown(all: readonly Value[], i: number, then: (all: readonly Value[], from: number) => Value): Value {
    const stop = () => then([...all.slice(0, i).toReversed(), ...all.slice(i)], i);
    return i === all.length
      ? stop()
      : this.#x.fork(this.#before(all[i], all[i - 1]), () => this.#runDown(all, i + 1, then), stop);
  }
  #runUp(all: readonly Value[], i: number, then: (all: readonly Value[], from: number) => Value): Value {
    const stop = () => then(all, i);
    return i === all.length
      ? stop()
      : this.#x.fork(this.#before(all[i], all[i - 1]), stop, () => this.#runUp(all, i + 1, then));
  }

  /** Puts each item from `from` on where it belongs among those before it, by binary search. */
  #insert(all: readonly Value[], from: number, end: (all: readonly Value[]) => Value): Value {
    if (from === all.length) return end(all);
    const pivot = all[from];
    const search = (left: number, right: number): Value => {
      if (left === right)
        return this.#insert(
          [...all.slice(0, left), pivot, ...all.slice(left, from), ...all.slice(from + 1)],
          from + 1,
          end,
        );
      const mid = left + ((right - left) >> 1);
      return this.#x.fork(
        this.#before(pivot, all[mid]),
        () => search(left, mid),
        () => search(mid + 1, right),
      );
    };
    return search(0, from);
  }
}

/** Does a come before b as texts? */
function textBefore(x: Execution, a: Value, b: Value): Node {
  return tested(x, textOf(x, a), (p) => tested(x, textOf(x, b), (q) => x.nodes.truth((p as string) < (q as string))));
}

function textOf(x: Execution, value: Value): Value {
  return mapped(x, value, (one) => {
    if (isPrimitive(one)) return String(one);
    if (isTruth(one)) return choose(x.nodes, truthNode(x.nodes, one), ["false", "true"]);
    if (!isNumeric(one)) throw new Outside("sorting what is neither number nor text");
    const node = numberNode(x.nodes, one);
    if (node.type !== "i32" || node.hi - node.lo >= TEXTS_MAX) throw new Outside("sorting numbers as texts");
    const texts = Array.from({ length: node.hi - node.lo + 1 }, (_, i) => String(node.lo + i));
    return choose(x.nodes, x.nodes.subtract(node, x.nodes.constant(node.lo)), texts);
  });
}
