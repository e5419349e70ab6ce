// Turns: what is done once for each member of a fleet or of a set, in an order that nobody should be able to see. A turn
// that writes only its own member, and reads nothing of others that turns write, can come at any time.
import type { Part } from "../model.ts";
import { ANY, eachOf, type Declared, type Origin, type Type } from "./seen.ts";

/** How a turn may end the whole transition; of several ways the first turn would decide. */
export type Failure = "a value outside its domain" | "a call that is not accepted" | "an exception";

export interface TurnOptions {
  /** The members' fleets. */
  readonly fleets: readonly Part[];
  /** The name of the turn's own member. */
  readonly own?: Declared;
  /** Does an answer end it before the last turn? */
  readonly quits: boolean;
  /** How deep in functions, and in loops and switches, it stands; how many `try` are around it. */
  readonly depth: number;
  readonly breakable: number;
  readonly tries: number;
}

export class Turns {
  readonly of: TurnOptions;
  readonly #declared = new Set<Declared>();
  readonly #writes = new Set<string>();
  readonly #reads: { readonly origin: Origin | undefined; readonly field: string; readonly of: Type }[] = [];
  readonly #failures = new Set<Failure>();
  #wrong: string | undefined;

  constructor(of: TurnOptions) {
    this.of = of;
  }

  declares(name: Declared): void {
    this.#declared.add(name);
  }

  assigns(name: Declared | undefined, text: string): void {
    if (name === undefined || !this.#declared.has(name)) this.#wrong ??= `carries \`${text}\` from turn to turn`;
  }

  /** Writes a variable of a member, or into a local value. */
  writes(origin: Origin | undefined, field: string, into: Type): void {
    const owner = origin?.owner;
    if (owner !== undefined && owner === this.of.own) this.#writes.add(field);
    else if (owner === undefined || !this.#declared.has(owner) || !isLocal(into))
      this.#wrong ??= "writes more than its own member";
  }

  reads(origin: Origin | undefined, field: string, of: Type): void {
    this.#reads.push({ origin, field, of });
  }

  mayFail(how: Failure): void {
    this.#failures.add(how);
  }

  leaves(): void {
    this.#wrong ??= "ends before the last turn";
  }

  /** Why the order of the turns shows; undefined where it does not. */
  verdict(): string | undefined {
    if (this.#wrong !== undefined) return this.#wrong;
    const { quits, tries, own, fleets } = this.of;
    const failures = [...this.#failures];
    if (quits && failures.length > 0) return `may end with ${failures[0]} before it is settled`;
    if (failures.length > 1) return `may end with ${failures.join(" or ")}, whichever comes first`;
    if (tries > 0 && failures.length > 0) return `may end with ${failures[0]} that is caught`;
    const seen = this.#reads.find(
      ({ origin, field, of }) =>
        (origin?.owner === undefined || origin.owner !== own) && this.#isWritten(field) && mayBeOf(of, fleets),
    );
    return seen && `reads ${seen.field === ANY ? "what" : `\`${seen.field}\` of others, which`} other turns write`;
  }

  #isWritten(field: string): boolean {
    return this.#writes.has(field) || (this.#writes.size > 0 && (field === ANY || this.#writes.has(ANY)));
  }
}

/** Is it made by the function itself, and no view of the state? */
const isLocal = (type: Type): boolean => eachOf(type).every((t) => ["array", "object", "safe", "whole"].includes(t.is));

function mayBeOf(type: Type, fleets: readonly Part[]): boolean {
  return eachOf(type).some((t) => (t.is === "member" || t.is === "fleet" ? fleets.includes(t.part) : t.is !== "part"));
}
