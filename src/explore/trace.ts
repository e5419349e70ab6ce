// Paths to findings. No parent is stored: from the state that was found, each earlier state is looked up as the least
// predecessor on the level before, so that a path depends on nothing but the program. All findings are traced in one
// sweep from the last level to the first: at most one more expansion of each state.
import type { Instance, Program, Steps } from "../program.ts";
import { newSteps } from "../program.ts";
import { compareInstances, type Exploration, type Finding } from "./search.ts";

/** A shortest path: states, and the instance between each and the next. */
export interface Path {
  readonly finding: Finding;
  readonly states: readonly Uint32Array[];
  /** One fewer than states. */
  readonly instances: readonly Instance[];
}

/** States between two hand-overs of control. */
const SLICE = 4096;

/** The least shortest path to each finding. */
export function* tracePaths(program: Program, explored: Exploration): Generator<void, Path[]> {
  const findings = [...explored.findings.values()];
  const chains = findings.map((finding) => ({ finding, states: [explored.visited.get(finding.state)] }));
  const steps = newSteps(program);
  steps.wanted.fill(0);
  const deepest = Math.max(0, ...findings.map((f) => f.level));
  for (let level = deepest - 1; level >= 0; level--) {
    const heads = chains.filter((c) => c.finding.level > level);
    yield* prepend(program, explored, level, heads, steps);
  }
  return chains.map(({ finding, states }) => ({ finding, states, instances: instancesAlong(program, states, steps) }));
}

interface Chain {
  readonly states: Uint32Array[];
}

/** Puts before each chain its head's least predecessor on `level`. */
function* prepend(program: Program, explored: Exploration, level: number, chains: readonly Chain[], steps: Steps): Generator<void, void> {
  const best: (Uint32Array | undefined)[] = chains.map(() => undefined);
  const { visited, levels } = explored;
  for (let state = levels[level]!; state < levels[level + 1]!; state++) {
    if (state % SLICE === 0) yield;
    program.load(visited.chunkOf(state), visited.placeOf(state));
    program.expand(steps);
    for (const [c, { states }] of chains.entries()) {
      if (successorAmong(steps, program.words, states[0]!, 0) < 0) continue;
      const candidate = visited.get(state);
      if (best[c] === undefined || program.compare(candidate, best[c]) < 0) best[c] = candidate;
    }
  }
  for (const [c, { states }] of chains.entries()) states.unshift(best[c]!);
}

/** The position of a state among the successors, from `from` on; −1 where it is not there. */
function successorAmong(steps: Steps, words: number, state: Uint32Array, from: number): number {
  for (let i = from; i < steps.count; i++) {
    let k = 0;
    while (k < words && steps.words[i * words + k] === state[k]) k++;
    if (k === words) return i;
  }
  return -1;
}

/** The least instance between each state and the next. */
function instancesAlong(program: Program, states: readonly Uint32Array[], steps: Steps): Instance[] {
  return states.slice(1).map((next, i) => {
    program.load(states[i]!, 0);
    program.expand(steps);
    const found: Instance[] = [];
    for (let s = successorAmong(steps, program.words, next, 0); s >= 0; s = successorAmong(steps, program.words, next, s + 1)) {
      found.push(instanceAt(steps, s));
    }
    return found.sort(compareInstances)[0]!;
  });
}

function instanceAt({ instances }: Steps, i: number): Instance {
  return { rule: instances[i * 4]!, member: instances[i * 4 + 1]!, choice: instances[i * 4 + 2]!, pick: instances[i * 4 + 3]! };
}
