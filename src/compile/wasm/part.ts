// One function over one packed state: it tries some instances and, where it is the last of them, judges claims.
import type { Claim } from "../../program.ts";
import type { Code, InstanceCode, Node } from "../code.ts";
import * as w from "./expression.ts";
import type { Expression, Local } from "./expression.ts";
import type { Body, Callable } from "./function.ts";
import { arrange, type Attempt, type Group } from "./groups.ts";
import type { ModuleWriter } from "./module.ts";
import { NodeWriter } from "./nodes.ts";
import { FleetWriter, regroupedNodes, slotPairs } from "./regroup.ts";
import { WORK, type Plan } from "./plan.ts";
import type { Statement } from "./statement.ts";
import { listedHalves, listedWords } from "./words.ts";
import { patched, successorOf, whetherOther, type Successor } from "./successor.ts";

export interface PartOptions {
  readonly plan: Plan;
  readonly code: Code;
  readonly claims: readonly Claim[];
  readonly instances: readonly InstanceCode[];
  readonly first: boolean;
  readonly last: boolean;
  /** Claims on states alone; nothing is expanded. */
  readonly judgeOnly: boolean;
  /** Writes a label behind each successor, and keeps self-loops; then nothing is counted and no claim is judged. */
  readonly labelOf?: (instance: InstanceCode) => number;
  /** By counted fleet (regroup.ts). */
  readonly puts: readonly Callable[];
}

/** Bytes of a successor with its label. */
export const recordBytes = ({ stride }: Plan): number => stride + 8;

export function writePart(module: ModuleWriter, options: PartOptions): Callable {
  const name = options.judgeOnly ? "judgeState" : "expandState";
  return module.function({ name, parameters: ["i32", "i32", "i32"], result: "i32" }, (body, state, out, area) => {
    new PartWriter(body, options, state, out, area).write();
  });
}

class PartWriter {
  readonly #body: Body;
  readonly #options: PartOptions;
  readonly #out: Local;
  readonly #area: Local;
  readonly #pairs: readonly Local[];
  readonly #nodes: NodeWriter;
  /** How often each event fired: of instances' own rules, and of dispatched ones. */
  readonly #own = new Map<number, Local>();
  readonly #dispatched = new Map<number, Local>();
  readonly #hits: readonly Local[];
  readonly #fleets: readonly FleetWriter[];
  readonly #enabled: Local;
  readonly #asksEnabled: boolean;

