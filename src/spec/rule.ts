// Rules: what an event of a part needs (`when`) and does (`then`), and the events that belong to no machine.
import type { Fields, Seeing, ValueOf } from "./domain.ts";

/** How a rule may come to happen. */
export interface Timing {
  /** Happens only when an effect dispatches it: never an instance by itself, never prevents deadlock. */
  readonly onlyWhenCalled?: true;
  /** Happens before time passes: no tick while an instance of it is enabled. */
  readonly atOnce?: true | undefined;
  /** No run puts it off for ever: "weak", where it could happen at any time from some time on; "strong", where it could
   *  happen again and again. What could happen to a fleet counts as one, whoever it happens to. */
  readonly fair?: "weak" | "strong" | undefined;
}

/** How the rule of a machine's event may come to happen. */
interface MemberTiming extends Timing {
  /** Happens on the tick, for every member that can, or for so many of them; all read the state before the tick. */
  readonly together?: true | number | undefined;
  /** `fair` to each member by itself. */
  readonly fairEach?: true | undefined;
}

/** The values of choices, as an effect has them. */
type Chosen<C> = { readonly [K in keyof C]: ValueOf<C[K]> };
/** The same as a guard sees them. */
type SeenChosen<C> = { readonly [K in keyof C]: Seeing<ValueOf<C[K]>> };

/** Gives an event its guard and its effect. `Self` is the member as the effect has it, `Sees` as the guard sees it. */
export type Rule<Self, Sees = Self> = MemberTiming & {
  readonly when?: (self: Sees) => boolean;
  readonly then?: (self: Self) => void;
};

/** The rule of a variable or channel, which has no members that could take part in a tick. */
export type FreeRule<Self, Sees> = Timing & {
  readonly when?: (self: Sees) => boolean;
  readonly then?: (self: Self) => void;
};

/** A rule that ranges over choices, all combinations of them, self and equal ones included. */
export type Choosing<Self, Sees> = <const C extends Fields>(
  choices: C,
  rule: Timing & {
    readonly when?: (self: Sees, chosen: SeenChosen<C>) => boolean;
    readonly then?: (self: Self, chosen: Chosen<C>) => void;
  },
) => Rule<Self, Sees>;

/** An event that belongs to no machine: an operator, an outage, demand. */
export type WorldEvent = Timing & { readonly when?: () => boolean; readonly then?: () => void };

/**
 * A world event that ranges over choices.
 *
 * @example choosing({ n: range(1, 2) }, { when: ({ n }) => web.buffered + n <= 3, then: ({ n }) => { web.buffered += n; } })
 */
export const choosing = <const C extends Fields>(
  choices: C,
  event: Timing & { readonly when?: (chosen: SeenChosen<C>) => boolean; readonly then?: (chosen: Chosen<C>) => void },
): WorldEvent => ({ ...event, choices }) as unknown as WorldEvent;

/** A rule or world event as elaboration reads it. */
export interface RawRule extends MemberTiming {
  readonly when?: (...args: unknown[]) => unknown;
  readonly then?: (...args: unknown[]) => unknown;
  readonly choices?: Fields;
}
