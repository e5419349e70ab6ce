// The matchers: expect(spec).toHold(), toViolate, toReach and toSurvive.
import { stepLines } from "../present/steps.ts";
import type { ClaimOf, ParamsOf, Spec } from "../spec/spec.ts";
import { follow, type Course, type NamedStep } from "../verdict/follow.ts";
import { AS_EXPECTED, inTest, judge, verdictsOn, type Asked, type Judged, type Wanted } from "./judge.ts";

/** Which scenario, with which parameters, and how to search; without a scenario all of them. */
type Asking<S> = Omit<Asked, "params"> & { readonly params?: ParamsOf<S> };
/** A course of steps, as a counterexample had it. */
type Steps<S> = {
  readonly scenario?: string;
  readonly params?: ParamsOf<S>;
  readonly steps: readonly NamedStep[];
};

export interface SpecMatchers<R, S> {
  /**
   * Every claim is as the scenario expects; with a claim's name, that one holds.
   *
   * @example expect(lock).toHold({ scenario: "two clients" })
   */
  toHold(asking?: Asking<S>): R;
  toHold(claim: ClaimOf<S>, asking?: Asking<S>): R;
  /** The claim is violated. @example expect(lock).toViolate("one holds the lock at a time") */
  toViolate(claim: ClaimOf<S>, asking?: Asking<S>): R;
  /** The claim, made by `reachable`, is reached. @example expect(lock).toReach("a client gets the lock") */
  toReach(claim: ClaimOf<S>, asking?: Asking<S>): R;
  /** The steps do not break the claim, or are not possible any more. @example see `fleetcheck replay --as-test` */
  toSurvive(claim: ClaimOf<S>, course: Steps<S>): R;
}

interface State {
  readonly isNot?: boolean;
}

export const matchers = {
  toHold(this: State, received: unknown, first?: string | Asked, second: Asked = {}): Judged {
    if (typeof first === "string") return judgeClaim(received, first, second, HOLDS, this);
    return judge(verdictsOn(specOf(received), first ?? {}), AS_EXPECTED, this.isNot ?? false);
  },
  toViolate(this: State, received: unknown, claim: string, asked: Asked = {}): Judged {
    return judgeClaim(received, claim, asked, VIOLATED, this);
  },
  toReach(this: State, received: unknown, claim: string, asked: Asked = {}): Judged {
    return judgeClaim(received, claim, asked, REACHED, this);
  },
  toSurvive(received: unknown, claim: string, course: Omit<Course, "claim">): Judged {
    const followed = inTest(() => follow(specOf(received), { ...course, claim }));
    if (followed.kind === "breaks")
      return {
        pass: false,
        message: () => [`${claim}: broken by these steps`, ...stepLines(followed.told)].join("\n"),
      };
    const why =
      followed.kind === "survives" ? "the claim survives these steps" : `step ${followed.step + 1} cannot happen`;
    return { pass: true, message: () => `${claim}: ${why}, expected not to survive` };
  },
};

const HOLDS: Wanted = { isMet: ({ verdict }) => verdict === "holds", inWords: () => "to hold" };
const VIOLATED: Wanted = { isMet: ({ verdict }) => verdict === "violated", inWords: () => "to be violated" };
const REACHED: Wanted = { isMet: ({ verdict }) => verdict === "holds", inWords: () => "to be reached" };

function judgeClaim(received: unknown, claim: string, asked: Asked, wanted: Wanted, { isNot = false }: State): Judged {
  const verdicts = verdictsOn(specOf(received), asked, claim);
  const kind = verdicts[0]!.properties[0]!.kind;
  if ((wanted === REACHED) !== (kind === "reachable") && wanted !== HOLDS)
    throw new TypeError(
      `\`${claim}\` is a claim of kind ${kind}: it cannot be ${wanted === REACHED ? "reached" : "violated"}`,
    );
  return judge(verdicts, wanted, isNot);
}

function specOf(received: unknown): Spec {
  if (typeof (received as Partial<Spec> | undefined)?.build === "function") return received as Spec;
  throw new TypeError("expected a spec, as `spec({ … })` makes it");
}
