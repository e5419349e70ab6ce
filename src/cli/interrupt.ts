// Ctrl-C: the first ends the search and lets what was found be printed; the second ends the process at once, by the
// system's own means, since nothing listens any more.

export interface Interrupt {
  readonly signal: AbortSignal;
  /** Stops listening. */
  end(): void;
}

export function interruptible(): Interrupt {
  const controller = new AbortController();
  const interrupted = () => {
    process.stderr.write("\nInterrupted: what was found so far follows. Ctrl-C again ends at once.\n");
    controller.abort();
  };
  process.once("SIGINT", interrupted);
  return { signal: controller.signal, end: () => process.off("SIGINT", interrupted) };
}
