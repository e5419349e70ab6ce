// Which instances of a state are one under reduction: those that an exchange of members makes of each other, without
// changing the state. An instance is a rule with what it is about: who acts, what was chosen, which messages were picked.
import type { Picked } from "./channel.ts";
import type { Colours } from "./canonical.ts";
import type { Instance } from "../program.ts";
import type { MachinePart, Model, Part, Rule } from "./model.ts";
import type { Shape } from "./shapes.ts";
import type { Marked, Symmetry } from "./symmetry.ts";
import type { Likeness, Taker, Way } from "./ticking.ts";

/** What is asked of instances while a state is expanded. */
export interface Representatives extends Likeness {
  /** Is this the first instance of its orbit in the present state? */
  isFirst(rule: Rule, member: number, choice: number, picked: readonly Picked[]): boolean;
  /** Is this the first way of its orbit in which time can pass? */
  isFirstWay(tick: Rule, way: Way, picked: readonly Picked[]): boolean;
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
    return alike === undefined
      ? this.#isNewMarked(rule, member, this.#marked(rule, member, choice, picked))
      : this.#isNew(alike);
  }

  isFirstWay(tick: Rule, way: Way, picked: readonly Picked[]): boolean {
    if (this.#stirs === undefined) this.#look();
    if (!this.#stirs || (way.chosen.length === 0 && picked.length === 0)) return true;
    const marked = way.chosen.flatMap((takers) => this.#group(takers));
    // Whoever stays where they are is told apart by their number.
    const fixed = way.chosen.map((takers) => takers.filter(({ part }) => this.#fleetOf(part) < 0).map((t) => t.member));
    return this.#isNewMarked(tick, fixed.join(";"), [...marked, ...this.#messagesOf(picked)]);
  }

  areAlike(part: MachinePart, members: readonly number[]): boolean {
    if (members.length < 2) return true;
    const fleet = this.#fleetOf(part);
    if (fleet < 0) return false;
    if (this.#stirs === undefined) this.#look();
    const twins = this.#twins;
    if (twins === undefined) return false;
    const colour = twins[this.#symmetry.vertex(fleet, members[0]!)];
    return members.every((m) => twins[this.#symmetry.vertex(fleet, m)] === colour);
  }

  #isNewMarked(rule: Rule, actor: number | string, marked: readonly Marked[]): boolean {
    if (marked.every(({ shape }) => shape.kind === "plain")) return true;
    // Who acts is told apart by the marks where it can be exchanged, and by its number where it cannot.
    const who = this.#shapes[rule.id]!.self ? "" : actor;
    const pattern = this.#patternOf(marked, this.#twins) ?? this.#symmetry.canonical(this.#leaves, marked).join();
    return this.#isNew(`${rule.id} ${who} ${pattern}`);
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
      ...this.#messagesOf(picked),
    ];
  }

  #messagesOf(picked: readonly Picked[]): Marked[] {
    return picked.map(({ path, leaves }) => ({ shape: this.#messages.get(path)!, leaves }));
  }

  /** The members of one fleet who take part, as a set of them. */
  #group(takers: readonly Taker[]): Marked[] {
    const [{ part } = { part: undefined }] = takers;
    const fleet = part === undefined ? -1 : this.#fleetOf(part);
    if (part === undefined || fleet < 0) return [];
    const leaves = new Int32Array(part.size);
    for (const { member } of takers) leaves[member] = 1;
    return [{ shape: setOfMembers(fleet, part.size), leaves }];
  }

  #fleetOf(part: Part): number {
    return this.#symmetry.fleets.findIndex((f) => f === part);
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

const setOfMembers = (fleet: number, size: number): Shape => ({
  kind: "set",
  width: size,
  of: { kind: "member", fleet, base: 0, width: 1 },
  elements: [],
  ordinals: new Map(),
});
