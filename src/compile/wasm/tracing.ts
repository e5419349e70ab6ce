// Looking for predecessors: the states of one level are expanded again, and each successor is compared with the targets.
import type { Piece } from "./levels.ts";
import type { Memories } from "./memories.ts";
import type { Kernel } from "./plan.ts";

export interface Tracing {
  readonly memories: Memories;
  readonly kernel: Kernel;
  /** Targets that the kernel looks for at a time. */
  readonly targetsMax: number;
}

/** For each target its least predecessor among the states of some pieces of the list; undefined where it has none there.
 *  Counters stay. */
export function* leastPredecessors(
  { memories, kernel, targetsMax }: Tracing,
  pieces: readonly Piece[],
  targets: readonly Uint32Array[],
): Generator<void, (Uint32Array | undefined)[]> {
  const counted = memories.saveCounts();
  const found = new Map<number, Uint32Array>();
  for (let first = 0; first < targets.length; first += targetsMax) {
    memories.setTargets(targets.slice(first, first + targetsMax));
    for (const [begin, end] of pieces) {
      kernel.trace(memories.area(0), begin, end);
      yield;
    }
    for (const [i, state] of memories.takeLeast(targetsMax)) found.set(first + i, state);
  }
  memories.restoreCounts(counted);
  return targets.map((_, i) => found.get(i));
}
