// Calls: dispatch, can, and events that happen only when they are called.
/* oxlint-disable consistent-function-scoping */
import { always, fleet, flag, machine, one, range, reachable, system, t, variable } from "fleetcheck";
import { describe, expect, test } from "vitest";
import { counterexample, counts, failed, problemOf, small, story, type Check } from "./checking.ts";

const Door = machine("door", "shut", [
  t("shut", "open", "ajar"),
  t("ajar", "close", "shut"),
  t("ajar", "slam", "shut"),
]);
const Button = machine("button", "there", [t("there", "press", "there")]);

export function calls(check: Check): void {
  describe("dispatch", () => {
    test("takes the row from the present state and runs the rule's effect, before it returns", () => {
      const verdict = check(
        small(() => {
          const door = one(Door, { vars: { opened: range(0, 1) } });
          const button = one(Button, { vars: { seen: flag() } });
          return system({
            parts: { button, door },
            rules: {
              button: {
                press: {
                  when: () => door.is("shut"),
                  then: (s) => {
                    door.dispatch("open");
                    s.seen = door.is("ajar") && door.opened === 1;
                  },
                },
              },
              door: {
                open: {
                  onlyWhenCalled: true,
                  then: (s) => {
                    s.opened += 1;
                  },
                },
                close: { onlyWhenCalled: true },
                slam: { onlyWhenCalled: true },
              },
            },
            terminal: "anywhere",
            properties: { "it saw the door ajar": reachable(() => button.seen) },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
      expect(counts(verdict)).toEqual({ states: 2, transitions: 1, depth: 1 });
    });

    test("counts as fired, and not as a transition", () => {
      const verdict = check(
        small(() => {
          const doors = fleet(Door, 3);
          return system({
            parts: { doors },
            rules: {
              doors: { open: { onlyWhenCalled: true }, close: { when: () => false }, slam: { when: () => false } },
            },
            world: {
              "all open": {
                then: () => {
                  for (const door of doors) if (door.can("open")) door.dispatch("open");
                },
              },
            },
          });
        }),
      );
      // all shut → all ajar → itself, where nothing is dispatched any more
      expect(counts(verdict)).toEqual({ states: 2, transitions: 2, depth: 1 });
      expect(verdict.events).toEqual({ "doors.open": 3, "doors.close": 0, "doors.slam": 0, "all open": 2 });
    });

    test("may be to oneself, after the row that was taken", () => {
      const verdict = check(
        small(() => {
          const door = one(Door);
          return system({
            parts: { door },
            rules: {
              door: {
                open: { then: (s) => s.dispatch("close") },
                close: { onlyWhenCalled: true },
                slam: { onlyWhenCalled: true },
              },
            },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
      expect(counts(verdict)).toEqual({ states: 1, transitions: 1, depth: 0 });
      expect(verdict.events).toEqual({ "door.open": 1, "door.close": 1, "door.slam": 0 });
    });

    test("is told with the step that made it", () => {
      const verdict = check(
        small(() => {
          const doors = fleet(Door, 1);
          const button = one(Button);
          return system({
            parts: { button, doors },
            rules: {
              button: {
                press: {
                  when: () => doors.in("shut") > 0,
                  then: () => {
                    for (const door of doors) door.dispatch("open");
                  },
                },
              },
              doors: { open: { onlyWhenCalled: true } },
            },
            properties: { shut: always(() => doors.in("ajar") === 0) },
          });
        }),
      );
      expect(counterexample(verdict, "shut").steps).toEqual([
        {
          part: "button",
          event: "press",
          changed: [{ part: "doors", member: 1, field: "state", from: "shut", to: "ajar" }],
          calls: [{ kind: "dispatch", part: "doors", member: 1, event: "open", by: { part: "button" } }],
        },
      ]);
    });
  });

  describe("a call that is not accepted", () => {
    const calling = (start: "shut" | "ajar", locked: boolean) =>
      check(
        small(() => {
          const door = one(Door, { vars: { locked: flag() }, start: { state: start, locked } });
          const marks = variable(range(0, 1));
          return system({
            parts: { door, marks },
            rules: {
              door: {
                open: { onlyWhenCalled: true, when: (s) => !s.locked },
                close: { when: () => false },
                slam: { when: () => false },
              },
            },
            world: {
              push: {
                when: () => marks.value === 0,
                then: () => {
                  marks.value = 1;
                  door.dispatch("open");
                },
              },
            },
            terminal: "anywhere",
          });
        }),
      );

    test("needs a row from the present state", () => {
      const verdict = calling("ajar", false);
      expect(failed(verdict)).toEqual({ "calls are accepted": "violated" });
      expect(counts(verdict)).toEqual({ states: 1, transitions: 0, depth: 0 });
      expect(counterexample(verdict, "calls are accepted").detail).toBe(
        "door.open was called in state ajar, which has no such row",
      );
    });

    test("needs a true guard", () => {
      const verdict = calling("shut", true);
      expect(failed(verdict)).toEqual({ "calls are accepted": "violated" });
      expect(counts(verdict)).toEqual({ states: 1, transitions: 0, depth: 0 });
      expect(counterexample(verdict, "calls are accepted").detail).toBe(
        "door.open was called while its guard is false",
      );
    });

    test("else is accepted", () => {
      expect(failed(calling("shut", false))).toEqual({});
    });

    test("discards also where it is swallowed", () => {
      const verdict = check(
        small(() => {
          const door = one(Door, { start: { state: "ajar" } });
          const marks = variable(range(0, 1));
          return system({
            parts: { door, marks },
            rules: { door: { close: { when: () => false }, slam: { when: () => false } } },
            world: {
              push: {
                then: () => {
                  try {
                    door.dispatch("open");
                  } catch {
                    marks.value = 1;
                  }
                },
              },
            },
          });
        }),
      );
      expect(failed(verdict)).toEqual({ "calls are accepted": "violated" });
      expect(counts(verdict)).toEqual({ states: 1, transitions: 0, depth: 0 });
    });

    test("what a called effect breaks discards the whole transition", () => {
      const verdict = check(
        small(() => {
          const door = one(Door, { vars: { opened: range(0, 1) }, start: { opened: 1 } });
          const marks = variable(range(0, 1));
          return system({
            parts: { door, marks },
            rules: {
              door: {
                open: {
                  onlyWhenCalled: true,
                  then: (s) => {
                    s.opened += 1;
                  },
                },
              },
            },
            world: {
              push: {
                then: () => {
                  marks.value = 1;
                  door.dispatch("open");
                },
              },
            },
          });
        }),
      );
      expect(failed(verdict)).toEqual({ "values stay in their domains": "violated" });
      expect(counts(verdict)).toEqual({ states: 1, transitions: 0, depth: 0 });
      expect(verdict.events).toEqual({ "door.open": 0, "door.close": 0, "door.slam": 0, push: 0 });
      expect(counterexample(verdict, "values stay in their domains").detail).toBe(
        "door.opened = 2 is outside range(0, 1)",
      );
    });
  });

  describe("nesting", () => {
    /** A count that calls itself: `depth` calls, each within the one before. */
    const counting = (depth: number) =>
      check(
        small(() => {
          const Count = machine("count", "counting", [t("counting", "more", "counting")]);
          const count = one(Count, { vars: { n: range(0, 200) } });
          return system({
            parts: { count },
            rules: {
              count: {
                more: {
                  onlyWhenCalled: true,
                  then: (s) => {
                    s.n += 1;
                    if (s.n < depth) s.dispatch("more");
                  },
                },
              },
            },
            world: { begin: { when: () => count.n === 0, then: () => count.dispatch("more") } },
            terminal: "anywhere",
          });
        }),
      );

    test("is at most 100 deep", () => {
      const verdict = counting(100);
      expect(failed(verdict)).toEqual({});
      expect(verdict.events).toEqual({ "count.more": 100, begin: 1 });
    });

    test("one deeper is not accepted", () => {
      const verdict = counting(101);
      expect(failed(verdict)).toEqual({ "calls are accepted": "violated" });
      expect(counterexample(verdict, "calls are accepted").detail).toContain("100 calls deep");
    });

    test("counts depth, not calls: 150 calls in a row are fine", () => {
      const verdict = check(
        small(() => {
          const doors = fleet(Door, 150);
          return system({
            parts: { doors },
            rules: {
              doors: { open: { onlyWhenCalled: true }, close: { when: () => false }, slam: { when: () => false } },
            },
            world: {
              "all open": {
                when: () => doors.in("ajar") === 0,
                then: () => {
                  for (const door of doors) door.dispatch("open");
                },
              },
            },
            terminal: "anywhere",
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
      expect(verdict.events["doors.open"]).toBe(150);
    });
  });

  describe("can", () => {
    test("is exactly the test that dispatch makes: row and guard", () => {
      const verdict = check(
        small(() => {
          const doors = fleet(Door, 3, {
            vars: { locked: flag() },
            start: [{ members: 1 }, { locked: true }, { state: "ajar" }],
          });
          return system({
            parts: { doors },
            rules: {
              doors: {
                open: { onlyWhenCalled: true, when: (s) => !s.locked },
                close: { onlyWhenCalled: true },
                slam: { when: () => false },
              },
            },
            terminal: "anywhere",
            properties: {
              "one may open": always(
                () => doors.count((s) => s.can("open")) === 1 && doors.count((s) => s.can("close")) === 1,
              ),
            },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
      expect(counts(verdict)).toEqual({ states: 1, transitions: 0, depth: 0 });
    });

    test("holds of rules in guards, effects and properties alike", () => {
      const verdict = check(
        small(() => {
          const door = one(Door, { vars: { locked: flag() } });
          return system({
            parts: { door },
            rules: {
              door: {
                open: { when: (s) => !s.locked },
                close: {
                  then: (s) => {
                    s.locked = s.can("open");
                  },
                },
                slam: { when: (s) => !s.can("open") && s.can("close") && door.locked },
              },
            },
            terminal: () => !door.can("open") && !door.can("close"),
            properties: { "shut and locked": always(() => door.can("open") || door.is("ajar")) },
          });
        }),
      );
      // shut → ajar → shut, locked. `slam` needs a door that is ajar and locked, which is never.
      expect(counts(verdict)).toEqual({ states: 3, transitions: 2, depth: 2 });
      expect(failed(verdict)).toEqual({ "shut and locked": "violated" });
    });

    test("of an event that is only called is true where a call would be accepted", () => {
      const verdict = check(
        small(() => {
          const door = one(Door);
          return system({
            parts: { door },
            rules: { door: { open: { onlyWhenCalled: true } } },
            terminal: "anywhere",
            properties: { "it can be opened": always(() => door.can("open")) },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
    });

    test("changes nothing where it asks", () => {
      const verdict = check(
        small(() => {
          const door = one(Door);
          return system({
            parts: { door },
            world: { look: { when: () => door.can("open"), then: () => void door.can("open") } },
          });
        }),
      );
      expect(counts(verdict)).toEqual({ states: 2, transitions: 4, depth: 1 }); // open, look; close, slam
    });
  });

  describe("onlyWhenCalled", () => {
    test("never happens by itself, and never prevents deadlock", () => {
      const verdict = check(
        small(() => {
          const door = one(Door);
          return system({ parts: { door }, rules: { door: { open: { onlyWhenCalled: true } } } });
        }),
      );
      expect(counts(verdict)).toEqual({ states: 1, transitions: 0, depth: 0 });
      expect(failed(verdict)).toEqual({ "no deadlock": "violated" });
      expect(story(verdict, "no deadlock")).toEqual([]);
    });

    test("of a world event or a variable's is never", () => {
      const verdict = check(
        small(() => {
          const level = variable(range(0, 1));
          return system({
            parts: { level },
            rules: { level: { rise: { onlyWhenCalled: true } } },
            world: { never: { onlyWhenCalled: true } },
            terminal: "anywhere",
          });
        }),
      );
      expect(counts(verdict)).toEqual({ states: 1, transitions: 0, depth: 0 });
    });
  });

  describe("a rule with choices", () => {
    const asking = (ask: (door: { dispatch(event: "open"): void; can(event: "open"): boolean }) => void) =>
      problemOf(() =>
        check(
          small(() => {
            const door = one(Door);
            return system({
              parts: { door },
              rules: { door: { open: door.choosing({ by: range(1, 2) }, {}) } },
              world: { push: { then: () => ask(door) } },
            });
          }),
        ),
      );

    test("cannot be dispatched, nor asked for", () => {
      const where = { file: "test/engine/calls.ts" };
      expect(asking((door) => door.dispatch("open"))).toMatchObject({ code: "choices-called", where });
      expect(asking((door) => void door.can("open"))).toMatchObject({ code: "choices-called", where });
    });
  });

  test("a guard or property that dispatches is an error", () => {
    const dispatching = (guards: boolean) =>
      problemOf(() =>
        check(
          small(() => {
            const door = one(Door);
            const opens = () => {
              door.dispatch("open");
              return true;
            };
            return system({
              parts: { door },
              world: { push: guards ? { when: opens } : {} },
              properties: guards ? {} : { opens: always(opens) },
            });
          }),
        ),
      );
    expect(dispatching(true)).toMatchObject({ code: "guard-writes", where: { file: "test/engine/calls.ts" } });
    expect(dispatching(false)).toMatchObject({ code: "guard-writes", where: { file: "test/engine/calls.ts" } });
  });
}
