// Domains: the finite sets of values that a variable, a choice or a message may take. A domain is a plain frozen
// description; its bits are laid out in model/codec.ts.

/** What may be a domain: values described below, and the members of parts that have several. */
type DomainKind = "range" | "flag" | "oneOf" | "maybe" | "record" | "list" | "set" | "fleet" | "ordered";

/** A finite set of values of type T. */
export interface Domain<out T> {
  readonly kind: DomainKind;
  /** Carries the value type, wrapped so that `undefined` is not lost in it; never set. */
  readonly _value?: { readonly of: T };
}

export type ValueOf<D> = D extends Domain<infer T> ? T : never;
export type Fields = Record<string, Domain<any>>;

/** A set of values of a domain, as specs see it: a live part of the state. */
export interface FSet<T> {
  readonly size: number;
  has(x: Seeing<T>): boolean;
  add(x: T): void;
  delete(x: Seeing<T>): void;
  some(p: (x: Seeing<T>) => boolean): boolean;
  every(p: (x: Seeing<T>) => boolean): boolean;
  [Symbol.iterator](): Iterator<T>;
}

/** A set as guards and properties see it. */
interface SeenSet<T> {
  readonly size: number;
  has(x: Seeing<T>): boolean;
  some(p: (x: Seeing<T>) => boolean): boolean;
  every(p: (x: Seeing<T>) => boolean): boolean;
  [Symbol.iterator](): Iterator<Seeing<T>>;
}

/** A value as guards and properties see it: nothing in it can be written, and no member in it can be called. */
export type Seeing<T> =
  T extends FSet<infer X>
    ? SeenSet<X>
    : T extends readonly (infer X)[]
      ? readonly Seeing<X>[]
      : T extends (...args: never[]) => unknown
        ? T
        : T extends Callable
          ? { readonly [K in keyof T as Exclude<K, "dispatch">]: Seeing<T[K]> }
          : T extends object
            ? { readonly [K in keyof T]: Seeing<T[K]> }
            : T;
type Callable = { readonly state: string; dispatch(event: never): void };

export interface RangeDomain extends Domain<number> {
  readonly kind: "range";
  readonly lo: number;
  readonly hi: number;
}
export interface FlagDomain extends Domain<boolean> {
  readonly kind: "flag";
}
export interface OneOfDomain<T extends string | number = string | number> extends Domain<T> {
  readonly kind: "oneOf";
  readonly options: readonly T[];
}
export interface MaybeDomain<T = unknown> extends Domain<T | undefined> {
  readonly kind: "maybe";
  readonly of: Domain<T>;
}
export interface SetDomain<T = unknown> extends Domain<FSet<T>> {
  readonly kind: "set";
  readonly of: Domain<T>;
}
export interface ListDomain<T = unknown> extends Domain<T[]> {
  readonly kind: "list";
  readonly of: Domain<T>;
  readonly max: number;
}
export interface RecordDomain<R extends Fields = Fields> extends Domain<{ -readonly [K in keyof R]: ValueOf<R[K]> }> {
  readonly kind: "record";
  readonly fields: R;
}

/** Whole numbers from `lo` to `hi`, both included. First value: `lo`. @example range(0, 3) */
export const range = (lo: number, hi: number): RangeDomain => Object.freeze({ kind: "range", lo, hi });

/** true or false. First value: false. @example flag() */
export const flag = (): FlagDomain => Object.freeze({ kind: "flag" });

/** One of the named values. First value: the first named. @example oneOf("block", "drop") */
export const oneOf = <const T extends readonly (string | number)[]>(...options: T): OneOfDomain<T[number]> =>
  Object.freeze({ kind: "oneOf", options: Object.freeze(options) });

/** A value of `of`, or undefined. First value: undefined. @example maybe(range(1, 3)) */
export const maybe = <T>(of: Domain<T>): MaybeDomain<T> => Object.freeze({ kind: "maybe", of });

/** A set of values of `of`. First value: the empty set. @example setOf(front) */
export const setOf = <T>(of: Domain<T>): SetDomain<T> => Object.freeze({ kind: "set", of });

/** A list of at most `max` values of `of`. First value: the empty list. @example list(range(0, 9), 3) */
export const list = <T>(of: Domain<T>, max: number): ListDomain<T> => Object.freeze({ kind: "list", of, max });

/** A record of named fields. First value: each field's first. @example record({ to: front, body: oneOf("ping") }) */
export const record = <const R extends Fields>(fields: R): RecordDomain<R> =>
  Object.freeze({ kind: "record", fields: Object.freeze({ ...fields }) });
