/* oxlint-disable consistent-function-scoping */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { locate } from "../src/capture/locate.ts";
import { SpecError, type Problem } from "../src/messages.ts";
import { isByNode, placeOf, placeOfSite } from "../src/capture/place.ts";
import { changed, now, snapshot, withoutClock, type Named } from "../src/model/purity.ts";
import { machine, t } from "../src/spec/machine.ts";
import { fleet } from "../src/spec/part.ts";
import * as remembers from "./capture/fixtures/remembers.ts";

describe("clocks and randomness", () => {
  const questions: [string, () => unknown][] = [
    ["Math.random", () => Math.random()],
    ["Date.now", () => Date.now()],
    ["new Date()", () => new Date()],
    ["Date()", () => Date()],
    ["performance.now", () => performance.now()],
    ["crypto", () => crypto.randomUUID()],
    ["Date.now", () => [1].map(() => Date.now())],
  ];

  test.each(questions)("%s throws, and the message names its line", (what, ask) => {
    const [where] = locate([ask]);
    const found = problemOf(() => withoutClock(ask));
    expect(found).toMatchObject({ code: "impure", what: `a rule or property uses ${what}` });
    expect(found.where).toMatchObject({ file: "test/purity.test.ts", line: where!.line });
  });

  test.each(questions)("%s is told even where the exception was swallowed", (what, ask) => {
    const swallowing = () => {
      try {
        ask();
      } catch {
        return true;
      }
      return false;
    };
    expect(problemOf(() => withoutClock(swallowing)).what).toContain(what);
  });

  test.each(questions)("%s works again afterwards, and for the true clock all along", (_what, ask) => {
    problemOf(() => withoutClock(ask));
    expect(() => ask()).not.toThrow();
    expect(withoutClock(() => now())).toBeGreaterThan(0);
    expect(Object.hasOwn(performance, "now")).toBe(false);
  });

  test("the first offence is told, not what came of it", () => {
    const run = () => {
      try {
        Math.random();
      } finally {
        throw new RangeError("later"); // oxlint-disable-line no-unsafe-finally
      }
    };
    expect(problemOf(() => withoutClock(run, () => "`build`")).what).toBe("`build` uses Math.random");
  });

  test("a date that is told its time is pure", () => {
    const dated = withoutClock(() => new Date(2020, 10, 25));
    expect(dated).toEqual(new Date(2020, 10, 25));
    expect(withoutClock(() => new Date(0) instanceof Date)).toBe(true);
  });

  test("a console that stamps its lines is no offence", () => {
    expect(withoutClock(() => [console.debug("looked at a state"), 1])).toEqual([undefined, 1]);
  });

  test("results, exceptions and nested runs pass through", () => {
    expect(withoutClock(() => withoutClock(() => 3))).toBe(3);
    expect(() =>
      withoutClock(() => {
        throw new RangeError("other");
      }),
    ).toThrow(RangeError);
    expect(problemOf(() => withoutClock(() => [withoutClock(() => 1), Date.now()])).what).toContain("Date.now");
    expect(Date.now()).toBeGreaterThan(0);
  });
});

