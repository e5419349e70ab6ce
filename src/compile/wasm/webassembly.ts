// What is used of WebAssembly, typed: Node has it, its types leave it out.

/** A memory that threads share; the buffer is another one after growing, and the old one stays as long as it was. */
export interface Memory {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

/** Compiled code, which can be handed to other threads. */
export interface Module {
  readonly [Symbol.toStringTag]: string;
}

/** The system has no room for a memory. */
export class NoMemory extends Error {}

interface MemoryShape {
  readonly initial: number | bigint;
  readonly maximum: number | bigint;
  readonly shared: true;
  readonly address?: "i64";
}

interface Api {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => Module;
  readonly Memory: new (shape: MemoryShape) => Memory;
  readonly Instance: new (
    module: Module,
    imports: Readonly<Record<string, Readonly<Record<string, Memory>>>>,
  ) => { readonly exports: unknown };
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

const api = (): Api => (globalThis as unknown as { WebAssembly: Api }).WebAssembly;

/** A module that imports a memory with addresses of 64 bits, "a" of "a", and nothing else. */
const LONG_MEMORY = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 2, 9, 1, 1, 0x61, 1, 0x61, 2, 7, 0, 0];
/** Node has had memories with addresses of 64 bits since version 24. */
export const hasLongMemories = (): boolean => validate(Uint8Array.from(LONG_MEMORY));

export const compile = (bytes: Uint8Array<ArrayBuffer>): Module => new (api().Module)(bytes);
export const validate = (bytes: Uint8Array<ArrayBuffer>): boolean => api().validate(bytes);
/** With `long`, its addresses have 64 bits, and it may have more than 65,536 pages; only code makes it grow then.
 *  @throws NoMemory where the system has no room for it */
export function newMemory(initial: number, maximum: number, long = false): Memory {
  try {
    if (!long) return new (api().Memory)({ initial, maximum, shared: true });
    return new (api().Memory)({ initial: BigInt(initial), maximum: BigInt(maximum), shared: true, address: "i64" });
  } catch (error) {
    throw error instanceof RangeError ? new NoMemory("no room for a memory", { cause: error }) : error;
  }
}
export const instantiate = (module: Module, memory: Readonly<Record<string, Memory>>): unknown =>
  new (api().Instance)(module, { memory }).exports;
