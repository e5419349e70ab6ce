// Composition: systems as parts of larger ones, and what a spec takes from outside.
import {
  always,
  check,
  flag,
  include,
  machine,
  one,
  range,
  reachable,
  recovers,
  settles,
  spec,
  SpecError,
  system,
  t,
  type Spec,
  variable,
} from "fleetcheck";
import { describe, expect, test } from "vitest";
import { oneOf } from "../src/index.ts";
import { circles, dependenciesOf } from "../src/model/dependencies.ts";
import { elaborate } from "../src/model/elaborate.ts";
import { resolveParams } from "../src/model/params.ts";
import { statesText } from "../src/present/steps.ts";
import { naive } from "./naive/naive.ts";

const WebServer = machine("web server", "answering", [
  t("answering", "signIn", "answering"),
  t("answering", "block", "waiting"),
  t("waiting", "unblock", "answering"),
]);

const signIns = spec({
  name: "sign-ins",
  given: { streamWorks: flag() },
  params: { buffer: 2, whenFull: oneOf("block", "drop") },
  scenarios: {
    "as it was": { expect: { "a sign-in never waits": "violated", "no deadlock": "violated" } },
    "as mended": { with: { whenFull: "drop" } },
  },
  build({ buffer, whenFull }, { streamWorks }) {
    const web = one(WebServer, { vars: { buffered: range(0, buffer) } });
    return system({
      parts: { web },
      rules: {
        web: {
          signIn: {
            when: (s) => s.buffered < buffer || whenFull === "drop",
            then: (s) => {
              if (s.buffered < buffer) s.buffered += 1;
            },
          },
          block: { when: (s) => whenFull === "block" && s.buffered === buffer && !streamWorks() },
        },
      },
      world: {
        deliver: {
          when: () => streamWorks() && web.buffered > 0,
          then: () => {
            web.buffered -= 1;
          },
        },
      },
      properties: { "a sign-in never waits": always(() => !web.is("waiting")) },
      provides: { answers: () => web.is("answering") },
    });
  },
});

const Stream = machine("stream", "serving", [t("serving", "fail", "failing"), t("failing", "restart", "serving")]);

const region = spec({
  name: "region",
  params: { mended: false },
  scenarios: {
    "as it was": { expect: { "users.a sign-in never waits": "violated" } },
    "as mended": { with: { mended: true } },
  },
  build({ mended }) {
    const stream = one(Stream);
    const users = include(signIns, {
      with: { buffer: 1, whenFull: mended ? "drop" : "block" },
      given: { streamWorks: () => stream.is("serving") },
    });
    return system({
      parts: { stream, users },
      rules: { users: { web: { unblock: { when: (s) => s.buffered === 0 } } } },
      properties: {
        "someone can be answered": reachable(() => users.provides.answers() && users.parts.web.buffered === 0),
        "it gets back": recovers(() => stream.is("serving") && users.parts.web.is("answering")),
        "it settles": settles(() => users.parts.web.is("answering"), { without: ["users.web.block", "stream.fail"] }),
      },
    });
  },
});

const Counter = machine("counter", "on", [t("on", "step", "on")]);
const counter = (tick?: string) =>
  spec({
    name: "counter",
    params: { to: range(1, 3) },
    build({ to }) {
      const it = one(Counter, { vars: { n: range(0, to) } });
      return system({
        parts: { it },
        rules: { it: { step: { when: (s) => s.n < to, then: (s) => void (s.n += 1) } } },
        ...(tick !== undefined && { clock: { tick, then: () => void (it.n = 0) } }),
        start: () => void (it.n = 1),
        terminal: () => it.n === to,
        properties: { "gets there": reachable(() => it.n === to) },
        provides: { at: () => it.n },
      });
    },
  });

const clocked = (ticks: readonly string[]) =>
  spec({
    name: "clocked",
    build: () => {
      const [a, b] = ticks.map((tick) => include(counter(tick), { with: { to: 2 }, given: {} }));
      return system({
        parts: { a, b },
        properties: { "both fall back": reachable(() => a!.provides.at() + b!.provides.at() === 0) },
      });
    },
  });

