// Which states a system may be in, when some of what happens is seen and the rest is not: sets of states, each found when
// it is first needed, and what becomes of them. Equal sets are one object, so that what became of one is known again.
import { newSteps, type Instance, type Program, type Steps } from "../program.ts";
import { instancesTo } from "./instances.ts";
import { compareInstances } from "./space.ts";
import { Visited } from "./visited.ts";

/** States by their numbers, ascending. */
export interface States {
  readonly numbers: Uint32Array;
}

/** One step out of a state. */
export interface Edge {
  readonly rule: number;
  readonly member: number;
  readonly to: number;
}

/** Which steps are meant. */
export type Steplike = (step: Pick<Edge, "rule" | "member">) => boolean;

export class Possible {
  readonly #program: Program;
  readonly #visited: Visited;
  readonly #steps: Steps;
  readonly #edges: (readonly Edge[])[] = [];
  readonly #sets = new Map<string, States>();
  readonly #statesMax: number;

  /** @param statesMax more states than that are not looked at */
  constructor(program: Program, statesMax: number) {
    this.#program = program;
    this.#visited = new Visited(program.words);
    this.#steps = newSteps(program);
    this.#steps.wanted.fill(0);
    this.#statesMax = statesMax;
  }

  /** States that were met so far. */
  get count(): number {
    return this.#visited.count;
  }

  starts(): States {
    const numbers: number[] = [];
    this.#program.starts((state) => numbers.push(this.#visited.insert(state, 0)));
    return this.#set(numbers);
  }

  /** The packed state, a copy. */
  state(number: number): Uint32Array {
    return this.#visited.get(number);
  }

  /** Those of them in which `test` is true of the loaded state. */
  where(states: States, test: () => boolean): States {
    return this.#set(states.numbers.filter((number) => this.#asked(number, test)));
  }

  /** Where one may be after any number of steps of which nobody sees anything, while `test` stays true. */
  wander(states: States, unseen: Steplike, test: () => boolean): States {
    const known = new Map<number, boolean>();
    const allows = (number: number) => {
      const found = known.get(number) ?? this.#asked(number, test);
      known.set(number, found);
      return found;
    };
    const queue = [...states.numbers].filter(allows);
    const seen = new Set(queue);
    for (const number of queue) {
      for (const edge of this.edges(number)) {
        if (seen.has(edge.to) || !unseen(edge) || !allows(edge.to)) continue;
        seen.add(edge.to);
        queue.push(edge.to);
      }
    }
    return this.#set(queue);
  }

  /** Where one such step leads. */
  step(states: States, meant: Steplike): States {
    const found = new Set<number>();
    for (const number of states.numbers) for (const edge of this.edges(number)) if (meant(edge)) found.add(edge.to);
    return this.#set(found);
  }

  /** The steps out of a state. */
  edges(number: number): readonly Edge[] {
    return (this.#edges[number] ??= this.#expand(number));
  }

  #expand(number: number): readonly Edge[] {
    const { words } = this.#program;
    const steps = this.#steps;
    if (this.#visited.count > this.#statesMax) throw new TooMany();
    this.#load(number);
    this.#program.expand(steps);
    return Array.from({ length: steps.count }, (_, i) => ({
      rule: steps.instances[i * 4]!,
      member: steps.instances[i * 4 + 1]!,
      to: this.#visited.insert(steps.words, i * words),
    }));
  }

  #asked(number: number, test: () => boolean): boolean {
    this.#load(number);
    return test();
  }

  #load(number: number): void {
    this.#program.load(this.#visited.chunkOf(number), this.#visited.placeOf(number));
  }

  #set(numbers: Iterable<number>): States {
    const sorted = Uint32Array.from(numbers).toSorted();
    const key = sorted.join();
    const kept = this.#sets.get(key);
    if (kept) return kept;
    const states = { numbers: sorted };
    this.#sets.set(key, states);
    return states;
  }
}

/** Thrown where there are more states than the caller wanted to look at. */
export class TooMany extends Error {}

/** The least such instance that leads from one state to another. */
export function instanceBetween(program: Program, from: Uint32Array, to: Uint32Array, meant: Steplike): Instance {
  const steps = newSteps(program);
  steps.wanted.fill(0);
  program.load(from, 0);
  program.expand(steps);
  return instancesTo(steps, to).filter(meant).toSorted(compareInstances)[0]!;
}
