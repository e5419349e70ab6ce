// Does what was observed fit a spec? After each observation some states are possible: those that some behaviour leads to
// which fits all observations so far. Where none is left, the observation cannot be fitted.
import type { Possible, States, Steplike } from "../explore/possible.ts";

/** One observation, as functions of steps and of the loaded state. */
export interface Observation {
  /** The same key means the same observation. */
  readonly key: string;
  /** One such step happens. */
  readonly does?: Steplike;
  /** Some possible state satisfies this: after the step, where there is one. */
  readonly sees?: () => boolean;
  /** Has been true in every state since the observation before. */
  readonly since?: () => boolean;
}

/** What an observation leaves. */
export interface Fitted {
  readonly states: States;
  /** Where one could be just before it. */
  readonly before: States;
  /** Where the step that was seen leads; undefined where none was. */
  readonly stepped: States | undefined;
}

const anything = (): boolean => true;

/** Narrows the possible states, observation by observation. */
export class Fitting {
  readonly #possible: Possible;
  readonly #unseen: Steplike;
  readonly #memo = new WeakMap<States, Map<string, Fitted>>();
  states: States;

  constructor(possible: Possible, unseen: Steplike) {
    this.#possible = possible;
    this.#unseen = unseen;
    this.states = possible.starts();
  }

  /** Takes an observation in. Where it does not fit, `states` of what it returns are none, and nothing is taken in. */
  take(observation: Observation): Fitted {
    const known = this.#memo.get(this.states) ?? new Map<string, Fitted>();
    this.#memo.set(this.states, known);
    const fitted = known.get(observation.key) ?? this.#fit(observation);
    known.set(observation.key, fitted);
    if (fitted.states.numbers.length > 0) this.states = fitted.states;
    return fitted;
  }

  #fit({ does, sees, since = anything }: Observation): Fitted {
    const possible = this.#possible;
    const before = possible.wander(this.states, this.#unseen, since);
    const stepped = does && possible.step(before, does);
    const after = stepped ? possible.where(stepped, since) : before;
    return { states: sees ? possible.where(after, sees) : after, before, stepped };
  }
}