describe("captured values", () => {
  const watched: Named[] = [
    { name: "`a`", f: remembers.readsCount },
    { name: "`b`", f: remembers.readsThroughHelper },
    { name: "`c`", f: remembers.readsImport },
    { name: "`d`", f: remembers.readsMeter },
    { name: "`e`", f: remembers.calls },
    { name: "`f`", f: remembers.untouched },
    { name: "`g`", f: undefined },
  ];

  test.each<[keyof typeof remembers.change, string, string, number]>([
    ["count", "count", "`a`", 15],
    ["seen", "seen", "`b`", 16],
    ["innerSet", "seen", "`b`", 16],
    ["log", "log", "`b`", 16],
    ["turns", "turns", "`c`", 18],
    ["limits", "limits", "`c`", 18],
    ["meter", "meter", "`d`", 19],
    ["current", "current", "`e`", 20],
  ])("a change of %s is noticed", (change, variable, name, line) => {
    const before = snapshot(watched);
    remembers.change[change]();
    expect(changed(before, snapshot(watched))).toMatchObject([
      {
        code: "captured-changed",
        what: `\`${variable}\`, which ${name} reads, changed during the check`,
        where: { file: "test/capture/fixtures/remembers.ts", line },
      },
    ]);
  });

  test("nothing changed, nothing to say", () => {
    const before = snapshot(watched);
    remembers.readsThroughHelper();
    expect(changed(before, snapshot(watched))).toEqual([]);
  });

  test("handles, machines and proxies are not looked into", () => {
    const Door = machine("door", "shut", [t("shut", "open", "ajar")]);
    const doors = fleet(Door, 2);
    const held = { doors, Door, watching: new Proxy({ a: 1 }, { ownKeys: () => expect.fail("looked into a proxy") }) };
    const reads = () => held.doors.in("shut") + doors.size;
    const before = snapshot([{ name: "`reads`", f: reads }]);
    Object.assign(doors, { extra: 1 });
    expect(changed(before, snapshot([{ name: "`reads`", f: reads }]))).toEqual([]);
  });

  test("accessors are not asked", () => {
    const held = {
      get trap(): number {
        throw new Error("asked");
      },
    };
    const reads = () => held.trap;
    expect(changed(snapshot([{ name: "`reads`", f: reads }]), snapshot([{ name: "`reads`", f: reads }]))).toEqual([]);
  });

  test("a value that is replaced by an equal one has not changed", () => {
    let held = { list: [1, { deep: new Set([1]) }] };
    const reads = () => held.list.length;
    const before = snapshot([{ name: "`reads`", f: reads }]);
    held = structuredClone(held);
    expect(changed(before, snapshot([{ name: "`reads`", f: reads }]))).toEqual([]);
    held.list[1] = { deep: new Set([2]) };
    expect(changed(before, snapshot([{ name: "`reads`", f: reads }]))).toHaveLength(1);
  });

  test("what another package remembers is its own affair", () => {
    const before = snapshot([{ name: "`test`", f: test }]);
    expect(before.size).toBeGreaterThan(0);
    expect(changed(before, snapshot([{ name: "`test`", f: test }]))).toEqual([]);
  });

  test("functions without end and values without end come to one", () => {
    const chain = { next: undefined as unknown };
    for (let i = 0, end: { next: unknown } = chain; i < 10_000; i++) end = end.next = { next: undefined };
    const ping = (): unknown => pong ?? chain;
    const pong = (): unknown => ping;
    expect(snapshot([{ name: "`ping`", f: ping }]).size).toBe(2);
  });
});

describe("places", () => {
  test("of an error and of a site are the author's first frame", () => {
    const here = new Error("here\n    at nowhere (/not/a/frame.ts:1:2)");
    const site = machine("door", "shut", [t("shut", "open", "ajar")]).site;
    expect(placeOf(here)).toMatchObject({ file: "test/purity.test.ts", line: lineOf("const here ="), column: 18 });
    expect(placeOfSite(site)).toMatchObject({ file: "test/purity.test.ts", line: lineOf("const site ="), column: 18 });
  });

  test.each<[string, object | undefined]>([
    ["Error: x\n    at f (file:///a/b%20c.ts:3:4)", { line: 3, column: 4 }],
    ["Error: x\n    at new A (/a/b (c)/d.ts:3:4)\n    at /e.ts:5:6", { line: 3, column: 4 }],
    ["Error: x\n    at Array.map (<anonymous>)\n    at async /a/b.ts:3:4", { line: 3, column: 4 }],
    ["Error: x\n    at run (node:internal/x:1:2)\n    at f (/a/node_modules/b/c.js:1:2)", undefined],
    [
      "/a/b.ts:2\nconst a = 1;\nconst b = = 3;\n          ^\n\nSyntaxError: Expression expected",
      { line: 2, column: 11 },
    ],
    ["file:///a/b.ts:1\nimport { nope } from 'c';\n         ^^^^\nSyntaxError: no export", { line: 1, column: 10 }],
    ["no stack at all", undefined],
  ])("in %j", (stack, place) => {
    const found = placeOf({ stack, message: "x" });
    expect(found && { line: found.line, column: found.column }).toEqual(place);
  });

  test("of what is no error there is none", () => {
    for (const thrown of [undefined, null, "text", 3, {}, { stack: 3 }]) expect(placeOf(thrown)).toBeUndefined();
  });

  test("what Node calls is told from what the author calls", () => {
    expect(isByNode(new Error("mine"))).toBe(false);
    const stack =
      "Error\n    at now (/lib/node_modules/x.js:1:1)\n    at log (node:console:1:2)\n    at f (/a/b.ts:1:2)";
    expect(isByNode(Object.assign(new Error(), { stack }))).toBe(true);
  });
});

function problemOf(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof SpecError) return error.problems[0]!;
    throw error;
  }
  return expect.fail("no problem was found");
}

/** The line of this file on which the first such text stands. */
function lineOf(text: string): number {
  return (
    readFileSync(import.meta.filename, "utf8")
      .split("\n")
      .findIndex((line) => line.includes(text)) + 1
  );
}
