// Instances: every (rule, member, choice) executed for itself, and the tests on states.
import type { InstanceCode, Node } from "../code.ts";
import type { ChannelPart, MachinePart, MemberView, Rule } from "../../model/model.ts";
import { nature } from "./channels.ts";
import { combinations } from "./combinations.ts";
import { Outside, type Execution } from "./execution.ts";
import { answer } from "./operators.ts";
import { Split } from "./split.ts";
import { leavesWritten } from "./state.ts";
import type { Value } from "./values.ts";

/** All instances but those of the tick. */
export function* instancesOf(x: Execution): Generator<InstanceCode> {
  const { parts, rules } = x.model;
  for (const part of parts) if ("views" in part) yield* ofMachine(x, part);
  for (const rule of rules) {
    if (rule.nature === "tick") continue;
    if (rule.nature) yield* ofNature(x, rule, rule.part as ChannelPart, rule.nature);
    else if (!rule.onlyWhenCalled && !(rule.part && "views" in rule.part)) yield* ofFree(x, rule);
  }
}

/** What an instance is of, and where it can be at all. */
export interface Case {
  readonly rule: Rule;
  readonly member: number;
  readonly self: MemberView | object | undefined;
  readonly where: Node;
  /** The member's state, and what it becomes. */
  readonly becomes?: { readonly leaf: number; readonly to: Node };
  /** What is written before the effect runs. */
  readonly prepare?: () => void;
  /** Who was split off from counted fleets. */
  readonly split: Split;
}

function* ofMachine(x: Execution, part: MachinePart): Generator<InstanceCode> {
  const isOwn = ({ part: of, onlyWhenCalled, together }: Rule) =>
    of === part && !onlyWhenCalled && together === undefined;
  const rules = x.model.rules.filter(isOwn);
  const fleet = x.places.fleets.get(part);
  const actors = fleet ? new Split(x).others(fleet) : part.views.map((self) => ({ self, split: new Split(x) }));
  for (const [member, { self, split }] of [...actors].entries()) {
    const leaf = x.places.of(self);
    const state = split.leaf(leaf);
    for (const rule of rules) {
      const rows = part.rows.map((all) => all.find((row) => row.rule === rule));
      const any = rows.find((row) => row !== undefined);
      if (any === undefined) continue;
      const among = x.nodes.among(
        state,
        rows.map((row) => row !== undefined),
      );
      const targets = rows.map((row) => (row ?? any).to);
      const to = x.nodes.pick(
        state,
        targets.map((one) => x.nodes.constant(one)),
      );
      const where = x.nodes.and(split.possible, among);
      yield* choices(x, { rule, member, self, where, becomes: { leaf, to }, split });
    }
  }
}

function* ofFree(x: Execution, rule: Rule): Generator<InstanceCode> {
  const self = rule.part && "view" in rule.part ? rule.part.view : undefined;
  yield* choices(x, { rule, member: -1, self, where: x.nodes.yes, split: new Split(x) });
}

function* choices(x: Execution, of: Case): Generator<InstanceCode> {
  const { rule, self } = of;
  for (const { chosen, choice, split } of combinations(x, rule, of.split)) {
    const where = x.nodes.and(of.where, split.possible);
    const args = self === undefined ? [chosen] : [self, chosen];
    split.begin();
    yield* picks(x, (script) => perform(x, { ...of, where, split }, choice, args, script));
    x.present = x.root;
  }
}

/** One script of picks, run. */
interface Run {
  /** Where there is such a run at all, be it enabled or not. */
  readonly exists: Node;
  /** Undefined where it is never enabled. */
  readonly instance: InstanceCode | undefined;
}

/** How many ways to pick messages are told apart. */
const SCRIPTS_MAX = 100;

/** An instance for each way in which channels without order may hand out messages, numbered as the interpreter runs
 *  through them: the number of a run is that of the runs before it that there are. */
export function* picks(x: Execution, runOf: (script: readonly number[]) => Run): Generator<InstanceCode> {
  x.wheels = [];
  const plain = runOf([]);
  if (x.wheels.length === 0) {
    if (plain.instance) yield plain.instance;
    return;
  }
  const runs = allRuns(x, runOf);
  let before = x.nodes.no;
  for (const [i, { instance, exists }] of runs.entries()) {
    if (instance) yield* numbered(x, instance, before, i);
    before = x.nodes.add(before, exists);
  }
}

/** The instance once for each number that it may have. */
function* numbered(x: Execution, instance: InstanceCode, before: Node, most: number): Generator<InstanceCode> {
  for (let pick = before.lo; pick <= Math.min(before.hi, most); pick++) {
    const guard = x.nodes.and(instance.guard, x.nodes.equal(before, x.nodes.constant(pick)));
    if (guard !== x.nodes.no) yield { ...instance, pick, guard };
  }
}

