// The lanes of a counterexample's picture: who gets one, in which order, and what runs between two of them.
import type { Call, Owner, PartState, Step } from "../verdict/verdict.ts";
import { isWorld, keyOf } from "./mermaid-names.ts";

const WORLD: Owner = { part: "world" };

export interface Lanes {
  /** In order of first appearance. Never empty. */
  readonly owners: readonly Owner[];
  has(owner: Owner): boolean;
  /** The place of a lane, from 0. */
  at(owner: Owner): number;
  id(owner: Owner): string;
  /** The lane whose step it is; undefined for a world event that needs no lane. */
  actor(step: Step): Owner | undefined;
  /** Does the call run between two different lanes? */
  reaches(call: Calling): boolean;
  /** Does the call end where it began? */
  staysInside(call: Calling): boolean;
  /** From where to where the arrow of a call runs: a message that is received comes out of its channel. */
  ends(call: Calling): readonly [from: Owner, to: Owner];
}

/** A call that names its caller. */
export interface Calling extends Call {
  readonly by: Owner;
}
export interface CallingStep extends Step {
  readonly calls: readonly Calling[];
}

/** Calls that name no caller are made by whom the step belongs to: a channel, a variable, the world. */
export function withCallers(step: Step): CallingStep {
  const { part, member } = step;
  const owner: Owner = { part, ...(member !== undefined && { member }) };
  return { ...step, calls: step.calls.map((call) => ({ ...call, by: call.by ?? owner })) };
}

/** Lanes for the steps that are shown; of each step at most `callsMax` calls. */
export function lanesOf(steps: readonly CallingStep[], initial: readonly PartState[], callsMax: number): Lanes {
  const channels = new Set(
    initial.filter((state) => "messages" in state.values && state.machine === undefined).map((s) => s.part),
  );
  const hasHead = new Set(
    initial.filter((state) => state.machine !== undefined || channels.has(state.part)).map(keyOf),
  );
  const owners = new Map<string, Owner>();
  const add = (owner: Owner) => {
    if (!owners.has(keyOf(owner)))
      owners.set(keyOf(owner), { part: owner.part, ...(owner.member !== undefined && { member: owner.member }) });
  };
  for (const step of steps) {
    if (step.tick) continue; // told over all lanes
    if (!isWorld(step) || step.calls.length > 0) add(step);
    for (const call of step.calls.slice(0, callsMax)) {
      add(call.by);
      add(call);
    }
    if (!isWorld(step))
      for (const change of step.changed.slice(0, callsMax)) if (hasHead.has(keyOf(change))) add(change);
  }
  // A picture needs somewhere to put its notes, even where only the world acts.
  if (owners.size === 0) [...steps.flatMap((step) => step.changed), ...initial, WORLD].slice(0, 2).forEach(add);
  return lanes([...owners.values()]);
}

function lanes(owners: readonly Owner[]): Lanes {
  const places = new Map(owners.map((owner, i) => [keyOf(owner), i]));
  const has = (owner: Owner) => places.has(keyOf(owner));
  const at = (owner: Owner) => places.get(keyOf(owner))!;
  return {
    owners,
    has,
    at,
    id: (owner) => `l${at(owner)}`,
    actor: (step) => (has(step) ? step : undefined),
    reaches: (call) => !staysInside(call) && ends(call).every(has),
    staysInside,
    ends,
  };
}

const ends = (call: Calling): readonly [Owner, Owner] => (call.kind === "receive" ? [call, call.by] : [call.by, call]);

const staysInside = (call: Calling): boolean => keyOf(call.by) === keyOf(call);
