// Random specs as the compiled engine takes them, on states as they are laid out and on the same states made wide.
import { lower } from "../../../src/compile/lower.ts";
import { SpecError } from "../../../src/messages.ts";
import { elaborate } from "../../../src/model/elaborate.ts";
import { Interpreter } from "../../../src/model/interpret.ts";
import { pack, unpack, type Layout } from "../../../src/model/layout.ts";
import { resolveParams } from "../../../src/model/params.ts";
import type { Spec } from "../../../src/spec/spec.ts";
import type { System } from "./systems.ts";

/** A spec as a system, with the program that is the reference; nothing where it is wrong or not lowered. */
export function systemOf(spec: Spec): { readonly system: System; readonly program: Interpreter } | undefined {
  try {
    const elaborated = elaborate(spec, resolveParams(spec, undefined, {}).params);
    const lowered = lower(elaborated);
    if ("outside" in lowered || lowered.code.alarm.op !== "const") return undefined;
    const program = new Interpreter(elaborated);
    const starts: number[] = [];
    program.starts((state) => starts.push(...state));
    const { claims, events } = program;
    const { layout } = elaborated.model;
    const system = { code: lowered.code, layout, claims, events: events.length, starts: Uint32Array.from(starts) };
    return { system, program };
  } catch (error) {
    if (error instanceof SpecError || error instanceof Error) return undefined;
    throw error;
  }
}

export function leavesOf(state: Uint32Array, layout: Layout): number[] {
  const leaves = new Int32Array(layout.sizes.length);
  unpack(layout, state, 0, leaves);
  return [...leaves];
}

/** The same leaves with unused bits between them. */
function widened({ sizes, mask, shift }: Layout, gap: number): Layout {
  const [word, shifts, masks] = [
    new Int32Array(sizes.length),
    new Int32Array(sizes.length),
    new Int32Array(sizes.length),
  ];
  let at = 0;
  for (let leaf = 0; leaf < sizes.length; leaf++) {
    const inPlace = mask[leaf]! >>> shift[leaf]!;
    const bits = 32 - Math.clz32(inPlace);
    if ((at % 32) + bits > 32) at += 32 - (at % 32);
    [word[leaf], shifts[leaf]] = [at >> 5, at & 31];
    masks[leaf] = inPlace << (at & 31);
    at += bits + gap;
  }
  return { words: Math.max((at >> 5) + 1, 3), sizes, word, shift: shifts, mask: masks };
}

function repacked(states: Uint32Array, from: Layout, to: Layout): Uint32Array {
  const count = states.length / from.words;
  const leaves = new Int32Array(from.sizes.length);
  const made = new Uint32Array(count * to.words);
  for (let i = 0; i < count; i++) {
    unpack(from, states, i * from.words, leaves);
    pack(to, leaves, made, i * to.words);
  }
  return made;
}

/** The same system with `gap` unused bits between leaves. */
export function wide(system: System, gap: number): System {
  const layout = widened(system.layout, gap);
  return { ...system, layout, starts: repacked(system.starts, system.layout, layout) };
}
