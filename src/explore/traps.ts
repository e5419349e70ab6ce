// What `recovers` claims come to on the explored graph.
import type { Claim } from "../program.ts";
import { reaching, type Graph } from "./graph.ts";

/** The least state of the first level that has one where `once` is true and from which no path on which `assuming` stays true
 *  reaches the goal; in slices. */
export function* leastTrap(
  graph: Graph,
  { goal, once, assuming }: Extract<Claim["decided"], { kind: "recovers" }>,
): Generator<void, Trap | undefined> {
  const safe = yield* reaching(graph, graph.marks(goal), graph.marks(assuming));
  const asked = graph.marks(once);
  const trap = safe.findIndex((isSafe, state) => isSafe === 0 && asked[state] === 1);
  return trap < 0 ? undefined : trapAt(graph, trap);
}

/** A state from which something cannot be reached. */
export interface Trap {
  readonly state: Uint32Array;
  readonly level: number;
}

export function trapAt(graph: Graph, state: number): Trap {
  let level = 0;
  while (graph.levels[level + 1]! <= state) level++;
  return { state: graph.state(state), level };
}
