// An independent judge of what a spec means: the language's sentences, word for word, on plain JSON states and with no
// thought of speed. It shares nothing with the engine but the handles that authors hold and the meaning of `old`.
import type { Domain } from "../../src/spec/domain.ts";
import { withOld } from "../../src/spec/old.ts";
import { BUILTIN_CLAIMS, CLOCK_CLAIMS, type Property } from "../../src/spec/property.ts";
import type { ParamValue } from "../../src/spec/param.ts";
import type { Spec } from "../../src/spec/spec.ts";
import type { Body } from "../../src/spec/body.ts";
import { systemOf } from "./composed.ts";
import { brokenInTheLongRun } from "./long-run.ts";
import { Running, TooManyStates } from "./running.ts";
import { firstOf } from "./values.ts";

export interface NaiveOptions {
  readonly scenario?: string;
  readonly params?: Readonly<Record<string, ParamValue>>;
  /** Gives up above so many states. */
  readonly statesMax?: number;
}
export interface NaiveClaim {
  readonly verdict: "holds" | "violated" | "unreached";
  /** Steps of the shortest counterexample, without what it repeats, or of the shortest way to what is reachable. */
  readonly length?: number;
}
export interface NaiveVerdict {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly events: Record<string, number>;
  readonly claims: Record<string, NaiveClaim>;
}

export { TooManyStates };

/** Decides every claim of one scenario of a spec. */
export function naive(spec: Spec, options: NaiveOptions = {}): NaiveVerdict {
  const body: Body<object, Record<string, Property>> = systemOf(spec, paramsOf(spec, options));
  const world = new Running(body);
  const statesMax = options.statesMax ?? Infinity;
  const found = new Map<string, Found>();
  const shortest: Record<string, number> = {};
  const broken = (claim: string, length: number) => (shortest[claim] = Math.min(length, shortest[claim] ?? Infinity));
  const events = Object.fromEntries(world.events.map((name) => [name, 0]));
  const foreign = Object.keys(spec.given).map((name) => `${name}.changes`);
  let transitions = 0;

  const queue: Found[] = [];
  const reach = (key: string, depth: number): Found => {
    if (!found.has(key)) {
      const fresh = { key, depth, next: new Set<string>(), inNoTime: new Set<string>(), ticks: false };
      found.set(key, fresh);
      queue.push(fresh);
      if (queue.length > statesMax) throw new TooManyStates();
    }
    return found.get(key)!;
  };
  const starts = world.starts(statesMax);
  for (const key of starts) reach(key, 0);

  for (const state of queue) {
    const holds = (test: () => unknown) => world.holds(state.key, test);
    for (const [name, p] of Object.entries(body.properties)) {
      if (p.kind === "always" && !holds(p.test)) broken(name, state.depth);
      if (p.kind === "reachable" && holds(p.test)) broken(name, state.depth);
    }
    let enabled = false;
    for (const step of world.steps(state.key)) {
      enabled ||= step.counts;
      if (step.breaks) {
        broken(step.breaks, state.depth + 1);
        continue;
      }
      transitions += 1;
      for (const event of step.fired) events[event]! += 1;
      state.next.add(reach(step.to, state.depth + 1).key);
      if (step.isTick) state.ticks = true;
      else if (!step.fired.some((event) => foreign.includes(event))) state.inNoTime.add(step.to);
      for (const [name, p] of Object.entries(body.properties)) {
        const before = <T>(f: () => T): T => world.in(state.key, f);
        if (p.kind === "everyStep" && !withOld(before, () => world.holds(step.to, p.test)))
          broken(name, state.depth + 1);
      }
    }
    const { terminal } = body;
    if (!enabled && terminal !== "anywhere" && !(terminal && holds(terminal))) broken("no deadlock", state.depth);
  }

  for (const [name, p] of Object.entries(body.properties)) {
    if (p.kind !== "recovers") continue;
    const holds = (test: (() => unknown) | undefined) => (s: Found) => test === undefined || world.holds(s.key, test);
    const good = ableToReach(queue.filter(holds(p.assuming)), holds(p.goal));
    for (const state of queue.filter(holds(p.once))) if (!good.has(state.key)) broken(name, state.depth);
  }

  const keys = queue.map(({ key }) => key);
  const inVain = new Set(brokenInTheLongRun(body, world, keys, starts));
  if (body.clock) {
    const moving = ableToReach(queue, (s) => s.ticks);
    for (const state of queue) {
      if (!moving.has(state.key)) broken("time can pass", state.depth);
      if (afterwards(state, found).has(state.key)) broken("no zero-time cycle", state.depth);
    }
  }

  const claim = (name: string, kind?: Property["kind"]): NaiveClaim => {
    if (inVain.has(name)) return { verdict: "violated" };
    if (shortest[name] === undefined) return { verdict: kind === "reachable" ? "unreached" : "holds" };
    return { verdict: kind === "reachable" ? "holds" : "violated", length: shortest[name] };
  };
  const claims = [
    ...BUILTIN_CLAIMS.map((name) => [name, claim(name)] as const),
    ...(body.clock ? CLOCK_CLAIMS : []).map((name) => [name, claim(name)] as const),
    ...Object.entries(body.properties).map(([name, p]) => [name, claim(name, p.kind)] as const),
  ];
  return {
    states: queue.length,
    transitions,
    depth: Math.max(...queue.map((s) => s.depth)),
    events,
    claims: Object.fromEntries(claims),
  };
}

/** Can events of these names follow each other from a start state? Only the last may be discarded. */
export function canFollow(spec: Spec, events: readonly string[], options: NaiveOptions = {}): boolean {
  const world = new Running(systemOf(spec, paramsOf(spec, options)));
  let present = world.starts(Infinity);
  for (const [i, event] of events.entries()) {
    const taken = [...present].flatMap((key) => world.steps(key)).filter((step) => step.fired[0] === event);
    if (i === events.length - 1) return taken.length > 0;
    present = new Set(taken.filter((step) => step.breaks === undefined).map((step) => step.to));
  }
  return true;
}

interface Found {
  readonly key: string;
  readonly depth: number;
  readonly next: Set<string>;
  /** Where steps that are no ticks lead. */
  readonly inNoTime: Set<string>;
  /** Can a tick happen? */
  ticks: boolean;
}

/** The states that are reached from a state by one or more steps without a tick. */
function afterwards(from: Found, found: ReadonlyMap<string, Found>): Set<string> {
  const reached = new Set(from.inNoTime);
  for (const key of reached) for (const next of found.get(key)!.inNoTime) reached.add(next);
  return reached;
}

/** The states from which a path inside `allowed` leads to an allowed state where `goal`. */
function ableToReach(allowed: readonly Found[], goal: (s: Found) => boolean): Set<string> {
  const good = new Set(allowed.filter(goal).map((s) => s.key));
  for (let size = -1; size !== good.size; ) {
    size = good.size;
    for (const s of allowed) if ([...s.next].some((key) => good.has(key))) good.add(s.key);
  }
  return good;
}

/** The parameters of a scenario: the first one, or the defaults where there is none. */
export function paramsOf(spec: Spec, options: NaiveOptions): Record<string, ParamValue> {
  const declared = Object.entries(spec.params as Record<string, ParamValue | Domain<unknown>>);
  const defaults = declared.map(([name, p]) => [name, typeof p === "object" ? firstOf(p) : p] as const);
  const scenario = spec.scenarios[options.scenario ?? Object.keys(spec.scenarios)[0] ?? ""];
  return { ...Object.fromEntries(defaults), ...scenario?.with, ...options.params } as Record<string, ParamValue>;
}
