// From a path of packed states to a counterexample that people can read: each step with what it changed, whom it
// called, and which earlier step made it possible.
import type { Path } from "../explore/trace.ts";
import { changedFields, changes, describe, leavesOf } from "../model/describe.ts";
import type { Interpreter } from "../model/interpret.ts";
import type { Performed } from "../model/retell.ts";
import type { Model, Rule } from "../model/model.ts";
import type { Symmetry } from "../model/symmetry.ts";
import type { Instance } from "../program.ts";
import { Enabling } from "./enabling.ts";
import { loopOf } from "./loop.ts";
import type { Change, Counterexample, Loop, Owner, Shown, Step } from "./verdict.ts";

/** A counterexample without its replay string, which needs to know where the spec came from. */
export type Told = Omit<Counterexample, "replay"> & {
  readonly instances: readonly Instance[];
  readonly states: readonly Uint32Array[];
};

/** Replays a path instance by instance through the interpreter and tells it; `symmetry` where it was found under that. */
export function tell(engine: Interpreter, path: Path, symmetry?: Symmetry): Told {
  const { model } = engine;
  const { finding } = path;
  const instances = finding.instance ? [...path.instances, finding.instance] : path.instances;
  const told = instances.map((instance, i) => perform(engine, path.states[i]!, instance));
  const states = [path.states[0]!, ...told.map((t) => t.state)];
  const enabling = new Enabling(engine, states, symmetry);
  const enabledBy = (i: number) => (told[i]!.moves ? undefined : enabler(engine, enabling, instances, i));
  const steps = instances.map((instance, i) => tellStep(engine, states[i]!, instance, told[i]!, enabledBy(i)));
  const { begins, renumbered } = path;
  const endless = { states, instances, begins: begins ?? 0, ...(renumbered && { renumbered }) };
  const loop = begins === undefined ? undefined : loopOf(engine, finding.claim, endless);
  return {
    claim: model.claims[finding.claim]?.name ?? "",
    initial: describe(model, states[0]!),
    steps,
    detail:
      finding.detail ||
      (loop ? goesOn(steps.length, loop) + inNoTime(engine, finding.claim) : whatBreaks(engine, finding.claim, states)),
    ...(loop && { loop }),
    instances,
    states,
  };
}

/** "steps 4 to 7 repeat for ever", "nothing can happen any more". */
function goesOn(steps: number, { begins }: Loop): string {
  if (begins === steps) return "nothing can happen any more";
  if (begins + 1 === steps) return `step ${steps} repeats for ever`;
  return `steps ${begins + 1} ${begins + 2 === steps ? "and" : "to"} ${steps} repeat for ever`;
}

const inNoTime = ({ claims }: Interpreter, claim: number): string =>
  claims[claim]?.decided.kind === "zero-time cycle" ? ", and no time passes" : "";

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
  state: Uint32Array,
  instance: Instance,
  told: Performed,
  enabledBy: number | undefined,
): Step {
  const { model } = engine;
  return {
    ...nameInstance(model, instance, state),
    ...(told.moves && { tick: { unit: model.clock!.unit, moves: told.moves } }),
    changed: told.refusal ? [] : changes(model, state, told.state),
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
  enabling: Enabling,
  instances: readonly Instance[],
  i: number,
): number | undefined {
  for (let j = i - 1; j >= 0; j--) {
    if (enabling.at(j, instances[i]!)) continue;
    if (instances[j]!.rule === engine.tick) return undefined; // time enabled it: nobody did
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
  if (decided?.kind === "time passes") return "from here no path leads to a tick";
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
