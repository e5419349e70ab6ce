// Timelines: what fits, what does not and why, and one behaviour that shows it.
import {
  fleet,
  flag,
  include,
  judgeTimeline,
  machine,
  one,
  range,
  recovers,
  spec,
  SpecError,
  system,
  t,
  timeline,
  variable,
} from "fleetcheck";
import { describe, expect, test } from "vitest";
import { Judge, type Setting } from "../../src/timeline/judge.ts";
import { LINE_MAX, LogReader } from "../../src/timeline/log.ts";

const Server = machine("server", "serving", [
  t("serving", "overrun", "useless"),
  t("useless", "restart", "serving"),
  t("serving", "drain", "away"),
]);
const Alarm = machine("alarm", "silent", [t("silent", "ring", "ringing"), t("ringing", "clear", "silent")]);

/** Servers are overrun and restarted by someone who hears the alarm. */
const small = spec({
  name: "small",
  params: { servers: 2, heard: true },
  build({ servers, heard }) {
    const front = fleet(Server, servers);
    const alarm = one(Alarm);
    const restarts = variable(range(0, 3));
    return system({
      parts: { front, alarm, restarts },
      rules: {
        front: {
          restart: {
            when: () => heard && alarm.is("ringing") && restarts.value < 3,
            then: () => {
              restarts.value += 1;
            },
          },
        },
        alarm: { ring: { when: () => front.in("useless") > 0 }, clear: { when: () => front.in("useless") === 0 } },
      },
      terminal: "anywhere",
      properties: { "it gets back": recovers(() => front.in("useless") === 0) },
    });
  },
});

describe("what happens, what is seen, and what has held since", () => {
  test("fits, with the fewest steps that show it", () => {
    const { fits, fitted, fit, asExpected } = judgeTimeline(
      timeline(small, {
        name: "a day",
        entries: [
          { time: "05:00", what: "overrun", does: "front.overrun" },
          { time: "05:15", what: "it rings", sees: ({ alarm }) => alarm.is("ringing") },
          { time: "06:00", what: "all serve again", sees: ({ front }) => front.in("serving") === 2 },
        ],
      }),
    );
    expect([fits, asExpected]).toEqual([true, true]);
    expect(fit!.steps.map(({ event }) => event)).toEqual(["overrun", "ring", "restart"]);
    expect(fit!.at).toEqual([1, 2, 3]);
    expect(fitted.map(({ states }) => states)).toEqual([expect.any(Number), expect.any(Number), expect.any(Number)]);
  });

  test("is refused at the first entry that does not fit, with the condition that is false", () => {
    const { fits, asExpected, matched, mismatch } = judgeTimeline(
      timeline(small, {
        name: "it heals by itself",
        with: { heard: false },
        refusedAt: "06:00",
        entries: [
          { time: "05:00", what: "overrun", does: "front.overrun" },
          { time: "06:00", what: "restarted", does: "front.restart" },
          { time: "07:00", what: "never asked", does: "alarm.clear" },
        ],
      }),
    );
    expect([fits, asExpected, matched]).toEqual([false, true, 1]);
    expect(mismatch).toMatchObject({ entry: 1, fails: "does" });
    expect(mismatch!.reasons).toContain("in every possible state: `front.restart`: `heard` is false");
    expect(mismatch!.reasons.join("\n")).toMatch(/front [12] is serving, where `restart` has no row/);
  });

  test("since: every state on the way counts, the last one too", () => {
    const entries = [
      { time: "1:00", what: "overrun", does: "front.overrun" },
      {
        time: "2:00",
        what: "away",
        sees: ({ front }: { front: { in(state: "away"): number } }) => front.in("away") === 1,
      },
    ] as const;
    const silent = { since: ({ alarm }: { alarm: { is(state: "silent"): boolean } }) => alarm.is("silent") };
    const day = (more: object, does: "alarm.ring" | "front.drain") =>
      judgeTimeline(
        timeline(small, { name: "d", entries: [...entries, { time: "3:00", what: "then", does, ...more }] }),
      );
    expect(day({}, "alarm.ring").fits).toBe(true);
    expect(day(silent, "alarm.ring")).toMatchObject({ fits: false, mismatch: { fails: "since" } });
    // the other one may have been restarted before
    expect(day(silent, "front.drain").fit!.steps.map(({ event }) => event)).toContain("restart");
  });

  test("events that are all logged do not happen unseen", () => {
    const entries = [{ time: "1:00", what: "it rings", does: "alarm.ring" as const }];
    expect(judgeTimeline(timeline(small, { name: "a", entries })).fits).toBe(true);
    const { fits, mismatch } = judgeTimeline(timeline(small, { name: "b", logged: ["front.overrun"], entries }));
    expect(fits).toBe(false);
    expect(mismatch!.reasons).toEqual(['in every possible state: `alarm.ring`: `front.in("useless") > 0` is false']);
  });

  test("one that should be refused and fits is not as expected", () => {
    const entries = [{ time: "1:00", what: "overrun", does: "front.overrun" as const }];
    expect(judgeTimeline(timeline(small, { name: "a", refusedAt: "1:00", entries }))).toMatchObject({
      fits: true,
      asExpected: false,
    });
  });

  test("of a composed system, parts and events are typed under their names", () => {
    const alone = spec({
      name: "alone",
      given: { works: flag() },
      build(_, { works }) {
        const alarm = one(Alarm);
        return system({
          parts: { alarm },
          rules: { alarm: { ring: { when: () => !works() }, clear: { when: works } } },
        });
      },
    });
    const whole = spec({
      name: "whole",
      build() {
        const front = fleet(Server, 1);
        const watch = include(alone, { given: { works: () => front.in("useless") === 0 } });
        return system({ parts: { front, watch }, rules: {}, terminal: "anywhere" });
      },
    });
    const day = timeline(whole, {
      name: "day",
      entries: [
        { time: "1:00", what: "rings", does: "watch.alarm.ring" },
        {
          time: "2:00",
          what: "still",
          sees: ({ watch, front }) => watch.parts.alarm.is("ringing") && front.in("useless") === 1,
        },
      ],
    });
    expect(judgeTimeline(day).fit!.steps.map(({ event }) => event)).toEqual(["overrun", "ring"]);
    // @ts-expect-error there is no such event
    timeline(whole, { name: "day", entries: [{ time: "1:00", what: "rings", does: "watch.alarm.rang" }] });
    // @ts-expect-error there is no such part
    timeline(whole, { name: "day", entries: [{ time: "1:00", what: "rings", sees: ({ watched }) => watched }] });
  });
});