  constructor(body: Body, options: PartOptions, state: Local, out: Local, area: Local) {
    const { plan, claims } = options;
    [this.#body, this.#options, this.#out, this.#area] = [body, options, out, area];
    this.#pairs = listedWords(plan, state).map((word) => body.let(word));
    const words = listedHalves(plan, state).map((word) => body.let(word));
    this.#nodes = new NodeWriter(body, plan.layout, words);
    const fleets = options.instances.length > 0 ? (options.code.counted?.fleets ?? []) : [];
    this.#fleets = fleets.map((slots, i) => new FleetWriter(body, slots, options.puts[i]!, this.#pairs, i));
    this.#hits = Array.from({ length: plan.claimPairs }, () => body.local("i64"));
    this.#enabled = body.local("i32");
    this.#asksEnabled =
      !options.judgeOnly && !options.labelOf && claims.some(({ decided }) => decided.kind === "deadlock");
  }

  write(): void {
    const { first, last, instances, plan } = this.#options;
    if (this.#asksEnabled && !first) this.#body.set(this.#enabled, w.load32(WORK, this.#area, plan.area.enabled));
    const attempts = arrange(instances).map((member) => this.#member(member));
    this.#nodes.writeAll(last ? [...attempts, ...this.#claims()] : attempts);
    if (this.#asksEnabled && !last) this.#body.store(WORK, this.#area, this.#enabled, plan.area.enabled);
    if (!this.#options.labelOf) {
      this.#storeHits();
      this.#storeFired();
    }
    this.#body.return(this.#out);
  }

  // ---- Instances ------------------------------------------------------------------------------------------------------

  #member(member: Group | Attempt): Statement {
    if ("instance" in member) return this.#attempt(member);
    const inner = member.members.map((m) => this.#member(m));
    return { uses: [member.test], inner, write: (content) => this.#body.if(this.#nodes.value(member.test), content) };
  }

  /** Without a branch where that is cheap: a successor is written in any case, and kept where the guard is true. */
  #attempt({ instance, rest, all }: Attempt): Statement {
    const successor = this.#successor(instance, all);
    const guard = () => rest.map((node) => this.#nodes.value(node)).reduce(w.and);
    if (this.#isSimple(instance))
      return this.#emission(instance, successor, rest, rest.length === 0 ? undefined : guard);
    const emission = this.#emission(instance, successor, [], undefined);
    const inner = this.#judged(instance, emission);
    return {
      uses: rest,
      inner: [inner],
      write: (content) => (rest.length === 0 ? content() : this.#body.if(guard(), content)),
    };
  }

  #successor({ writes, regroupings = [] }: InstanceCode, conditions: readonly Node[]): Successor {
    const { plan, code } = this.#options;
    const successor = successorOf(writes, conditions, plan.layout);
    const pairs = regroupings.flatMap(({ fleet }) => slotPairs(code.counted!.fleets[fleet]!));
    return { ...successor, touched: successor.touched.map((is, i) => is || pairs.includes(i)) };
  }

  #isSimple({ refusals, stepTests, writes, regroupings = [] }: InstanceCode): boolean {
    return (
      regroupings.length === 0 &&
      this.#options.plan.pairs <= BRANCHLESS_PAIRS_MAX &&
      refusals.length === 0 &&
      stepTests.length === 0 &&
      writes.every(({ value }) => value.op === "const" || value.op === "leaf")
    );
  }

  /** The successor is written unless a refusal is true; then the steps that lead to it are judged. */
  #judged(instance: InstanceCode, emission: Statement): Statement {
    const { refusals, stepTests, counts } = instance;
    const uses = [...refusals, ...stepTests].map(({ test }) => test);
    const write = (content: () => void): void => {
      if (counts && refusals.length > 0) this.#enable(w.i32(1));
      this.#refuse(refusals, () => {
        content();
        for (const { test, claim } of stepTests) this.#hit(claim, w.eqz(this.#nodes.value(test)));
      });
    };
    return { uses, inner: [emission], write };
  }

  #refuse([refusal, ...others]: InstanceCode["refusals"], otherwise: () => void): void {
    if (refusal === undefined) return otherwise();
    const hit = () => this.#hit(refusal.claim, w.i32(1));
    this.#body.if(this.#nodes.value(refusal.test), hit, () => this.#refuse(others, otherwise));
  }

  #emission(
    instance: InstanceCode,
    successor: Successor,
    rest: readonly Node[],
    guard: (() => Expression) | undefined,
  ): Statement {
    const values = instance.writes.map(({ value }) => value);
    const calls = instance.dispatched.flatMap(({ test, times }) => (times ? [test, times] : [test]));
    const uses = [...rest, ...values, ...regroupedNodes(instance), ...calls];
    return { uses, inner: [], write: () => this.#emit(instance, successor, guard && this.#body.let(guard())) };
  }

  #emit(instance: InstanceCode, successor: Successor, guard: Local | undefined): void {
    const body = this.#body;
    const { plan } = this.#options;
    body.note(noteOf(instance, plan.names));
    const words = this.#regrouped(instance, patched(successor, this.#pairs, this.#nodes));
    const made = words.map((word, i) => (successor.touched[i] ? body.let(word) : word));
    for (const [i, word] of made.entries()) body.store(WORK, this.#out, word, 8 * i);
    if (this.#options.labelOf) return this.#label(this.#options.labelOf(instance), guard);
    const kept = both(guard, successor.differs ? undefined : whetherOther(successor, this.#pairs, made));
    body.set(this.#out, w.add(this.#out, kept ? w.mul(kept, w.i32(plan.stride)) : w.i32(plan.stride)));
    this.#count(this.#own, instance.rule, guard ?? w.i32(1));
    for (const { test, rule, times } of instance.dispatched)
      this.#count(this.#dispatched, rule, all(guard, this.#nodes.value(test), times && this.#nodes.value(times)));
    if (instance.counts) this.#enable(guard ?? w.i32(1));
  }

  #label(label: number, guard: Local | undefined): void {
    const { plan } = this.#options;
    this.#body.store(WORK, this.#out, w.i32(label), plan.stride);
    const bytes = w.i32(recordBytes(plan));
    this.#body.set(this.#out, w.add(this.#out, guard ? w.mul(guard, bytes) : bytes));
  }

  /** The words with the counted fleets regrouped, in their canonical form. */
  #regrouped({ regroupings = [] }: InstanceCode, words: readonly Expression[]): Expression[] {
    const place = { area: this.#area, nodes: this.#nodes, plan: this.#options.plan };
    return regroupings.reduce<Expression[]>(
      (made, { fleet, groups }) => this.#fleets[fleet]!.regrouped(this.#body, groups, made, place),
      [...words],
    );
  }

  #count(counters: Map<number, Local>, rule: number, by: Expression): void {
    if (!counters.has(rule)) counters.set(rule, this.#body.local("i32"));
    const counter = counters.get(rule)!;
    this.#body.set(counter, w.add(counter, by));
  }

  #enable(by: Expression): void {
    if (this.#asksEnabled) this.#body.set(this.#enabled, w.or(this.#enabled, by));
  }

  // ---- Claims ---------------------------------------------------------------------------------------------------------

  #claims(): Statement[] {
    return this.#options.claims.flatMap(({ decided }, claim): Statement[] => {
      if (decided.kind === "always") return [this.#claim(claim, decided.test, w.eqz)];
      if (decided.kind === "reachable") return [this.#claim(claim, decided.test, (test) => test)];
      const stuck = (terminal: Expression) => w.eqz(w.or(terminal, this.#enabled));
      return decided.kind === "deadlock" && this.#asksEnabled ? [this.#claim(claim, decided.terminal, stuck)] : [];
    });
  }

  #claim(claim: number, predicate: number, found: (test: Expression) => Expression): Statement {
    const node = this.#options.code.predicates[predicate]!;
    const write = (): void => {
      this.#body.note(`claim: ${this.#options.claims[claim]!.name}`);
      this.#hit(claim, found(this.#nodes.value(node)));
    };
    return { uses: [node], inner: [], write };
  }

  #hit(claim: number, by: Expression): void {
    const hits = this.#hits[claim >> 6]!;
    this.#body.set(hits, w.or(hits, w.shl(w.extend(by), w.i64(BigInt(claim & 63)))));
  }

  // ---- The end --------------------------------------------------------------------------------------------------------

  #storeHits(): void {
    const at = this.#options.plan.area.hits;
    for (const [i, hits] of this.#hits.entries()) {
      const all = () =>
        this.#body.store(WORK, this.#area, w.or(hits, w.load64(WORK, this.#area, at + 8 * i)), at + 8 * i);
      this.#body.if(w.ne(hits, w.i64(0n)), all);
    }
  }

  #storeFired(): void {
    const { fired, transitions } = this.#options.plan.area;
    for (const counters of [this.#own, this.#dispatched])
      for (const [rule, counter] of counters) this.#addTo(fired + 8 * rule, counter);
    const counters = [...this.#own.values()];
    if (counters.length > 0) this.#addTo(transitions, counters.reduce<Expression>(w.add, w.i32(0)));
  }

  #addTo(offset: number, by: Expression): void {
    this.#body.store(WORK, this.#area, w.add(w.load64(WORK, this.#area, offset), w.extend(by)), offset);
  }
}

/** "front.learnPeer, member 2, choice 1". */
function noteOf({ rule, member, choice, pick }: InstanceCode, names: readonly string[] | undefined): string {
  const given = { member, choice, message: pick - 1 }; // pick 0 is the only one where nothing is picked
  const indices = Object.entries(given).flatMap(([name, index]) => (index < 0 ? [] : [`${name} ${index}`]));
  return [`rule ${names?.[rule] ?? rule}`, ...indices].join(", ");
}

/** Wider states are written behind a branch: most instances are not enabled. */
const BRANCHLESS_PAIRS_MAX = 2;

/** A number of times, where all tests are true. */
const all = (guard: Expression | undefined, test: Expression, times: Expression | undefined): Expression =>
  times ? w.mul(both(guard, test)!, times) : both(guard, test)!;

const both = (a: Expression | undefined, b: Expression | undefined): Expression | undefined =>
  a && b ? w.and(a, b) : (a ?? b);
