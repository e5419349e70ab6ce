// A thread that checks points of sweeps, one after the other. It loads the spec's file for itself, since functions cannot
// be sent from thread to thread.
import { parentPort } from "node:worker_threads";
import { SpecError } from "../messages.ts";
import type { Progress } from "../explore/search.ts";
import type { CheckOptions } from "../options.ts";
import type { Result, Values } from "../sweep/sweep.ts";
import { loadSpecs } from "./load.ts";
import { atMostEvery, RENEW_EVERY_MS, type Live } from "./progress.ts";
import { search } from "./search.ts";

/** One point to check; the thread loads the spec by itself. */
export interface PointJob {
  readonly file: string;
  readonly exportName: string;
  readonly scenario: string;
  readonly params: Values;
  readonly properties?: readonly string[];
  readonly asked: Pick<CheckOptions, "budget" | "engine" | "workers" | "symmetry">;
}

export type ToThread = { readonly kind: "check"; readonly job: PointJob } | { readonly kind: "interrupt" };
export type FromThread =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "result"; readonly result: Result };

const port = parentPort!;
const controller = new AbortController();
const answer = (message: FromThread): void => port.postMessage(message);

const live: Live = {
  show: atMostEvery(RENEW_EVERY_MS, async (_, progress) => answer({ kind: "progress", progress })),
  say: async () => {},
  clear() {},
};

port.on("message", (message: ToThread) => {
  if (message.kind === "interrupt") controller.abort();
  else void resultOf(message.job).then((result) => answer({ kind: "result", result }));
});

async function resultOf({ file, exportName, scenario, params, properties, asked }: PointJob): Promise<Result> {
  try {
    const { spec } = (await loadSpecs([file])).find((loaded) => loaded.exportName === exportName)!;
    const run = { file, spec, scenario, params, ...(properties && { properties }) };
    const found = await search([run], { asked, signal: controller.signal, live, onSpec() {} });
    const [verdict] = found.verdicts;
    if (verdict) return { kind: "checked", verdict };
    return found.unstarted > 0 ? { kind: "unstarted" } : { kind: "failed", problems: found.problems };
  } catch (error) {
    if (error instanceof SpecError) return { kind: "failed", problems: error.problems };
    throw error;
  }
}
