// What people write, construct by construct: each small system is walked by the interpreter and by its code.
import { describe, expect, test } from "vitest";
import {
  always,
  channel,
  everyStep,
  flag,
  list,
  machine,
  maybe,
  old,
  one,
  oneOf,
  ordered,
  range,
  reachable,
  record,
  setOf,
  spec,
  system,
  t,
  variable,
  choosing,
} from "../../src/index.ts";
import type { Property } from "../../src/spec/property.ts";
import { walk } from "./walk.ts";

const Box = machine("box", "shut", [
  t("shut", "open", "ajar"),
  t("ajar", "close", "shut"),
  t("ajar", "kick", "broken"),
  t("shut", "shake", "shut"),
]);

interface Parts {
  readonly n: { value: number };
  readonly m: { value: number };
  readonly yes: { value: boolean };
  readonly some: { value: number | undefined };
  readonly word: { value: "a" | "b" | "c" };
  readonly items: { value: number[] };
  readonly pairs: { value: { p: number; q: boolean }[] };
  readonly set: { value: Set<number> };
  readonly boxes: any;
}

/** A system of one effect that happens again and again, beside others that change what it works on. */
function repeating(
  effect: (parts: Parts) => void,
  guard: (parts: Parts) => boolean = () => true,
  properties: (parts: Parts) => Record<string, Property> = () => ({}),
) {
  return spec({
    name: "construct",
    build() {
      const n = variable(range(-2, 3), 0);
      const m = variable(range(0, 5), [1, 4]);
      const yes = variable(flag());
      const some = variable(maybe(range(1, 3)));
      const word = variable(oneOf("a", "b", "c"));
      const items = variable(list(range(0, 3), 3), [[1, 2]]);
      const pairs = variable(list(record({ p: range(0, 2), q: flag() }), 2));
      const set = variable(setOf(range(0, 3)));
      const boxes = ordered(Box, 2, { vars: { x: range(0, 2), friend: maybe(range(0, 1)) } });
      const parts = { n, m, yes, some, word, items, pairs, set, boxes } as unknown as Parts;
      return system({
        parts: { n, m, yes, some, word, items, pairs, set, boxes },
        world: {
          effect: { when: () => guard(parts), then: () => effect(parts) },
          up: { when: () => n.value < 3, then: () => void (n.value += 1) },
          toggle: { then: () => void (yes.value = !yes.value) },
          next: { then: () => void (word.value = word.value === "a" ? "b" : word.value === "b" ? "c" : "a") },
          maybe: {
            then: () =>
              void (some.value = some.value === undefined ? 1 : some.value === 3 ? undefined : some.value + 1),
          },
        },
        terminal: "anywhere",
        properties: properties(parts),
      });
    },
  });
}

const LIMIT = 3;
const table = [3, 1, 2];
const names = new Map<string, number>([
  ["a", 1],
  ["b", 2],
]);
const lucky = new Set([1, 3]);
const settings = { deep: { limit: 2 }, list: [{ at: 1 }, { at: 2 }] };
const clamp = (x: number, lo: number, hi: number) => Math.max(lo, Math.min(hi, x));
function firstAbove(xs: readonly number[], least: number): number | undefined {
  for (const x of xs) if (x > least) return x;
  return undefined;
}

