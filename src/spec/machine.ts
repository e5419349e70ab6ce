// Machines: tables of rows, where a row is typescript-fsm's own, so that the table that is checked here can be
// run by a service in typescript-fsm's StateMachine.
import { t as row, type ITransition } from "typescript-fsm";
import { siteOf, type Site } from "./site.ts";

/** A row of a table, as typescript-fsm defines it: from a state, on an event, to a state. */
export type Row<S extends string = string, E extends string = string> = ITransition<S, E, () => void>;

/**
 * One row of a machine's table.
 *
 * @example t("building", "finishMap", "serving")
 */
export function t<const S extends string, const E extends string, const S2 extends string>(
  from: S,
  event: E,
  to: S2,
): Row<S | S2, E> {
  return row<any, any, any>(from, event, to) as Row<S | S2, E>;
}

/** A named table of rows with an initial state. */
export interface Machine<S extends string = string, E extends string = string> {
  readonly name: string;
  readonly initial: S;
  readonly rows: readonly Row<S, E>[];
  readonly site: Site;
}

/**
 * A machine: a name, the state in which it starts, and its table. Two rows with the same (from, event) are an error,
 * reported when a spec that uses the machine is checked.
 *
 * @example
 * const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);
 */
export function machine<const R extends readonly Row[]>(
  name: string,
  initial: NoInfer<R[number]["fromState"]>,
  rows: R,
): Machine<R[number]["fromState"], R[number]["event"]> {
  return Object.freeze({ name, initial, rows: Object.freeze([...rows]), site: siteOf(machine) });
}
