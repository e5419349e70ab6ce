// Rows: all that tells the members of a fleet apart, where nothing relates them to each other. Members with equal rows can
// change places without a trace, so the canonical form of a state is its members in the order of their rows.
import type { SetDomain } from "../spec/domain.ts";
import { domainsOf, membersIn } from "./mentions.ts";
import type { MachinePart, Part } from "./model.ts";
import { lexical } from "./shapes.ts";

/** A set of members that a single part holds, as a flag of each member. */
interface Flag {
  readonly owner: Part;
  readonly field: string;
  /** The flag's place in the row. */
  readonly offset: number;
}

/** The leaves of a row: the member's own, a flag for each set that may hold it, its cohort. */
export interface Row {
  readonly part: MachinePart;
  /** How many values each has. */
  readonly sizes: readonly number[];
  readonly flags: readonly Flag[];
  /** The different cohorts, in the order in which they come first. */
  readonly cohorts: readonly string[];
}

/** Members whose rows are equal. */
export interface Alike {
  readonly row: Int32Array;
  readonly members: number[];
}

const isSingle = ({ kind }: Part): boolean => kind === "one" || kind === "variable";

/** A part that holds members other than one by one in a set of its own, as only single parts may. */
export function holderOf(parts: readonly Part[], fleets: readonly MachinePart[]): Part | undefined {
  const isOurs = (domain: unknown) => fleets.some(({ handle }) => handle === domain);
  return parts.find((part) =>
    domainsOf(part).some((domain) => {
      const isFlags = isSingle(part) && domain.kind === "set" && isOurs((domain as SetDomain).of);
      return !isFlags && membersIn(domain).some(isOurs);
    }),
  );
}

/** Is a field a set of a fleet's members? */
export function isFlagged(owner: Part, field: string, { handle }: MachinePart): boolean {
  const vars = "vars" in owner.handle ? owner.handle.vars : {};
  const domain = owner.kind === "variable" ? owner.handle.of : vars[field];
  return isSingle(owner) && domain?.kind === "set" && (domain as SetDomain).of === handle;
}

export function rowOf(parts: readonly Part[], part: MachinePart): Row {
  const own = part.fields.flatMap(({ codec }) => codec.leaves);
  const held = parts.flatMap((owner) =>
    owner.fields.flatMap(({ name }) => (isFlagged(owner, name, part) ? [{ owner, field: name }] : [])),
  );
  const flags = held.map((one, i) => ({ ...one, offset: own.length + i }));
  const cohorts = [...new Set(Array.from({ length: part.size }, (_, i) => part.cohorts[i] ?? ""))];
  return { part, sizes: [...own, ...flags.map(() => 2), Math.max(cohorts.length, 1)], flags, cohorts };
}

/** The rows of one fleet in states that are arrays of members. */
export class Rows {
  readonly row: Row;
  /** By member. */
  readonly #cohorts: Int32Array;
  /** By cohort: the members' places. */
  readonly #places: readonly (readonly number[])[];
  /** What each leaf is multiplied with in a number that is the row's own; nothing where it would not be exact. */
  readonly #factors: readonly number[] | undefined;
  readonly #flagsAt: readonly number[];

  constructor(parts: readonly Part[], part: MachinePart) {
    this.row = rowOf(parts, part);
    const { cohorts, sizes, flags } = this.row;
    const all = Array.from({ length: part.size }, (_, i) => i);
    this.#cohorts = Int32Array.from(all, (i) => cohorts.indexOf(part.cohorts[i] ?? ""));
    this.#places = cohorts.map((_, cohort) => all.filter((i) => this.#cohorts[i] === cohort));
    const factors = sizes.map((_, i) => sizes.slice(i + 1).reduce((product, size) => product * size, 1));
    this.#factors = factors[0]! * sizes[0]! <= Number.MAX_SAFE_INTEGER ? factors : undefined;
    this.#flagsAt = flags.map(({ owner, field }) => flagsAt(owner, field));
  }

  /** By member: a number or text that equal rows have in common. */
  *keys(leaves: Int32Array): Generator<number | string> {
    for (let member = 0; member < this.row.part.size; member++) yield this.#key(leaves, member);
  }

  /** Members by their rows, in no order. */
  alike(leaves: Int32Array): Alike[] {
    const found = new Map<number | string, Alike>();
    for (let member = 0; member < this.row.part.size; member++) {
      const key = this.#key(leaves, member);
      const known = found.get(key);
      if (known) known.members.push(member);
      else found.set(key, { row: this.#read(leaves, member), members: [member] });
    }
    return [...found.values()];
  }

  /** Gives members with such rows their places, in canonical order: writes them to `out`. */
  settle(groups: readonly { readonly row: Int32Array; readonly size: number }[], out: Int32Array): void {
    const next = this.#places.map(() => 0);
    for (const { row, size } of groups.toSorted((a, b) => lexical(this.#order(a.row), this.#order(b.row)))) {
      const cohort = row[this.row.sizes.length - 1]!;
      for (let i = 0; i < size; i++) this.#write(row, this.#places[cohort]![next[cohort]!++]!, out);
    }
  }

  #key(leaves: Int32Array, member: number): number | string {
    const factors = this.#factors;
    if (factors === undefined) return this.#read(leaves, member).join();
    const { part } = this.row;
    const at = part.at + member * part.stride;
    let key = this.#cohorts[member]!;
    for (let i = 0; i < part.stride; i++) key += leaves[at + i]! * factors[i]!;
    for (let i = 0; i < this.#flagsAt.length; i++)
      key += leaves[this.#flagsAt[i]! + member]! * factors[part.stride + i]!;
    return key;
  }

  #read(leaves: Int32Array, member: number): Int32Array {
    const { part, sizes } = this.row;
    const row = new Int32Array(sizes.length);
    const at = part.at + member * part.stride;
    row.set(leaves.subarray(at, at + part.stride));
    for (const [i, from] of this.#flagsAt.entries()) row[part.stride + i] = leaves[from + member]!;
    row[sizes.length - 1] = this.#cohorts[member]!;
    return row;
  }

  #write(row: Int32Array, member: number, out: Int32Array): void {
    const { part } = this.row;
    const at = part.at + member * part.stride;
    for (let i = 0; i < part.stride; i++) out[at + i] = row[i]!;
    for (const [i, to] of this.#flagsAt.entries()) out[to + member] = row[part.stride + i]!;
  }

  /** What members are ordered by, as structure.ts has it: the sets that hold them stand as a list of those. */
  #order(row: Int32Array): number[] {
    const { stride } = this.row.part;
    const held = this.#flagsAt.flatMap((_, i) => (row[stride + i] === 1 ? [i] : []));
    return [row[row.length - 1]!, ...row.subarray(0, stride), ...held];
  }
}

/** Where a set of single members begins: its leaves stand in the order of the members. */
const flagsAt = (owner: Part, field: string): number =>
  owner.at + owner.fields.find(({ name }) => name === field)!.offset;
