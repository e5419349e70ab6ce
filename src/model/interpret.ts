// The interpreted engine: the author's functions run as they are, on views over one unpacked state. Slow, obvious, and
// the judge in every disagreement.
import { SpecError } from "../messages.ts";
import type { Claim, Fairness, Instance, Program, Steps } from "../program.ts";
import { withOld } from "../spec/old.ts";
import { changeSlot, eachPick, type ChannelView } from "./channel.ts";
import { AT } from "./codec.ts";
import type { Elaborated } from "./elaborate.ts";
import { fairnessOfAll } from "./fairness.ts";
import { sortKey, unpack, type Layout } from "./layout.ts";
import type { Memory } from "./memory.ts";
import { type MachinePart, type Model, type RowRule, type Rule, type MemberView } from "./model.ts";
import type { Representatives } from "./orbits.ts";
import type { Performer } from "./perform.ts";
import { Retelling, type Performed } from "./retell.ts";
import { startStates } from "./starts.ts";
import { addSuccessor } from "./successor.ts";
import { Ticking, type Way } from "./ticking.ts";

/** Members with what can happen to them by itself in each state. */
interface Machines {
  readonly views: readonly MemberView[];
  readonly rows: readonly (readonly RowRule[])[];
}

export class Interpreter implements Program {
  readonly words: number;
  readonly events: readonly string[];
  readonly claims: readonly Claim[];
  readonly fairness: Fairness;
  readonly tick?: number;
  readonly model: Model;
  readonly #elaborated: Elaborated;
  readonly #memory: Memory;
  readonly #layout: Layout;
  readonly #performer: Performer;
  readonly #retelling: Retelling;
  readonly #machines: readonly Machines[];
  /** Rules of the world, of variables and of channels. */
  readonly #free: readonly Rule[];
  readonly #ticking: Ticking | undefined;
  readonly #stepTests: readonly (readonly [number, { readonly name: string; readonly test: () => unknown }])[];
  /** May instances have to pick messages? */
  readonly #picking: boolean;
  readonly #present: Uint32Array;
  /** Says which instances to leave out, under reduction. */
  #orbits: Representatives | undefined;
  /** Is something enabled in the present state that must happen before time passes? */
  #urgent = false;
  // The instance that is being attempted.
  #member = -1;
  #choice = -1;
  #pick = 0;

  constructor(elaborated: Elaborated) {
    const { model } = elaborated;
    this.model = model;
    this.words = model.layout.words;
    this.events = model.rules.map((r) => r.name);
    this.claims = model.claims.map((c) => ({ name: c.name, builtin: c.kind === "builtin", decided: c.decided }));
    this.fairness = fairnessOfAll(model);
    this.#elaborated = elaborated;
    this.#memory = model.memory;
    this.#layout = model.layout;
    this.#performer = elaborated.performer;
    this.#retelling = new Retelling(elaborated);
    this.#picking = model.channels.length > 0;
    if (model.clock) {
      this.tick = model.clock.rule.id;
      this.#ticking = new Ticking(model, elaborated.performer, model.clock.rule);
    }
    this.#machines = model.parts.flatMap((p) => ("views" in p ? [machinesOf(p)] : []));
    this.#free = model.rules.filter((r) => !r.onlyWhenCalled && r.nature !== "tick" && !(r.part && "views" in r.part));
    this.#present = new Uint32Array(this.words);
    this.#stepTests = [...model.stepTests];
  }

