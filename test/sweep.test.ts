// Which points of a sweep are run, and where claims are said to flip: a bisected sweep says what a full one says, runs what
// stands on both sides of every flip, and never takes a claim for monotone that it has seen to flip twice.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { problem } from "../src/messages.ts";
import { linesOf, pointsOf } from "../src/sweep/grid.ts";
import { runSweep, type SweepPlan } from "../src/sweep/run.ts";
import type { Result, Sweep, Values } from "../src/sweep/sweep.ts";
import type { Outcome, PropertyKind, Verdict } from "../src/verdict/verdict.ts";

const blank: Verdict = {
  spec: "s",
  scenario: "as built",
  params: {},
  specHash: "",
  engine: "interpreted",
  workers: 1,
  reduction: "none",
  reductions: [],
  states: 1,
  transitions: 0,
  depth: 0,
  seconds: 0,
  bytesPerState: 0,
  events: {},
  properties: [],
  asExpected: true,
};

const property = (name: string, verdict: Outcome, kind: PropertyKind = "always") => ({
  name,
  kind,
  expected: "holds" as const,
  verdict,
  assurance: "exact" as const,
  asExpected: verdict === "holds",
});

/** A check that came to these verdicts. */
const checked = (verdicts: Readonly<Record<string, Outcome>>): Result => ({
  kind: "checked",
  verdict: {
    ...blank,
    properties: [
      ...Object.entries(verdicts).map(([name, verdict]) => property(name, verdict)),
      property("no deadlock", "holds", "builtin"),
    ],
  },
});
const failed: Result = { kind: "failed", problems: [problem("point-ended", { point: "", reason: "" })] };

const plan = (change: Partial<SweepPlan> = {}): SweepPlan => ({
  spec: "s",
  file: "s.ts",
  scenario: "as built",
  fixed: {},
  axes: [{ param: "n", values: [1, 2, 3] }],
  monotone: [],
  ...change,
});

const along = (count: number) => [{ param: "n", values: Array.from({ length: count }, (_, i) => i + 1) }];

/** Runs a sweep over given results, and says which points were run, in which rounds. */
async function swept(change: Partial<SweepPlan>, resultAt: (at: Values) => Result) {
  const rounds: Values[][] = [];
  const sweep = await runSweep(plan(change), async (points) => {
    rounds.push([...points]);
    return points.map(resultAt);
  });
  return { sweep, rounds, run: rounds.flat() };
}

const courseOf = (sweep: Sweep, claim: string) => sweep.courses.filter((course) => course.claim === claim);

describe("points", () => {
  test("every combination, the last parameter varying fastest", () => {
    const axes = [
      { param: "a", values: [1, 2] },
      { param: "b", values: ["x", "y"] },
    ];
    const points = pointsOf(axes);
    expect(points).toEqual([
      { a: 1, b: "x" },
      { a: 1, b: "y" },
      { a: 2, b: "x" },
      { a: 2, b: "y" },
    ]);
    expect(linesOf(axes, points).map((line) => line.map(({ a }) => a))).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });
});

const outcome = fc.constantFrom<Outcome>("holds", "violated", "incomplete");

