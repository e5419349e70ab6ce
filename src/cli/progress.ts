// How far a search is: a line that renews itself on a terminal, a line every ten seconds in a log. Always on stderr.
import type { createLogUpdate } from "log-update";
import type { Progress } from "../explore/search.ts";

export interface Live {
  /** @param what what is searched */
  show(what: string, progress: Progress): Promise<void>;
  /** The same of what is no search. */
  say(text: string): Promise<void>;
  /** Takes the line away, before something else is printed. */
  clear(): void;
}

const LOG_EVERY_MS = 10_000;
export const RENEW_EVERY_MS = 100;

export function live(quiet: boolean): Live {
  if (quiet) return { show: async () => {}, say: async () => {}, clear() {} };
  return process.stderr.isTTY ? terminalLine() : logLines();
}

/** Loaded when there is something to show, which a short search never has. The cursor stays where it is: a process
 *  that a second Ctrl-C ends could not bring it back. */
function terminalLine(): Live {
  let update: ReturnType<typeof createLogUpdate> | undefined;
  const renew = async (text: string) => {
    const logUpdate = await import("log-update");
    update ??= logUpdate.createLogUpdate(process.stderr, { showCursor: true });
    update(text);
  };
  return {
    show: atMostEvery(RENEW_EVERY_MS, (what: string, progress: Progress) => renew(lineText(what, progress))),
    say: atMostEvery(RENEW_EVERY_MS, renew),
    clear: () => update?.clear(),
  };
}

const write = async (text: string): Promise<void> => void process.stderr.write(`${text}\n`);

function logLines(): Live {
  return {
    show: atMostEvery(LOG_EVERY_MS, (what: string, progress: Progress) => write(lineText(what, progress))),
    say: atMostEvery(LOG_EVERY_MS, write),
    clear() {},
  };
}

/** A clock of its own for each; what comes too soon is not shown. */
export function atMostEvery<T extends readonly unknown[]>(
  ms: number,
  show: (...what: T) => Promise<void>,
): (...what: T) => Promise<void> {
  let last = performance.now();
  return async (...what) => {
    if (performance.now() - last < ms) return;
    last = performance.now();
    await show(...what);
  };
}

/** "front-end bootstrap, higher limit: 1,204,331 states, 310,221 a second, depth 14, frontier 88,120, 31 MB". */
function lineText(what: string, { states, seconds, depth, frontier, bytes }: Progress): string {
  const rate = count(states / Math.max(seconds, 0.001));
  const counts = `${count(states)} states, ${rate} a second, depth ${depth}, frontier ${count(frontier)}, ${count(bytes / 2 ** 20)} MB`;
  return `${what}: ${counts}`;
}

function count(n: number): string {
  return Math.round(n).toLocaleString("en-US");
}
