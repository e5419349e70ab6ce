// Systems whose state spaces others have counted: as published with the model, or by SPIN, Rumur or a formula.
// States are portable. Transitions are one for each enabled instance, self-loops included, start states not.
import { check, type Spec } from "fleetcheck";
import { expect, test } from "vitest";
import cappedBoot from "./oracles/capped-boot.ts";
import dieHard from "./oracles/die-hard.ts";
import ewd840 from "./oracles/ewd840.ts";
import independent from "./oracles/independent.ts";
import { reducedStates } from "./oracles/known.ts";
import life from "./oracles/life.ts";
import peterson from "./oracles/peterson.ts";
import philosophers from "./oracles/philosophers.ts";
import simpleAllocator from "./oracles/simple-allocator.ts";
import threadMesh from "./oracles/thread-mesh.ts";
import transactionCommit from "./oracles/transaction-commit.ts";
import twoPhaseCommit from "./oracles/two-phase-commit.ts";
import wheels from "./oracles/wheels.ts";
import worked from "./oracles/worked.ts";

interface Known {
  readonly spec: Spec;
  readonly scenario?: string;
  readonly params?: Readonly<Record<string, number>>;
  readonly states: number;
  readonly transitions?: number;
  /** Claims that do not hold, which ends no search. */
  readonly fails?: readonly string[];
}

const known: readonly Known[] = [
  { spec: twoPhaseCommit, params: { managers: 1 }, states: 12, transitions: 19 },
  { spec: twoPhaseCommit, params: { managers: 2 }, states: 56, transitions: 153 },
  { spec: twoPhaseCommit, params: { managers: 3 }, states: 288, transitions: 1145 },
  { spec: twoPhaseCommit, params: { managers: 4 }, states: 1568, transitions: 8257 },
  { spec: twoPhaseCommit, params: { managers: 5 }, states: 8832, transitions: 58145 },
  { spec: twoPhaseCommit, params: { managers: 6 }, states: 50816, transitions: 402305 },
  { spec: twoPhaseCommit, params: { managers: 7 }, states: 296448, transitions: 2744705 },
  { spec: twoPhaseCommit, params: { managers: 8 }, states: 1745408, transitions: 18507777 },

  { spec: transactionCommit, params: { managers: 1 }, states: 4 },
  { spec: transactionCommit, params: { managers: 2 }, states: 12 },
  { spec: transactionCommit, params: { managers: 3 }, states: 34 },
  { spec: transactionCommit, params: { managers: 4 }, states: 96 },
  { spec: transactionCommit, params: { managers: 5 }, states: 274 },
  { spec: transactionCommit, params: { managers: 6 }, states: 792 },

  { spec: dieHard, states: 16, transitions: 96 },

  { spec: simpleAllocator, params: { clients: 3, resources: 2 }, states: 400 },
  { spec: simpleAllocator, params: { clients: 3, resources: 3 }, states: 8000 },

  { spec: ewd840, params: { nodes: 2 }, states: 54, transitions: 186 - ewd840Starts(2) },
  { spec: ewd840, params: { nodes: 3 }, states: 302, transitions: 1817 - ewd840Starts(3) },
  { spec: ewd840, params: { nodes: 4 }, states: 1566, transitions: 14962 - ewd840Starts(4) },
  { spec: ewd840, params: { nodes: 5 }, states: 7742, transitions: 108963 - ewd840Starts(5) },
  { spec: ewd840, params: { nodes: 6 }, states: 36990, transitions: 724420 - ewd840Starts(6) },

  { spec: peterson, params: { processes: 3 }, states: 882, transitions: 2646 },
  { spec: peterson, params: { processes: 4 }, states: 22281, transitions: 89124 },
  { spec: peterson, params: { processes: 5 }, states: 628868, transitions: 3144340 },

  { spec: cappedBoot, params: { servers: 3, cap: 1 }, states: 54 },
  { spec: cappedBoot, params: { servers: 4, cap: 1 }, states: 189 },
  { spec: cappedBoot, params: { servers: 8, cap: 2 }, states: 44469 },

  { spec: independent, params: { members: 4, positions: 3 }, states: 3 ** 4, transitions: 4 * 3 ** 4 },
  { spec: independent, params: { members: 8, positions: 4 }, states: 4 ** 8, transitions: 8 * 4 ** 8 },
  { spec: wheels, params: { members: 4, positions: 3, turning: 2 }, states: 3 ** 4, transitions: 6 * 3 ** 4 },
  { spec: wheels, params: { members: 7, positions: 4, turning: 3 }, states: 4 ** 7, transitions: 35 * 4 ** 7 },

  { spec: worked, scenario: "before the addition", states: 1, transitions: 0 },
  {
    spec: worked,
    scenario: "25 November 2020",
    states: 33,
    transitions: 73,
    fails: ["no server outgrows its threads", "the added server can serve"],
  },
  { spec: worked, scenario: "higher limit", states: 41, transitions: 93 },

  { spec: life, params: { side: 4 }, states: 65536, transitions: 65536 },

  { spec: philosophers, params: { philosophers: 4 }, states: 322, transitions: 1068 },
  { spec: philosophers, params: { philosophers: 6 }, states: 5778, transitions: 28746 },
  { spec: philosophers, params: { philosophers: 8 }, states: 103682, transitions: 687768 },
  { spec: philosophers, params: { philosophers: 10 }, states: 1860498, transitions: 15426870 },

  { spec: threadMesh, params: { servers: 3, added: 1 }, states: 65, transitions: 193 },
  { spec: threadMesh, params: { servers: 3, added: 2 }, states: 16513, transitions: 115202 },
  { spec: threadMesh, params: { servers: 8, added: 1 }, states: 65537, transitions: 524289 },
  {
    spec: threadMesh,
    params: { servers: 3, added: 2, threadLimit: 2 },
    states: 6204,
    transitions: 35344,
    fails: ["no server breaks", "all can know all"],
  },
  {
    spec: threadMesh,
    params: { servers: 4, added: 2, threadLimit: 3 },
    states: 78354,
    transitions: 586788,
    fails: ["no server breaks", "all can know all"],
  },
];

for (const { spec, scenario, params, states, transitions, fails = [] } of known)
  test(`${spec.name} ${scenario ?? JSON.stringify(params ?? {})}`, { timeout: 120_000 }, () => {
    const verdict = check(spec, { ...(scenario && { scenario }), ...(params && { params }), symmetry: "off" });
    expect(verdict).toMatchObject({ reduction: "none", states, transitions: transitions ?? verdict.transitions });
    for (const property of verdict.properties) {
      expect.soft(property.assurance, property.name).toBe("exact");
      expect.soft(property.verdict === "holds", property.name).toBe(!fails.includes(property.name));
    }
  });

for (const { spec, scenario, params, reduction, states, transitions } of reducedStates)
  test(`${spec.name} ${scenario ?? JSON.stringify(params ?? {})}, one state for each orbit`, () => {
    const verdict = check(spec, { ...(scenario && { scenario }), ...(params && { params }) });
    expect(verdict).toMatchObject({ reduction, states, transitions: transitions ?? verdict.transitions });
  });

/** Every node active or idle and white or black, and the token anywhere. */
function ewd840Starts(nodes: number): number {
  return 4 ** nodes * nodes;
}
