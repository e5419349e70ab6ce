// The interpreted engine: the author's functions run as they are, on views over one unpacked state. Slow, obvious, and
// the judge in every disagreement.
import { problem, SpecError } from "../messages.ts";
import type { Breach, Claim, Instance, Program, Steps } from "../program.ts";
import { withOld } from "../spec/old.ts";
import type { Call } from "../verdict/verdict.ts";
import type { ChannelView } from "./channel.ts";
import type { Elaborated } from "./elaborate.ts";
import { pack, unpack, type Layout } from "./layout.ts";
import type { Memory, Refusal } from "./memory.ts";
import type { MachinePart, Model, RowRule, Rule } from "./model.ts";
import type { Performer } from "./perform.ts";
import { placeOf } from "./place.ts";
import { eachStart } from "./starts.ts";
import { AT } from "./codec.ts";
import type { MemberView } from "./views.ts";

/** What one instance did, told in full. */
export interface Performed {
  readonly state: Uint32Array;
  readonly calls: readonly Call[];
  readonly refusal?: Refusal;
}

export class Interpreter implements Program {
  readonly words: number;
  readonly events: readonly string[];
  readonly claims: readonly Claim[];
  readonly model: Model;
  readonly #memory: Memory;
  readonly #layout: Layout;
  readonly #performer: Performer;
  readonly #elaborated: Elaborated;
  /** Members with what can happen to them by itself in each state. */
  readonly #machines: readonly {
    readonly views: readonly MemberView[];
    readonly rows: readonly (readonly RowRule[])[];
  }[];
  /** May instances have to pick messages? */
  readonly #picking: boolean;
  readonly #free: readonly Rule[];
  readonly #present: Uint32Array;
  readonly #stepTests: readonly (readonly [number, { readonly name: string; readonly test: () => unknown }])[];

  constructor(elaborated: Elaborated) {
    const { model } = elaborated;
    this.model = model;
    this.words = model.layout.words;
    this.events = model.rules.map((r) => r.name);
    this.claims = model.claims.map((c) => ({ name: c.name, builtin: c.kind === "builtin", decided: c.decided }));
    this.#elaborated = elaborated;
    this.#memory = model.memory;
    this.#layout = model.layout;
    this.#performer = elaborated.performer;
    this.#picking = model.channels.length > 0;
    const machines = model.parts.filter((p): p is MachinePart => p.kind !== "variable" && p.kind !== "channel");
    this.#machines = machines.map(({ views, rows }) => ({
      views,
      rows: rows.map((row) => row.filter((r) => !r.rule.onlyWhenCalled)),
    }));
    this.#free = model.rules
      .filter((r) => !r.onlyWhenCalled)
      .filter((r) => r.part === undefined || r.part.kind === "variable" || r.part.kind === "channel");
    this.#present = new Uint32Array(this.words);
    this.#stepTests = [...model.stepTests];
  }

  starts(found: (state: Uint32Array) => void): void {
    const { model } = this;
    const start = new Int32Array(this.#memory.cells.length);
    const packed = new Uint32Array(this.words);
    eachStart(this.#elaborated.starts, start, () => {
      this.#memory.base.set(start);
      this.#memory.cells.set(start);
      if (model.start) this.#runStart(model.start);
      this.#refuseUnset();
      pack(this.#layout, this.#memory.cells, packed, 0);
      this.#memory.commit();
      found(packed);
    });
  }

  load(words: Uint32Array, at: number): void {
    const memory = this.#memory;
    unpack(this.#layout, words, at, memory.base);
    memory.cells.set(memory.base);
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
    return this.holds(predicate);
  }

  expand(steps: Steps): void {
    steps.count = 0;
    steps.enabled = false;
    steps.breaches.length = 0;
    try {
      for (const { views, rows } of this.#machines) this.#expandMembers(steps, views, rows);
      for (const rule of this.#free) this.#freeAttempts(steps, rule);
    } catch (error) {
      throw error instanceof SpecError ? error : this.#performer.guardWrong(error);
    }
  }

  #expandMembers(steps: Steps, views: readonly MemberView[], rows: readonly (readonly RowRule[])[]): void {
    const { cells } = this.#memory;
    for (let m = 0; m < views.length; m++) {
      const view = views[m]!;
      const possible = rows[cells[view[AT]]!]!;
      for (let r = 0; r < possible.length; r++) {
        const { rule, to } = possible[r]!;
        if (rule.choices !== undefined || this.#picking) this.#attempts(steps, rule, view, m, to);
        else this.#attempt(steps, rule, view, m, to, undefined, -1, 0);
      }
    }
  }

  compare(a: Uint32Array, b: Uint32Array): number {
    const leaves = this.#layout.sizes.length;
    const [x, y] = [new Int32Array(leaves), new Int32Array(leaves)];
    unpack(this.#layout, a, 0, x);
    unpack(this.#layout, b, 0, y);
    for (let i = 0; i < leaves; i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
    return 0;
  }

  /** Runs one instance from the present state, undoing it afterwards; undefined where it is not enabled. */
  perform(instance: Instance): Performed | undefined {
    const rule = this.model.rules[instance.rule]!;
    if (rule.nature) return this.#performNature(rule, instance.choice);
    const { self, to } = this.#selfOf(rule, instance.member);
    if (rule.part && self === undefined) return undefined;
    const chosen = instance.choice < 0 ? undefined : rule.choices!.at(instance.choice);
    this.#performer.calls = [];
    this.#listen((kind, part, message) =>
      this.#performer.calls!.push({
        kind,
        part,
        message,
        ...(this.#performer.caller && { by: this.#performer.caller }),
      }),
    );
    try {
      let told: Performed | undefined;
      this.#eachPick((pick) => {
        if (pick !== instance.pick) this.#attemptQuietly(rule, self, to, chosen);
        else told = this.#tell(rule, self, to, chosen);
      });
      return told;
    } catch (error) {
      throw error instanceof SpecError ? error : this.#performer.guardWrong(error);
    } finally {
      this.#performer.calls = undefined;
      this.#listen(undefined);
    }
  }

  // ---- Instances -------------------------------------------------------------------------------------------------

  #attempts(steps: Steps, rule: Rule, self: MemberView | object | undefined, member: number, to: number): void {
    const { choices } = rule;
    if (choices === undefined) return this.#picked(steps, rule, self, member, to, undefined, -1);
    for (let c = 0; c < choices.count; c++) this.#picked(steps, rule, self, member, to, choices.at(c), c);
  }

  #freeAttempts(steps: Steps, rule: Rule): void {
    if (rule.nature) return this.#nature(steps, rule);
    const self =
      rule.part?.kind === "variable" ? rule.part.view : rule.part?.kind === "channel" ? rule.part.view : undefined;
    this.#attempts(steps, rule, self, -1, -1);
  }

  #picked(
    steps: Steps,
    rule: Rule,
    self: object | undefined,
    member: number,
    to: number,
    chosen: object | undefined,
    choice: number,
  ): void {
    if (!this.#picking) return this.#attempt(steps, rule, self, member, to, chosen, choice, 0);
    this.#eachPick((pick) => this.#attempt(steps, rule, self, member, to, chosen, choice, pick));
  }

  /** Runs an instance once for every way in which channels without order may hand out their messages. */
  #eachPick(run: (pick: number) => void): void {
    const { picks, channels } = this.model;
    picks.begin();
    picks.active = true;
    let pick = 0;
    do {
      for (const channel of channels) channel.begin();
      run(pick++);
    } while (picks.advance());
    picks.active = false;
  }

  #attempt(
    steps: Steps,
    rule: Rule,
    self: object | undefined,
    member: number,
    to: number,
    chosen: object | undefined,
    choice: number,
    pick: number,
  ): void {
    const performer = this.#performer;
    if (!performer.allows(rule, self, chosen)) return;
    steps.enabled = true;
    performer.apply(rule, self, to, chosen);
    const { refusal } = this.#memory;
    if (refusal !== undefined)
      this.#breach(steps, this.model.refusals.get(refusal.claim)!, rule.id, member, choice, pick, refusal.detail);
    else {
      if (performer.dispatched.length > 0) for (const id of performer.dispatched) steps.fired[id]!++;
      this.#emit(steps, rule.id, member, choice, pick);
    }
    this.#memory.undo();
  }

  /** Adds the state in memory as a successor: the present state with what was written patched in. */
  #emit(steps: Steps, rule: number, member: number, choice: number, pick: number): void {
    const { words } = this;
    const { log, logged, cells } = this.#memory;
    const { word, shift, mask } = this.#layout;
    const at = steps.count * words;
    if (at + words > steps.words.length || steps.count * 4 + 4 > steps.instances.length) grow(steps);
    const out = steps.words;
    for (let i = 0; i < words; i++) out[at + i] = this.#present[i]!;
    for (let i = 0; i < logged; i++) {
      const leaf = log[i]!;
      const w = at + word[leaf]!;
      out[w] = (out[w]! & ~mask[leaf]!) | (cells[leaf]! << shift[leaf]!);
    }
    const j = steps.count * 4;
    steps.instances[j] = rule;
    steps.instances[j + 1] = member;
    steps.instances[j + 2] = choice;
    steps.instances[j + 3] = pick;
    steps.count++;
    steps.fired[rule]!++;
    if (this.#stepTests.length > 0) this.#judgeStep(steps, rule, member, choice, pick);
  }

  #judgeStep(steps: Steps, rule: number, member: number, choice: number, pick: number): void {
    for (const [claim, { name, test }] of this.#stepTests) {
      if (!steps.wanted[claim]) continue;
      if (!withOld(this.#memory.before, () => this.#performer.holds(name, test)))
        this.#breach(steps, claim, rule, member, choice, pick, "");
    }
  }

  #breach(
    steps: Steps,
    claim: number,
    rule: number,
    member: number,
    choice: number,
    pick: number,
    detail: string,
  ): void {
    const breach: Breach = { claim, rule, member, choice, pick, detail };
    if (steps.wanted[claim]) steps.breaches.push(breach);
  }

  // ---- What channels do by themselves ----------------------------------------------------------------------------

  #nature(steps: Steps, rule: Rule): void {
    const channel = (rule.part as { view: ChannelView }).view;
    if (rule.nature === "duplicate" && channel.full) return;
    for (const slot of channel.distinct()) {
      this.#changeSlot(rule, channel, slot);
      this.#emit(steps, rule.id, -1, slot, 0);
      this.#memory.undo();
    }
  }

  #changeSlot(rule: Rule, channel: ChannelView, slot: number): void {
    this.#memory.writable = true;
    if (rule.nature === "lose") channel.remove(slot);
    else channel.insert(slot + 1, channel.message(slot));
    this.#memory.writable = false;
  }

  #performNature(rule: Rule, slot: number): Performed | undefined {
    const channel = (rule.part as { view: ChannelView }).view;
    if (!channel.distinct().includes(slot) || (rule.nature === "duplicate" && channel.full)) return undefined;
    this.#changeSlot(rule, channel, slot);
    return this.#result([]);
  }

  // ---- Telling ---------------------------------------------------------------------------------------------------

  #selfOf(rule: Rule, member: number): { self: object | undefined; to: number } {
    const { part } = rule;
    if (part === undefined) return { self: undefined, to: -1 };
    if (part.kind === "variable" || part.kind === "channel") return { self: part.view, to: -1 };
    const view = part.views[member];
    const row = view && part.rows[this.#memory.cells[view[AT]]!]!.find((r) => r.rule === rule);
    return { self: row && view, to: row?.to ?? -1 };
  }

  #attemptQuietly(rule: Rule, self: object | undefined, to: number, chosen: object | undefined): void {
    if (this.#performer.allows(rule, self, chosen)) this.#performer.apply(rule, self, to, chosen);
    this.#memory.undo();
  }

  #tell(rule: Rule, self: object | undefined, to: number, chosen: object | undefined): Performed | undefined {
    this.#performer.calls = [];
    if (!this.#performer.allows(rule, self, chosen)) return undefined;
    this.#performer.apply(rule, self, to, chosen);
    return this.#result(this.#performer.calls);
  }

  #result(calls: readonly Call[]): Performed {
    const memory = this.#memory;
    const state = new Uint32Array(this.words);
    pack(this.#layout, memory.cells, state, 0);
    const { refusal } = memory;
    memory.undo();
    return { state, calls, ...(refusal && { refusal }) };
  }

  #listen(heard: ((kind: "send" | "receive", part: string, message: Call["message"] & {}) => void) | undefined): void {
    for (const part of this.model.parts) {
      if (part.kind !== "channel") continue;
      const list = part.fields[0]!.codec;
      const message = (leaves: Int32Array) =>
        (list.show(Int32Array.of(1, ...leaves), 0) as readonly Call["message"][])[0] as Call["message"] & {};
      part.view.ear = heard && { message: (kind, path, leaves) => heard(kind, path, message(leaves)) };
    }
  }

  // ---- Start -----------------------------------------------------------------------------------------------------

  #runStart(start: () => void): void {
    this.#memory.writable = true;
    try {
      start();
    } catch (error) {
      if (error instanceof SpecError) throw error;
      const reason = this.#memory.refusal?.detail ?? (error instanceof Error ? error.message : String(error));
      throw new SpecError([problem("start-breaks", { spec: this.model.spec.name, reason }, placeOf(error))], {
        cause: error,
      });
    } finally {
      this.#memory.writable = false;
    }
  }

  #refuseUnset(): void {
    const { cells } = this.#memory;
    const leaf = cells.findIndex((c) => c < 0);
    if (leaf < 0) return;
    const part = this.model.parts.find((p) => leaf >= p.at && leaf < p.at + p.stride * p.size)!;
    const offset = (leaf - part.at) % part.stride;
    const field = part.fields.find((f) => offset >= f.offset && offset < f.offset + f.codec.leaves.length)!;
    throw new SpecError([problem("start-missing", { part: part.path, field: field.name })]);
  }
}

/** Doubles the room for successors. */
function grow(steps: Steps): void {
  const words = new Uint32Array(steps.words.length * 2);
  words.set(steps.words);
  steps.words = words;
  const instances = new Int32Array(steps.instances.length * 2);
  instances.set(steps.instances);
  steps.instances = instances;
}
