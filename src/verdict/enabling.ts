// Where along a run an instance could have happened. Asked of each step and of all states before it, so that members that
// could change places without a trace are asked about once.
import { leavesOf } from "../model/describe.ts";
import type { Interpreter } from "../model/interpret.ts";
import { Orbits } from "../model/orbits.ts";
import type { Symmetry } from "../model/symmetry.ts";
import type { Instance } from "../program.ts";

/** What is known of a state: which members are alike there, and which instances are enabled. */
interface Known {
  readonly colours: ReturnType<Symmetry["twins"]>;
  readonly enabled: Map<number | string, boolean>;
}

export class Enabling {
  readonly #engine: Interpreter;
  readonly #states: readonly Uint32Array[];
  readonly #symmetry: Symmetry | undefined;
  readonly #orbits: Orbits | undefined;
  readonly #known: Known[] = [];

  /** `symmetry`: which members may be exchanged, where the run was found under reduction. */
  constructor(engine: Interpreter, states: readonly Uint32Array[], symmetry: Symmetry | undefined) {
    this.#engine = engine;
    this.#states = states;
    this.#symmetry = symmetry;
    this.#orbits = symmetry && new Orbits(engine.model, symmetry);
  }

  /** Is the instance enabled in the state of that number? */
  at(state: number, instance: Instance): boolean {
    const known = (this.#known[state] ??= this.#look(state));
    const alike = known.colours && this.#orbits!.alike(instance, known.colours);
    if (alike === undefined) return this.#perform(state, instance);
    const before = known.enabled.get(alike);
    if (before !== undefined) return before;
    const enabled = this.#perform(state, instance);
    known.enabled.set(alike, enabled);
    return enabled;
  }

  #look(state: number): Known {
    const leaves = () => leavesOf(this.#engine.model, this.#states[state]!);
    return { colours: this.#symmetry?.twins(leaves()), enabled: new Map() };
  }

  #perform(state: number, instance: Instance): boolean {
    this.#engine.load(this.#states[state]!, 0);
    return this.#engine.perform(instance) !== undefined;
  }
}
