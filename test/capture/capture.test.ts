// capture and locate, in this process (through vite), in a plain Node process, and in a worker of one.
/* oxlint-disable unbound-method, consistent-function-scoping */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { capture, type Captured } from "../../src/capture/capture.ts";
import { locate } from "../../src/capture/locate.ts";
import { freeNames } from "../../src/capture/parse.ts";
import { early, made, usesImports, usesModule } from "./fixtures/functions.ts";
import { limits, turn, turns, twice } from "./fixtures/outside.ts";

const functionsFile = "test/capture/fixtures/functions.ts";
const only = (f: Function): Captured => capture([f], freeNames)[0]!;
const variablesOf = (f: Function) => Object.fromEntries(only(f).variables);

describe("captured values", () => {
  test("constants of the module, also those that are present and undefined", () => {
    expect(only(usesModule).variables).toEqual(
      new Map<string, unknown>([
        ["atTop", 7],
        ["absent", undefined],
      ]),
    );
  });

  test("imports stand behind vite's module objects", () => {
    const [, module] = [...only(usesImports).variables][0]! as [string, Record<string, unknown>];
    expect(module).toMatchObject({ twice, limits });
  });

  test("each turn of a loop has its own values, and captured functions can be captured in turn", () => {
    const captured = made(4).loop.map(variablesOf);
    expect(captured.map(({ i }) => i)).toEqual([0, 1, 2]);
    expect(variablesOf(captured[0]!.helper as Function)).toEqual({ limit: 4 });
  });

  test("the innermost of two names counts", () => {
    expect(variablesOf(made(4).shadowed)).toEqual({ atTop: "shadow", limit: 4 });
  });

  test("methods in shorthand, with plain and computed names", () => {
    const { rule } = made(6);
    expect(variablesOf(rule.when)).toEqual({ limit: 6 });
    expect(variablesOf(variablesOf(rule.then).helper as Function)).toEqual({ limit: 6 });
  });

  test("the values are those of now", () => {
    let count = 0;
    const counts = () => ++count;
    expect(variablesOf(counts)).toEqual({ count: 0 });
    counts();
    expect(variablesOf(counts)).toEqual({ count: 1 });
  });

  test("a name that is not initialised yet is left out", () => {
    const reader = () => later;
    expect(only(reader).variables).toEqual(new Map());
    const later = reader;
    expect(variablesOf(later)).toEqual({ later: reader });
  });

  test("a function that was optimised keeps its scopes", () => {
    const step = 3;
    const add = (x: number) => (x + step) % 1_000;
    for (let i = 0, x = 0; i < 3_000_000; i++) x = add(x);
    expect(variablesOf(add)).toEqual({ step: 3 });
  });

  test("native, bound and global functions capture nothing", () => {
    const { rule } = made(1);
    for (const f of [Math.max, rule.when.bind(rule)]) expect(only(f)).toMatchObject({ variables: new Map() });
    expect(only(() => Math.max(1, 2)).variables).toEqual(new Map());
  });

  test("the text is the engine's, whatever toString says", () => {
    const disguised = Object.assign((x: number) => x, { toString: () => "no" });
    expect(only(disguised).text).toBe("(x) => x");
  });

  test("nothing stays on globalThis", () => {
    const before = Reflect.ownKeys(globalThis);
    capture([usesModule], () => {
      throw new Error("in the middle");
    });
    expect(Reflect.ownKeys(globalThis)).toEqual(before);
  });

  test("none of none", () => {
    expect(capture([], freeNames)).toEqual([]);
    expect(locate([])).toEqual([]);
  });
});

describe("places", () => {
  test("are those of the file as it was written", () => {
    const { loop, shadowed, rule } = made(4);
    const lines = locate([usesModule, usesImports, loop[2]!, shadowed, rule.when, rule.then, early]).map(
      (p) => p && `${p.file}:${p.line}`,
    );
    expect(lines).toEqual(expectedLines);
  });

  test("of the library, of packages and of Node are not told", () => {
    expect(locate([capture, test, Math.max, setTimeout])).toEqual([undefined, undefined, undefined, undefined]);
  });
});

const expectedLines = [9, 10, 15, 16, 21, 24, 31].map((line) => `${functionsFile}:${line}`);

describe("without vite", () => {
  const expected = {
    captured: [
      {
        text: "(s         )          => s.count < atTop && absent === undefined",
        variables: { atTop: 7, absent: "undefined" },
      },
      {
        text: "(s         )         => twice(s.count) + limits.high + half(turns) + outside.turns",
        variables: {
          twice: "function twice",
          limits: { low: 1, high: 9 },
          half: "function half",
          turns: 0,
          outside: { turns: 0 },
        },
      },
      { variables: { i: 2, helper: "function helper" } },
      { variables: { atTop: "shadow", limit: 4 } },
      { variables: { limit: 4 } },
      { variables: { helper: "function helper" } },
      { variables: { late: 5 } },
    ],
    lines: [...expectedLines, null],
  };

  test("in a process of its own", () => {
    expect(probe([])).toMatchObject(expected);
  });

  test("in a worker", () => {
    expect(probe([], "worker")).toMatchObject(expected);
  });

  test("where Node forbids the inspector, there is a reason and nothing else", () => {
    const { captured, lines } = probe(["--permission", "--allow-fs-read=*"]);
    for (const { variables, unreadable } of captured) {
      expect(variables).toEqual({});
      expect(unreadable).toMatch(/^its captured values cannot be read: .*(denied|restricted)/i);
    }
    expect(new Set(lines)).toEqual(new Set([null]));
  });
});

test("an import is live", () => {
  const reader = () => turns;
  const before = readThrough(reader);
  turn();
  expect(readThrough(reader)).toBe(before + 1);
});

/** An import as vite hands it over: a member of the one captured object. */
function readThrough(f: () => number): number {
  const [module] = [...only(f).variables.values()] as [{ turns: number }];
  return module.turns;
}

interface Probed {
  readonly captured: readonly { text: string; variables: Record<string, unknown>; unreadable?: string }[];
  readonly lines: readonly (string | null)[];
}

function probe(flags: readonly string[], ...args: readonly string[]): Probed {
  const file = join(import.meta.dirname, "fixtures", "probe.ts");
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, file, ...args], { encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as Probed;
}
