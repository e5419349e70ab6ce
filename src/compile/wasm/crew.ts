// The other workers: threads that run the same kernel over the same memories. A gate, a number that is odd while it is
// open, tells them when there is something to do; `running` tells when all have come out again.
import { Worker } from "node:worker_threads";
import type { Memories } from "./memories.ts";
import { CLOSED_FOR_GOOD, CONTROL } from "./plan.ts";
import type { Module } from "./webassembly.ts";
import type { WorkerData } from "./worker.ts";

export interface CrewOptions {
  readonly compiled: Module;
  readonly memories: Memories;
  readonly workers: number;
}

const SOURCE = import.meta.url.endsWith(".ts");
const GATE = CONTROL.gate / 4;
const RUNNING = CONTROL.running / 4;
const FAILED = CONTROL.failed / 4;
export class Crew {
  readonly #options: CrewOptions;
  readonly #control: Int32Array;
  #threads: Worker[] | undefined;

  constructor(options: CrewOptions) {
    this.#options = options;
    this.#control = options.memories.control;
  }

  /** Starts the threads, once. */
  start(): void {
    if (this.#threads) return;
    const { compiled, memories, workers } = this.#options;
    const { work, table, list } = memories;
    const file = new URL(SOURCE ? "./worker.ts" : "./worker.js", import.meta.url);
    this.#threads = Array.from({ length: workers - 1 }, (_, i) => {
      const workerData: WorkerData = { compiled, work, table, list, area: memories.area(i + 1) };
      const thread = new Worker(file, { workerData });
      thread.unref();
      return thread;
    });
  }

  /** Opens the gate. */
  call(): void {
    if (this.#threads === undefined || Atomics.load(this.#control, GATE) % 2 === 1) return;
    Atomics.add(this.#control, GATE, 1);
    Atomics.notify(this.#control, GATE);
  }

  /** Waits until everybody has come out, which they do where nothing is left for them, and closes the gate. */
  finish(): void {
    this.#wait();
    this.rest();
  }

  /** Closes the gate and waits until nobody is inside. */
  rest(): void {
    if (Atomics.load(this.#control, GATE) % 2 === 1) Atomics.add(this.#control, GATE, 1);
    this.#wait();
    if (Atomics.load(this.#control, FAILED) !== 0) throw new Error("a worker of the compiled engine failed");
  }

  #wait(): void {
    for (
      let running = Atomics.load(this.#control, RUNNING);
      running > 0;
      running = Atomics.load(this.#control, RUNNING)
    ) {
      Atomics.wait(this.#control, RUNNING, running, 100);
    }
  }

  stop(): void {
    if (this.#threads === undefined) return;
    this.rest();
    Atomics.store(this.#control, GATE, CLOSED_FOR_GOOD);
    Atomics.notify(this.#control, GATE);
    this.#threads = [];
  }
}
