// A system that runs: its present state as plain JSON, the live side of its handles, and what can happen next.
import type { Domain } from "../../src/spec/domain.ts";
import { ChannelHandle, live, MachineHandle, type PartHandle, VariableHandle } from "../../src/spec/handle.ts";
import type { BuiltinClaim } from "../../src/spec/property.ts";
import type { RawRule } from "../../src/spec/rule.ts";
import type { Body } from "../../src/spec/body.ts";
import { eventsOf, type Leaf, leavesOf, liveMembers, mapped, positions, readable, type Rules } from "./parts.ts";
import {
  combinations,
  type Data,
  detached,
  encode,
  firstOf,
  isValue,
  keyOf,
  liveFields,
  product,
  valuesOf,
  type World,
  written,
} from "./values.ts";

export interface MemberData {
  state: string;
  readonly cohort: string;
  readonly vars: Record<string, Data>;
}
/** What is stored of a leaf: its members, its messages, or { value }. */
export type LeafData = MemberData[] | Data[] | Record<string, Data>;

/** One way to leave a state, before the choices of messages are made. */
interface Instance {
  readonly event: string;
  /** Does it prevent deadlock? */
  readonly counts: boolean;
  /** Must it happen before a tick can? */
  readonly atOnce: boolean;
  /** Whose event it is, in parts of members. */
  readonly member?: number;
  readonly enabled: () => unknown;
  readonly effect: () => void;
}
export interface Step {
  readonly counts: boolean;
  readonly to: string;
  /** The claim whose breach discards it. */
  readonly breaks: BuiltinClaim | undefined;
  /** The event, and what it dispatched. */
  readonly fired: readonly string[];
  readonly atOnce: boolean;
  readonly isTick: boolean;
  readonly member?: number;
}

/** A member that takes part in a tick. */
interface Taker {
  readonly at: number;
  readonly i: number;
  readonly event: string;
  readonly rule: RawRule;
  readonly enter: () => void;
}

/** More states, start states, or ways for one instance to go, than the caller wanted. */
export class TooManyStates extends Error {}

/** Thrown into the author's effect when its transition is discarded. */
class Discarded extends Error {}

const CALLS_MAX = 100;
/** Calls that choose a message at each level would go on for longer than anyone can wait. */
const WAYS_MAX = 1000;

export class Running implements World {
  readonly events: readonly string[];
  readonly views = new Map<object, readonly object[]>();
  private readonly body: Body<object, unknown>;
  readonly leaves: readonly Leaf[];
  private now: LeafData[] = [];
  // Of the transition that is running:
  private breaks: BuiltinClaim | undefined;
  private fired: string[] = [];
  private calls = 0;
  private nextMessage = new Map<ChannelHandle, string>();
  private choose: (ways: number) => number = choiceInProperty;

  constructor(body: Body<object, unknown>) {
    this.body = body;
    this.leaves = Object.entries(body.parts).flatMap(([name, part]) => leavesOf(name, part, body.rules[name] as Rules));
    this.leaves.forEach((leaf, at) => this.bind(leaf, at));
    this.events = [...this.leaves.flatMap(eventsOf), ...Object.keys(body.world), ...(body.clock ? ["tick"] : [])];
  }

  /** The start states. */
  starts(max: number): Set<string> {
    const alternatives = this.leaves.map(({ handle }) => this.startsOf(handle));
    if (alternatives.reduce((n, a) => n * a.length, 1) > 20 * max) throw new TooManyStates();
    const keys = combinations(alternatives).map((state) => JSON.stringify(state));
    return new Set(keys.map((key) => this.in(key, () => (this.body.start?.(), this.key()))));
  }

  /** Runs `f` with a state as the present one. */
  in<T>(key: string, f: () => T): T {
    const outer = this.now;
    this.now = JSON.parse(key) as LeafData[];
    try {
      return f();
    } finally {
      this.now = outer;
    }
  }

  holds(key: string, test: () => unknown): boolean {
    return this.in(key, () => Boolean(test()));
  }

