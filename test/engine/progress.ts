// What happens in the long run: which runs are judged, what fairness means, and how a run that goes on for ever is shown.
/* oxlint-disable consistent-function-scoping */
import {
  always,
  channel,
  choosing,
  eventually,
  flag,
  fleet,
  infinitelyOften,
  leadsTo,
  machine,
  one,
  ordered,
  range,
  recovers,
  settles,
  system,
  t,
  variable,
} from "fleetcheck";
import { check as checkSpec, type Property, type Spec } from "fleetcheck";
import { describe, expect, test } from "vitest";
import alternatingBit from "../progress/textbook/alternating-bit.ts";
import peterson from "../progress/textbook/peterson.ts";
import philosophers from "../progress/textbook/philosophers.ts";
import semaphore from "../progress/textbook/semaphore.ts";
import termination from "../progress/textbook/termination.ts";
import { counterexample, failed, known, small, story, type Check } from "./checking.ts";

const Lamp = machine("lamp", "off", [t("off", "press", "on"), t("on", "press", "off"), t("on", "burn", "burnt")]);
const Door = machine("door", "shut", [t("shut", "open", "ajar")]);
const Server = machine("server", "up", [t("up", "fail", "down"), t("down", "repair", "up")]);

type Fair = { readonly fair?: "weak" | "strong"; readonly fairEach?: true };