const part = (given: Record<string, ReturnType<typeof flag>>) =>
  spec({ name: "part", given, build: () => system({ parts: { it: one(Stream) }, provides: { works: () => true } }) });

const outcomes = (of: Spec, scenario?: string) => {
  const verdict = check(of, scenario === undefined ? {} : { scenario });
  return Object.fromEntries(
    verdict.properties.map(({ name, verdict: found, counterexample }) => [name, [found, counterexample?.steps.length]]),
  );
};

describe("a spec that takes something from outside", () => {
  test("is checked alone, with a signal that may change at any time", () => {
    const verdict = check(signIns, { scenario: "as it was" });
    const claim = verdict.properties.find(({ name }) => name === "a sign-in never waits")!;
    expect(claim.counterexample!.steps.map(({ event }) => event)).toEqual(["signIn", "signIn", "block"]);
    expect(verdict.events["streamWorks.changes"]).toBeGreaterThan(0);
    expect(verdict.asExpected).toBe(false); // "no deadlock" holds: the signal can always change
  });
  test("agrees with the naive judge", () => {
    for (const of of [signIns, region])
      for (const scenario of Object.keys(of.scenarios)) {
        const { states, transitions, properties } = check(of, { scenario, symmetry: "off" });
        const judged = naive(of, { scenario });
        expect([states, transitions]).toEqual([judged.states, judged.transitions]);
        const judgedByBoth = properties
          .filter(({ kind }) => kind === "always" || kind === "builtin")
          .map(({ name }) => name);
        const compiled = check(of, { scenario, symmetry: "off", engine: "compiled", properties: judgedByBoth });
        expect([compiled.states, compiled.transitions]).toEqual([judged.states, judged.transitions]);
        const known = properties.filter(({ name }) => name in judged.claims);
        expect(known.map(({ verdict }) => verdict)).toEqual(known.map(({ name }) => judged.claims[name]!.verdict));
      }
  });
});

describe("an included system", () => {
  test("brings its parts, rules, events and claims under its name", () => {
    expect(outcomes(region, "as it was")).toMatchObject({
      "users.a sign-in never waits": ["violated", 3],
      "it gets back": ["holds", undefined],
      "someone can be answered": ["holds", undefined],
    });
    expect(Object.keys(check(region, {}).events)).toEqual([
      "stream.fail",
      "stream.restart",
      "users.web.signIn",
      "users.web.block",
      "users.web.unblock",
      "users.deliver",
    ]);
  });

  test("may stand in arrays and records, and be included by one that is included", () => {
    const pair = spec({
      name: "pair",
      build() {
        const both = [include(counter(), { given: {} }), include(counter(), { with: { to: 2 }, given: {} })];
        return system({
          parts: { both },
          properties: { "at once": reachable(() => both.every(({ provides }) => provides.at() === 1)) },
        });
      },
    });
    const outer = spec({
      name: "outer",
      scenarios: { all: { expect: { "within.inner.at once": "holds" } } },
      build() {
        const inner = include(pair, { given: {} });
        return system({ parts: { within: { inner } } });
      },
    });
    const verdict = check(outer, {});
    expect(Object.keys(verdict.events)).toEqual(["within.inner.both 1.it.step", "within.inner.both 2.it.step"]);
    expect(verdict.states).toBe(2);
    expect(verdict.asExpected).toBe(true);
    expect(verdict.properties.map(({ name }) => name)).toContain("within.inner.both 2.gets there");
  });

  test("shares one clock; what each tick does is done by all", () => {
    expect(outcomes(clocked(["1 minute", "1 minute"]))).toMatchObject({ "both fall back": ["holds", undefined] });
    expect(() => check(clocked(["1 minute", "1 hour"]), {})).toThrow(/clocks of different ticks: `1 minute`, `1 hour`/);
  });

  test.each([
    ["given.nothing", () => include(signIns, { given: {} as never }), /`users` includes `sign-ins`.*`streamWorks`/],
    ["given.more", () => include(signIns, { given: { streamWorks: () => true, more: () => 1 } as never }), /`more`/],
    ["with", () => include(signIns, { with: { bufer: 3 } as never, given: { streamWorks: () => true } }), /`bufer`/],
  ])("is refused where it is included wrongly: %s", (_, build, message) => {
    const wrong = spec({ name: "wrong", build: () => system({ parts: { users: build() } }) });
    expect(() => check(wrong, {})).toThrow(SpecError);
    expect(() => check(wrong, {})).toThrow(message);
  });

  test("keeps the rules that it has", () => {
    const twice = spec({
      name: "twice",
      build() {
        const users = include(signIns, { given: { streamWorks: () => true } });
        return system({ parts: { users }, rules: { users: { web: { signIn: { when: () => false } } } } });
      },
    });
    expect(() => check(twice, {})).toThrow(/`users.web.signIn` has a rule of its own/);
  });
});

