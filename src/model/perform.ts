// Runs the author's functions: guards, which only look, and effects, which write, with the calls they make.
import { problem, SpecError, type Problem } from "../messages.ts";
import type { Owner, Call } from "../verdict/verdict.ts";
import { AT, inWords } from "./codec.ts";
import { type Calls } from "./views.ts";
import { list } from "./params.ts";
import { Refused, type Memory } from "./memory.ts";
import { type MachinePart, type RowRule, type Rule, INDEX, PART, type MemberView } from "./model.ts";
import { locate } from "../capture/locate.ts";
import { placed, placeOf, placeOfSite } from "../capture/place.ts";

/** How deep dispatches may nest. */
export const NESTING_MAX = 100;

export class Performer implements Calls {
  readonly #memory: Memory;
  /** Events dispatched by the effect that runs, by rule number. */
  readonly dispatched: number[] = [];
  /** Calls, while a counterexample is told. */
  calls: Call[] | undefined;
  #depth = 0;
  /** The rule whose function runs or ran last, and the predicate while one is judged. */
  #asked: Rule | undefined;
  #judged: string | undefined;
  #running: MemberView | undefined;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Is the guard true? `self` is undefined for world events. Whoever calls turns exceptions into `guardWrong`. */
  allows(rule: Rule, self: object | undefined, chosen: object | undefined): boolean {
    if (rule.when === undefined) return true;
    this.#asked = rule;
    const answer = self === undefined ? rule.when(chosen) : rule.when(self, chosen);
    if (this.#memory.trespass !== undefined) throw this.#memory.trespass;
    if (answer !== true && answer !== false) throw new NoAnswer(answer, rule.when);
    return answer;
  }

  /** What is to be said of an exception that came out of a guard. */
  guardWrong(error: unknown): SpecError {
    return wrong(`the guard of \`${this.#asked?.name}\``, error);
  }

  /** Which of the author's functions runs, in words. */
  get doing(): string {
    if (this.#judged !== undefined) return this.#judged;
    if (this.#asked === undefined) return "`start`";
    return `the ${this.#memory.writable ? "effect" : "guard"} of \`${this.#asked.name}\``;
  }

  /** Is the predicate true? */
  holds(name: string, test: () => unknown): boolean {
    this.#judged = name;
    try {
      const answer = test();
      if (this.#memory.trespass !== undefined) throw this.#memory.trespass;
      if (answer !== true && answer !== false) throw new NoAnswer(answer, test);
      this.#judged = undefined;
      return answer;
    } catch (error) {
      throw wrong(name, error);
    }
  }

  /** Takes the row and runs the effect. What goes wrong is left in memory.refusal; the caller undoes it. */
  apply(rule: Rule, self: object | undefined, to: number, chosen: object | undefined): void {
    const memory = this.#memory;
    if (this.dispatched.length > 0) this.dispatched.length = 0;
    memory.writable = true;
    if (rule.then !== undefined) this.#runSafely(rule, self, to, chosen);
    else if (to >= 0) memory.write((self as MemberView)[AT], to);
    memory.writable = false;
  }

  #runSafely(rule: Rule, self: object | undefined, to: number, chosen: object | undefined): void {
    this.#asked = rule;
    this.#running = to >= 0 ? (self as MemberView) : undefined;
    this.#depth = 0;
    try {
      this.#run(rule, self, to, chosen);
    } catch (error) {
      this.#memory.writable = false;
      this.#judge(rule, error);
    }
  }

  dispatch(member: MemberView, event: string): void {
    const memory = this.#memory;
    if (!memory.writable) memory.forbidden();
    const row = this.#rowFor(member, event);
    const called = `${memberName(member)}.${event}`;
    if (row === undefined)
      return memory.refuse(
        "calls are accepted",
        `${called} was called in state ${member.state}, which has no such row`,
      );
    if (!this.#allowsWithin(row.rule, member))
      memory.refuse("calls are accepted", `${called} was called while its guard is false`);
    if (this.#depth >= NESTING_MAX)
      memory.refuse("calls are accepted", `${called} was called more than ${NESTING_MAX} calls deep`);
    this.#call(member, event, row);
  }

  can(member: MemberView, event: string): boolean {
    const row = this.#rowFor(member, event);
    if (row !== undefined) return this.#allowsWithin(row.rule, member);
    const part = member[PART];
    const known = [...new Set(part.rows.flat().map(({ rule }) => rule.event))];
    if (!known.includes(event)) this.#unknownName("event", part, event, known);
    return false;
  }

  unknownState(part: MachinePart, state: unknown): never {
    return this.#unknownName("state", part, state, part.states);
  }

  #unknownName(kind: "state" | "event", { handle }: MachinePart, asked: unknown, known: readonly string[]): never {
    const values = { name: this.doing, kind, asked: inWords(asked), machine: handle.machine.name, known: list(known) };
    throw new SpecError([problem("asked-unknown", values, placeOf(new Error()))]);
  }

  /** What the event finds in the member's present state. */
  #rowFor(member: MemberView, event: string): RowRule | undefined {
    const part = member[PART];
    const row = part.rows[part.states.indexOf(member.state)]?.find((r) => r.rule.event === event);
    if (row?.rule.choices === undefined) return row;
    const values = { name: this.doing, event: `${part.path}.${event}` };
    throw new SpecError([problem("choices-called", values, placeOf(new Error()))]);
  }

  /** A guard asked by a guard or an effect. */
  #allowsWithin(rule: Rule, member: MemberView): boolean {
    const memory = this.#memory;
    const { writable } = memory;
    const asking = this.#asked;
    memory.writable = false;
    try {
      const answer = this.allows(rule, member, undefined);
      this.#asked = asking;
      return answer;
    } catch (error) {
      throw this.guardWrong(error);
    } finally {
      memory.writable = writable;
    }
  }

  /** Whose effect is running; undefined for the world, variables and channels. */
  get caller(): Owner | undefined {
    return this.#running && ownerOf(this.#running);
  }

  #call(member: MemberView, event: string, row: RowRule): void {
    const caller = this.#running;
    const calling = this.#asked;
    this.calls?.push({ kind: "dispatch", ...ownerOf(member), event, ...(caller && { by: ownerOf(caller) }) });
    this.dispatched.push(row.rule.id);
    this.#depth++;
    this.#running = member;
    this.#asked = row.rule;
    this.#run(row.rule, member, row.to, undefined);
    this.#running = caller;
    this.#asked = calling;
    this.#depth--;
  }

  #run(rule: Rule, self: object | undefined, to: number, chosen: object | undefined): void {
    if (to >= 0) this.#memory.write((self as MemberView)[AT], to);
    if (rule.then === undefined) return;
    const result = self === undefined ? rule.then(chosen) : rule.then(self, chosen);
    if (result instanceof Promise) throw isLate(rule);
  }

