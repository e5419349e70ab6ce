// Searches: budgets, what is known of a search that was not finished, sameness of results, and counterexamples.
/* oxlint-disable consistent-function-scoping */
import {
  always,
  choosing,
  everyStep,
  fleet,
  flag,
  machine,
  one,
  range,
  reachable,
  recovers,
  spec,
  system,
  t,
  variable,
  type Verdict,
} from "fleetcheck";
import { describe, expect, test } from "vitest";
import { decodeReplay, replay } from "../../src/verdict/replay.ts";
import { counterexample, counts, failed, known, small, stepInWords, story, type Check } from "./checking.ts";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

/** A count from 0 to `most`, one a step: one state a level. */
const counting = (most: number) =>
  small(() => {
    const count = variable(range(0, most));
    return system({
      parts: { count },
      world: { more: { when: () => count.value < most, then: () => void (count.value += 1) } },
      terminal: () => count.value === most,
      properties: {
        "below five": always(() => count.value < 5),
        "below a hundred": always(() => count.value < 100),
        "two is reached": reachable(() => count.value === 2),
        "ninety is reached": reachable(() => count.value === 90),
        "never six": everyStep(() => count.value !== 6),
        "it grows": everyStep(() => count.value > 0),
        "it ends": recovers(() => count.value === most),
      },
    });
  });

/** n doors that can be open or shut, each by itself: level k has C(n, k) states. */
const doors = (n: number) =>
  small(() => {
    const all = fleet(Door, n);
    return system({ parts: { all }, properties: { "not all ajar": always(() => all.in("ajar") < n) } });
  });

const withoutTimes = ({ seconds: _seconds, ...verdict }: Verdict) => JSON.stringify(verdict);

