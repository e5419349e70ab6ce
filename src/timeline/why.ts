// Why an observation does not fit: of an event, what keeps it from happening in each possible state; of a condition,
// which of its parts no possible state satisfies.
import type { Possible, States, Steplike } from "../explore/possible.ts";
import { conjunctsOf, type Conjunct } from "../model/conjuncts.ts";
import type { Interpreter } from "../model/interpret.ts";
import type { MachinePart, Rule } from "../model/model.ts";

/** States that are looked at for reasons, and reasons that are told. */
const STATES_MAX = 500;
const REASONS_MAX = 8;

/** What keeps each of these events from happening. */
export function whyNotEnabled(engine: Interpreter, possible: Possible, states: States, meant: Steplike): string[] {
  const rules = engine.model.rules.filter(({ id, part }) => {
    const size = part && "views" in part ? part.size : 0;
    return (
      meant({ rule: id, member: -1 }) || Array.from({ length: size }).some((_, member) => meant({ rule: id, member }))
    );
  });
  const guards = new Map(rules.map((rule) => [rule, rule.when ? conjunctsOf(rule.when) : []]));
  const counts = new Map<string, number>();
  for (const number of states.numbers.subarray(0, STATES_MAX)) {
    engine.load(possible.state(number), 0);
    for (const reason of new Set(rules.flatMap((rule) => [...standingInTheWay(rule, guards.get(rule)!, meant)])))
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return told(counts, states);
}

function* standingInTheWay(rule: Rule, guard: readonly Conjunct[], meant: Steplike): Generator<string> {
  const { part } = rule;
  if (rule.onlyWhenCalled) {
    yield `\`${rule.name}\` happens only when it is called`;
    return;
  }
  if (part === undefined || !("views" in part)) {
    yield* falseOnes(rule, guard, part && "view" in part ? [part.view] : []);
    return;
  }
  for (const [member, view] of part.views.entries()) {
    if (!meant({ rule: rule.id, member })) continue;
    if (!hasRow(part, rule, view.state))
      yield `${part.memberName(member)} is ${view.state}, where \`${rule.event}\` has no row`;
    else yield* falseOnes(rule, guard, [view]);
  }
}

const hasRow = ({ rows, states }: MachinePart, rule: Rule, state: string): boolean =>
  rows[states.indexOf(state)]!.some((row) => row.rule === rule);

/** The first condition that is false, for every choice; where none is, another rule was in the way of the step. */
function* falseOnes(rule: Rule, guard: readonly Conjunct[], self: readonly unknown[]): Generator<string> {
  const count = rule.choices?.count ?? 1;
  for (let i = 0; i < Math.min(count, STATES_MAX); i++) {
    const chosen = rule.choices?.at(i);
    const first = guard.find(({ test }) => !truth(() => test(...self, chosen)));
    if (first) yield `\`${rule.name}\`: \`${first.words}\` is false`;
  }
}

/** Which of the conditions of a predicate fail, and in how many states. */
export function whyNotTrue(
  engine: Interpreter,
  possible: Possible,
  states: States,
  parts: readonly Conjunct[],
  args: readonly unknown[],
): string[] {
  const counts = new Map<string, number>();
  for (const number of states.numbers.subarray(0, STATES_MAX)) {
    engine.load(possible.state(number), 0);
    for (const { words, test } of parts)
      if (!truth(() => test(...args)))
        counts.set(`\`${words}\` is false`, (counts.get(`\`${words}\` is false`) ?? 0) + 1);
  }
  return told(counts, states);
}

function truth(test: () => unknown): boolean {
  try {
    return Boolean(test());
  } catch {
    return false; // it asks what only makes sense where the conditions before it are true
  }
}

function told(counts: ReadonlyMap<string, number>, { numbers }: States): string[] {
  const looked = Math.min(numbers.length, STATES_MAX);
  const all = [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const lines = all
    .slice(0, REASONS_MAX)
    .map(
      ([reason, n]) =>
        `${n === looked ? (looked === 1 ? "in the only possible state" : "in every possible state") : `in ${n} of ${looked} possible states`}: ${reason}`,
    );
  return all.length > REASONS_MAX ? [...lines, `and ${all.length - REASONS_MAX} more`] : lines;
}
