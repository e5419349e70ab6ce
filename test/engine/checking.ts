// What the groups of the engine suite share: small specs, and verdicts told in few words.
import { always, flag, spec, SpecError, system, variable } from "fleetcheck";
import type { Body, CheckOptions, Counterexample, Problem, Spec, Step, Verdict } from "fleetcheck";

/** `check` on the engine that the suite is run for. */
export type Check = (spec: Spec, options?: CheckOptions) => Verdict;

/** A spec of one system, without parameters. */
export const small = (build: () => Body<any, any>): Spec => spec({ name: "small", build });

export const counts = ({ states, transitions, depth }: Verdict) => ({ states, transitions, depth });

/** The claims that do not hold. */
export const failed = ({ properties }: Verdict): Record<string, string> =>
  Object.fromEntries(properties.filter((p) => p.verdict !== "holds").map((p) => [p.name, p.verdict]));

/** How a claim is known: "violated, exact". */
export function known({ properties }: Verdict, claim: string): string {
  const found = properties.find((p) => p.name === claim)!;
  return `${found.verdict}, ${found.assurance}`;
}

export function counterexample({ properties }: Verdict, claim: string): Counterexample {
  const found = properties.find((p) => p.name === claim)?.counterexample;
  if (found === undefined) throw new Error(`${claim} has no counterexample`);
  return found;
}

/** The steps of a counterexample: "front 2.join", "level.rise", "world.demand rises". */
export const story = (verdict: Verdict, claim: string): string[] =>
  counterexample(verdict, claim).steps.map(stepInWords);

export function stepInWords({ part, member, event, choice }: Step): string {
  const chosen = choice === undefined ? "" : ` ${JSON.stringify(choice).replaceAll('"', "")}`;
  return `${part}${member === undefined ? "" : ` ${member}`}.${event}${chosen}`;
}

/** What is wrong with a spec. */
export function problems(run: () => unknown): readonly Problem[] {
  try {
    run();
  } catch (error) {
    if (error instanceof SpecError) return error.problems;
    throw error;
  }
  throw new Error("nothing was found wrong");
}

/** The single thing that is wrong with a spec. */
export function problemOf(run: () => unknown): Problem {
  const found = problems(run);
  if (found.length !== 1) throw new Error(`${found.length} things are wrong: ${found.map((p) => p.what).join("; ")}`);
  return found[0]!;
}

interface Deed {
  readonly parts: object;
  /** What happens, once. */
  readonly act: () => void;
}

/** The values that one deed of the world changes, as "part member field"; or why it is discarded. */
export function changedBy(check: Check, make: () => Deed): Record<string, unknown> | string {
  const verdict = check(
    small(() => {
      const { parts, act } = make();
      const done = variable(flag());
      return system({
        parts: { ...parts, done },
        world: {
          act: {
            when: () => !done.value,
            then: () => {
              act();
              done.value = true;
            },
          },
        },
        terminal: "anywhere",
        properties: { undone: always(() => !done.value) },
      });
    }),
  );
  const refused = verdict.properties.find((p) => p.kind === "builtin" && p.counterexample);
  if (refused) return `${refused.name}: ${refused.counterexample!.detail}`;
  const changes = counterexample(verdict, "undone").steps[0]!.changed.filter(({ part }) => part !== "done");
  return Object.fromEntries(
    changes.map(({ part, member, field, to }) => [[part, member, field].filter((x) => x !== undefined).join(" "), to]),
  );
}