  #judge(rule: Rule, error: unknown): void {
    if (error instanceof SpecError) throw error;
    if (error instanceof Refused) return;
    const place = placeOf(error);
    const where = place ? ` (${place.file}:${place.line})` : "";
    this.#memory.refusal ??= {
      claim: "effects do not throw",
      detail: `the effect of ${rule.name} threw ${inShort(error)}${where}`,
    };
  }
}

/** What an effect does after it has returned belongs to no transition. */
function isLate(rule: Rule): SpecError {
  const { part, name, then } = rule;
  const where = locate([then!])[0] ?? (part && placeOfSite(part.handle.site));
  return new SpecError([problem("effect-late", { rule: name }, where)]);
}

const memberName = (member: MemberView): string => member[PART].memberName(member[INDEX]);

function ownerOf(member: MemberView): Owner {
  const { path, kind } = member[PART];
  return kind === "one" ? { part: path } : { part: path, member: member[INDEX] + (kind === "fleet" ? 1 : 0) };
}

const inShort = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** An exception where there must be an answer: the spec is wrong. */
function wrong(name: string, error: unknown): SpecError {
  if (error instanceof ForbiddenWrite) return new SpecError([problem("guard-writes", { name }, placeOf(error))]);
  if (error instanceof NoAnswer) return new SpecError([noAnswer(name, error)]);
  if (error instanceof SpecError) return placed(error);
  return new SpecError([problem("guard-throws", { name, reason: inShort(error) }, placeOf(error))], { cause: error });
}

/** Thrown by a write where only effects may write. */
export class ForbiddenWrite extends Error {}

/** Thrown where a guard or property returned neither true nor false. */
class NoAnswer extends Error {
  readonly answer: unknown;
  readonly by: Function;
  constructor(answer: unknown, by: Function) {
    super("no answer");
    this.answer = answer;
    this.by = by;
  }
}

function noAnswer(name: string, { answer, by }: NoAnswer): Problem {
  const [where] = locate([by]);
  if (answer === undefined) return problem("answer-missing", { name }, where);
  return problem("answer-kind", { name, got: typeof answer === "function" ? "a function" : inWords(answer) }, where);
}