  /** Every enabled instance, and what it does. */
  steps(key: string): Step[] {
    return this.in(key, () => {
      const attempts = this.instances().flatMap((i) => this.inAllWays(() => this.attempt(i, key)));
      const steps = attempts.filter((step) => step !== undefined);
      const exhausted = !steps.some((step) => step.atOnce); // of what must happen before a tick can
      return this.body.clock && exhausted ? [...steps, ...this.ticks(key)] : steps;
    });
  }

  // ---- Ticks ---------------------------------------------------------------------------------------------------

  private ticks(key: string): Step[] {
    const able = Object.values(Object.groupBy(this.takers(), ({ event }) => event)) as Taker[][];
    const ways = combinations(
      able.map((takers) => {
        const { together } = takers[0]!.rule;
        return together === true ? [takers] : subsets(takers, Math.min(together!, takers.length));
      }),
    );
    if (ways.length > WAYS_MAX) throw new TooManyStates();
    return ways.flatMap((way) => this.inAllWays(() => this.tick(way.flat(), key)).flat());
  }

  /** Each member that can take part, with the first of its rows that it can take. */
  private takers(): Taker[] {
    return this.leaves.flatMap(({ name, handle, rules }, at) => {
      if (!(handle instanceof MachineHandle)) return [];
      return this.members(at).flatMap((member, i) => {
        const self = this.views.get(handle)![i];
        for (const { fromState, event, toState } of handle.machine.rows) {
          const rule = rules[event] ?? {};
          if (fromState !== member.state || rule.together === undefined) continue;
          if (rule.when !== undefined && !rule.when(self)) continue;
          const enter = () => void (this.members(at)[i]!.state = toState);
          return [{ at, i, event: `${name}.${event}`, rule, enter }];
        }
        return [];
      });
    });
  }

  /** Everybody acts on the state before; then the clock on what comes of it. One step for each claim that is broken. */
  private tick(way: readonly Taker[], key: string): Step[] {
    const after = JSON.parse(key) as LeafData[];
    const broken = new Set<BuiltinClaim>();
    const fired = ["tick"];
    const act = (event: string | undefined, effect: () => void) => {
      this.breaks = undefined;
      this.fired = event === undefined ? [] : [event];
      this.calls = 0;
      this.nextMessage.clear();
      try {
        effect();
      } catch (error) {
        if (!(error instanceof Discarded)) this.breaks ??= "effects do not throw";
      }
      if (this.breaks) broken.add(this.breaks);
      fired.push(...this.fired);
    };
    const { choose } = this;
    this.choose = choiceInProperty;
    for (const { at, i, event, rule, enter } of way) {
      act(event, () => {
        enter();
        rule.then?.(this.views.get(this.leaves[at]!.handle)![i]);
      });
      (after[at] as MemberData[])[i] = this.members(at)[i]!;
      this.now = JSON.parse(key) as LeafData[];
    }
    this.choose = choose;
    this.now = after;
    if (broken.size === 0) act(undefined, this.body.clock!.then ?? (() => undefined));
    const to = this.key();
    this.now = JSON.parse(key) as LeafData[];
    const step = { counts: true, to, fired, atOnce: false, isTick: true };
    return broken.size === 0 ? [{ ...step, breaks: undefined }] : [...broken].map((breaks) => ({ ...step, breaks }));
  }

  outside(why: string): never {
    return this.discard("values stay in their domains", why);
  }

  private key(): string {
    return JSON.stringify(this.now);
  }

  /** Makes one instance happen in a state, which is the present one before and after. */
  private attempt({ event, counts, atOnce, enabled, effect, member = -1 }: Instance, key: string): Step | undefined {
    this.breaks = undefined;
    this.fired = [event];
    this.calls = 0;
    this.nextMessage.clear();
    if (!enabled()) return undefined;
    try {
      effect();
    } catch (error) {
      if (!(error instanceof Discarded)) this.breaks ??= "effects do not throw";
    }
    const to = this.key();
    this.now = JSON.parse(key) as LeafData[];
    return { counts, to, breaks: this.breaks, fired: this.fired, atOnce, isTick: false, member };
  }

  /** Ends the transition: even an effect that swallows the exception has no successor. */
  private discard(claim: BuiltinClaim, why: string): never {
    this.breaks ??= claim;
    throw new Discarded(why);
  }

