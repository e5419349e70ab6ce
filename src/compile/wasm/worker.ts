// A worker's thread: waits at the gate, sweeps with the others while it is open, and comes out when the level has no
// more states for it, the table has to grow, or the gate was closed.
import { workerData } from "node:worker_threads";
import { CLOSED_FOR_GOOD, CONTROL, SWEPT, TASK, type Gate, type Kernel } from "./plan.ts";
import { instantiate, type Memory, type Module } from "./webassembly.ts";

/** Memories as a module imports them; `work` holds the gate. */
export interface NamedMemories {
  readonly work: Memory;
  readonly [name: string]: Memory;
}

/** What a worker is given. */
export interface WorkerData {
  readonly compiled: Module;
  readonly memories: NamedMemories;
  readonly gate: Gate;
  /** The address of its area. */
  readonly area: number;
}

const { compiled, area, memories, gate: places } = workerData as WorkerData;
const kernel = instantiate(compiled, memories) as Pick<Kernel, "sweep" | "rearrange">;
const control = new Int32Array(memories.work.buffer);
const [GATE, RUNNING, FAILED, AT_HAND] = [places.gate / 4, places.running / 4, places.failed / 4, CONTROL.task / 4];
/** States between two looks at the gate. */
const MOST = 8192;

attend();

function attend(): void {
  let gate = Atomics.load(control, GATE);
  while (gate !== CLOSED_FOR_GOOD) {
    if (gate % 2 === 1) comeIn(gate);
    Atomics.wait(control, GATE, gate);
    gate = Atomics.load(control, GATE);
  }
}

/** Does a piece of what there is to do; false where nothing is left. */
function work(): boolean {
  if (Atomics.load(control, AT_HAND) === TASK.rearrange) return kernel.rearrange(area) !== 0;
  return kernel.sweep(area, MOST) === SWEPT.more;
}

/** Counted as inside first, then a second look: whoever closes the gate either sees this worker or stops it here. */
function comeIn(opened: number): void {
  Atomics.add(control, RUNNING, 1);
  try {
    while (Atomics.load(control, GATE) === opened && work());
  } catch {
    Atomics.store(control, FAILED, 1);
  } finally {
    Atomics.sub(control, RUNNING, 1);
    Atomics.notify(control, RUNNING);
  }
}
