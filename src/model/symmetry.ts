// The symmetry of a model: which members may be exchanged, and what that does to states. Two states are in one orbit
// when an exchange of members of one fleet and cohort makes one of the other; each orbit has one canonical state.
// Source: Ip and Dill, Better verification through symmetry (1996): scalarsets, here with an exact canonical form.
import { colour, leastImage, tiesAreTwins, type Colours } from "./canonical.ts";
import { Codecs } from "./domains.ts";
import type { MachinePart, Model, Part } from "./model.ts";
import { holderOf, Rows } from "./rows.ts";
import { lexical, permute, Shapes, type Permutation, type Shape } from "./shapes.ts";
import { Structure } from "./structure.ts";

/** Leaves beside the state that speak of members: who acts, what was chosen. */
export interface Marked {
  readonly shape: Shape;
  readonly leaves: Int32Array;
}

interface Laid {
  readonly part: Part;
  /** The number of its fleet, −1 where its members stay. */
  readonly fleet: number;
  readonly fields: readonly { readonly shape: Shape; readonly offset: number }[];
}

export class Symmetry {
  readonly fleets: readonly MachinePart[];
  readonly shapes: Shapes;
  readonly #parts: readonly Laid[];
  /** The vertex of each fleet's first member; vertices are numbered fleet by fleet. */
  readonly #firstOf: readonly number[];
  /** By vertex: its class, that is its fleet and cohort. */
  readonly #classes: readonly number[];
  /** By class: the members' places in their fleet. */
  readonly #places: readonly (readonly number[])[];
  readonly #width: number;
  /** By fleet, where rows are all that tells members apart. */
  readonly #rows: readonly Rows[] | undefined;

  constructor({ parts, layout }: Model, fleets: readonly MachinePart[]) {
    this.fleets = fleets;
    this.shapes = new Shapes(new Codecs(parts, []), (domain) => fleets.findIndex(({ handle }) => handle === domain));
    this.#parts = parts.map((part) => this.#lay(part));
    this.#firstOf = fleets.map((_, f) => fleets.slice(0, f).reduce((n, { size }) => n + size, 0));
    const kinds = fleets.map(({ size, cohorts }) => Array.from({ length: size }, (_, i) => cohorts[i] ?? ""));
    const names = kinds.flatMap((cohorts, f) => [...new Set(cohorts)].map((c) => JSON.stringify([f, c])));
    this.#classes = kinds.flatMap((cohorts, f) => cohorts.map((c) => names.indexOf(JSON.stringify([f, c]))));
    this.#places = names.map((_name, c) =>
      fleets.flatMap(({ size }, f) =>
        Array.from({ length: size }, (_, i) => i).filter((i) => this.#classes[this.#firstOf[f]! + i] === c),
      ),
    );
    this.#width = layout.sizes.length;
    this.#rows = holderOf(parts, fleets) ? undefined : fleets.map((fleet) => new Rows(parts, fleet));
  }

  /** May any member change places with another? */
  get moves(): boolean {
    return this.#places.some((places) => places.length > 1);
  }

