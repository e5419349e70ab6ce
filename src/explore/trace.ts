// Paths to findings. No parent is stored: from the state that was found, each earlier state is looked up as the least
// predecessor on the level before, so that a path depends on nothing but the program. All findings are traced in one
// sweep from the last level to the first: at most one more expansion of each state.
import { newSteps, type Instance, type Program, type Steps } from "../program.ts";
import type { Finding } from "./search.ts";
import { compareInstances, type Space } from "./space.ts";

/** A shortest path: states, and the instance between each and the next. */
export interface Path {
  readonly finding: Pick<Finding, "claim" | "instance" | "detail">;
  readonly states: readonly Uint32Array[];
  /** One fewer than states. */
  readonly instances: readonly Instance[];
}

/** The least shortest path to each finding. */
export function* tracePaths(program: Program, space: Space, findings: readonly Finding[]): Generator<void, Path[]> {
  const chains = findings.map((finding) => ({ finding, states: [finding.state] }));
  const deepest = Math.max(0, ...findings.map((f) => f.level));
  for (let level = deepest - 1; level >= 0; level--) {
    const open = chains.filter((c) => c.finding.level > level);
    const before = yield* space.predecessors(
      level,
      open.map((c) => c.states[0]!),
    );
    for (const [c, chain] of open.entries()) chain.states.unshift(before[c]!);
  }
  return chains.map(({ finding, states }) => ({ finding, states, instances: instancesAlong(program, states) }));
}

/** The least instance between each state and the next. */
function instancesAlong(program: Program, states: readonly Uint32Array[]): Instance[] {
  const steps = newSteps(program);
  steps.wanted.fill(0);
  return states.slice(1).map((next, i) => {
    program.load(states[i]!, 0);
    program.expand(steps);
    return instancesTo(steps, next).toSorted(compareInstances)[0]!;
  });
}

function instancesTo({ count, words, instances }: Steps, state: Uint32Array): Instance[] {
  const width = state.length;
  return Array.from({ length: count }, (_, i) => i)
    .filter((i) => state.every((word, k) => words[i * width + k] === word))
    .map((i) => ({
      rule: instances[i * 4]!,
      member: instances[i * 4 + 1]!,
      choice: instances[i * 4 + 2]!,
      pick: instances[i * 4 + 3]!,
    }));
}
