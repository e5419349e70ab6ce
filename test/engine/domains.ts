// Domains: what is in each, what comes first, what is refused, and how values of several pieces are read and written.
/* oxlint-disable consistent-function-scoping */
import { inspect } from "node:util";
import {
  always,
  fleet,
  flag,
  list,
  machine,
  maybe,
  one,
  oneOf,
  range,
  record,
  setOf,
  system,
  t,
  variable,
  type Domain,
} from "fleetcheck";
import { describe, expect, test } from "vitest";
import { changedBy, counterexample, counts, small, type Check } from "./checking.ts";

interface Kind {
  readonly name: string;
  readonly domain: Domain<any>;
  readonly first: unknown;
  readonly inside: readonly unknown[];
  readonly outside: readonly unknown[];
}

const kinds: readonly Kind[] = [
  { name: "range", domain: range(-1, 2), first: -1, inside: [0, 2], outside: [-2, 3, 0.5, "1", true, NaN, undefined] },
  { name: "flag", domain: flag(), first: false, inside: [true], outside: [0, 1, "true", undefined] },
  { name: "oneOf", domain: oneOf("a", 7), first: "a", inside: [7], outside: ["b", "7", undefined] },
  { name: "maybe of one piece", domain: maybe(range(1, 2)), first: undefined, inside: [1, 2], outside: [0, 3, null] },
  {
    name: "maybe of several",
    domain: maybe(record({ n: range(0, 1), open: flag() })),
    first: undefined,
    inside: [{ n: 1, open: true }],
    outside: [{ n: 2, open: true }, { n: 1 }, null],
  },
  {
    name: "maybe of a record of one piece",
    domain: maybe(record({ n: range(0, 2) })),
    first: undefined,
    inside: [{ n: 2 }, { n: 0 }],
    outside: [{ n: 3 }, {}, null, 2],
  },
  {
    name: "maybe of a record of a record of maybe one piece",
    domain: maybe(record({ inner: record({ n: maybe(flag()) }) })),
    first: undefined,
    inside: [{ inner: { n: true } }, { inner: { n: false } }],
    outside: [{ inner: { n: 2 } }, { inner: 1 }],
  },
  {
    name: "maybe of a set of one value",
    domain: maybe(setOf(oneOf("a"))),
    first: undefined,
    inside: [new Set(["a"]), new Set()],
    outside: [new Set(["b"])],
  },
  {
    name: "record",
    domain: record({ n: range(1, 2), open: flag() }),
    first: { n: 1, open: false },
    inside: [{ n: 2, open: true }],
    outside: [{ n: 3, open: true }, { n: 1 }, undefined],
  },
  {
    name: "list",
    domain: list(range(0, 1), 2),
    first: [],
    inside: [[1], [0, 1], [1, 1]],
    outside: [[2], [0, 0, 0], [undefined], "0", undefined],
  },
  {
    name: "setOf",
    domain: setOf(range(0, 2)),
    first: new Set(),
    inside: [new Set([0]), new Set([0, 2])],
    outside: [new Set([3]), new Set([undefined]), 0, undefined],
  },
];

/** A value as verdicts show it. */
function shown(value: unknown): unknown {
  if (value instanceof Set || Array.isArray(value)) return [...value].map(shown);
  return value ?? null;
}

const isRecord = (value: unknown): value is object => typeof value === "object" && !(Symbol.iterator in Object(value));

const writing = (check: Check, domain: Domain<any>, value: unknown) =>
  changedBy(check, () => {
    const kept = variable<any>(domain);
    return {
      parts: { kept },
      act: () => {
        kept.value = value;
      },
    };
  });

