// Looking for predecessors: the states of one level are expanded again, and each successor is compared with the targets.
import type { Kernel } from "./kernel.ts";
import type { Memories } from "./memories.ts";

export interface Tracing {
  readonly memories: Memories;
  readonly kernel: Kernel;
  /** Targets that the kernel looks for at a time. */
  readonly targetsMax: number;
  /** The successors of a state that only the interpreter can work on. */
  readonly interpret: (state: Uint32Array) => Uint32Array;
}

/** For each target its least predecessor on a level that was kept; undefined where it has none there. Counters stay. */
export function* leastPredecessors(
  tracing: Tracing,
  level: number,
  targets: readonly Uint32Array[],
): Generator<void, (Uint32Array | undefined)[]> {
  const { memories, targetsMax } = tracing;
  const counted = memories.saveCounts();
  const found: (Uint32Array | undefined)[] = targets.map(() => undefined);
  for (let first = 0; first < targets.length; first += targetsMax) {
    const some = targets.slice(first, first + targetsMax);
    for (const [i, state] of yield* traceSome(tracing, level, some)) found[first + i] = state;
  }
  memories.restoreCounts(counted);
  return found;
}

type Found = Map<number, Uint32Array>;

function* traceSome(tracing: Tracing, level: number, targets: readonly Uint32Array[]): Generator<void, Found> {
  const { memories, kernel } = tracing;
  const interpreted: Found = new Map();
  memories.setTargets(targets);
  for (const [begin, end] of memories.levelPieces(level)) {
    for (let at = begin; at < end; ) {
      at = kernel.trace(memories.area(0), at, end) >>> 0;
      for (const state of memories.takeAlarms()) {
        for (const i of targetsAmong(tracing.interpret(state), targets)) keepLeast(memories, interpreted, i, state);
      }
      yield;
    }
  }
  for (const [i, state] of memories.takeLeast(targets.length)) keepLeast(memories, interpreted, i, state);
  return interpreted;
}

function keepLeast(memories: Memories, found: Found, target: number, state: Uint32Array): void {
  const kept = found.get(target);
  if (kept === undefined || memories.before(state, kept)) found.set(target, state);
}

/** Which targets are among packed states. */
function targetsAmong(states: Uint32Array, targets: readonly Uint32Array[]): number[] {
  const isAt = (target: Uint32Array, at: number) => target.every((word, i) => states[at + i] === word);
  return targets.flatMap((target, i) => {
    for (let at = 0; at < states.length; at += target.length) if (isAt(target, at)) return [i];
    return [];
  });
}
