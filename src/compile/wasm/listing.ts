// A module in plain text, for readers: its types, imports, exports and functions, an instruction a line, indented by
// blocks. It reads what module.ts writes, and no more of the format than that.
import { opcodeOf, OPCODES, type Opcode } from "./opcodes.ts";
import { TYPE_BYTES } from "./function.ts";

export function listing(module: Uint8Array): string {
  const reader = new Reader(module, 8);
  const lines: string[] = [];
  while (!reader.atEnd) {
    const section = SECTIONS[reader.byte()];
    const end = reader.unsigned() + reader.at;
    const items = reader.unsigned();
    for (let i = 0; i < items; i++) lines.push(...(section ? section(reader, i) : []));
    reader.at = end;
  }
  return `${lines.join("\n")}\n`;
}

/** By the number of the section: the lines of one item. */
const SECTIONS: Readonly<Record<number, (reader: Reader, item: number) => string[]>> = {
  1: (reader, i) => [`type ${i}: ${signature(reader)}`],
  2: (reader, i) => [`memory ${i}: ${importedMemory(reader)}`],
  3: (reader, i) => [`function ${i}: type ${reader.unsigned()}`],
  7: (reader) => [exported(reader)],
  10: (reader, i) => ["", `function ${i}`, ...body(reader)],
};

const TYPE_NAMES = new Map(Object.entries(TYPE_BYTES).map(([name, byte]) => [byte, name]));

function signature(reader: Reader): string {
  reader.byte();
  const types = (): string => Array.from({ length: reader.unsigned() }, () => TYPE_NAMES.get(reader.byte())).join(" ");
  return `(${types()}) → (${types()})`;
}

function importedMemory(reader: Reader): string {
  const name = `${reader.text()}.${reader.text()}`;
  reader.at += 2;
  return `${name}, ${reader.unsigned()} to ${reader.unsigned()} pages, shared`;
}

function exported(reader: Reader): string {
  const name = reader.text();
  reader.byte();
  return `export ${name}: function ${reader.unsigned()}`;
}

function body(reader: Reader): string[] {
  const end = reader.unsigned() + reader.at;
  const groups = Array.from(
    { length: reader.unsigned() },
    () => `${reader.unsigned()} ${TYPE_NAMES.get(reader.byte())}`,
  );
  const lines = groups.length > 0 ? [`  locals ${groups.join(", ")}`] : [];
  let depth = 1;
  while (reader.at < end) {
    const name = reader.instruction();
    if (name === "end" || name === "else") depth--;
    lines.push(`${"  ".repeat(depth)}${name}${immediate(reader, opcodeOf(name))}`);
    if (/^(block|loop|if|else)$/.test(name)) depth++;
  }
  return lines;
}

function immediate(reader: Reader, opcode: Opcode): string {
  switch (opcode.immediate) {
    case "none":
      return "";
    case "block":
      reader.byte();
      return "";
    case "memory":
      return memoryPlace(reader);
    case "i32":
    case "i64":
      return ` ${reader.signed()}`;
    case "f64":
      return ` ${reader.double()}`;
    default:
      return ` ${reader.unsigned()}`;
  }
}

const OTHER_MEMORY = 0x40;

function memoryPlace(reader: Reader): string {
  const memory = (reader.unsigned() & OTHER_MEMORY) === 0 ? 0 : reader.unsigned();
  return ` memory ${memory} offset ${reader.unsigned()}`;
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
