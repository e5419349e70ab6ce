// Progress by brute force, from the definitions word by word: which sets of states can a run pass through for ever, fairly,
// and is there a run that comes to one without doing what is claimed? For graphs of about ten states.

/** One step of an explicit graph. */
export interface Step {
  readonly from: number;
  readonly to: number;
  readonly rule: number;
  readonly member: number;
}
export interface System {
  readonly states: number;
  readonly starts: readonly number[];
  readonly steps: readonly Step[];
  readonly fair: readonly Fair[];
  /** Rules by which messages are lost and doubled: a run may end where nothing else can happen. */
  readonly accidents: readonly number[];
  /** The rule by which time passes, where there is a clock. */
  readonly tick?: number;
}
export interface Fair {
  readonly rule: number;
  /** Of this member only. */
  readonly member?: number;
  readonly strength: "weak" | "strong";
}

type Test = (state: number) => boolean;
export type Claim =
  | { readonly kind: "eventually" | "infinitelyOften"; readonly goal: Test }
  | { readonly kind: "leadsTo"; readonly once: Test; readonly goal: Test }
  | { readonly kind: "settles"; readonly goal: Test; readonly without: readonly number[] };

/** Is there a fair run that breaks the claim? */
export function isBroken(system: System, claim: Claim): boolean {
  const never: Test = (state) => !claim.goal(state);
  const reached = reachable(system, system.starts, () => true);
  switch (claim.kind) {
    // Some run has the goal in none of its states.
    case "eventually":
      return canGoOn(system, system.starts, never);
    // Some run has it in none of its states from some state on.
    case "infinitelyOften":
      return canGoOn(system, reached, never);
    // Some run has `once` in a state, and the goal neither there nor later.
    case "leadsTo":
      return canGoOn(system, reached.filter(claim.once), never);
    // From some state that is reached with all events, some run without the named ones never has the goal.
    case "settles": {
      const steps = system.steps.filter(({ rule }) => !claim.without.includes(rule));
      return canGoOn({ ...system, steps }, reached, never, true);
    }
  }
}

/** Does some fair run from one of these states stay in the region for ever? A run that ends stays where it ends; where
 *  there is a clock such a run is not judged, unless `mayEnd`. */
function canGoOn(system: System, from: readonly number[], region: Test, mayEnd = system.tick === undefined): boolean {
  const reached = reachable(system, from.filter(region), region);
  const ends = (state: number) =>
    system.steps.every((step) => step.from !== state || system.accidents.includes(step.rule));
  if (mayEnd && reached.some(ends)) return true;
  return subsets(reached).some((states) => isForEver(system, states));
}

/** Can a fair run pass through exactly these states infinitely often? If any can, then one that takes every step among
 *  them infinitely often: to take a step more breaks no fairness. */
function isForEver(system: System, states: readonly number[]): boolean {
  const steps = system.steps.filter(({ from, to }) => states.includes(from) && states.includes(to));
  const within = (state: number) => states.includes(state);
  const connected = states.every((state) => reachable({ ...system, steps }, [state], within).length === states.length);
  const timePasses = system.tick === undefined || steps.some(({ rule }) => rule === system.tick);
  return (
    steps.length > 0 && connected && timePasses && system.fair.every((fair) => isFairTo(system, fair, states, steps))
  );
}

/** Weak: what is enabled in every state from some state on is taken infinitely often. Strong: what is enabled in
 *  infinitely many states is. */
function isFairTo(system: System, fair: Fair, states: readonly number[], taken: readonly Step[]): boolean {
  const isIts = ({ rule, member }: Step) => rule === fair.rule && (fair.member === undefined || member === fair.member);
  const enabled = (state: number) => system.steps.some((step) => step.from === state && isIts(step));
  const asked = fair.strength === "weak" ? states.every(enabled) : states.some(enabled);
  return !asked || taken.some(isIts);
}

function reachable({ steps }: System, from: readonly number[], region: Test): number[] {
  const reached = new Set(from);
  for (const state of reached) {
    for (const step of steps) if (step.from === state && region(step.to)) reached.add(step.to);
  }
  return [...reached];
}

/** All of them but the empty one. */
function subsets(of: readonly number[]): number[][] {
  return Array.from({ length: 2 ** of.length - 1 }, (_, n) => of.filter((_state, bit) => ((n + 1) >> bit) % 2 === 1));
}
