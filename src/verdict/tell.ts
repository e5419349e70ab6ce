// From a path of packed states to a counterexample that people can read: each step with what it changed, whom it
// called, and which earlier step made it possible.
import type { Path } from "../explore/trace.ts";
import { changedFields, changes, describe, leavesOf } from "../model/describe.ts";
import type { Interpreter } from "../model/interpret.ts";
import type { Performed } from "../model/retell.ts";
import type { Model, Rule } from "../model/model.ts";
import type { Instance } from "../program.ts";
import type { Change, Counterexample, Owner, Shown, Step } from "./verdict.ts";

/** A counterexample without its replay string, which needs to know where the spec came from. */
export type Told = Omit<Counterexample, "replay"> & {
  readonly instances: readonly Instance[];
  readonly states: readonly Uint32Array[];
};

/** Replays a path instance by instance through the interpreter and tells it. */
export function tell(engine: Interpreter, path: Path): Told {
  const { model } = engine;
  const { finding } = path;
  const instances = finding.instance ? [...path.instances, finding.instance] : path.instances;
  const told = instances.map((instance, i) => perform(engine, path.states[i]!, instance));
  const states = [path.states[0]!, ...told.map((t) => t.state)];
  const steps = instances.map((instance, i) => tellStep(engine, states, instances, instance, told[i]!, i));
  return {
    claim: model.claims[finding.claim]?.name ?? "",
    initial: describe(model, states[0]!),
    steps,
    detail: finding.detail || whatBreaks(engine, finding.claim, states),
    instances,
    states,
  };
}

/** @throws Error where the path cannot be replayed, which would be a defect of the engine that found it */
function perform(engine: Interpreter, state: Uint32Array, instance: Instance): Performed {
  engine.load(state, 0);
  const performed = engine.perform(instance);
  if (performed === undefined)
    throw new Error(`a counterexample does not replay: rule ${instance.rule} is not enabled`);
  return performed.refusal ? { ...performed, state } : performed;
}

function tellStep(
  engine: Interpreter,
  states: readonly Uint32Array[],
  instances: readonly Instance[],
  instance: Instance,
  told: Performed,
  i: number,
): Step {
  const { model } = engine;
  const enabledBy = enabler(engine, states, instances, i);
  return {
    ...nameInstance(model, instance, states[i]!),
    changed: told.refusal ? [] : changes(model, states[i]!, told.state),
    calls: told.calls,
    ...(enabledBy !== undefined && { enabledBy }),
  };
}

/** Who does what in a state, with which choice. */
export function nameInstance(
  model: Model,
  instance: Instance,
  state: Uint32Array,
): Pick<Step, keyof Owner | "event" | "choice"> {
  const rule = model.rules[instance.rule]!;
  const choice = choiceOf(model, rule, instance, state);
  return { ...ownerOf(rule, instance), event: rule.event, ...(choice && { choice }) };
}

/** "world" stands as the part of events that belong to no machine. */
function ownerOf(rule: Rule, { member }: Instance): Owner {
  const { part } = rule;
  if (part === undefined) return { part: "world" };
  if (part.kind === "fleet") return { part: part.path, member: member + 1 };
  return part.kind === "ordered" ? { part: part.path, member } : { part: part.path };
}

function choiceOf(model: Model, rule: Rule, instance: Instance, state: Uint32Array): Record<string, Shown> | undefined {
  if (rule.nature && rule.part?.kind === "channel") {
    const messages = rule.part.fields[0]!.codec.show(leavesOf(model, state), rule.part.at) as Shown[];
    return { message: messages[instance.choice]! };
  }
  const { choices } = rule;
  if (choices === undefined || instance.choice < 0) return undefined;
  const leaves = choices.leavesAt(instance.choice);
  return Object.fromEntries(choices.names.map((name, i) => [name, choices.codecs[i]!.show(leaves[i]!, 0)]));
}

/** The last earlier step before which this instance was not enabled, unless it was the same owner's own. */
function enabler(
  engine: Interpreter,
  states: readonly Uint32Array[],
  instances: readonly Instance[],
  i: number,
): number | undefined {
  for (let j = i - 1; j >= 0; j--) {
    engine.load(states[j]!, 0);
    if (engine.perform(instances[i]!) !== undefined) continue;
    const same = instances[j]!.rule >= 0 && sameOwner(engine.model, instances[j]!, instances[i]!);
    return same ? undefined : j;
  }
  return undefined;
}

const sameOwner = (model: Model, a: Instance, b: Instance): boolean =>
  model.rules[a.rule]!.part === model.rules[b.rule]!.part && a.member === b.member;

/** The values without whose last change the claim would hold: "front 2 state = useless". */
function whatBreaks(engine: Interpreter, claim: number, states: readonly Uint32Array[]): string {
  const decided = engine.claims[claim]?.decided;
  if (decided?.kind === "deadlock") return "nothing can happen any more";
  if (decided?.kind === "recovers") return "from here no path leads back";
  if (decided?.kind !== "always" || states.length < 2) return "";
  const [before, after] = [states.at(-2)!, states.at(-1)!];
  const fields = changedFields(engine.model, before, after);
  const broken = fields.filter(({ at, width }) => engine.holdsWith(decided.test, after, before, at, width));
  return (broken.length > 0 ? broken : fields).flatMap(({ changed }) => changed.map(inWords)).join(", ");
}

/** "front 2 state = useless", "meter = 3". */
function inWords({ part, member, field, to }: Change): string {
  const owner = member === undefined ? part : `${part} ${member}`;
  const value = typeof to === "string" ? to : JSON.stringify(to);
  return `${owner} ${field.replace(/^value(\.|$)/, "")}`.trim() + ` = ${value}`;
}
