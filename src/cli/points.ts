// Checks points on all cores, each in a thread; what one point does to its thread is that point's affair alone.
import { Worker } from "node:worker_threads";
import { problem } from "../messages.ts";
import type { Progress } from "../explore/search.ts";
import type { Result } from "../sweep/sweep.ts";
import { reasonOf } from "./load-problems.ts";
import type { FromThread, PointJob, ToThread } from "./point-worker.ts";

export interface PointsOptions {
  /** How many points are checked at the same time. */
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Is told how far the check of a point is. */
  readonly onProgress: (job: PointJob, progress: Progress) => void;
  readonly onResult: () => void;
}

/** Threads that live on from round to round. */
export class Points {
  readonly #options: PointsOptions;
  readonly #threads: Thread[];

  constructor(options: PointsOptions) {
    this.#options = options;
    this.#threads = Array.from({ length: options.threads }, () => new Thread());
    options.signal.addEventListener("abort", () => this.#threads.forEach((thread) => thread.interrupt()), {
      once: true,
    });
  }

  /** @returns what came of each job, in the order of the jobs */
  async check(jobs: readonly PointJob[]): Promise<Result[]> {
    const { signal, onProgress, onResult } = this.#options;
    const results: Result[] = jobs.map(() => ({ kind: "unstarted" }));
    const waiting = jobs.entries();
    const work = async (thread: Thread) => {
      for (const [at, job] of waiting) {
        if (signal.aborted) return;
        results[at] = await thread.check(job, (progress) => onProgress(job, progress));
        onResult();
      }
    };
    await Promise.all(this.#threads.slice(0, jobs.length).map(work));
    return results;
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }
}

const SOURCE = import.meta.url.endsWith(".ts");
const FILE = new URL(SOURCE ? "./point-worker.ts" : "./point-worker.js", import.meta.url);

class Thread {
  /** Started with the first job, and anew after one that ended it. */
  #worker: Worker | undefined;

  async check(job: PointJob, onProgress: (progress: Progress) => void): Promise<Result> {
    const worker = (this.#worker ??= startWorker());
    const ended = new AbortController();
    try {
      return await new Promise<Result>((resolve) => {
        const { signal } = ended;
        const failed = (reason: string) => {
          this.#worker = undefined;
          resolve({ kind: "failed", problems: [problem("point-ended", { point: placeOf(job), reason })] });
        };
        listen(worker, "message", signal, (message: FromThread) => {
          if (message.kind === "progress") onProgress(message.progress);
          else resolve(message.result);
        });
        listen(worker, "error", signal, (error: unknown) => failed(reasonOf(error)));
        listen(worker, "exit", signal, (code: number) => failed(`its thread ended with ${code}`));
        worker.postMessage({ kind: "check", job } satisfies ToThread);
      });
    } finally {
      ended.abort();
    }
  }

  interrupt(): void {
    this.#worker?.postMessage({ kind: "interrupt" } satisfies ToThread);
  }

  async end(): Promise<void> {
    await this.#worker?.terminate();
  }
}

function listen(worker: Worker, event: string, signal: AbortSignal, heard: (value: any) => void): void {
  worker.on(event, heard);
  signal.addEventListener("abort", () => worker.off(event, heard), { once: true });
}

/** What a spec prints has been printed when the command loaded it; a second time it would be in the way of results. */
function startWorker(): Worker {
  const worker = new Worker(FILE, { stdout: true });
  worker.stdout.pipe(process.stderr, { end: false });
  return worker;
}

const placeOf = ({ params }: PointJob): string =>
  Object.entries(params)
    .map(([name, value]) => `${name} = ${String(value)}`)
    .join(", ");
