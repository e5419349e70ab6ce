// What a state says of the members that may be exchanged, as a graph: everything that does not depend on how members are
// numbered goes into their keys, everything that one says of another becomes an edge.
//
//      key of a member:   [ its class | its values, members left out | a label for each mention by a part alone ]
//      edge:              owner ──label──▶ the member that it holds
//
// Elements of sets and messages without order are vertices of their own, behind the members, since they have no place
// of their own. Labels are places in the owner's leaves, so equal keys mean equal values.
import type { Shape } from "./shapes.ts";

/** A vertex that no part but the whole system holds. */
const NOBODY = -1;

/** Marks in keys; values of leaves are never negative. */
const A_MEMBER = -1;
const ITSELF = -2;

export class Structure {
  /** By vertex. */
  readonly keys: number[][];
  /** By vertex: 2 · label + direction, and the vertex at the other end, in turn. */
  readonly edges: number[][];
  readonly #members: number;
  readonly #firstOf: readonly number[];

  /** `firstOf`: the vertex of each fleet's first member. */
  constructor(classes: readonly number[], firstOf: readonly number[]) {
    this.keys = classes.map((c) => [c]);
    this.edges = classes.map(() => []);
    this.#members = classes.length;
    this.#firstOf = firstOf;
  }

  /** Takes in leaves that belong to a member. */
  own(vertex: number, shape: Shape, leaves: Int32Array, at: number, origin: number): void {
    this.#walk(shape, { leaves, at, owner: vertex, origin });
  }

  /** Takes in leaves that belong to no member; `origin` tells them from all others. */
  shared(shape: Shape, leaves: Int32Array, at: number, origin: number): void {
    this.#walk(shape, { leaves, at, owner: NOBODY, origin });
  }

  #walk(shape: Shape, place: Place): void {
    const { leaves, at } = place;
    switch (shape.kind) {
      case "plain":
        for (let i = 0; i < shape.width; i++) this.#say(place, leaves[at + i]!);
        return;
      case "member":
        return this.#mention(shape, place, leaves[at]!);
      case "record": {
        let offset = 0;
        for (const field of shape.fields) {
          this.#walk(field, { ...place, at: at + offset });
          offset += field.width;
        }
        return;
      }
      case "maybe":
        this.#say(place, leaves[at]!);
        if (leaves[at] === 1) this.#walk(shape.of, { ...place, at: at + 1 });
        return;
      case "list":
        this.#say(place, leaves[at]!);
        for (let i = 0; i < leaves[at]!; i++) this.#walk(shape.of, { ...place, at: at + 1 + i * shape.of.width });
        return;
      case "bag":
        return this.#bag(shape, place);
      case "set":
        return this.#set(shape, place);
    }
  }

  #bag({ of }: Shape & { kind: "list" | "bag" }, place: Place): void {
    const { leaves, at } = place;
    for (let i = 0, same = 1; i < leaves[at]!; i += same, same = 1) {
      const begin = at + 1 + i * of.width;
      while (i + same < leaves[at]! && isRepeated(leaves, begin, same * of.width, of.width)) same++;
      this.#element(of, place, leaves, begin, same);
    }
  }

  #set(shape: Shape & { kind: "set" }, place: Place): void {
    const { of, elements, width } = shape;
    for (let i = 0; i < width; i++) {
      const present = place.leaves[place.at + i]!;
      if (of.kind === "member") {
        if (i < of.base) this.#say(place, present);
        else if (present === 1) this.#mention(of, place, i, true);
      } else if (present === 1) this.#element(of, place, elements[i]!, 0, 1);
    }
  }

  /** What has no place of its own is a vertex. */
  #element(of: Shape, { at, owner, origin }: Place, leaves: Int32Array, begin: number, count: number): void {
    const vertex = this.keys.push([this.#members, at - origin, owner === NOBODY ? 0 : 1, count]) - 1;
    this.edges.push([]);
    if (owner !== NOBODY) this.#join(owner, vertex, at - origin);
    this.#walk(of, { leaves, at: begin, owner: vertex, origin: begin });
  }

  #mention({ fleet, base }: Shape & { kind: "member" }, place: Place, leaf: number, inSet = false): void {
    const { at, owner, origin } = place;
    if (leaf < base) return this.#say(place, leaf);
    const target = this.#firstOf[fleet]! + leaf - base;
    if (owner === NOBODY) this.keys[target]!.push(at - origin);
    else {
      if (!inSet) this.keys[owner]!.push(target === owner ? ITSELF : A_MEMBER);
      this.#join(owner, target, at - origin);
    }
  }

  #say({ owner }: Place, value: number): void {
    if (owner !== NOBODY) this.keys[owner]!.push(value);
  }

  #join(owner: number, target: number, label: number): void {
    this.edges[owner]!.push(label * 2, target);
    this.edges[target]!.push(label * 2 + 1, owner);
  }
}

interface Place {
  readonly leaves: Int32Array;
  readonly at: number;
  readonly owner: number;
  /** Where the owner's leaves begin. */
  readonly origin: number;
}

function isRepeated(leaves: Int32Array, begin: number, by: number, width: number): boolean {
  for (let i = 0; i < width; i++) if (leaves[begin + by + i] !== leaves[begin + i]) return false;
  return true;
}
