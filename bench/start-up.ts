// How soon the command answers: `fleetcheck check` of the first spec as a whole process.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { measured } from "./command.ts";
import { median, medianIfKnown } from "./results.ts";

export interface StartUp {
  readonly who: string;
  readonly what: string;
  /** With nothing kept from an earlier run: the slowest that anybody sees. */
  readonly first: Took;
  /** With the code that Node kept compiled. */
  readonly again: Took;
}

interface Took {
  readonly wholeSeconds: number;
  readonly userSeconds: number | undefined;
}

const spec = "specs/front-end-bootstrap.ts";

export function measureStartUp(rounds: number, folder: string): StartUp {
  const first: Took[] = [];
  const again: Took[] = [];
  for (let round = 0; round < rounds; round++) {
    const cache = join(folder, `compile-cache-${round}`);
    mkdirSync(cache);
    first.push(check(cache));
    again.push(check(cache));
  }
  const what = `fleetcheck check ${spec}`;
  return { who: "command line", what, first: medians(first), again: medians(again) };
}

/** @param cache where Node keeps compiled code */
function check(cache: string): Took {
  const cwd = resolve(import.meta.dirname, "..");
  const command = [process.execPath, "--conditions=fleetcheck-source", "src/cli/main.ts", "check", spec];
  const { wholeSeconds, userSeconds } = measured(command, cache, {
    cwd,
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
  return { wholeSeconds, userSeconds };
}

function medians(all: readonly Took[]): Took {
  return {
    wholeSeconds: median(all.map((took) => took.wholeSeconds)),
    userSeconds: medianIfKnown(all.map((took) => took.userSeconds)),
  };
}