export function searches(check: Check): void {
  describe("a budget on depth", () => {
    test("ends at a level: all states up to it are judged, none is said to hold", () => {
      const verdict = check(counting(99), { budget: { depth: 3 } });
      expect(counts(verdict)).toEqual({ states: 4, transitions: 3, depth: 3 });
      expect(verdict.stopped).toBe("depth");
      expect(known(verdict, "below five")).toBe("incomplete, bounded(3)");
      expect(known(verdict, "below a hundred")).toBe("incomplete, bounded(3)");
      expect(known(verdict, "ninety is reached")).toBe("incomplete, bounded(3)");
      expect(known(verdict, "it grows")).toBe("incomplete, bounded(3)");
      expect(known(verdict, "it ends")).toMatch(/^incomplete, bounded\(\d\)$/);
      // The last level was not expanded, so nothing is known of what its states can do.
      expect(known(verdict, "no deadlock")).toBe("incomplete, bounded(2)");
      expect(verdict.properties.filter((p) => p.verdict === "holds").map((p) => p.name)).toEqual(["two is reached"]);
      expect(verdict.asExpected).toBe(false);
    });

    test("what was found before it ended is exact", () => {
      const verdict = check(counting(99), { budget: { depth: 6 } });
      expect(known(verdict, "below five")).toBe("violated, exact");
      expect(known(verdict, "never six")).toBe("violated, exact");
      expect(known(verdict, "two is reached")).toBe("holds, exact");
      expect(story(verdict, "below five")).toHaveLength(5);
      expect(story(verdict, "never six")).toHaveLength(6);
    });

    test("of zero judges the start states", () => {
      const verdict = check(counting(9), { budget: { depth: 0 } });
      expect(counts(verdict)).toEqual({ states: 1, transitions: 0, depth: 0 });
      expect(known(verdict, "below five")).toBe("incomplete, bounded(0)");
      expect(known(verdict, "no deadlock")).toBe("incomplete, bounded(0)");
    });

    test("that is deep enough changes nothing", () => {
      const unbound = check(doors(4));
      const verdict = check(doors(4), { budget: { depth: 5 } });
      expect(counts(verdict)).toEqual({ states: 16, transitions: 64, depth: 4 });
      expect({ ...verdict, seconds: 0 }).toEqual({ ...unbound, seconds: 0 });
      expect(verdict.stopped).toBeUndefined();
    });
  });

  describe("a budget on states", () => {
    test("ends at the end of the level that goes beyond it", () => {
      // Levels of 6 doors: 1, 6, 15, 20, …: 7 states are within 10, 22 are not, and are not expanded.
      const verdict = check(doors(6), { budget: { states: 10 } });
      expect(counts(verdict)).toEqual({ states: 22, transitions: 6 + 36, depth: 2 });
      expect(verdict.stopped).toBe("states");
      expect(known(verdict, "not all ajar")).toBe("incomplete, bounded(2)");
      expect(known(verdict, "no deadlock")).toBe("incomplete, bounded(1)");
    });

    test("that has room for all changes nothing", () => {
      const verdict = check(doors(6), { budget: { states: 64 } });
      expect(counts(verdict)).toEqual({ states: 64, transitions: 384, depth: 6 });
      expect(verdict.stopped).toBeUndefined();
      expect(known(verdict, "not all ajar")).toBe("violated, exact");
    });

    test("of one less does not", () => {
      const verdict = check(doors(6), { budget: { states: 63 } });
      expect(verdict.stopped).toBe("states");
      expect(known(verdict, "not all ajar")).toBe("violated, exact"); // it was judged
      expect(known(verdict, "values stay in their domains")).toBe("incomplete, bounded(6)");
    });
  });

  describe("a budget on bytes or seconds", () => {
    test.each([
      ["bytes", { bytes: 1 }],
      ["seconds", { seconds: 0 }],
    ] as const)("%s: what is not known is incomplete", (stopped, budget) => {
      const verdict = check(doors(20), { budget });
      expect(verdict.stopped).toBe(stopped);
      expect(verdict.states).toBeLessThan(2 ** 20);
      expect(known(verdict, "not all ajar")).toMatch(/^incomplete, bounded\(\d+\)$/);
    });
  });

  describe("the same again", () => {
    test.each([
      ["a finished search", doors(5), {}],
      ["a bounded search", doors(5), { budget: { depth: 2 } }],
      ["traps and steps", counting(20), {}],
    ] as const)("%s gives the same verdict, byte for byte but for the time", (_name, checked, options) => {
      expect(withoutTimes(check(checked, options))).toBe(withoutTimes(check(checked, options)));
    });
  });

  describe("a counterexample", () => {
    test("is shortest", () => {
      const verdict = check(
        small(() => {
          const count = variable(range(0, 20));
          return system({
            parts: { count },
            world: {
              add: choosing(
                { n: range(1, 3) },
                { when: ({ n }) => count.value + n <= 20, then: ({ n }) => void (count.value += n) },
              ),
              "leap back": { when: () => count.value === 20, then: () => void (count.value = 0) },
            },
            properties: { "not ten": always(() => count.value !== 10) },
          });
        }),
      );
      // 4 steps. Backwards: the least before 10 is 7, before that 4, before that 1.
      expect(story(verdict, "not ten").map((step) => step.slice(-2, -1))).toEqual(["1", "3", "3", "3"]);
    });

    test("ends in the least of the nearest states, values compared in declaration order", () => {
      const least = (first: "big" | "little") =>
        story(
          check(
            small(() => {
              const [big, little] = [variable(range(0, 9)), variable(range(0, 9))];
              return system({
                parts: first === "big" ? { big, little } : { little, big },
                world: {
                  big: { when: () => big.value === 0, then: () => void (big.value = 9) },
                  little: { when: () => little.value === 0, then: () => void (little.value = 1) },
                },
                terminal: "anywhere",
                properties: { untouched: always(() => big.value + little.value === 0) },
              });
            }),
          ),
          "untouched",
        );
      expect(least("big")).toEqual(["world.little"]);
      expect(least("little")).toEqual(["world.big"]);
    });

    test("compares values, not how they are kept: members, negative numbers, options as declared", () => {
      const verdict = check(
        small(() => {
          const level = variable(range(-2, 2));
          return system({
            parts: { level },
            world: {
              set: choosing(
                { to: range(-2, 2) },
                { when: () => level.value === -2, then: ({ to }) => void (level.value = to) },
              ),
            },
            terminal: "anywhere",
            properties: { "at the bottom": always(() => level.value === -2) },
          });
        }),
      );
      expect(story(verdict, "at the bottom")).toEqual(["world.set {to:-1}"]);
    });

    test("takes the least instance where several lead to the same state", () => {
      const verdict = check(
        small(() => {
          const done = variable(flag());
          const rest = { when: () => !done.value, then: () => void (done.value = true) };
          return system({
            parts: { done },
            world: { zeta: rest, alpha: choosing({ n: range(0, 3) }, rest) },
            terminal: "anywhere",
            properties: { undone: always(() => !done.value), "undone too": everyStep(() => !done.value) },
          });
        }),
      );
      expect(story(verdict, "undone")).toEqual(["world.zeta"]); // rules in the order in which they are declared
      expect(story(verdict, "undone too")).toEqual(["world.zeta"]);
    });

    test("shows the start, and of each step only what changed", () => {
      const verdict = check(
        small(() => {
          const all = fleet(Door, 2, { vars: { n: range(0, 3) } });
          const level = variable(range(0, 3), 2);
          return system({
            parts: { all, level },
            rules: {
              all: { open: { when: (s) => s.n === 0, then: (s) => void (s.n = 3) }, close: { when: () => false } },
            },
            properties: { shut: always(() => all.in("ajar") < 2) },
          });
        }),
      );
      expect(counterexample(verdict, "shut")).toMatchObject({
        claim: "shut",
        initial: [
          { part: "all", member: 1, machine: "door", values: { state: "shut", n: 0 } },
          { part: "all", member: 2, machine: "door", values: { state: "shut", n: 0 } },
          { part: "level", values: { value: 2 } },
        ],
        steps: [2, 1].map((member) => ({
          part: "all",
          member,
          event: "open",
          changed: [
            { part: "all", member, field: "state", from: "shut", to: "ajar" },
            { part: "all", member, field: "n", from: 0, to: 3 },
          ],
          calls: [],
        })),
      });
    });

    test("says which earlier step made a step possible, where it was another's", () => {
      const verdict = check(
        small(() => {
          const [first, other, last] = [one(Door), one(Door), one(Door)];
          return system({
            parts: { other, first, last },
            rules: { last: { open: { when: () => first.is("ajar") } }, other: { open: { when: () => false } } },
            properties: { shut: always(() => last.is("shut")) },
          });
        }),
      );
      expect(counterexample(verdict, "shut").steps.map((step) => [stepInWords(step), step.enabledBy])).toEqual([
        ["first.open", undefined],
        ["last.open", 0],
      ]);
    });

    describe("is replayed from its string, with every state", () => {
      const replayed = spec({
        name: "replayed",
        params: { most: 3, wary: false },
        scenarios: { few: {}, many: { with: { most: 5 } } },
        build({ most, wary }) {
          const all = fleet(Door, 2, { vars: { n: range(0, most) }, start: [{ members: 2, n: [1, 0] }] });
          const level = variable(range(0, most));
          return system({
            parts: { all, level },
            rules: {
              all: {
                open: all.choosing({ by: range(1, 2) }, { then: (s, { by }) => void (s.n += by) }),
                close: {
                  when: () => !wary,
                  then: () => {
                    level.value += 1;
                    if (level.value === most) throw new Error("too high");
                  },
                },
              },
            },
            terminal: () => all.in("shut") === 2,
            properties: {
              low: always(() => all.sum((s) => s.n) < 2 * most),
              "never four": everyStep(() => level.value === 0 || all.sum((s) => s.n) !== 4),
              "stays low": recovers(() => all.max((s) => s.n) < 2),
            },
          });
        },
      });

      test.each([
        ["few", {}],
        ["many", {}],
        ["many", { most: 4 }],
        ["few", { wary: true }],
      ] as const)("scenario %s, parameters %o", (scenario, params) => {
        const { properties } = check(replayed, { scenario, params });
        const broken = properties.flatMap((p) => (p.counterexample ? [p.counterexample] : []));
        expect(broken.length).toBeGreaterThan(1);
        for (const { replay: text, ...told } of broken) {
          const again = replay(replayed, decodeReplay(text));
          expect(again.counterexample).toEqual(told);
          expect(again.after(0)).toEqual(told.initial);
          expect(again.after(told.steps.length)).toHaveLength(told.initial.length);
        }
      });
    });
  });

  test("a search through many levels and states is exact", () => {
    const verdict = check(doors(10));
    expect(counts(verdict)).toEqual({ states: 1024, transitions: 10_240, depth: 10 });
    expect(failed(verdict)).toEqual({ "not all ajar": "violated" });
    expect(verdict.events).toEqual({ "all.open": 5120, "all.close": 5120 });
  });
}
