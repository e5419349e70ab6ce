// Makes the graph of a finished search whose states were kept: puts the list in the order of the states' numbers, enters
// them into a table anew, and lets all workers expand them once more (graph-kernel.ts).
import type { Code } from "../code.ts";
import { Crew } from "./crew.ts";
import { emitted, type EmittedModule } from "./emitted.ts";
import { writeGraphKernel } from "./graph-kernel.ts";
import { BYTES_MAX, planGraph, type GraphKernel, type GraphPlan, type GraphRequest } from "./graph-plan.ts";
import type { Levels } from "./levels.ts";
import type { Memories } from "./memories.ts";
import { GRAPH_GATE, JOBS_MAX, OVERFLOW, PAGE, SWEPT, TASK, type Plan } from "./plan.ts";
import { SLOT_BYTES } from "./table-listed.ts";
import { compile, instantiate, newMemory, type Memory } from "./webassembly.ts";

/** States by number; as `Graph` of explore/graph.ts has them. */
export interface MadeGraph {
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
  readonly labels: Uint8Array | Uint16Array;
  marks(predicate: number): Uint8Array;
  state(number: number): Uint32Array;
}

export interface GraphOptions extends GraphRequest {
  /** All states, packed, as Levels tells them, and their places there in the order of their numbers. */
  readonly packed: Uint32Array;
  readonly order: Uint32Array;
  readonly edges: number;
}

/** What a graph is made of and with. */
interface Parts {
  readonly plan: Plan;
  readonly code: Code;
  readonly memories: Memories;
  readonly levels: Levels;
  /** States in all from which on other workers are called. */
  readonly crewMin: number;
  readonly onModule: ((module: EmittedModule) => void) | undefined;
}

/** Who works on a graph: the kernel of this thread with its area, and the others. */
interface Working {
  readonly kernel: GraphKernel;
  readonly area: number;
  readonly crew: Crew;
}

/** Pieces of states that are worked on before control is handed over, and states that are entered at a time. */
const PIECES_A_SLICE = 64;
const ENTERED_A_JOB = 1 << 14;
const NUMBERED_A_SLICE = 1 << 20;

export class GraphMaker {
  readonly #parts: Parts;
  readonly #options: GraphOptions;
  #memory: { readonly targets: Memory; readonly labels: Memory } | undefined;

  constructor(parts: Parts, options: GraphOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  /** Of the graph alone. */
  get bytes(): number {
    return this.#memory ? this.#memory.targets.buffer.byteLength + this.#memory.labels.buffer.byteLength : 0;
  }

  /** In slices; ends without a graph where there is no room for it. */
  *make(): Generator<void, MadeGraph | undefined> {
    const graph = this.#plan();
    if (!this.#takeRoom(graph)) return undefined;
    yield* this.#renumber();
    const working = this.#begin(graph);
    try {
      yield* this.#work(graph, working);
    } finally {
      working.crew.stop();
    }
    return this.#made(graph);
  }

  #plan(): GraphPlan {
    const { plan, code, memories } = this.#parts;
    const { order, edges, predicates, labels, labelOf } = this.#options;
    const states = order.length;
    const places = Math.floor((memories.table.buffer.byteLength - OVERFLOW) / SLOT_BYTES);
    const slots = Math.min(places, Math.max(2 * states, 1024));
    const areasAt = memories.work.buffer.byteLength;
    return planGraph({ plan, code, states, edges, slots, areasAt, predicates, labels, labelOf });
  }

  #takeRoom({ targetsBytes, labelsBytes, area, plan }: GraphPlan): boolean {
    if (Math.max(targetsBytes, labelsBytes) > BYTES_MAX) return false;
    try {
      const [targets, labels] = [targetsBytes, labelsBytes].map((bytes) => {
        const pages = Math.ceil(bytes / PAGE);
        return newMemory(pages, pages);
      }) as [Memory, Memory];
      this.#parts.memories.work.grow(Math.ceil((plan.workers * area.bytes) / PAGE));
      this.#memory = { targets, labels };
      return true;
    } catch {
      return false;
    }
  }

