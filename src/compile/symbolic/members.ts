// Members: their variables, and what they can be asked and told.
import type { Node } from "../code.ts";
import { type RowRule, type Rule, INDEX, PART, type MemberView } from "../../model/model.ts";
import { NESTING_MAX } from "../../model/perform.ts";
import { writePlace } from "./encode.ts";
import type { Execution } from "./execution.ts";
import { cohortLeaf } from "./groups.ts";
import { answer, strictlyEqual, tested } from "./operators.ts";
import { readPlace } from "./places.ts";
import { choose, truth, type Value } from "./values.ts";

/** A variable of a member, or its state; undefined where it has none of that name. */
export function getField(x: Execution, member: MemberView, name: string): Value {
  const part = member[PART];
  if (name === "cohort") return cohortOf(x, member);
  if (name === "index" && part.kind === "ordered") return member[INDEX];
  const field = x.fields.get(part)!.get(name);
  return field && readPlace(x, field.shape, x.places.of(member) + field.offset);
}

function cohortOf(x: Execution, member: MemberView): Value {
  const told = cohortLeaf(x, member);
  return told ? choose(x.nodes, told.leaf, told.cohorts) : (member[PART].cohorts[member[INDEX]] ?? "");
}

/** Writes a variable; what is none is told by the interpreter, since it depends on how the file was loaded. */
export function setField(x: Execution, member: MemberView, name: string, value: Value): void {
  const field = x.fields.get(member[PART])!.get(name);
  if (field === undefined) x.alarmNow();
  writePlace(x, field.shape, x.places.of(member) + field.offset, value);
}

/** Is the member's state one of these? The interpreter refuses names of no state, where no other is met. */
export function isIn(x: Execution, member: MemberView, asked: readonly Value[]): Node {
  const { nodes } = x;
  const { states } = member[PART];
  x.work(); // thousands of members, each asked about all others, share their nodes
  const leaf = x.read(x.places.of(member));
  if (asked.every((one) => typeof one === "string")) {
    const met = nodes.among(
      leaf,
      states.map((state) => asked.includes(state)),
    );
    if (!asked.every((one) => states.includes(one))) x.alarmWhere(nodes.not(met));
    return met;
  }
  const state = choose(nodes, leaf, states);
  const met = asked.reduce<Node>((sofar, one) => nodes.or(sofar, strictlyEqual(x, state, one)), nodes.no);
  const isKnown = (one: Value) => nodes.truth(typeof one === "string" && states.includes(one));
  const known = asked.reduce<Node>((sofar, one) => nodes.and(sofar, tested(x, one, isKnown)), nodes.yes);
  x.alarmWhere(nodes.not(nodes.or(met, known)));
  return met;
}

/** What an event finds in a member's present state. */
interface Found {
  readonly accepted: Node;
  readonly rule: Rule;
  readonly to: Node;
}

function rowFor(x: Execution, member: MemberView, event: Value): Found | undefined {
  const rows = member[PART].rows.map((all) => all.find((row) => row.rule.event === event));
  const any = rows.find((row): row is RowRule => row !== undefined);
  if (any === undefined) return undefined;
  const leaf = x.read(x.places.of(member));
  const accepted = x.nodes.among(
    leaf,
    rows.map((row) => row !== undefined),
  );
  if (any.rule.choices) x.alarmWhere(accepted);
  return {
    accepted,
    rule: any.rule,
    to: x.nodes.pick(
      leaf,
      rows.map((row) => x.nodes.constant((row ?? any).to)),
    ),
  };
}

/** Is the guard of a rule without choices true? */
function allows(x: Execution, rule: Rule, member: MemberView): Node {
  return rule.when === undefined ? x.nodes.yes : x.looking(() => answer(x, x.invoke(rule.when, [member, undefined])));
}

export function can(x: Execution, member: MemberView, event: Value): Value {
  const row = rowFor(x, member, event);
  if (row === undefined) x.alarmNow(); // no event of the machine's
  return x.fork(
    row.accepted,
    () => truth(allows(x, row.rule, member)),
    () => false,
  );
}

export function dispatch(x: Execution, member: MemberView, event: Value): undefined {
  const { nodes } = x;
  if (!x.writable) x.alarmNow();
  const row = rowFor(x, member, event);
  x.refuseWhere(row ? nodes.not(row.accepted) : nodes.yes, "calls are accepted");
  const { rule, to } = row!;
  x.refuseWhere(nodes.not(allows(x, rule, member)), "calls are accepted");
  if (x.nesting >= NESTING_MAX) x.refuseWhere(nodes.yes, "calls are accepted");
  x.dispatched.push({ test: x.state.path, rule: rule.id, times: x.turns.times(x.nodes) });
  x.nesting++;
  try {
    x.write(x.places.of(member), to);
    if (rule.then) x.invoke(rule.then, [member, undefined]);
  } finally {
    x.nesting--;
  }
  return undefined;
}