describe("a full sweep", () => {
  test("runs every point once, and says where each claim flips", async () => {
    const { sweep, run } = await swept({ axes: along(6) }, ({ n }) =>
      checked({ low: Number(n) < 3 ? "holds" : "violated", odd: Number(n) % 2 === 1 ? "holds" : "violated" }),
    );
    expect(run.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(courseOf(sweep, "low")[0]?.flips).toEqual([
      { from: "holds", to: "violated", after: 2, at: 3, undecided: [] },
    ]);
    expect(courseOf(sweep, "odd")[0]?.flips).toHaveLength(5);
    expect(sweep.claims).toEqual(["low", "odd", "no deadlock"]);
  });

  test("a flip among points that are not decided may lie at any of them", async () => {
    const outcomes: Outcome[] = ["holds", "incomplete", "violated", "incomplete"];
    const { sweep } = await swept({ axes: along(4) }, ({ n }) => checked({ c: outcomes[Number(n) - 1]! }));
    const [course] = courseOf(sweep, "c");
    expect(course?.flips).toEqual([{ from: "holds", to: "violated", after: 1, at: 3, undecided: [2] }]);
    expect(course?.stretches.map(({ standing }) => standing)).toEqual([
      "holds",
      "incomplete",
      "violated",
      "incomplete",
    ]);
  });

  test("stretches cover every value in order, and incomplete ones never count as holding", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(outcome, { minLength: 2, maxLength: 20 }), async (outcomes) => {
        const { sweep } = await swept({ axes: along(outcomes.length) }, ({ n }) =>
          checked({ c: outcomes[Number(n) - 1]! }),
        );
        const [course] = courseOf(sweep, "c");
        const told = course!.stretches.flatMap(({ standing, first, last }) =>
          Array.from({ length: Number(last) - Number(first) + 1 }, () => standing),
        );
        expect(told).toEqual(outcomes);
      }),
    );
  });

  test("a claim that some parameters do not make is not claimed there", async () => {
    const { sweep } = await swept({}, ({ n }) => checked(n === 2 ? {} : { c: "holds" }));
    expect(courseOf(sweep, "c")[0]?.stretches.map(({ standing }) => standing)).toEqual(["holds", "unclaimed", "holds"]);
    expect(courseOf(sweep, "c")[0]?.flips).toEqual([]);
  });
});

/** Verdicts that flip at most once, and the points at which checks give none. */
const monotone = fc
  .record({
    count: fc.integer({ min: 2, max: 40 }),
    flip: fc.integer({ min: 0, max: 41 }),
    falls: fc.boolean(),
    open: fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 3 }),
  })
  .map(({ count, flip, falls, open }) => ({
    count,
    resultAt: ({ n }: Values): Result => {
      if (open.includes(Number(n))) return Number(n) % 2 === 0 ? failed : checked({ c: "incomplete" });
      return checked({ c: Number(n) < flip === falls ? "holds" : "violated" });
    },
  }));

const bothHold = (): Result => checked({ c: "holds", d: "holds" });

