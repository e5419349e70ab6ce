// The encoder: what it writes is valid, means what it says, and can be read.
import { describe, expect, test } from "vitest";
import { signed, signed64, unsigned } from "../../../src/compile/wasm/bytes.ts";
import * as w from "../../../src/compile/wasm/expression.ts";
import type { Local } from "../../../src/compile/wasm/expression.ts";
import type { Body } from "../../../src/compile/wasm/function.ts";
import type { EmittedModule } from "../../../src/compile/wasm/emitted.ts";
import { listing } from "../../../src/compile/wasm/listing.ts";
import { ModuleWriter } from "../../../src/compile/wasm/module.ts";
import { compile, instantiate, newMemory, validate } from "../../../src/compile/wasm/webassembly.ts";
import { newEngine, searchWith } from "./search.ts";
import { philosophers, threadMesh, twoPhase } from "./systems.ts";

describe("numbers", () => {
  // Examples of DWARF's LEB128, and the ends of the ranges
  test.each([
    [0, [0]],
    [127, [0x7f]],
    [128, [0x80, 1]],
    [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])("unsigned %i", (value, bytes) => {
    expect(unsigned(value)).toEqual(bytes);
  });
  test.each([0, 63, 64, -64, -65, 8191, -8193, 2 ** 31 - 1, -(2 ** 31)])("signed %i in 32 and 64 bits", (value) => {
    expect(signed(value)).toEqual(signed64(BigInt(value)));
  });
});

function writeSum(body: Body, ...[n]: Local[]): void {
  const sum = body.local("i32");
  body.block((done) => {
    body.loop((again) => {
      body.leave(done, w.eqz(n!));
      body.set(sum, w.add(sum, n!));
      body.set(n!, w.sub(n!, w.i32(1)));
      body.leave(again);
    });
  });
  body.return(sum);
}

test("a function that counts down in a loop and leaves a block", () => {
  const module = new ModuleWriter();
  module.function({ parameters: ["i32"], result: "i32" }, writeSum, "sum");
  const bytes = module.finished();
  expect(validate(bytes)).toBe(true);
  const { sum } = instantiate(compile(bytes), {}) as { readonly sum: (n: number) => number };
  expect(sum(10)).toBe(55);
  expect(listing(bytes)).toMatchSnapshot();
});

test("two shared memories are told apart", () => {
  const module = new ModuleWriter();
  const [one, two] = [module.memory("one", 1, 2), module.memory("two", 1, 2)];
  const content: Parameters<typeof module.function>[1] = (body) => {
    body.store(one, w.i32(8), w.i64(-1n));
    body.store(two, w.i32(8), w.load64(one, w.i32(0), 8), 300);
    body.return(w.memorySize(two));
  };
  module.function({ parameters: [], result: "i32" }, content, "run");
  const memory = { one: newMemory(1, 2), two: newMemory(1, 2) };
  const { run } = instantiate(compile(module.finished()), memory) as { readonly run: () => number };
  expect(run()).toBe(1);
  expect(new DataView(memory.one.buffer).getBigInt64(8, true)).toBe(-1n);
  expect(new DataView(memory.two.buffer).getBigInt64(308, true)).toBe(-1n);
  expect(new DataView(memory.two.buffer).getBigInt64(8, true)).toBe(0n);
});

test("types do not mix", () => {
  expect(() => w.add(w.i32(1), w.i64(1n))).toThrow("i32 and i64 do not mix");
});

test.each([
  ["a state in the table", twoPhase(3)],
  ["a state in the list", threadMesh(10, 1)],
  ["a claim on deadlocks", philosophers(5)],
])("a kernel for %s is valid and can be listed", (_, system) => {
  const modules: EmittedModule[] = [];
  const engine = newEngine(system, { keep: true, onModule: (made) => modules.push(made) });
  searchWith(engine, system);
  const { states: packed } = engine.packed();
  const order = Uint32Array.from({ length: engine.states }, (_unused, place) => place);
  const graph = engine.graph({
    packed,
    order,
    edges: engine.transitions,
    predicates: [0],
    labels: 1,
    labelOf: () => 0,
  });
  while (!graph.next().done);
  expect(modules.map(({ purpose }) => purpose)).toEqual(["search", "graph"]);
  for (const made of modules) {
    expect(validate(made.bytes as Uint8Array<ArrayBuffer>)).toBe(true);
    const text = made.listing();
    expect(text).toMatch(/^export sweep: function \d+$/m);
    expect(text).toMatch(/^function \d+ \(expandState\)$/m);
    expect(text).toMatch(/^ +;; rule \d+, /m);
    expect(text).toContain("memory 2 (list) offset");
    expect(text.match(/^function \d+ \(\w+\)$/gm)).toHaveLength(text.match(/^function \d+ \(\w+\): type/gm)!.length);
    expect(text.match(/^;; {3}leaf \d+: /gm)).toHaveLength(system.layout.sizes.length);
  }
  expect(modules[0]!.listing()).toContain(`;; claim: ${system.claims[0]!.name}`);
});
