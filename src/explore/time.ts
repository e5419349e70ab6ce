// Claims on time: that it can always pass, and that nothing goes round for ever while it does not.
import type { Program } from "../program.ts";
import { reaching, type Graph } from "./graph.ts";
import { labelsOf } from "./labels.ts";
import { lasso } from "./lasso.ts";
import { runAlong, type Run } from "./progress.ts";
import { trapAt, type Trap } from "./traps.ts";

/** The least state of the first level that has one from which no path leads to a tick. */
export function* leastStandstill(
  program: Program,
  graph: Graph,
  wanted: Uint8Array,
): Generator<void, Trap | undefined> {
  const isTick = ofRules(program, wanted, [program.tick!]);
  const goal = new Uint8Array(graph.states);
  for (let s = 0; s < graph.states; s++) {
    for (let e = graph.offsets[s]!; e < graph.offsets[s + 1]!; e++) if (isTick[graph.labels[e]!] === 1) goal[s] = 1;
  }
  const moving = yield* reaching(graph, goal, new Uint8Array(graph.states).fill(1));
  const still = moving.indexOf(0);
  return still < 0 ? undefined : trapAt(graph, still);
}

/** The least way into a cycle without a tick, and round it; what comes from outside is no part of one. */
export function* zeroTimeCycle(program: Program, graph: Graph, wanted: Uint8Array): Generator<void, Run | undefined> {
  const allowed = ofRules(program, wanted, [program.tick!, ...program.fairness.foreign]).map((is) => 1 - is);
  const anywhere = new Uint8Array(graph.states).fill(1);
  const found = yield* lasso(graph, { region: anywhere, allowed, conditions: [], entry: anywhere });
  return found && runAlong(program, graph, labelsOf(program, wanted), found);
}

/** By label: 1 where it is one of these rules'. */
function ofRules(program: Program, wanted: Uint8Array, rules: readonly number[]): Uint8Array {
  const labels = labelsOf(program, wanted);
  const are = new Uint8Array(labels.count);
  for (const label of rules.flatMap((rule) => labels.ofRule(rule))) are[label] = 1;
  return are;
}