  starts(found: (state: Uint32Array) => void): void {
    startStates(this.model, this.#elaborated.starts, found);
  }

  load(words: Uint32Array, at: number): void {
    const memory = this.#memory;
    unpack(this.#layout, words, at, memory.base);
    memory.cells.set(memory.base);
    memory.version++;
    for (let i = 0; i < this.words; i++) this.#present[i] = words[at + i]!;
  }

  holds(predicate: number): boolean {
    const { name, test } = this.model.predicates[predicate]!;
    return this.#performer.holds(name, test);
  }

  /** Would the predicate be true in `state` if `width` leaves from `at` on were as in `before`? */
  holdsWith(predicate: number, state: Uint32Array, before: Uint32Array, at: number, width: number): boolean {
    this.load(before, 0);
    const kept = this.#memory.base.slice(at, at + width);
    this.load(state, 0);
    this.#memory.cells.set(kept, at);
    this.#memory.version++;
    return this.holds(predicate);
  }

  /** Which of the author's functions runs, in words. */
  get doing(): string {
    return this.#performer.doing;
  }

  /** Runs one instance from the present state, undoing it afterwards; undefined where it is not enabled. */
  perform(instance: Instance): Performed | undefined {
    return this.#retelling.perform(instance);
  }

  compare(a: Uint32Array, b: Uint32Array): number {
    const leaves = this.#layout.sizes.length;
    const [x, y] = [new Int32Array(leaves), new Int32Array(leaves)];
    unpack(this.#layout, a, 0, x);
    unpack(this.#layout, b, 0, y);
    for (let i = 0; i < leaves; i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
    return 0;
  }

  sortKey(value: number, word: number): number {
    return sortKey(this.#layout, value, word);
  }

  /** With `orbits`, of the instances that are one under reduction only the first is run. */
  expand(steps: Steps, orbits?: Representatives): void {
    this.#orbits = orbits;
    steps.count = 0;
    steps.enabled = false;
    steps.breaches.length = 0;
    this.#urgent = false;
    try {
      for (const machines of this.#machines) this.#expandMembers(steps, machines);
      this.#member = -1;
      for (const rule of this.#free) this.#expandFree(steps, rule);
      if (this.#ticking !== undefined && !this.#urgent) this.#expandTick(steps, this.#ticking);
    } catch (error) {
      throw error instanceof SpecError ? error : this.#performer.guardWrong(error);
    }
  }

  #expandMembers(steps: Steps, { views, rows }: Machines): void {
    const { cells } = this.#memory;
    for (let m = 0; m < views.length; m++) {
      const view = views[m]!;
      this.#member = m;
      const possible = rows[cells[view[AT]]!]!;
      for (let r = 0; r < possible.length; r++) this.#attemptAll(steps, possible[r]!, view);
    }
  }

  #expandFree(steps: Steps, rule: Rule): void {
    if (rule.nature === "lose" || rule.nature === "duplicate") return this.#expandNature(steps, rule, rule.nature);
    const self = rule.part === undefined ? undefined : (rule.part as { view: object }).view;
    this.#attemptAll(steps, { rule, to: -1 }, self);
  }

  /** What a channel does by itself, to one message each. */
  #expandNature(steps: Steps, rule: Rule, nature: "lose" | "duplicate"): void {
    const channel = (rule.part as { view: ChannelView }).view;
    if (nature === "duplicate" && channel.full) return;
    this.#pick = 0;
    for (const slot of channel.distinct()) {
      this.#choice = slot;
      const message = { path: channel.path, leaves: channel.message(slot) };
      if (this.#orbits !== undefined && !this.#orbits.isFirst(rule, -1, -1, [message])) continue;
      changeSlot(this.#memory, nature, channel, slot);
      this.#emit(steps, rule.id);
      this.#memory.undo();
    }
  }

  /** Every way in which time can pass. */
  #expandTick(steps: Steps, ticking: Ticking): void {
    for (const way of ticking.ways(this.#orbits)) {
      this.#choice = way.choice;
      this.#pick = 0;
      if (!this.#picking) this.#tick(steps, ticking, way);
      else
        eachPick(this.model, (pick) => {
          this.#pick = pick;
          this.#tick(steps, ticking, way);
        });
    }
  }

  #tick(steps: Steps, ticking: Ticking, way: Way): void {
    const { refusals, picks } = this.model;
    const { rule, fired } = ticking;
    steps.enabled = true;
    const refused = ticking.happen(way);
    const isRepeated = this.#orbits !== undefined && !this.#orbits.isFirstWay(rule, way, picks.picked);
    if (!isRepeated) {
      for (const { claim, detail } of refused) this.#breach(steps, refusals.get(claim)!, rule.id, detail);
      if (refused.length === 0) {
        for (const id of fired) steps.fired[id]!++;
        this.#emit(steps, rule.id);
      }
    }
    this.#memory.undo();
  }

  /** Every choice, and every way to pick messages. */
  #attemptAll(steps: Steps, row: RowRule, self: object | undefined): void {
    if (!this.#picking && this.#orbits === undefined) return this.#attemptPlainly(steps, row, self);
    const { choices } = row.rule;
    const count = choices === undefined ? 1 : choices.count;
    for (let c = 0; c < count; c++) {
      const chosen = choices?.at(c);
      this.#choice = choices === undefined ? -1 : c;
      this.#pick = 0;
      if (!this.#picking) this.#attemptFirst(steps, row, self, chosen);
      else
        eachPick(this.model, (pick) => {
          this.#pick = pick;
          this.#attempt(steps, row, self, chosen);
        });
    }
  }

  /** The same where there is nothing to pick, and no instance stands for others: most specs, so it is kept short. */
  #attemptPlainly(steps: Steps, row: RowRule, self: object | undefined): void {
    const { choices } = row.rule;
    this.#pick = 0;
    this.#choice = -1;
    if (choices === undefined) return this.#attempt(steps, row, self, undefined);
    const { count, at } = choices;
    for (let c = 0; c < count; c++) {
      const chosen = at(c);
      if (!this.#performer.allows(row.rule, self, chosen)) continue;
      this.#choice = c;
      this.#happen(steps, row, self, chosen);
    }
  }

  #attemptFirst(steps: Steps, row: RowRule, self: object | undefined, chosen: object | undefined): void {
    if (this.#orbits === undefined || this.#orbits.isFirst(row.rule, this.#member, this.#choice, []))
      this.#attempt(steps, row, self, chosen);
  }

  #attempt(steps: Steps, row: RowRule, self: object | undefined, chosen: object | undefined): void {
    if (this.#performer.allows(row.rule, self, chosen)) this.#happen(steps, row, self, chosen);
  }

  #happen(steps: Steps, { rule, to }: RowRule, self: object | undefined, chosen: object | undefined): void {
    const performer = this.#performer;
    steps.enabled = true;
    if (rule.atOnce) this.#urgent = true;
    performer.apply(rule, self, to, chosen);
    const { refusal } = this.#memory;
    if (this.#picking && this.#orbits !== undefined && this.#isRepeated(rule)) return this.#memory.undo();
    if (refusal !== undefined) this.#breach(steps, this.model.refusals.get(refusal.claim)!, rule.id, refusal.detail);
    else {
      if (performer.dispatched.length > 0) for (const id of performer.dispatched) steps.fired[id]!++;
      this.#emit(steps, rule.id);
    }
    this.#memory.undo();
  }

  /** Only when an effect has run is it known which messages it picks. */
  #isRepeated(rule: Rule): boolean {
    return !this.#orbits!.isFirst(rule, this.#member, this.#choice, this.model.picks.picked);
  }

  #emit(steps: Steps, rule: number): void {
    addSuccessor(steps, this.#present, this.#memory, this.#layout);
    this.#number(steps, rule);
    if (this.#stepTests.length > 0) this.#judgeStep(steps, rule);
  }

  #number(steps: Steps, rule: number): void {
    const at = steps.count * 4;
    steps.instances[at] = rule;
    steps.instances[at + 1] = this.#member;
    steps.instances[at + 2] = this.#choice;
    steps.instances[at + 3] = this.#pick;
    steps.count++;
    steps.fired[rule]!++;
  }

  #judgeStep(steps: Steps, rule: number): void {
    for (const [claim, { name, test }] of this.#stepTests) {
      if (!steps.wanted[claim]) continue;
      if (!withOld(this.#memory.before, () => this.#performer.holds(name, test))) this.#breach(steps, claim, rule, "");
    }
  }

  #breach(steps: Steps, claim: number, rule: number, detail: string): void {
    if (!steps.wanted[claim]) return;
    steps.breaches.push({ claim, rule, member: this.#member, choice: this.#choice, pick: this.#pick, detail });
  }
}

const machinesOf = ({ views, rows }: MachinePart): Machines => ({
  views,
  rows: rows.map((row) => row.filter(({ rule }) => !rule.onlyWhenCalled && rule.together === undefined)),
});
