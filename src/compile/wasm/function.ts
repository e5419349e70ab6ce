// The body of one function: locals, statements, and blocks that are left by name rather than by depth.
import { unsigned, type Bytes } from "./bytes.ts";
import { place, write, type Expression, type Local, type MemoryIndex, type ValueType } from "./expression.ts";
import { opcodeOf } from "./opcodes.ts";

export const TYPE_BYTES: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b };
const EMPTY_BLOCK = 0x40;

/** A function of the module that can be called. */
export interface Callable {
  readonly index: number;
  readonly parameters: readonly ValueType[];
  readonly result?: ValueType;
}

/** A block that is being written; `leave` inside it goes behind it, or back to its head where it is a loop. */
export interface Block {
  readonly depth: number;
}

export class Body {
  readonly parameters: readonly Local[];
  readonly #locals: ValueType[] = [];
  #code: Bytes[] = [];
  #depth = 0;

  constructor(parameters: readonly ValueType[]) {
    this.parameters = parameters.map((type, index) => localOf(type, index));
  }

  /** A new variable; 0 until it is set. */
  local(type: ValueType): Local {
    this.#locals.push(type);
    return localOf(type, this.parameters.length + this.#locals.length - 1);
  }
  /** A new variable with a value. */
  let(value: Expression): Local {
    const local = this.local(value.type);
    this.set(local, value);
    return local;
  }
  set(local: Local, value: Expression): void {
    if (local.type !== value.type) throw new TypeError(`a ${local.type} cannot hold ${value.type}`);
    this.#code.push(write("local.set", [value], unsigned(local.index)));
  }

  store(memory: MemoryIndex, at: Expression, value: Expression, offset = 0): void {
    const name = `${value.type}.store`;
    this.#code.push(write(name, [at, value], place(name, memory, offset, false)));
  }
  /** Stores the low 32 bits of 64. */
  storeLow(memory: MemoryIndex, at: Expression, value: Expression, offset = 0): void {
    this.#code.push(write("i64.store32", [at, value], place("i64.store32", memory, offset, false)));
  }
  /** Stores the low bits of a number: one byte of it or two. */
  storeShort(memory: MemoryIndex, at: Expression, value: Expression, bytes: 1 | 2, offset = 0): void {
    const name = `i32.store${8 * bytes}`;
    this.#code.push(write(name, [at, value], place(name, memory, offset, false)));
  }
  atomicStore(memory: MemoryIndex, at: Expression, value: Expression, offset = 0): void {
    this.#code.push(write("i32.atomic.store", [at, value], place("i32.atomic.store", memory, offset)));
  }
  fill(memory: MemoryIndex, at: Expression, value: Expression, length: Expression): void {
    this.#code.push(write("memory.fill", [at, value, length], unsigned(memory)));
  }

  /** Tells a reader of the listing what follows. */
  note(note: string): void {
    this.#code.push([{ note }]);
  }

  /** Evaluates and forgets the value. */
  run(value: Expression): void {
    this.#code.push(write("drop", [value]));
  }
  call(callable: Callable, ...given: Expression[]): Expression {
    const code = write("call", given, unsigned(callable.index));
    return { type: callable.result ?? "i32", code };
  }
  /** Calls a function without result. */
  perform(callable: Callable, ...given: Expression[]): void {
    this.#code.push(this.call(callable, ...given).code);
  }
  return(value?: Expression): void {
    this.#code.push(write("return", value ? [value] : []));
  }
  unreachable(): void {
    this.#code.push(write("unreachable", []));
  }

  if(test: Expression, then: () => void, otherwise?: () => void): void {
    this.#code.push(test.code);
    this.#nested("if", () => {
      then();
      if (otherwise === undefined) return;
      this.#code.push(opcodeOf("else").bytes);
      otherwise();
    });
  }
  block(content: (block: Block) => void): void {
    this.#nested("block", content);
  }
  loop(content: (again: Block) => void): void {
    this.#nested("loop", content);
  }
  while(test: Expression, content: () => void): void {
    this.loop((again) => {
      this.if(test, () => {
        content();
        this.leave(again);
      });
    });
  }
  /** Goes behind a block, or to the head of a loop; only where `test` holds, if one is given. */
  leave(block: Block, test?: Expression): void {
    this.#code.push(write(test ? "br_if" : "br", test ? [test] : [], unsigned(this.#depth - block.depth)));
  }

  /** The body as a module holds it: locals, then code. */
  finished(): Bytes {
    const groups: { type: ValueType; count: number }[] = [];
    for (const type of this.#locals) {
      const last = groups.at(-1);
      if (last?.type === type) last.count++;
      else groups.push({ type, count: 1 });
    }
    const locals = groups.map(({ type, count }) => [...unsigned(count), TYPE_BYTES[type]]);
    return [unsigned(locals.length), locals, this.#code, opcodeOf("end").bytes];
  }

  #nested(name: "if" | "block" | "loop", content: (block: Block) => void): void {
    this.#code.push([...opcodeOf(name).bytes, EMPTY_BLOCK]);
    this.#depth++;
    content({ depth: this.#depth });
    this.#depth--;
    this.#code.push(opcodeOf("end").bytes);
  }
}

function localOf(type: ValueType, index: number): Local {
  return { type, index, code: [...opcodeOf("local.get").bytes, ...unsigned(index)] };
}