const away = (toggles: boolean) =>
  spec({
    name: "away",
    given: { works: flag() },
    build(_, { works }) {
      const hours = variable(range(0, 1));
      const own = variable(flag());
      const toggle = {
        when: () => toggles && works(),
        then: () => {
          own.value = !own.value;
        },
      };
      return system({
        parts: { hours, own },
        world: { toggle },
        clock: {
          tick: "1 hour",
          then: () => {
            hours.value = works() ? 0 : 1;
          },
        },
        properties: { "is never away": always(() => hours.value === 0) },
      });
    },
  });

describe("what is given to a spec with a clock", () => {
  test("may go to and fro in no time, which the system itself may not", () => {
    for (const [toggles, verdict] of [
      [false, "holds"],
      [true, "violated"],
    ] as const) {
      expect(outcomes(away(toggles))["no zero-time cycle"]?.[0]).toBe(verdict);
      expect(naive(away(toggles)).claims["no zero-time cycle"]?.verdict).toBe(verdict);
    }
  });

  test("is said where a counterexample starts, also where it is false", () => {
    const found = check(away(false), {}).properties.find(({ name }) => name === "is never away");
    const { initial } = found!.counterexample!;
    expect(initial).toContainEqual({ part: "works", given: true, values: { value: false } });
    expect(statesText(initial)).toEqual(["works: false"]);
  });
});

describe("who depends on whom", () => {
  const round = spec({
    name: "round",
    build() {
      // readers are asked in every state, so that two systems may read each other; the annotation ends the types' circle
      const placed = (): boolean => [b].every(({ provides }) => provides.works());
      const a = include(part({ x: flag() }), { given: { x: () => placed() } });
      const b = include(part({ x: flag(), y: flag() }), { given: { x: a.provides.works, y: () => own.is("serving") } });
      const c = include(part({ x: flag() }), { given: { x: () => b.provides.works() } });
      const own = one(Stream);
      return system({ parts: { a, b, c, own } });
    },
  });
  const { model } = elaborate(round, resolveParams(round, undefined).params);

  test("is what each is given, through functions and what they captured", () => {
    const all = dependenciesOf(model).map(({ by, of, given }) => `${by} is given ${given} by ${of}`);
    expect(all).toEqual(["a is given x by b", "b is given y by own", "c is given x by b"]);
  });
  test("goes round in a circle", () => {
    const [ab, bc, ca] = [
      ["a", "b"],
      ["b", "c"],
      ["c", "a"],
    ].map(([by, of]) => ({ by: by!, of: of!, given: "x" }));
    expect(circles([ab!, bc!])).toEqual([]);
    expect(circles([ab!, bc!, ca!])).toEqual([["a", "b", "c"]]);
    expect(circles([ab!, bc!, ca!, { by: "b", of: "a", given: "y" }])).toEqual([
      ["a", "b"],
      ["a", "b", "c"],
    ]);
  });
});
