// Systems as code, made by hand: what the compiled engine is given when a spec has been translated.
import type { Code, InstanceCode, Node } from "../../../src/compile/code.ts";
import { Nodes } from "../../../src/compile/nodes.ts";
import { layOut, pack, type Layout } from "../../../src/model/layout.ts";
import type { Claim, ClaimKind } from "../../../src/program.ts";

export interface System {
  readonly code: Code;
  readonly layout: Layout;
  readonly claims: readonly Claim[];
  readonly events: number;
  readonly starts: Uint32Array;
}

/** Leaves by name, and instances, as they are written down. */
export class SystemWriter {
  readonly nodes = new Nodes();
  readonly #names = new Map<string, number>();
  readonly #sizes: number[] = [];
  readonly #starts: number[] = [];
  readonly #instances: InstanceCode[] = [];
  readonly #predicates: Node[] = [];
  readonly #claims: Claim[] = [];
  readonly #rules: string[] = [];

  leaf(name: string, size: number, start = 0): void {
    this.#names.set(name, this.#sizes.push(size) - 1);
    this.#starts.push(start);
  }
  at(name: string): Node {
    const leaf = this.#names.get(name)!;
    return this.nodes.leaf(leaf, this.#sizes[leaf]!);
  }
  is(name: string, value: number): Node {
    return this.nodes.equal(this.at(name), this.nodes.constant(value));
  }
  all(...conditions: Node[]): Node {
    return conditions.reduce((a, b) => this.nodes.and(a, b), this.nodes.yes);
  }
  any(...conditions: Node[]): Node {
    return conditions.reduce((a, b) => this.nodes.or(a, b), this.nodes.no);
  }
  rule(name: string): number {
    const known = this.#rules.indexOf(name);
    return known < 0 ? this.#rules.push(name) - 1 : known;
  }
  instance(
    rule: string,
    guard: Node,
    writes: Readonly<Record<string, number | Node>>,
    more: Partial<InstanceCode> = {},
  ): void {
    const value = (given: number | Node) => (typeof given === "number" ? this.nodes.constant(given) : given);
    this.#instances.push({
      rule: this.rule(rule),
      member: -1,
      choice: this.#instances.length,
      pick: 0,
      counts: true,
      guard,
      refusals: [],
      writes: Object.entries(writes).map(([name, given]) => ({ leaf: this.#names.get(name)!, value: value(given) })),
      dispatched: [],
      stepTests: [],
      ...more,
    });
  }
  claim(name: string, kind: "always" | "reachable" | "deadlock", predicate: Node): void {
    const number = this.#predicates.push(predicate) - 1;
    const decided: ClaimKind = kind === "deadlock" ? { kind, terminal: number } : { kind, test: number };
    this.#claims.push({ name, builtin: kind === "deadlock", decided });
  }
  stepClaim(name: string): number {
    return this.#claims.push({ name, builtin: false, decided: { kind: "step" } }) - 1;
  }
  finished(): System {
    const layout = layOut(this.#sizes);
    const starts = new Uint32Array(layout.words);
    pack(layout, Int32Array.from(this.#starts), starts, 0);
    const code = {
      instances: this.#instances,
      predicates: this.#predicates,
      alarm: this.nodes.no,
      nodes: this.nodes.all,
    };
    return { code, layout, claims: this.#claims, events: this.#rules.length, starts };
  }
}

const each = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

/** Two-phase commit with n managers: 2^n + 4^n + 6^n states. */
export function twoPhase(n: number): System {
  const s = new SystemWriter();
  for (let i = 0; i < n; i++) {
    s.leaf(`rm${i}`, 4);
    s.leaf(`msg${i}`, 2);
  }
  s.leaf("tm", 3);
  for (let i = 0; i < n; i++) s.leaf(`prepared${i}`, 2);
  s.leaf("msgCommit", 2);
  s.leaf("msgAbort", 2);
  for (let i = 0; i < n; i++) {
    s.instance("prepare", s.is(`rm${i}`, 0), { [`rm${i}`]: 1, [`msg${i}`]: 1 });
    s.instance("giveUp", s.is(`rm${i}`, 0), { [`rm${i}`]: 3 });
    s.instance("hearCommit", s.at("msgCommit"), { [`rm${i}`]: 2 });
    s.instance("hearAbort", s.at("msgAbort"), { [`rm${i}`]: 3 });
    s.instance("hearPrepared", s.all(s.is("tm", 0), s.at(`msg${i}`)), { [`prepared${i}`]: 1 });
  }
  const everyPrepared = s.all(...each(n, (i) => s.at(`prepared${i}`)));
  s.instance("commit", s.all(s.is("tm", 0), everyPrepared), { tm: 1, msgCommit: 1 });
  s.instance("abort", s.is("tm", 0), { tm: 2, msgAbort: 1 });
  const some = (value: number) => s.any(...each(n, (i) => s.is(`rm${i}`, value)));
  const every = (value: number) => s.all(...each(n, (i) => s.is(`rm${i}`, value)));
  s.claim("no two managers decide differently", "always", s.nodes.not(s.all(some(2), some(3))));
  s.claim("all can commit", "reachable", every(2));
  s.claim("all can abort", "reachable", every(3));
  return s.finished();
}

/** Servers that learn of each other one by one; those added launch first. The states' width is (members + 2) members. */
export function threadMesh(servers: number, added: number): System {
  const s = new SystemWriter();
  const size = servers + added;
  const isOld = (i: number) => i < servers;
  for (let i = 0; i < size; i++) {
    s.leaf(`at${i}`, 3, isOld(i) ? 1 : 0);
    for (let j = 0; j < size; j++) s.leaf(`knows${i},${j}`, 2, i !== j && isOld(i) && isOld(j) ? 1 : 0);
  }
  for (let i = 0; i < size; i++) {
    s.instance("launch", s.is(`at${i}`, 0), { [`at${i}`]: 1 });
    for (let j = 0; j < size; j++) {
      if (i === j) continue;
      const ignorant = s.nodes.not(s.at(`knows${i},${j}`));
      const present = s.nodes.not(s.is(`at${j}`, 0));
      s.instance("learn", s.all(s.is(`at${i}`, 1), present, ignorant), { [`knows${i},${j}`]: 1 });
    }
  }
  s.claim("no server breaks", "always", s.nodes.not(s.any(...each(size, (i) => s.is(`at${i}`, 2)))));
  const count = (i: number) => each(size, (j) => s.at(`knows${i},${j}`)).reduce((a, b) => s.nodes.add(a, b));
  const knowsAll = (i: number) => s.nodes.equal(count(i), s.nodes.constant(size - 1));
  s.claim("all can know all", "reachable", s.all(...each(size, knowsAll)));
  return s.finished();
}

/** Dining philosophers, the last of whom takes the other fork first. */
export function philosophers(n: number): System {
  const s = new SystemWriter();
  for (let i = 0; i < n; i++) s.leaf(`p${i}`, 5);
  for (let i = 0; i < n; i++) s.leaf(`f${i}`, 2);
  const [take, putDown] = [s.rule("take"), s.rule("putDown")];
  const calls = (rule: number) => ({ dispatched: [{ test: s.nodes.yes, rule }] });
  for (let i = 0; i < n; i++) {
    const [first, second] = i === n - 1 ? [`f0`, `f${i}`] : [`f${i}`, `f${i + 1}`];
    const p = `p${i}`;
    s.instance("getHungry", s.is(p, 0), { [p]: 1 });
    s.instance("takeFirst", s.all(s.is(p, 1), s.is(first, 0)), { [p]: 2, [first]: 1 }, calls(take));
    s.instance("takeSecond", s.all(s.is(p, 2), s.is(second, 0)), { [p]: 3, [second]: 1 }, calls(take));
    s.instance("putFirst", s.is(p, 3), { [p]: 4, [first]: 0 }, calls(putDown));
    s.instance("putSecond", s.is(p, 4), { [p]: 0, [second]: 0 }, calls(putDown));
  }
  const bothEat = (i: number) => s.all(s.is(`p${i}`, 3), s.is(`p${(i + 1) % n}`, 3));
  s.claim("neighbours do not both eat", "always", s.nodes.not(s.any(...each(n, bothEat))));
  s.claim("the last one can eat", "reachable", s.is(`p${n - 1}`, 3));
  s.claim("no deadlock", "deadlock", s.nodes.no);
  return s.finished();
}
