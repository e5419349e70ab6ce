// Runs one named instance again, with ears open: what it changed, whom it called, which messages it moved.
import { SpecError } from "../messages.ts";
import type { Instance } from "../program.ts";
import type { Call, Shown } from "../verdict/verdict.ts";
import { changeSlot, eachPick, type ChannelView } from "./channel.ts";
import { AT } from "./codec.ts";
import type { Elaborated } from "./elaborate.ts";
import { pack } from "./layout.ts";
import type { Refusal } from "./memory.ts";
import type { Model, RowRule, Rule } from "./model.ts";
import type { Performer } from "./perform.ts";

/** What one instance did, told in full. */
export interface Performed {
  /** Packed. */
  readonly state: Uint32Array;
  readonly calls: readonly Call[];
  readonly refusal?: Refusal;
}

export class Retelling {
  readonly #model: Model;
  readonly #performer: Performer;

  constructor({ model, performer }: Elaborated) {
    this.#model = model;
    this.#performer = performer;
  }

  /** Runs an instance from the present state, undoing it afterwards; undefined where it is not enabled. */
  perform(instance: Instance): Performed | undefined {
    const rule = this.#model.rules[instance.rule];
    if (rule?.nature) return this.#performNature(rule, instance.choice);
    const found = rule && this.#find(rule, instance);
    if (found === undefined) return undefined;
    this.#listen(true);
    try {
      return this.#performPick(instance, found);
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

  #performNature(rule: Rule, slot: number): Performed | undefined {
    const channel = (rule.part as { view: ChannelView }).view;
    if (!channel.distinct().includes(slot) || (rule.nature === "duplicate" && channel.full)) return undefined;
    changeSlot(this.#model.memory, rule, channel, slot);
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

interface Found {
  readonly row: RowRule;
  readonly self: object | undefined;
  readonly chosen: object | undefined;
}
