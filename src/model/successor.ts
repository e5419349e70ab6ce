// Successors as the interpreter writes them: the packed state that is left, with what an attempt wrote patched in.
import type { Steps } from "../program.ts";
import type { Layout } from "./layout.ts";
import type { Memory } from "./memory.ts";

/** Writes the state in memory behind the successors that there are; the caller counts it. */
export function addSuccessor(steps: Steps, present: Uint32Array, memory: Memory, layout: Layout): void {
  const { log, logged, cells } = memory;
  const { word, shift, mask, words } = layout;
  const at = steps.count * words;
  if (at + words > steps.words.length || steps.count * 4 + 4 > steps.instances.length) grow(steps);
  const out = steps.words;
  for (let i = 0; i < words; i++) out[at + i] = present[i]!;
  for (let i = 0; i < logged; i++) {
    const leaf = log[i]!;
    const w = at + word[leaf]!;
    out[w] = (out[w]! & ~mask[leaf]!) | (cells[leaf]! << shift[leaf]!);
  }
}

/** Doubles the room for successors. */
function grow(steps: Steps): void {
  const words = new Uint32Array(steps.words.length * 2);
  words.set(steps.words);
  steps.words = words;
  const instances = new Int32Array(steps.instances.length * 2);
  instances.set(steps.instances);
  steps.instances = instances;
}
