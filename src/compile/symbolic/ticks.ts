// Ticks: what every member does together with others is executed by itself, over the state before; then it is put
// together, an instance for each way to choose who takes part, and the clock's own effect is executed on what comes of it.
import type { MachinePart, Rule } from "../../model/model.ts";
import type { InstanceCode, Node } from "../code.ts";
import { Outside, type Execution } from "./execution.ts";
import { effect, instancesOf, picks, perform, tested, type Case } from "./instances.ts";
import { Split } from "./split.ts";
import { leavesWritten } from "./state.ts";

/** More ways to choose who takes part are not unrolled. */
const WAYS_MAX = 200;

/** What a member does by a rule, where it takes part in the tick by that rule. */
interface Act {
  readonly rule: Rule;
  readonly member: number;
  readonly takes: Node;
  readonly writes: readonly { readonly leaf: number; readonly value: Node }[];
  readonly refusals: InstanceCode["refusals"];
  readonly dispatched: InstanceCode["dispatched"];
}

/** Some who take part, and where it is just they. */
interface Way {
  readonly when: Node;
  readonly acts: readonly Act[];
}

/** All instances, those of the tick behind the others. */
export function* allInstances(x: Execution): Generator<InstanceCode> {
  let urgent = x.nodes.no;
  for (const instance of instancesOf(x)) {
    if (x.model.rules[instance.rule]!.atOnce) urgent = x.nodes.or(urgent, instance.guard);
    yield instance;
  }
  if (x.model.clock) yield* ofTick(x, x.model.clock.rule, urgent);
}

/** @param urgent where something must happen before time passes */
function* ofTick(x: Execution, tick: Rule, urgent: Node): Generator<InstanceCode> {
  const acts = x.model.parts.flatMap((part) => ("views" in part ? actsOf(x, part) : []));
  const rules = [...new Set(acts.map(({ rule }) => rule))];
  const ways = combined(
    x,
    rules.map((rule) =>
      waysOf(
        x,
        rule,
        acts.filter((act) => act.rule === rule),
      ),
    ),
  );
  for (const [i, way] of ways.entries()) {
    const when = x.nodes.and(x.nodes.not(urgent), way.when);
    if (when !== x.nodes.no) yield* happening(x, tick, ways.length > 1 ? i : -1, { ...way, when });
  }
}

// ---- Members ----------------------------------------------------------------------------------------------------------

function actsOf(x: Execution, part: MachinePart): Act[] {
  const rules = x.model.rules.filter((rule) => rule.part === part && rule.together !== undefined);
  return part.views.flatMap((self, member) => {
    const leaf = part.at + member * part.stride;
    const state = x.nodes.leaf(leaf, part.states.length);
    const able = rules.map((rule) => ({ rule, guard: guardOf(x, { part, rule, state, self }) }));
    return able.flatMap(({ rule, guard }) => {
      const sooner = able.filter((other) => other.rule !== rule);
      const isFirst = sooner.map((other) =>
        x.nodes.not(x.nodes.and(other.guard, precedes(x, part, state, other.rule, rule))),
      );
      const takes = isFirst.reduce((a, b) => x.nodes.and(a, b), guard);
      return takes === x.nodes.no ? [] : [actOf(x, { part, rule, state, self }, { member, takes })];
    });
  });
}

interface Actor {
  readonly part: MachinePart;
  readonly rule: Rule;
  readonly state: Node;
  readonly self: object;
}

/** Where a member could take part by a rule. */
function guardOf(x: Execution, { part, rule, state, self }: Actor): Node {
  const where = x.nodes.among(
    state,
    part.rows.map((rows) => rows.some((row) => row.rule === rule)),
  );
  x.script = undefined;
  x.begin(where);
  const test = rule.when ? (tested(x, rule.when, [self, undefined]) ?? x.nodes.no) : x.nodes.yes;
  return x.nodes.and(where, x.nodes.and(x.state.path, test));
}

/** In which states a rule has a row before another's. */
const precedes = (x: Execution, { rows }: MachinePart, state: Node, a: Rule, b: Rule): Node =>
  x.nodes.among(
    state,
    rows.map((own) => {
      const [first, second] = [own.findIndex(({ rule }) => rule === a), own.findIndex(({ rule }) => rule === b)];
      return first >= 0 && first < second;
    }),
  );

