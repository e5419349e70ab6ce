// @vitest-environment happy-dom
// Every kind of diagram is read by Mermaid itself, which needs a page for that, and holds what was put into it.
import mermaid from "mermaid";
import { expect, test } from "vitest";
import { machineDiagram } from "../../src/present/mermaid-states.ts";
import { pathDiagram } from "../../src/present/mermaid-path.ts";
import { sequenceDiagram } from "../../src/present/mermaid-sequence.ts";
import { systemDiagram, type Link } from "../../src/present/mermaid-system.ts";
import { t } from "../../src/spec/machine.ts";
import { everything, FrontEndServer, long, Operator, setting, threads } from "./fixtures.ts";
import { drawings, machineOf } from "./hostile-drawings.ts";
import { HOSTILE } from "./hostile.ts";

/** What Mermaid finds in a diagram. */
interface Database {
  getStates?(): ReadonlyMap<string, unknown>;
  getRelations?(): readonly unknown[];
  getActorKeys?(): readonly string[];
  getVertices?(): ReadonlyMap<string, unknown>;
  getEdges?(): readonly unknown[];
}
const databaseOf = async (text: string): Promise<Database> =>
  (await mermaid.mermaidAPI.getDiagramFromText(text)).db as Database;

test.for(HOSTILE)("%j survives in every kind of diagram", async (name) => {
  const texts = drawings(name);
  await expect(mermaid.parse(texts["path"]!)).resolves.toBeTruthy();
  const states = await databaseOf(texts["machine"]!);
  expect([...(states.getStates?.().keys() ?? [])]).toEqual(["s0", "s1", "root_start"]);
  expect(states.getRelations?.()).toHaveLength(4);
  expect((await databaseOf(texts["sequence"]!)).getActorKeys?.()).toEqual(["l0", "l1", "l2"]);
  expect((await databaseOf(texts["lasso"]!)).getActorKeys?.()).toEqual(["l0", "l1", "l2"]);
  const system = await databaseOf(texts["system"]!);
  expect([system.getVertices?.().size, system.getEdges?.().length]).toEqual([4, 2]);
});

test("the pictures of the fixtures are read", async () => {
  const machines = [FrontEndServer, Operator];
  const texts = [threads, everything, long(100)].flatMap((c) => [
    sequenceDiagram(c, setting),
    pathDiagram(c, machines, setting)!,
  ]);
  for (const text of texts) await expect(mermaid.parse(text)).resolves.toBeTruthy();
});

test("diagrams of large systems stay within Mermaid's limits", async () => {
  const rows = Array.from({ length: 900 }, (_, i) => t(`state ${i}`, `event ${i}`, `state ${(i * 7 + 1) % 900}`));
  const large = machineOf("large", "state 0", rows);
  const parts = Array.from(
    { length: 40 },
    (_, i) => ({ path: `part-${i}x`, kind: "one", machine: "m", size: 1 }) as const,
  );
  const links = parts.flatMap(({ path: by }) =>
    parts.map(({ path: of }): Link => ({ by, of, kind: "reads", events: ["e".repeat(60), "f"] })),
  );
  const guard = '"<&>"'.repeat(60);
  const texts = [
    machineDiagram(large, { about: "", rulesOf: () => [{ part: "p", guard, effect: guard }] }),
    systemDiagram({ spec: "s", parts, links, circles: [] }),
    sequenceDiagram(busy(300), setting),
  ];
  for (const text of texts) {
    expect(text.length).toBeLessThanOrEqual(50_000);
    expect(text.match(/--+>|-->>|->>|\.->/g)!.length).toBeLessThanOrEqual(500);
    expect(text).toMatch(/left out|lines more/);
    await expect(mermaid.parse(text)).resolves.toBeTruthy();
  }
});

/** A trace in which every step calls many others. */
function busy(count: number) {
  const calls = Array.from({ length: count }, (_, i) => ({
    part: "front",
    member: i + 2,
    kind: "dispatch" as const,
    event: "<".repeat(400),
    by: { part: "front", member: 1 },
  }));
  const changed = calls.map(({ part, member }) => ({ part, member, field: "{".repeat(400), from: 0, to: 1 }));
  return {
    ...threads,
    steps: Array.from({ length: 40 }, () => ({ part: "front", member: 1, event: "go", changed, calls })),
  };
}
