// What an author's functions must not do: throw where there must be an answer, write where they only look, and depend
// on anything but the state.
/* oxlint-disable consistent-function-scoping */
import {
  always,
  everyStep,
  fleet,
  flag,
  list,
  machine,
  one,
  range,
  reachable,
  record,
  recovers,
  setOf,
  spec,
  system,
  t,
  variable,
} from "fleetcheck";
import { describe, expect, test } from "vitest";
import { problemOf, problems, small, stepInWords, type Check } from "./checking.ts";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);
const file = "test/engine/mistakes.ts";

export function mistakes(check: Check): void {
  describe("an exception", () => {
    const throwing = () => {
      throw new RangeError("no such zone");
    };

    test("of a guard names file and line, and the way to the state where it was thrown", () => {
      const found = problemOf(() =>
        check(
          small(() => {
            const all = fleet(Door, 3);
            return system({
              parts: { all },
              rules: { all: { close: { when: () => (all.in("ajar") === 2 ? throwing() : true) } } },
            });
          }),
        ),
      );
      expect(found).toMatchObject({
        code: "guard-throws",
        what: "the guard of `all.close` threw: RangeError: no such zone",
        where: { file },
      });
      expect(found.trace!.initial).toHaveLength(3);
      expect(found.trace!.steps.map(({ event }) => event)).toEqual(["open", "open"]);
    });

    test.each([
      ["always", () => always(() => throwing())],
      ["reachable", () => reachable(() => throwing())],
      ["everyStep", () => everyStep(() => throwing())],
      ["recovers", () => recovers(() => throwing())],
      ["recovers, once", () => recovers(() => true, { once: () => throwing() })],
      ["recovers, assuming", () => recovers(() => true, { assuming: () => throwing() })],
    ] as const)("of a property: %s", (_name, claim) => {
      const found = problemOf(() =>
        check(small(() => system({ parts: { door: one(Door) }, properties: { claim: claim() } }))),
      );
      expect(found).toMatchObject({
        code: "guard-throws",
        what: "property `claim` threw: RangeError: no such zone",
        where: { file },
      });
      expect(found.trace!.steps).toEqual([]);
    });

    test("of `terminal`", () => {
      const found = problemOf(() =>
        check(
          small(() => {
            const door = one(Door);
            return system({
              parts: { door },
              rules: { door: { close: { when: () => false } } },
              terminal: () => throwing(),
            });
          }),
        ),
      );
      expect(found).toMatchObject({ code: "guard-throws", where: { file } });
      expect(found.trace!.steps.map(stepInWords)).toEqual(["door.open"]);
    });

    test("of a guard that an effect asks is the guard's, not the effect's", () => {
      const found = problemOf(() =>
        check(
          small(() => {
            const door = one(Door);
            return system({
              parts: { door },
              rules: { door: { open: { onlyWhenCalled: true, when: () => throwing() } } },
              world: { push: { then: () => void door.can("open") } },
            });
          }),
        ),
      );
      expect(found).toMatchObject({
        code: "guard-throws",
        what: "the guard of `door.open` threw: RangeError: no such zone",
        where: { file },
      });
    });
  });

  describe("a name that the machine does not have", () => {
    const asking = (ask: (parts: { door: any; all: any }) => boolean, where: "when" | "claim" | "effect" = "when") =>
      problemOf(() =>
        check(
          small(() => {
            const [door, all] = [one(Door), fleet(Door, 2)];
            const asks = () => ask({ door, all });
            return system({
              parts: { door, all },
              rules: {
                door: {
                  open: {
                    ...(where === "when" && { when: asks }),
                    ...(where === "effect" && { then: () => void asks() }),
                  },
                },
              },
              ...(where === "claim" && { properties: { asked: always(asks) } }),
            });
          }),
        ),
      );
    const knownStates = "the answer would be no, always, and no claim would show it; its states are: `shut`, `ajar`";
    const knownEvents = "the answer would be no, always, and no claim would show it; its events are: `open`, `close`";

    test.each([
      ["is", ({ door }) => door.is("opne"), "state", knownStates],
      ["is, of several", ({ door }) => door.is("opne", "ajar"), "state", knownStates],
      ["is, computed", ({ door, all }) => door.is(all.in("shut") > 1 ? "opne" : "shut"), "state", knownStates],
      ["in", ({ all }) => all.in("ajar", "opne") === 0, "state", knownStates],
      ["in of some", ({ all }) => all.filter(() => true).in("opne") === 0, "state", knownStates],
      ["is of a member", ({ all }) => all.some((m: any) => m.is("opne")), "state", knownStates],
      ["can", ({ door }) => door.can("opne"), "event", knownEvents],
    ] as const satisfies [string, (parts: { door: any; all: any }) => boolean, string, string][])(
      "%s",
      (_name, ask, kind, why) => {
        const found = asking(ask);
        expect(found).toMatchObject({
          code: "asked-unknown",
          what: `the guard of \`door.open\` asks for the ${kind} "opne", which machine \`door\` does not have`,
          why,
          where: { file },
        });
      },
    );

    test("is said of the function that asks", () => {
      expect(asking(({ door }) => !door.is("opne"), "claim").what).toMatch(/^property `asked` asks for/);
      expect(asking(({ door }) => door.is("opne"), "effect").what).toMatch(/^the effect of `door.open` asks for/);
    });
  });

  describe("an answer that is neither true nor false", () => {
    test.each([
      ["a number", () => 1, "1"],
      ["a text", () => "yes", '"yes"'],
      ["null", () => null, "null"],
      ["an object", () => ({}), "{}"],
      ["a number of the state", (level: { value: number }) => level.value, "2"],
      ["one of two", (level: { value: number }) => level.value > 3 || level.value, "2"],
    ] as const satisfies [string, (level: { value: number }) => unknown, string][])("%s", (_name, answer, got) => {
      const found = (where: "when" | "claim" | "asked") =>
        problemOf(() =>
          check(
            small(() => {
              const [door, level] = [one(Door), variable(range(0, 3), 2)];
              const says = () => answer(level) as boolean;
              return system({
                parts: { door, level },
                rules: {
                  door: {
                    open: {
                      ...(where !== "claim" && { when: says }),
                      ...(where === "asked" && { onlyWhenCalled: true }),
                    },
                  },
                },
                world: { knock: { when: () => where !== "asked" || door.can("open") } },
                ...(where === "claim" && { properties: { said: always(says) } }),
              });
            }),
          ),
        );
      expect(found("when")).toMatchObject({
        where: { file },
        code: "answer-kind",
        what: `the guard of \`door.open\` returned ${got}`,
      });
      expect(found("asked")).toMatchObject({ code: "answer-kind", what: `the guard of \`door.open\` returned ${got}` });
      expect(found("claim")).toMatchObject({ code: "answer-kind", what: `property \`said\` returned ${got}` });
    });
  });

  describe("a write", () => {
    const writing = (where: "when" | "always" | "everyStep" | "terminal") =>
      problemOf(() =>
        check(
          small(() => {
            const level = variable(range(0, 3));
            const writes = () => {
              level.value = 1;
              return true;
            };
            return system({
              parts: { level, door: one(Door) },
              rules: { door: { open: where === "when" ? { when: writes } : {}, close: { when: () => false } } },
              ...(where === "terminal" && { terminal: writes }),
              properties: {
                ...(where === "always" && { claim: always(writes) }),
                ...(where === "everyStep" && { claim: everyStep(writes) }),
              },
            });
          }),
        ),
      );

    test.each([
      ["when", "the guard of `door.open`"],
      ["always", "property `claim`"],
      ["everyStep", "property `claim`"],
      ["terminal", "`terminal`"],
    ] as const)("in %s is an error with file and line", (where, name) => {
      expect(writing(where)).toMatchObject({
        code: "guard-writes",
        what: `${name} writes to the state`,
        where: { file },
      });
    });

    test.each<[string, (made: { s: { add(x: number): void }; l: number[]; r: { n: number } }) => unknown]>([
      ["a set", ({ s }) => s.add(1)],
      ["a list", ({ l }) => l.push(1)],
      ["an element", ({ l }) => (l[0] = 1)],
      ["a record", ({ r }) => (r.n = 1)],
    ])("of %s in a guard is an error", (_name, write) => {
      const found = problemOf(() =>
        check(
          small(() => {
            const s = variable(setOf(range(0, 3)));
            const l = variable(list(range(0, 3), 2), [0]);
            const r = variable(record({ n: range(0, 3) }));
            const when = () => write({ s: s.value, l: l.value, r: r.value }) !== null;
            return system({ parts: { s, l, r }, world: { act: { when } } });
          }),
        ),
      );
      expect(found).toMatchObject({ code: "guard-writes", where: { file } });
    });
  });

  describe("what lies outside the state", () => {
    test.each<[string, () => unknown]>([
      ["Math.random", () => Math.random()],
      ["Date.now", () => Date.now()],
      ["new Date()", () => new Date()],
      ["performance.now", () => performance.now()],
    ])("%s is an error with file and line, in guards, effects and properties", (what, ask) => {
      const asking = (where: "guard" | "effect" | "property") =>
        problemOf(() =>
          check(
            small(() => {
              const level = variable(range(0, 3));
              const asks = () => ask() !== undefined;
              return system({
                parts: { level },
                world: {
                  act: {
                    ...(where === "guard" && { when: asks }),
                    ...(where === "effect" && { then: () => void asks() }),
                  },
                },
                properties: where === "property" ? { claim: always(asks) } : {},
              });
            }),
          ),
        );
      for (const where of ["guard", "effect", "property"] as const) {
        expect(asking(where)).toMatchObject({ code: "impure", where: { file } });
        expect(asking(where).what).toContain(what);
      }
    });

    test("a captured variable that changes is an error with file and line", () => {
      const found = problemOf(() =>
        check(
          small(() => {
            let asked = 0;
            const level = variable(range(0, 3));
            return system({ parts: { level }, world: { act: { when: () => ++asked > 0 } } });
          }),
        ),
      );
      expect(found).toMatchObject({ code: "captured-changed", where: { file } });
      expect(found.what).toBe("`asked`, which the guard of `act` reads, changed during the check");
    });

    test("a captured object that changes is one too", () => {
      const found = problemOf(() =>
        check(
          small(() => {
            const seen: { readonly levels: number[] } = { levels: [] };
            const level = variable(range(0, 3));
            return system({ parts: { level }, world: { act: { then: () => void seen.levels.push(level.value) } } });
          }),
        ),
      );
      expect(found).toMatchObject({ code: "captured-changed", where: { file } });
    });

    test("`build` runs twice, and must make the same", () => {
      let builds = 0;
      const differing = spec({
        name: "differing",
        build() {
          builds += 1;
          return system({ parts: { level: variable(range(0, builds)) } });
        },
      });
      expect(problemOf(() => check(differing))).toMatchObject({ code: "build-differs", where: { file } });
      expect(builds).toBe(2);
    });

    test("`build` must not be random either", () => {
      const random = small(() => system({ parts: { level: variable(range(0, Math.ceil(Math.random()))) } }));
      expect(problemOf(() => check(random))).toMatchObject({ code: "impure" });
    });
  });

  describe("functions that are no answer", () => {
    test("async ones and generators are errors, all told at once", () => {
      const found = problems(() =>
        check(
          small(() => {
            const level = variable(flag());
            return system({
              parts: { level },
              world: {
                sleeps: {
                  // oxlint-disable-next-line no-misused-promises
                  then: async () => {
                    await Promise.resolve();
                  },
                },
                yields: {
                  *then() {
                    yield 1;
                  },
                },
              },
            });
          }),
        ),
      );
      expect(found.map(({ code }) => code)).toEqual(["build-async", "build-async"]);
    });
  });
}
