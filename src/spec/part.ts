// Parts: the things a system is made of, as their types tell authors. What an author holds is a handle (handle.ts).
import type { Domain, Fields, FSet, ValueOf } from "./domain.ts";
import { ChannelHandle, MachineHandle, VariableHandle } from "./handle.ts";
import type { ChannelOptions, MachineOptions, Shape } from "./handle.ts";
import type { Machine } from "./machine.ts";
import type { Identity, Member, Positioned, Seen, Values } from "./member.ts";
import type { Choosing } from "./rule.ts";
import { siteOf } from "./site.ts";

/** Questions over members; `filter` gives a sub-fleet that answers the same ones. */
interface Members<S extends string, SeenMember> {
  readonly size: number;
  /** How many members are in one of these states. */
  in(...states: S[]): number;
  count(p: (m: SeenMember) => boolean): number;
  every(p: (m: SeenMember) => boolean): boolean;
  some(p: (m: SeenMember) => boolean): boolean;
  sum(f: (m: SeenMember) => number): number;
  /** The least f(m); Infinity where there are no members. */
  min(f: (m: SeenMember) => number): number;
  /** The greatest f(m); -Infinity where there are no members. */
  max(f: (m: SeenMember) => number): number;
}
interface SubFleet<S extends string, M, SeenMember> extends Members<S, SeenMember> {
  filter(p: (m: SeenMember) => boolean): SubFleet<S, M, SeenMember>;
  [Symbol.iterator](): Iterator<M>;
}

/** Interchangeable members of one machine. As a domain: one of its members. */
export interface Fleet<S extends string, E extends string, V extends Fields>
  extends Domain<Member<S, E, V>>,
    SubFleet<S, Member<S, E, V>, Seen<S, E, V>> {
  readonly kind: "fleet";
  choosing: Choosing<Member<S, E, V>, Seen<S, E, V>>;
}

/** One thing. Its variables are read and written on the handle itself. */
export interface One<S extends string, E extends string, V extends Fields> extends Identity<S, E> {
  readonly kind: "one";
  readonly _vars?: V;
  choosing: Choosing<Member<S, E, V>, Seen<S, E, V>>;
}

/** Members with a position. On a line, next and previous may be undefined; on a ring they never are. */
export interface Ordered<S extends string, E extends string, V extends Fields, Sh extends Shape>
  extends Domain<Positioned<Member<S, E, V>>>,
    SubFleet<S, Positioned<Member<S, E, V>>, Positioned<Seen<S, E, V>>> {
  readonly kind: "ordered";
  readonly _shape?: Sh;
  /** The member at a position, counted from 0. */
  at(index: number): Positioned<Member<S, E, V>>;
  next(m: object): Positioned<Member<S, E, V>> | (Sh extends "ring" ? never : undefined);
  previous(m: object): Positioned<Member<S, E, V>> | (Sh extends "ring" ? never : undefined);
  find(p: (m: Positioned<Seen<S, E, V>>) => boolean): Positioned<Member<S, E, V>> | undefined;
  map<T>(f: (m: Positioned<Seen<S, E, V>>) => T): T[];
  reduce<T>(f: (sofar: T, m: Positioned<Seen<S, E, V>>) => T, first: T): T;
  choosing: Choosing<Positioned<Member<S, E, V>>, Positioned<Seen<S, E, V>>>;
}

/** A value that belongs to no machine. */
export interface Variable<T> {
  readonly kind: "variable";
  value: T;
}

/** Messages on their way. */
export interface Channel<T> {
  readonly kind: "channel";
  readonly length: number;
  readonly full: boolean;
  /** The message that `receive` would take. */
  readonly head: T;
  send(message: T): void;
  receive(): T;
}

/** A start value: the value, or an array that means any of these. */
type Given<T> = T extends FSet<infer X> ? ReadonlySet<X> | FSet<X> : T;
export type StartValue<T> = Given<T> | readonly Given<T>[];
/** A start group: how many members, where and with what they start. */
export type Start<S, V extends Fields> = {
  readonly members?: number;
  readonly cohort?: string;
  readonly state?: S | readonly S[];
} & {
  readonly [K in keyof V]?: StartValue<ValueOf<V[K]>>;
};

/**
 * A fleet of `size` interchangeable members of a machine. `vars` may be a function of the fleet itself, for members
 * that know members.
 *
 * @example fleet(FrontEndServer, 4, { vars: { threads: range(0, 4) }, start: [{ members: 3, state: "serving" }, { members: 1 }] })
 */
export function fleet<S extends string, E extends string, const V extends Fields>(
  machine: Machine<S, E>,
  size: number,
  options: { vars: (self: Domain<Identity<S, E>>) => V; start?: readonly Start<NoInfer<S>, NoInfer<V>>[] },
): Fleet<S, E, V>;
export function fleet<S extends string, E extends string, const V extends Fields = {}>(
  machine: Machine<S, E>,
  size: number,
  options?: { vars?: V; start?: readonly Start<NoInfer<S>, NoInfer<V>>[] },
): Fleet<S, E, V>;
export function fleet(machine: Machine, size: number, options: object = {}): never {
  return new MachineHandle("fleet", machine, size, options, siteOf(fleet)) as never;
}

/** Members with a position, in a ring (the default) or a line. No symmetry is assumed. @example ordered(Node, 3, { shape: "line" }) */
export function ordered<S extends string, E extends string, const V extends Fields, const Sh extends Shape = "ring">(
  machine: Machine<S, E>,
  size: number,
  options: { shape?: Sh; vars: (self: Domain<Identity<S, E>>) => V; start?: readonly Start<NoInfer<S>, NoInfer<V>>[] },
): Ordered<S, E, V, Sh>;
export function ordered<
  S extends string,
  E extends string,
  const V extends Fields = {},
  const Sh extends Shape = "ring",
>(
  machine: Machine<S, E>,
  size: number,
  options?: { shape?: Sh; vars?: V; start?: readonly Start<NoInfer<S>, NoInfer<V>>[] },
): Ordered<S, E, V, Sh>;
export function ordered(machine: Machine, size: number, options: object = {}): never {
  return new MachineHandle("ordered", machine, size, options, siteOf(ordered)) as never;
}

/** One thing that follows a machine. @example one(WebServer, { vars: { buffered: range(0, 3) }, start: { buffered: 1 } }) */
export function one<S extends string, E extends string, const V extends Fields = {}>(
  machine: Machine<S, E>,
  options: { vars?: V; start?: Omit<Start<NoInfer<S>, NoInfer<V>>, "members"> } = {},
): One<S, E, V> & Values<V> {
  return new MachineHandle("one", machine, 1, options as MachineOptions, siteOf(one)) as never;
}

/** A value of a domain that belongs to no machine; `start` may be an array that means any of these. @example variable(range(0, 9), 3) */
export function variable<T>(of: Domain<T>, start?: NoInfer<StartValue<T>>): Variable<T> {
  return new VariableHandle(of, start, start !== undefined, siteOf(variable)) as never;
}

/** A channel of messages of a domain. @example channel(record({ to: front, body: oneOf("ping") }), { capacity: 2, lossy: true }) */
export function channel<T>(of: Domain<T>, options: ChannelOptions): Channel<T> {
  return new ChannelHandle(of, options, siteOf(channel)) as never;
}
