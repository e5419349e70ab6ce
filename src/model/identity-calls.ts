// What is asked of values in the text of a spec: names, properties and calls, of fleets, members, sets, lists and of
// what functions captured.
import type { AnyNode, CallExpression, NewExpression } from "acorn";
import { capture } from "../capture/capture.ts";
import { freeNames, parseFunction, type FunctionNode } from "../capture/parse.ts";
import { old } from "../spec/old.ts";
import { Names, type Origin } from "./identity-names.ts";
import { ANY } from "./identity-turns.ts";
import { eachOf, SAFE, UNKNOWN, WHOLE, type Type } from "./identity-types.ts";
import { literalKey, type Seen, type Source, type Walk } from "./identity-walk.ts";
import { callsOnLists, isHarmless, LISTS } from "./identity-natives.ts";
import type { MachinePart, Part, Rule } from "./model.ts";

/** A function of the author's, read. */
interface Read {
  readonly source: Source;
  readonly node: FunctionNode | undefined;
  readonly names: Names;
  readonly unreadable: string | undefined;
}

const QUERIES = ["count", "every", "some", "sum", "min", "max", "filter"];

export class Calls {
  readonly #walk: Walk;
  readonly #rules: readonly Rule[];
  readonly #read = new Map<Function, Read>();

  constructor(walk: Walk, rules: readonly Rule[]) {
    this.#walk = walk;
    this.#rules = rules;
  }

  // ---- Functions of the author's ---------------------------------------------------------------------------------

  /** Walks a function of the author's with these arguments. */
  run(f: Function, given: readonly Seen[], at?: AnyNode): Type {
    const walk = this.#walk;
    const { source, node, names, unreadable } = this.#readOf(f);
    const before = walk.source;
    if (at === undefined) walk.source = source;
    if (node === undefined || unreadable !== undefined) {
      const where = at ?? ({ start: source.base } as AnyNode);
      walk.tell(walk.types.fleets, unreadable ?? "calls a function whose text cannot be read", where);
      return UNKNOWN;
    }
    walk.source = source;
    const type = walk.call(node, names, given);
    walk.source = before ?? source;
    return type;
  }

  #readOf(f: Function): Read {
    const known = this.#read.get(f);
    if (known) return known;
    const [{ text, variables, unreadable } = { text: "", variables: new Map(), unreadable: "" }] = capture(
      [f],
      freeNames,
    );
    const parsed = parseFunction(text);
    const names = new Names();
    for (const [name, value] of variables)
      names.declare(name, { name, type: this.#walk.types.ofValue(value), strayed: false, origin: { field: ANY } });
    const read = { source: { f, text, base: parsed?.base ?? 0 }, node: parsed?.node, names, unreadable };
    this.#read.set(f, read);
    return read;
  }

  // ---- Names and properties --------------------------------------------------------------------------------------

  name(name: string, names: Names): Seen {
    const declared = names.find(name);
    if (declared === undefined)
      return { type: name in globalThis ? this.#walk.types.ofValue(Reflect.get(globalThis, name)) : SAFE };
    const origin = declared.strayed ? { field: ANY } : (declared.origin ?? { owner: declared });
    return { type: declared.type ?? SAFE, origin };
  }

  property(of: Seen, key: string, node: AnyNode): Seen {
    const place = this.placeOf(of, key);
    return {
      type: this.#walk.types.joinAll(eachOf(of.type).map((t) => this.#propertyOf(t, key, place, node))),
      origin: place,
    };
  }

  /** Where a property lies. What a member holds is another's: only a member's own variables are its own. */
  placeOf({ type, origin }: Seen, key: string): Origin | undefined {
    const isMember = eachOf(type).some((t) => t.is === "member" || t.is === "unknown");
    if (!isMember) return origin;
    return origin?.owner !== undefined && origin.field === undefined
      ? { owner: origin.owner, field: key }
      : { field: key };
  }

  #propertyOf(t: Type, key: string, place: Origin | undefined, node: AnyNode): Type {
    const { types } = this.#walk;
    switch (t.is) {
      case "whole":
      case "safe":
        return key === "length" ? WHOLE : SAFE;
      case "fleet":
        if (key !== "size") this.#walk.tell(types.ordersOf(t), `asks a fleet for \`${key}\``, node);
        return key === "size" ? WHOLE : UNKNOWN;
      case "member":
        return this.#ofMember(t.part, key, place, node);
      case "part":
        return this.#ofPart(t.part, key, node);
      case "value":
        return this.#ofDomainValue(t, key, place, node);
      case "array":
        return key === "length" ? WHOLE : /^\d+$/.test(key) ? types.join(SAFE, t.of) : UNKNOWN;
      case "object":
        return t.fields.get(key) ?? SAFE;
      case "captured":
        return this.#ofCaptured(t.value, key);
      default:
        return UNKNOWN;
    }
  }

  #ofMember(part: MachinePart, key: string, place: Origin | undefined, node: AnyNode): Type {
    const domain = part.handle.vars[key];
    if (domain === undefined && !["state", "cohort", "index"].includes(key)) {
      this.#walk.tell(this.#walk.types.heldBy({ is: "member", part }), `asks a member for \`${key}\``, node);
      return UNKNOWN;
    }
    this.#reads(place, key, { is: "member", part });
    return domain === undefined ? (key === "index" ? WHOLE : SAFE) : this.#walk.types.ofDomain(domain);
  }

