// Clocks: ticks, what happens at once before them and together on them, sentence by sentence.
/* oxlint-disable consistent-function-scoping */
import {
  always,
  channel,
  everyStep,
  flag,
  fleet,
  machine,
  old,
  one,
  oneOf,
  ordered,
  range,
  reachable,
  spec,
  system,
  t,
  variable,
} from "fleetcheck";
import { describe, expect, test } from "vitest";
import { counterexample, counts, failed, problemOf, small, story, type Check } from "./checking.ts";

const Server = machine("server", "down", [t("down", "boot", "up"), t("up", "crash", "down")]);
const Starting = machine("server", "down", [t("down", "boot", "up")]);

export function clocks(check: Check): void {
  describe("a tick", () => {
    test("is one step of the whole system, and always possible where nothing is at once", () => {
      const verdict = check(small(() => system({ parts: { door: one(Starting) }, clock: { tick: "1 minute" } })));
      expect(counts(verdict)).toEqual({ states: 2, transitions: 3, depth: 1 }); // boot, and a tick in each state
      expect(verdict.events).toEqual({ "door.boot": 1, tick: 2 });
      expect(failed(verdict)).toEqual({}); // a tick that changes nothing prevents deadlock
    });

    test("runs the clock's own effect, which may write anything", () => {
      const verdict = check(
        small(() => {
          const minutes = variable(range(0, 3));
          const front = fleet(Server, 2);
          return system({
            parts: { minutes, front },
            rules: { front: { boot: { onlyWhenCalled: true }, crash: { onlyWhenCalled: true } } },
            clock: {
              tick: "1 minute",
              then: () => {
                if (minutes.value < 3) minutes.value += 1;
                for (const m of front) if (m.can("boot") && minutes.value === 2) m.dispatch("boot");
              },
            },
            properties: { "all are up": always(() => front.in("up") === 0) },
          });
        }),
      );
      expect(counts(verdict)).toEqual({ states: 4, transitions: 4, depth: 3 });
      expect(verdict.events).toEqual({ "front.boot": 2, "front.crash": 0, tick: 4 });
      expect(story(verdict, "all are up")).toEqual(["world.tick", "world.tick"]);
    });

    test("is told with its length and with who took part", () => {
      const verdict = check(
        small(() => {
          const front = fleet(Starting, 3, { start: [{ members: 1, state: "up" }, { members: 2 }] });
          return system({
            parts: { front },
            rules: { front: { boot: { together: true } } },
            clock: { tick: "15 minutes" },
            properties: { "some are down": always(() => front.in("down") > 0) },
          });
        }),
      );
      const [step, ...rest] = counterexample(verdict, "some are down").steps;
      expect(rest).toEqual([]);
      expect(step!.tick).toEqual({
        unit: "15 minutes",
        moves: [2, 3].map((member) => ({ part: "front", member, event: "boot" })),
      });
      expect(step!.changed).toHaveLength(2);
    });

    test("is a transition for `everyStep`, with the state before it for `old`", () => {
      const verdict = check(
        small(() => {
          const minutes = variable(range(0, 4));
          return system({
            parts: { minutes },
            clock: {
              tick: "1 minute",
              then: () => {
                minutes.value = Math.min(4, minutes.value + (minutes.value === 2 ? 2 : 1));
              },
            },
            properties: { steady: everyStep(() => minutes.value <= old(() => minutes.value) + 1) },
          });
        }),
      );
      expect(failed(verdict)).toEqual({ steady: "violated" });
      expect(story(verdict, "steady")).toHaveLength(3);
    });

    test("that leaves a domain is discarded, and violates the claim", () => {
      const verdict = check(
        small(() => {
          const minutes = variable(range(0, 1));
          return system({
            parts: { minutes },
            clock: {
              tick: "1 minute",
              then: () => {
                minutes.value += 1;
              },
            },
          });
        }),
      );
      expect(counts(verdict)).toEqual({ states: 2, transitions: 1, depth: 1 });
      expect(failed(verdict)).toMatchObject({ "values stay in their domains": "violated" });
    });

    test("may take any message of a channel whose order is any", () => {
      const verdict = check(
        small(() => {
          const box = channel(oneOf("a", "b"), { capacity: 2, order: "any" });
          const last = variable(oneOf("none", "a", "b"));
          return system({
            parts: { box, last },
            start: () => {
              box.send("a");
              box.send("b");
            },
            clock: {
              tick: "1 minute",
              then: () => {
                if (box.length > 0) last.value = box.receive();
              },
            },
          });
        }),
      );
      // both · then a or b · then the other · and for ever
      expect(counts(verdict)).toEqual({ states: 5, transitions: 6, depth: 2 });
    });
  });

  describe("time", () => {
    test("cannot pass where what is at once goes on for ever", () => {
      const Door = machine("door", "shut", [
        t("shut", "open", "ajar"),
        t("ajar", "jam", "jammed"),
        t("jammed", "creak", "jammed"),
      ]);
      const verdict = check(
        small(() =>
          system({
            parts: { door: one(Door) },
            rules: { door: { creak: { atOnce: true } } },
            clock: { tick: "1 hour" },
          }),
        ),
      );
      expect(failed(verdict)).toEqual({ "time can pass": "violated", "no zero-time cycle": "violated" });
      expect(story(verdict, "time can pass")).toEqual(["door.open", "door.jam"]);
      expect(story(verdict, "no zero-time cycle")).toEqual(["door.open", "door.jam", "door.creak"]);
      expect(counterexample(verdict, "no zero-time cycle").loop).toMatchObject({ begins: 2 });
    });

    test("cannot pass where every tick is discarded", () => {
      const verdict = check(
        small(() => {
          const n = variable(range(0, 1));
          return system({
            parts: { n },
            clock: {
              tick: "1 hour",
              then: () => {
                n.value += 1;
              },
            },
          });
        }),
      );
      expect(failed(verdict)).toEqual({ "values stay in their domains": "violated", "time can pass": "violated" });
      expect(story(verdict, "time can pass")).toEqual(["world.tick"]);
    });

    test("can pass where a tick is some steps away", () => {
      const verdict = check(
        small(() =>
          system({
            parts: { front: fleet(Starting, 2) },
            rules: { front: { boot: { atOnce: true } } },
            clock: { tick: "1 hour" },
          }),
        ),
      );
      expect(failed(verdict)).toEqual({});
    });

    test("stands still in a round of ordinary steps, which a scenario may expect", () => {
      const ordinary = () =>
        spec({
          name: "ordinary",
          scenarios: { "as meant": { expect: { "no zero-time cycle": "violated" } } },
          build: () => system({ parts: { door: one(Server) }, clock: { tick: "1 hour" } }),
        });
      const verdict = check(ordinary());
      expect(verdict.asExpected).toBe(true);
      const { loop, steps, detail } = counterexample(verdict, "no zero-time cycle");
      expect([steps.length, loop?.begins]).toEqual([2, 0]);
      expect(detail).toBe("steps 1 and 2 repeat for ever, and no time passes");
    });

    test("is claimed of systems with a clock only", () => {
      const names = (clock?: { tick: string }) =>
        check(small(() => system({ parts: { door: one(Server) }, ...(clock && { clock }) }))).properties.map(
          ({ name }) => name,
        );
      expect(names({ tick: "1 hour" }).filter((name) => !names().includes(name))).toEqual([
        "time can pass",
        "no zero-time cycle",
      ]);
    });
  });

  describe("what is at once", () => {
    test("happens before a tick can", () => {
      const verdict = check(
        small(() => {
          const front = fleet(Starting, 2);
          const ticked = variable(flag());
          return system({
            parts: { front, ticked },
            rules: { front: { boot: { atOnce: true } } },
            clock: {
              tick: "1 minute",
              then: () => {
                ticked.value = true;
              },
            },
            properties: { "all are up first": always(() => !ticked.value || front.in("up") === 2) },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
      expect(counts(verdict)).toEqual({ states: 5, transitions: 6, depth: 3 });
    });

    test("does not hold up other rules", () => {
      const verdict = check(
        small(() => {
          const [a, b] = [variable(flag()), variable(flag())];
          return system({
            parts: { a, b },
            rules: {
              a: {
                set: {
                  atOnce: true,
                  when: (v) => !v.value,
                  then: (v) => {
                    v.value = true;
                  },
                },
              },
              b: {
                set: {
                  when: (v) => !v.value,
                  then: (v) => {
                    v.value = true;
                  },
                },
              },
            },
            clock: { tick: "1 minute" },
            properties: { "b alone": reachable(() => b.value && !a.value) },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
      expect(counts(verdict)).toEqual({ states: 4, transitions: 6, depth: 2 });
    });

    test("may be an event of the world, with choices", () => {
      const verdict = check(
        small(() => {
          const level = variable(range(0, 2));
          return system({
            parts: { level },
            world: {
              rise: {
                atOnce: true,
                when: () => level.value < 2,
                then: () => {
                  level.value += 1;
                },
              },
            },
            clock: { tick: "1 minute" },
          });
        }),
      );
      expect(counts(verdict)).toEqual({ states: 3, transitions: 3, depth: 2 });
      expect(verdict.events).toEqual({ rise: 2, tick: 1 });
    });
  });

  describe("what happens together", () => {
    test("happens on the tick to every member that can, and never by itself", () => {
      const verdict = check(
        small(() =>
          system({
            parts: { front: fleet(Starting, 3) },
            rules: { front: { boot: { together: true } } },
            clock: { tick: "1 minute" },
          }),
        ),
      );
      expect(counts(verdict)).toEqual({ states: 2, transitions: 2, depth: 1 });
      expect(verdict.events).toEqual({ "front.boot": 3, tick: 2 });
    });

    test("reads the state before the tick: nobody sees what another writes", () => {
      const Cell = machine("cell", "live", [t("live", "turn", "live")]);
      const verdict = check(
        small(() => {
          const cells = ordered(Cell, 3, {
            vars: { value: range(0, 2) },
            start: [0, 1, 2].map((value) => ({ value })),
          });
          return system({
            parts: { cells },
            rules: {
              cells: {
                turn: {
                  together: true,
                  then: (s) => {
                    s.value = cells.next(s).value;
                  },
                },
              },
            },
            clock: { tick: "1 minute" },
            properties: {
              "values only go round": always(() => cells.sum((c) => c.value) === 3),
              "it comes round": reachable(() => cells.at(0).value === 2),
            },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
      expect(counts(verdict)).toEqual({ states: 3, transitions: 3, depth: 2 });
    });

    test("lets an effect see what it wrote itself, its own state first", () => {
      const verdict = check(
        small(() => {
          const door = one(Starting, { vars: { twice: range(0, 2) } });
          return system({
            parts: { door },
            rules: {
              door: {
                boot: {
                  together: true,
                  then: (s) => {
                    if (s.is("up")) s.twice += 1;
                    s.twice += s.twice;
                  },
                },
              },
            },
            clock: { tick: "1 minute" },
            properties: { two: reachable(() => door.twice === 2) },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
    });

    test("takes the first rule that a member can, in row order", () => {
      const Lamp = machine("lamp", "off", [t("off", "dim", "half"), t("off", "light", "full")]);
      const verdict = check(
        small(() => {
          const lamps = ordered(Lamp, 2, { vars: { bright: flag() }, start: [{ bright: true }, {}] });
          return system({
            parts: { lamps },
            rules: { lamps: { dim: { together: true, when: (s) => !s.bright }, light: { together: true } } },
            clock: { tick: "1 minute" },
            properties: { "one of each": reachable(() => lamps.at(0).is("full") && lamps.at(1).is("half")) },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
      expect(verdict.events).toEqual({ "lamps.dim": 1, "lamps.light": 1, tick: 2 });
    });

    test("lets exactly so many do it, as a choice where more can", () => {
      const verdict = check(
        small(() =>
          system({
            parts: { front: fleet(Starting, 3) },
            rules: { front: { boot: { together: 2 } } },
            clock: { tick: "1 minute" },
          }),
        ),
      );
      // none up, two up (three ways), all up; three ticks, one from each of those three, one at the end
      expect(counts(verdict)).toEqual({ states: 5, transitions: 7, depth: 2 });
      expect(verdict.events).toEqual({ "front.boot": 9, tick: 7 });
    });

    test("limits each rule by itself", () => {
      const verdict = check(
        small(() => {
          const front = fleet(Server, 4, { start: [{ members: 2, state: "up" }, { members: 2 }] });
          return system({
            parts: { front },
            rules: { front: { boot: { together: 1 }, crash: { together: 1 } } },
            clock: { tick: "1 minute" },
            properties: { "two are up": always(() => front.in("up") === 2) },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
      expect(counts(verdict)).toEqual({ states: 6, transitions: 24, depth: 2 }); // C(4, 2) states, 2 · 2 ways each
    });

    test("for none is never", () => {
      const verdict = check(
        small(() =>
          system({
            parts: { front: fleet(Starting, 2) },
            rules: { front: { boot: { together: 0 } } },
            clock: { tick: "1 minute" },
          }),
        ),
      );
      expect(counts(verdict)).toEqual({ states: 1, transitions: 1, depth: 0 });
    });

    test("is followed by the clock's effect, which sees the new state", () => {
      const verdict = check(
        small(() => {
          const front = fleet(Starting, 2);
          const seen = variable(range(0, 2));
          return system({
            parts: { front, seen },
            rules: { front: { boot: { together: true } } },
            clock: {
              tick: "1 minute",
              then: () => {
                seen.value = front.in("up");
              },
            },
            properties: { "sees all": always(() => seen.value === front.in("up")) },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
    });

    test("discards the tick where one effect fails, and breaks every claim that is broken", () => {
      const verdict = check(
        small(() => {
          const cells = ordered(Starting, 3, { vars: { n: range(0, 1) }, start: [{}, { n: 1 }, {}] });
          return system({
            parts: { cells },
            rules: {
              cells: {
                boot: {
                  together: true,
                  then: (s) => {
                    if (s.index === 1) s.n += 1;
                    if (s.index === 2) throw new Error("broken");
                  },
                },
              },
            },
            clock: { tick: "1 minute" },
          });
        }),
      );
      expect(counts(verdict)).toEqual({ states: 1, transitions: 0, depth: 0 });
      expect(failed(verdict)).toMatchObject({
        "values stay in their domains": "violated",
        "effects do not throw": "violated",
      });
      expect(counterexample(verdict, "values stay in their domains").detail).toContain("cells 1.boot");
    });

    test("may call its own member, and counts that as fired", () => {
      const Job = machine("job", "new", [t("new", "take", "taken"), t("taken", "finish", "done")]);
      const verdict = check(
        small(() =>
          system({
            parts: { jobs: fleet(Job, 2) },
            rules: {
              jobs: { take: { together: true, then: (s) => s.dispatch("finish") }, finish: { onlyWhenCalled: true } },
            },
            clock: { tick: "1 minute" },
          }),
        ),
      );
      expect(verdict.events).toEqual({ "jobs.take": 2, "jobs.finish": 2, tick: 2 });
      expect(counts(verdict)).toEqual({ states: 2, transitions: 2, depth: 1 });
    });

    test("writes nothing but its own member", () => {
      const problem = problemOf(() =>
        check(
          small(() => {
            const alarm = variable(flag());
            return system({
              parts: { front: fleet(Starting, 2), alarm },
              rules: {
                front: {
                  boot: {
                    together: true,
                    then: () => {
                      alarm.value = true;
                    },
                  },
                },
              },
              clock: { tick: "1 minute" },
            });
          }),
        ),
      );
      expect(problem.code).toBe("together-writes");
      expect(problem.what).toContain("alarm");
    });

    test("does not pick messages", () => {
      const problem = problemOf(() =>
        check(
          small(() => {
            const box = channel(oneOf("a", "b"), { capacity: 2, order: "any" });
            return system({
              parts: { box, front: fleet(Starting, 2) },
              start: () => box.send("a"),
              rules: { front: { boot: { together: true, when: () => box.length > 0 && box.head === "a" } } },
              clock: { tick: "1 minute" },
            });
          }),
        ),
      );
      expect(problem.code).toBe("guard-picks");
      expect(problem.what).toContain("together");
    });
  });
}
