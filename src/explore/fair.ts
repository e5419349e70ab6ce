// Where a fair run can stay for ever: components in which all that fairness asks for is taken, or is not enabled often
// enough to be asked for. Weak fairness is decided on a component as a whole. Strong fairness removes the states that
// enable what the component cannot take, and decides on what is left, again and again.
// Source: Emerson and Lei, Modalities for model checking (1987), for the removal; it is emptiness of Streett automata.
import type { Program } from "../program.ts";
import { Components, NONE } from "./components.ts";
import type { Graph } from "./graph.ts";
import type { Labels } from "./labels.ts";
import { peel } from "./peel.ts";

/** What a run must do to count, about the steps with some labels. Time must pass: such steps are taken for ever. */
export interface Condition {
  readonly asks: "weak" | "strong" | "time";
  readonly labels: readonly number[];
}

/** The conditions on the runs of a program. */
export function conditionsOf({ fairness, tick }: Pick<Program, "fairness" | "tick">, labels: Labels): Condition[] {
  const fair = fairness.fair.map(({ rule, member, strength }): Condition => {
    return { asks: strength, labels: member === undefined ? labels.ofRule(rule) : [labels.of({ rule, member })] };
  });
  return tick === undefined ? fair : [...fair, { asks: "time", labels: labels.ofRule(tick) }];
}

/** Which runs are looked for, among all of a graph. */
export interface Question {
  /** By state: 1 where the run may be. */
  readonly region: Uint8Array;
  /** By label: 1 where the run may take such steps. */
  readonly allowed: Uint8Array;
  readonly conditions: readonly Condition[];
}

/** The conditions of a question, by label. */
export class Conditions {
  readonly all: readonly Condition[];
  /** By label: the condition that it counts for, −1 for none. */
  readonly of: Int32Array;

  constructor({ conditions, allowed }: Question) {
    // What may not be taken is not enabled either.
    this.all = conditions.map(({ asks, labels }) => ({ asks, labels: labels.filter((l) => allowed[l] === 1) }));
    this.of = new Int32Array(allowed.length).fill(-1);
    for (const [c, { labels }] of this.all.entries()) for (const label of labels) this.of[label] = c;
  }
}

/** Splits a graph until each part left is a component through which a fair run can go for ever, or none is. */
export function* fairParts(graph: Graph, question: Question): Generator<void, Components> {
  const components = new Components(graph, question.allowed);
  const judge = new Judge(graph, question, components);
  const { order, part } = components;
  const left = question.region.slice();
  let last = graph.states;
  const alone = (state: number) => {
    order[--last] = state;
    part[state] = last + 1;
    if (judge.judge(last, last + 1) !== undefined || part[state] === NONE) last++;
  };
  const count = yield* peel(graph, { left, allowed: question.allowed, alone });
  let end = 0;
  for (let s = 0; s < graph.states && end < count; s++) if (left[s] === 1) part[(order[end++] = s)] = 1;
  const waiting: (readonly [number, number])[] = end > 0 ? [[0, end]] : [];
  for (let slice = waiting.pop(); slice; slice = waiting.pop()) yield* splitSlice(components, judge, slice, waiting);
  return components;
}

/** Splits a part and judges what it falls into; what is to be split again waits. */
function* splitSlice(
  components: Components,
  judge: Judge,
  [begin, end]: readonly [number, number],
  waiting: (readonly [number, number])[],
): Generator<void, void> {
  const { order, part } = components;
  yield* components.split(begin, end);
  for (let first = begin, next = begin, pause = begin; first < end; first = next) {
    while (next < end && part[order[next]!] === first + 1) next++;
    const left = judge.judge(first, next);
    if (left !== undefined && left > first) waiting.push([first, left]);
    if (next - pause < SLICE) continue;
    pause = next;
    yield;
  }
}

/** States between two looks at the clock, where components are small. */
const SLICE = 1 << 14;

