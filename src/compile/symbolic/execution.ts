// Symbolic execution, where it stands: the state, what was refused, called and thrown so far, and the ways in which
// execution forks, meets again and ends. What functions mean is in the files above this one.
import type { Dispatched, Node } from "../code.ts";
import type { Nodes } from "../nodes.ts";
import type { Model } from "../../model/model.ts";
import { storedState, type Fields, type Setting } from "./setting.ts";
import { meet, type Key, type State } from "./state.ts";
import type { Placing } from "./slots.ts";
import { Turns } from "./turns.ts";
import { Choice, number, numberNode, type Num, type Value } from "./values.ts";

/** A place in a function of the author's. */
export interface Spot {
  readonly f: Function;
  /** Where in the parsed text. */
  readonly start: number;
}

/** How many messages without order were handed out so far on a way: a key of the state. */
export const TURNED: object = Object.freeze({ key: "turned" });

/** A construct that is not lowered. */
export class Outside extends Error {
  readonly construct: string;
  constructor(construct: string) {
    super(construct);
    this.construct = construct;
  }
}

/** Thrown to leave a way of execution that has ended: returned from, refused, or never taken. */
export const ENDED: unique symbol = Symbol("ended");

/** How many ways may be executed for a whole spec, and how many nodes made. */
const WAYS_MAX = 200_000;
const NODES_MAX = 400_000;
const CALLS_MAX = 100;

export type RefusalClaim = "values stay in their domains" | "calls are accepted" | "effects do not throw";

/** What execution needs of the files above it. */
export interface Means {
  readonly call: (x: Execution, f: Value, args: readonly Value[]) => Value;
  readonly get: (x: Execution, object: Value, key: Value) => Value;
}

/** Where ways go that end in an exception. */
type Catcher = (thrown: State) => void;

export class Execution {
  readonly nodes: Nodes;
  readonly model: Model;
  readonly fields: Fields;
  readonly places: Placing;
  readonly #means: Means;
  /** The leaves of the present state. */
  readonly root: State;
  /** The present state, with members split off that are worked on. */
  present: State;
  state: State;
  /** May the function that runs write? */
  writable = false;
  /** Do leaves read as they were before the effect? */
  before = false;
  /** Is a step judged, so that there is a state before? */
  judgesStep = false;
  /** What must be true of the present state for this to be executed at all. */
  assumed: Node;
  refusals: { test: Node; claim: number }[] = [];
  dispatched: Dispatched[] = [];
  alarm: Node;
  nesting = 0;
  /** Which messages channels without order hand out, by number among the distinct ones: first, second, …; the rest are
   *  0. Undefined where nothing may be handed out. */
  script: readonly number[] | undefined;
  /** How many were asked for at most, and of how many each: what scripts there are. */
  wheels: number[] = [];
  /** Where a run has ended that was a run of the script at all. */
  outcomes: Node[] = [];
  readonly turns = new Turns();
  /** What is executed at the moment. */
  spot: Spot | undefined;
  catchers: Catcher[] = [];
  #calls = 0;
  #ways = 0;

  constructor(nodes: Nodes, setting: Setting, means: Means) {
    this.nodes = nodes;
    ({ model: this.model, fields: this.fields, places: this.places } = setting);
    this.root = storedState(nodes, setting);
    this.root.set(TURNED, 0);
    this.present = this.root;
    this.state = this.root;
    this.assumed = nodes.yes;
    this.alarm = nodes.no;
    this.#means = means;
  }

  /** Starts anew from the present state, where `assumed` is true of it. */
  begin(assumed: Node): void {
    this.assumed = assumed;
    this.state = this.present.knowing(assumed);
    this.refusals = [];
    this.dispatched = [];
    this.outcomes = [];
  }

  /** What was picked for the guard stays picked for the effect. */
  keepPicks(asked: State): void {
    for (const key of [TURNED, ...this.model.parts.filter((part) => part.kind === "channel")])
      this.state.set(key, asked.get(key));
  }

