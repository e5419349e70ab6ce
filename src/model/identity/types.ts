// Questions over what expressions may stand for.
import { types } from "node:util";
import type { Domain, ListDomain, MaybeDomain, OneOfDomain, RecordDomain, SetDomain } from "../../spec/domain.ts";
import { isPart } from "../../spec/handle.ts";
import type { MachinePart, Part } from "../model.ts";
import { eachOf, SAFE, UNKNOWN, WHOLE, type Type } from "./seen.ts";

const WIDTH_MAX = 12;

export class Types {
  readonly #parts: readonly Part[];
  readonly #numbers = new Map<object, number>();

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  get fleets(): readonly Part[] {
    return this.#parts.filter((p) => p.kind === "fleet");
  }

  /** Either of two. */
  join(a: Type | undefined, b: Type): Type {
    if (a === undefined) return b;
    const all = new Map([...eachOf(a), ...eachOf(b)].map((t) => [this.key(t), t]));
    if (all.has("unknown")) return UNKNOWN;
    if (all.has("safe")) all.delete("whole");
    if (all.size > WIDTH_MAX) return UNKNOWN;
    return all.size === 1 ? [...all.values()][0]! : { is: "any", of: [...all.values()] };
  }

  joinAll(all: readonly Type[]): Type {
    return all.reduce<Type | undefined>((a, b) => this.join(a, b), undefined) ?? SAFE;
  }

  /** Equal for equal types. */
  key(type: Type, depth = 0): string {
    if (depth > 4) return "unknown";
    switch (type.is) {
      case "fleet":
      case "member":
      case "part":
        return `${type.is} ${type.part.path}`;
      case "value":
        return `value ${this.#number(type.domain)}`;
      case "array":
        return `array of ${this.key(type.of, depth + 1)}`;
      case "object":
        return `object ${[...type.fields].map(([name, t]) => `${name}: ${this.key(t, depth + 1)}`).join()}`;
      case "closure":
        return `closure ${this.#number(type.node)}`;
      case "captured":
        return `captured ${this.#number(type.value)}`;
      case "any":
        return type.of
          .map((t) => this.key(t, depth + 1))
          .toSorted()
          .join(" or "); // prettier-ignore
      default:
        return type.is;
    }
  }

  #number(of: object): number {
    const known = this.#numbers.get(of);
    if (known !== undefined) return known;
    this.#numbers.set(of, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  ofDomain(domain: Domain<unknown>): Type {
    switch (domain.kind) {
      case "range":
      case "flag":
        return WHOLE;
      case "oneOf":
        return (domain as OneOfDomain).options.every((o) => Number.isInteger(o)) ? WHOLE : SAFE;
      case "fleet":
      case "ordered": {
        const part = this.#parts.find(({ handle }) => handle === domain);
        return part ? { is: "member", part: part as MachinePart } : UNKNOWN;
      }
      case "maybe":
        return this.join(SAFE, this.ofDomain((domain as MaybeDomain).of));
      default:
        return { is: "value", domain };
    }
  }

  /** A value that a function captured. */
  ofValue(value: unknown): Type {
    if (Number.isInteger(value) || typeof value === "boolean") return WHOLE;
    if (typeof value !== "object" && typeof value !== "function") return SAFE;
    if (value === null) return SAFE;
    if (!isPart(value)) return types.isProxy(value) ? UNKNOWN : { is: "captured", value };
    const part = this.#parts.find(({ handle }) => handle === value);
    if (part === undefined) return UNKNOWN;
    if (part.kind === "fleet" || part.kind === "ordered") return { is: "fleet", part };
    return part.kind === "one" ? { is: "member", part } : { is: "part", part };
  }

  /** What comes out of it, one by one. */
  element(type: Type): Type {
    return this.joinAll(
      eachOf(type).map((t): Type => {
        if (t.is === "fleet") return { is: "member", part: t.part };
        if (t.is === "array") return t.of;
        if (t.is === "value" && (t.domain.kind === "list" || t.domain.kind === "set"))
          return this.ofDomain((t.domain as ListDomain | SetDomain).of);
        if (t.is === "captured" && Array.isArray(t.value) && t.value.length <= 64)
          return this.joinAll(t.value.map((x) => this.ofValue(x)));
        return t.is === "safe" || t.is === "whole" ? SAFE : UNKNOWN;
      }),
    );
  }

  /** The fleets whose members' order shows when one goes through it; "all" where that is not known. */
  ordersOf(type: Type): readonly Part[] {
    return eachOf(type).flatMap((t) => {
      if (t.is === "fleet") return t.part.kind === "fleet" ? [t.part] : [];
      if (t.is === "value") return t.domain.kind === "set" ? this.heldIn(t.domain) : [];
      return t.is === "unknown" || t.is === "closure" ? this.fleets : [];
    });
  }

  /** The fleets whose members may be in it, or be reached from it. */
  heldBy(type: Type): readonly Part[] {
    return eachOf(type).flatMap((t): readonly Part[] => {
      switch (t.is) {
        case "whole":
        case "safe":
          return [];
        case "fleet":
        case "member":
          return t.part.kind === "fleet" ? [t.part] : [];
        case "value":
          return this.heldIn(t.domain);
        case "array":
          return this.heldBy(t.of);
        case "object":
          return [...t.fields.values()].flatMap((f) => this.heldBy(f));
        default:
          return this.fleets;
      }
    });
  }

  heldIn(domain: Domain<unknown>): readonly Part[] {
    if (domain.kind === "fleet") return this.#parts.filter(({ handle }) => handle === domain);
    if (domain.kind === "record")
      return Object.values((domain as RecordDomain).fields).flatMap((d) => this.heldIn(d as Domain<unknown>));
    return "of" in domain ? this.heldIn(domain.of as Domain<unknown>) : [];
  }
}
