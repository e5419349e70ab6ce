// A module in plain text, for readers: its types, memories, exports and functions, an instruction a line, indented by
// blocks, with names where the module has them. It reads what module.ts writes, and no more of the format than that.
import { TYPE_BYTES } from "./function.ts";
import type { Notes } from "./module.ts";
import { opcodeOf, OPCODES } from "./opcodes.ts";

/** @param notes what stands above instructions */
export function listing(module: Uint8Array, notes: Notes = []): string {
  const names = namesIn(module);
  const lines: string[] = [];
  for (const { id, reader } of sections(module)) {
    const section = SECTIONS[id];
    if (section === undefined) continue;
    const items = reader.unsigned();
    for (let i = 0; i < items; i++) lines.push(...section(reader, i, names, notes));
  }
  return `${lines.join("\n")}\n`;
}

/** What functions and memories are called, by index. */
interface Names {
  readonly functions: ReadonlyMap<number, string>;
  readonly memories: ReadonlyMap<number, string>;
}

const CUSTOM = 0;
const [FUNCTION_NAMES, MEMORY_NAMES] = [1, 6];

/** Each section with a reader of its content. */
function* sections(module: Uint8Array): Generator<{ readonly id: number; readonly reader: Reader }> {
  const reader = new Reader(module, 8);
  while (!reader.atEnd) {
    const id = reader.byte();
    const end = reader.unsigned() + reader.at;
    yield { id, reader: new Reader(module.subarray(0, end), reader.at) };
    reader.at = end;
  }
}

function namesIn(module: Uint8Array): Names {
  const found = new Map<number, ReadonlyMap<number, string>>();
  for (const { id, reader } of sections(module)) {
    if (id !== CUSTOM || reader.text() !== "name") continue;
    while (!reader.atEnd) {
      const kind = reader.byte();
      reader.unsigned();
      const entries = Array.from({ length: reader.unsigned() }, () => [reader.unsigned(), reader.text()] as const);
      found.set(kind, new Map(entries));
    }
  }
  return { functions: found.get(FUNCTION_NAMES) ?? new Map(), memories: found.get(MEMORY_NAMES) ?? new Map() };
}

/** "3 (takeRange)". */
const named = (index: number, names: ReadonlyMap<number, string>): string =>
  names.has(index) ? `${index} (${names.get(index)})` : String(index);

type Section = (reader: Reader, item: number, names: Names, notes: Notes) => string[];

/** By the number of the section: the lines of one item. */
const SECTIONS: Readonly<Record<number, Section>> = {
  1: (reader, i) => [`type ${i}: ${signature(reader)}`],
  2: (reader, i) => [`memory ${i}: ${importedMemory(reader)}`],
  3: (reader, i, { functions }) => [`function ${named(i, functions)}: type ${reader.unsigned()}`],
  7: (reader) => [exported(reader)],
  10: (reader, i, names, notes) => ["", `function ${named(i, names.functions)}`, ...body(reader, names, notes[i])],
};

const TYPE_NAMES = new Map(Object.entries(TYPE_BYTES).map(([name, byte]) => [byte, name]));

function signature(reader: Reader): string {
  reader.byte();
  const types = (): string => Array.from({ length: reader.unsigned() }, () => TYPE_NAMES.get(reader.byte())).join(" ");
  return `(${types()}) → (${types()})`;
}

/** In the flags of a memory: its addresses have 64 bits. */
const LONG = 0x04;

function importedMemory(reader: Reader): string {
  const name = `${reader.text()}.${reader.text()}`;
  reader.byte();
  const bits = (reader.byte() & LONG) === 0 ? 32 : 64;
  return `${name}, ${reader.unsigned()} to ${reader.unsigned()} pages, shared, addresses of ${bits} bits`;
}

function exported(reader: Reader): string {
  const name = reader.text();
  reader.byte();
  return `export ${name}: function ${reader.unsigned()}`;
}

function body(reader: Reader, names: Names, notes: ReadonlyMap<number, string> = new Map()): string[] {
  const length = reader.unsigned();
  const begin = reader.at;
  const end = begin + length;
  const groups = Array.from(
    { length: reader.unsigned() },
    () => `${reader.unsigned()} ${TYPE_NAMES.get(reader.byte())}`,
  );
  const lines = groups.length > 0 ? [`  locals ${groups.join(", ")}`] : [];
  let depth = 1;
  while (reader.at < end) {
    const note = notes.get(reader.at - begin);
    if (note !== undefined) lines.push("", `${"  ".repeat(depth)};; ${note}`);
    const name = reader.instruction();
    if (name === "end" || name === "else") depth--;
    lines.push(`${"  ".repeat(depth)}${name}${immediate(reader, name, names)}`);
    if (/^(block|loop|if|else)$/.test(name)) depth++;
  }
  return lines;
}

function immediate(reader: Reader, name: string, names: Names): string {
  switch (opcodeOf(name).immediate) {
    case "none":
      return "";
    case "block":
      reader.byte();
      return "";
    case "memory":
      return memoryPlace(reader, names);
    case "memoryIndex":
      return ` ${named(reader.unsigned(), names.memories)}`;
    case "i32":
    case "i64":
      return ` ${reader.signed()}`;
    case "f64":
      return ` ${reader.double()}`;
    default:
      return ` ${name === "call" ? named(reader.unsigned(), names.functions) : reader.unsigned()}`;
  }
}

const OTHER_MEMORY = 0x40;

function memoryPlace(reader: Reader, { memories }: Names): string {
  const memory = (reader.unsigned() & OTHER_MEMORY) === 0 ? 0 : reader.unsigned();
  return ` memory ${named(memory, memories)} offset ${reader.unsigned()}`;
}

const NAMES = new Map(Object.entries(OPCODES).map(([name, { bytes }]) => [bytes.join(), name]));
const LONGEST = Math.max(...Object.values(OPCODES).map(({ bytes }) => bytes.length));

class Reader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }
  get atEnd(): boolean {
    return this.at >= this.#bytes.length;
  }
  byte(): number {
    return this.#bytes[this.at++]!;
  }
  unsigned(): number {
    return Number(this.#number().value);
  }
  signed(): bigint {
    const { value, bits } = this.#number();
    return BigInt.asIntN(bits, value);
  }
  double(): number {
    return new Float64Array(this.#take(8).slice().buffer)[0]!;
  }
  text(): string {
    return new TextDecoder().decode(this.#take(this.unsigned()));
  }
  /** The name of the instruction whose opcode stands here; no opcode is the beginning of another. */
  instruction(): string {
    for (let length = 1; length <= LONGEST; length++) {
      const name = NAMES.get(this.#bytes.subarray(this.at, this.at + length).join());
      if (name === undefined) continue;
      this.at += length;
      return name;
    }
    throw new RangeError(`no instruction is known that begins with ${this.#bytes[this.at]}`);
  }

  #take(length: number): Uint8Array {
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }
  #number(): { value: bigint; bits: number } {
    let [value, bits, byte] = [0n, 0, 0];
    do {
      byte = this.byte();
      value |= BigInt(byte & 0x7f) << BigInt(bits);
      bits += 7;
    } while ((byte & 0x80) !== 0);
    return { value, bits };
  }
}
