// The names of a system's events, as verdicts tell them: "front.fail", "pair.line.wake", a world event by its own name.
import type { Body } from "./body.ts";
import type { Channel, Fleet, One, Ordered, Variable } from "./part.ts";
import type { Settling } from "./property.ts";

/** Events of parts `P`, and those of the world. Those of variables and channels are named by rules, and open here. */
export type EventName<P, World extends string> = EventsOf<P> | World;

type EventsOf<P> = { [K in keyof P & string]: `${K}.${EventsIn<P[K]>}` }[keyof P & string];

/** The parts of an array share their events' names. */
type EventsIn<P> =
  P extends Fleet<any, infer E, any>
    ? E
    : P extends Ordered<any, infer E, any, any>
      ? E
      : P extends One<any, infer E, any>
        ? E
        : P extends Variable<any> | Channel<any>
          ? string
          : P extends Body<infer Parts, any, any, infer Event>
            ? EventName<Parts, Event & string>
            : P extends readonly (infer X)[]
              ? EventsIn<X>
              : EventsOf<P>;

/** Claims that name no event but these. */
export type Naming<Q, Event extends string> = {
  readonly [K in keyof Q]: Q[K] extends Settling<infer E> ? ([E] extends [Event] ? unknown : Settling<Event>) : unknown;
};
