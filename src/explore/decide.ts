// Claims that are decided on the graph, when all states are known: one after the other, in small pieces of work.
import type { Program } from "../program.ts";
import { isOnGraph, type Graph } from "./graph.ts";
import { unfulfilled, type Run } from "./progress.ts";
import type { Found, Space } from "./space.ts";
import { leastStandstill, zeroTimeCycle } from "./time.ts";
import { leastTrap } from "./traps.ts";

/** A claim that is decided, with what was found against it. */
export interface Decided {
  readonly claim: number;
  readonly found?: Found & { readonly level: number; readonly run?: Run };
}

/** Decides the wanted claims that need the graph, with nothing in between whenever a while has passed. Ends before where there is
 *  no room for the graph. */
export function* decideOnGraph(
  program: Program,
  space: Space,
  wanted: Uint8Array,
): Generator<Decided | undefined, void> {
  const asked = program.claims.flatMap((claim, i) => (wanted[i] && isOnGraph(claim) ? [i] : []));
  if (asked.length === 0) return;
  const graph = yield* pausing(space.graph());
  if (graph === undefined) return;
  for (const claim of asked) {
    const found = yield* pausing(against(program, graph, wanted, claim));
    yield { claim, ...(found && { found: { claim, detail: "", ...found } }) };
  }
}

function* pausing<T>(work: Generator<void, T>): Generator<undefined, T> {
  for (;;) {
    const turn = work.next();
    if (turn.done) return turn.value;
    yield undefined;
  }
}

type Against = Omit<NonNullable<Decided["found"]>, "claim" | "detail">;

function* against(
  program: Program,
  graph: Graph,
  wanted: Uint8Array,
  claim: number,
): Generator<void, Against | undefined> {
  const { decided } = program.claims[claim]!;
  if (decided.kind === "recovers") return yield* leastTrap(graph, decided);
  if (decided.kind === "time passes") return yield* leastStandstill(program, graph, wanted);
  if (decided.kind !== "progress" && decided.kind !== "zero-time cycle") return undefined;
  const run =
    decided.kind === "progress"
      ? yield* unfulfilled(program, graph, wanted, decided)
      : yield* zeroTimeCycle(program, graph, wanted);
  return run && { run, state: run.states[run.begins]!, level: run.begins };
}
