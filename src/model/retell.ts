// Runs one named instance again, with ears open: what it changed, whom it called, which messages it moved.
import { SpecError } from "../messages.ts";
import type { Instance } from "../program.ts";
import type { Call, Move, Owner, Shown } from "../verdict/verdict.ts";
import { changeSlot, eachPick, type ChannelView } from "./channel.ts";
import { AT } from "./codec.ts";
import type { Elaborated } from "./elaborate.ts";
import { pack } from "./layout.ts";
import type { Refusal } from "./memory.ts";
import type { MachinePart, Model, RowRule, Rule } from "./model.ts";
import type { Performer } from "./perform.ts";
import { Ticking } from "./ticking.ts";

/** What one instance did, told in full. */
export interface Performed {
  /** Packed. */
  readonly state: Uint32Array;
  readonly calls: readonly Call[];
  /** What happened together, where this was a tick. */
  readonly moves?: readonly Move[];
  readonly refusal?: Refusal;
}

export class Retelling {
  readonly #model: Model;
  readonly #performer: Performer;
  readonly #ticking: Ticking | undefined;
  /** Rules that happen before time passes. */
  readonly #urgent: readonly Rule[];

  constructor({ model, performer }: Elaborated) {
    this.#model = model;
    this.#performer = performer;
    if (model.clock) this.#ticking = new Ticking(model, performer, model.clock.rule);
    this.#urgent = model.rules.filter((rule) => rule.atOnce);
  }

  /** Runs an instance from the present state, undoing it afterwards; undefined where it is not enabled. */
  perform(instance: Instance): Performed | undefined {
    const rule = this.#model.rules[instance.rule];
    if (rule === undefined) return undefined;
    if (rule.nature === "lose" || rule.nature === "duplicate")
      return this.#performNature(rule, rule.nature, instance.choice);
    this.#listen(true);
    try {
      if (rule.nature === "tick") return this.#performTick(instance);
      const found = this.#find(rule, instance);
      return found && this.#performPick(instance, found);
    } catch (error) {
      throw error instanceof SpecError ? error : this.#performer.guardWrong(error);
    } finally {
      this.#listen(false);
    }
  }

  /** Picks are numbered by running through them, so those before must be run too. */
  #performPick(instance: Instance, { row, self, chosen }: Found): Performed | undefined {
    let told: Performed | undefined;
    eachPick(this.#model, (pick) => {
      this.#performer.calls = [];
      if (!this.#performer.allows(row.rule, self, chosen)) return;
      this.#performer.apply(row.rule, self, row.to, chosen);
      const result = this.#result(this.#performer.calls);
      if (pick === instance.pick) told = result;
    });
    return told;
  }

  /** Time passes, where nothing must happen before. */
  #performTick(instance: Instance): Performed | undefined {
    const ticking = this.#ticking!;
    if (this.#urgent.some((rule) => this.#isEnabled(rule))) return undefined;
    const way = ticking.ways().find(({ choice }) => choice === instance.choice);
    if (way === undefined) return undefined;
    let told: Performed | undefined;
    eachPick(this.#model, (pick) => {
      this.#performer.calls = [];
      const [refusal] = ticking.happen(way);
      const moves = way.takers.map(({ part, member, row }) => ({ ...ownerOf(part, member), event: row.rule.event }));
      const result = { ...this.#result(this.#performer.calls), moves, ...(refusal && { refusal }) };
      if (pick === instance.pick) told = result;
    });
    return told;
  }

  /** Is any instance of a rule enabled? */
  #isEnabled(rule: Rule): boolean {
    const members = rule.part !== undefined && "views" in rule.part ? rule.part.views.keys() : [-1];
    for (const member of members)
      for (let choice = rule.choices ? 0 : -1; choice < (rule.choices?.count ?? 0); choice++) {
        const found = this.#find(rule, { rule: rule.id, member, choice, pick: 0 });
        if (found && this.#isAllowed(found)) return true;
      }
    return false;
  }

  #isAllowed({ row, self, chosen }: Found): boolean {
    let allowed = false;
    eachPick(this.#model, () => {
      allowed ||= this.#performer.allows(row.rule, self, chosen);
    });
    return allowed;
  }

  #performNature(rule: Rule, nature: "lose" | "duplicate", slot: number): Performed | undefined {
    const channel = (rule.part as { view: ChannelView }).view;
    if (!channel.distinct().includes(slot) || (nature === "duplicate" && channel.full)) return undefined;
    changeSlot(this.#model.memory, nature, channel, slot);
    return this.#result([]);
  }

  #find(rule: Rule, { member, choice }: Instance): Found | undefined {
    const chosen = choice < 0 ? undefined : rule.choices?.at(choice);
    const { part } = rule;
    if (part === undefined) return { row: { rule, to: -1 }, self: undefined, chosen };
    if (!("views" in part)) return { row: { rule, to: -1 }, self: part.view, chosen };
    const self = part.views[member];
    const row = self && part.rows[this.#model.memory.cells[self[AT]]!]!.find((r) => r.rule === rule);
    return row && { row, self, chosen };
  }

  #result(calls: readonly Call[]): Performed {
    const { memory, layout } = this.#model;
    const state = new Uint32Array(layout.words);
    pack(layout, memory.cells, state, 0);
    const { refusal } = memory;
    memory.undo();
    return { state, calls, ...(refusal && { refusal }) };
  }

  /** Notes calls and messages, or no longer does. */
  #listen(on: boolean): void {
    const performer = this.#performer;
    performer.calls = on ? [] : undefined;
    for (const part of this.#model.parts) {
      if (part.kind !== "channel") continue;
      const messages = part.fields[0]!.codec;
      const shown = (leaves: Int32Array) => (messages.show(Int32Array.of(1, ...leaves), 0) as readonly Shown[])[0]!;
      const note = (kind: "send" | "receive", path: string, leaves: Int32Array) =>
        performer.calls?.push({
          kind,
          part: path,
          message: shown(leaves),
          ...(performer.caller && { by: performer.caller }),
        });
      part.view.ear = on ? { message: note } : undefined;
    }
  }
}

function ownerOf({ path, kind }: MachinePart, index: number): Owner {
  return kind === "one" ? { part: path } : { part: path, member: index + (kind === "fleet" ? 1 : 0) };
}

interface Found {
  readonly row: RowRule;
  readonly self: object | undefined;
  readonly chosen: object | undefined;
}