  /** Runs `f` once for each sequence of answers that it can get from `choose`. */
  private inAllWays<T>(f: () => T): T[] {
    const results: T[] = [];
    const script: number[] = [];
    do {
      const ways: number[] = [];
      this.choose = (n) => {
        ways.push(n);
        return (script[ways.length - 1] ??= 0);
      };
      results.push(f());
      if (results.length > WAYS_MAX) throw new TooManyStates();
      while (script.length > 0 && script.at(-1)! + 1 === ways[script.length - 1]) script.pop();
      if (script.length > 0) script.push(script.pop()! + 1);
    } while (script.length > 0);
    this.choose = choiceInProperty;
    return results;
  }

  // ---- Start states --------------------------------------------------------------------------------------------

  private startsOf(handle: PartHandle): LeafData[] {
    if (handle instanceof ChannelHandle) return [[]];
    if (handle instanceof VariableHandle) return this.anyOf(handle.of, handle.start).map((value) => ({ value }));
    const groups = handle.groups ?? [{ members: handle.size }];
    const ofMember = groups.flatMap((group) => {
      const states = [group.state ?? handle.machine.initial].flat() as string[];
      const vars = product(mapped(handle.vars, (of, name) => this.anyOf(of, group[name])));
      const one = combinations<any>([states, vars]).map(([state, own]) => ({
        state,
        cohort: group.cohort ?? "",
        vars: own,
      }));
      return Array<MemberData[]>(group.members ?? 1).fill(one);
    });
    return combinations(ofMember);
  }

  /** An array means any of these, unless it is itself a value of the domain. */
  private anyOf(of: Domain<unknown>, given: unknown): Data[] {
    if (given === undefined) return [firstOf(of)];
    const values = Array.isArray(given) && !isValue(of, given, this) ? given : [given];
    return values.map((value) => encode(of, value, this));
  }

  // ---- What can happen -----------------------------------------------------------------------------------------

  private instances(): Instance[] {
    const ofParts = this.leaves.flatMap((leaf, at) => {
      const { handle, name, rules } = leaf;
      if (handle instanceof MachineHandle)
        return this.members(at).flatMap((_, i) => this.instancesOfMember(leaf, at, i));
      const ofRules = Object.entries(rules).flatMap(([event, rule]) =>
        this.instancesOfRule(`${name}.${event}`, rule, [handle[live]]),
      );
      return handle instanceof ChannelHandle ? [...ofRules, ...this.accidents(handle, name, at)] : ofRules;
    });
    const ofWorld = Object.entries(this.body.world as Rules).flatMap(([name, rule]) =>
      this.instancesOfRule(name, rule, []),
    );
    return [...ofParts, ...ofWorld];
  }

  private instancesOfMember({ name, handle, rules }: Leaf, at: number, i: number): Instance[] {
    const self = this.views.get(handle)![i];
    const rows = (handle as MachineHandle).machine.rows.filter((row) => row.fromState === this.members(at)[i]!.state);
    return rows.flatMap(({ event, toState }) =>
      this.instancesOfRule(
        `${name}.${event}`,
        rules[event] ?? {},
        [self],
        () => (this.members(at)[i]!.state = toState),
      ).map((instance) => ({ ...instance, member: i })),
    );
  }

  private instancesOfRule(event: string, rule: RawRule, self: unknown[], enter?: () => void): Instance[] {
    if (rule.onlyWhenCalled || rule.together !== undefined) return [];
    const ways = product(mapped(rule.choices ?? {}, (of) => valuesOf(of, this)));
    return ways.map((way) => {
      const args = rule.choices ? [...self, mapped(rule.choices, (of, name) => detached(of, way[name]!, this))] : self;
      const enabled = () => rule.when === undefined || rule.when(...args);
      const effect = () => {
        enter?.();
        rule.then?.(...args);
      };
      return { event, counts: true, atOnce: rule.atOnce === true, enabled, effect };
    });
  }

