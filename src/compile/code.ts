// Code: what a spec comes to once its functions have been translated. No statements: every guard, property, refusal
// and written value is a pure, total expression over the leaves of one packed state. Nodes are made once each
// (hash-consed, nodes.ts), so equal work is shared, and carry the interval of their values, so that much folds away.
import type { Counted } from "../model/slots.ts";

export type NumberType = "i32" | "f64";

/**
 * Two operands of one type; comparisons give i32 0 or 1. `and`, `or` take 0 and 1. `div` and `rem` in i32 divide by
 * what is never 0; `div` in i32 takes no negative operand. `le` is f64 only: in i32 it is made of `lt`.
 */
export type BinaryOp = "add" | "sub" | "mul" | "div" | "rem" | "eq" | "lt" | "le" | "and" | "or" | "min" | "max";
/**
 * `not` takes 0 and 1; `convert` is i32 to f64; `truncate` is f64 to i32 and saturates (NaN gives 0), which is only
 * ever used where the value is a whole i32.
 */
export type UnaryOp = "not" | "convert" | "truncate" | "floor" | "ceil" | "abs" | "trunc" | "sqrt";

interface NodeBase {
  /** Its number in the order of making; operands have lower ones. */
  readonly id: number;
  readonly type: NumberType;
  /** Bounds of the value, both included; NaN is possible for f64 whatever they say. */
  readonly lo: number;
  readonly hi: number;
}
export type Node = NodeBase & NodeKind;
export type NodeKind =
  | { readonly op: "const"; readonly value: number }
  /** The value of a leaf in the state that is worked on. */
  | { readonly op: "leaf"; readonly leaf: number }
  | { readonly op: BinaryOp; readonly a: Node; readonly b: Node }
  | { readonly op: UnaryOp; readonly a: Node }
  /** Both arms are total, so both may be evaluated. */
  | { readonly op: "select"; readonly test: Node; readonly yes: Node; readonly no: Node };

/** One way to leave a state: one (rule, member, choice, pick), as code over the state that is left. */
export interface InstanceCode {
  readonly rule: number;
  readonly member: number;
  readonly choice: number;
  readonly pick: number;
  /** Does being enabled count against deadlock? */
  readonly counts: boolean;
  readonly guard: Node;
  /** In order: the first whose test is true discards the transition and breaks the claim. */
  readonly refusals: readonly { readonly test: Node; readonly claim: number }[];
  /** New values of leaves; the others keep theirs. Evaluated all before any is written. */
  readonly writes: readonly { readonly leaf: number; readonly value: Node }[];
  /** What becomes of the counted fleets that it changes. */
  readonly regroupings?: readonly Regrouping[];
  /** Rules whose events were dispatched on the way, each where its test is true, and so often as `times` says: once without it. */
  readonly dispatched: readonly Dispatched[];
  /** Claims on steps: broken where the test is false. Over the state that is left, too. */
  readonly stepTests: readonly { readonly test: Node; readonly claim: number }[];
}

export interface Dispatched {
  readonly test: Node;
  readonly rule: number;
  readonly times?: Node;
}

/** The members of a counted fleet in the state behind an instance: a group for each slot, in order, then those that were
 *  split off. Groups may be alike now. */
export interface Regrouping {
  /** Its number among the counted fleets. */
  readonly fleet: number;
  readonly groups: readonly Regrouped[];
}

/** A group that was in a slot, or that was split off from it: the leaves of the slot, but for some. */
export interface Regrouped {
  readonly slot: number;
  /** By place in the slot; `absent` is among them wherever it is another. */
  readonly changed: readonly { readonly offset: number; readonly value: Node }[];
}

/** Everything that the compiled engine runs. */
export interface Code {
  readonly instances: readonly InstanceCode[];
  /** By predicate number. */
  readonly predicates: readonly Node[];
  /**
   * Where this is true, a guard or property may have no answer (it throws, or writes): such a state must be given to
   * the interpreter instead, predicates and successors alike, which then tells what is wrong. Mostly the constant 0.
   */
  readonly alarm: Node;
  /** How states are laid out, where fleets are counted; else as the model says. */
  readonly counted?: Counted;
  /** All nodes that were made, operands first; not all of them are used. */
  readonly nodes: readonly Node[];
}
