// A module: imported shared memories, functions, and the names under which functions are exported.
// Source: WebAssembly Core Specification, 5.5 (modules).
import { flatten, sized, text, unsigned, vector, type Bytes } from "./bytes.ts";
import type { ValueType, MemoryIndex, Local } from "./expression.ts";
import { Body, TYPE_BYTES, type Callable } from "./function.ts";

const PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const SECTION = { custom: 0, types: 1, imports: 2, functions: 3, exports: 7, code: 10 };
/** Parts of the custom section of names (Core Specification, 7.4.1, and its extension to memories). */
const NAMES = { functions: 1, memories: 6 };
const SHARED_WITH_MAXIMUM = 0x03;
/** Addresses have 64 bits. */
const LONG = 0x04;

export interface FunctionShape {
  /** What it is called in a listing, if it is not exported under a name. */
  readonly name?: string;
  readonly parameters: readonly ValueType[];
  readonly result?: ValueType;
}

/** Notes by function, and there by their places in the body. */
export type Notes = readonly ReadonlyMap<number, string>[];

interface ImportedMemory {
  readonly name: string;
  readonly pages: number;
  readonly pagesMax: number;
  readonly long: boolean;
}

export class ModuleWriter {
  readonly #memories: ImportedMemory[] = [];
  readonly #types: Bytes[] = [];
  readonly #typeNumbers = new Map<string, number>();
  readonly #functions: { readonly type: number; readonly body: Bytes; readonly name: string }[] = [];
  readonly #notes: Map<number, string>[] = [];
  readonly #exports: Bytes[] = [];

  /** Imports a shared memory from the module "memory". */
  memory(name: string, pages: number, pagesMax: number, long = false): MemoryIndex {
    return this.#memories.push({ name, pages, pagesMax, long }) - 1;
  }

  /** Writes a function; it is exported where it has a name. */
  function(shape: FunctionShape, content: (body: Body, ...parameters: Local[]) => void, name?: string): Callable {
    const body = new Body(shape.parameters);
    content(body, ...body.parameters);
    const notes = new Map<number, string>();
    this.#notes.push(notes);
    const bytes = sized(body.finished(), (at, note) => notes.set(at, note));
    const known = { type: this.#typeNumber(shape), body: bytes, name: name ?? shape.name ?? "" };
    const index = this.#functions.push(known) - 1;
    if (name !== undefined) this.#exports.push([text(name), 0x00, unsigned(index)]);
    return { index, ...shape };
  }

  finished(): Uint8Array<ArrayBuffer> {
    const imports = this.#memories.map(({ name, pages, pagesMax, long }) => [
      text("memory"),
      text(name),
      0x02,
      SHARED_WITH_MAXIMUM | (long ? LONG : 0),
      unsigned(pages),
      unsigned(pagesMax),
    ]);
    return flatten([
      PREAMBLE,
      section(SECTION.types, this.#types),
      section(SECTION.imports, imports),
      section(
        SECTION.functions,
        this.#functions.map(({ type }) => unsigned(type)),
      ),
      section(SECTION.exports, this.#exports),
      section(
        SECTION.code,
        this.#functions.map(({ body }) => body),
      ),
      this.#names(),
    ]);
  }

  get notes(): Notes {
    return this.#notes;
  }

  #names(): Bytes {
    const functions = named(this.#functions.map(({ name }) => name));
    const memories = named(this.#memories.map(({ name }) => name));
    const content = [text("name"), [NAMES.functions, sized(functions)], [NAMES.memories, sized(memories)]];
    return [SECTION.custom, sized(content)];
  }

  #typeNumber({ parameters, result }: FunctionShape): number {
    const key = `${parameters.join()} → ${result ?? ""}`;
    const known = this.#typeNumbers.get(key);
    if (known !== undefined) return known;
    const results = result === undefined ? [] : [[TYPE_BYTES[result]]];
    const made = this.#types.push([0x60, vector(parameters.map((type) => [TYPE_BYTES[type]])), vector(results)]) - 1;
    this.#typeNumbers.set(key, made);
    return made;
  }
}

/** Names by index. */
const named = (names: readonly string[]): Bytes =>
  vector(names.flatMap((name, i) => (name === "" ? [] : [[unsigned(i), text(name)]])));

const section = (id: number, items: readonly Bytes[]): Bytes => [id, sized(vector(items))];
