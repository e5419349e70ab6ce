// Names in the text of a spec's functions: each declaration is one place, whose type grows over the rounds of the walk.
import type { Type } from "./identity-types.ts";

/** Where a name is declared. */
export interface Declared {
  readonly name: string;
  type: Type | undefined;
  /** Which name's member, and which of its variables, this is another name for; since the last time it was bound. */
  origin?: Origin | undefined;
  /** Was it given another value later? Then it is not known what it is another name for. */
  strayed: boolean;
}

/** What lies in the state: whose it is, and in which variable; nothing known where `owner` is absent. */
export interface Origin {
  readonly owner?: Declared | undefined;
  readonly field?: string;
}

/** A scope. */
export class Names {
  readonly #outer: Names | undefined;
  readonly #own = new Map<string, Declared>();

  constructor(outer?: Names) {
    this.#outer = outer;
  }
  declare(name: string, declared: Declared): void {
    this.#own.set(name, declared);
  }
  find(name: string): Declared | undefined {
    return this.#own.get(name) ?? this.#outer?.find(name);
  }
}