  #ofPart({ handle }: Part, key: string, node: AnyNode): Type {
    if (handle.kind === "variable" && key === "value") return this.#walk.types.ofDomain(handle.of);
    if (handle.kind === "channel" && key === "head")
      return this.#walk.types.join(SAFE, this.#walk.types.ofDomain(handle.of));
    if (handle.kind === "channel" && ["length", "full"].includes(key)) return WHOLE;
    this.#walk.tell(this.#walk.types.fleets, `asks a part for \`${key}\``, node);
    return UNKNOWN;
  }

  #ofDomainValue(t: Type & { is: "value" }, key: string, place: Origin | undefined, node: AnyNode): Type {
    const { types } = this.#walk;
    this.#reads(place, place?.field ?? "", UNKNOWN);
    const { domain } = t;
    if (domain.kind === "record") {
      const field = (domain as { fields?: Record<string, never> }).fields?.[key];
      return field ? types.ofDomain(field) : SAFE;
    }
    if (key === (domain.kind === "set" ? "size" : "length")) return WHOLE;
    if (domain.kind === "list" && /^\d+$/.test(key)) return types.join(SAFE, types.element(t));
    this.#walk.tell(types.heldBy(t), `asks a ${domain.kind} for \`${key}\``, node);
    return UNKNOWN;
  }

  #ofCaptured(value: object, key: string): Type {
    const { types } = this.#walk;
    for (let o: object | null = value; o !== null; o = Object.getPrototypeOf(o) as object | null) {
      const found = Object.getOwnPropertyDescriptor(o, key);
      if (found && "value" in found) return types.ofValue(found.value);
      if (found) return isModule(value) ? types.ofValue(Reflect.get(value, key)) : UNKNOWN;
    }
    return SAFE;
  }

  /** An item under a key that is not known. */
  item({ type }: Seen, node: AnyNode): Type {
    const { types } = this.#walk;
    return types.joinAll(
      eachOf(type).map((t) => {
        const isList =
          t.is === "array" ||
          (t.is === "captured" && Array.isArray(t.value)) ||
          (t.is === "value" && t.domain.kind === "list");
        if (isList) return types.join(SAFE, types.element(t));
        if (t.is === "safe" || t.is === "whole") return SAFE;
        this.#walk.tell(types.heldBy(t), "asks for a property by a name that is not written out", node);
        return UNKNOWN;
      }),
    );
  }

  #reads(place: Origin | undefined, field: string, of: Type): void {
    for (const turns of this.#walk.turns) turns.reads(place, place === undefined ? ANY : field, of);
  }

  // ---- Calls -----------------------------------------------------------------------------------------------------

  call(node: CallExpression, names: Names): Type {
    const { callee } = node;
    const key =
      callee.type === "MemberExpression"
        ? callee.computed
          ? literalKey(callee.property)
          : (callee.property as { name: string }).name
        : undefined;
    if (callee.type !== "MemberExpression" || key === undefined) {
      const { type } = this.#walk.see(callee, names);
      return this.#apply(type, this.#walk.all(node.arguments, names), node);
    }
    const of = this.#walk.see(callee.object, names);
    if (!callee.optional) this.#walk.needs(of.type, callee.object);
    const given = this.#walk.all(node.arguments, names);
    return this.#walk.types.joinAll(eachOf(of.type).map((t) => this.#method({ ...of, type: t }, key, given, node)));
  }

  make({ callee, arguments: given }: NewExpression, names: Names): Type {
    const { type } = this.#walk.see(callee, names);
    const all = this.#walk.all(given, names);
    for (const [i, { type: t }] of all.entries()) this.#walk.textual(t, given[i]!);
    const made = type.is === "captured" ? type.value : undefined;
    if (made === Error || (typeof made === "function" && Object.getPrototypeOf(made) === Error)) return SAFE;
    return all.length === 0 && (made === Set || made === Map) ? UNKNOWN : this.#unfollowed(callee);
  }

  #unfollowed(node: AnyNode): Type {
    this.#walk.tell(this.#walk.types.fleets, `calls \`${this.#walk.textOf(node)}\`, which cannot be followed`, node);
    return UNKNOWN;
  }

  /** Calls a function with some arguments. */
  #apply(type: Type, given: readonly Seen[], node: CallExpression): Type {
    const { types } = this.#walk;
    return types.joinAll(
      eachOf(type).map((t): Type => {
        if (t.is === "closure") return this.#walk.call(t.node, t.names, given);
        if (t.is === "safe" || t.is === "whole") return SAFE; // throws
        if (t.is !== "captured" || typeof t.value !== "function") return this.#unfollowed(node.callee);
        if (t.value === old) return given[0] ? this.#apply(given[0].type, [], node) : SAFE;
        if (t.value === Array.from) return this.#arrayFrom(given, node);
        const harmless = isHarmless(t.value);
        if (harmless === undefined) return this.run(t.value, given, node);
        for (const { type: of } of given) this.#walk.textual(of, node);
        return harmless(given.map((g) => g.type));
      }),
    );
  }

  #arrayFrom([from = { type: SAFE }, make]: readonly Seen[], node: CallExpression): Type {
    const { types } = this.#walk;
    const isLength = from.type.is === "object" && from.type.fields.has("length");
    if (!isLength) this.#walk.goesThrough(from.type, node);
    const element = isLength ? SAFE : types.element(from.type);
    return { is: "array", of: make ? this.#apply(make.type, [{ type: element }, { type: WHOLE }], node) : element };
  }

  #method(of: Seen, key: string, given: readonly Seen[], node: CallExpression): Type {
    const { types } = this.#walk;
    const t = of.type;
    switch (t.is) {
      case "fleet":
        return this.#ofFleet(t.part, key, given, node);
      case "member":
        return this.#call(t.part, of, key, given, node);
      case "part":
        return this.#onChannel(t.part, key, node);
      case "value":
        if (t.domain.kind === "list") return this.#onList(of, key, given, node);
        return t.domain.kind === "set" ? this.#onSet(of, key, given, node) : this.#unfollowed(node);
      case "array":
        return this.#onList(of, key, given, node);
      case "whole":
      case "safe":
        for (const { type } of given) this.#walk.textual(type, node);
        return key === "length" ? WHOLE : SAFE;
      case "captured":
        if (Array.isArray(t.value))
          return this.#onList({ type: { is: "array", of: types.element(t) }, origin: of.origin }, key, given, node);
        return this.#apply(this.#ofCaptured(t.value, key), given, node);
      case "object":
        return this.#apply(t.fields.get(key) ?? SAFE, given, node);
      default:
        return this.#unfollowed(node.callee);
    }
  }

  #ofFleet(part: MachinePart, key: string, given: readonly Seen[], node: CallExpression): Type {
    const { types } = this.#walk;
    const fleet: Type = { is: "fleet", part };
    const member: Seen = { type: { is: "member", part } };
    if (key === "in") this.#reads(undefined, "state", fleet);
    if (key === "in") return WHOLE;
    if (QUERIES.includes(key)) return this.#query(fleet, key, member, given, node);
    if (part.kind === "fleet" || !["at", "next", "previous", "find", "map", "reduce"].includes(key)) {
      this.#walk.tell(types.ordersOf(fleet), `asks a fleet for \`${key}\``, node);
      return UNKNOWN;
    }
    if (key === "map") return { is: "array", of: this.#apply(given[0]?.type ?? SAFE, [member], node) };
    if (key === "reduce") return this.#reduce(member.type, given, node);
    if (key === "find") this.#apply(given[0]?.type ?? SAFE, [member], node);
    return types.join(SAFE, member.type);
  }

  #reduce(element: Type, [f, first]: readonly Seen[], node: CallExpression): Type {
    const sofar = this.#walk.types.join(first?.type ?? element, SAFE);
    const once = this.#apply(f?.type ?? SAFE, [{ type: sofar }, { type: element }, { type: WHOLE }], node);
    const joined = this.#walk.types.join(sofar, once);
    return this.#walk.types.join(
      joined,
      this.#apply(f?.type ?? SAFE, [{ type: joined }, { type: element }, { type: WHOLE }], node),
    );
  }

  /** A question over members, whose callback is asked in an order that must not show. */
  #query(over: Type, key: string, element: Seen, [f]: readonly Seen[], node: CallExpression): Type {
    const { types } = this.#walk;
    const fleets = types.ordersOf(over);
    const ask = () => this.#apply(f?.type ?? SAFE, [element], node);
    let answer: Type = SAFE;
    if (fleets.length === 0) answer = ask();
    else this.#walk.inTurns({ fleets, quits: key === "some" || key === "every" }, node, () => (answer = ask()));
    if (key === "sum" && answer.is !== "whole")
      this.#walk.tell(fleets, "adds numbers that may not be whole, whose last digits depend on the order", node);
    if (key === "filter") return over;
    return ["sum", "min", "max"].includes(key) ? (answer.is === "whole" ? WHOLE : SAFE) : WHOLE;
  }

  #call(part: MachinePart, of: Seen, key: string, given: readonly Seen[], node: CallExpression): Type {
    const { turns } = this.#walk;
    if (key === "is" || key === "can" || key === "dispatch") {
      this.#reads(this.placeOf(of, "state"), "state", of.type);
      if (key === "is" || turns.length === 0) return WHOLE;
      if (key === "dispatch") {
        for (const turn of turns) turn.writes(this.placeOf(of, "state"), "state", of.type);
        const guard = `${this.#walk.textOf(node.callee).replace(/dispatch$/, "can")}(${node.arguments.map((a) => this.#walk.textOf(a)).join()})`;
        if (!this.#walk.isKnown(guard)) for (const turn of turns) turn.mayFail("a call that is not accepted");
      }
      for (const { when, then } of this.#rules.filter((r) => r.part === part && isAsked(r, node))) {
        if (when) this.run(when, [of], node);
        if (then && key === "dispatch") this.run(then, [of], node);
      }
      return key === "can" ? WHOLE : SAFE;
    }
    this.#walk.tell(this.#walk.types.heldBy(of.type), `asks a member for \`${key}\``, node);
    void given;
    return UNKNOWN;
  }

  #onChannel({ handle }: Part, key: string, node: CallExpression): Type {
    if (handle.kind !== "channel" || !["send", "receive"].includes(key)) return this.#unfollowed(node.callee);
    for (const turns of this.#walk.turns) turns.writes(undefined, ANY, SAFE);
    return key === "receive" ? this.#walk.types.ofDomain(handle.of) : SAFE;
  }

  #onSet(of: Seen, key: string, given: readonly Seen[], node: CallExpression): Type {
    const { types } = this.#walk;
    if (key === "add" || key === "delete") this.#walk.writes(of.origin ?? { field: ANY }, of.type, SAFE);
    else this.#reads(of.origin, of.origin?.field ?? "", UNKNOWN);
    if (key === "add" && !given.every(({ type }) => type.is === "member"))
      for (const turns of this.#walk.turns) turns.mayFail("a value outside its domain");
    if (["has", "add", "delete"].includes(key)) return WHOLE;
    if (key === "some" || key === "every")
      return this.#query(of.type, key, { type: types.element(of.type) }, given, node);
    this.#walk.tell(types.heldBy(of.type), `asks a set for \`${key}\``, node);
    return UNKNOWN;
  }

  #onList(of: Seen, key: string, given: readonly Seen[], node: CallExpression): Type {
    const { types } = this.#walk;
    const element = types.element(of.type);
    const kind = LISTS.get(key);
    const isLive = of.type.is === "value";
    if (isLive) this.#reads(of.origin, of.origin?.field ?? "", UNKNOWN);
    if (kind === undefined) {
      this.#walk.tell(types.heldBy(of.type), `asks a list for \`${key}\``, node);
      return UNKNOWN;
    }
    if (kind.texts && given.length === 0) this.#walk.textual(element, node);
    if (kind.texts && key !== "sort" && key !== "toSorted") this.#walk.textual(element, node);
    if (kind.writes) {
      this.#walk.writes(of.origin ?? { field: ANY }, of.type, types.joinAll(given.map((g) => g.type)));
      if (isLive) for (const turns of this.#walk.turns) turns.mayFail("a value outside its domain");
    }
    if (key === "reduce" || key === "reduceRight") return this.#reduce(element, given, node);
    const called = kind.calls
      ? this.#apply(given[0]?.type ?? SAFE, [{ type: element }, { type: kind.calls === "two" ? element : WHOLE }], node)
      : SAFE;
    return callsOnLists(kind.gives, types, { list: of.type, element, called, given: given.map((g) => g.type) });
  }
}

/** Is a rule's event the one that a call names? Where it is not written out, any may be. */
function isAsked({ event, choices }: Rule, node: CallExpression): boolean {
  const [asked] = node.arguments;
  return choices === undefined && (asked?.type !== "Literal" || asked.value === event);
}

const isModule = (value: object): boolean => Reflect.get(value, Symbol.toStringTag) === "Module";
