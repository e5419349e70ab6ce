// Calls in the text of a spec: of the author's own functions, which are walked in their turn, and of what the language and
// the library offer.
import type { AnyNode, CallExpression, NewExpression } from "acorn";
import { capture } from "../../capture/capture.ts";
import { freeNames, parseFunction, type FunctionNode } from "../../capture/parse.ts";
import { old } from "../../spec/old.ts";
import type { Rule } from "../model.ts";
import { callsOnLists, isHarmless, LISTS } from "./natives.ts";
import type { Notes, Source, Walker } from "./notes.ts";
import type { Properties } from "./properties.ts";
import { Queries, type Callers } from "./queries.ts";
import { ANY, eachOf, literalKey, Names, SAFE, UNKNOWN, WHOLE, type Seen, type Type } from "./seen.ts";

/** A function of the author's, read. */
interface Read {
  readonly source: Source;
  readonly node: FunctionNode | undefined;
  readonly names: Names;
  readonly unreadable: string | undefined;
}

export class Calls implements Callers {
  readonly rules: readonly Rule[];
  readonly #walk: Walker;
  readonly #notes: Notes;
  readonly #properties: Properties;
  readonly #queries: Queries;
  readonly #read = new Map<Function, Read>();

  constructor(walk: Walker, properties: Properties, rules: readonly Rule[]) {
    this.rules = rules;
    this.#walk = walk;
    this.#notes = walk.notes;
    this.#properties = properties;
    this.#queries = new Queries(walk.notes, this);
  }

  // ---- Functions of the author's ---------------------------------------------------------------------------------