  /** The canonical state of the orbit, followed by what becomes of the marked leaves. */
  canonical(leaves: Int32Array, marked: readonly Marked[] = []): Int32Array {
    if (this.#rows && marked.length === 0) return settled(this.#rows, leaves);
    const structure = this.#structure(leaves, marked);
    const members = this.#classes.length;
    return leastImage(structure, colour(structure), {
      members,
      image: (colours) => this.#permuted(this.#numbering(colours), leaves, marked),
      areTwins: (a, b) => {
        const [before, after] = [this.#whole(leaves, marked), this.#permuted(this.#exchange(a, b), leaves, marked)];
        return lexical(before, after) === 0;
      },
    });
  }

  /** The colours of the members where only twins share one, members that could change places without a trace. */
  twins(leaves: Int32Array): Colours | undefined {
    if (this.#rows) return coloured(this.#rows, leaves);
    const structure = this.#structure(leaves, []);
    const colours = colour(structure);
    const members = this.#classes.length;
    return tiesAreTwins(structure, colours, members) ? colours.subarray(0, members) : undefined;
  }

  /** The vertex of a member. */
  vertex(fleet: number, member: number): number {
    return this.#firstOf[fleet]! + member;
  }

  /** The leaves when each member has gone to its new place. */
  permuted(by: Permutation, leaves: Int32Array): Int32Array {
    return this.#permuted(by, leaves, []);
  }

  #lay(part: Part): Laid {
    const { handle } = part;
    const fleet = this.fleets.findIndex((f) => f === part);
    const domains = "vars" in handle ? handle.vars : {};
    const shapeOf = (name: string, width: number): Shape => {
      if (handle.kind === "variable") return this.shapes.of(handle.of);
      if (handle.kind === "channel")
        return this.shapes.ofMessages(handle.of, handle.options.capacity, handle.options.order === "any");
      return name === "state" ? { kind: "plain", width } : this.shapes.of(domains[name]!);
    };
    const fields = part.fields.map(({ name, codec, offset }) => ({
      shape: shapeOf(name, codec.leaves.length),
      offset,
    }));
    return { part, fleet, fields };
  }

  #structure(leaves: Int32Array, marked: readonly Marked[]): Structure {
    const structure = new Structure(this.#classes, this.#firstOf);
    for (const { part, fleet, fields } of this.#parts) {
      if (fleet < 0) continue;
      for (let i = 0; i < part.size; i++) {
        const at = part.at + i * part.stride;
        for (const { shape, offset } of fields) structure.own(this.vertex(fleet, i), shape, leaves, at + offset, at);
      }
    }
    for (const { part, fleet, fields } of this.#parts) {
      if (fleet >= 0) continue;
      for (const { shape, offset } of fields) {
        if (shape.kind === "plain") continue;
        for (let i = 0; i < part.size; i++) structure.shared(shape, leaves, part.at + i * part.stride + offset, 0);
      }
    }
    let label = this.#width;
    for (const { shape, leaves: own } of marked) {
      structure.shared(shape, own, 0, -label);
      label += own.length;
    }
    return structure;
  }

  /** Numbers the members of each class in the order of their colours. */
  #numbering(colours: Colours): Permutation {
    const by = this.fleets.map(({ size }) => new Int32Array(size));
    const order = this.#classes.map((_, v) => v).toSorted((a, b) => colours[a]! - colours[b]! || a - b);
    const next = this.#places.map(() => 0);
    for (const vertex of order) {
      const c = this.#classes[vertex]!;
      const fleet = this.#fleetOf(vertex);
      by[fleet]![vertex - this.#firstOf[fleet]!] = this.#places[c]![next[c]!++]!;
    }
    return by;
  }

  #exchange(a: number, b: number): Permutation {
    const by = this.fleets.map(({ size }) => Int32Array.from({ length: size }, (_, i) => i));
    const fleet = this.#fleetOf(a);
    const first = this.#firstOf[fleet]!;
    by[fleet]![a - first] = b - first;
    by[fleet]![b - first] = a - first;
    return by;
  }

  #fleetOf(vertex: number): number {
    return this.#firstOf.findLastIndex((first) => first <= vertex);
  }

  #whole(leaves: Int32Array, marked: readonly Marked[]): Int32Array {
    return Int32Array.from([...leaves, ...marked.flatMap((m) => [...m.leaves])]);
  }

  #permuted(by: Permutation, leaves: Int32Array, marked: readonly Marked[]): Int32Array {
    const out = new Int32Array(leaves.length + marked.reduce((n, m) => n + m.leaves.length, 0));
    for (const { part, fleet, fields } of this.#parts) {
      for (let i = 0; i < part.size; i++) {
        const at = part.at + i * part.stride;
        const to = fleet < 0 ? at : part.at + by[fleet]![i]! * part.stride;
        for (const { shape, offset } of fields)
          permute(shape, by, { from: leaves, at: at + offset, out, to: to + offset });
      }
    }
    let to = leaves.length;
    for (const { shape, leaves: own } of marked) {
      permute(shape, by, { from: own, at: 0, out, to });
      to += own.length;
    }
    return out;
  }
}

/** The canonical state where rows are all that tells members apart. */
function settled(fleets: readonly Rows[], leaves: Int32Array): Int32Array {
  const out = leaves.slice();
  for (const rows of fleets) {
    const groups = rows.alike(leaves).map(({ row, members }) => ({ row, size: members.length }));
    rows.settle(groups, out);
  }
  return out;
}

/** Numbers for rows, member by member. */
function coloured(fleets: readonly Rows[], leaves: Int32Array): Colours {
  let colours = 0;
  return Int32Array.from(
    fleets.flatMap((rows) => {
      const known = new Map<number | string, number>();
      return Array.from(rows.keys(leaves), (key) => {
        if (!known.has(key)) known.set(key, colours++);
        return known.get(key)!;
      });
    }),
  );
}
