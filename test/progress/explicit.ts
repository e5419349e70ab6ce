// A program that is written out: states are numbers, and every step is in a list. What the explorer decides on it can be
// compared with what brute force says.
import { search, type Exploration } from "../../src/explore/search.ts";
import { WalkedSpace } from "../../src/explore/walk.ts";
import type { Claim as ProgramClaim, Program, Steps } from "../../src/program.ts";
import type { Claim, System } from "../naive/progress.ts";

/** The system as a program that makes these claims. */
export function programOf(system: System, claims: readonly Claim[]): Program {
  const tests: ((state: number) => boolean)[] = [];
  let present = 0;
  const named = claims.map((claim, i): ProgramClaim => {
    const goal = tests.push(claim.goal) - 1;
    const once = claim.kind === "leadsTo" ? { once: tests.push(claim.once) - 1 } : {};
    const without = claim.kind === "settles" ? claim.without : [];
    return {
      name: `claim ${i}`,
      builtin: false,
      decided: { kind: "progress", form: claim.kind, goal, ...once, without },
    };
  });
  return {
    words: 1,
    events: [...new Set(system.steps.map(({ rule }) => `rule ${rule}`))],
    claims: named,
    fairness: { fair: system.fair, accidents: system.accidents, foreign: [] },
    ...(system.tick !== undefined && { tick: system.tick }),
    starts: (found) => system.starts.forEach((state) => found(Uint32Array.of(state))),
    load: (words, at) => void (present = words[at]!),
    holds: (predicate) => tests[predicate]!(present),
    expand: (steps) => expand(system, present, steps),
    compare: (a, b) => a[0]! - b[0]!,
    sortKey: (word) => word,
  };
}

function expand({ steps: all, accidents }: System, present: number, steps: Steps): void {
  const taken = all.filter(({ from }) => from === present);
  steps.count = taken.length;
  steps.enabled = taken.some(({ rule }) => !accidents.includes(rule));
  if (steps.words.length < taken.length) steps.words = new Uint32Array(taken.length);
  if (steps.instances.length < 4 * taken.length) steps.instances = new Int32Array(4 * taken.length);
  for (const [i, { to, rule, member }] of taken.entries()) {
    steps.words[i] = to;
    steps.instances.set([rule, member, -1, 0], 4 * i);
  }
}

/** What the explorer makes of it; it is interrupted after so many looks at the clock. */
export function explore(system: System, claims: readonly Claim[], looks = Infinity): Exploration {
  const program = programOf(system, claims);
  const wanted = new Uint8Array(claims.length).fill(1);
  let time = 0;
  const options = { budget: {}, interrupted: () => looks-- <= 0, now: () => (time += 1000) };
  const run = search(program, new WalkedSpace(program, wanted), wanted, options);
  for (let turn = run.next(); ; turn = run.next()) if (turn.done) return turn.value;
}
