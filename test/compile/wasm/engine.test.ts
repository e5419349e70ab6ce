// The compiled engine on systems whose state spaces are known.
import { describe, expect, test } from "vitest";
import type { Engine } from "../../../src/compile/wasm/engine.ts";
import { newEngine, search, searchWith } from "./search.ts";
import { philosophers, threadMesh, twoPhase, type System } from "./systems.ts";

const twoPhaseCounts = [
  [1, 12, 19],
  [2, 56, 153],
  [3, 288, 1145],
  [4, 1568, 8257],
  [5, 8832, 58_145],
  [6, 50_816, 402_305],
  [7, 296_448, 2_744_705],
] as const;

describe("exact counts", () => {
  test.each(twoPhaseCounts)("two-phase commit with %i managers", (managers, states, transitions) => {
    expect(search(twoPhase(managers))).toMatchObject({ states, transitions });
  });
  test.each(twoPhaseCounts)("the same with %i managers and two workers, from a tiny table", (managers) => {
    const one = search(twoPhase(managers));
    expect(search(twoPhase(managers), { workers: 2, entriesMin: 16 })).toEqual(one);
  });
  test("philosophers", () => {
    const told = search(philosophers(8));
    expect(told).toMatchObject({ states: 103_682 });
    expect([...told.hits.keys()]).toEqual([1]);
    expect(told.fired.slice(0, 2)).toEqual([told.fired[3]! + told.fired[4]!, told.fired[5]! + told.fired[6]!]);
  });
  test("a mesh of more than 64 bits, whose table grows", () => {
    const told = search(threadMesh(8, 1), { entriesMin: 16 });
    expect(told).toMatchObject({ states: 2 ** 16 + 1 });
    expect(search(threadMesh(8, 1), { workers: 2 })).toEqual(told);
  });
});

test("code of several functions", () => {
  const system = threadMesh(80, 1);
  const engine = newEngine(system);
  engine.begin([system.starts]);
  const levels = [0, 1, 2].map(() => {
    while (engine.sweep(50) !== "done");
    return engine.nextLevel();
  });
  expect(levels).toEqual([1, 160, (160 * 159) / 2]);
});

test("levels that were kept", () => {
  const system = twoPhase(3);
  const engine = newEngine(system, { keep: true });
  const told = searchWith(engine, system);
  const levels = engine.levels();
  expect(levels.map(({ length }) => length)).toEqual(told.levels);
  expect(levels[0]).toEqual(system.starts);
  expect(new Set(levels.flatMap((level) => [...level])).size).toBe(told.states);
});

describe("predecessors", () => {
  test.each([
    ["kept levels", true],
    ["levels that were not kept", false],
  ])("%s lead back to the start", (_, keep) => {
    const system = twoPhase(5);
    const engine = newEngine(system, { keep });
    const told = searchWith(engine, system);
    const { level, state } = told.hits.get(1)!;
    const path: Uint32Array[] = [Uint32Array.from(state)];
    for (let at = level - 1; at >= 0; at--) {
      const generator = engine.predecessors(at, [path[0]!]);
      let turn = generator.next();
      while (!turn.done) turn = generator.next();
      path.unshift(turn.value[0]!);
    }
    expect(path[0]).toEqual(system.starts);
    expect(engine.transitions).toBe(told.transitions);
    expect([...engine.fired]).toEqual(told.fired);
    expect(path.map((words) => [...words])).toMatchSnapshot();
  });
});

/** Searches until there is no more room; gives what was hit. */
function searchUntilFull(engine: Engine, { starts, claims }: System) {
  const wanted = new Uint8Array(claims.length).fill(1);
  const hits = new Map<number, { level: number; state: Uint32Array }>();
  engine.want(wanted);
  engine.begin([starts]);
  for (;;) {
    let swept = engine.sweep(50);
    while (swept === "more") swept = engine.sweep(50);
    for (const [claim, state] of engine.hits()) {
      wanted[claim] = 0;
      hits.set(claim, { level: engine.level, state });
    }
    engine.want(wanted);
    if (swept === "full") return hits;
    if (engine.nextLevel() === 0) throw new Error("there was room for all");
  }
}

const traced = (engine: Engine, { level, state }: { level: number; state: Uint32Array }): string[] => {
  const path = [state];
  for (let at = level - 1; at >= 0; at--) {
    const generator = engine.predecessors(at, [path[0]!]);
    let turn = generator.next();
    while (!turn.done) turn = generator.next();
    path.unshift(turn.value[0]!);
  }
  return path.map((words) => words.join());
};

describe("where memory ends", () => {
  const system = twoPhase(8);
  test.each([
    ["the table", { table: 40 }, 1],
    ["the list", { list: 16 }, 1],
    ["the list, of several workers", { list: 20 }, 3],
  ])("%s: the search ends, and what it found can be traced", { timeout: 60_000 }, (_, pagesMax, workers) => {
    const engine = newEngine(system, { pagesMax, workers, entriesMin: 16, crewMin: 0 });
    const hits = searchUntilFull(engine, system);
    expect(engine.states).toBeGreaterThan(10_000);
    expect(engine.states).toBeLessThan(1_745_408);
    const whole = newEngine(system, { keep: true });
    searchWith(whole, system);
    expect([...hits.keys()]).toContain(2);
    for (const found of hits.values()) expect(traced(engine, found)).toEqual(traced(whole, found));
    engine.stop();
  });
  test("there is room for what is to be searched, but not for all levels together", () => {
    const engine = newEngine(system, { pagesMax: { list: 120 } });
    const hits = searchWith(engine, system).hits;
    const whole = newEngine(system, { keep: true });
    searchWith(whole, system);
    for (const { level, state } of hits.values()) {
      const found = { level, state: Uint32Array.from(state) };
      expect(traced(engine, found)).toEqual(traced(whole, found));
    }
  });
  test("there is no room for what it begins with", () => {
    const engine = newEngine(system, { pagesMax: { table: 5 }, entriesMin: 16 });
    const levels = newEngine(system, { keep: true });
    searchWith(levels, system);
    engine.begin(levels.levels());
    expect(engine.sweep(50)).toBe("full");
  });
});

describe("workers", () => {
  test("three find what one finds, while the table grows under them", { timeout: 120_000 }, () => {
    const system = twoPhase(8);
    const three = search(system, { workers: 3, entriesMin: 16, crewMin: 0 });
    expect(three).toEqual(search(system));
    expect(three).toMatchObject({ states: 1_745_408, transitions: 18_507_777 });
  });
  test.each([true, false])("the same for wide states, long list: %s", { timeout: 120_000 }, (longList) => {
    const system = threadMesh(9, 1);
    const options = { workers: 3, entriesMin: 16, crewMin: 0, longList };
    expect(search(system, options)).toEqual(search(system));
  });
});