function actOf(x: Execution, { part, rule, state, self }: Actor, of: Pick<Act, "member" | "takes">): Act {
  const leaf = part.at + of.member * part.stride;
  const rows = part.rows.map((own) => own.find((row) => row.rule === rule));
  const to = x.nodes.pick(
    state,
    rows.map((row) => x.nodes.constant(row?.to ?? 0)),
  );
  x.begin(of.takes);
  const ended = effect(x, () => {
    x.write(leaf, to);
    if (rule.then) x.call(rule.then, [self, undefined]);
  });
  const { refusals, dispatched } = x;
  const leaves = ended ? leavesWritten(x.root, x.state) : [];
  if (leaves.some((at) => at < leaf || at >= leaf + part.stride))
    throw new Outside("writing to others in a rule that is `together`");
  return { rule, ...of, writes: leaves.map((at) => ({ leaf: at, value: x.read(at) })), refusals, dispatched };
}

// ---- Ways -------------------------------------------------------------------------------------------------------------

/** Who takes part by one rule: all who can, or as many of them as it lets. */
function waysOf(x: Execution, rule: Rule, acts: readonly Act[]): Way[] {
  const n = rule.together!;
  if (n >= acts.length) return [{ when: x.nodes.yes, acts }];
  const some = subsets(acts, n).map((chosen) => ({
    when: chosen.map(({ takes }) => takes).reduce((a, b) => x.nodes.and(a, b), x.nodes.yes),
    acts: chosen,
  }));
  const able = acts.map(({ takes }) => takes).reduce((a, b) => x.nodes.add(a, b), x.nodes.no);
  return [...some, { when: x.nodes.lessOrEqual(able, x.nodes.constant(n - 1)), acts }];
}

function subsets<T>(items: readonly T[], n: number): T[][] {
  if (n === 0) return [[]];
  const all: T[][] = [];
  for (const [i, first] of items.entries()) {
    all.push(...subsets(items.slice(i + 1), n - 1).map((others) => [first, ...others]));
    if (all.length > WAYS_MAX) throw manyWays();
  }
  return all;
}

const manyWays = (): Outside => new Outside("very many ways for a tick to happen");

/** One way of each rule, in all combinations. */
function combined(x: Execution, rules: readonly (readonly Way[])[]): Way[] {
  let all: Way[] = [{ when: x.nodes.yes, acts: [] }];
  for (const ways of rules) {
    if (all.length * ways.length > WAYS_MAX) throw manyWays();
    all = all.flatMap((a) => ways.map((b) => ({ when: x.nodes.and(a.when, b.when), acts: [...a.acts, ...b.acts] })));
  }
  return all;
}

// ---- The tick ---------------------------------------------------------------------------------------------------------

/** One way of the tick, and apart from it the claims that are broken where somebody's effect is refused. */
function* happening(x: Execution, tick: Rule, choice: number, { when, acts }: Way): Generator<InstanceCode> {
  const { nodes } = x;
  const broken = refusedIn(x, acts);
  const isRefused = [...broken.values()].reduce((a, b) => nodes.or(a, b), nodes.no);
  for (const [claim, test] of broken) {
    const guard = nodes.and(when, test);
    const none = { writes: [], dispatched: [], stepTests: [], refusals: [{ test: nodes.yes, claim }] };
    if (guard !== nodes.no) yield { rule: tick.id, member: -1, choice, pick: 0, counts: true, guard, ...none };
  }
  const where = nodes.and(when, nodes.not(isRefused));
  const moves = acts.flatMap(({ rule, takes, dispatched }) => [
    { test: takes, rule: rule.id },
    ...dispatched.map((called) => ({ ...called, test: nodes.and(takes, called.test) })),
  ]);
  const of: Case = {
    rule: tick,
    member: -1,
    self: undefined,
    where,
    prepare: () => takeEffect(x, acts),
    split: new Split(x),
  };
  for (const instance of picks(x, (script) => perform(x, of, choice, [undefined], script)))
    yield { ...instance, dispatched: [...moves, ...instance.dispatched] };
}

/** By claim, where an effect breaks it. */
function refusedIn(x: Execution, acts: readonly Act[]): ReadonlyMap<number, Node> {
  const broken = new Map<number, Node>();
  for (const { takes, refusals } of acts) {
    let open = takes; // the first refusal counts
    for (const { test, claim } of refusals) {
      broken.set(claim, x.nodes.or(broken.get(claim) ?? x.nodes.no, x.nodes.and(open, test)));
      open = x.nodes.and(open, x.nodes.not(test));
    }
  }
  return broken;
}

/** Writes what all have written. */
function takeEffect(x: Execution, acts: readonly Act[]): void {
  for (const { takes, writes } of acts) {
    for (const { leaf, value } of writes) x.write(leaf, x.nodes.select(takes, value, x.read(leaf)));
  }
}