const broken =
  (entries: readonly object[], more: object = {}) =>
  () =>
    judgeTimeline(timeline(small, { name: "day", ...more, entries: entries as never }));

describe("what is wrong with a timeline is said", () => {
  test.each([
    [
      broken([
        { time: "2:00", what: "a" },
        { time: "1:00", what: "b" },
      ]),
      /entry 2 of timeline `day`.*before 2:00/,
    ],
    [
      broken([
        { time: "2:00", what: "a" },
        { time: 3, what: "b" },
      ]),
      /cannot be compared/,
    ],
    [broken([{ time: "soon", what: "a" }]), /neither "05:15"/],
    [broken([{ time: "2:00", what: "a", does: "front.jump" }]), /no event `front.jump`; there are `front.overrun`/],
    [broken([], { refusedAt: "2:00" }), /expected to be refused at 2:00/],
    [broken([], { logged: ["jump"] }), /no event `jump`/],
    [broken([], { refused: "2:00" }), /timeline `day` has `refused`/],
  ])("%#", (judge, message) => {
    expect(judge).toThrow(SpecError);
    expect(judge).toThrow(message);
  });

  test("more states than one wants to look at", () => {
    const day = timeline(small, { name: "day", entries: [{ time: "1:00", what: "a", sees: () => true }] });
    expect(() => judgeTimeline(day, 3)).toThrow(/more than 3 states/);
  });
});

describe("logs", () => {
  const setting: Setting = { spec: small, scenario: undefined, params: {}, logged: [], statesMax: 1000 };
  const judged = (...lines: string[]) => {
    const judge = new Judge(setting);
    const reader = new LogReader(judge.engine.model);
    const said: string[] = [];
    for (const line of lines) {
      const observation = reader.read(line, (reason) => void said.push(reason));
      if (!observation || !judge.take(observation)) break;
    }
    return { said, verdict: judge.verdict("log") };
  };

  test("name members, counts of members, and values", () => {
    const { said, verdict } = judged(
      '{"time": 1, "does": "front.overrun", "member": 2}',
      '{"time": 1, "sees": {"front 1": {"state": "serving"}, "front": {"useless": 1}, "restarts": {"value": 0}}}',
      '{"time": 2, "does": ["alarm.clear", "alarm.ring"]}',
      '{"time": 3, "sees": {"restarts": {"value": 1}}, "since": {"alarm": {"state": "ringing"}}}',
    );
    expect(said).toEqual([]);
    expect(verdict).toMatchObject({ fits: true, matched: 4 });
    expect(verdict.fit!.steps[0]).toMatchObject({ part: "front", member: 2, event: "overrun" });
  });

  test("that cannot be have a first line that does not fit", () => {
    const { verdict } = judged(
      '{"time": 1, "does": "front.drain", "member": 1}',
      '{"time": 2, "sees": {"front 1": {"state": "serving"}}}',
    );
    expect(verdict.mismatch).toMatchObject({
      entry: 1,
      fails: "sees",
      reasons: [expect.stringContaining('front 1 state = "serving"` is false')],
    });
  });

  test.each([
    ["{", /no JSON/],
    ["[]", /no object/],
    ['{"time": 1, "sees": {"front 3": {"state": "serving"}}}', /no part or member `front 3`/],
    ['{"time": 1, "sees": {"front 1": {"threads": 3}}}', /front 1 has no `threads`; it has `state`/],
    ['{"time": 1, "sees": {"front": {"gone": 3}}}', /front has no state `gone`/],
    ['{"time": 1, "sees": {"restarts": {"value": 9}}}', /restarts.value is never 9: it is of range\(0, 3\)/],
    ['{"time": 1, "member": 1}', /names a member, and no event/],
    ['{"time": 1, "doez": "x"}', /it has `doez`; a line has `time`/],
    [`{"time": 1, "what": "${"x".repeat(LINE_MAX)}"}`, /longer than/],
  ])("say what is wrong with a line: %#", (line, message) => {
    const { said, verdict } = judged(line);
    expect(said.join("\n")).toMatch(message);
    expect(verdict.matched).toBe(0);
  });
});
