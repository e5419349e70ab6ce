// fleetcheck's own part: each check in a process of its own, so that no heap is shared between them.
import { join } from "node:path";
import { run } from "./command.ts";
import type { Contestant, Run } from "./contestant.ts";
import type { CheckedAlone } from "./check-alone.ts";

export const engines = ["interpreted", "compiled"] as const;
export type Engine = (typeof engines)[number];

export function fleetcheck(engine: Engine): Contestant {
  return {
    name: ours(engine),
    prepare: (system) => (): Run => {
      const request = JSON.stringify({ spec: system.spec, params: system.params, engine });
      const command = [process.execPath, "--conditions=fleetcheck-source", join(import.meta.dirname, "check-alone.ts")];
      const start = performance.now();
      const output = run([...command, request], {});
      const wholeSeconds = (performance.now() - start) / 1000;
      const { verdict, ...usage } = JSON.parse(output) as CheckedAlone;
      const reduced = verdict.engine !== engine || verdict.workers !== 1 || verdict.reduction !== "none";
      if (reduced) {
        const did = `${verdict.engine}, ${verdict.workers} workers, reduction ${verdict.reduction}`;
        throw new Error(`${system.name} was to be ${engine}, by one worker, without reduction; it was ${did}.`);
      }
      const { states, transitions, seconds: searchSeconds, bytesPerState } = verdict;
      return { states, transitions, searchSeconds, wholeSeconds, bytesPerState, ...usage };
    },
  };
}

/** What one of the engines is called beside the peers. */
export function ours(engine: Engine): string {
  return `fleetcheck, ${engine}`;
}
