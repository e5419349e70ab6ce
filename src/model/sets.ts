// Sets: a flag for each value that may be in it.
import { outside, type Codec } from "./codec.ts";
import { composite, product } from "./composites.ts";
import type { Memory } from "./memory.ts";
import { flagCodec } from "./scalars.ts";

/** A set that is no longer part of a state. */
class DetachedSet<T> extends Set<T> {
  some(p: (x: T) => boolean): boolean {
    for (const x of this) if (p(x)) return true;
    return false;
  }
  every(p: (x: T) => boolean): boolean {
    return !this.some((x) => !p(x));
  }
}

export function setCodec(inner: Codec): Codec {
  const size = inner.cardinality;
  const elements = () => inner.all();
  const present = (leaves: Int32Array, at: number) => elements().filter((_, i) => leaves[at + i] === 1);
  return composite({
    leaves: Array<number>(size).fill(2),
    cardinality: 2 ** size,
    name: `setOf(${inner.name})`,
    encode(value, out, at) {
      out.fill(0, at, at + size);
      if (typeof value !== "object" || value === null || Array.isArray(value) || !(Symbol.iterator in value))
        return false;
      for (const x of value as Iterable<unknown>) {
        const i = inner.ordinal(x);
        if (i < 0) return false;
        out[at + i] = 1;
      }
      return true;
    },
    decode: (leaves, at) => new DetachedSet(present(leaves, at).map((element) => inner.decode(element, 0))),
    show: (leaves, at) => present(leaves, at).map((element) => inner.show(element, 0)),
    first: (out, at) => void out.fill(0, at, at + size),
    enumerate: () => product(Array<Codec>(size).fill(flagCodec())),
    view: (memory, at, named) => new SetView(memory, inner, at, named),
  });
}

class SetView {
  readonly #memory: Memory;
  readonly #inner: Codec;
  readonly #at: number;
  readonly #named: () => string;

  constructor(memory: Memory, inner: Codec, at: number, named: () => string) {
    this.#memory = memory;
    this.#inner = inner;
    this.#at = at;
    this.#named = named;
  }

  get size(): number {
    let size = 0;
    for (let i = 0; i < this.#inner.cardinality; i++) size += this.#memory.cells[this.#at + i]!;
    return size;
  }
  has(x: unknown): boolean {
    const i = this.#inner.ordinal(x);
    return i >= 0 && this.#memory.cells[this.#at + i] === 1;
  }
  add(x: unknown): void {
    const i = this.#inner.ordinal(x);
    if (i < 0)
      this.#memory.refuse(
        "values stay in their domains",
        outside(`an element of ${this.#named()}`, x, this.#inner.name),
      );
    this.#memory.write(this.#at + i, 1);
  }
  delete(x: unknown): void {
    const i = this.#inner.ordinal(x);
    if (i >= 0) this.#memory.write(this.#at + i, 0);
  }
  some(p: (x: unknown) => boolean): boolean {
    for (const x of this) if (p(x)) return true;
    return false;
  }
  every(p: (x: unknown) => boolean): boolean {
    return !this.some((x) => !p(x));
  }
  *[Symbol.iterator](): Generator {
    for (const [i, element] of this.#inner.all().entries()) {
      if (this.#memory.cells[this.#at + i] === 1) yield this.#inner.decode(element, 0);
    }
  }
}
