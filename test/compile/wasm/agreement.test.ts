// The compiled engine against the reference: random specs, on states as they are laid out and on the same states made
// wide, with one worker and with two.
import { assert, property } from "fast-check";
import { expect, test } from "vitest";
import { isOnGraph } from "../../../src/explore/graph.ts";
import { search as explore } from "../../../src/explore/search.ts";
import { WalkedSpace } from "../../../src/explore/walk.ts";
import type { Interpreter } from "../../../src/model/interpret.ts";
import type { Layout } from "../../../src/model/layout.ts";
import type { Spec } from "../../../src/spec/spec.ts";
import { randomSpecs } from "../../random/specs.ts";
import { leavesOf, systemOf, wide } from "./random-systems.ts";
import { search, type Told } from "./search.ts";
import type { System } from "./systems.ts";

const RUNS = 150;
const SEED = 20201125;
const STATES_MAX = 3000;

test(`${RUNS} random specs, seed ${SEED}`, { timeout: 120_000 }, () => {
  const runs = { compared: 0 };
  const agrees = (random: { evaluate(): Spec }) => {
    const told = toldOf(random.evaluate());
    if (told === undefined) return;
    runs.compared++;
    const { system, reference } = told;
    expect(decoded(search(system), system.layout)).toEqual(reference);
    expect(decoded(search(system, { workers: 2, entriesMin: 16 }), system.layout)).toEqual(reference);
    for (const [gap, longList] of [
      [17, true],
      [33, false],
    ] as const) {
      const wider = wide(system, gap);
      expect(decoded(search(wider, { entriesMin: 16, longList }), wider.layout)).toEqual(reference);
    }
  };
  assert(property(randomSpecs, agrees), { seed: SEED, numRuns: RUNS });
  console.log(`${runs.compared} of ${RUNS} random specs compared`);
  expect(runs.compared).toBeGreaterThan(RUNS / 2);
});

/** What the reference says of a spec, and the spec as a system; nothing where it is large, wrong or not lowered. */
function toldOf(spec: Spec): { system: System; reference: Told } | undefined {
  const made = systemOf(spec);
  if (made === undefined) return undefined;
  try {
    const reference = referenceOf(made.program, made.system.layout);
    return reference && { system: made.system, reference };
  } catch {
    return undefined;
  }
}

function referenceOf(program: Interpreter, layout: Layout): Told | undefined {
  const wanted = Uint8Array.from(program.claims, (claim) => (isOnGraph(claim) ? 0 : 1));
  const space = new WalkedSpace(program, wanted);
  const levels: number[] = [];
  const onLevel = () => levels.push(space.left);
  const run = explore(program, space, wanted, {
    budget: { states: STATES_MAX },
    interrupted: () => false,
    now: () => 0,
    onLevel,
  });
  let turn = run.next();
  while (!turn.done) turn = run.next();
  const { states, transitions, fired, findings, stopped } = turn.value;
  if (stopped) return undefined;
  const hits = new Map(
    [...findings].map(([claim, { level, state }]) => [claim, { level, state: leavesOf(state, layout) }]),
  );
  return { states, transitions, fired: [...fired], levels: [...levels, 0], hits: sorted(hits) };
}

type Hits = Told["hits"];
const sorted = (hits: Hits): Hits => new Map([...hits].toSorted(([a], [b]) => a - b));

/** The same with states as leaves, which no layout changes. */
function decoded(told: Told, layout: Layout): Told {
  const hits = [...told.hits].map(
    ([claim, { level, state }]) => [claim, { level, state: leavesOf(Uint32Array.from(state), layout) }] as const,
  );
  return { ...told, hits: sorted(new Map(hits)) };
}
