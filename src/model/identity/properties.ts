// Names and properties in the text of a spec: what they may stand for, and where in the state that lies.
import type { AnyNode } from "acorn";
import type { MachinePart, Part } from "../model.ts";
import type { Notes } from "./notes.ts";
import { ANY, eachOf, SAFE, UNKNOWN, WHOLE, type Names, type Origin, type Seen, type Type } from "./seen.ts";

export class Properties {
  readonly #notes: Notes;

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  name(name: string, names: Names): Seen {
    const declared = names.find(name);
    if (declared === undefined)
      return { type: name in globalThis ? this.#notes.types.ofValue(Reflect.get(globalThis, name)) : UNKNOWN };
    const origin = declared.strayed ? { field: ANY } : (declared.origin ?? { owner: declared });
    return { type: declared.type ?? SAFE, origin };
  }

  property(of: Seen, key: string, node: AnyNode): Seen {
    const place = placeOf(of, key);
    return {
      type: this.#notes.types.joinAll(eachOf(of.type).map((t) => this.#propertyOf(t, key, place, node))),
      origin: place,
    };
  }

  #propertyOf(t: Type, key: string, place: Origin | undefined, node: AnyNode): Type {
    const { types } = this.#notes;
    switch (t.is) {
      case "whole":
      case "safe":
        return key === "length" ? WHOLE : SAFE;
      case "fleet":
        if (key !== "size") this.#notes.tell(types.ordersOf(t), `asks a fleet for \`${key}\``, node);
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
        return this.ofCaptured(t.value, key);
      default:
        return UNKNOWN;
    }
  }

  #ofMember(part: MachinePart, key: string, place: Origin | undefined, node: AnyNode): Type {
    const domain = part.handle.vars[key];
    if (domain === undefined && !["state", "cohort", "index"].includes(key)) {
      this.#notes.tell(this.#notes.types.heldBy({ is: "member", part }), `asks a member for \`${key}\``, node);
      return UNKNOWN;
    }
    this.#notes.reads(place, key, { is: "member", part });
    return domain === undefined ? (key === "index" ? WHOLE : SAFE) : this.#notes.types.ofDomain(domain);
  }

  #ofPart({ handle }: Part, key: string, node: AnyNode): Type {
    if (handle.kind === "variable" && key === "value") return this.#notes.types.ofDomain(handle.of);
    if (handle.kind === "channel" && key === "head") {
      this.#notes.mayFail("a value outside its domain"); // where it is empty
      return this.#notes.types.join(SAFE, this.#notes.types.ofDomain(handle.of));
    }
    if (handle.kind === "channel" && ["length", "full"].includes(key)) return WHOLE;
    this.#notes.tell(this.#notes.types.fleets, `asks a part for \`${key}\``, node);
    return UNKNOWN;
  }

  #ofDomainValue(t: Type & { is: "value" }, key: string, place: Origin | undefined, node: AnyNode): Type {
    const { types } = this.#notes;
    this.#notes.reads(place, place?.field ?? "", UNKNOWN);
    const { domain } = t;
    if (domain.kind === "record") {
      const field = (domain as { fields?: Record<string, never> }).fields?.[key];
      return field ? types.ofDomain(field) : SAFE;
    }
    if (key === (domain.kind === "set" ? "size" : "length")) return WHOLE;
    if (domain.kind === "list" && /^\d+$/.test(key)) return types.join(SAFE, types.element(t));
    this.#notes.tell(types.heldBy(t), `asks a ${domain.kind} for \`${key}\``, node);
    return UNKNOWN;
  }

  ofCaptured(value: object, key: string): Type {
    const { types } = this.#notes;
    for (let o: object | null = value; o !== null; o = Object.getPrototypeOf(o) as object | null) {
      const found = Object.getOwnPropertyDescriptor(o, key);
      if (found && "value" in found) return types.ofValue(found.value);
      if (found) return isModule(value) ? types.ofValue(Reflect.get(value, key)) : UNKNOWN;
    }
    return SAFE;
  }

  /** An item under a key that is not known. */
  item({ type }: Seen, node: AnyNode): Type {
    const { types } = this.#notes;
    return types.joinAll(
      eachOf(type).map((t) => {
        const isList =
          t.is === "array" ||
          (t.is === "captured" && Array.isArray(t.value)) ||
          (t.is === "value" && t.domain.kind === "list");
        if (isList) return types.join(SAFE, types.element(t));
        if (t.is === "safe" || t.is === "whole") return SAFE;
        this.#notes.tell(types.heldBy(t), "asks for a property by a name that is not written out", node);
        return UNKNOWN;
      }),
    );
  }
}

/** Where a property lies. What a member holds is another's: only a member's own variables are its own. */
export function placeOf({ type, origin }: Seen, key: string): Origin | undefined {
  const isMember = eachOf(type).some((t) => t.is === "member" || t.is === "unknown");
  if (!isMember) return origin;
  return origin?.owner !== undefined && origin.field === undefined
    ? { owner: origin.owner, field: key }
    : { field: key };
}

const isModule = (value: object): boolean => Reflect.get(value, Symbol.toStringTag) === "Module";
