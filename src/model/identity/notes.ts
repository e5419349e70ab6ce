// What a walk through the functions of a spec has noted so far, and where it stands.
import type { AnyNode, Expression, Pattern } from "acorn";
import type { FunctionNode } from "../../capture/parse.ts";
import type { Part } from "../model.ts";
import { ANY, eachOf, type Declared, type Names, type Origin, type Seen, type Type, UNKNOWN } from "./seen.ts";
import { Turns, type Failure, type TurnOptions } from "./turns.ts";
import type { Types } from "./types.ts";

/** A function's text, for messages. */
export interface Source {
  readonly f: Function;
  readonly text: string;
  readonly base: number;
}
export interface Offence {
  readonly fleets: readonly Part[];
  readonly what: string;
  readonly source: Source;
  readonly offset: number;
}

/** What walks. */
export interface Walker {
  readonly notes: Notes;
  see(node: AnyNode, names: Names): Seen;
  /** Arguments or elements. */
  all(nodes: readonly AnyNode[], names: Names): Seen[];
  bind(pattern: Pattern, seen: Seen, names: Names): Declared | undefined;
  /** Runs a function's text with these arguments. */
  call(node: FunctionNode, names: Names, given: readonly Seen[]): Type;
  returns(node: FunctionNode, type: Type): void;
}

export class Notes {
  readonly types: Types;
  readonly offences: Offence[] = [];
  readonly turns: Turns[] = [];
  /** Did anything become known in this round that was not before? */
  grew = false;
  source!: Source;
  /** How deep in functions, in loops and switches, and in `try`. */
  depth = 0;
  breakable = 0;
  tries = 0;
  /** Texts of what has been tested: true, or not undefined. */
  readonly #known: string[] = [];
  readonly #declared = new Map<object, Declared>();

  constructor(types: Types) {
    this.types = types;
  }

  tell(fleets: readonly Part[], what: string, node: AnyNode): void {
    if (fleets.length > 0)
      this.offences.push({ fleets, what, source: this.source, offset: node.start - this.source.base });
  }

  /** Runs `walk` as the turns of a loop or query. */
  inTurns(of: Omit<TurnOptions, "depth" | "breakable" | "tries">, node: AnyNode, walk: (turns: Turns) => void): void {
    const breakable = of.own ? this.breakable : Infinity; // a callback is no loop
    const turns = new Turns({ ...of, depth: this.depth, breakable, tries: this.tries });
    this.turns.push(turns);
    walk(turns);
    this.turns.pop();
    const wrong = turns.verdict();
    if (wrong !== undefined) this.tell(of.fleets, wrong, node);
  }

  declare(node: object, name: string): Declared {
    let declared = this.#declared.get(node);
    if (declared === undefined) this.#declared.set(node, (declared = { name, type: undefined, strayed: false }));
    for (const turns of this.turns) turns.declares(declared);
    return declared;
  }

  grow(declared: Declared, type: Type): void {
    const joined = this.types.join(declared.type, type);
    if (declared.type === undefined || this.types.key(declared.type) !== this.types.key(joined)) this.grew = true;
    declared.type = joined;
  }

  /** One after the other, in an order that shows. */
  goesThrough(type: Type, node: AnyNode): void {
    this.tell(this.types.ordersOf(type), "goes through members one after the other", node);
  }

  knowing(test: Expression, outcome: boolean, run: () => unknown): void {
    const before = this.#known.length;
    this.know(test, outcome);
    run();
    this.#known.length = before;
  }

  know(test: Expression, outcome: boolean): void {
    if (test.type === "UnaryExpression" && test.operator === "!") return this.know(test.argument, !outcome);
    if (test.type === "LogicalExpression" && test.operator === (outcome ? "&&" : "||")) {
      this.know(test.left, outcome);
      return this.know(test.right, outcome);
    }
    const differs = test.type === "BinaryExpression" && test.operator.startsWith(outcome ? "!=" : "==");
    if (differs && this.textOf(test.right) === "undefined") this.#known.push(this.textOf(test.left));
    else if (outcome) this.#known.push(this.textOf(test));
  }

  isKnown(text: string): boolean {
    return this.#known.includes(text);
  }

  textOf(node: AnyNode): string {
    const { text, base } = this.source;
    return text.slice(node.start - base, node.end - base);
  }

  /** Is turned into text: what holds a member shows its name. */
  textual(type: Type, node: AnyNode): void {
    this.tell(this.types.heldBy(type), "turns a member into text", node);
  }

  /** Fails where it is undefined, unless it was asked. */
  needs(type: Type, node: AnyNode): void {
    if (eachOf(type).some((t) => t.is === "safe") && !this.isKnown(this.textOf(node))) this.mayFail("an exception");
  }

  /** What lies at a place is written. */
  writes(place: Origin | undefined, into: Type, value: Type): void {
    for (const turns of this.turns) turns.writes(place, place?.field ?? ANY, into);
    const local = place?.owner;
    if (local === undefined || place?.field !== undefined) return;
    for (const t of eachOf(into)) {
      if (t.is === "array") this.grow(local, { is: "array", of: value });
      if (t.is === "object") this.grow(local, UNKNOWN);
    }
  }

  reads(place: Origin | undefined, field: string, of: Type): void {
    for (const turns of this.turns) turns.reads(place, place === undefined ? ANY : field, of);
  }

  mayFail(how: Failure): void {
    for (const turns of this.turns) turns.mayFail(how);
  }

  /** Runs `run` with nothing known: its names are others. */
  knowingNothing(run: () => void): void {
    const known = this.#known.splice(0);
    run();
    this.#known.push(...known);
  }

  /** Runs `run`, and forgets what it came to know. */
  remembering(run: () => void): void {
    const before = this.#known.length;
    run();
    this.#known.length = before;
  }
}
