// From the code of a spec to functions over one packed state: `judge` finds the claims that a state breaks or reaches,
// `expand` does the same, writes the successors and counts what fired. A large spec becomes several functions, run one
// after the other, since the engine's optimiser shies away from very large ones.
import type { Claim } from "../../program.ts";
import type { Code, InstanceCode } from "../code.ts";
import type { Callable } from "./function.ts";
import type { ModuleWriter } from "./module.ts";
import { operandsOf } from "./statement.ts";
import { writePart } from "./part.ts";
import type { Plan } from "./plan.ts";
import { regroupedNodes, writePuts } from "./regroup.ts";

export interface Expanding {
  /** Each takes a state in the list, where to write, and the worker's area; gives where the next one writes on. */
  readonly expand: readonly Callable[];
  readonly judge: Callable;
}

/** Nodes that one function may have. */
const NODES_MAX = 12_000;

export function writeExpanding(module: ModuleWriter, plan: Plan, code: Code, claims: readonly Claim[]): Expanding {
  const groups = partition(code.instances);
  const puts = writePuts(module, plan, code);
  const expand = groups.map((instances, i) =>
    writePart(module, {
      plan,
      code,
      claims,
      instances,
      first: i === 0,
      last: i === groups.length - 1,
      judgeOnly: false,
      puts,
    }),
  );
  const judging = { instances: [], first: true, last: true, judgeOnly: true, puts };
  const judge = writePart(module, { plan, code, claims, ...judging });
  return { expand, judge };
}

/** Functions like those of `expand` that write each successor with its label, self-loops too, and nothing else. */
export function writeLabelled(
  module: ModuleWriter,
  plan: Plan,
  code: Code,
  labelOf: (instance: InstanceCode) => number,
): Callable[] {
  const instances = code.instances.map((instance) => ({ ...instance, dispatched: [], stepTests: [] }));
  const puts = writePuts(module, plan, code);
  const shared = { plan, code, claims: [], first: true, last: false, judgeOnly: false, labelOf, puts };
  return partition(instances).map((some) => writePart(module, { ...shared, instances: some }));
}

/** Consecutive instances, so many at a time as give a function of a bearable size; at least one group. */
function partition(instances: readonly InstanceCode[]): InstanceCode[][] {
  const groups: InstanceCode[][] = [[]];
  let seen = new Set<number>();
  for (const instance of instances) {
    addNodes(instance, seen);
    groups.at(-1)!.push(instance);
    if (seen.size < NODES_MAX) continue;
    groups.push([]);
    seen = new Set();
  }
  return groups;
}

function addNodes(instance: InstanceCode, seen: Set<number>): void {
  const { guard, refusals, writes, dispatched, stepTests } = instance;
  const open = [
    guard,
    ...writes.map(({ value }) => value),
    ...regroupedNodes(instance),
    ...[refusals, dispatched, stepTests].flat().map(({ test }) => test),
  ];
  for (let node = open.pop(); node; node = open.pop()) {
    if (seen.has(node.id)) continue;
    seen.add(node.id);
    open.push(...operandsOf(node));
  }
}
