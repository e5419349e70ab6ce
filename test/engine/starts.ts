// Start states: groups, values that mean any of these, the start effect, and cohorts.
/* oxlint-disable consistent-function-scoping */
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
  reachable,
  setOf,
  system,
  t,
  variable,
} from "fleetcheck";
import { describe, expect, test } from "vitest";
import { counterexample, counts, failed, problemOf, small, story, type Check } from "./checking.ts";

const Server = machine("server", "down", [t("down", "boot", "up"), t("up", "crash", "down")]);
const still = { boot: { when: () => false }, crash: { when: () => false } };

export function starts(check: Check): void {
  test("without a start, everything has its first value and every machine its initial state", () => {
    const verdict = check(
      small(() => {
        const front = fleet(Server, 2, { vars: { load: range(2, 3), kind: oneOf("b", "a") } });
        const first = always(() => front.every((s) => s.is("down") && s.load === 2 && s.kind === "b"));
        return system({ parts: { front }, rules: { front: still }, terminal: "anywhere", properties: { first } });
      }),
    );
    expect(failed(verdict)).toEqual({});
    expect(counts(verdict)).toEqual({ states: 1, transitions: 0, depth: 0 });
  });

  test("groups take members in turn; what a group leaves out is first", () => {
    const verdict = check(
      small(() => {
        const front = fleet(Server, 4, {
          vars: { load: range(0, 3) },
          start: [{ members: 2, state: "up", load: 3 }, { load: 1 }, { members: 1, state: "up" }],
        });
        const rest = always(() => front.count((s) => s.is("up") && s.load === 3) < 2);
        return system({ parts: { front }, rules: { front: still }, terminal: "anywhere", properties: { rest } });
      }),
    );
    expect(counterexample(verdict, "rest").initial.map((m) => m.values)).toEqual([
      { state: "up", load: 3 },
      { state: "up", load: 3 },
      { state: "down", load: 1 },
      { state: "up", load: 0 },
    ]);
  });

  test("an array means any of these, for each member by itself", () => {
    const verdict = check(
      small(() => {
        const front = fleet(Server, 2, {
          vars: { load: range(0, 9), wary: flag() },
          start: [{ members: 2, state: ["down", "up"], load: [1, 5, 9], wary: true }],
        });
        return system({ parts: { front }, rules: { front: still }, terminal: "anywhere" });
      }),
    );
    expect(counts(verdict)).toEqual({ states: 36, transitions: 0, depth: 0 }); // (2 states · 3 loads)²
  });

  test("for a list an array is the list, and an array of arrays any of these", () => {
    const starting = (start: readonly number[] | readonly (readonly number[])[]) =>
      check(
        small(() => {
          const queue = variable(list(range(0, 3), 3), start as number[]);
          return system({ parts: { queue }, terminal: "anywhere" });
        }),
      ).states;
    expect(starting([1, 2])).toBe(1);
    expect(starting([[1, 2], [], [3]])).toBe(3);
  });

  test("variables and single parts start as they are told, sets from sets", () => {
    const verdict = check(
      small(() => {
        const level = variable(range(0, 9), [3, 4]);
        const seats = variable(setOf(range(0, 2)), [new Set([0]), new Set([1, 2]), new Set<number>()]);
        const door = one(Server, { vars: { load: range(0, 3) }, start: { state: "up", load: [0, 2] } });
        const few = always(() => seats.value.size < 2 || level.value < 4 || door.load === 0);
        return system({
          parts: { level, seats, door },
          rules: { door: still },
          terminal: "anywhere",
          properties: { few },
        });
      }),
    );
    expect(counts(verdict)).toEqual({ states: 12, transitions: 0, depth: 0 }); // 2 · 3 · 2
    expect(counterexample(verdict, "few").initial.map((m) => m.values)).toEqual([
      { value: 4 },
      { value: [1, 2] },
      { state: "up", load: 2 },
    ]);
  });

  describe("the start effect", () => {
    test("runs once on each start state, and sees its own writes", () => {
      const verdict = check(
        small(() => {
          const level = variable(range(0, 9), [1, 2, 3]);
          return system({
            parts: { level },
            start: () => {
              level.value += 1;
              level.value *= 2;
            },
            terminal: "anywhere",
            properties: {
              even: always(() => level.value % 2 === 0),
              "eight is there": reachable(() => level.value === 8),
            },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
      expect(counts(verdict)).toEqual({ states: 3, transitions: 0, depth: 0 }); // 4, 6, 8
    });

    test("start states that it makes equal are one", () => {
      const verdict = check(
        small(() => {
          const level = variable(range(0, 9), [1, 2, 3]);
          return system({
            parts: { level },
            start: () => {
              level.value = 7;
            },
            terminal: "anywhere",
          });
        }),
      );
      expect(verdict.states).toBe(1);
    });

    test("says who knows whom, also where a member must be known", () => {
      const verdict = check(
        small(() => {
          const front = fleet(Server, 3);
          const client = one(Server, { vars: { home: front, tried: setOf(front) } });
          return system({
            parts: { client, front },
            start: () => {
              for (const s of front) {
                client.home = s;
                client.tried.add(s);
              }
            },
            rules: { client: still, front: still },
            terminal: "anywhere",
            properties: { "home is down": always(() => client.home.is("up")) },
          });
        }),
      );
      expect(counterexample(verdict, "home is down").initial[0]!.values).toEqual({
        state: "down",
        home: "front 3",
        tried: ["front 1", "front 2", "front 3"],
      });
    });

    test("a member that must be known and is not set is an error", () => {
      const found = problemOf(() =>
        check(
          small(() => {
            const front = fleet(Server, 1);
            const client = one(Server, { vars: { home: front } });
            return system({ parts: { front, client } });
          }),
        ),
      );
      expect(found).toMatchObject({ code: "start-missing", what: "home of `client` has no start value" });
    });

    test("a member that may be absent is", () => {
      const verdict = check(
        small(() => {
          const front = fleet(Server, 1);
          const client = one(Server, { vars: { home: maybe(front) } });
          const away = always(() => client.home === undefined);
          return system({ parts: { front, client }, properties: { away } });
        }),
      );
      expect(failed(verdict)).toEqual({});
    });

    test("a start effect that leaves a domain or throws is an error that names its line", () => {
      const starting = (start: (level: { value: number }) => void) =>
        problemOf(() =>
          check(
            small(() => {
              const level = variable(range(0, 9));
              return system({ parts: { level }, start: () => start(level) });
            }),
          ),
        );
      const outside = starting((level) => {
        level.value = 10;
      });
      expect(outside).toMatchObject({ code: "start-breaks", where: { file: "test/engine/starts.ts" } });
      expect(outside.what).toContain("level = 10 is outside range(0, 9)");
      const thrown = starting(() => {
        throw new RangeError("no such zone");
      });
      expect(thrown).toMatchObject({ code: "start-breaks", where: { file: "test/engine/starts.ts" } });
      expect(thrown.what).toContain("no such zone");
    });
  });

  describe("cohorts", () => {
    test("are read in guards, questions and traces, and stay", () => {
      const verdict = check(
        small(() => {
          const front = fleet(Server, 3, { start: [{ members: 2, cohort: "old" }, { cohort: "added" }] });
          return system({
            parts: { front },
            rules: { front: { boot: { when: (s) => s.cohort === "added" } } },
            properties: {
              "old servers are two": always(() => front.filter((s) => s.cohort === "old").size === 2),
              "nobody serves": always(() => front.in("up") === 0),
            },
          });
        }),
      );
      expect(counts(verdict)).toEqual({ states: 2, transitions: 2, depth: 1 }); // only the third boots, and crashes
      expect(failed(verdict)).toEqual({ "nobody serves": "violated" });
      expect(story(verdict, "nobody serves")).toEqual(["front 3.boot"]);
      expect(counterexample(verdict, "nobody serves").initial.map((m) => m.cohort)).toEqual(["old", "old", "added"]);
    });

    test("a member without one has an empty one", () => {
      const verdict = check(
        small(() => {
          const [front, door] = [fleet(Server, 1), one(Server)];
          const blank = always(() => front.every((s) => s.cohort === "") && door.cohort === "");
          return system({ parts: { front, door }, properties: { blank } });
        }),
      );
      expect(failed(verdict)).toEqual({});
    });
  });
}