export function domains(check: Check): void {
  describe.each(kinds)("$name", ({ domain, first, inside, outside }) => {
    test("starts with its first value", () => {
      const verdict = check(
        small(() => {
          const never = always(() => false);
          return system({ parts: { kept: variable<any>(domain) }, terminal: "anywhere", properties: { never } });
        }),
      );
      expect(counterexample(verdict, "never").initial[0]!.values).toEqual({ value: shown(first) });
      expect(counts(verdict)).toEqual({ states: 1, transitions: 0, depth: 0 });
    });

    test.each(inside.map((value) => [inspect(value), value]))("takes %s", (_told, value) => {
      const flat = isRecord(value) && isRecord(first);
      const fields = flat ? Object.entries(value).map(([name, held]) => [`kept value.${name}`, held]) : [];
      expect(writing(check, domain, value)).toEqual(flat ? Object.fromEntries(fields) : { "kept value": shown(value) });
    });

    test("takes its first value", () => {
      expect(writing(check, domain, first)).toEqual({});
    });

    test.each(outside.map((value) => [inspect(value), value]))("refuses %s", (_told, value) => {
      expect(writing(check, domain, value)).toMatch(/^values stay in their domains: kept(\.\w+)? = .+ is outside .+\(/);
    });
  });

  describe("members", () => {
    const Door = machine("door", "shut", [t("shut", "open", "ajar")]);

    test("a member is its own value, and one object", () => {
      expect(
        changedBy(check, () => {
          const doors = fleet(Door, 3);
          const chosen = variable(maybe(doors));
          const same = variable(flag());
          return {
            parts: { doors, chosen, same },
            act: () => {
              for (const door of doors) chosen.value = door;
              for (const door of doors) if (door === chosen.value) same.value = true;
            },
          };
        }),
      ).toEqual({ "chosen value": "doors 3", "same value": true });
    });

    test("members of another fleet are outside", () => {
      expect(
        changedBy(check, () => {
          const doors = fleet(Door, 1);
          const gates = fleet(Door, 1);
          const chosen = variable(maybe(doors));
          return {
            parts: { doors, gates, chosen },
            act: () => {
              for (const gate of gates) chosen.value = gate;
            },
          };
        }),
      ).toMatch(/^values stay in their domains: chosen = .*gates 1.* is outside maybe\(a member of doors\)$/);
    });

    test("sets hold members, each once", () => {
      expect(
        changedBy(check, () => {
          const doors = fleet(Door, 3, { vars: (self) => ({ knows: setOf(self) }) });
          return {
            parts: { doors },
            act: () => {
              for (const door of doors) for (const other of doors) if (other !== door) door.knows.add(other);
            },
          };
        }),
      ).toEqual({
        "doors 1 knows": ["doors 2", "doors 3"],
        "doors 2 knows": ["doors 1", "doors 3"],
        "doors 3 knows": ["doors 1", "doors 2"],
      });
    });
  });

  describe("records", () => {
    const Box = record({ size: range(0, 3), label: oneOf("a", "b"), inner: record({ open: flag() }) });

    test("their fields are read and written in place", () => {
      expect(
        changedBy(check, () => {
          const box = variable(Box);
          return {
            parts: { box },
            act: () => {
              box.value.size += 2;
              box.value.inner.open = box.value.size === 2;
            },
          };
        }),
      ).toEqual({ "box value.size": 2, "box value.inner.open": true });
    });

    test("a record that may be missing is written in place where it is there, however small", () => {
      expect(
        changedBy(check, () => {
          const slim = variable(maybe(record({ size: range(0, 3) })));
          const large = variable(maybe(Box));
          return {
            parts: { slim, large },
            act: () => {
              slim.value = { size: 1 };
              large.value = { size: 1, label: "b", inner: { open: false } };
              slim.value.size += 1;
              large.value.size += 1;
            },
          };
        }),
      ).toEqual({
        "slim value": { size: 2 },
        "large value": { size: 2, label: "b", inner: { open: false } },
      });
    });

    test("a field that leaves its domain is named", () => {
      expect(
        changedBy(check, () => {
          const box = variable(Box);
          return {
            parts: { box },
            act: () => {
              box.value.size = 4;
            },
          };
        }),
      ).toBe("values stay in their domains: box.size = 4 is outside range(0, 3)");
    });

    test("what is assigned is copied", () => {
      expect(
        changedBy(check, () => {
          const [from, to] = [variable(Box), variable(Box)];
          return {
            parts: { from, to },
            act: () => {
              from.value.size = 1;
              to.value = from.value;
              from.value.size = 2;
            },
          };
        }),
      ).toEqual({ "from value.size": 2, "to value.size": 1 });
    });
  });

  describe("lists", () => {
    const Numbers = list(range(0, 9), 4);
    type Numbers = number[];
    const acts: readonly [string, (n: Numbers) => void, readonly number[]][] = [
      ["push", (n) => void n.push(7), [3, 1, 2, 7]],
      ["pop", (n) => void n.pop(), [3, 1]],
      ["shift", (n) => void n.shift(), [1, 2]],
      ["unshift", (n) => void n.unshift(9), [9, 3, 1, 2]],
      ["splice", (n) => void n.splice(1, 1, 8, 8), [3, 8, 8, 2]],
      ["sort", (n) => void n.sort((a, b) => a - b), [1, 2, 3]], // oxlint-disable-line no-array-sort
      ["reverse", (n) => void n.reverse(), [2, 1, 3]], // oxlint-disable-line no-array-reverse
      ["an index", (n) => void (n[1] = 6), [3, 6, 2]],
      ["the index behind the last", (n) => void (n[3] = 6), [3, 1, 2, 6]],
      ["length", (n) => void (n.length = 1), [3]],
      ["reading", (n) => void (n[0] = n.length + n.indexOf(2) + n.filter((x) => x > 1).length), [7, 1, 2]],
      ["methods in turn", (n) => void n.push(n.shift()!), [1, 2, 3]],
    ];

    test.each(acts)("%s", (_name, act, after) => {
      expect(
        changedBy(check, () => {
          const numbers = variable(Numbers, [3, 1, 2]);
          return { parts: { numbers }, act: () => act(numbers.value) };
        }),
      ).toEqual({ "numbers value": after });
    });

    test.each<[string, (n: Numbers) => void]>([
      ["one too many", (n) => void n.push(4, 5)],
      ["an element outside its domain", (n) => void n.push(10)],
      ["a gap", (n) => void (n[4] = 1)],
      ["a longer length", (n) => void (n.length = 4)],
    ])("%s is refused", (_name, act) => {
      const refused = changedBy(check, () => {
        const numbers = variable(Numbers, [3, 1, 2]);
        return { parts: { numbers }, act: () => act(numbers.value) };
      });
      expect(refused).toMatch(/^values stay in their domains: numbers/);
    });

    test.each<[string, (n: Numbers) => void]>([
      ["pop", (n) => void n.pop()],
      ["length", (n) => void (n.length = 1)],
      ["splice", (n) => void n.splice(1)],
    ])("what lies behind the end is undefined, and is not remembered: %s", (_name, shorten) => {
      // [3, 1] → [3] → [3, 1]: two states, or the forgotten 1 would make a third.
      const verdict = check(
        small(() => {
          const numbers = variable(Numbers, [[3, 1], [3]]);
          return system({
            parts: { numbers },
            world: {
              shorten: { when: () => numbers.value[1] !== undefined, then: () => shorten(numbers.value) },
              lengthen: { when: () => numbers.value[1] === undefined, then: () => void numbers.value.push(1) },
            },
          });
        }),
      );
      expect(counts(verdict)).toEqual({ states: 2, transitions: 2, depth: 0 });
    });

    test("their elements are written in place", () => {
      expect(
        changedBy(check, () => {
          const rows = variable(list(record({ n: range(0, 3) }), 2), [{ n: 1 }, { n: 2 }]);
          return {
            parts: { rows },
            act: () => {
              for (const row of rows.value) row.n += 1;
            },
          };
        }),
      ).toEqual({ "rows value": [{ n: 2 }, { n: 3 }] });
    });
  });

  describe("sets", () => {
    test.each<[string, (s: Set<number>) => void, readonly number[]]>([
      ["add", (s) => void s.add(0), [0, 2, 3]],
      ["delete", (s) => void s.delete(3), [2]],
      ["size", (s) => void s.add(s.size - 1), [1, 2, 3]],
      ["has", (s) => void (s.has(2) && s.delete(2)), [3]],
    ])("%s", (_name, act, after) => {
      expect(
        changedBy(check, () => {
          const seats = variable(setOf(range(0, 3)), new Set([2, 3]));
          return { parts: { seats }, act: () => act(seats.value as unknown as Set<number>) };
        }),
      ).toEqual({ "seats value": after });
    });

    test("are asked and gone through", () => {
      expect(
        changedBy(check, () => {
          const seats = variable(setOf(range(0, 3)), new Set([2, 3]));
          const sum = variable(range(0, 9));
          return {
            parts: { seats, sum },
            act: () => {
              for (const seat of seats.value) sum.value += seat;
              if (seats.value.some((x) => x === 2) && seats.value.every((x) => x > 1)) sum.value += 1;
              if (seats.value.some((x) => x === 1) || seats.value.every((x) => x > 2)) sum.value = 0;
            },
          };
        }),
      ).toEqual({ "sum value": 6 });
    });

    test("refuse elements outside their domain; to delete one changes nothing", () => {
      const act = (deed: (s: Set<number>) => void) =>
        changedBy(check, () => {
          const before = variable(range(0, 3), 3);
          const seats = variable(setOf(range(0, 3)), new Set([2]));
          return { parts: { before, seats }, act: () => deed(seats.value as unknown as Set<number>) };
        });
      expect(act((s) => s.add(4))).toBe("values stay in their domains: an element of seats = 4 is outside range(0, 3)");
      expect(act((s) => s.delete(4))).toEqual({});
    });
  });

  describe("variables of parts", () => {
    const Door = machine("door", "shut", [t("shut", "open", "ajar")]);

    test("a single part's are read and written on its handle", () => {
      expect(
        changedBy(check, () => {
          const door = one(Door, { vars: { bolts: range(0, 3), key: maybe(oneOf("gold")) }, start: { bolts: 1 } });
          return {
            parts: { door },
            act: () => {
              door.bolts += door.bolts;
              door.key = "gold";
            },
          };
        }),
      ).toEqual({ "door bolts": 2, "door key": "gold" });
    });

    test("a member's that leaves its domain is named with its member", () => {
      expect(
        changedBy(check, () => {
          const doors = fleet(Door, 2, { vars: { bolts: range(0, 1) }, start: [{ members: 1 }, { bolts: 1 }] });
          return {
            parts: { doors },
            act: () => {
              for (const door of doors) door.bolts += 1;
            },
          };
        }),
      ).toBe("values stay in their domains: doors 2.bolts = 2 is outside range(0, 1)");
    });
  });
}
