// The judge is judged: systems small enough to be counted by hand, and published counts.
import {
  always,
  channel,
  everyStep,
  fleet,
  machine,
  old,
  one,
  oneOf,
  range,
  reachable,
  recovers,
  setOf,
  spec,
  system,
  t,
  variable,
} from "fleetcheck";
import { describe, expect, test } from "vitest";
import worked from "../oracles/worked.ts";
import { naive } from "./naive.ts";

const Lamp = machine("lamp", "off", [t("off", "press", "on"), t("on", "press", "off"), t("on", "burn", "broken")]);

describe("by hand", () => {
  // off -press-> on -press-> off, on -burn-> broken: three states in a row, each step counted once.
  test("one lamp: 3 states, 3 transitions, and rest where it is broken", () => {
    const lampSpec = spec({
      name: "lamp",
      build: () => {
        const lamp = one(Lamp);
        return system({
          parts: { lamp },
          properties: {
            "it never breaks": always(() => !lamp.is("broken")),
            "it can shine": reachable(() => lamp.is("on")),
            "it can be mended": recovers(() => lamp.is("off"), { once: () => lamp.is("broken") }),
            "it can shine again": recovers(() => lamp.is("on"), { assuming: () => !lamp.is("broken") }),
            "it is switched off only from on": everyStep(() => !lamp.is("off") || old(() => lamp.is("on"))),
            "pressing never ends it": everyStep(() => lamp.is("on")),
          },
        });
      },
    });
    expect(naive(lampSpec)).toEqual({
      states: 3,
      transitions: 3,
      depth: 2,
      events: { "lamp.press": 2, "lamp.burn": 1 },
      claims: {
        "no deadlock": { verdict: "violated", length: 2 },
        "values stay in their domains": { verdict: "holds" },
        "calls are accepted": { verdict: "holds" },
        "effects do not throw": { verdict: "holds" },
        "it never breaks": { verdict: "violated", length: 2 },
        "it can shine": { verdict: "holds", length: 1 },
        "it can be mended": { verdict: "violated", length: 2 },
        "it can shine again": { verdict: "violated", length: 2 },
        "it is switched off only from on": { verdict: "holds" },
        "pressing never ends it": { verdict: "violated", length: 2 },
      },
    });
  });

  // A bag of at most two messages, and the last one taken. Level by level, as content:seen —
  // -:0 | 1:0 | 12:0 -:1 | 2:1 1:2 -:2 1:1 | 22:1 12:2 12:1 | 2:2 | 22:2
  test("a bag: equal messages are one choice, and the effect takes the message that the guard saw", () => {
    const bagSpec = spec({
      name: "bag",
      build: () => {
        const bag = channel(range(1, 2), { capacity: 2, order: "any" });
        const seen = variable(range(0, 2));
        return system({
          parts: { bag, seen },
          rules: {
            bag: {
              takeSmall: { when: (c) => c.length > 0 && c.head === 1, then: (c) => void (seen.value = c.receive()) },
              takeAny: { when: (c) => c.length > 0, then: (c) => void (seen.value = c.receive()) },
              takeTwo: { when: (c) => c.full, then: (c) => void (seen.value = Math.max(c.receive(), c.receive())) },
            },
          },
          world: { put: { when: () => !bag.full, then: () => bag.send(bag.length + 1) } },
        });
      },
    });
    const { states, transitions, depth, events } = naive(bagSpec);
    expect(states).toBe(13);
    expect(events).toEqual({
      put: 3 + 3 + 2, // where it is empty, 1 or 2
      "bag.takeSmall": 3 + 3, // where it is 1 or 12
      "bag.takeAny": 3 + 2 * 3 + 2 + 2, // 12 offers two
      "bag.takeTwo": 2 * 3 + 2, // 1 then 2 and 2 then 1, and 22
    });
    expect(transitions).toBe(8 + 6 + 13 + 8);
    expect(depth).toBe(6);
  });

  // Two members that each know a set of members, and calls: 1 greets 2, which must be awake.
  test("two members: choices, sets of members, calls, and steps that are discarded", () => {
    const Person = machine("person", "asleep", [
      t("asleep", "wake", "awake"),
      t("awake", "greet", "awake"),
      t("awake", "hear", "awake"),
    ]);
    const greetings = spec({
      name: "greetings",
      build: () => {
        const people = fleet(Person, 2, { vars: (self) => ({ knows: setOf(self), heard: range(0, 1) }) });
        return system({
          parts: { people },
          rules: {
            people: {
              greet: people.choosing(
                { other: people },
                {
                  when: (s, { other }) => other !== s && !s.knows.has(other),
                  then: (s, { other }) => {
                    s.knows.add(other);
                    other.dispatch("hear");
                  },
                },
              ),
              hear: { onlyWhenCalled: true, then: (s) => void (s.heard += 1) },
            },
          },
          properties: { "someone hears": always(() => people.every((p) => p.heard === 0)) },
        });
      },
    });
    // asleep², 2 × awake-asleep (whose greeting is not accepted), awake²; then 1 greets 2, 2 greets 1, or both.
    expect(naive(greetings)).toEqual({
      states: 1 + 2 + 1 + 2 + 1,
      transitions: 2 + 2 + 2 + 2,
      depth: 4,
      events: { "people.wake": 4, "people.greet": 4, "people.hear": 4 },
      claims: {
        "no deadlock": { verdict: "violated", length: 4 },
        "values stay in their domains": { verdict: "holds" },
        "calls are accepted": { verdict: "violated", length: 2 },
        "effects do not throw": { verdict: "holds" },
        "someone hears": { verdict: "violated", length: 3 },
      },
    });
  });
});