const effects: Record<string, (parts: Parts) => void> = {
  "switch with fallthrough and default": ({ word, n }) => {
    switch (word.value) {
      case "a":
        n.value = 1;
        break;
      // @ts-expect-error -- it falls through
      case "b":
        n.value = 2;
      default:
        n.value = Math.max(n.value - 1, -2);
    }
  },
  "while with break and continue": ({ n, m }) => {
    let i = 0;
    while (i < 10) {
      i++;
      if (i % 2 === 0) continue;
      if (i > m.value) break;
      if (n.value < 3) n.value++;
    }
  },
  "do while": ({ n }) => {
    do n.value = n.value > 0 ? n.value - 1 : n.value;
    while (n.value > 1);
  },
  labels: ({ n, m }) => {
    outer: for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        if (j === m.value) continue outer;
        if (i === m.value) break outer;
        if (n.value < 3) n.value += 1;
      }
    }
  },
  "closures over loop variables": ({ n }) => {
    const all: (() => number)[] = [];
    for (let i = 0; i < 3; i++) all.push(() => i);
    n.value = all[1]!();
  },
  "early returns of helpers": ({ items, n }) => {
    const found = firstAbove(items.value, n.value);
    if (found !== undefined) items.value = [found];
    else items.value = [];
  },
  "destructuring with defaults": ({ items, some, m }) => {
    const [first = 2, ...rest] = items.value;
    const {
      a,
      b = 1,
      c: { limit } = settings.deep,
    } = { a: some.value } as { a?: number; b?: number; c?: { limit: number } };
    m.value = clamp(first + rest.length + (a ?? 0) + b + limit, 0, 5);
  },
  "captured tables, maps and sets": ({ n, m, word, yes }) => {
    n.value = clamp(table[m.value % 3]! + (names.get(word.value) ?? 0), -2, LIMIT);
    yes.value = lucky.has(m.value) || settings.list.some((each) => each.at === n.value);
  },
  "division and rounding": ({ n, m }) => {
    n.value = clamp(
      Math.floor(m.value / 2) +
        Math.round(n.value / 2) -
        Math.ceil(n.value / 3) +
        Math.sign(n.value) * Math.trunc(-n.value / 2),
      -2,
      3,
    );
  },
  "remainder of a negative number": ({ n, yes }) => {
    yes.value = 1 / (n.value % 2) < 0;
  },
  "powers and bits of constants": ({ n }) => {
    n.value = clamp(2 ** Math.abs(n.value) - (LIMIT & 1), -2, 3);
  },
  "not a number": ({ some, yes, n }) => {
    yes.value = !(some.value! + 1 < n.value) && !(some.value! + 1 >= n.value);
  },
  "optional chaining": ({ pairs, yes, n }) => {
    yes.value = pairs.value.at(0)?.q ?? false;
    n.value = pairs.value.find((pair) => pair.p === 1)?.p ?? n.value;
    if (pairs.value.length < 2) pairs.value.push({ p: clamp(n.value, 0, 2), q: yes.value });
    else pairs.value.length = 0;
  },
  "logical assignment": ({ some, yes, n }) => {
    some.value ??= 2;
    yes.value &&= n.value > 0;
    yes.value ||= n.value === -1;
  },
  "try and catch": ({ n, m }) => {
    try {
      if (n.value === 2) throw new Error(`no ${n.value}`);
      m.value = 1;
    } catch {
      m.value = 2;
    }
  },
  "a refusal that is caught still discards": ({ n, m }) => {
    try {
      n.value += 2;
    } catch {
      n.value = 0;
    }
    m.value = 3;
  },
  "throwing in one case": ({ n, m }) => {
    m.value = 2;
    if (n.value === 1) throw new Error("no");
    m.value = 3;
  },
  "reading what is not there": ({ pairs, n }) => {
    n.value = pairs.value[0]!.p;
  },
  "lists in place": ({ items, n }) => {
    if (items.value.length === 3) items.value.splice(1, 1);
    else items.value.unshift(clamp(n.value, 0, 3));
    items.value.reverse();
    items.value[0] = 2;
    items.value.sort((a, b) => a - b);
  },
  "list items by index": ({ items, m }) => {
    items.value[Math.min(m.value, 3)] = items.value[m.value - 1] ?? 0;
  },
  "arrays by the way": ({ items, n, yes }) => {
    const copy = [...items.value, 2, n.value].filter((x) => x !== 1).map((x) => x + 1);
    copy.push(copy.length);
    yes.value = copy.includes(4) && copy.indexOf(3) < 2;
    n.value = clamp(copy.reduce((a, b) => a + b, 0) - 8, -2, 3);
    items.value = copy
      .slice(0, 2)
      .map((x) => clamp(x, 0, 3))
      .concat([1]);
  },
  "objects by the way": ({ pairs, n, yes }) => {
    const pair = { p: clamp(n.value, 0, 2), q: yes.value };
    const other = { ...pair, q: !pair.q };
    if (yes.value) other.p = 0;
    pairs.value = n.value > 0 ? [pair, other] : [other];
  },
  "live records": ({ pairs, n }) => {
    if (pairs.value.length === 0) pairs.value = [{ p: 0, q: false }];
    const first = pairs.value[0]!;
    if (n.value === 3) pairs.value.unshift({ p: 2, q: true });
    first.p = first.q ? 1 : 2;
  },
  sets: ({ set, n, items }) => {
    for (const x of set.value) if (x > n.value) set.value.delete(x);
    set.value.add(clamp(n.value, 0, 3));
    const seen = new Set(items.value);
    seen.add(2).delete(n.value);
    if (seen.size > 2 && seen.has(1)) set.value = seen;
    for (const x of seen) n.value = x;
  },
  "members by index, neighbours": ({ boxes, n }) => {
    const box = boxes.at(n.value);
    if (box === undefined) return;
    const next = boxes.next(box);
    if (next.can("open")) next.dispatch("open");
    else next.dispatch("close");
    box.x = next.index;
    if (boxes.find((b: any) => b.is("ajar"))) boxes.at(0).friend = boxes.find((b: any) => b.is("ajar")).index;
  },
  "members of a filter": ({ boxes, n }) => {
    const open = boxes.filter((b: any) => b.is("ajar"));
    for (const b of open) b.x = clamp(open.size, 0, 2);
    for (const b of boxes) if (!open.some((o: any) => o === b)) b.dispatch("open");
    n.value = clamp(
      open.max((b: any) => b.x),
      -2,
      3,
    );
  },
  "strings and kinds": ({ word, yes, n }) => {
    const title = "ab".concat("c").at(1);
    yes.value = word.value === title && typeof n.value === "number" && `x${LIMIT}` === "x3";
  },
};

