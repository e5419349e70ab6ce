// Reduction: one state for all that differ only in how members are numbered. It must change no verdict, count exactly
// the orbits, and leave alone what could see who is who.
import { assert, pre, property } from "fast-check";
import { check, type Spec, type Verdict } from "fleetcheck";
import { describe, expect, test } from "vitest";
import { newSteps, type Instance } from "../src/program.ts";
import { elaborate } from "../src/model/elaborate.ts";
import { Interpreter } from "../src/model/interpret.ts";
import { resolveParams } from "../src/model/params.ts";
import { leavesOf } from "../src/model/describe.ts";
import { pack } from "../src/model/layout.ts";
import { reduce } from "../src/model/reduce.ts";
import type { Performed } from "../src/model/retell.ts";
import { Reduced } from "../src/model/reduced.ts";
import { permute, type Permutation } from "../src/model/shapes.ts";
import type { Symmetry } from "../src/model/symmetry.ts";
import frontEndBootstrap from "../specs/front-end-bootstrap.ts";
import shardMap from "../specs/shard-map.ts";
import { decodeReplay, replay } from "../src/verdict/replay.ts";
import { reducedStates } from "./oracles/known.ts";
import threadMesh from "./oracles/thread-mesh.ts";
import { randomSpecs } from "./random/specs.ts";
import { relations } from "./reduction/relations.ts";
import { seeing } from "./reduction/seeing.ts";

const SEED = 20201125;
const STATES_MAX = 300;

describe("verdicts and lengths of counterexamples are the same with and without", () => {
  const shipped: [string, Spec, Record<string, number>][] = [
    ["front-end bootstrap", frontEndBootstrap, {}],
    ["shard map", shardMap, {}],
    ["thread mesh", threadMesh, { servers: 2, added: 2, threadLimit: 2 }],
    ...reducedStates
      .filter(({ states }) => states < 100)
      .map(({ spec, params }): [string, Spec, Record<string, number>] => [spec.name, spec, { ...params }]),
    ...Object.entries(relations).map(([name, spec]): [string, Spec, Record<string, number>] => [name, spec, {}]),
  ]; // prettier-ignore
  test.each(shipped)("%s", (_, spec, params) => {
    const scenarios = Object.keys(spec.scenarios);
    for (const scenario of scenarios.length > 0 ? scenarios : [undefined]) {
      const options = { params, ...(scenario !== undefined && { scenario }) };
      const reduced = check(spec, { ...options, symmetry: "auto" });
      expect(reduced.reduction).not.toBe("none");
      expect(told(reduced)).toEqual(told(check(spec, { ...options, symmetry: "off" })));
    }
  });

  test(`random specs, seed ${SEED}: and as many states as there are orbits`, { timeout: 60_000 }, () => {
    assert(property(randomSpecs, agrees), { seed: SEED, numRuns: 60, maxSkipsPerRun: 20 });
  });
});

/** The orbits of all reachable states. */
function orbitsIn(spec: Spec): number {
  const { engine, reduced } = reducedOf(spec);
  return new Set(reachable(engine).map((state) => (reduced?.canonical(state) ?? state).join())).size;
}

/** What must not depend on reduction. */
const told = ({ properties }: Verdict) =>
  properties.map(({ name, verdict, assurance, counterexample }) => [
    name,
    verdict,
    assurance,
    counterexample?.steps.length,
  ]);

describe("orbits", () => {
  test.each(Object.entries(relations))("successors commute with permutations: %s", (_, spec) => {
    const { engine, reduced, symmetry } = moving(spec);
    const permutations = [...permutationsOf(symmetry)];
    for (const state of reachable(engine).slice(0, 60)) {
      const next = canonicalSuccessors(engine, reduced, state);
      for (const by of permutations) {
        const renamed = permuted(engine, symmetry, by, state);
        expect(reduced.canonical(renamed)).toEqual(reduced.canonical(state));
        expect(canonicalSuccessors(engine, reduced, renamed)).toEqual(next);
      }
    }
  });

  test.each(Object.entries(relations))("their sizes sum to the unreduced counts: %s", (_, spec) => {
    const { engine, reduced, symmetry } = moving(spec);
    const permutations = [...permutationsOf(symmetry)];
    const all = reachable(engine).map((state) => state.join());
    const canonical = reachable(reduced);
    const orbits = canonical.map(
      (state) => new Set(permutations.map((by) => permuted(engine, symmetry, by, state).join())),
    );
    expect(new Set(orbits.flatMap((orbit) => [...orbit]))).toEqual(new Set(all));
    expect(orbits.reduce((sum, { size }) => sum + size, 0)).toBe(all.length);
  });

  const withoutPicks = Object.entries(relations).filter(([name]) => name !== "messages without order");
  test.each(withoutPicks)("instances of one orbit are one transition: %s", (_, spec) => {
    const { engine, reduced, symmetry } = moving(spec);
    const permutations = [...permutationsOf(symmetry)];
    for (const state of reachable(reduced).slice(0, 60)) {
      const stabiliser = permutations.filter((by) => permuted(engine, symmetry, by, state).join() === state.join());
      const orbits = new Set(
        instancesIn(engine, state).map((i) => stabiliser.map((by) => moved(engine, symmetry, by, i)).toSorted()[0]),
      );
      expect(successors(reduced, state)).toHaveLength(orbits.size);
    }
  });
});

