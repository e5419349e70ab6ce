// What a spec means for one choice of parameters: its parts with their places in the memory, its rules, its claims.
// Built by elaborate.ts, run by interpret.ts, told by describe.ts.
import type { ClaimKind } from "../program.ts";
import type { Domain } from "../spec/domain.ts";
import type { ChannelHandle, MachineHandle, PartHandle, VariableHandle } from "../spec/handle.ts";
import type { ParamValue } from "../spec/param.ts";
import type { Spec } from "../spec/spec.ts";
import type { PropertyKind } from "../verdict/verdict.ts";
import type { ChannelView, Picks } from "./channel.ts";
import type { Codec, Placed } from "./codec.ts";
import type { Included } from "./compose.ts";
import type { Layout } from "./layout.ts";
import type { Memory } from "./memory.ts";

/** How the model knows a member's view again. */
export const INDEX: unique symbol = Symbol("index");
export const PART: unique symbol = Symbol("part");

/** A member as specs see it (views.ts). */
export interface MemberView extends Placed {
  readonly [INDEX]: number;
  readonly [PART]: MachinePart;
  readonly state: string;
}

/** A value of a member or part: `offset` leaves behind the owner's place. */
export interface Field {
  readonly name: string;
  readonly codec: Codec;
  readonly offset: number;
}

interface PartBase {
  /** The name under which rules and traces know it: "front", "cells 2", "pair.line". */
  readonly path: string;
  readonly handle: PartHandle;
  /** First leaf. */
  at: number;
  /** Leaves a member. */
  stride: number;
  readonly size: number;
  /** "state" first, where there is a machine. */
  fields: Field[];
}

/** Copies of a machine: `size` members of `stride` leaves each, the state in the first. */
export interface MachinePart extends PartBase {
  readonly kind: "fleet" | "ordered" | "one";
  readonly handle: MachineHandle;
  readonly states: readonly string[];
  /** The start group's label of each member. */
  readonly cohorts: readonly string[];
  views: readonly MemberView[];
  /** What can happen in each state, in row order. */
  rows: readonly (readonly RowRule[])[];
  readonly memberName: (index: number) => string;
}

export interface VariablePart extends PartBase {
  readonly kind: "variable";
  readonly handle: VariableHandle;
  view: object;
}

export interface ChannelPart extends PartBase {
  readonly kind: "channel";
  readonly handle: ChannelHandle;
  view: ChannelView;
}

export type Part = MachinePart | VariablePart | ChannelPart;

/** A row of a table with its rule: from the state it is filed under, to another. */
export interface RowRule {
  readonly rule: Rule;
  readonly to: number;
}

/** A rule as it is run. Its number is its place among all rules, in declaration order, and that of its event. */
export interface Rule {
  readonly id: number;
  /** "front.join", or the world event's name. */
  readonly name: string;
  readonly event: string;
  /** Absent for world events. */
  readonly part: Part | undefined;
  readonly when: ((...args: unknown[]) => unknown) | undefined;
  readonly then: ((...args: unknown[]) => unknown) | undefined;
  readonly choices: Choices | undefined;
  readonly onlyWhenCalled: boolean;
  /** Does it happen before any tick? */
  readonly atOnce: boolean;
  /** Happens on the tick, for so many members of those that can; Infinity for all of them. */
  readonly together: number | undefined;
  /** Is it not put off for ever, by anyone or by each member? */
  readonly fair: { readonly strength: "weak" | "strong"; readonly each: boolean } | undefined;
  /** What a lossy or duplicating channel does by itself; the tick. */
  readonly nature: "lose" | "duplicate" | "tick" | undefined;
}

/** All combinations of a rule's choices. */
export interface Choices {
  readonly names: readonly string[];
  readonly domains: readonly Domain<unknown>[];
  readonly codecs: readonly Codec[];
  readonly count: number;
  /** The values of one combination, by name. */
  readonly at: (index: number) => Readonly<Record<string, unknown>>;
  /** The same as leaves, a codec each, for showing. */
  leavesAt(index: number): readonly Int32Array[];
}

/** Time: how long a tick is, in the author's words, and its rule, whose effect is the clock's own. */
interface Clock {
  readonly unit: string;
  readonly rule: Rule;
}

export interface Predicate {
  /** For messages: "property `…`". */
  readonly name: string;
  readonly test: () => unknown;
}

export interface ModelClaim {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly decided: ClaimKind;
}

export interface Model {
  readonly spec: Spec;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly parts: readonly Part[];
  /** The tick is the last one. */
  readonly rules: readonly Rule[];
  /** Systems that are parts of this one. */
  readonly included: readonly Included[];
  /** The parts as the author named and nested them. */
  readonly named: object;
  readonly clock?: Clock;
  readonly claims: readonly ModelClaim[];
  /** Judged on states, by number. */
  readonly predicates: readonly Predicate[];
  /** Judged on steps: claim number → what must be true. */
  readonly stepTests: ReadonlyMap<number, Predicate>;
  /** The claims that a refused transition breaks, by name. */
  readonly refusals: ReadonlyMap<string, number>;
  readonly start: (() => void) | undefined;
  readonly memory: Memory;
  readonly picks: Picks;
  readonly channels: readonly ChannelView[];
  readonly layout: Layout;
}
