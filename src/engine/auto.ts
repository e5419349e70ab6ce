// Two engines, one after the other: a search begins in the interpreter, which small specs never leave, and goes on
// compiled where it turns out to be large. It changes at a level's end and by the count of states, never by the clock,
// so that results do not depend on speed.
import type { Found, Space } from "../explore/space.ts";
import type { WalkedSpace } from "../explore/walk.ts";
import type { CompiledSpace } from "./compiled-space.ts";

/** States after which a search is worth compiling for. */
const COMPILE_MIN = 100_000;

export class AutoSpace implements Space {
  readonly #walked: WalkedSpace;
  readonly #compile: (walked: WalkedSpace) => CompiledSpace | undefined;
  #present: Space;
  #asked = false;

  /** `compile` is asked once, when the search has become large; where it gives nothing the interpreter goes on. */
  constructor(walked: WalkedSpace, compile: (walked: WalkedSpace) => CompiledSpace | undefined) {
    this.#walked = walked;
    this.#compile = compile;
    this.#present = walked;
  }

  get states(): number {
    return this.#present.states;
  }
  get transitions(): number {
    return this.#present.transitions;
  }
  get left(): number {
    return this.#present.left;
  }
  get bytes(): number {
    return this.#present.bytes;
  }
  get full(): boolean {
    return this.#present.full ?? false;
  }
  get fired(): Float64Array {
    return this.#present.fired;
  }

  begin(): void {
    this.#present.begin();
  }
  sweep(expand: boolean, pause: () => boolean): boolean {
    return this.#present.sweep(expand, pause);
  }
  found(): Iterable<Found> {
    return this.#present.found();
  }
  settle(claim: number): void {
    this.#present.settle(claim);
  }

  advance(): number {
    const size = this.#present.advance();
    if (size === 0 || this.#asked || this.states < COMPILE_MIN) return size;
    this.#asked = true;
    this.#present = this.#compile(this.#walked) ?? this.#walked;
    return size;
  }

  levels(): Uint32Array[] {
    return this.#present.levels();
  }
  predecessors(level: number, targets: readonly Uint32Array[]): Generator<void, Uint32Array[]> {
    return this.#present.predecessors(level, targets);
  }
  graph() {
    return this.#present.graph();
  }
}
