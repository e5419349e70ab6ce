// Which instances of a state are one under reduction: those that an exchange of members makes of each other, without
// changing the state. An instance is a rule with what it is about: who acts, what was chosen, which messages were picked.
import type { Picked } from "./channel.ts";
import type { Colours } from "./canonical.ts";
import type { Instance } from "../program.ts";
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
  readonly #rules: readonly Rule[];
  /** By rule: who acts, where that can be exchanged, and what is chosen. */
  readonly #shapes: readonly { readonly self: Shape | undefined; readonly choices: readonly Shape[] }[];
  readonly #messages: ReadonlyMap<string, Shape>;
  readonly #seen = new Set<number | string>();
  #leaves: Int32Array = new Int32Array(0);
  /** Of the present state, where they are known. */
  #twins: Colours | undefined;
  /** Is there an exchange that does not change the present state? */
  #stirs: boolean | undefined;

  constructor({ rules, parts }: Model, symmetry: Symmetry) {
    this.#symmetry = symmetry;
    this.#rules = rules;
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
    const alike = this.#twins && picked.length === 0 ? this.#alone(rule.id, member, choice, this.#twins) : undefined;
    if (alike !== undefined) return this.#isNew(alike);
    const marked = this.#marked(rule, member, choice, picked);
    if (marked.every(({ shape }) => shape.kind === "plain")) return true;
    // Who acts is told apart by the marks where it can be exchanged, and by its number where it cannot.
    const actor = this.#shapes[rule.id]!.self ? "" : member;
    const key = `${rule.id} ${actor} ${this.#patternOf(marked, this.#twins) ?? this.#symmetry.canonical(this.#leaves, marked).join()}`;
    return this.#isNew(key);
  }

  #isNew(key: number | string): boolean {
    const size = this.#seen.size;
    return this.#seen.add(key).size > size;
  }

  /** A number for those alike of which nothing is to be told but who acts. */
  #alone(rule: number, member: number, choice: number, twins: Colours): number | undefined {
    const { self } = this.#shapes[rule]!;
    if (self?.kind !== "member" || choice >= 0 || this.#messages.size > 0) return undefined;
    return rule * twins.length + twins[this.#symmetry.vertex(self.fleet, member)]!;
  }

  /** What instances have in common that an exchange of members makes of each other, in a state in which members of one
   *  colour could change places without a trace; undefined where it cannot be told, as of instances with messages. */
  alike({ rule, member, choice }: Instance, twins: Colours): number | string | undefined {
    if (this.#messages.size > 0) return undefined;
    const alone = this.#alone(rule, member, choice, twins);
    if (alone !== undefined) return alone;
    const { self } = this.#shapes[rule]!;
    const pattern = this.#patternOf(this.#marked(this.#rules[rule]!, member, choice, []), twins);
    return pattern && `${rule} ${self ? "" : member} ${pattern}`;
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
  #patternOf(marked: readonly Marked[], twins: Colours | undefined): string | undefined {
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