export function progress(check: Check): void {
  const lamp = (
    burn: Fair,
    claims: (lamp: { is(state: "off" | "on" | "burnt"): boolean }) => Record<string, Property>,
  ) =>
    check(
      small(() => {
        const it = one(Lamp);
        return system({ parts: { lamp: it }, rules: { lamp: { burn } }, terminal: "anywhere", properties: claims(it) });
      }),
    );

  describe("runs", () => {
    test("go on as long as anything can happen, and stay where they end", () => {
      const verdict = check(
        small(() => {
          const door = one(Door);
          return system({
            parts: { door },
            terminal: "anywhere",
            properties: {
              "it opens": eventually(() => door.is("ajar")),
              "it is shut again and again": infinitelyOften(() => door.is("shut")),
              "shut leads to open": leadsTo(
                () => door.is("shut"),
                () => door.is("ajar"),
              ),
            },
          });
        }),
      );
      expect(failed(verdict)).toEqual({ "it is shut again and again": "violated" });
      expect(counterexample(verdict, "it is shut again and again")).toMatchObject({
        detail: "nothing can happen any more",
        loop: { begins: 1, since: 1, fair: [] },
      });
    });

    test("end where there is nothing but what nobody does: a message is lost, or is not", () => {
      const verdict = check(
        small(() => {
          const post = channel(flag(), { capacity: 1, lossy: true });
          const sent = variable(flag());
          return system({
            parts: { post, sent },
            world: {
              send: {
                when: () => !sent.value,
                then: () => {
                  sent.value = true;
                  post.send(true);
                },
              },
            },
            terminal: "anywhere",
            properties: { "it is lost": eventually(() => sent.value && post.length === 0) },
          });
        }),
      );
      expect(story(verdict, "it is lost")).toEqual(["world.send"]);
    });

    test("end where what is enabled is discarded: that is no step, and none to be fair to", () => {
      const verdict = check(
        small(() => {
          const level = variable(range(0, 1));
          return system({
            parts: { level },
            world: { rise: { fair: "strong", then: () => void (level.value += 1) } },
            properties: { "it is low again": infinitelyOften(() => level.value === 0) },
          });
        }),
      );
      expect(failed(verdict)).toEqual({
        "values stay in their domains": "violated",
        "it is low again": "violated",
      });
    });
  });

  describe("fairness", () => {
    const burns = (burn: Fair) => failed(lamp(burn, (it) => ({ "it burns": eventually(() => it.is("burnt")) })));

    test("is of no rule that does not say so", () => {
      expect(burns({})).toEqual({ "it burns": "violated" });
    });
    test("weak: to what can happen at any time; strong: to what can happen again and again", () => {
      expect(burns({ fair: "weak" })).toEqual({ "it burns": "violated" });
      expect(burns({ fair: "strong" })).toEqual({});
    });

    test("is kept by a step that changes nothing", () => {
      const verdict = check(
        small(() => {
          const level = variable(range(0, 1));
          return system({
            parts: { level },
            world: {
              try: { fair: "strong" },
              rise: { fair: "weak", when: () => level.value === 0, then: () => void (level.value = 1) },
            },
            properties: { "it rises": eventually(() => level.value === 1) },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
    });

    test("is not kept by a call", () => {
      const spec = (fair: Fair) =>
        small(() => {
          const it = one(Server);
          return system({
            parts: { it },
            rules: { it: { repair: { ...fair, when: () => true } } },
            world: { mend: { when: () => it.is("down"), then: () => it.dispatch("repair") } },
            properties: {
              "repair happens by itself": recovers(() => it.is("up")),
              "it is up": eventually(() => it.is("down")),
            },
          });
        });
      // Both do the same; a run that always mends is unfair to repair, and still brings the server up.
      expect(failed(check(spec({ fair: "strong" })))).toEqual({});
    });

    test("is kept by any choice of a rule, and by any member of a fleet, unless it is to each", () => {
      const two = (timing: Fair) => {
        const front = fleet(Server, 2);
        return { front, rules: { front: { repair: timing } } };
      };
      const verdictOf = (timing: Fair) =>
        check(
          small(() => {
            const { front, rules } = two(timing);
            return system({
              parts: { front },
              rules,
              properties: { "all are up": infinitelyOften(() => front.in("up") === 2) },
            });
          }),
        );
      expect(failed(verdictOf({ fair: "strong" }))).toEqual({ "all are up": "violated" });
      expect(failed(verdictOf({ fair: "strong", fairEach: true }))).toEqual({ "all are up": "violated" });
      const chosen = check(
        small(() => {
          const last = variable(range(0, 2));
          return system({
            parts: { last },
            world: {
              pick: { ...choosing({ n: range(0, 2) }, { then: ({ n }) => void (last.value = n) }), fair: "strong" },
            },
            properties: { "two comes": eventually(() => last.value === 2) },
          });
        }),
      );
      expect(failed(chosen)).toEqual({ "two comes": "violated" });
    });

    test("to each member: nobody is put off for ever", () => {
      const Guest = machine("guest", "hungry", [t("hungry", "eat", "full"), t("full", "digest", "hungry")]);
      const table = (timing: Fair) =>
        check(
          small(() => {
            const guests = ordered(Guest, 2);
            return system({
              parts: { guests },
              rules: { guests: { eat: timing } },
              properties: { "the first eats": eventually(() => guests.at(0).is("full")) },
            });
          }),
        );
      expect(failed(table({ fair: "weak" }))).toEqual({ "the first eats": "violated" });
      const each = table({ fair: "weak", fairEach: true });
      expect(failed(each)).toEqual({});
      expect(counterexample(table({ fair: "weak" }), "the first eats").loop?.fair).toEqual([
        { event: "guests.eat", fair: "weak", taken: 0 },
      ]);
    });
  });

  describe("leadsTo", () => {
    test("is kept where both are true at once, and awaited from where only the first is", () => {
      const verdict = lamp({}, (it) => ({
        "on leads to on": leadsTo(
          () => it.is("on"),
          () => it.is("on"),
        ),
        "on leads to off": leadsTo(
          () => it.is("on"),
          () => it.is("off"),
        ),
        "burnt leads nowhere": leadsTo(
          () => it.is("burnt"),
          () => !it.is("burnt"),
        ),
      }));
      expect(failed(verdict)).toEqual({ "on leads to off": "violated", "burnt leads nowhere": "violated" });
      expect(story(verdict, "on leads to off")).toEqual(["lamp.press", "lamp.burn"]);
      expect(counterexample(verdict, "on leads to off").loop).toMatchObject({ begins: 2, since: 1 });
    });
  });

  describe("settles", () => {
    const servers = (without: "front.fail"[]) =>
      check(
        small(() => {
          const front = fleet(Server, 2);
          const stuck = variable(flag());
          return system({
            parts: { front, stuck },
            rules: { front: { repair: { when: () => !stuck.value } } },
            world: {
              jam: { when: () => !stuck.value && front.in("down") === 2, then: () => void (stuck.value = true) },
            },
            terminal: "anywhere",
            properties: { "all get up": settles(() => front.in("up") === 2, { without }) },
          });
        }),
      );

    test("from every state that is reached with all events, every fair run without the named ones gets there", () => {
      const verdict = servers(["front.fail"]);
      expect(failed(verdict)).toEqual({ "all get up": "violated" });
      expect(story(verdict, "all get up")).toHaveLength(3);
      expect(counterexample(verdict, "all get up").loop).toEqual({ begins: 3, since: 2, trigger: 1, fair: [] });
    });

    test("an event that is not named may go on", () => {
      expect(counterexample(servers([]), "all get up").loop?.trigger).toBeUndefined();
    });

    test("an event that is gone can no longer be asked for", () => {
      const verdict = check(
        small(() => {
          const it = one(Server, { start: { state: "down" } });
          return system({
            parts: { it },
            rules: { it: { repair: { fair: "strong" } } },
            terminal: "anywhere",
            properties: { "it gets up": settles(() => it.is("up"), { without: ["it.repair"] }) },
          });
        }),
      );
      expect(counterexample(verdict, "it gets up").steps).toEqual([]);
    });

    test("a name stands for the event of all parts of an array", () => {
      const verdict = check(
        small(() => {
          const cells = [one(Server), one(Server)] as const;
          return system({
            parts: { cells },
            properties: {
              "all get up": settles(() => cells.every((cell) => cell.is("up")), { without: ["cells.fail"] }),
              "the first gets up": settles(() => cells[0].is("up"), { without: [] }),
            },
          });
        }),
      );
      expect(failed(verdict)).toEqual({ "the first gets up": "violated" });
    });
  });

  describe("time", () => {
    const timed = (properties: (level: { value: number }) => Record<string, Property>) =>
      check(
        small(() => {
          const level = variable(range(0, 2));
          return system({
            parts: { level },
            world: { fidget: { when: () => level.value === 1 } },
            clock: { tick: "1 hour", then: () => void (level.value = Math.min(2, level.value + 1)) },
            properties: properties(level),
          });
        }),
      );

    test("passes on the runs that are judged", () => {
      const verdict = timed((level) => ({
        "it rises": eventually(() => level.value === 2),
        "it gets there": leadsTo(
          () => level.value === 1,
          () => level.value === 2,
        ),
        "it settles": settles(() => level.value === 2, { without: [] }),
      }));
      expect(failed(verdict)).toEqual({ "no zero-time cycle": "violated" });
    });
  });

  describe("the run that is shown", () => {
    const specs: readonly Spec[] = [alternatingBit, peterson, philosophers, semaphore, termination];

    test.each(specs.map((spec) => [spec.name, spec] as const))("of %s is the interpreter's", (_, spec) => {
      for (const scenario of Object.keys(spec.scenarios)) {
        const plain = checkSpec(spec, { scenario, engine: "interpreted", symmetry: "off" });
        for (const workers of [1, 3]) expect(check(spec, { scenario, workers }).properties).toEqual(plain.properties);
      }
    });
  });

  describe("bounded searches", () => {
    test("know nothing of the long run", () => {
      const verdict = check(
        small(() => {
          const level = variable(range(0, 9));
          return system({
            parts: { level },
            world: { rise: { when: () => level.value < 9, then: () => void (level.value += 1) } },
            terminal: "anywhere",
            properties: {
              "it rises": eventually(() => level.value === 9),
              "it never falls": infinitelyOften(() => level.value === 0),
              "it settles": settles(() => level.value === 9, { without: [] }),
              "it is a level": always(() => level.value >= 0),
            },
          });
        }),
        { budget: { depth: 5 } },
      );
      for (const claim of ["it rises", "it never falls", "it settles", "it is a level"])
        expect(known(verdict, claim)).toBe("incomplete, bounded(5)");
    });
  });
}
