// Lists: a length, and as many items as there may be; those that are not there are zero.
import { outside, type Codec, type Placed } from "./codec.ts";
import { composite, placedObject, product, writeWhole, type Composite } from "./composites.ts";
import type { Memory } from "./memory.ts";

export function listCodec(inner: Codec, max: number): Codec {
  const width = inner.leaves.length;
  const place = (at: number, i: number) => at + 1 + i * width;
  const name = `list(${inner.name}, ${max})`;
  const items = (leaves: Int32Array, at: number) => Array.from({ length: leaves[at]! }, (_, i) => place(at, i));
  const codec: Composite = {
    leaves: [max + 1, ...Array<readonly number[]>(max).fill(inner.leaves).flat()],
    cardinality: Array.from({ length: max + 1 }, (_, n) => inner.cardinality ** n).reduce((a, b) => a + b),
    name,
    encode(value, out, at) {
      out.fill(0, at, at + codec.leaves.length);
      const array = value as ArrayLike<unknown> | null;
      if (typeof array !== "object" || array === null || !Number.isInteger(array.length) || array.length > max)
        return false;
      out[at] = array.length;
      for (let i = 0; i < array.length; i++) if (!inner.encode(array[i], out, place(at, i))) return false;
      return true;
    },
    decode: (leaves, at) => Object.freeze(items(leaves, at).map((i) => inner.decode(leaves, i))),
    show: (leaves, at) => items(leaves, at).map((i) => inner.show(leaves, i)),
    first: (out, at) => void out.fill(0, at, at + codec.leaves.length),
    enumerate: () =>
      Array.from({ length: max + 1 }, (_, n) =>
        product(Array<Codec>(n).fill(inner)).map((leaves) => {
          const whole = new Int32Array(codec.leaves.length);
          whole[0] = n;
          whole.set(leaves, 1);
          return whole;
        }),
      ).flat(),
    view: (memory, at, named) => listView(memory, codec, inner, max, at, named),
  };
  return composite(codec);
}

/** Array methods that change the array. On a list each works on a detached copy that is then written back whole. */
const MUTATORS = ["push", "pop", "shift", "unshift", "splice", "sort", "reverse", "fill", "copyWithin"] as const;

/** An array-like view: its own length and items, and every other method from Array.prototype, which are generic. */
function listView(
  memory: Memory,
  codec: Composite,
  inner: Codec,
  max: number,
  at: number,
  named: () => string,
): object {
  const view = placedObject(Object.create(parentOf(memory, codec, named)) as object, at, named);
  const width = inner.leaves.length;
  const setLength = (length: number) => {
    if (!Number.isInteger(length) || length < 0 || length > memory.cells[at]!)
      memory.refuse("values stay in their domains", outside(`${named()}.length`, length, codec.name));
    for (let i = at + 1 + length * width; i < at + codec.leaves.length; i++) memory.write(i, 0);
    memory.write(at, length);
  };
  Object.defineProperty(view, Symbol.isConcatSpreadable, { value: true });
  Object.defineProperty(view, "length", { get: () => memory.cells[at], set: setLength });
  for (let i = 0; i <= max; i++) Object.defineProperty(view, i, itemProperty(memory, codec, inner, max, at, i, named));
  for (const method of MUTATORS)
    Object.defineProperty(view, method, { value: mutator(memory, codec, at, method, named) });
  return Object.preventExtensions(view);
}

/** Array.prototype, but that an item written where the list has no place for one leaves the domain. */
function parentOf(memory: Memory, codec: Composite, named: () => string): object {
  return new Proxy(Array.prototype, {
    set: (_, key, value) =>
      memory.refuse("values stay in their domains", outside(`${named()}[${String(key)}]`, value, codec.name)),
  });
}

/** The item at `i`: readable while there is one, writable there and right behind the last. */
function itemProperty(
  memory: Memory,
  codec: Composite,
  inner: Codec,
  max: number,
  at: number,
  i: number,
  named: () => string,
): PropertyDescriptor {
  const item = i < max ? inner.property(memory, 1 + i * inner.leaves.length, () => `${named()}[${i}]`) : undefined;
  return {
    get(this: Placed) {
      return i < memory.cells[at]! ? item!.get!.call(this) : undefined;
    },
    set(this: Placed, value: unknown) {
      const length = memory.cells[at]!;
      if (i > length || !item)
        memory.refuse("values stay in their domains", outside(`${named()}[${i}]`, value, codec.name));
      if (i === length) memory.write(at, length + 1);
      item.set!.call(this, value);
    },
  };
}

function mutator(memory: Memory, codec: Composite, at: number, method: (typeof MUTATORS)[number], named: () => string) {
  return function (this: unknown, ...args: unknown[]): unknown {
    const copy = [...(codec.decode(memory.cells, at) as unknown[])];
    const result = (Array.prototype[method] as (...a: unknown[]) => unknown).apply(copy, args);
    writeWhole(memory, codec, at, copy, named);
    return result === copy ? this : result;
  };
}
