// What is asked of fleets and sets, told to members and channels. A question over members is asked in turns.
import type { CallExpression } from "acorn";
import type { MachinePart, Part, Rule } from "../model.ts";
import type { Notes } from "./notes.ts";
import { placeOf } from "./properties.ts";
import { ANY, SAFE, UNKNOWN, WHOLE, type Seen, type Type } from "./seen.ts";

const QUERIES = ["count", "every", "some", "sum", "min", "max", "filter"];

/** What calls functions. */
export interface Callers {
  readonly rules: readonly Rule[];
  apply(type: Type, given: readonly Seen[], node: CallExpression): Type;
  reduce(element: Type, given: readonly Seen[], node: CallExpression): Type;
  run(f: Function, given: readonly Seen[], at: CallExpression): Type;
  unfollowed(node: CallExpression["callee"]): Type;
}

export class Queries {
  readonly #notes: Notes;
  readonly #callers: Callers;

  constructor(notes: Notes, callers: Callers) {
    this.#notes = notes;
    this.#callers = callers;
  }

  ofFleet(part: MachinePart, key: string, given: readonly Seen[], node: CallExpression): Type {
    const { types } = this.#notes;
    const fleet: Type = { is: "fleet", part };
    const member: Seen = { type: { is: "member", part } };
    if (key === "in") this.#notes.reads(undefined, "state", fleet);
    if (key === "in") return WHOLE;
    if (QUERIES.includes(key)) return this.#query(fleet, key, member, given, node);
    if (part.kind === "fleet" || !["at", "next", "previous", "find", "map", "reduce"].includes(key)) {
      this.#notes.tell(types.ordersOf(fleet), `asks a fleet for \`${key}\``, node);
      return UNKNOWN;
    }
    if (key === "map") return { is: "array", of: this.#callers.apply(given[0]?.type ?? SAFE, [member], node) };
    if (key === "reduce") return this.#callers.reduce(member.type, given, node);
    if (key === "find") this.#callers.apply(given[0]?.type ?? SAFE, [member], node);
    return types.join(SAFE, member.type);
  }

  /** A question over members, whose callback is asked in an order that must not show. */
  #query(over: Type, key: string, element: Seen, [f]: readonly Seen[], node: CallExpression): Type {
    const { types } = this.#notes;
    const fleets = types.ordersOf(over);
    const ask = () => this.#callers.apply(f?.type ?? SAFE, [element], node);
    let answer: Type = SAFE;
    if (fleets.length === 0) answer = ask();
    else this.#notes.inTurns({ fleets, quits: key === "some" || key === "every" }, node, () => (answer = ask()));
    if (key === "sum" && answer.is !== "whole")
      this.#notes.tell(fleets, "adds numbers that may not be whole, whose last digits depend on the order", node);
    if (key === "filter") return over;
    return ["sum", "min", "max"].includes(key) ? (answer.is === "whole" ? WHOLE : SAFE) : WHOLE;
  }

  ofMember(of: Seen & { readonly type: Type & { readonly is: "member" } }, key: string, node: CallExpression): Type {
    this.#notes.reads(placeOf(of, "state"), "state", of.type);
    if (key === "is") return WHOLE;
    if (key === "can" || key === "dispatch") return this.#asksFor(of, key, node);
    this.#notes.tell(this.#notes.types.heldBy(of.type), `asks a member for \`${key}\``, node);
    return UNKNOWN;
  }

  /** Elsewhere rules are walked by themselves; here what they do belongs to the turn. */
  #asksFor(
    of: Seen & { readonly type: Type & { readonly is: "member" } },
    key: "can" | "dispatch",
    node: CallExpression,
  ): Type {
    const { turns } = this.#notes;
    if (key === "dispatch") {
      for (const turn of turns) turn.writes(placeOf(of, "state"), "state", of.type);
      if (!this.#notes.isKnown(this.#guardOf(node))) this.#notes.mayFail("a call that is not accepted");
    }
    const asked = this.#callers.rules.filter((r) => r.part === of.type.part && isAsked(r, node));
    for (const { when, then } of turns.length > 0 ? asked : []) {
      if (when) this.#callers.run(when, [of], node);
      if (then && key === "dispatch") this.#callers.run(then, [of], node);
    }
    return key === "can" ? WHOLE : SAFE;
  }

  /** `m.can("go")` for `m.dispatch("go")`. */
  #guardOf({ callee, arguments: given }: CallExpression): string {
    const asked = this.#notes.textOf(callee).replace(/dispatch$/, "can");
    return `${asked}(${given.map((a) => this.#notes.textOf(a)).join()})`;
  }

  ofChannel({ handle }: Part, key: string, node: CallExpression): Type {
    if (handle.kind !== "channel" || !["send", "receive"].includes(key)) return this.#callers.unfollowed(node.callee);
    for (const turns of this.#notes.turns) turns.writes(undefined, ANY, SAFE);
    return key === "receive" ? this.#notes.types.ofDomain(handle.of) : SAFE;
  }

  ofSet(of: Seen, key: string, given: readonly Seen[], node: CallExpression): Type {
    const { types } = this.#notes;
    if (key === "add" || key === "delete") this.#notes.writes(of.origin ?? { field: ANY }, of.type, SAFE);
    else this.#notes.reads(of.origin, of.origin?.field ?? "", UNKNOWN);
    if (key === "add" && !given.every(({ type }) => type.is === "member"))
      this.#notes.mayFail("a value outside its domain");
    if (["has", "add", "delete"].includes(key)) return WHOLE;
    if (key === "some" || key === "every")
      return this.#query(of.type, key, { type: types.element(of.type) }, given, node);
    this.#notes.tell(types.heldBy(of.type), `asks a set for \`${key}\``, node);
    return UNKNOWN;
  }
}

/** Is a rule's event the one that a call names? Where it is not written out, any may be. */
function isAsked({ event, choices }: Rule, node: CallExpression): boolean {
  const [asked] = node.arguments;
  return choices === undefined && (asked?.type !== "Literal" || asked.value === event);
}
