// Live views: what specs see of the state. A member is one object for the whole check, so that `===` is identity; its
// variables are accessors on a class of its part, so that every member has the same shape.
import { AT, NAME, type Codec, type Placed } from "./codec.ts";
import type { Memory } from "./memory.ts";
import { INDEX, PART, type MachinePart, type MemberView } from "./model.ts";

/** What a member can be asked and told beyond its variables. */
export interface Calls {
  dispatch(member: MemberView, event: string): void;
  can(member: MemberView, event: string): boolean;
  /** Refuses a state that the part's machine does not have: to be in it would never be true, and nobody would hear. */
  unknownState(part: MachinePart, state: unknown): never;
}

/** The class of a part's members: state, cohort, is, can, dispatch, index where ordered, and the variables. */
export function memberViews(part: MachinePart, memory: Memory, calls: Calls): MemberView[] {
  const { states, cohorts } = part;
  class View {
    readonly [AT]: number;
    readonly [INDEX]: number;
    constructor(index: number) {
      this[AT] = part.at + index * part.stride;
      this[INDEX] = index;
    }
    get [PART]() {
      return part;
    }
    get state(): string {
      return states[memory.cells[this[AT]]!]!;
    }
    get cohort(): string {
      return cohorts[this[INDEX]] ?? "";
    }
    is(...asked: string[]): boolean {
      const state = states[memory.cells[this[AT]]!]!;
      for (let i = 0; i < asked.length; i++) if (asked[i] === state) return true;
      for (let i = 0; i < asked.length; i++) if (!states.includes(asked[i]!)) calls.unknownState(part, asked[i]);
      return false;
    }
    can(event: string): boolean {
      return calls.can(this, event);
    }
    dispatch(event: string): void {
      calls.dispatch(this, event);
    }
    get [NAME](): string {
      return part.memberName(this[INDEX]);
    }
  }
  addFields(View.prototype, part, memory);
  return Array.from({ length: part.size }, (_, i) => Object.preventExtensions(new View(i)) as unknown as MemberView);
}

function addFields(prototype: object, part: MachinePart, memory: Memory): void {
  for (const field of part.fields.slice(1)) {
    // the state is read only: it moves by rows
    const named = (o: Placed) => `${part.memberName((o as MemberView)[INDEX])}.${field.name}`;
    Object.defineProperty(prototype, field.name, field.codec.property(memory, field.offset, named));
  }
  if (part.kind !== "ordered") return;
  Object.defineProperty(prototype, "index", {
    get(this: MemberView) {
      return this[INDEX];
    },
  });
}

/** Questions over members of a part. What `filter` gives is one of these over fewer members. */
class MembersView {
  protected readonly members: readonly MemberView[];
  protected readonly part: MachinePart;
  readonly #calls: Calls;

  constructor(members: readonly MemberView[], part: MachinePart, calls: Calls) {
    this.members = members;
    this.part = part;
    this.#calls = calls;
  }
  get size(): number {
    return this.members.length;
  }
  in(...states: string[]): number {
    let n = 0;
    for (const m of this.members) if (states.includes(m.state)) n++;
    if (n < this.members.length) this.refuseUnknown(states);
    return n;
  }
  /** A state that there is not would never be counted. */
  protected refuseUnknown(states: readonly string[]): void {
    for (const state of states) if (!this.part.states.includes(state)) this.#calls.unknownState(this.part, state);
  }
  count(p: (m: MemberView) => boolean): number {
    let n = 0;
    for (const m of this.members) if (p(m)) n++;
    return n;
  }
  every(p: (m: MemberView) => boolean): boolean {
    for (const m of this.members) if (!p(m)) return false;
    return true;
  }
  some(p: (m: MemberView) => boolean): boolean {
    for (const m of this.members) if (p(m)) return true;
    return false;
  }
  sum(f: (m: MemberView) => number): number {
    let sum = 0;
    for (const m of this.members) sum += f(m);
    return sum;
  }
  min(f: (m: MemberView) => number): number {
    let least = Infinity;
    for (const m of this.members) least = Math.min(least, f(m));
    return least;
  }
  max(f: (m: MemberView) => number): number {
    let greatest = -Infinity;
    for (const m of this.members) greatest = Math.max(greatest, f(m));
    return greatest;
  }
  filter(p: (m: MemberView) => boolean): MembersView {
    return new MembersView(
      this.members.filter((m) => p(m)),
      this.part,
      this.#calls,
    );
  }
  [Symbol.iterator](): Iterator<MemberView> {
    return this.members[Symbol.iterator]();
  }
}

/** All members of a part, who are asked again and again how many are in which state: counted once in each state. */
export class WholeView extends MembersView {
  readonly #memory: Memory;
  readonly #counts: Int32Array;
  #version = -1;

  constructor(part: MachinePart, calls: Calls, memory: Memory) {
    super(part.views, part, calls);
    this.#memory = memory;
    this.#counts = new Int32Array(part.states.length);
  }
  override in(...states: string[]): number {
    if (this.#version !== this.#memory.version) this.#count();
    let n = 0;
    for (const [i, state] of this.part.states.entries()) if (states.includes(state)) n += this.#counts[i]!;
    if (n < this.size) this.refuseUnknown(states);
    return n;
  }

  #count(): void {
    const { cells, version } = this.#memory;
    const { at, stride, size } = this.part;
    this.#counts.fill(0);
    for (let i = 0; i < size; i++) this.#counts[cells[at + i * stride]!]!++;
    this.#version = version;
  }
}

/** Members with positions. */
export class OrderedView extends MembersView {
  readonly #ring: boolean;

  constructor(part: MachinePart, calls: Calls, ring: boolean) {
    super(part.views, part, calls);
    this.#ring = ring;
  }
  at(index: number): MemberView | undefined {
    return this.members[index];
  }
  next(m: MemberView): MemberView | undefined {
    return this.#beside(m, 1);
  }
  previous(m: MemberView): MemberView | undefined {
    return this.#beside(m, -1);
  }
  find(p: (m: MemberView) => boolean): MemberView | undefined {
    return this.members.find((m) => p(m));
  }
  map<T>(f: (m: MemberView) => T): T[] {
    return this.members.map((m) => f(m));
  }
  reduce<T>(f: (sofar: T, m: MemberView) => T, first: T): T {
    return this.members.reduce((sofar, m) => f(sofar, m), first);
  }

  #beside(m: MemberView, by: 1 | -1): MemberView | undefined {
    const i = m[INDEX] + by;
    return this.members[this.#ring ? (i + this.size) % this.size : i];
  }
}

/** The view of a variable. */
export function variableView(codec: Codec, memory: Memory, at: number, path: string): { value: unknown } {
  const view = Object.defineProperty({}, AT, { value: at }) as Placed;
  Object.defineProperty(
    view,
    "value",
    codec.property(memory, 0, () => path),
  );
  return Object.preventExtensions(view) as Placed & { value: unknown };
}
