// What an expression in the text of a spec may stand for, as far as it matters for seeing who is who: coarse, and on the
// safe side. Names are declared in one place each, whose type grows over the rounds of the walk.
import type { AnyNode } from "acorn";
import type { FunctionNode } from "../../capture/parse.ts";
import type { Domain } from "../../spec/domain.ts";
import type { MachinePart, Part } from "../model.ts";

export type Type =
  /** A number that is whole, or true or false: adding such numbers is exact in any order. */
  | { readonly is: "whole" }
  /** Any other value that holds no member. */
  | { readonly is: "safe" }
  | { readonly is: "unknown" }
  /** A whole fleet, a part of one, or an ordered part. */
  | { readonly is: "fleet"; readonly part: MachinePart }
  | { readonly is: "member"; readonly part: MachinePart }
  | { readonly is: "part"; readonly part: Part }
  | { readonly is: "value"; readonly domain: Domain<unknown> }
  | { readonly is: "array"; readonly of: Type }
  | { readonly is: "object"; readonly fields: ReadonlyMap<string, Type> }
  | { readonly is: "closure"; readonly node: FunctionNode; readonly names: Names }
  /** Captured: an object, an array or a function of the author's. */
  | { readonly is: "captured"; readonly value: object }
  | { readonly is: "any"; readonly of: readonly Type[] };

export const WHOLE: Type = { is: "whole" };
export const SAFE: Type = { is: "safe" };
export const UNKNOWN: Type = { is: "unknown" };

export const eachOf = (type: Type): readonly Type[] => (type.is === "any" ? type.of : [type]);

/** What an expression stands for, and where in the state it lies. */
export interface Seen {
  readonly type: Type;
  readonly origin?: Origin | undefined;
}

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

/** Stands for any variable. */
export const ANY = "*";

export const literalKey = (node: AnyNode): string | undefined =>
  node.type === "Literal" && ["string", "number"].includes(typeof node.value) ? String(node.value) : undefined;
