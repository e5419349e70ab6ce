// Ctrl-C: the first ends the search and lets what was found be printed; the second ends the process at once, by the
// system's own means, since nothing listens any more.
import type { Live } from "./progress.ts";

export interface Interrupt {
  readonly signal: AbortSignal;
  /** Stops listening. */
  end(): void;
}

/** @param live the line that must make room for what is said */
export function interruptible(live: Live): Interrupt {
  const controller = new AbortController();
  const interrupted = () => {
    live.clear();
    process.stderr.write("Interrupted: what was found so far follows. Ctrl-C again ends at once.\n");
    controller.abort();
  };
  process.once("SIGINT", interrupted);
  return { signal: controller.signal, end: () => process.off("SIGINT", interrupted) };
}
