// A short loop through a component that is fair by itself: the shortest one, with a detour for each condition that it does
// not meet. To begin with only the steps of the shortest loop are judged, so that what it does not enable costs nothing.
import { Conditions, type Question } from "./fair.ts";
import type { Graph } from "./graph.ts";
import { Ways } from "./ways.ts";

interface Loop {
  readonly states: number[];
  readonly labels: number[];
}

export class Tour {
  readonly #graph: Graph;
  readonly #question: Question;
  readonly #part: Uint32Array;
  readonly #home: number;
  readonly #conditions: Conditions;
  readonly #ways: Ways;

  /** @param part by state, the number of its component: the loop stays in that of `home` */
  constructor(graph: Graph, question: Question, part: Uint32Array, home: number) {
    this.#graph = graph;
    this.#question = question;
    this.#part = part;
    this.#home = home;
    this.#conditions = new Conditions(question);
    this.#ways = new Ways(graph.states);
  }

  /** From home to home. */
  *shortest(): Generator<void, Loop> {
    for (const asked: number[] = []; ; ) {
      const loop = yield* this.#round(asked);
      const unmet = this.#conditions.all.findIndex((_, c) => !this.#isMet(loop, c));
      if (unmet < 0) return loop;
      asked.push(unmet);
    }
  }

  /** A loop that passes a witness of each of these conditions, the nearest first. */
  *#round(asked: readonly number[]): Generator<void, Loop> {
    const loop: Loop = { states: [this.#home], labels: [] };
    for (;;) {
      const left = asked.filter((c) => !this.#isTaken(loop, c) && !this.#isPassed(loop, c));
      if (left.length === 0) break;
      const counts = (label: number) => left.includes(this.#conditions.of[label]!);
      const relieves = (state: number) => left.some((c) => this.#isWeak(c) && !this.#enables(state, c));
      yield* this.#go(loop, (state) => relieves(state) || this.#stepFrom(state, counts) !== undefined);
      const here = loop.states.at(-1)!;
      if (relieves(here)) continue;
      const step = this.#stepFrom(here, counts)!;
      loop.states.push(step.target);
      loop.labels.push(step.label);
    }
    if (loop.labels.length > 0 && loop.states.at(-1) === this.#home) return loop;
    yield* this.#go(loop, (state) => this.#leads(state, this.#home));
    loop.labels.push(this.#label(loop.states.at(-1)!, this.#home));
    loop.states.push(this.#home);
    return loop;
  }

  /** Lengthens the loop by the shortest way to such a state. */
  *#go(loop: Loop, isGoal: (state: number) => boolean): Generator<void, void> {
    const next = (state: number, visit: (state: number) => void) => this.#eachInside(state, visit);
    const way = yield* this.#ways.find({ from: [loop.states.at(-1)!], next, isGoal });
    if (way === undefined) throw new Error("a component is not connected");
    for (const state of way.slice(1)) {
      loop.labels.push(this.#label(loop.states.at(-1)!, state));
      loop.states.push(state);
    }
  }

  #isMet(loop: Loop, c: number): boolean {
    if (this.#isTaken(loop, c)) return true;
    const { asks } = this.#conditions.all[c]!;
    if (asks === "weak") return this.#isPassed(loop, c);
    return asks === "strong" && loop.states.every((state) => !this.#enables(state, c));
  }
  #isTaken(loop: Loop, c: number): boolean {
    return loop.labels.some((label) => this.#conditions.of[label] === c);
  }
  /** Does the loop pass a state in which a weak condition asks for nothing? */
  #isPassed(loop: Loop, c: number): boolean {
    return this.#isWeak(c) && loop.states.some((state) => !this.#enables(state, c));
  }
  #isWeak(c: number): boolean {
    return this.#conditions.all[c]!.asks === "weak";
  }

  #enables(state: number, c: number): boolean {
    const { offsets, labels } = this.#graph;
    for (let e = offsets[state]!; e < offsets[state + 1]!; e++) if (this.#conditions.of[labels[e]!] === c) return true;
    return false;
  }

  /** The least step inside whose label counts. */
  #stepFrom(state: number, counts: (label: number) => boolean): { target: number; label: number } | undefined {
    let least: { target: number; label: number } | undefined;
    this.#eachInside(state, (target, label) => {
      if (!counts(label)) return;
      if (!least || target < least.target || (target === least.target && label < least.label))
        least = { target, label };
    });
    return least;
  }

  #leads(state: number, to: number): boolean {
    let leads = false;
    this.#eachInside(state, (target) => (leads ||= target === to));
    return leads;
  }

  #eachInside(state: number, visit: (target: number, label: number) => void): void {
    const { offsets, targets, labels } = this.#graph;
    for (let e = offsets[state]!; e < offsets[state + 1]!; e++) {
      if (this.#part[targets[e]!] === this.#part[this.#home] && this.#question.allowed[labels[e]!] === 1)
        visit(targets[e]!, labels[e]!);
    }
  }

  #label(from: number, to: number): number {
    return labelBetween(this.#graph, this.#question, this.#conditions, from, to);
  }
}

/** The label of a step between two states: the least that a condition asks for, or else the least. */
export function labelBetween(
  { offsets, targets, labels }: Graph,
  { allowed }: Question,
  conditions: Conditions,
  from: number,
  to: number,
): number {
  let [least, counting] = [Infinity, Infinity];
  for (let e = offsets[from]!; e < offsets[from + 1]!; e++) {
    const label = labels[e]!;
    if (targets[e] !== to || allowed[label] === 0) continue;
    least = Math.min(least, label);
    if (conditions.of[label]! >= 0) counting = Math.min(counting, label);
  }
  return counting < Infinity ? counting : least;
}
