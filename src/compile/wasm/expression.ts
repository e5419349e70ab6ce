// Expressions: typed pieces of code that leave one value. The functions below read as the instruction that they
// write; the operands' types choose its width.
import { double, signed, signed64, unsigned, type Bytes } from "./bytes.ts";
import { opcodeOf } from "./opcodes.ts";

export type ValueType = "i32" | "i64" | "f64" | "v128";

export interface Expression {
  readonly type: ValueType;
  readonly code: Bytes;
}

/** A variable of a function. */
export interface Local extends Expression {
  readonly index: number;
}

/** A memory of the module, by its index. */
export type MemoryIndex = number;

export function write(name: string, operands: readonly Expression[], immediate: Bytes = []): Bytes {
  return [...operands.map(({ code }) => code), opcodeOf(name).bytes, immediate];
}

const compute = (type: ValueType, name: string, ...operands: Expression[]): Expression => ({
  type,
  code: write(name, operands),
});

function sameType(a: Expression, b: Expression): ValueType {
  if (a.type !== b.type) throw new TypeError(`${a.type} and ${b.type} do not mix`);
  return a.type;
}
const binary =
  (op: string) =>
  (a: Expression, b: Expression): Expression => {
    const type = sameType(a, b);
    return compute(type, `${type}.${op}`, a, b);
  };
const comparison =
  (op: string) =>
  (a: Expression, b: Expression): Expression =>
    compute("i32", `${sameType(a, b)}.${op}`, a, b);
const unary =
  (op: string) =>
  (a: Expression): Expression =>
    compute(a.type, `${a.type}.${op}`, a);

// ---- Constants ------------------------------------------------------------------------------------------------------

export const i32 = (value: number): Expression => ({
  type: "i32",
  code: [opcodeOf("i32.const").bytes, signed(value)],
});
export const i64 = (value: bigint): Expression => ({
  type: "i64",
  code: [opcodeOf("i64.const").bytes, signed64(BigInt.asIntN(64, value))],
});
export const f64 = (value: number): Expression => ({ type: "f64", code: [opcodeOf("f64.const").bytes, double(value)] });

// ---- Numbers --------------------------------------------------------------------------------------------------------

export const add = binary("add");
export const sub = binary("sub");
export const mul = binary("mul");
/** i32 operands are signed. */
export const div = (a: Expression, b: Expression): Expression => binary(a.type === "f64" ? "div" : "div_s")(a, b);
export const rem = binary("rem_s");
export const and = binary("and");
export const or = binary("or");
export const xor = binary("xor");
export const shl = binary("shl");
export const shrU = binary("shr_u");
export const min = binary("min");
export const max = binary("max");
export const divU = binary("div_u");

export const eq = comparison("eq");
export const ne = comparison("ne");
export const ltS = comparison("lt_s");
export const ltU = comparison("lt_u");
export const leS = comparison("le_s");
export const geU = comparison("ge_u");
export const lt = comparison("lt");
export const le = comparison("le");

export const eqz = (a: Expression): Expression => compute("i32", `${a.type}.eqz`, a);
export const ctz = unary("ctz");
export const floatUnary = (op: "floor" | "ceil" | "abs" | "trunc" | "sqrt", a: Expression): Expression => unary(op)(a);

export const wrap = (a: Expression): Expression => compute("i32", "i32.wrap_i64", a);
export const extend = (a: Expression): Expression => compute("i64", "i64.extend_i32_u", a);
export const convert = (a: Expression): Expression => compute("f64", "f64.convert_i32_s", a);
export const truncate = (a: Expression): Expression => compute("i32", "i32.trunc_sat_f64_s", a);
export const select = (test: Expression, yes: Expression, no: Expression): Expression =>
  compute(sameType(yes, no), "select", yes, no, test);

export const splat = (a: Expression): Expression => compute("v128", "i64x2.splat", a);
export const lanesEqual = (a: Expression, b: Expression): Expression => compute("v128", "i64x2.eq", a, b);
export const anyTrue = (a: Expression): Expression => compute("i32", "v128.any_true", a);
/** A bit for each lane of two. */
export const laneBits = (a: Expression): Expression => compute("i32", "i64x2.bitmask", a);
export const orLanes = (a: Expression, b: Expression): Expression => compute("v128", "v128.or", a, b);

// ---- Memory ---------------------------------------------------------------------------------------------------------

/** The memory immediate of an instruction: alignment (with the flag that an index follows), index, offset. */
export function place(name: string, memory: MemoryIndex, offset: number, aligned = true): Bytes {
  const { access, bytes } = opcodeOf(name);
  const natural = Math.log2(access);
  const alignment = aligned || bytes[0] === 0xfe ? natural : Math.min(natural, 2);
  return memory === 0 ? [alignment, unsigned(offset)] : [alignment | 0x40, unsigned(memory), unsigned(offset)];
}

const loading =
  (type: ValueType, name: string) =>
  (memory: MemoryIndex, at: Expression, offset = 0): Expression => ({
    type,
    code: write(name, [at], place(name, memory, offset, false)),
  });
export const load32 = loading("i32", "i32.load");
export const load64 = loading("i64", "i64.load");
/** 32 bits as the low half of 64. */
export const load32to64 = loading("i64", "i64.load32_u");
export const load128 = loading("v128", "v128.load");
export const atomicLoad = loading("i32", "i32.atomic.load");

/** Adds, and gives the value before. */
export function atomicAdd(memory: MemoryIndex, at: Expression, offset: number, by: Expression): Expression {
  return { type: "i32", code: write("i32.atomic.rmw.add", [at, by], place("i32.atomic.rmw.add", memory, offset)) };
}

/** Replaces the value where it is `expected`, and gives the value before. */
export function compareExchange(memory: MemoryIndex, at: Expression, expected: Expression, by: Expression): Expression {
  const type = sameType(expected, by);
  const name = `${type}.atomic.rmw.cmpxchg`;
  return { type, code: write(name, [at, expected, by], place(name, memory, 0)) };
}

/** Sleeps while a number is `expected`, until somebody notifies. */
export function wait(memory: MemoryIndex, at: Expression, offset: number, expected: Expression): Expression {
  const name = "memory.atomic.wait32";
  return { type: "i32", code: write(name, [at, expected, i64(-1n)], place(name, memory, offset)) };
}
/** Wakes all who wait for a number to change; gives how many. */
export function notify(memory: MemoryIndex, at: Expression, offset: number): Expression {
  const name = "memory.atomic.notify";
  return { type: "i32", code: write(name, [at, i32(-1)], place(name, memory, offset)) };
}

export const memorySize = (memory: MemoryIndex): Expression => ({
  type: "i32",
  code: write("memory.size", [], unsigned(memory)),
});
/** Grows by some pages of 64 KiB; −1 where that fails. */
export const memoryGrow = (memory: MemoryIndex, pages: Expression): Expression => ({
  type: "i32",
  code: write("memory.grow", [pages], unsigned(memory)),
});
/** Both of a memory whose addresses have 64 bits. */
export const memorySize64 = (memory: MemoryIndex): Expression => ({ ...memorySize(memory), type: "i64" });
export const memoryGrow64 = (memory: MemoryIndex, pages: Expression): Expression => ({
  ...memoryGrow(memory, pages),
  type: "i64",
});
