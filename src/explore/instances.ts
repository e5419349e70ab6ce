// Which instances lead from a state to another.
import type { Instance, Steps } from "../program.ts";

/** The instances among the successors of a state that lead to `state`. */
export function instancesTo({ count, words, instances }: Steps, state: Uint32Array): Instance[] {
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
