// The other workers: threads that run the same kernel over the same memories. A gate, a number that is odd while it is
// open, tells them when there is something to do; `running` tells when all have come out again.
import { Worker } from "node:worker_threads";
import { CLOSED_FOR_GOOD, type Gate } from "./plan.ts";
import type { Module } from "./webassembly.ts";
import type { NamedMemories, WorkerData } from "./worker.ts";

export interface CrewOptions {
  readonly compiled: Module;
  readonly memories: NamedMemories;
  readonly gate: Gate;
  /** The areas of the other workers, one each. */
  readonly areas: readonly number[];
}

const SOURCE = import.meta.url.endsWith(".ts");

export class Crew {
  readonly #options: CrewOptions;
  readonly #control: Int32Array;
  readonly #gate: number;
  readonly #running: number;
  readonly #failed: number;
  #threads: Worker[] | undefined;

  constructor(options: CrewOptions) {
    this.#options = options;
    const { memories, gate } = options;
    this.#control = new Int32Array(memories.work.buffer);
    [this.#gate, this.#running, this.#failed] = [gate.gate / 4, gate.running / 4, gate.failed / 4];
  }

  /** Starts the threads, once. */
  start(): void {
    if (this.#threads) return;
    const { areas, ...shared } = this.#options;
    const file = new URL(SOURCE ? "./worker.ts" : "./worker.js", import.meta.url);
    this.#threads = areas.map((area) => {
      const workerData: WorkerData = { ...shared, area };
      const thread = new Worker(file, { workerData });
      thread.unref();
      return thread;
    });
  }

  /** Opens the gate. */
  call(): void {
    if (this.#threads === undefined || Atomics.load(this.#control, this.#gate) % 2 === 1) return;
    Atomics.add(this.#control, this.#gate, 1);
    Atomics.notify(this.#control, this.#gate);
  }

  /** Waits until everybody has come out, which they do where nothing is left for them, and closes the gate. */
  finish(): void {
    this.#wait();
    this.rest();
  }

  /** Closes the gate and waits until nobody is inside. */
  rest(): void {
    if (Atomics.load(this.#control, this.#gate) % 2 === 1) Atomics.add(this.#control, this.#gate, 1);
    this.#wait();
    if (Atomics.load(this.#control, this.#failed) !== 0) throw new Error("a worker of the compiled engine failed");
  }

  #wait(): void {
    for (
      let running = Atomics.load(this.#control, this.#running);
      running > 0;
      running = Atomics.load(this.#control, this.#running)
    ) {
      Atomics.wait(this.#control, this.#running, running, 100);
    }
  }

  stop(): void {
    if (this.#threads === undefined) return;
    this.rest();
    Atomics.store(this.#control, this.#gate, CLOSED_FOR_GOOD);
    Atomics.notify(this.#control, this.#gate);
    this.#threads = [];
  }
}
