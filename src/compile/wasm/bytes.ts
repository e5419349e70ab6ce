// Bytes on their way into a module: nested lists, so that joining two of them copies nothing, written out once.
// Source of the number formats: WebAssembly Core Specification, 5.2 (LEB128).

export type Bytes = readonly (number | Note | Bytes)[];

/** What a reader of a listing is to know of the bytes that follow; none of them itself. */
interface Note {
  readonly note: string;
}

/** All bytes in order, one behind the other. Notes are told with their places. */
export function flatten(bytes: Bytes, noted?: (at: number, note: string) => void): Uint8Array<ArrayBuffer> {
  const flat: number[] = [];
  const open: { readonly list: Bytes; at: number }[] = [{ list: bytes, at: 0 }];
  for (let top = open.at(-1); top; top = open.at(-1)) {
    if (top.at === top.list.length) {
      open.pop();
      continue;
    }
    const next = top.list[top.at++]!;
    if (typeof next === "number") flat.push(next);
    else if ("note" in next) noted?.(flat.length, next.note);
    else open.push({ list: next, at: 0 });
  }
  return Uint8Array.from(flat);
}

/** An unsigned number below 2^32. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return bytes;
}

/** A signed number of 32 bits. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  while (rest < -0x40 || rest > 0x3f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  bytes.push(rest & 0x7f);
  return bytes;
}

/** A signed number of 64 bits. */
export function signed64(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    const ends = (rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0);
    bytes.push(ends ? low : low | 0x80);
    if (ends) return bytes;
  }
}

/** The eight bytes of a number. */
export function double(value: number): number[] {
  return [...new Uint8Array(new Float64Array([value]).buffer)];
}

/** A text with its length before it. */
export function text(value: string): Bytes {
  const bytes = new TextEncoder().encode(value);
  return [...unsigned(bytes.length), ...bytes];
}

/** Items with their number before them. */
export function vector(items: readonly Bytes[]): Bytes {
  return [unsigned(items.length), items];
}

/** Content with its length in bytes before it; places of notes are counted from behind the length. */
export function sized(content: Bytes, noted?: (at: number, note: string) => void): Bytes {
  const flat = flatten(content, noted);
  return [unsigned(flat.length), [...flat]];
}
