// The canonical form of a state: one and the same for all states that differ only in how members are numbered. Vertices
// are told apart by colour refinement, remaining ties are searched, and the least of what comes out is taken, so that the
// form is exact (McKay, Practical graph isomorphism, 1981). A tie between members that could change places without a
// trace needs no search; where nothing holds members, as in counted fleets, there are no other ties.
import { lexical } from "./shapes.ts";
import type { Structure } from "./structure.ts";

/** By vertex: its colour, 0 … ; equal for vertices that are not yet told apart. */
export type Colours = Int32Array;

/** The colours that the state alone gives. */
export function colour(structure: Structure): Colours {
  return refine(structure, ranks(structure.keys, structure.keys.length));
}

/** What the search needs to know of the state whose vertices are coloured. */
export interface Tied {
  /** Members come first among the vertices. */
  readonly members: number;
  /** The leaves, when the members are numbered in the order of their colours. */
  image(colours: Colours): Int32Array;
  /** Is the state the same when two members change places? */
  areTwins(a: number, b: number): boolean;
}

/** The least image over all ways to break the ties. */
export function leastImage(structure: Structure, colours: Colours, tied: Tied): Int32Array {
  const cell = firstTie(structure, colours, tied.members);
  if (cell === undefined) return tied.image(colours);
  let least: Int32Array | undefined;
  const tried: number[] = [];
  for (const vertex of cell) {
    if (tried.some((other) => tied.areTwins(vertex, other))) continue;
    tried.push(vertex);
    const found = leastImage(structure, refine(structure, individualized(colours, vertex)), tied);
    if (least === undefined || lexical(found, least) < 0) least = found;
  }
  return least!;
}

/** The members of the first colour that several have and that must be told apart. */
function firstTie({ edges }: Structure, colours: Colours, members: number): number[] | undefined {
  const cells = new Map<number, number[]>();
  for (let v = 0; v < members; v++) {
    if (edges[v]!.length === 0) continue;
    const cell = cells.get(colours[v]!);
    if (cell) cell.push(v);
    else cells.set(colours[v]!, [v]);
  }
  let first: number | undefined;
  for (const [c, cell] of cells) if (cell.length > 1 && (first === undefined || c < first)) first = c;
  return first === undefined ? undefined : cells.get(first);
}

/** Do all ties lie between members that could change places without a trace? */
export const tiesAreTwins = (structure: Structure, colours: Colours, members: number): boolean =>
  firstTie(structure, colours, members) === undefined;

/** The same colours, but that one vertex comes before those of its colour. */
function individualized(colours: Colours, vertex: number): Colours {
  return colours.map((c, v) => (v === vertex ? 2 * c : 2 * c + 1));
}

/** Splits colours until vertices of one colour see the same colours around them. */
function refine({ edges }: Structure, colours: Colours): Colours {
  const count = colours.length;
  if (edges.every((list) => list.length === 0)) return colours;
  let present = colours;
  let different = new Set(present).size;
  for (;;) {
    const seen = edges.map((list, v) => [present[v]!, ...around(list, present, 2 * count)]);
    present = ranks(seen, count);
    const now = new Set(present).size;
    if (now === different) return present;
    different = now;
  }
}

/** What a vertex sees: label and colour of each neighbour, as one number, in order. */
function around(list: readonly number[], colours: Colours, coloursMax: number): number[] {
  const seen: number[] = [];
  for (let i = 0; i < list.length; i += 2) seen.push(list[i]! * coloursMax + colours[list[i + 1]!]!);
  return seen.toSorted((a, b) => a - b);
}

/** The rank of each list among the different ones. */
function ranks(lists: readonly (readonly number[])[], count: number): Colours {
  const order = Array.from({ length: count }, (_, v) => v).toSorted((a, b) => lexical(lists[a]!, lists[b]!));
  const rank = new Int32Array(count);
  let next = 0;
  for (let i = 1; i < count; i++) {
    if (lexical(lists[order[i - 1]!]!, lists[order[i]!]!) !== 0) next++;
    rank[order[i]!] = next;
  }
  return rank;
}