describe("effects", () => {
  for (const [name, effect] of Object.entries(effects))
    test(`${name}, in every state`, () => {
      const walked = walk(repeating(effect), { statesMax: 400 });
      expect(walked.outside).toBeUndefined();
      expect(walked.difference).toBeUndefined();
      expect(walked.alarms).toBe(0);
      expect(walked.states).toBeGreaterThan(20);
    });
});

describe("guards without an answer are the interpreter's to tell", () => {
  const guards: Record<string, (parts: Parts) => boolean> = {
    "throws in some states": ({ pairs, n }) => (n.value === 2 ? pairs.value[0]!.q : true),
    "writes in some states": ({ n, m }) => n.value !== 2 || (m.value = 1) === 1,
  };
  for (const [name, guard] of Object.entries(guards))
    test(`${name}, in every state`, () => {
      const walked = walk(
        repeating(() => {}, guard),
        { statesMax: 400 },
      );
      expect(walked).toMatchObject({ alarms: 1 });
      expect(walked.difference).toBeUndefined();
    });
});

test("steps are judged with the state before them", () => {
  const walked = walk(
    repeating(
      ({ n }) => void (n.value = 0),
      () => true,
      ({ n, yes }) => ({
        "n grows": everyStep(() => n.value >= old(() => n.value)),
        "with helpers": everyStep(() => [n, n].every((v) => old(() => v.value) < 3 || yes.value)),
        "can be three": reachable(() => n.value === 3),
        "is a number": always(() => Number.isInteger(n.value)),
      }),
    ),
    { statesMax: 300 },
  );
  expect(walked).toMatchObject({ alarms: 0, states: 300 });
});

test("two messages from channels without order, and one that moves on", () => {
  const post = spec({
    name: "post",
    build() {
      const a = channel(range(0, 2), { capacity: 2, order: "any", lossy: true });
      const b = channel(record({ p: flag(), q: range(0, 1) }), { capacity: 2, order: "any", duplicating: true });
      const sum = variable(range(0, 6));
      return system({
        parts: { a, b, sum },
        world: {
          post: choosing({ x: range(0, 2) }, { when: () => !a.full, then: ({ x }) => a.send(x) }),
          post2: choosing({ p: flag() }, { when: () => !b.full, then: ({ p }) => b.send({ p, q: p ? 0 : 1 }) }),
          both: {
            when: () => a.length > 0 && a.head > 0,
            then: () => {
              const x = a.receive();
              if (b.length > 0) sum.value = x + b.receive().q;
              if (a.length > 0 && a.head === 1) {
                if (!a.full) a.send(0);
                sum.value = a.receive();
              }
            },
          },
        },
      });
    },
  });
  expect(walk(post, { statesMax: 400 })).toMatchObject({ alarms: 0, states: 240 });
});

test("a call that calls itself ends after a hundred calls", () => {
  const Echo = machine("echo", "on", [t("on", "again", "on"), t("on", "stop", "off")]);
  const echo = spec({
    name: "echo",
    build() {
      const voice = one(Echo, { vars: { loud: flag() } });
      return system({
        parts: { voice },
        rules: { voice: { again: { then: (v) => (v.loud ? v.dispatch("again") : void (v.loud = true)) } } },
        terminal: "anywhere",
      });
    },
  });
  expect(walk(echo, { statesMax: 100 })).toMatchObject({ alarms: 0, states: 4 });
});

describe("what is outside is named, with its line", () => {
  class Counter {
    count = 0;
    get twice() {
      return 2 * this.count;
    }
  }
  const counter = new Counter();
  const factorial = (x: number): number => (x < 1 ? 1 : x * factorial(x - 1));
  let tally = 0;
  const outsiders: [string, (parts: Parts) => void][] = [
    [
      "a class",
      () =>
        void class {
          one = 1;
        },
    ],
    ["the getter `twice`", ({ n }) => void (n.value = counter.twice)],
    ["assigning `tally`, which is captured", () => void (tally += 1)],
    ["changing a captured array", () => void table.push(1)],
    ["recursion, or calls more than 100 deep", ({ n }) => void (n.value = factorial(1 / n.value))],
    [
      "`finally`",
      ({ n }) => {
        try {
          n.value = 1;
        } finally {
          n.value = 2;
        }
      },
    ],
    ["comparing a text that depends on the state", ({ n, yes }) => void (yes.value = `${n.value}` === "1")],
    ["a text that depends on the state, as a value", ({ n, word }) => void (word.value = `${n.value}` as "a")],
    [
      "a for-in loop",
      () => {
        for (const key in settings) key.at(0);
      },
    ],
  ];
  for (const [construct, effect] of outsiders)
    test(`${construct} is outside`, () => {
      const { outside } = walk(repeating(effect), { statesMax: 10 });
      expect(outside).toMatchObject({ construct, where: { file: "test/compile/constructs.test.ts" } });
      expect(outside!.where!.line).toBeGreaterThan(300);
    });
  test("nothing of this ran", () => expect(tally).toBe(0));
});