  /** The events of lossy and duplicating channels. */
  private accidents({ options }: ChannelHandle, name: string, at: number): Instance[] {
    const messages = [...this.messages(at)];
    const places = [...messages.keys()];
    const told =
      options.order === "any"
        ? places.filter((i) => i === 0 || keyOf(messages[i]!) !== keyOf(messages[i - 1]!))
        : places;
    const event = (what: string, effect: (i: number) => void) =>
      told.map((i) => ({
        event: `${name}.${what}`,
        counts: false,
        atOnce: false,
        enabled: () => true,
        effect: () => effect(i),
      }));
    const room = messages.length < options.capacity;
    return [
      ...(options.lossy ? event("lose", (i) => this.messages(at).splice(i, 1)) : []),
      ...(options.duplicating && room ? event("duplicate", (i) => this.messages(at).splice(i, 0, messages[i]!)) : []),
    ];
  }

  // ---- What authors hold ---------------------------------------------------------------------------------------

  private bind(leaf: Leaf, at: number): void {
    const { handle } = leaf;
    if (handle instanceof VariableHandle) {
      handle[live] = liveFields({ value: handle.of }, () => this.now[at] as Record<string, Data>, this) as {
        value: unknown;
      };
    } else if (handle instanceof ChannelHandle) {
      handle[live] = this.liveChannel(handle, at);
    } else {
      const members = Array.from({ length: handle.size }, (_, i) => this.liveMember(leaf, at, i));
      this.views.set(handle, members);
      handle[live] =
        handle.kind === "one" ? members[0] : { ...liveMembers(members), ...positions(members, handle.shape) };
    }
  }

  private liveMember(leaf: Leaf, at: number, i: number): object {
    const handle = leaf.handle as MachineHandle;
    const data = () => this.members(at)[i]!;
    const row = (event: string) => handle.machine.rows.find((r) => r.fromState === data().state && r.event === event);
    const accepts = (event: string): boolean => {
      const when = leaf.rules[event]?.when;
      return row(event) !== undefined && (when === undefined || Boolean(when(member)));
    };
    const member: object = readable(
      { state: () => data().state, cohort: () => data().cohort },
      {
        index: i,
        is: (...states: string[]) => states.includes(data().state),
        can: accepts,
        dispatch: (event: string) => {
          if (this.calls >= CALLS_MAX || !accepts(event)) this.discard("calls are accepted", `${leaf.name}.${event}`);
          this.calls += 1;
          this.fired.push(`${leaf.name}.${event}`);
          data().state = row(event)!.toState;
          leaf.rules[event]?.then?.(member);
          this.calls -= 1;
        },
      },
    );
    return liveFields(handle.vars, () => data().vars, this, member);
  }

  private liveChannel(handle: ChannelHandle, at: number) {
    const { of, options } = handle;
    const messages = () => this.messages(at);
    const next = (): number => {
      if (messages().length === 0) this.outside("a message of an empty channel");
      if (options.order !== "any") return 0;
      const distinct = [...new Set(messages().map(keyOf))];
      if (!this.nextMessage.has(handle)) this.nextMessage.set(handle, distinct[this.choose(distinct.length)]!);
      return messages().findIndex((m) => keyOf(m) === this.nextMessage.get(handle));
    };
    const read = {
      length: () => messages().length,
      full: () => messages().length === options.capacity,
      head: () => detached(of, messages()[next()]!, this),
    };
    return readable(read, {
      send: (message: unknown) => {
        if (messages().length === options.capacity) this.outside("one message more than the capacity");
        messages().push(written(of, message, this));
        if (options.order === "any") messages().sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
      },
      receive: () => {
        const [message] = messages().splice(next(), 1);
        this.nextMessage.delete(handle);
        return detached(of, message!, this);
      },
    });
  }

  private members(at: number): MemberData[] {
    return this.now[at] as MemberData[];
  }

  private messages(at: number): Data[] {
    return this.now[at] as Data[];
  }
}

/** All choices of `n` of the items. */
function subsets<T>(items: readonly T[], n: number): T[][] {
  if (n === 0) return [[]];
  return items.flatMap((first, i) => subsets(items.slice(i + 1), n - 1).map((rest) => [first, ...rest]));
}

function choiceInProperty(): never {
  throw new Error("a property reads a choice");
}