describe("published counts", () => {
  test("the worked spec: nothing happens, the thread limit is exceeded in two steps, or all serve", () => {
    expect(naive(worked, { scenario: "before the addition" })).toMatchObject({ states: 1, transitions: 0 });
    expect(naive(worked, { scenario: "25 November 2020" }).claims).toMatchObject({
      "no server outgrows its threads": { verdict: "violated", length: 2 },
      "the added server can serve": { verdict: "unreached" },
    });
    expect(naive(worked, { scenario: "higher limit" }).claims).toMatchObject({
      "no server outgrows its threads": { verdict: "holds" },
      "the added server can serve": { verdict: "holds" },
    });
  });

  const Worker = machine("resource manager", "working", [
    t("working", "prepare", "prepared"),
    t("working", "chooseToAbort", "aborted"),
    t("working", "hearAbort", "aborted"),
    t("prepared", "hearCommit", "committed"),
    t("prepared", "hearAbort", "aborted"),
    t("committed", "hearCommit", "committed"),
    t("aborted", "hearAbort", "aborted"),
  ]);
  const Coordinator = machine("transaction manager", "init", [
    t("init", "hearPrepared", "init"),
    t("init", "commit", "committed"),
    t("init", "abort", "aborted"),
  ]);
  // tlaplus/Examples TwoPhase: messages stay, so a message is a flag that is never cleared.
  const twoPhase = spec({
    name: "two-phase commit",
    params: { n: 3 },
    build: ({ n }) => {
      const managers = fleet(Worker, n);
      const tm = one(Coordinator, { vars: { prepared: setOf(managers), told: setOf(managers) } });
      const message = variable(oneOf("none", "commit", "abort"));
      return system({
        parts: { managers, tm, message },
        rules: {
          managers: {
            prepare: { then: (m) => tm.told.add(m) },
            hearCommit: { when: () => message.value === "commit" },
            hearAbort: { when: () => message.value === "abort" },
          },
          tm: {
            hearPrepared: tm.choosing(
              { from: managers },
              { when: (_, { from }) => tm.told.has(from), then: (_, { from }) => tm.prepared.add(from) },
            ),
            commit: { when: (m) => m.prepared.size === managers.size, then: () => void (message.value = "commit") },
            abort: { then: () => void (message.value = "abort") },
          },
        },
        terminal: "anywhere",
        properties: {
          "all decide the same": always(() => managers.in("committed") === 0 || managers.in("aborted") === 0),
        },
      });
    },
  });

  test.each([
    [1, 12, 19],
    [2, 56, 153],
    [3, 288, 1145],
    [4, 1568, 8257],
  ])("two-phase commit with %d managers: %d states, %d transitions", (n, states, transitions) => {
    const verdict = naive(twoPhase, { params: { n } });
    expect(verdict).toMatchObject({ states, transitions });
    expect(verdict.claims["all decide the same"]).toEqual({ verdict: "holds" });
  });
});
