// What is counted, where a system may rest, and what each kind of claim means.
/* oxlint-disable consistent-function-scoping */
import {
  always,
  choosing,
  everyStep,
  fleet,
  machine,
  old,
  one,
  range,
  reachable,
  recovers,
  system,
  t,
  variable,
} from "fleetcheck";
import { describe, expect, test } from "vitest";
import { counterexample, counts, failed, known, problemOf, small, story, type Check } from "./checking.ts";

/** up ⇄ down → lost ⟲ */
const Server = machine("server", "up", [
  t("up", "fail", "down"),
  t("down", "repair", "up"),
  t("down", "lose", "lost"),
  t("lost", "idle", "lost"),
]);
const Door = machine("door", "shut", [t("shut", "open", "ajar")]);

export function properties(check: Check): void {
  describe("a transition", () => {
    test("is one event, member and choice, self-loops included", () => {
      const verdict = check(
        small(() => {
          const front = fleet(Door, 2);
          return system({
            parts: { front },
            world: { look: choosing({ at: front, from: range(1, 3) }, {}) },
          });
        }),
      );
      // 4 states with 6 looks each; two doors to open, then one, twice.
      expect(counts(verdict)).toEqual({ states: 4, transitions: 24 + 4, depth: 2 });
      expect(verdict.events).toEqual({ "front.open": 4, look: 24 });
    });

    test("counts also where another leads to the same state", () => {
      const verdict = check(
        small(() => {
          const level = variable(range(0, 1));
          const set = {
            when: () => level.value === 0,
            then: () => {
              level.value = 1;
            },
          };
          return system({ parts: { level }, world: { set, "set again": set }, terminal: "anywhere" });
        }),
      );
      expect(counts(verdict)).toEqual({ states: 2, transitions: 2, depth: 1 });
    });

    test("depth is the number of steps to the farthest state", () => {
      const verdict = check(small(() => system({ parts: { front: fleet(Door, 5) }, terminal: "anywhere" })));
      expect(counts(verdict)).toEqual({ states: 32, transitions: 80, depth: 5 }); // 5 · 2⁴
    });
  });

  describe("no deadlock", () => {
    const resting = (terminal?: "anywhere" | ((door: { is(state: "shut" | "ajar"): boolean }) => boolean)) =>
      check(
        small(() => {
          const door = one(Door);
          return system({
            parts: { door },
            ...(terminal && { terminal: terminal === "anywhere" ? terminal : () => terminal(door) }),
          });
        }),
      );

    test("is violated where nothing is enabled", () => {
      const verdict = resting();
      expect(failed(verdict)).toEqual({ "no deadlock": "violated" });
      expect(story(verdict, "no deadlock")).toEqual(["door.open"]);
    });

    test("unless the state may be final", () => {
      expect(failed(resting((door) => door.is("ajar")))).toEqual({});
      expect(failed(resting((door) => door.is("shut")))).toEqual({ "no deadlock": "violated" });
      expect(failed(resting("anywhere"))).toEqual({});
    });

    test("a self-loop counts as enabled", () => {
      const verdict = check(small(() => system({ parts: { door: one(Door) }, world: { wait: {} } })));
      expect(failed(verdict)).toEqual({});
    });

    test("an instance counts as enabled also where its successor is discarded", () => {
      const verdict = check(
        small(() => {
          const level = variable(range(0, 1));
          return system({ parts: { level }, world: { rise: { then: () => void (level.value += 1) } } });
        }),
      );
      expect(failed(verdict)).toEqual({ "values stay in their domains": "violated" });
    });
  });

  describe("always and reachable", () => {
    test("are judged in every state, start states included", () => {
      const verdict = check(
        small(() => {
          const front = fleet(Door, 2);
          return system({
            parts: { front },
            terminal: "anywhere",
            properties: {
              "not all shut": always(() => front.in("shut") < 2),
              "not all ajar": always(() => front.in("ajar") < 2),
              "few are open": always(() => front.in("ajar") <= 2),
              "all shut": reachable(() => front.in("shut") === 2),
              "all ajar": reachable(() => front.in("ajar") === 2),
              "three ajar": reachable(() => front.in("ajar") === 3),
            },
          });
        }),
      );
      expect(failed(verdict)).toEqual({
        "not all shut": "violated",
        "not all ajar": "violated",
        "three ajar": "unreached",
      });
      expect(verdict.properties.every((p) => p.assurance === "exact")).toBe(true);
      expect(story(verdict, "not all shut")).toEqual([]);
      expect(story(verdict, "not all ajar")).toHaveLength(2);
    });

    test("violations never stop a search", () => {
      const verdict = check(
        small(() => {
          const front = fleet(Door, 3);
          return system({ parts: { front }, properties: { never: always(() => false) } });
        }),
      );
      expect(counts(verdict)).toEqual({ states: 8, transitions: 12, depth: 3 });
      expect(failed(verdict)).toEqual({ "no deadlock": "violated", never: "violated" });
    });
  });

  describe("everyStep", () => {
    /** A level that goes up to 2 and falls back to 0: the fall leads to a state that was seen before. */
    const rising = (claim: (level: { readonly value: number }) => boolean) =>
      check(
        small(() => {
          const level = variable(range(0, 2));
          return system({
            parts: { level },
            world: {
              rise: { when: () => level.value < 2, then: () => void (level.value += 1) },
              fall: { when: () => level.value === 2, then: () => void (level.value = 0) },
            },
            properties: { claim: everyStep(() => claim(level)) },
          });
        }),
      );

    test("is judged on every transition, not only on those to new states", () => {
      const verdict = rising((level) => level.value >= old(() => level.value));
      expect(failed(verdict)).toEqual({ claim: "violated" });
      expect(story(verdict, "claim")).toEqual(["world.rise", "world.rise", "world.fall"]);
      expect(known(verdict, "claim")).toBe("violated, exact");
    });

    test("sees the state after the step, and with `old` the state before it", () => {
      const verdict = rising((level) => Math.abs(level.value - old(() => level.value)) === (level.value === 0 ? 2 : 1));
      expect(failed(verdict)).toEqual({});
    });

    test("is not judged on start states", () => {
      expect(failed(rising((level) => level.value !== 0 || old(() => level.value) === 2))).toEqual({});
    });

    test("`old` works through functions that the claim calls, and within itself", () => {
      const verdict = rising((level) => {
        const before = () => old(() => level.value);
        return before() === old(() => before()) && before() !== level.value;
      });
      expect(failed(verdict)).toEqual({});
    });

    test("`old` reads members, questions and calls of the state before", () => {
      const verdict = check(
        small(() => {
          const front = fleet(Door, 3);
          return system({
            parts: { front },
            terminal: "anywhere",
            properties: {
              "one opens": everyStep(() => front.in("ajar") === old(() => front.in("ajar")) + 1),
              "one could": everyStep(
                () => old(() => front.count((d) => d.can("open"))) > front.count((d) => d.can("open")),
              ),
            },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
    });

    test("judges a transition once, with its calls", () => {
      const verdict = check(
        small(() => {
          const front = fleet(Door, 2);
          return system({
            parts: { front },
            rules: { front: { open: { onlyWhenCalled: true } } },
            world: {
              "both open": {
                when: () => front.in("ajar") === 0,
                then: () => {
                  for (const door of front) door.dispatch("open");
                },
              },
            },
            terminal: "anywhere",
            properties: { "never one": everyStep(() => front.in("ajar") !== 1) },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
      expect(verdict.transitions).toBe(1);
    });

    test("`old` elsewhere is an error", () => {
      const using = (where: "guard" | "always") =>
        problemOf(() =>
          check(
            small(() => {
              const level = variable(range(0, 2));
              const asks = () => old(() => level.value) === 0;
              return system({
                parts: { level },
                world: { rise: where === "guard" ? { when: asks } : {} },
                properties: where === "always" ? { asks: always(asks) } : {},
              });
            }),
          ),
        );
      expect(using("guard")).toMatchObject({ code: "old-outside-step" });
      expect(using("always")).toMatchObject({ code: "old-outside-step" });
    });
  });

  describe("recovers", () => {
    type State = "up" | "down" | "lost";
    interface Words {
      readonly goal: State;
      readonly once?: State;
      readonly assuming?: (server: { is(...states: State[]): boolean }) => boolean;
    }
    const recovering = ({ goal, once, assuming }: Words) =>
      check(
        small(() => {
          const server = one(Server);
          return system({
            parts: { server },
            properties: {
              back: recovers(() => server.is(goal), {
                ...(once && { once: () => server.is(once) }),
                ...(assuming && { assuming: () => assuming(server) }),
              }),
            },
          });
        }),
      );

    test("some path from every state must reach the goal; else there is a trap", () => {
      const verdict = recovering({ goal: "up" });
      expect(known(verdict, "back")).toBe("violated, exact");
      expect(story(verdict, "back")).toEqual(["server.fail", "server.lose"]); // the shortest way into the trap
      expect(known(recovering({ goal: "lost" }), "back")).toBe("holds, exact");
    });

    test("`once` says from which states", () => {
      expect(known(recovering({ goal: "up", once: "down" }), "back")).toBe("holds, exact");
      expect(known(recovering({ goal: "up", once: "lost" }), "back")).toBe("violated, exact");
    });

    test("a goal state has already got there", () => {
      expect(known(recovering({ goal: "lost", once: "lost" }), "back")).toBe("holds, exact");
    });

    test("`assuming` must stay true all along", () => {
      expect(known(recovering({ goal: "lost", assuming: (s) => s.is("up", "down", "lost") }), "back")).toBe(
        "holds, exact",
      );
      const detour = recovering({ goal: "lost", once: "up", assuming: (s) => !s.is("down") });
      expect(story(detour, "back")).toEqual([]); // the only way leads through `down`
    });

    test("`assuming` includes both ends", () => {
      expect(known(recovering({ goal: "up", once: "down", assuming: (s) => !s.is("up") }), "back")).toBe(
        "violated, exact",
      );
      expect(known(recovering({ goal: "up", once: "down", assuming: (s) => !s.is("down") }), "back")).toBe(
        "violated, exact",
      );
    });

    test("where `once` is never true nothing need recover", () => {
      const verdict = check(
        small(() => {
          const server = one(Server);
          const back = recovers(() => server.is("up"), { once: () => server.is() });
          return system({ parts: { server }, properties: { back } });
        }),
      );
      expect(failed(verdict)).toEqual({});
    });

    test("the trap that is shown is the nearest, and of these the least", () => {
      const verdict = check(
        small(() => {
          const servers = fleet(Server, 2);
          return system({ parts: { servers }, properties: { back: recovers(() => servers.in("up") === 2) } });
        }),
      );
      // Of the two states with one server lost after two steps, front 1 is up in the lesser.
      expect(story(verdict, "back")).toEqual(["servers 2.fail", "servers 2.lose"]);
    });
  });

  describe("properties to judge", () => {
    test("only those that are asked for are judged; the search is the same", () => {
      const asked = small(() => {
        const front = fleet(Door, 2);
        return system({ parts: { front }, properties: { a: always(() => false), b: reachable(() => true) } });
      });
      const verdict = check(asked, { properties: ["b", "no deadlock"] });
      expect(verdict.properties.map((p) => p.name)).toEqual(["no deadlock", "b"]);
      expect(counts(verdict)).toEqual({ states: 4, transitions: 4, depth: 2 });
      expect(counterexample(verdict, "no deadlock").steps).toHaveLength(2);
    });
  });
}
