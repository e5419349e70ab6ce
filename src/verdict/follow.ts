// A counterexample by the names of its steps, followed in a spec that may have changed since: does it still break its
// claim, is it no longer possible, or does the claim survive it?
import { CLOCK_CLAIMS } from "../spec/property.ts";
import { problem, SpecError, type Problem } from "../messages.ts";
import { elaborate } from "../model/elaborate.ts";
import { Interpreter } from "../model/interpret.ts";
import { list, resolveParams } from "../model/params.ts";
import { withoutClock } from "../model/purity.ts";
import { newSteps, type Instance } from "../program.ts";
import type { ParamValue } from "../spec/param.ts";
import type { Spec } from "../spec/spec.ts";
import { nameInstance, tell, type Told } from "./tell.ts";
import type { PropertyKind, Step } from "./verdict.ts";

/** A step by its names: who did what, with which choice. */
export type NamedStep = Pick<Step, "part" | "member" | "event" | "choice">;

export interface Course {
  readonly claim: string;
  readonly scenario?: string;
  readonly params?: Readonly<Record<string, ParamValue>>;
  readonly steps: readonly NamedStep[];
}

export type Followed =
  | { readonly kind: "breaks"; readonly told: Omit<Told, "instances" | "states"> }
  /** The step (index from 0) that cannot happen any more. */
  | { readonly kind: "impossible"; readonly step: number }
  | { readonly kind: "survives" };

/** Can a course of steps by itself show that a claim of this kind is broken? */
export const isShownBySteps = (kind: PropertyKind, claim: string): boolean =>
  ["always", "everyStep", "builtin"].includes(kind) && !CLOCK_CLAIMS.some((name) => name === claim);

/** One way to have come this far. */
interface Way {
  readonly states: readonly Uint32Array[];
  readonly instances: readonly Instance[];
}

/**
 * Follows the steps from every start state, and along every instance that has their names.
 *
 * @throws SpecError where the spec has no such claim, or a step names what it does not know
 */
export function follow(spec: Spec, course: Course): Followed {
  const { params } = resolveParams(spec, course.scenario, course.params);
  const engine = new Interpreter(elaborate(spec, params));
  const claim = claimOf(engine, course.claim);
  refuseUnknown(engine, course.steps);
  return withoutClock(
    () => new Follower(engine, claim).follow(course.steps),
    () => engine.doing,
  );
}

class Follower {
  readonly #engine: Interpreter;
  readonly #claim: number;

  constructor(engine: Interpreter, claim: number) {
    this.#engine = engine;
    this.#claim = claim;
  }

  follow(steps: readonly NamedStep[]): Followed {
    let ways: Way[] = [];
    this.#engine.starts((state) => ways.push({ states: [state.slice()], instances: [] }));
    for (const [at, step] of [...steps, undefined].entries()) {
      const broken = ways.find((way) => this.#breaksIn(way));
      if (broken) return this.#told(broken);
      if (step === undefined) break;
      const next = ways.flatMap((way) => this.#after(way, step));
      const refused = next.find((way) => way.instances.length === way.states.length);
      if (refused) return this.#told(refused);
      if (next.length === 0) return { kind: "impossible", step: at };
      ways = distinct(next);
    }
    return { kind: "survives" };
  }

  /** Is the claim broken in the last state, whatever led there? */
  #breaksIn({ states }: Way): boolean {
    const { decided } = this.#engine.claims[this.#claim]!;
    this.#engine.load(states.at(-1)!, 0);
    if (decided.kind === "always") return !this.#engine.holds(decided.test);
    if (decided.kind !== "deadlock" || this.#engine.holds(decided.terminal)) return false;
    const steps = newSteps(this.#engine);
    this.#engine.expand(steps);
    return !steps.enabled;
  }

  /** All ways to take a step; one that breaks the claim by itself has no state behind it, and stands first. */
  #after({ states, instances }: Way, step: NamedStep): Way[] {
    const engine = this.#engine;
    const [state, steps] = [states.at(-1)!, newSteps(engine)];
    engine.load(state, 0);
    engine.expand(steps);
    const fits = (instance: Instance) => same(nameInstance(engine.model, instance, state), step);
    const breach = steps.breaches.find((found) => found.claim === this.#claim && fits(found));
    if (breach) return [{ states, instances: [...instances, breach] }];
    const found: Way[] = [];
    for (let k = 0; k < steps.count; k++) {
      const [rule, member, choice, pick] = steps.instances.subarray(k * 4, k * 4 + 4);
      const instance = { rule: rule!, member: member!, choice: choice!, pick: pick! };
      const next = steps.words.slice(k * engine.words, (k + 1) * engine.words);
      if (fits(instance)) found.push({ states: [...states, next], instances: [...instances, instance] });
    }
    return found;
  }

  #told({ states, instances }: Way): Followed {
    const finding = { claim: this.#claim, state: -1, level: -1, detail: "" };
    const isRefused = instances.length === states.length;
    const {
      instances: _i,
      states: _s,
      ...told
    } = tell(this.#engine, {
      finding: isRefused ? { ...finding, instance: instances.at(-1)! } : finding,
      states,
      instances: isRefused ? instances.slice(0, -1) : instances,
    });
    return { kind: "breaks", told };
  }
}

/** Ways that end in the same state go on alike. */
const distinct = (ways: readonly Way[]): Way[] => [
  ...new Map(ways.toReversed().map((way) => [way.states.at(-1)!.join(), way])).values(),
];

/** Do two steps have the same names? Choices are plain values, with their names in one order. */
const same = (a: NamedStep, b: NamedStep): boolean =>
  a.part === b.part &&
  a.member === b.member &&
  a.event === b.event &&
  JSON.stringify(a.choice) === JSON.stringify(b.choice);

function claimOf({ model }: Interpreter, asked: string): number {
  const known = model.claims.filter(({ kind, name }) => isShownBySteps(kind, name)).map(({ name }) => name);
  if (!known.includes(asked))
    throw new SpecError([problem("property-unknown", { spec: model.spec.name, asked, known: list(known) })]);
  return model.claims.findIndex(({ name }) => name === asked);
}

/** What is not known any more cannot be said to be impossible: it may have another name. */
function refuseUnknown({ model }: Interpreter, steps: readonly NamedStep[]): void {
  const known = model.rules.map(({ part, event }) => ({ part, owner: part?.path ?? "world", event }));
  const problems = steps.flatMap(({ part: owner, member, event }): Problem[] => {
    const rule = known.find((one) => one.owner === owner && one.event === event);
    const { size = 1, kind } = rule?.part ?? {};
    const first = kind === "ordered" ? 0 : 1;
    if (rule && (member === undefined || (member >= first && member < first + size))) return [];
    const events = list([...new Set(known.map((one) => `${one.owner}.${one.event}`))]);
    const asked = `${owner}${member === undefined ? "" : ` ${member}`}.${event}`;
    return [problem("step-unknown", { spec: model.spec.name, asked, known: events })];
  });
  if (problems.length > 0) throw new SpecError(problems);
}