describe("a bisected sweep", () => {
  test("says of a monotone claim what a full one says, and has run both sides of every flip", async () => {
    await fc.assert(
      fc.asyncProperty(monotone, async ({ count, resultAt }) => {
        const full = await swept({ axes: along(count) }, resultAt);
        const { sweep, run } = await swept({ axes: along(count), monotone: ["c"] }, resultAt);
        const [expected, told] = [courseOf(full.sweep, "c")[0], courseOf(sweep, "c")[0]];
        const flips = (course: typeof told) =>
          course?.flips.map(({ from, to, after, at }) => ({ from, to, after, at }));
        expect(flips(told)).toEqual(flips(expected));
        for (const { after, at, undecided } of told?.flips ?? [])
          for (const value of [after, at, ...undecided]) expect(run).toContainEqual({ n: value });
        expect(new Set(run.map(({ n }) => n)).size).toBe(run.length);
      }),
    );
  });

  test("runs few points where all are decided", async () => {
    const { sweep, rounds } = await swept({ axes: along(1000), monotone: ["c"] }, ({ n }) =>
      checked({ c: Number(n) <= 617 ? "holds" : "violated" }),
    );
    expect(rounds.flat().length).toBeLessThanOrEqual(12);
    expect(courseOf(sweep, "c")[0]).toMatchObject({
      isInferred: true,
      flips: [{ after: 617, at: 618, undecided: [] }],
    });
  });

  test("what was left out is concluded for the monotone claim alone", async () => {
    const { sweep } = await swept({ axes: along(5), monotone: ["c"] }, () => checked({ c: "holds" }));
    expect(courseOf(sweep, "c")[0]?.stretches).toEqual([{ standing: "holds", first: 1, last: 5 }]);
    expect(courseOf(sweep, "no deadlock")[0]).toMatchObject({
      isInferred: false,
      stretches: [{ standing: "holds" }, { standing: "skipped", first: 2, last: 4 }, { standing: "holds" }],
    });
  });

  test("runs everything where another claim is made, or asked for", async () => {
    const { run } = await swept({ axes: along(9), monotone: ["c"] }, bothHold);
    expect(run).toHaveLength(9);
    const asked = await swept({ axes: along(9), monotone: ["c"], properties: ["c", "no deadlock"] }, bothHold);
    expect(asked.run).toHaveLength(9);
    const alone = await swept({ axes: along(9), monotone: ["c"], properties: ["c"] }, bothHold);
    expect(alone.run).toHaveLength(2);
  });

  test("runs everything where nothing is decided", async () => {
    expect((await swept({ axes: along(9), monotone: ["c"] }, () => failed)).run).toHaveLength(9);
    expect((await swept({ axes: along(9), monotone: ["c"] }, () => checked({ c: "incomplete" }))).run).toHaveLength(9);
  });

  test("a lie is told, and everything run, as soon as the points that were run show it", async () => {
    // Bisecting for `c` runs points at which `d` is seen to flip twice.
    const { sweep, run } = await swept({ axes: along(9), monotone: ["c", "d"] }, ({ n }) =>
      checked({ c: Number(n) < 3 ? "holds" : "violated", d: Number(n) === 5 ? "violated" : "holds" }),
    );
    expect(run).toHaveLength(9);
    expect(sweep.contradictions.map(({ what }) => what)).toEqual([
      "claim `d` of spec `s` is not monotone in `n`: holds at 4, violated at 5, holds at 6",
    ]);
    expect(courseOf(sweep, "d")[0]?.isInferred).toBe(false);
  });

  test("any lie that a full sweep shows is told by one that ran everything", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(outcome, { minLength: 2, maxLength: 12 }), async (outcomes) => {
        const other = { monotone: ["c"], properties: ["c", "no deadlock"] };
        const { sweep } = await swept({ ...other, axes: along(outcomes.length) }, ({ n }) =>
          checked({ c: outcomes[Number(n) - 1]! }),
        );
        const decided = outcomes.filter((verdict) => verdict !== "incomplete");
        const changes = decided.filter((verdict, i) => i > 0 && verdict !== decided[i - 1]);
        expect(sweep.contradictions).toHaveLength(changes.length > 1 ? 1 : 0);
      }),
    );
  });

  test("lines are bisected each by itself", async () => {
    const axes = [{ param: "m", values: [4, 8] }, ...along(16)];
    const { sweep, run } = await swept({ axes, monotone: ["c"] }, ({ m, n }) =>
      checked({ c: Number(n) <= Number(m) ? "holds" : "violated" }),
    );
    expect(run.length).toBeLessThanOrEqual(14);
    expect(courseOf(sweep, "c").map(({ params, flips }) => [params, flips[0]?.at])).toEqual([
      [{ m: 4 }, 5],
      [{ m: 8 }, 9],
    ]);
  });
});

describe("an interrupted sweep", () => {
  test("what was not come to is unstarted, and nothing is concluded across it", async () => {
    let left = 3;
    const unstarted: Result = { kind: "unstarted" };
    const { sweep } = await swept({ axes: along(20), monotone: ["c"] }, ({ n }) =>
      left-- > 0 ? checked({ c: Number(n) <= 7 ? "holds" : "violated" }) : unstarted,
    );
    const kinds = sweep.points.map(({ result }) => result.kind);
    expect(kinds.filter((kind) => kind === "checked")).toHaveLength(3);
    // Run: 1, 20 and 10. Between 10 and 20 all is violated; between 1 and 10 nothing is known.
    expect(kinds.slice(1, 9)).toEqual(Array.from({ length: 8 }, () => "unstarted"));
    expect(courseOf(sweep, "c")[0]?.flips).toMatchObject([{ after: 1, at: 10, undecided: [2, 3, 4, 5, 6, 7, 8, 9] }]);
  });
});