/** The runs of all scripts, in order; running them may show that there are more. */
function allRuns(x: Execution, runOf: (script: readonly number[]) => Run): Run[] {
  for (;;) {
    const wheels = [...x.wheels];
    const ways = wheels.reduce((n, of) => n * of, 1);
    if (ways > SCRIPTS_MAX) throw new Outside('very many ways to receive from channels whose order is "any"');
    const scripts = wheels.reduce<number[][]>(
      (all, of) => all.flatMap((script) => Array.from({ length: of }, (_, wheel) => [...script, wheel])),
      [[]],
    );
    const runs = scripts.map(runOf);
    if (x.wheels.join() === wheels.join()) return runs;
  }
}

/** Runs guard and effect. */
export function perform(
  x: Execution,
  { rule, member, where, becomes, prepare, split }: Case,
  choice: number,
  args: readonly Value[],
  script: readonly number[],
): Run {
  const { nodes } = x;
  x.script = script;
  x.begin(where);
  const test = rule.when ? (tested(x, rule.when, args) ?? nodes.no) : nodes.yes;
  const asked = x.state;
  const guard = nodes.and(where, nodes.and(asked.path, test));
  x.conclude(asked);
  const unasked = nodes.and(where, nodes.and(x.outcomes[0]!, nodes.not(test)));
  if (guard === nodes.no) return { exists: unasked, instance: undefined };
  x.begin(guard);
  x.keepPicks(asked);
  const ended = effect(x, () => {
    prepare?.();
    if (becomes) x.write(becomes.leaf, becomes.to);
    if (rule.then) x.call(rule.then, args);
  });
  if (ended) x.conclude(x.state);
  x.script = undefined; // properties may not ask
  const { refusals, dispatched, outcomes } = x;
  const enabled =
    x.wheels.length === 0
      ? guard
      : nodes.and(
          guard,
          outcomes.reduce((a, b) => nodes.or(a, b), nodes.no),
        );
  const whole = { rule: rule.id, member, choice, pick: 0, counts: true, guard: enabled, refusals, dispatched };
  const instance = { ...whole, ...(ended ? written(x, split) : { writes: [], regroupings: [], stepTests: [] }) };
  return { exists: nodes.or(unasked, enabled), instance: enabled === nodes.no ? undefined : instance };
}

/** Runs what writes; whether it comes to its end. */
export function effect(x: Execution, run: () => void): boolean {
  x.writable = true;
  x.catchers = [(thrown) => x.refuse(thrown, "effects do not throw")];
  const ended = x.attempt(() => {
    run();
    return true;
  });
  x.writable = false;
  x.catchers = [];
  return ended ?? false;
}

/** What an effect that has ended has done. */
function written(x: Execution, split: Split): Pick<InstanceCode, "writes" | "regroupings" | "stepTests"> {
  const leaves = leavesWritten(x.root, x.state);
  const changed = leaves.filter((leaf) => x.read(leaf) !== x.stored(leaf));
  const writes = changed.flatMap((leaf) => (x.places.fleetAt(leaf) ? [] : [{ leaf, value: x.read(leaf) }]));
  const regroupings = [...x.places.fleets.values()].flatMap((fleet) => split.regrouping(fleet));
  const after = x.state;
  x.judgesStep = true;
  const stepTests = [...x.model.stepTests].map(([claim, { test }]) => {
    x.state = after;
    return { claim, test: tested(x, test, []) ?? x.nodes.yes };
  });
  x.judgesStep = false;
  return { writes, regroupings, stepTests };
}

/** Whether a guard or property is true here; undefined where it never has an answer. */
export function tested(x: Execution, f: Value, args: readonly Value[]): Node | undefined {
  return x.attempt(() => x.looking(() => answer(x, x.call(f, args))));
}

function* ofNature(x: Execution, rule: Rule, part: ChannelPart, kind: "lose" | "duplicate"): Generator<InstanceCode> {
  for (let slot = 0; slot < part.handle.options.capacity; slot++) {
    x.begin(x.nodes.yes);
    const happening = nature(x, part, kind, slot);
    const { enabled } = happening;
    if (enabled === x.nodes.no) continue;
    x.begin(enabled);
    effect(x, () => happening.run());
    const none = { refusals: [], dispatched: [] };
    yield {
      rule: rule.id,
      member: -1,
      choice: slot,
      pick: 0,
      counts: false,
      guard: enabled,
      ...none,
      ...written(x, new Split(x)),
    };
  }
}
