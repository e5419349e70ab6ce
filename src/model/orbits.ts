// Which instances of a state are one under reduction: those that an exchange of members makes of each other, without
// changing the state. An instance is a rule with what it is about: who acts, what was chosen, which messages were picked.
import type { Picked } from "./channel.ts";
import type { Colours } from "./canonical.ts";
import type { Model, Rule } from "./model.ts";
import type { Shape } from "./shapes.ts";
import type { Marked, Symmetry } from "./symmetry.ts";

/** What is asked of instances while a state is expanded. */
export interface Representatives {
  /** Is this the first instance of its orbit in the present state? */
  isFirst(rule: Rule, member: number, choice: number, picked: readonly Picked[]): boolean;
}

export class Orbits implements Representatives {
  readonly #symmetry: Symmetry;
  /** By rule: who acts, where that can be exchanged, and what is chosen. */
  readonly #shapes: readonly { readonly self: Shape | undefined; readonly choices: readonly Shape[] }[];
  readonly #messages: ReadonlyMap<string, Shape>;
  readonly #seen = new Set<string>();
  #leaves: Int32Array = new Int32Array(0);
  /** Of the present state, where they are known. */
  #twins: Colours | undefined;
  /** Is there an exchange that does not change the present state? */
  #stirs: boolean | undefined;

  constructor({ rules, parts }: Model, symmetry: Symmetry) {
    this.#symmetry = symmetry;
    this.#shapes = rules.map(({ part, choices }) => {
      const fleet = symmetry.fleets.findIndex((f) => f === part);
      return {
        self: fleet < 0 ? undefined : { kind: "member", fleet, base: 0, width: 1 },
        choices: choices?.domains.map((d) => symmetry.shapes.of(d)) ?? [],
      };
    });
    this.#messages = new Map(
      parts.flatMap((p) => (p.kind === "channel" ? [[p.path, symmetry.shapes.of(p.handle.of)] as const] : [])),
    );
  }

  /** Takes in a state, in its canonical form. */
  begin(leaves: Int32Array): void {
    this.#leaves = leaves;
    this.#stirs = undefined;
    this.#seen.clear();
  }

  isFirst(rule: Rule, member: number, choice: number, picked: readonly Picked[]): boolean {
    if (this.#stirs === undefined) this.#look();
    if (!this.#stirs) return true;
    const marked = this.#marked(rule, member, choice, picked);
    if (marked.every(({ shape }) => shape.kind === "plain")) return true;
    // Who acts is told apart by the marks where it can be exchanged, and by its number where it cannot.
    const actor = this.#shapes[rule.id]!.self ? "" : member;
    const key = `${rule.id} ${actor} ${this.#patternOf(marked) ?? this.#symmetry.canonical(this.#leaves, marked).join()}`;
    const size = this.#seen.size;
    return this.#seen.add(key).size > size;
  }

  #look(): void {
    this.#twins = this.#symmetry.twins(this.#leaves);
    this.#stirs = this.#twins === undefined || new Set(this.#twins).size < this.#twins.length;
  }

  #marked(rule: Rule, member: number, choice: number, picked: readonly Picked[]): Marked[] {
    const { self, choices } = this.#shapes[rule.id]!;
    const chosen = rule.choices === undefined || choice < 0 ? [] : rule.choices.leavesAt(choice);
    return [
      ...(self ? [{ shape: self, leaves: Int32Array.of(member) }] : []),
      ...chosen.map((leaves, i) => ({ shape: choices[i]!, leaves })),
      ...picked.map(({ path, leaves }) => ({ shape: this.#messages.get(path)!, leaves })),
    ];
  }

  /** Where only twins can be exchanged, and single members are marked: the colour of each, and where it comes first. */
  #patternOf(marked: readonly Marked[]): string | undefined {
    const twins = this.#twins;
    if (twins === undefined || marked.some(({ shape }) => shape.kind !== "plain" && shape.kind !== "member"))
      return undefined;
    const met: number[] = [];
    const who = ({ fleet, base }: Shape & { kind: "member" }, leaf: number): string => {
      if (leaf < base) return String(leaf);
      const vertex = this.#symmetry.vertex(fleet, leaf - base);
      if (!met.includes(vertex)) met.push(vertex);
      return `${twins[vertex]!}#${met.indexOf(vertex)}`;
    };
    return marked.map(({ shape, leaves }) => (shape.kind === "member" ? who(shape, leaves[0]!) : leaves.join())).join();
  }
}