  /** State n goes to place n + 1 of the list. */
  *#renumber(): Generator<void, void> {
    const { plan, memories, levels } = this.#parts;
    const { packed, order } = this.#options;
    const { listWords, layout } = plan;
    const list = new Uint32Array(memories.list.buffer);
    for (let n = 0; n < order.length; n++) {
      if (n % NUMBERED_A_SLICE === 0) yield;
      const [from, to] = [order[n]! * layout.words, (n + 1) * listWords];
      for (let k = 0; k < layout.words; k++) list[to + k] = packed[from + k]!;
      for (let k = layout.words; k < listWords; k++) list[to + k] = 0;
    }
    levels.beginAtPlace(1);
  }

  #begin(graph: GraphPlan): Working {
    const { memories, plan, crewMin } = this.#parts;
    const written = writeGraphKernel(graph);
    this.#parts.onModule?.(emitted("graph", plan, written));
    const compiled = compile(written.bytes);
    const named = { ...memories.named, ...this.#memory! };
    const kernel = instantiate(compiled, named) as GraphKernel;
    const areas = Array.from({ length: plan.workers }, (_, worker) => graph.areasAt + worker * graph.area.bytes);
    const work = new Uint32Array(memories.work.buffer);
    for (const area of areas) work[(area + graph.area.recent) / 4] = 1; // a state that does not belong there
    const crew = new Crew({ compiled, memories: named, gate: GRAPH_GATE, areas: areas.slice(1) });
    if (graph.states >= crewMin) crew.start();
    return { kernel, area: areas[0]!, crew };
  }

  *#work(graph: GraphPlan, { kernel, area, crew }: Working): Generator<void, void> {
    const { memories, plan } = this.#parts;
    new Uint8Array(memories.table.buffer).fill(0, 0, graph.slots * SLOT_BYTES + OVERFLOW);
    memories.set("buckets", graph.slots);
    memories.set("tagMask", graph.tagMask);
    memories.set("task", TASK.rearrange);
    for (let first = 0; first < graph.states; first += JOBS_MAX * ENTERED_A_JOB) {
      memories.setJobs(jobsFrom(first, graph.states, plan.stateUnits));
      crew.call();
      while (kernel.rearrange(area) !== 0);
      crew.finish();
      yield;
    }
    for (const name of ["nextPiece", "writtenPiece", "edges"] as const) memories.set(name, 0);
    memories.set("task", TASK.sweep);
    crew.call();
    while (kernel.sweep(area, PIECES_A_SLICE) === SWEPT.more) yield;
    crew.finish();
  }

  #made(graph: GraphPlan): MadeGraph {
    const { plan, memories } = this.#parts;
    const { states, edges, predicates, labelsAt, labelBytes, marksAt } = graph;
    const { targets, labels } = this.#memory!;
    const found = memories.get("edges");
    if (found !== edges) throw new Error(`the search met ${edges} transitions, and its graph has ${found}`);
    const offsets = new Uint32Array(labels.buffer, 0, states + 1);
    offsets[states] = edges;
    const list = new Uint32Array(memories.list.buffer);
    return {
      offsets,
      targets: new Uint32Array(targets.buffer, 0, edges),
      labels:
        labelBytes === 1
          ? new Uint8Array(labels.buffer, labelsAt, edges)
          : new Uint16Array(labels.buffer, labelsAt, edges),
      marks: (predicate) => new Uint8Array(labels.buffer, marksAt + predicates.indexOf(predicate) * states, states),
      state: (n) => {
        const at = (n + 1) * plan.listWords;
        return list.slice(at, at + plan.layout.words);
      },
    };
  }
}

/** As many as can be handed out at a time. */
function jobsFrom(first: number, states: number, stateUnits: number) {
  const count = Math.min(JOBS_MAX, Math.ceil((states - first) / ENTERED_A_JOB));
  return Array.from({ length: count }, (_, i) => {
    const begin = first + i * ENTERED_A_JOB;
    const end = Math.min(begin + ENTERED_A_JOB, states);
    return { begin: (begin + 1) * stateUnits, end: (end + 1) * stateUnits, to: 0, toEnd: 0 };
  });
}
