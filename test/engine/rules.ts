// Rules: guards and effects, choices, events of the world, and the order in which things happen.
/* oxlint-disable consistent-function-scoping */
import {
  always,
  choosing,
  fleet,
  flag,
  list,
  machine,
  maybe,
  one,
  oneOf,
  ordered,
  range,
  reachable,
  record,
  setOf,
  system,
  t,
  variable,
} from "fleetcheck";
import { describe, expect, test } from "vitest";
import { changedBy, counterexample, counts, failed, known, small, story, type Check } from "./checking.ts";

const Server = machine("server", "down", [t("down", "boot", "up"), t("up", "crash", "down")]);
const Blank = machine("blank", "there", [t("there", "stay", "there")]);

export function rules(check: Check): void {
  describe("an event of a part", () => {
    test("without a rule is always enabled from its rows", () => {
      const verdict = check(small(() => system({ parts: { front: fleet(Server, 2) } })));
      expect(counts(verdict)).toEqual({ states: 4, transitions: 8, depth: 2 }); // a toggle a member in each state
    });

    test("happens where its guard is true", () => {
      const verdict = check(
        small(() => {
          const front = fleet(Server, 2, {
            vars: { load: range(0, 1) },
            start: [{ members: 1, load: 1 }, { load: 0 }],
          });
          return system({ parts: { front }, rules: { front: { boot: { when: (s) => s.load === 1 } } } });
        }),
      );
      expect(counts(verdict)).toEqual({ states: 2, transitions: 2, depth: 1 });
    });

    test("has one row a state, and one rule for all of its rows", () => {
      const Lamp = machine("lamp", "off", [
        t("off", "press", "dim"),
        t("dim", "press", "bright"),
        t("bright", "press", "off"),
      ]);
      const verdict = check(
        small(() => {
          const lamp = one(Lamp, { vars: { presses: range(0, 2) } });
          return system({
            parts: { lamp },
            rules: {
              lamp: {
                press: {
                  when: (s) => s.presses < 2,
                  then: (s) => {
                    s.presses += 1;
                  },
                },
              },
            },
            terminal: () => lamp.is("bright"),
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
      expect(counts(verdict)).toEqual({ states: 3, transitions: 2, depth: 2 });
      expect(verdict.events).toEqual({ "lamp.press": 2 });
    });

    test("of a variable has no rows: its guard alone says when", () => {
      const verdict = check(
        small(() => {
          const level = variable(range(0, 3));
          return system({
            parts: { level },
            rules: {
              level: {
                rise: {
                  when: (v) => v.value < 3,
                  then: (v) => {
                    v.value += 1;
                  },
                },
                look: {},
              },
            },
          });
        }),
      );
      expect(counts(verdict)).toEqual({ states: 4, transitions: 7, depth: 3 }); // 3 rises, 4 looks
      expect(verdict.events).toEqual({ "level.rise": 3, "level.look": 4 });
    });
  });

  describe("choices", () => {
    /** Blank members that stay where they are, once for each choice: all transitions are self-loops. */
    const transitions = (rule: (front: ReturnType<typeof blanks>) => Parameters<typeof front.choosing>) =>
      check(
        small(() => {
          const front = blanks();
          return system({ parts: { front }, rules: { front: { stay: front.choosing(...rule(front)) } } });
        }),
      ).transitions;
    const blanks = () => fleet(Blank, 3);
    type Peers = { readonly a: unknown; readonly b: unknown };

    test("range over all members, self included", () => {
      expect(transitions((front) => [{ peer: front }, {}])).toBe(9);
    });

    test("range independently, equal ones included", () => {
      expect(transitions((front) => [{ a: front, b: front }, {}])).toBe(27);
      const distinct = (s: unknown, { a, b }: Peers) => a !== s && b !== s && a !== b;
      expect(
        transitions((front) => [{ a: front, b: front }, { when: (s, chosen) => distinct(s, chosen as never) }]),
      ).toBe(6);
    });

    test.each([
      ["range", range(-1, 3), 5],
      ["flag", flag(), 2],
      ["oneOf", oneOf("a", "b", 3), 3],
      ["maybe", maybe(range(0, 1)), 3],
      ["record", record({ n: range(0, 2), open: flag() }), 6],
      ["list", list(flag(), 2), 7], // 1 + 2 + 4
      ["setOf", setOf(range(0, 2)), 8],
      ["maybe record", maybe(record({ n: range(0, 2) })), 4],
    ])("range over a %s", (_name, domain, values) => {
      expect(transitions(() => [{ x: domain as never }, {}])).toBe(3 * values);
    });

    test("range over members of ordered parts", () => {
      const verdict = check(
        small(() => {
          const line = ordered(Blank, 4, { shape: "line" });
          return system({
            parts: { line },
            rules: { line: { stay: line.choosing({ to: line }, { when: (s, { to }) => to.index > s.index }) } },
          });
        }),
      );
      expect(verdict.transitions).toBe(6);
    });

    test("are values of their own: sets, lists and records can be asked and kept", () => {
      const verdict = check(
        small(() => {
          const seats = variable(setOf(range(0, 2)));
          const trail = variable(list(range(0, 1), 2));
          return system({
            parts: { seats, trail },
            world: {
              choose: choosing(
                { some: setOf(range(0, 2)), path: list(range(0, 1), 2), box: record({ n: range(0, 1) }) },
                {
                  when: ({ some, path, box }) => some.size === 2 && some.has(box.n) && path.length > 0 && path[0] === 1,
                  then: ({ some, path }) => {
                    seats.value = some;
                    trail.value = path;
                  },
                },
              ),
            },
            terminal: "anywhere",
          });
        }),
      );
      // Sets of two: {0,1} with n = 0 or 1, {0,2} with 0, {1,2} with 1: 4. Paths: [1], [1,0], [1,1]: 3.
      expect(counts(verdict)).toEqual({ states: 1 + 9, transitions: 10 * 12, depth: 1 });
    });

    test("are named in traces", () => {
      const verdict = check(
        small(() => {
          const front = fleet(Server, 2, { vars: (self) => ({ lead: maybe(self) }) });
          return system({
            parts: { front },
            rules: {
              front: {
                boot: front.choosing(
                  { peer: front, size: range(1, 3), note: maybe(oneOf("late")), tags: setOf(flag()) },
                  {
                    when: (s, { peer, size, note, tags }) =>
                      peer !== s && size > 2 && note === "late" && tags.size === 2,
                    then: (s, { peer }) => {
                      s.lead = peer;
                    },
                  },
                ),
              },
            },
            properties: { "nobody leads": always(() => front.every((s) => s.lead === undefined)) },
          });
        }),
      );
      // Of the two successors, that in which front 1 is still down is the lesser.
      expect(counterexample(verdict, "nobody leads").steps).toMatchObject([
        {
          part: "front",
          member: 2,
          event: "boot",
          choice: { peer: "front 1", size: 3, note: "late", tags: [false, true] },
        },
      ]);
    });
  });

  describe("events of the world", () => {
    test("happen by themselves, with their own guards and choices", () => {
      const verdict = check(
        small(() => {
          const demand = variable(range(0, 4));
          return system({
            parts: { demand },
            world: {
              "demand rises": choosing(
                { by: range(1, 2) },
                {
                  when: ({ by }) => demand.value + by <= 4,
                  then: ({ by }) => {
                    demand.value += by;
                  },
                },
              ),
              "demand falls": {
                when: () => demand.value === 4,
                then: () => {
                  demand.value = 0;
                },
              },
            },
            properties: { low: always(() => demand.value < 4) },
          });
        }),
      );
      expect(counts(verdict)).toEqual({ states: 5, transitions: 4 + 3 + 1, depth: 2 });
      expect(story(verdict, "low")).toEqual(["world.demand rises {by:2}", "world.demand rises {by:2}"]);
      expect(verdict.events).toEqual({ "demand rises": 7, "demand falls": 1 });
    });

    test("without guard and effect are self-loops", () => {
      const verdict = check(small(() => system({ parts: { level: variable(flag()) }, world: { nothing: {} } })));
      expect(counts(verdict)).toEqual({ states: 1, transitions: 1, depth: 0 });
      expect(failed(verdict)).toEqual({});
    });
  });

  describe("order", () => {
    test("the guard sees the row's first state, the effect its last", () => {
      const verdict = check(
        small(() => {
          const door = one(Server, { vars: { seen: oneOf("nothing", "down", "up") } });
          return system({
            parts: { door },
            rules: {
              door: {
                boot: {
                  when: (s) => s.is("down") && door.is("down"),
                  then: (s) => {
                    s.seen = door.is("up") ? s.state : "nothing";
                  },
                },
              },
            },
            properties: { "it sees itself up": reachable(() => door.seen === "up") },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
      expect(counts(verdict)).toEqual({ states: 3, transitions: 3, depth: 2 }); // down, up (up), down (up)
    });

    test("an effect runs in program order and sees its own writes", () => {
      expect(
        changedBy(check, () => {
          const [a, b] = [variable(range(0, 9), 1), variable(range(0, 9), 2)];
          return {
            parts: { a, b },
            act: () => {
              a.value = b.value;
              b.value = a.value;
              a.value += b.value;
            },
          };
        }),
      ).toEqual({ "a value": 4 });
    });

    test("an effect reads questions over what it has written", () => {
      expect(
        changedBy(check, () => {
          const front = fleet(Blank, 3, { vars: { load: range(0, 9) } });
          return {
            parts: { front },
            act: () => {
              for (const s of front) s.load = front.sum((o) => o.load) + 1;
            },
          };
        }),
      ).toEqual({ "front 1 load": 1, "front 2 load": 2, "front 3 load": 4 });
    });

    test("the whole is one transition: what lies between is no state", () => {
      const verdict = check(
        small(() => {
          const level = variable(range(0, 9));
          return system({
            parts: { level },
            world: {
              leap: {
                when: () => level.value === 0,
                then: () => {
                  level.value = 5;
                  level.value = 9;
                },
              },
            },
            terminal: "anywhere",
            properties: { "never five": always(() => level.value !== 5) },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
      expect(counts(verdict)).toEqual({ states: 2, transitions: 1, depth: 1 });
    });
  });

  describe("a value outside its domain", () => {
    const leaving = (then: (level: { value: number }, other: { value: number }) => void) =>
      check(
        small(() => {
          const [level, other] = [variable(range(0, 3)), variable(range(0, 3))];
          return system({ parts: { level, other }, world: { act: { then: () => then(level, other) } } });
        }),
      );

    test("discards the successor with everything that was written", () => {
      const verdict = leaving((level, other) => {
        other.value = 1;
        level.value = 4;
      });
      expect(failed(verdict)).toEqual({ "values stay in their domains": "violated" });
      expect(counts(verdict)).toEqual({ states: 1, transitions: 0, depth: 0 });
      expect(verdict.events).toEqual({ act: 0 });
      expect(counterexample(verdict, "values stay in their domains")).toMatchObject({
        detail: "level = 4 is outside range(0, 3)",
        steps: [{ part: "world", event: "act", changed: [] }],
      });
    });

    test("is judged where it is written, not at the end", () => {
      const verdict = leaving((level) => {
        level.value = 4;
        level.value = 3;
      });
      expect(failed(verdict)).toEqual({ "values stay in their domains": "violated" });
    });

    test("discards also where the effect swallows the exception", () => {
      const verdict = leaving((level, other) => {
        try {
          level.value = 4;
        } catch {
          other.value = 1;
        }
      });
      expect(failed(verdict)).toEqual({ "values stay in their domains": "violated" });
      expect(counts(verdict)).toEqual({ states: 1, transitions: 0, depth: 0 });
    });

    test("leaves the other ways out of the state as they are", () => {
      const verdict = check(
        small(() => {
          const level = variable(range(0, 3));
          return system({
            parts: { level },
            world: {
              add: choosing(
                { by: range(1, 2) },
                {
                  then: ({ by }) => {
                    level.value += by;
                  },
                },
              ),
            },
          });
        }),
      );
      expect(failed(verdict)).toEqual({ "values stay in their domains": "violated" }); // 3 is no deadlock: add is enabled
      expect(counts(verdict)).toEqual({ states: 4, transitions: 5, depth: 2 });
      expect(story(verdict, "values stay in their domains")).toEqual(["world.add {by:2}", "world.add {by:2}"]);
    });
  });

  describe("an effect that throws", () => {
    test("discards the successor, and the claim says where", () => {
      const verdict = check(
        small(() => {
          const front = fleet(Server, 2, { vars: { load: range(0, 3) } });
          return system({
            parts: { front },
            rules: {
              front: {
                crash: {
                  then: (s) => {
                    s.load = 3;
                    throw new RangeError("no such zone");
                  },
                },
              },
            },
          });
        }),
      );
      expect(failed(verdict)).toEqual({ "effects do not throw": "violated" });
      expect(counts(verdict)).toEqual({ states: 4, transitions: 4, depth: 2 });
      expect(verdict.events).toEqual({ "front.boot": 4, "front.crash": 0 });
      expect(story(verdict, "effects do not throw")).toEqual(["front 2.boot", "front 2.crash"]);
      expect(counterexample(verdict, "effects do not throw").detail).toMatch(
        /^the effect of front\.crash threw RangeError: no such zone \(test\/engine\/rules\.ts:\d+\)$/,
      );
    });

    test("whatever it throws", () => {
      const verdict = check(
        small(() =>
          system({
            parts: { level: variable(flag()) },
            world: {
              act: {
                then: () => {
                  throw "words"; // oxlint-disable-line no-throw-literal, only-throw-error
                },
              },
            },
          }),
        ),
      );
      expect(known(verdict, "effects do not throw")).toBe("violated, exact");
      expect(counterexample(verdict, "effects do not throw").detail).toContain("words");
    });

    test("what an effect catches of its own is its own affair", () => {
      expect(
        changedBy(check, () => {
          const level = variable(range(0, 3));
          return {
            parts: { level },
            act: () => {
              try {
                throw new Error("mine");
              } catch {
                level.value = 2;
              }
            },
          };
        }),
      ).toEqual({ "level value": 2 });
    });
  });
}
