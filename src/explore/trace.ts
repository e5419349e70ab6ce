// Paths to findings. No parent is stored: from the state that was found, each earlier state is looked up as the least
// predecessor on the level before, so that a path depends on nothing but the program. All findings are traced in one
// sweep from the last level to the first: at most one more expansion of each state.
import { newSteps, type Instance, type Program } from "../program.ts";
import { instancesTo } from "./instances.ts";
import type { Finding } from "./search.ts";
import { compareInstances, type Space } from "./space.ts";

/** A shortest path: states, and the instance between each and the next. */
export interface Path {
  readonly finding: Pick<Finding, "claim" | "instance" | "detail">;
  readonly states: readonly Uint32Array[];
  /** One fewer than states. */
  readonly instances: readonly Instance[];
  /** Where the run goes on for ever, the place of the state that the last one is again; the last one's own where it ends. */
  readonly begins?: number;
  /** Is it that state again only when members change places? */
  readonly renumbered?: boolean;
}

/** The least shortest path to each finding; one that is a whole run has its path already. */
export function* tracePaths(program: Program, space: Space, findings: readonly Finding[]): Generator<void, Path[]> {
  const runs = findings.flatMap((finding) => (finding.run ? [{ finding, ...finding.run }] : []));
  const chains = findings.flatMap((finding) => (finding.run ? [] : [{ finding, states: [finding.state] }]));
  const deepest = Math.max(0, ...chains.map(({ finding }) => finding.level));
  for (let level = deepest - 1; level >= 0; level--) {
    const open = chains.filter((c) => c.finding.level > level);
    const before = yield* space.predecessors(
      level,
      open.map((c) => c.states[0]!),
    );
    for (const [c, chain] of open.entries()) chain.states.unshift(before[c]!);
  }
  const paths = chains.map(({ finding, states }) => ({ finding, states, instances: instancesAlong(program, states) }));
  return [...paths, ...runs];
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