describe("counterexamples", () => {
  test("name members consistently, from the true start", () => {
    const verdict = check(frontEndBootstrap, { symmetry: "auto" });
    const { counterexample } = verdict.properties.find(({ counterexample: c }) => c)!;
    const off = check(frontEndBootstrap, { symmetry: "off" }).properties.find(({ counterexample: c }) => c)!;
    expect(counterexample!.steps.map((s) => s.event)).toEqual(off.counterexample!.steps.map((s) => s.event));
    expect(counterexample!.initial).toEqual(off.counterexample!.initial);
    expect(counterexample!.steps.map((s) => s.member)).toEqual([4, 1]);
    expect(replay(frontEndBootstrap, decodeReplay(counterexample!.replay)).counterexample.steps).toEqual(
      counterexample!.steps,
    );
  });
});

describe("what could see who is who stays as it is, and says why", () => {
  test.each(Object.entries(seeing))("%s", (_, { spec, reason }) => {
    const [fleet] = check(spec, { symmetry: "auto" }).reductions;
    expect(fleet).toMatchObject({ reduction: "none", reason: expect.stringContaining(reason) });
    expect(fleet!.reason).toMatch(/test\/reduction\/seeing\.ts:\d+/);
  });
});

function reducedOf(spec: Spec) {
  const elaborated = elaborate(spec, resolveParams(spec, undefined).params);
  const engine = new Interpreter(elaborated);
  const { symmetry } = reduce(engine.model);
  return { engine, symmetry, reduced: symmetry && new Reduced(engine, symmetry) };
}

/** The same, of a spec in which members can be exchanged. */
function moving(spec: Spec) {
  const { engine, symmetry, reduced } = reducedOf(spec);
  return { engine, symmetry: symmetry!, reduced: reduced! };
}

interface Happening extends Instance {
  /** Who took part in a tick. */
  readonly moves: NonNullable<Performed["moves"]>;
}

function instancesIn(engine: Interpreter, state: Uint32Array): Happening[] {
  const steps = newSteps(engine);
  engine.load(state, 0);
  engine.expand(steps);
  return Array.from({ length: steps.count }, (_, i) => {
    const [rule, member, choice, pick] = steps.instances.slice(i * 4, i * 4 + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const instance = { rule, member, choice, pick };
    return { ...instance, moves: engine.perform(instance)!.moves ?? [] };
  });
}

/** What becomes of who acts and what is chosen. */
function moved({ model }: Interpreter, symmetry: Symmetry, by: Permutation, happening: Happening): string {
  const { rule, member, choice } = happening;
  const { part, choices } = model.rules[rule]!;
  const fleetOf = (path: string | undefined) => symmetry.fleets.findIndex((f) => f.path === path);
  const fleet = fleetOf(part?.path);
  const chosen = choices?.leavesAt(choice).map((from, i) => {
    const out = new Int32Array(from.length);
    permute(symmetry.shapes.of(choices.domains[i]!), by, { from, at: 0, out, to: 0 });
    return out.join(" ");
  });
  const took = happening.moves.map((move) => {
    const of = fleetOf(move.part);
    return [move.part, move.event, of < 0 ? move.member : by[of]![move.member! - 1]].join(" ");
  });
  return JSON.stringify([rule, fleet < 0 ? member : by[fleet]![member], chosen, took.toSorted()]);
}

/** All states, by the program's own starts and successors. */
function reachable(program: Interpreter | Reduced): Uint32Array[] {
  const found = new Map<string, Uint32Array>();
  program.starts((state) => found.set(state.join(), state.slice()));
  for (const state of found.values())
    for (const next of successors(program, state)) if (!found.has(next.join())) found.set(next.join(), next);
  return [...found.values()];
} // prettier-ignore

function successors(program: Interpreter | Reduced, state: Uint32Array): Uint32Array[] {
  const steps = newSteps(program);
  program.load(state, 0);
  program.expand(steps);
  return Array.from({ length: steps.count }, (_, i) => steps.words.slice(i * program.words, (i + 1) * program.words));
}

const canonicalSuccessors = (engine: Interpreter, reduced: Reduced, state: Uint32Array): Set<string> =>
  new Set(successors(engine, state).map((next) => reduced.canonical(next).join()));

function permuted({ model }: Interpreter, symmetry: Symmetry, by: Permutation, state: Uint32Array): Uint32Array {
  const out = new Uint32Array(state.length);
  pack(model.layout, symmetry.permuted(by, leavesOf(model, state)), out, 0);
  return out;
}

/** Every permutation of the members of every fleet that keeps cohorts together. */
function* permutationsOf({ fleets }: Symmetry, before: Permutation = []): Generator<Permutation> {
  const fleet = fleets[before.length];
  if (fleet === undefined) {
    yield before;
    return;
  }
  for (const one of orders(fleet.size)) {
    const keeps = one.every((to, i) => (fleet.cohorts[to] ?? "") === (fleet.cohorts[i] ?? ""));
    if (keeps) yield* permutationsOf({ fleets } as Symmetry, [...before, Int32Array.from(one)]);
  }
}

function orders(size: number): number[][] {
  if (size === 0) return [[]];
  return orders(size - 1).flatMap((order) =>
    Array.from({ length: size }, (_, i) => [...order.slice(0, i), size - 1, ...order.slice(i)]),
  );
}

/** As many states as orbits, and the same verdicts, where the whole is small enough to count. */
function agrees(random: { evaluate(): Spec }): void {
  const budget = { states: STATES_MAX, seconds: 0.2 };
  const whole = check(random.evaluate(), { symmetry: "off", engine: "interpreted", budget });
  pre(whole.stopped === undefined);
  const reduced = check(random.evaluate(), { symmetry: "auto" });
  expect(told(reduced)).toEqual(told(whole));
  expect(reduced.states).toBe(orbitsIn(random.evaluate()));
}
