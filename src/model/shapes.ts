// Shapes: where the leaves of a domain speak of members that may be exchanged, and what an exchange does to them.
//
//      plain    leaves that mean the same whoever is who
//      member   one leaf: `base` values that are no member, then the members of fleet number `fleet`
//      list     its length, then its items in order; a bag is a list whose order means nothing, kept sorted
//      set      a leaf for each element that may be in it
import type { Domain, ListDomain, MaybeDomain, RecordDomain, SetDomain } from "../spec/domain.ts";
import type { Codecs } from "./domains.ts";

interface Wide {
  readonly width: number;
}
export type Shape =
  | (Wide & { readonly kind: "plain" })
  | (Wide & { readonly kind: "member"; readonly fleet: number; readonly base: number })
  | (Wide & { readonly kind: "record"; readonly fields: readonly Shape[] })
  | (Wide & { readonly kind: "maybe"; readonly of: Shape })
  | (Wide & { readonly kind: "list" | "bag"; readonly of: Shape })
  | (Wide & {
      readonly kind: "set";
      readonly of: Shape;
      readonly elements: readonly Int32Array[];
      readonly ordinals: ReadonlyMap<string, number>;
    });

/** For each fleet number, where each of its members goes. */
export type Permutation = readonly Int32Array[];

/** Makes shapes of domains. `fleetOf`: the number of a fleet whose members may be exchanged; −1 for other domains. */
export class Shapes {
  readonly #codecs: Codecs;
  readonly #fleetOf: (domain: Domain<unknown>) => number;

  constructor(codecs: Codecs, fleetOf: (domain: Domain<unknown>) => number) {
    this.#codecs = codecs;
    this.#fleetOf = fleetOf;
  }

  of(domain: Domain<unknown>): Shape {
    const width = this.#codec(domain).leaves.length;
    return this.#speaking(domain, width) ?? { kind: "plain", width };
  }

  /** Messages on their way: a list, or where any may come next a bag. */
  ofMessages(message: Domain<unknown>, capacity: number, any: boolean): Shape {
    const of = this.of(message);
    const width = 1 + capacity * of.width;
    return of.kind === "plain" ? { kind: "plain", width } : { kind: any ? "bag" : "list", of, width };
  }

  /** Undefined where the domain speaks of no member. */
  #speaking(domain: Domain<unknown>, width: number): Shape | undefined {
    switch (domain.kind) {
      case "maybe":
        return this.#maybe(this.of((domain as MaybeDomain).of), width);
      case "record": {
        const fields = Object.values((domain as RecordDomain).fields).map((d) => this.of(d));
        return fields.some(speaks) ? { kind: "record", fields, width } : undefined;
      }
      case "list": {
        const of = this.of((domain as ListDomain).of);
        return speaks(of) ? { kind: "list", of, width } : undefined;
      }
      case "set":
        return this.#set((domain as SetDomain).of, width);
      default: {
        const fleet = this.#fleetOf(domain);
        return fleet < 0 ? undefined : { kind: "member", fleet, base: 0, width };
      }
    }
  }

  /** Of a member, `undefined` takes the value 0 and shifts the others. */
  #maybe(of: Shape, width: number): Shape | undefined {
    if (!speaks(of)) return undefined;
    return of.kind === "member" ? { ...of, base: of.base + 1 } : { kind: "maybe", of, width };
  }

  #set(element: Domain<unknown>, width: number): Shape | undefined {
    const of = this.of(element);
    if (!speaks(of)) return undefined;
    const elements = this.#codec(element).all();
    return { kind: "set", of, elements, ordinals: new Map(elements.map((leaves, i) => [leaves.join(), i])), width };
  }

  #codec(domain: Domain<unknown>) {
    return this.#codecs.of(domain, "", undefined);
  }
}

const speaks = (shape: Shape): boolean => shape.kind !== "plain";

/** Writes what a permutation makes of the leaves at from[at …] to out[to …]. */
export function permute(
  shape: Shape,
  by: Permutation,
  { from, at, out, to }: { from: Int32Array; at: number; out: Int32Array; to: number },
): void {
  switch (shape.kind) {
    case "plain":
      for (let i = 0; i < shape.width; i++) out[to + i] = from[at + i]!;
      return;
    case "member":
      out[to] = moved(shape, by, from[at]!);
      return;
    case "record": {
      let offset = 0;
      for (const field of shape.fields) {
        permute(field, by, { from, at: at + offset, out, to: to + offset });
        offset += field.width;
      }
      return;
    }
    case "maybe":
      out.fill(0, to, to + shape.width);
      out[to] = from[at]!;
      if (from[at] === 1) permute(shape.of, by, { from, at: at + 1, out, to: to + 1 });
      return;
    case "list":
    case "bag":
      return permuteItems(shape, by, { from, at, out, to });
    case "set":
      return permuteSet(shape, by, { from, at, out, to });
  }
}

type Copy = Parameters<typeof permute>[2];

const moved = ({ fleet, base }: Shape & { kind: "member" }, by: Permutation, leaf: number): number =>
  leaf < base ? leaf : by[fleet]![leaf - base]! + base;

function permuteItems(shape: Shape & { kind: "list" | "bag" }, by: Permutation, { from, at, out, to }: Copy): void {
  const { of, width } = shape;
  const length = from[at]!;
  out.fill(0, to, to + width);
  out[to] = length;
  for (let i = 0; i < length; i++) permute(of, by, { from, at: at + 1 + i * of.width, out, to: to + 1 + i * of.width });
  if (shape.kind === "list" || length < 2) return;
  const items = Array.from({ length }, (_, i) => out.slice(to + 1 + i * of.width, to + 1 + (i + 1) * of.width));
  for (const [i, item] of items.toSorted(lexical).entries()) out.set(item, to + 1 + i * of.width);
}

function permuteSet(shape: Shape & { kind: "set" }, by: Permutation, { from, at, out, to }: Copy): void {
  const { of, width, elements, ordinals } = shape;
  out.fill(0, to, to + width);
  const scratch = of.kind === "member" ? undefined : new Int32Array(of.width);
  for (let i = 0; i < width; i++) {
    if (from[at + i] === 0) continue;
    if (of.kind === "member") out[to + moved(of, by, i)] = 1;
    else {
      permute(of, by, { from: elements[i]!, at: 0, out: scratch!, to: 0 });
      out[to + ordinals.get(scratch!.join())!] = 1;
    }
  }
}

/** Orders arrays of numbers by their first difference; a beginning comes before what it begins. */
export function lexical(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
