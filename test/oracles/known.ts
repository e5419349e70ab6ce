// How many states are left when interchangeable members are counted instead of listed. Exact quotients: as published
// with the model, by formula, or by Burnside's lemma over the full space.
import type { Spec } from "fleetcheck";
import cappedBoot from "./capped-boot.ts";
import independent from "./independent.ts";
import peterson from "./peterson.ts";
import simpleAllocator from "./simple-allocator.ts";
import transactionCommit from "./transaction-commit.ts";
import twoPhaseCommit from "./two-phase-commit.ts";
import wheels from "./wheels.ts";
import worked from "./worked.ts";

export interface Reduced {
  readonly spec: Spec;
  readonly scenario?: string;
  readonly params?: Readonly<Record<string, number>>;
  readonly reduction: "counted" | "symmetric";
  readonly states: number;
  readonly transitions?: number;
}

const counted = (spec: Spec, params: Readonly<Record<string, number>>, states: number): Reduced => ({
  spec,
  params,
  reduction: "counted",
  states,
});

export const reducedStates: readonly Reduced[] = [
  // C(n+1, 1) + C(n+3, 3) + C(n+5, 5)
  counted(twoPhaseCommit, { managers: 1 }, 12),
  counted(twoPhaseCommit, { managers: 2 }, 34),
  counted(twoPhaseCommit, { managers: 3 }, 80),
  counted(twoPhaseCommit, { managers: 4 }, 166),
  counted(twoPhaseCommit, { managers: 5 }, 314),
  counted(twoPhaseCommit, { managers: 6 }, 553),
  counted(twoPhaseCommit, { managers: 7 }, 920),
  counted(twoPhaseCommit, { managers: 8 }, 1461),
  counted(twoPhaseCommit, { managers: 9 }, 2232),
  counted(twoPhaseCommit, { managers: 10 }, 3300),
  // C(n+2, 2) + n
  counted(transactionCommit, { managers: 3 }, 13),
  counted(transactionCommit, { managers: 6 }, 34),
  counted(transactionCommit, { managers: 20 }, 251),
  // Σ over b ≤ cap of C(servers − b + 2, 2)
  counted(cappedBoot, { servers: 3, cap: 1 }, 16),
  counted(cappedBoot, { servers: 4, cap: 1 }, 25),
  counted(cappedBoot, { servers: 8, cap: 2 }, 109),
  // C(members + positions − 1, positions − 1)
  counted(independent, { members: 4, positions: 3 }, 15),
  counted(independent, { members: 8, positions: 4 }, 165),
  { ...counted(wheels, { members: 4, positions: 3, turning: 2 }, 15), transitions: 6 * 6 },
  { ...counted(wheels, { members: 24, positions: 3, turning: 8 }, 325), transitions: 45 * 153 },
  // Σ over the cycle types of three clients: (20^r + 3 · 6^r + 2 · 2^r) / 6
  counted(simpleAllocator, { clients: 3, resources: 2 }, 86),
  counted(simpleAllocator, { clients: 3, resources: 3 }, 1444),
  counted(peterson, { processes: 3 }, 172),
  counted(peterson, { processes: 4 }, 1132),
  counted(peterson, { processes: 5 }, 6770),

  { spec: worked, scenario: "before the addition", reduction: "counted", states: 1, transitions: 0 },
  { spec: worked, scenario: "25 November 2020", reduction: "counted", states: 17, transitions: 25 },
  { spec: worked, scenario: "higher limit", reduction: "counted", states: 21, transitions: 32 },
];
