// Judges a timeline: entry after entry, until one does not fit or there are no more.
import { Possible, TooMany, type Steplike } from "../explore/possible.ts";
import type { Path } from "../explore/trace.ts";
import { problem, SpecError } from "../messages.ts";
import { elaborate, type Elaborated } from "../model/elaborate.ts";
import { Interpreter } from "../model/interpret.ts";
import { resolveParams, type ParamValues } from "../model/params.ts";
import { withoutClock } from "../model/purity.ts";
import { placeOfSite } from "../capture/place.ts";
import type { Spec } from "../spec/spec.ts";
import type { Timeline } from "../spec/timeline.ts";
import { tell } from "../verdict/tell.ts";
import type { EntryFitted, Fit, Mismatch, TimelineVerdict } from "./answer.ts";
import { behaviour } from "./behaviour.ts";
import { Fitting, type Fitted } from "./fit.ts";
import { observationsOf, stepsOf, type Told } from "./observe.ts";
import { whyNotEnabled, whyNotTrue } from "./why.ts";

/** States that are looked at, unless the caller wants more. */
export const STATES_MAX = 1_000_000;
/** Entries for which a fitting behaviour is kept. */
const KEPT_MAX = 10_000;
/** Entries that are told of a longer log. */
const TOLD_MAX = 20;

export interface Setting {
  readonly spec: Spec;
  readonly scenario: string | undefined;
  readonly params: ParamValues;
  /** Events of which none goes unseen, by name. */
  readonly logged: readonly string[];
  readonly statesMax: number;
}

/** A spec made ready to have observations fitted to it, one by one. */
export class Judge {
  readonly elaborated: Elaborated;
  readonly engine: Interpreter;
  readonly #possible: Possible;
  readonly #fitting: Fitting;
  readonly #unseen: Steplike;
  readonly #setting: Setting & { readonly scenario: string };
  readonly #observations: Told[] = [];
  readonly #fitted: Fitted[] = [];
  readonly #told: EntryFitted[] = [];
  #matched = 0;
  #mismatch: Mismatch | undefined;

  /** @throws SpecError where the spec, its parameters or the names of events are wrong */
  constructor(setting: Setting) {
    const { spec, logged, statesMax } = setting;
    const resolved = resolveParams(spec, setting.scenario, setting.params);
    this.elaborated = elaborate(spec, resolved.params);
    this.engine = new Interpreter(this.elaborated);
    this.#setting = { ...setting, scenario: resolved.scenario, params: resolved.params };
    this.#unseen = this.#unseenBut(logged);
    this.#possible = new Possible(this.engine, statesMax);
    this.#fitting = this.#guarded(() => new Fitting(this.#possible, this.#unseen));
  }

  /** Whether an observation fits, after all before it. */
  take(observation: Told): boolean {
    const fitted = this.#guarded(() => this.#fitting.take(observation));
    const { time, system, what } = observation;
    if (fitted.states.numbers.length === 0) {
      this.#mismatch = {
        entry: this.#matched,
        time,
        system,
        what,
        ...this.#guarded(() => this.#why(observation, fitted)),
      };
      return false;
    }
    this.#matched++;
    this.#told.push({ time, system, what, states: fitted.states.numbers.length });
    if (this.#matched > KEPT_MAX && this.#told.length > TOLD_MAX) this.#told.splice(0, this.#told.length - TOLD_MAX);
    if (this.#matched <= KEPT_MAX) {
      this.#observations.push(observation);
      this.#fitted.push(fitted);
    }
    return true;
  }

  /** The answer on all that was taken. */
  verdict(name: string, refusedAt?: string): TimelineVerdict {
    const { spec, scenario, params } = this.#setting;
    const mismatch = this.#mismatch;
    const fit = this.#matched <= KEPT_MAX ? this.#guarded(() => this.#tell()) : undefined;
    return {
      name,
      spec: spec.name,
      scenario,
      params,
      ...(refusedAt !== undefined && { refusedAt }),
      fits: mismatch === undefined,
      asExpected: mismatch?.time === refusedAt,
      matched: this.#matched,
      fitted: this.#told,
      ...(mismatch && { mismatch }),
      states: this.#possible.count,
      ...(fit && { fit }),
    };
  }

  #unseenBut(logged: readonly string[]): Steplike {
    const wrong: string[] = [];
    const seen = stepsOf(this.engine.model, logged, (reason) => void wrong.push(reason));
    const { spec } = this.#setting;
    if (wrong.length > 0)
      throw new SpecError([
        problem("logged-unknown", { spec: spec.name, reason: wrong.join() }, placeOfSite(spec.site)),
      ]);
    return (step) => !seen(step);
  }

  #why(observation: Told, { before, stepped }: Fitted): Pick<Mismatch, "fails" | "states" | "reasons"> {
    const { engine } = this;
    const possible = this.#possible;
    const { does, parts } = observation;
    if (before.numbers.length === 0) {
      const { conditions, args } = parts.since!;
      const { states } = this.#fitting;
      return {
        fails: "since",
        states: states.numbers.length,
        reasons: whyNotTrue(engine, possible, states, conditions(), args),
      };
    }
    const states = before.numbers.length;
    if (does && stepped!.numbers.length === 0)
      return { fails: "does", states, reasons: whyNotEnabled(engine, possible, before, does) };
    const after = stepped ? stepped : before;
    const asked = parts.sees ?? parts.since!;
    const reasons = whyNotTrue(engine, possible, after, asked.conditions(), asked.args);
    return { fails: parts.sees ? "sees" : "since", states: after.numbers.length, reasons };
  }

  #tell(): Fit | undefined {
    const found = behaviour(this.engine, this.#possible, this.#fitted, this.#observations, this.#unseen);
    if (!found) return undefined;
    const { states, instances, at } = found;
    const path: Path = { finding: { claim: -1, detail: "" }, states, instances };
    const { initial, steps } = tell(this.engine, path);
    return { initial, steps, at };
  }

  /** The author's functions run with clocks out of their reach. */
  #guarded<T>(run: () => T): T {
    try {
      return withoutClock(run, () => this.engine.doing);
    } catch (error) {
      if (!(error instanceof TooMany)) throw error;
      const { spec, statesMax } = this.#setting;
      throw new SpecError([problem("states-too-many", { spec: spec.name, states: statesMax }, placeOfSite(spec.site))]);
    }
  }
}

/**
 * Fits a timeline to its spec.
 *
 * @example judgeTimeline(day).fits
 * @throws SpecError where the spec, or the timeline, is wrong
 */
export function judgeTimeline(timeline: Timeline, statesMax = STATES_MAX): TimelineVerdict {
  const { spec, scenario, with: params, logged, name, refusedAt } = timeline;
  const judge = new Judge({ spec, scenario, params, logged, statesMax });
  for (const observation of observationsOf(timeline, judge.elaborated)) if (!judge.take(observation)) break;
  return judge.verdict(name, refusedAt);
}
