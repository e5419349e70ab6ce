// A module as it is handed to whoever wants to see it: its bytes, and a listing that begins with a legend of what stands where.
import type { Written } from "./kernel.ts";
import { listing } from "./listing.ts";
import { CONTROL, type Plan } from "./plan.ts";

/** A WebAssembly module that the compiled engine ran. */
export interface EmittedModule {
  /** It searches, or makes the graph that claims on paths are decided on. */
  readonly purpose: "search" | "graph";
  readonly bytes: Uint8Array;
  /** The same as text. */
  listing(): string;
}

export function emitted(purpose: EmittedModule["purpose"], plan: Plan, { bytes, notes }: Written): EmittedModule {
  return { purpose, bytes, listing: () => `${legend(plan).join("\n")}\n\n${listing(bytes, notes)}` };
}

function legend(plan: Plan): string[] {
  const { inline, layout, areasAt, area, workers, rangesAt } = plan;
  const table = inline
    ? "states, in buckets of eight, each with bit 63 set"
    : "32-bit entries: tag and index of a state";
  return [
    `;; memory table holds ${table}`,
    `;; memory list holds states of ${plan.stateBytes} bytes, level after level, in blocks`,
    `;; memory work begins with control words: ${places(CONTROL)}`,
    `;;   from ${areasAt} on an area of ${area.bytes} bytes for each of ${workers} workers: ${places(area)}`,
    `;;   from ${rangesAt} on the ranges of the list that make up levels`,
    ";; leaves of a state, in declaration order: word, first bit, bits",
    ...[...layout.sizes.keys()].map(
      (leaf) =>
        `;;   leaf ${leaf}: ${layout.word[leaf]}, ${layout.shift[leaf]}, ${bitsOf(layout.mask[leaf]!, layout.shift[leaf]!)}`,
    ),
  ];
}

const places = (of: object): string =>
  Object.entries(of)
    .filter(([name]) => name !== "bytes")
    .map(([name, at]) => `${name} ${at}`)
    .join(", ");

/** Of a mask whose bits stand together. */
const bitsOf = (mask: number, shift: number): number => 32 - Math.clz32(mask >>> shift);
