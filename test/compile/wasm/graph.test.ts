// The graph that the compiled engine makes against one made by hand from what the interpreter says of each state: random
// specs, states of several widths, one worker and three.
import { assert, property } from "fast-check";
import { expect, test } from "vitest";
import { inOrder } from "../../../src/explore/order.ts";
import { newSteps, type Program } from "../../../src/program.ts";
import { sortKey, type Layout } from "../../../src/model/layout.ts";
import { randomSpecs, type RandomSpec } from "../../random/specs.ts";
import { leavesOf, systemOf, wide } from "./random-systems.ts";
import { newEngine, searchWith, type Options } from "./search.ts";
import { philosophers, threadMesh, twoPhase, type System } from "./systems.ts";

const RUNS = 100;
const SEED = 20201125;
const STATES_MAX = 500;
/** Threads take longer to start than small systems to search. */
const THREADS_EVERY = 10;

/** A state by its leaves: its level, what holds there, and its edges as "label: number of the target". */
interface Told {
  readonly leaves: readonly number[];
  readonly level: number;
  readonly marks: readonly number[];
  readonly edges: readonly string[];
}

test(`${RUNS} random specs, seed ${SEED}`, { timeout: 120_000 }, () => {
  const runs = { compared: 0 };
  const agrees = (random: RandomSpec) => {
    const made = systemOf(random.evaluate());
    const reference = made && told(() => referenceOf(made.program, made.system.layout));
    if (made === undefined || reference === undefined) return;
    runs.compared++;
    expect(graphOf(made.system)).toEqual(reference);
    const threads = runs.compared % THREADS_EVERY === 0 && { crewMin: 0 };
    expect(graphOf(made.system, { workers: 3, entriesMin: 16, ...threads })).toEqual(reference);
    for (const [gap, longList] of [
      [17, true],
      [33, false],
    ] as const)
      expect(graphOf(wide(made.system, gap), { entriesMin: 16, longList })).toEqual(reference);
  };
  assert(property(randomSpecs, agrees), { seed: SEED, numRuns: RUNS });
  expect(runs.compared).toBeGreaterThan(RUNS / 2);
});

test.each([
  ["two-phase commit", twoPhase(7), 296_448, 2_744_705],
  ["philosophers", philosophers(8), 103_682, 687_768],
  ["a mesh of more than 64 bits", threadMesh(9, 1), 2 ** 18 + 1, 1 + 18 * 2 ** 17],
])("%s: three workers make what one makes", { timeout: 120_000 }, (_, system, states, edges) => {
  const [one, three] = [rawGraphOf(system), rawGraphOf(system, { workers: 3, crewMin: 0 })];
  expect([one.levels.at(-1), one.targets.length]).toEqual([states, edges]);
  expect(Buffer.compare(bytesOf(one.offsets), bytesOf(three.offsets))).toBe(0);
  expect(Buffer.compare(bytesOf(one.targets), bytesOf(three.targets))).toBe(0);
  expect(Buffer.compare(bytesOf(one.labels), bytesOf(three.labels))).toBe(0);
});

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array | Uint32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Labels are rules. */
function rawGraphOf(system: System, options: Options = {}) {
  const engine = newEngine(system, { ...options, keep: true });
  searchWith(engine, system);
  const { states: packed, levels } = engine.packed();
  const { layout, code, events } = system;
  const keys = { words: layout.words, sortKey: (value: number, word: number) => sortKey(layout, value, word) };
  const making = engine.graph({
    packed,
    order: run(inOrder(keys, packed, levels)),
    edges: engine.transitions,
    predicates: code.predicates.map((_, predicate) => predicate),
    labels: events,
    labelOf: ({ rule }) => rule,
  });
  const graph = run(making)!;
  engine.stop();
  return { levels, ...graph };
}

function run<R>(slices: Generator<void, R>): R {
  for (let turn = slices.next(); ; turn = slices.next()) if (turn.done) return turn.value;
}

function graphOf(system: System, options: Options = {}): Told[] {
  const graph = rawGraphOf(system, options);
  const { levels, offsets, targets, labels } = graph;
  const { layout, code } = system;
  const all = code.predicates.map((_, predicate) => graph.marks(predicate));
  return Array.from({ length: levels.at(-1)! }, (_, n) => ({
    leaves: leavesOf(graph.state(n), layout),
    level: levels.findLastIndex((first) => first <= n),
    marks: all.map((mark) => mark[n]!),
    edges: edgesFrom(offsets[n]!, offsets[n + 1]!, (e) => `${labels[e]}: ${targets[e]}`),
  }));
}

const edgesFrom = (begin: number, end: number, edge: (e: number) => string): string[] =>
  Array.from({ length: end - begin }, (_, i) => edge(begin + i)).toSorted();

class TooMany extends Error {}

function told<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof Error) return undefined; // an author's exception, or too many states
    throw error;
  }
}

function referenceOf(
  program: Program & { readonly model: { readonly predicates: readonly unknown[] } },
  layout: Layout,
): Told[] {
  const levels = levelsOf(program);
  const states = levels.flat();
  const numbers = new Map(states.map((state, n) => [state.join(), n]));
  const steps = newSteps(program);
  return states.map((state, n) => {
    program.load(state, 0);
    const marks = program.model.predicates.map((_, predicate) => Number(program.holds(predicate)));
    program.expand(steps);
    const target = (i: number) => numbers.get(steps.words.slice(i * program.words, (i + 1) * program.words).join());
    const edges = edgesFrom(0, steps.count, (i) => `${steps.instances[4 * i]}: ${target(i)}`);
    return {
      leaves: leavesOf(state, layout),
      level: levels.findIndex((level) => level.includes(states[n]!)),
      marks,
      edges,
    };
  });
}

/** Each in the order of `compare`. */
function levelsOf(program: Program): Uint32Array[][] {
  const known = new Set<string>();
  const fresh = (states: readonly Uint32Array[]) =>
    states
      .filter((state) => !known.has(state.join()) && known.add(state.join()))
      .toSorted((a, b) => program.compare(a, b));
  const starts: Uint32Array[] = [];
  program.starts((state) => starts.push(state.slice()));
  const steps = newSteps(program);
  const levels: Uint32Array[][] = [];
  for (let level = fresh(starts); level.length > 0; ) {
    levels.push(level);
    if (known.size > STATES_MAX) throw new TooMany();
    level = fresh(
      level.flatMap((state) => {
        program.load(state, 0);
        program.expand(steps);
        return Array.from({ length: steps.count }, (_, i) =>
          steps.words.slice(i * program.words, (i + 1) * program.words),
        );
      }),
    );
  }
  return levels;
}
