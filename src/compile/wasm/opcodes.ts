// The instructions of WebAssembly that are written here, by name: their opcodes, and what stands behind an opcode in
// the code. The writer looks names up, the listing reads the table the other way round.
// Source: WebAssembly Core Specification 3.0, 5.4; threads proposal for 0xfe.

/** What follows an opcode: nothing, an index, a memory place, a block type, a constant. */
type Immediate = "none" | "index" | "memory" | "memoryIndex" | "block" | "i32" | "i64" | "f64";

export interface Opcode {
  readonly bytes: readonly number[];
  readonly immediate: Immediate;
  /** Bytes accessed, for memory places. */
  readonly access: number;
}

const plain = (...bytes: number[]): Opcode => ({ bytes, immediate: "none", access: 0 });
const followed = (immediate: Immediate, ...bytes: number[]): Opcode => ({ bytes, immediate, access: 0 });
const accessing = (access: number, ...bytes: number[]): Opcode => ({ bytes, immediate: "memory", access });

/** Names that are numbered one after the other. */
function consecutive(first: number, ...names: string[]): Record<string, Opcode> {
  return Object.fromEntries(names.map((name, i) => [name, plain(first + i)]));
}

const CONTROL: Record<string, Opcode> = {
  unreachable: plain(0x00),
  block: followed("block", 0x02),
  loop: followed("block", 0x03),
  if: followed("block", 0x04),
  else: plain(0x05),
  end: plain(0x0b),
  br: followed("index", 0x0c),
  br_if: followed("index", 0x0d),
  return: plain(0x0f),
  call: followed("index", 0x10),
  drop: plain(0x1a),
  select: plain(0x1b),
  "local.get": followed("index", 0x20),
  "local.set": followed("index", 0x21),
  "i32.const": followed("i32", 0x41),
  "i64.const": followed("i64", 0x42),
  "f64.const": followed("f64", 0x44),
};

const MEMORY: Record<string, Opcode> = {
  "i32.load": accessing(4, 0x28),
  "i64.load": accessing(8, 0x29),
  "i64.load32_u": accessing(4, 0x35),
  "i32.store": accessing(4, 0x36),
  "i64.store": accessing(8, 0x37),
  "i32.store8": accessing(1, 0x3a),
  "i32.store16": accessing(2, 0x3b),
  "i64.store32": accessing(4, 0x3e),
  "memory.size": followed("memoryIndex", 0x3f),
  "memory.grow": followed("memoryIndex", 0x40),
  "memory.fill": followed("memoryIndex", 0xfc, 0x0b),
  "memory.atomic.notify": accessing(4, 0xfe, 0x00),
  "memory.atomic.wait32": accessing(4, 0xfe, 0x01),
  "i32.atomic.load": accessing(4, 0xfe, 0x10),
  "i32.atomic.store": accessing(4, 0xfe, 0x17),
  "i32.atomic.rmw.add": accessing(4, 0xfe, 0x1e),
  "i32.atomic.rmw.cmpxchg": accessing(4, 0xfe, 0x48),
  "i64.atomic.rmw.cmpxchg": accessing(8, 0xfe, 0x49),
  "v128.load": accessing(16, 0xfd, 0x00),
};

const NUMBERS: Record<string, Opcode> = {
  ...consecutive(
    0x45,
    "i32.eqz",
    "i32.eq",
    "i32.ne",
    "i32.lt_s",
    "i32.lt_u",
    "i32.gt_s",
    "i32.gt_u",
    "i32.le_s",
    "i32.le_u",
    "i32.ge_s",
    "i32.ge_u",
  ),
  ...consecutive(
    0x50,
    "i64.eqz",
    "i64.eq",
    "i64.ne",
    "i64.lt_s",
    "i64.lt_u",
    "i64.gt_s",
    "i64.gt_u",
    "i64.le_s",
    "i64.le_u",
    "i64.ge_s",
    "i64.ge_u",
  ),
  ...consecutive(0x61, "f64.eq", "f64.ne", "f64.lt", "f64.gt", "f64.le", "f64.ge"),
  ...consecutive(
    0x67,
    "i32.clz",
    "i32.ctz",
    "i32.popcnt",
    "i32.add",
    "i32.sub",
    "i32.mul",
    "i32.div_s",
    "i32.div_u",
    "i32.rem_s",
    "i32.rem_u",
  ),
  ...consecutive(0x71, "i32.and", "i32.or", "i32.xor", "i32.shl", "i32.shr_s", "i32.shr_u"),
  ...consecutive(
    0x79,
    "i64.clz",
    "i64.ctz",
    "i64.popcnt",
    "i64.add",
    "i64.sub",
    "i64.mul",
    "i64.div_s",
    "i64.div_u",
    "i64.rem_s",
    "i64.rem_u",
  ),
  ...consecutive(0x83, "i64.and", "i64.or", "i64.xor", "i64.shl", "i64.shr_s", "i64.shr_u"),
  ...consecutive(0x99, "f64.abs", "f64.neg", "f64.ceil", "f64.floor", "f64.trunc", "f64.nearest", "f64.sqrt"),
  ...consecutive(0xa0, "f64.add", "f64.sub", "f64.mul", "f64.div", "f64.min", "f64.max"),
  "i32.wrap_i64": plain(0xa7),
  "i64.extend_i32_u": plain(0xad),
  "f64.convert_i32_s": plain(0xb7),
  "i32.trunc_sat_f64_s": plain(0xfc, 0x02),
  "i64x2.splat": plain(0xfd, 0x12),
  "v128.or": plain(0xfd, 0x50),
  "v128.any_true": plain(0xfd, 0x53),
  "i64x2.bitmask": plain(0xfd, 0xc4, 0x01),
  "i64x2.eq": plain(0xfd, 0xd6, 0x01),
};

export const OPCODES: Readonly<Record<string, Opcode>> = { ...CONTROL, ...MEMORY, ...NUMBERS };

export function opcodeOf(name: string): Opcode {
  const opcode = OPCODES[name];
  if (opcode === undefined) throw new TypeError(`no instruction is named ${name}`);
  return opcode;
}
