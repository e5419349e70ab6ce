// A search that is stopped and taken up again comes to what it would have come to in one go, whichever engine ends it.
import { check, SpecError, type Checkpoint, type CheckOptions, type Spec } from "fleetcheck";
import { describe, expect, test } from "vitest";
import shardMap from "../specs/shard-map.ts";
import { checkpointBytes, readCheckpoint } from "../src/engine/checkpoint.ts";
import philosophers from "./oracles/philosophers.ts";
import twoPhase from "./oracles/two-phase-commit.ts";

/** All that a verdict says but how it was come to. */
function said(spec: Spec, options: CheckOptions) {
  const {
    seconds: _seconds,
    bytesPerState: _bytes,
    engine: _engine,
    workers: _workers,
    ...verdict
  } = check(spec, options);
  return verdict;
}

/** The checkpoint of a search that a budget ends, through its bytes. */
function stopped(spec: Spec, options: CheckOptions): Checkpoint {
  let last: Checkpoint | undefined;
  check(spec, { ...options, onCheckpoint: (checkpoint) => (last = checkpoint) });
  return readCheckpoint(Buffer.concat([...checkpointBytes(last!, "0.0.0")]), "0.0.0");
}

const problemOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof SpecError) return error.problems.map((p) => `${p.code}: ${p.what}`).join("\n");
  }
  return "nothing was refused";
};

describe("a search goes on where it was stopped", () => {
  const engines = ["interpreted", "compiled"] as const;
  for (const before of engines) {
    for (const after of engines) {
      test.each([{ states: 500 }, { depth: 0 }, { depth: 9 }])(`${before}, then ${after}, after %o`, (budget) => {
        const asked = { params: { managers: 5 }, symmetry: "off", workers: 1 } as const;
        const resume = stopped(twoPhase, { ...asked, engine: before, budget });
        expect(said(twoPhase, { ...asked, engine: after, resume })).toEqual(
          said(twoPhase, { ...asked, engine: after }),
        );
      });
    }
  }

  test("with symmetry, and with claims on the graph", () => {
    for (const scenario of Object.keys(shardMap.scenarios)) {
      const resume = stopped(shardMap, { scenario, budget: { depth: 3 } });
      expect(said(shardMap, { scenario, resume })).toEqual(said(shardMap, { scenario }));
    }
  });

  test("with findings made before", () => {
    const scenario = "25 November 2020";
    const resume = stopped(shardMap, { scenario, budget: { depth: 4 } });
    expect(resume.reached.findings.length).toBeGreaterThan(0);
    expect(said(shardMap, { scenario, resume })).toEqual(said(shardMap, { scenario }));
  });

  test("a finished search leaves no checkpoint", () => {
    let written = 0;
    check(philosophers, { params: { philosophers: 3 }, onCheckpoint: () => written++ });
    expect(written).toBe(0);
  });
});

describe("a checkpoint of something else is refused", () => {
  const options = { params: { managers: 3 }, symmetry: "off" } as const;
  const made = () => stopped(twoPhase, { ...options, budget: { depth: 2 } });

  test.each<[string, CheckOptions, string]>([
    ["other parameters", { params: { managers: 4 }, symmetry: "off" }, "have changed since"],
    ["other claims", { ...options, properties: ["all can commit"] }, "other claims"],
    ["another reduction", { params: { managers: 3 } }, "without symmetry reduction"],
  ])("%s", (_, asked, reason) => {
    expect(problemOf(() => check(twoPhase, { ...asked, resume: made() }))).toContain(reason);
  });

  test("another spec", () => {
    expect(problemOf(() => check(philosophers, { symmetry: "off", resume: made() }))).toContain("two-phase commit");
  });

  test("another version, a torn file, and what is none", () => {
    const bytes = Buffer.concat([...checkpointBytes(made(), "1.0.0")]);
    expect(problemOf(() => readCheckpoint(bytes, "1.0.1"))).toContain("written by version 1.0.0");
    expect(problemOf(() => readCheckpoint(bytes.subarray(0, -4), "1.0.0"))).toContain("not whole");
    expect(problemOf(() => readCheckpoint(Buffer.from("states"), "1.0.0"))).toContain("does not begin like one");
  });
});
