// The compiled engine against the reference: random specs, on states as they are laid out and on the same states made
// wide, with one worker and with two.
import { assert, property } from "fast-check";
import { expect, test } from "vitest";
import { lower } from "../../../src/compile/lower.ts";
import { isOnGraph } from "../../../src/explore/graph.ts";
import { search as explore } from "../../../src/explore/search.ts";
import { WalkedSpace } from "../../../src/explore/walk.ts";
import { SpecError } from "../../../src/messages.ts";
import { elaborate } from "../../../src/model/elaborate.ts";
import { Interpreter } from "../../../src/model/interpret.ts";
import { pack, unpack, type Layout } from "../../../src/model/layout.ts";
import { resolveParams } from "../../../src/model/params.ts";
import type { Spec } from "../../../src/spec/spec.ts";
import { randomSpecs } from "../../random/specs.ts";
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
    for (const gap of [17, 33]) {
      const layout = widened(system.layout, gap);
      const wide = { ...system, layout, starts: repacked(system.starts, system.layout, layout) };
      expect(decoded(search(wide, { entriesMin: 16 }), layout)).toEqual(reference);
    }
  };
  assert(property(randomSpecs, agrees), { seed: SEED, numRuns: RUNS });
  console.log(`${runs.compared} of ${RUNS} random specs compared`);
  expect(runs.compared).toBeGreaterThan(RUNS / 2);
});

/** What the reference says of a spec, and the spec as a system; nothing where it is large, wrong or not lowered. */
function toldOf(spec: Spec): { system: System; reference: Told } | undefined {
  try {
    const elaborated = elaborate(spec, resolveParams(spec, undefined, {}).params);
    const lowered = lower(elaborated);
    if ("outside" in lowered || lowered.code.alarm.op !== "const") return undefined;
    const program = new Interpreter(elaborated);
    const reference = referenceOf(program, elaborated.model.layout);
    const starts: number[] = [];
    program.starts((state) => starts.push(...state));
    const { claims, events } = program;
    const { layout } = elaborated.model;
    return (
      reference && {
        system: { code: lowered.code, layout, claims, events: events.length, starts: Uint32Array.from(starts) },
        reference,
      }
    );
  } catch (error) {
    if (error instanceof SpecError || error instanceof Error) return undefined;
    throw error;
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

function leavesOf(state: Uint32Array, layout: Layout): number[] {
  const leaves = new Int32Array(layout.sizes.length);
  unpack(layout, state, 0, leaves);
  return [...leaves];
}

/** The same with states as leaves, which no layout changes. */
function decoded(told: Told, layout: Layout): Told {
  const hits = [...told.hits].map(
    ([claim, { level, state }]) => [claim, { level, state: leavesOf(Uint32Array.from(state), layout) }] as const,
  );
  return { ...told, hits: sorted(new Map(hits)) };
}

/** The same leaves with unused bits between them. */
function widened({ sizes, mask, shift }: Layout, gap: number): Layout {
  const [word, shifts, masks] = [
    new Int32Array(sizes.length),
    new Int32Array(sizes.length),
    new Int32Array(sizes.length),
  ];
  let at = 0;
  for (let leaf = 0; leaf < sizes.length; leaf++) {
    const inPlace = mask[leaf]! >>> shift[leaf]!;
    const bits = 32 - Math.clz32(inPlace);
    if ((at % 32) + bits > 32) at += 32 - (at % 32);
    [word[leaf], shifts[leaf]] = [at >> 5, at & 31];
    masks[leaf] = inPlace << (at & 31);
    at += bits + gap;
  }
  return { words: Math.max((at >> 5) + 1, 3), sizes, word, shift: shifts, mask: masks };
}

function repacked(states: Uint32Array, from: Layout, to: Layout): Uint32Array {
  const count = states.length / from.words;
  const leaves = new Int32Array(from.sizes.length);
  const made = new Uint32Array(count * to.words);
  for (let i = 0; i < count; i++) {
    unpack(from, states, i * from.words, leaves);
    pack(to, leaves, made, i * to.words);
  }
  return made;
}
