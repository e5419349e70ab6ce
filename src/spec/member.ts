// Members of a machine, as effects have them and as guards and properties see them.
import type { Fields, Seeing, ValueOf } from "./domain.ts";

declare const memberBrand: unique symbol;

/** What every member of a machine has. */
export interface Identity<S extends string, E extends string> {
  readonly state: S;
  /** The label of the start group that this member came from; "" where it has none. */
  readonly cohort: string;
  /** Is the present state one of these? */
  is(...states: S[]): boolean;
  /** Makes the event happen to this member now, inside the effect that calls it. */
  dispatch(event: E): void;
  /** Would dispatch(event) be accepted? */
  can(event: E): boolean;
  readonly [memberBrand]?: true;
}

export type Values<V extends Fields> = { -readonly [K in keyof V]: ValueOf<V[K]> };

/** A member as an effect has it: its variables can be written. */
export type Member<S extends string, E extends string, V extends Fields> = Identity<S, E> & Values<V>;

/** A member as a guard or property sees it. */
export type Seen<S extends string, E extends string, V extends Fields> = Omit<Identity<S, E>, "dispatch"> & {
  readonly [K in keyof V]: Seeing<ValueOf<V[K]>>;
};

/** A member of an ordered part. */
export type Positioned<M> = M & { readonly index: number };
