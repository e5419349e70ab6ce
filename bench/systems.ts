// What is measured: each system as a spec of fleetcheck, in Promela and in Murphi, with the counts all must find.
import { philosophers, threadMesh, twoPhaseCommit } from "./promela.ts";

export interface System {
  readonly name: string;
  /** A file of test/oracles/. */
  readonly spec: string;
  readonly params: Readonly<Record<string, number>>;
  promela(): string;
  /** A file of murphi/, and the constants that go in front of it. */
  readonly murphi: { readonly file: string; readonly constants: Readonly<Record<string, number>> };
  readonly states: number;
  readonly transitions: number;
  /** Ten million states or more: only for the compiled engine, unless asked for. */
  readonly large?: boolean;
  /** Measured without the peers. */
  readonly alone?: boolean;
  /** Stands in for its larger brothers under --quick. */
  readonly quick?: boolean;
}

export const systems: readonly System[] = [
  { ...twoPhase(5), quick: true },
  twoPhase(7),
  twoPhase(8),
  { ...twoPhase(9), large: true },
  { ...twoPhase(10), large: true, alone: true },
  { ...mesh(4, 1), quick: true },
  mesh(10, 1),
  mesh(5, 2),
  { ...dining(6), transitions: 28_746, quick: true },
  { ...dining(10), transitions: 15_426_870 },
  { ...dining(11), transitions: 71_884_197 },
];

function twoPhase(managers: number): System {
  const n = managers;
  return {
    name: `two-phase ${n}`,
    spec: "two-phase-commit",
    params: { managers },
    promela: () => twoPhaseCommit(n),
    murphi: { file: "two-phase-commit.m", constants: { N: n } },
    states: 2 ** n + 4 ** n + 6 ** n,
    // prepare and give up, hear of a commit, hear of an abort, hear who is prepared, commit, abort
    transitions: 2 * n * (4 ** (n - 1) + 6 ** (n - 1)) + n * 2 ** n + n * 6 ** n + 2 * n * 4 ** (n - 1) + 1 + 4 ** n,
  };
}

function mesh(servers: number, added: number): System {
  const all = servers + added;
  // With k added servers launched, each of these pairs has or has not been learnt.
  const pairs = (k: number) => (servers + k) * (servers + k - 1) - servers * (servers - 1);
  const launched = Array.from({ length: added + 1 }, (_, k) => ({ k, ways: choose(added, k), pairs: pairs(k) }));
  return {
    name: `thread mesh ${servers}+${added}`,
    spec: "thread-mesh",
    params: { servers, added, threadLimit: all },
    promela: () => threadMesh(servers, added, all),
    murphi: { file: "thread-mesh.m", constants: { OLD: servers, M: all, L: all } },
    states: sum(launched, (l) => l.ways * 2 ** l.pairs),
    transitions: sum(launched, (l) => l.ways * ((added - l.k) * 2 ** l.pairs + l.pairs * 2 ** (l.pairs - 1))),
  };
}

/** The transitions were counted by all three; there is no closed form at hand. */
function dining(n: number): Omit<System, "transitions"> {
  return {
    name: `philosophers ${n}`,
    spec: "philosophers",
    params: { philosophers: n },
    promela: () => philosophers(n),
    murphi: { file: "philosophers.m", constants: { N: n } },
    states: lucas(3 * n),
  };
}

function lucas(n: number): number {
  let [now, next] = [2, 1];
  for (let i = 0; i < n; i++) [now, next] = [next, now + next];
  return now;
}

function choose(n: number, k: number): number {
  return k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k;
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