  call(f: Value, args: readonly Value[]): Value {
    if (++this.#calls > CALLS_MAX) throw new Outside(`recursion, or calls more than ${CALLS_MAX} deep`);
    try {
      return this.#means.call(this, f, args);
    } finally {
      this.#calls--;
    }
  }
  /** Calls what the engine itself calls, which bounds its depth. */
  invoke(f: Value, args: readonly Value[]): Value {
    return this.#means.call(this, f, args);
  }
  get(object: Value, key: Value): Value {
    return this.#means.get(this, object, key);
  }

  /** Runs `run` as a guard: it only looks, and must have an answer. */
  looking<T>(run: () => T): T {
    const { writable } = this;
    this.writable = false;
    this.catchers.push((thrown) => this.sound(thrown));
    try {
      return run();
    } finally {
      this.catchers.pop();
      this.writable = writable;
    }
  }

  work(): void {
    if (++this.#ways > WAYS_MAX || this.nodes.all.length > NODES_MAX)
      throw new Outside("a computation that goes very many ways");
  }

  // ---- Ways -------------------------------------------------------------------------------------------------------

  /** `yes()` where the test is true, else `no()`; only one of them runs where the state knows the answer. */
  fork(test: Node, yes: () => Value, no: () => Value): Value {
    const known = this.state.decide(test);
    if (known !== undefined) return known ? yes() : no();
    const start = this.state;
    const a = this.#way(start.on(test), yes);
    const b = this.#way(start.on(this.nodes.not(test)), no);
    if (!a && !b) throw ENDED;
    if (!a || !b) {
      const only = (a ?? b)!;
      this.state = only.end;
      return only.value;
    }
    const { state, join } = meet(a.end, b.end);
    this.state = state;
    return join(a.value, b.value);
  }

  #way(start: State, run: () => Value): { end: State; value: Value } | undefined {
    this.work();
    this.state = start;
    return this.attempt(() => ({ value: run(), end: this.state }));
  }

  /** What `run` gives, or undefined where its way ends. */
  attempt<T>(run: () => T): T | undefined {
    try {
      return run();
    } catch (thrown) {
      if (thrown !== ENDED) throw thrown;
      return undefined;
    }
  }

  /** `f` of each thing that a value may be, each on its own way. */
  each(value: Value, f: (one: Value) => Value): Value {
    if (!(value instanceof Choice)) return f(value);
    const { index, table } = value;
    const possible = this.possible(value);
    const way = (i: number): Value => {
      const one = possible[i]!;
      if (i === possible.length - 1) return f(table[one]);
      return this.fork(
        this.nodes.equal(index, this.nodes.constant(one)),
        () => f(table[one]),
        () => way(i + 1),
      );
    };
    return way(0);
  }

  /** Which entries of a choice can be meant here. */
  possible({ index, table }: Choice): number[] {
    const all = table
      .map((_, i) => i)
      .filter((i) => this.state.decide(this.nodes.equal(index, this.nodes.constant(i))) !== false);
    return all.length > 0 ? all : [0];
  }

  /** The value itself where a choice can only be one thing here. */
  settled(value: Value): Value {
    if (!(value instanceof Choice)) return value;
    const possible = this.possible(value);
    return possible.length === 1 ? value.table[possible[0]!] : value;
  }

  // ---- Ends -------------------------------------------------------------------------------------------------------

  /** The way on which the test is true ends with `then`; the other goes on. */
  #endWhere(test: Node, then: (ending: State) => void): void {
    const known = this.state.decide(test);
    if (known === false) return;
    then(known ? this.state : this.state.on(test));
    if (known) throw ENDED;
    this.state = this.state.on(this.nodes.not(test));
  }

  /** An exception where the test is true. */
  throwWhere(test: Node): void {
    this.#endWhere(test, (thrown) => this.catchers.at(-1)!(thrown));
  }
  throwNow(): never {
    this.throwWhere(this.nodes.yes);
    throw ENDED;
  }

  /** The transition is discarded where the test is true. */
  refuseWhere(test: Node, claim: RefusalClaim): void {
    if (!this.writable) return this.alarmWhere(test);
    this.#endWhere(test, (refused) => {
      this.refuse(refused, claim);
      if (this.catchers.length > 1) this.catchers.at(-1)!(refused); // an effect may catch it, which changes nothing
    });
  }
  refuse(refused: State, claim: RefusalClaim): void {
    this.conclude(refused);
    this.refusals.push({ test: refused.path, claim: this.model.refusals.get(claim)! });
  }

  /** A run ends here, if it has used up its script. */
  conclude(state: State): void {
    const used = 1 + (this.script ?? []).findLastIndex((wheel) => wheel > 0);
    const turned = numberNode(this.nodes, state.get(TURNED) as number | Num);
    this.outcomes.push(this.nodes.and(state.path, this.nodes.lessOrEqual(this.nodes.constant(used), turned)));
  }
  /** Ways on which the test is true are those of other scripts. */
  dropWhere(test: Node): void {
    this.#endWhere(test, () => {});
  }

  /** Where the test is true the interpreter has to say what is the matter. */
  alarmWhere(test: Node): void {
    this.#endWhere(test, (ending) => this.sound(ending));
  }
  alarmNow(): never {
    this.alarmWhere(this.nodes.yes);
    throw ENDED;
  }
  sound(ending: State): void {
    this.alarm = this.nodes.or(this.alarm, this.nodes.and(this.assumed, ending.path));
  }

  // ---- Leaves -----------------------------------------------------------------------------------------------------

  read(leaf: number): Node {
    return leafIn(this.before ? this.present : this.state, leaf);
  }
  /** The leaf in the state that is stored. */
  stored(leaf: number): Node {
    return leafIn(this.root, leaf);
  }
  write(leaf: number, value: Node): void {
    if (!this.writable) this.alarmNow();
    if (!this.turns.allow(leaf)) throw new Outside("a turn that writes more than its own member");
    if (this.read(leaf) !== value) this.state.set(leaf, number(value));
  }
  set(key: Key, value: Value): void {
    this.state.set(key, value);
  }
}

const leafIn = (state: State, leaf: number): Node => numberNode(state.nodes, state.get(leaf) as number | Num);
