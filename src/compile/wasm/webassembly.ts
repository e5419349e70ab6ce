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

interface Api {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => Module;
  readonly Memory: new (shape: { initial: number; maximum: number; shared: true }) => Memory;
  readonly Instance: new (
    module: Module,
    imports: Readonly<Record<string, Readonly<Record<string, Memory>>>>,
  ) => { readonly exports: unknown };
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

const api = (): Api => (globalThis as unknown as { WebAssembly: Api }).WebAssembly;

export const compile = (bytes: Uint8Array<ArrayBuffer>): Module => new (api().Module)(bytes);
export const validate = (bytes: Uint8Array<ArrayBuffer>): boolean => api().validate(bytes);
/** @throws NoMemory where the system has no room for it */
export function newMemory(initial: number, maximum: number): Memory {
  try {
    return new (api().Memory)({ initial, maximum, shared: true });
  } catch (error) {
    throw error instanceof RangeError ? new NoMemory("no room for a memory", { cause: error }) : error;
  }
}
export const instantiate = (module: Module, memory: Readonly<Record<string, Memory>>): unknown =>
  new (api().Instance)(module, { memory }).exports;