class Judge {
  readonly #graph: Graph;
  readonly #allowed: Uint8Array;
  readonly #components: Components;
  readonly #conditions: Conditions;
  /** By condition: is it taken inside, and in how many states is it enabled? */
  readonly #taken: Uint8Array;
  readonly #enabled: Uint32Array;
  /** By condition: the state, one more, in which it was last seen enabled. */
  readonly #seen: Uint32Array;

  constructor(graph: Graph, question: Question, components: Components) {
    this.#graph = graph;
    this.#allowed = question.allowed;
    this.#components = components;
    this.#conditions = new Conditions(question);
    const count = this.#conditions.all.length;
    this.#taken = new Uint8Array(count);
    this.#enabled = new Uint32Array(count);
    this.#seen = new Uint32Array(count);
  }

  /** Judges the component at order[begin…end − 1]. One that is fair, or hopeless, is done with; of another some states
   *  are left, to be taken asunder again: up to order[… − 1]. */
  judge(begin: number, end: number): number | undefined {
    const { order, part } = this.#components;
    if (!this.#isRound(begin, end)) return this.#drop(begin, end);
    this.#look(begin, end);
    if (this.#isHopeless(end - begin)) return this.#drop(begin, end);
    if (!this.#isUnmet()) return undefined;
    let left = begin;
    for (let i = begin; i < end; i++) {
      const state = order[i]!;
      if (this.#enablesUnmet(state)) part[state] = NONE;
      else order[left++] = state;
    }
    return left;
  }

  /** Does a condition ask for what no part of the component can do? */
  #isHopeless(size: number): boolean {
    const { all } = this.#conditions;
    for (let c = 0; c < all.length; c++) {
      if (this.#taken[c] === 1) continue;
      const { asks } = all[c]!;
      if (asks === "time" || (asks === "weak" && this.#enabled[c] === size)) return true;
    }
    return false;
  }

  /** Is anything enabled that is asked for and not taken? */
  #isUnmet(): boolean {
    for (let c = 0; c < this.#taken.length; c++) if (this.#enabled[c]! > 0 && this.#isMissed(c)) return true;
    return false;
  }

  #isMissed(c: number): boolean {
    return this.#taken[c] === 0 && this.#conditions.all[c]!.asks === "strong";
  }

  #drop(begin: number, end: number): undefined {
    const { order, part } = this.#components;
    for (let i = begin; i < end; i++) part[order[i]!] = NONE;
  }

  /** Does any step lead from the component into itself? */
  #isRound(begin: number, end: number): boolean {
    if (end - begin > 1) return true;
    const { offsets, targets, labels } = this.#graph;
    const state = this.#components.order[begin]!;
    for (let e = offsets[state]!; e < offsets[state + 1]!; e++)
      if (targets[e] === state && this.#allowed[labels[e]!] === 1) return true;
    return false;
  }

  #look(begin: number, end: number): void {
    this.#taken.fill(0);
    this.#enabled.fill(0);
    this.#seen.fill(0);
    const { offsets, targets, labels } = this.#graph;
    const { order, part } = this.#components;
    const [of, taken, seen] = [this.#conditions.of, this.#taken, this.#seen];
    // Of what is taken nothing more is asked: where all is, a glance is enough.
    let open = taken.length;
    for (let i = begin; i < end && open > 0; i++) {
      const state = order[i]!;
      for (let e = offsets[state]!; e < offsets[state + 1]!; e++) {
        const c = of[labels[e]!]!;
        if (c < 0 || taken[c] === 1) continue;
        if (part[targets[e]!] === begin + 1) {
          taken[c] = 1;
          open--;
        }
        if (seen[c] !== state + 1) this.#enabled[c]!++;
        seen[c] = state + 1;
      }
    }
  }

  #enablesUnmet(state: number): boolean {
    const { offsets, labels } = this.#graph;
    for (let e = offsets[state]!; e < offsets[state + 1]!; e++) {
      const c = this.#conditions.of[labels[e]!]!;
      if (c >= 0 && this.#isMissed(c)) return true;
    }
    return false;
  }
}