  /** Walks a function of the author's with these arguments. */
  run(f: Function, given: readonly Seen[], at?: AnyNode): Type {
    const [walk, notes] = [this.#walk, this.#notes];
    const { source, node, names, unreadable } = this.#readOf(f);
    const before = notes.source;
    if (at === undefined) notes.source = source;
    if (node === undefined || unreadable !== undefined) {
      const where = at ?? ({ start: source.base } as AnyNode);
      notes.tell(notes.types.fleets, unreadable ?? "calls a function whose text cannot be read", where);
      return UNKNOWN;
    }
    notes.source = source;
    const type = walk.call(node, names, given);
    notes.source = before ?? source;
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
      names.declare(name, { name, type: this.#notes.types.ofValue(value), strayed: false, origin: { field: ANY } });
    const read = { source: { f, text, base: parsed?.base ?? 0 }, node: parsed?.node, names, unreadable };
    this.#read.set(f, read);
    return read;
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
      return this.apply(type, this.#walk.all(node.arguments, names), node);
    }
    const of = this.#walk.see(callee.object, names);
    if (!callee.optional) this.#notes.needs(of.type, callee.object);
    const given = this.#walk.all(node.arguments, names);
    return this.#notes.types.joinAll(eachOf(of.type).map((t) => this.#method({ ...of, type: t }, key, given, node)));
  }

  make({ callee, arguments: given }: NewExpression, names: Names): Type {
    const { type } = this.#walk.see(callee, names);
    const all = this.#walk.all(given, names);
    for (const [i, { type: t }] of all.entries()) this.#notes.textual(t, given[i]!);
    const made = type.is === "captured" ? type.value : undefined;
    if (made === Error || (typeof made === "function" && Object.getPrototypeOf(made) === Error)) return SAFE;
    return all.length === 0 && (made === Set || made === Map) ? UNKNOWN : this.unfollowed(callee);
  }

  unfollowed(node: AnyNode): Type {
    this.#notes.tell(this.#notes.types.fleets, `calls \`${this.#notes.textOf(node)}\`, which cannot be followed`, node);
    return UNKNOWN;
  }

  /** Calls a function with some arguments. */
  apply(type: Type, given: readonly Seen[], node: CallExpression): Type {
    const { types } = this.#notes;
    return types.joinAll(
      eachOf(type).map((t): Type => {
        if (t.is === "closure") return this.#walk.call(t.node, t.names, given);
        if (t.is === "safe" || t.is === "whole") return this.#throws();
        if (t.is !== "captured" || typeof t.value !== "function") return this.unfollowed(node.callee);
        if (t.value === old) return given[0] ? this.apply(given[0].type, [], node) : SAFE;
        if (t.value === Array.from) return this.#arrayFrom(given, node);
        const harmless = isHarmless(t.value);
        if (harmless === undefined) return this.run(t.value, given, node);
        for (const { type: of } of given) this.#notes.textual(of, node);
        return harmless(given.map((g) => g.type));
      }),
    );
  }

  #throws(): Type {
    this.#notes.mayFail("an exception");
    return SAFE;
  }

  #arrayFrom([from = { type: SAFE }, make]: readonly Seen[], node: CallExpression): Type {
    const { types } = this.#notes;
    const isLength = from.type.is === "object" && from.type.fields.has("length");
    if (!isLength) this.#notes.goesThrough(from.type, node);
    const element = isLength ? SAFE : types.element(from.type);
    return { is: "array", of: make ? this.apply(make.type, [{ type: element }, { type: WHOLE }], node) : element };
  }

  #method(of: Seen, key: string, given: readonly Seen[], node: CallExpression): Type {
    const { types } = this.#notes;
    const t = of.type;
    switch (t.is) {
      case "fleet":
        return this.#queries.ofFleet(t.part, key, given, node);
      case "member":
        return this.#queries.ofMember({ ...of, type: t }, key, node);
      case "part":
        return this.#queries.ofChannel(t.part, key, node);
      case "value":
        if (t.domain.kind === "list") return this.#onList(of, key, given, node);
        return t.domain.kind === "set" ? this.#queries.ofSet(of, key, given, node) : this.unfollowed(node);
      case "array":
        return this.#onList(of, key, given, node);
      case "whole":
      case "safe":
        for (const { type } of given) this.#notes.textual(type, node);
        return key === "length" ? WHOLE : SAFE;
      case "captured":
        if (Array.isArray(t.value))
          return this.#onList({ type: { is: "array", of: types.element(t) }, origin: of.origin }, key, given, node);
        return this.apply(this.#properties.ofCaptured(t.value, key), given, node);
      case "object":
        return this.apply(t.fields.get(key) ?? SAFE, given, node);
      default:
        return this.unfollowed(node.callee);
    }
  }

  reduce(element: Type, [f, first]: readonly Seen[], node: CallExpression): Type {
    const sofar = this.#notes.types.join(first?.type ?? element, SAFE);
    const once = this.apply(f?.type ?? SAFE, [{ type: sofar }, { type: element }, { type: WHOLE }], node);
    const joined = this.#notes.types.join(sofar, once);
    return this.#notes.types.join(
      joined,
      this.apply(f?.type ?? SAFE, [{ type: joined }, { type: element }, { type: WHOLE }], node),
    );
  }

  #onList(of: Seen, key: string, given: readonly Seen[], node: CallExpression): Type {
    const { types } = this.#notes;
    const element = types.element(of.type);
    const kind = LISTS.get(key);
    const isLive = of.type.is === "value";
    if (isLive) this.#notes.reads(of.origin, of.origin?.field ?? "", UNKNOWN);
    if (kind === undefined) {
      this.#notes.tell(types.heldBy(of.type), `asks a list for \`${key}\``, node);
      return UNKNOWN;
    }
    if (kind.texts && given.length === 0) this.#notes.textual(element, node);
    if (kind.texts && key !== "sort" && key !== "toSorted") this.#notes.textual(element, node);
    if (kind.writes) {
      this.#notes.writes(of.origin ?? { field: ANY }, of.type, types.joinAll(given.map((g) => g.type)));
      if (isLive) this.#notes.mayFail("a value outside its domain");
    }
    if (key === "reduce" || key === "reduceRight") return this.reduce(element, given, node);
    const called = kind.calls
      ? this.apply(given[0]?.type ?? SAFE, [{ type: element }, { type: kind.calls === "two" ? element : WHOLE }], node)
      : SAFE;
    return callsOnLists(kind.gives, types, { list: of.type, element, called, given: given.map((g) => g.type) });
  }
}
