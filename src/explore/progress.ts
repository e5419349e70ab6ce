// Claims of progress: is there a fair run that never gets to the goal? It would go round in a component of the graph
// without goal states, or end outside it; if there is one, there is one with a prefix and a loop.
import { newSteps, type Instance, type Program, type Progress } from "../program.ts";
import { conditionsOf } from "./fair.ts";
import type { Graph } from "./graph.ts";
import { instancesTo } from "./instances.ts";
import { labelsOf, type Labels } from "./labels.ts";
import { lasso, type Lasso, type Search } from "./lasso.ts";
import { compareInstances } from "./space.ts";

/** A run that breaks a claim: states, and the instance between each and the next. The last state is that at `begins` again;
 *  where the run ends it is that itself. */
export interface Run {
  readonly states: readonly Uint32Array[];
  readonly instances: readonly Instance[];
  readonly begins: number;
}

/** The least run that breaks a claim, if any does. */
export function* unfulfilled(
  program: Program,
  graph: Graph,
  wanted: Uint8Array,
  claim: Progress,
): Generator<void, Run | undefined> {
  const labels = labelsOf(program, wanted);
  const found = yield* lasso(graph, searchFor(program, graph, labels, claim));
  return found && runAlong(program, graph, labels, found);
}

/** What a run must be like to break a claim. */
function searchFor(program: Program, graph: Graph, labels: Labels, claim: Progress): Search {
  const { form, goal, once, without } = claim;
  const isReached = graph.marks(goal);
  const allowed = byLabel(labels, 1);
  for (const rule of without) for (const label of labels.ofRule(rule)) allowed[label] = 0;
  const accidents = byLabel(labels, 0);
  for (const rule of program.fairness.accidents) for (const label of labels.ofRule(rule)) accidents[label] = 1;
  const region = isReached.map((is) => 1 - is);
  // Where time stands still is a claim of its own; but that it does once some events are gone is this one's matter.
  const mayEnd = program.tick === undefined || form === "settles";
  return {
    region,
    allowed,
    conditions: conditionsOf(program, labels),
    entry: form === "eventually" ? "start" : once === undefined ? region : graph.marks(once),
    ...(mayEnd && { accidents }),
  };
}

const byLabel = ({ count }: Labels, value: number): Uint8Array => new Uint8Array(count).fill(value);

/** The run along a lasso: the least instance with the label of each step. */
export function runAlong(
  program: Program,
  graph: Graph,
  labels: Labels,
  { states, labels: steps, begins }: Lasso,
): Run {
  const packed = states.map((state) => graph.state(state));
  const successors = newSteps(program);
  successors.wanted.fill(0);
  const instances = steps.map((label, i) => {
    program.load(packed[i]!, 0);
    program.expand(successors);
    const fits = (instance: Instance) => label < 0 || labels.of(instance) === label;
    return instancesTo(successors, packed[i + 1]!)
      .filter(fits)
      .toSorted(compareInstances)[0]!;
  });
  return { states: packed, instances, begins };
}
