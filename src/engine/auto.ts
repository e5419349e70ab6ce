// Two engines, one after the other: a search begins in the interpreter, which small specs never leave, and goes on
// compiled where it turns out to be large. It changes at a level's end and by the count of states, never by the clock,
// so that results do not depend on speed.
import type { Found, Space } from "../explore/space.ts";
import type { WalkedSpace } from "../explore/walk.ts";
import type { CompiledSpace } from "./compiled-space.ts";

export class AutoSpace implements Space {
  readonly #walked: WalkedSpace;
  readonly #statesMin: number;
  readonly #compile: (walked: WalkedSpace) => CompiledSpace | undefined;
  #present: Space;
  #asked = false;

  /** `compile` is asked once, after so many states; where it gives nothing the interpreter goes on. */
  constructor(walked: WalkedSpace, statesMin: number, compile: (walked: WalkedSpace) => CompiledSpace | undefined) {
    this.#walked = walked;
    this.#statesMin = statesMin;
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
    if (this.#statesMin === 0) this.#change();
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
    if (size > 0 && !this.#asked && this.states >= this.#statesMin) this.#change();
    return size;
  }

  #change(): void {
    this.#asked = true;
    this.#present = this.#compile(this.#walked) ?? this.#walked;
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
