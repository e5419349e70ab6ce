// Walks the reachable states of a spec with the interpreter and compares, in each, what the code says.
import { newSteps, type Program, type Steps } from "../../src/program.ts";
import { CodeProgram } from "../../src/compile/evaluate.ts";
import { lower, type OutsideSubset } from "../../src/compile/lower.ts";
import { elaborate } from "../../src/model/elaborate.ts";
import { Interpreter } from "../../src/model/interpret.ts";
import { resolveParams } from "../../src/model/params.ts";
import type { ParamValue } from "../../src/spec/param.ts";
import type { Spec } from "../../src/spec/spec.ts";
import { SpecError } from "../../src/messages.ts";

export interface Walked {
  readonly states: number;
  readonly outside?: OutsideSubset;
  /** In how many states the interpreter had to be asked. */
  readonly alarms?: number;
  /** The first state in which the two differ. */
  readonly difference?: { readonly state: string; readonly interpreted: unknown; readonly compiled: unknown };
}

export interface WalkOptions {
  readonly params?: Readonly<Record<string, ParamValue>>;
  readonly scenario?: string;
  readonly statesMax: number;
}

/** Compares up to so many states, breadth-first. */
export function walk(spec: Spec, { params = {}, scenario, statesMax }: WalkOptions): Walked {
  const elaborated = elaborate(spec, resolveParams(spec, scenario, params).params);
  const lowered = lower(elaborated);
  if ("outside" in lowered) return { states: 0, outside: lowered.outside };
  return compare(
    new Interpreter(elaborated),
    new CodeProgram(elaborated, lowered.code),
    elaborated.model.predicates.length,
    statesMax,
  );
}

function compare(interpreter: Interpreter, compiled: CodeProgram, predicates: number, statesMax: number): Walked {
  const known = new Set<string>();
  const queue: Uint32Array[] = [];
  const meet = (state: Uint32Array) => {
    if (known.has(state.join()) || known.size >= statesMax) return;
    known.add(state.join());
    queue.push(state.slice());
  };
  interpreter.starts(meet);
  let alarms = 0;
  for (const state of queue) {
    const [interpreted, said] = [tell(interpreter, state, predicates), tell(compiled, state, predicates)];
    if (compiled.isAlarmed) alarms++;
    if (JSON.stringify(interpreted) !== JSON.stringify(said))
      return { states: known.size, alarms, difference: { state: state.join(), interpreted, compiled: said } };
    if ("wrong" in interpreted) break;
    for (const { to } of interpreted.steps) meet(Uint32Array.from(to.split(",").map(Number)));
  }
  return { states: known.size, alarms };
}

/** All that a program says of a state. */
function tell(program: Program, state: Uint32Array, predicates: number) {
  const steps = newSteps(program);
  program.load(state, 0);
  try {
    program.expand(steps);
    const holds = Array.from({ length: predicates }, (_, i) => program.holds(i));
    return {
      enabled: steps.enabled,
      holds,
      steps: taken(program, steps),
      breaches: breached(program, steps),
      fired: [...steps.fired],
    };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return { wrong: error.problems.map((p) => p.what) };
  }
}

const taken = (program: Program, { count, words, instances }: Steps) =>
  Array.from({ length: count }, (_, i) => ({
    instance: instanceText(program, instances.subarray(i * 4, i * 4 + 4)),
    to: words.slice(i * program.words, (i + 1) * program.words).join(),
  })).toSorted((a, b) => (`${a.instance} ${a.to}` < `${b.instance} ${b.to}` ? -1 : 1));

const breached = (program: Program, { breaches }: Steps) =>
  breaches
    .map(({ claim, rule, member, choice, pick }) => `${claim},${instanceText(program, [rule, member, choice, pick])}`)
    .toSorted();

/** Code does not number the ways of a tick: which is which depends on who is alike. */
function instanceText({ tick }: Program, [rule, member, choice, pick]: ArrayLike<number> & Iterable<number>): string {
  return [rule, member, rule === tick ? "" : choice, pick].join();
}
