// Instances arranged so that little is tested for nothing: those that share a condition stand together behind one
// test of it. The order of successors means nothing to the search, so they may be arranged freely.
import type { InstanceCode, Node } from "../code.ts";

/** An instance with what is left of its guard once the tests around it are true. */
export interface Attempt {
  readonly instance: InstanceCode;
  readonly rest: readonly Node[];
  /** All conditions of its guard, those around it included. */
  readonly all: readonly Node[];
}

export interface Group {
  readonly test: Node;
  readonly members: readonly (Group | Attempt)[];
}

/** Fewer instances are not worth a test of their own. */
const TOGETHER_MIN = 3;
const DEPTH_MAX = 3;

export function arrange(instances: readonly InstanceCode[]): (Group | Attempt)[] {
  const possible = instances.filter(({ guard }) => !(guard.op === "const" && guard.value === 0));
  const attempts = possible.map((instance) => {
    const all = conjuncts(instance.guard);
    return { instance, rest: all, all };
  });
  return gather(attempts, DEPTH_MAX);
}

function gather(attempts: readonly Attempt[], depth: number): (Group | Attempt)[] {
  if (depth === 0) return [...attempts];
  const times = new Map<Node, number>();
  for (const { rest } of attempts) for (const node of rest) times.set(node, (times.get(node) ?? 0) + 1);
  const alone: Attempt[] = [];
  const together = new Map<Node, Attempt[]>();
  for (const attempt of attempts) {
    const test = mostFrequent(attempt.rest, times);
    if (test === undefined || times.get(test)! < TOGETHER_MIN) alone.push(attempt);
    else if (together.has(test)) together.get(test)!.push(attempt);
    else together.set(test, [attempt]);
  }
  return [...alone, ...[...together].map(([test, members]) => group(test, members, depth))];
}

function group(test: Node, members: readonly Attempt[], depth: number): Group {
  const inside = members.map((attempt) => ({ ...attempt, rest: attempt.rest.filter((node) => node !== test) }));
  return { test, members: gather(inside, depth - 1) };
}

function mostFrequent(nodes: readonly Node[], times: ReadonlyMap<Node, number>): Node | undefined {
  return nodes.reduce<Node | undefined>(
    (most, node) => (most === undefined || times.get(node)! > times.get(most)! ? node : most),
    undefined,
  );
}

/** The conditions that must all be true. */
function conjuncts(guard: Node): Node[] {
  const found = new Set<Node>();
  const open = [guard];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.op === "and") open.push(node.a, node.b);
    else if (node.op !== "const" || node.value === 0) found.add(node);
  }
  return [...found].toSorted((a, b) => a.id - b.id);
}
