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

/** Is there a fair run that breaks the claim? `among` says how sets of states are searched for: all of them are looked at, or
 *  only the largest ones, which agrees with it and is feasible for hundreds of states. */
export function isBroken(system: System, claim: Claim, among: Among = isAnyForEver): boolean {
  const never: Test = (state) => !claim.goal(state);
  const reached = reachable(system, system.starts, () => true);
  switch (claim.kind) {
    // Some run has the goal in none of its states.
    case "eventually":
      return canGoOn(system, system.starts, never, among);
    // Some run has it in none of its states from some state on.
    case "infinitelyOften":
      return canGoOn(system, reached, never, among);
    // Some run has `once` in a state, and the goal neither there nor later.
    case "leadsTo":
      return canGoOn(system, reached.filter(claim.once), never, among);
    // From some state that is reached with all events, some run without the named ones never has the goal.
    case "settles":
      return canGoOn(withoutRules(system, claim.without), reached, never, among, true);
    default:
      throw new Error("no such claim");
  }
}

const withoutRules = (system: System, rules: readonly number[]): System => ({
  ...system,
  steps: system.steps.filter(({ rule }) => !rules.includes(rule)),
});

/** Does some fair run from one of these states stay in the region for ever? A run that ends stays where it ends; where
 *  there is a clock such a run is not judged, unless `mayEnd`. */
function canGoOn(
  system: System,
  from: readonly number[],
  region: Test,
  among: Among,
  mayEnd = system.tick === undefined,
): boolean {
  const reached = reachable(system, from.filter(region), region);
  const ends = (state: number) =>
    system.steps.every((step) => step.from !== state || system.accidents.includes(step.rule));
  if (mayEnd && reached.some(ends)) return true;
  return among(system, reached);
}

/** Can a fair run pass through some of these states for ever? */
export type Among = (system: System, states: readonly number[]) => boolean;

export const isAnyForEver: Among = (system, states) => subsets(states).some((some) => isForEver(system, some));

/** The states that reach each other are the largest set that a run can pass through; where it enables what it never takes and a
 *  run must be fair to that strongly, the run keeps to the states that do not. */
export const isLargestForEver: Among = (system, states) => {
  const within = (state: number) => states.includes(state);
  const onward = new Map(states.map((state) => [state, reachable(system, [state], within)]));
  const largest = states.filter((state) => !states.some((s) => s < state && meet(onward, s, state)));
  return largest.some((first) => {
    const together = states.filter((state) => meet(onward, first, state));
    if (isForEver(system, together)) return true;
    const enabling = system.fair.filter((fair) => fair.strength === "strong" && !isTaken(system, fair, together));
    const left = together.filter((state) => !enabling.some((fair) => isEnabled(system, fair, state)));
    return left.length > 0 && left.length < together.length && isLargestForEver(system, left);
  });
};

const meet = (onward: ReadonlyMap<number, readonly number[]>, a: number, b: number): boolean =>
  onward.get(a)!.includes(b) && onward.get(b)!.includes(a);

/** Can a fair run pass through exactly these states infinitely often? If any can, then one that takes every step among
 *  them infinitely often: to take a step more breaks no fairness. */
function isForEver(system: System, states: readonly number[]): boolean {
  const steps = system.steps.filter(({ from, to }) => states.includes(from) && states.includes(to));
  const within = (state: number) => states.includes(state);
  const connected = states.every((state) => reachable({ ...system, steps }, [state], within).length === states.length);
  const timePasses = system.tick === undefined || steps.some(({ rule }) => rule === system.tick);
  return steps.length > 0 && connected && timePasses && system.fair.every((fair) => isFairTo(system, fair, states));
}

/** Weak: what is enabled in every state from some state on is taken infinitely often. Strong: what is enabled in
 *  infinitely many states is. */
function isFairTo(system: System, fair: Fair, states: readonly number[]): boolean {
  const enabled = (state: number) => isEnabled(system, fair, state);
  const asked = fair.strength === "weak" ? states.every(enabled) : states.some(enabled);
  return !asked || isTaken(system, fair, states);
}

const isOf = ({ rule, member }: Fair, step: Step): boolean =>
  step.rule === rule && (member === undefined || step.member === member);

const isEnabled = ({ steps }: System, fair: Fair, state: number): boolean =>
  steps.some((step) => step.from === state && isOf(fair, step));

const isTaken = ({ steps }: System, fair: Fair, states: readonly number[]): boolean =>
  steps.some((step) => isOf(fair, step) && states.includes(step.from) && states.includes(step.to));

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
