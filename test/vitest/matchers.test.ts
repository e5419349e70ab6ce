// expect(spec).toHold and its like: what passes, what fails with which words, and what fails either way.
import "fleetcheck/vitest";
import { describe, expect, test } from "vitest";
import { decodeReplay, replay } from "../../src/verdict/replay.ts";
import { lasting } from "../cli/fleetcheck.ts";
import { broken, counter, lock } from "./specs.ts";
import { isShownBySteps } from "../../src/verdict/follow.ts";

/** What an assertion fails with. */
function failure(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it did not fail");
}

const one = "one holds the lock at a time";

describe("what passes", () => {
  test("toHold: all as expected, in all scenarios or in one; or one claim", () => {
    expect(lock).toHold();
    expect(lock).not.toHold({ scenario: "looks once", params: { clients: 3 } });
    expect(lock).toHold({ scenario: "looks twice", params: { clients: 3 } });
    expect(lock).toHold(one, { scenario: "looks twice" });
    expect(lock).not.toHold(one, { scenario: "looks once" });
    expect(lock).toHold("no deadlock");
  });

  test("toViolate and toReach", () => {
    expect(lock).toViolate(one, { scenario: "looks once" });
    expect(lock).not.toViolate(one, { scenario: "looks twice" });
    expect(lock).toReach("a client gets the lock");
    expect(lock).not.toReach("three get the lock");
    expect(lock).toReach("three get the lock", { scenario: "looks once", params: { clients: 3 } });
    expect(counter).toViolate("no deadlock");
  });
});

describe("what fails", () => {
  test("says what was found, with the counterexample and its replay string", () => {
    expect(lasting(failure(() => expect(lock).toHold(one)))).toMatchSnapshot("a claim");
    expect(
      lasting(failure(() => expect(lock).toHold({ scenario: "looks once", params: { clients: 3 } }))),
    ).toMatchSnapshot("a scenario");
    expect(lasting(failure(() => expect(lock).toViolate(one, { scenario: "looks twice" })))).toMatchSnapshot(
      "no violation",
    );
    expect(lasting(failure(() => expect(lock).not.toViolate(one, { scenario: "looks once" })))).toMatchSnapshot(
      "a violation",
    );
    expect(
      lasting(failure(() => expect(lock).toReach("three get the lock", { scenario: "looks once" }))),
    ).toMatchSnapshot("not reached");
  });

  test.for([{ states: 5 }, { depth: 3 }])("what is not known fails either way, ended by %o", (budget) => {
    const matchers = [expect(counter), expect(counter).not];
    for (const matcher of matchers) {
      expect(failure(() => matcher.toHold({ budget }))).toMatch(/it grows by one: incomplete, bounded\(\d\)/);
      expect(failure(() => matcher.toReach("it ends", { budget }))).toContain("it ends: incomplete, bounded(");
      expect(failure(() => matcher.toViolate("no deadlock", { budget }))).toContain(
        "no deadlock: incomplete, bounded(",
      );
    }
    expect(failure(() => expect(counter).toHold({ budget }))).toContain("what lies beyond was not seen");
  });

  test("says everything that is wrong with a spec or with what is asked", () => {
    expect(failure(() => expect(broken).toHold())).toContain("there are rules for `nobody`, which is no part of spec");
    expect(failure(() => expect(lock).toHold({ scenario: "looks thrice" }))).toContain(
      "its scenarios are: `looks once`, `looks twice`",
    );
    expect(failure(() => expect(lock).toReach(one))).toContain("is a claim of kind always: it cannot be reached");
    expect(failure(() => expect(lock).toViolate("a client gets the lock"))).toContain("it cannot be violated");
    expect(failure(() => (expect(3) as never as { toHold(): void }).toHold())).toContain("expected a spec");
  });
});

test("a replay string of a test run is replayed as long as its steps break the claim", () => {
  const found = decodeReplay(/fc1\.[\w-]+/.exec(failure(() => expect(lock).toHold(one)))![0]);
  expect(found).toMatchObject({ file: "test/vitest/specs.ts", spec: "lock", scenario: "looks once", specHash: "" });
  expect(replay(lock, found).counterexample.steps).toHaveLength(4);
  expect(() => replay(lock, { ...found, claim: "no deadlock" })).toThrow("another version of spec `lock`");
  expect(() => replay(lock, { ...found, scenario: "looks twice" })).toThrow("not possible");
});

const take = (member: number) => [
  { part: "users", member, event: "seeFree" },
  { part: "users", member, event: "take" },
];
/** Of one step that the spec may not know. */
const surviving = (step: object) => () =>
  expect(lock).toSurvive(one, { scenario: "looks twice", steps: [step as { part: string; event: string }] });

describe("toSurvive", () => {
  const [see1, take1, see2, take2] = [...take(1), ...take(2)] as const;
  const steps = [see1!, see2!, take1!, take2!];

  test("the steps break the claim in one scenario, and cannot happen in the other", () => {
    expect(lock).not.toSurvive(one, { scenario: "looks once", steps });
    expect(lock).toSurvive(one, { scenario: "looks twice", steps });
    expect(lasting(failure(() => expect(lock).toSurvive(one, { scenario: "looks once", steps })))).toMatchSnapshot(
      "broken",
    );
    expect(lasting(failure(() => expect(lock).not.toSurvive(one, { scenario: "looks twice", steps })))).toMatchSnapshot(
      "not possible",
    );
  });

  test("they are possible, and break nothing", () => {
    expect(lock).toSurvive(one, { scenario: "looks once", steps: [see1!, take1!] });
    expect(lock).toSurvive("no deadlock", { scenario: "looks once", steps });
  });

  test("a broken step, and a deadlock at the end", () => {
    const count = { part: "n", event: "count" };
    const ten = Array.from({ length: 10 }, () => count);
    expect(counter).not.toSurvive("no deadlock", { steps: ten });
    expect(counter).toSurvive("no deadlock", { params: { sticks: false }, steps: ten });
    expect(counter).toSurvive("no deadlock", { steps: ten.slice(1) });
    expect(counter).toSurvive("it grows by one", { steps: ten });
  });

  test("what is not known any more is no pass", () => {
    expect(failure(surviving({ part: "users", member: 1, event: "seize" }))).toContain("has no step `users 1.seize`");
    expect(failure(surviving({ part: "users", member: 3, event: "take" }))).toContain("has no step `users 3.take`");
    expect(failure(surviving({ part: "clients", member: 1, event: "take" }))).toContain("`users.seeFree`");
    expect(failure(() => expect(lock).toSurvive("all can be idle again", { scenario: "looks once", steps }))).toContain(
      "claims nothing called `all can be idle again`",
    );
  });
});

test("claims on time are not shown by steps: what makes a test of a run must not say that they are", () => {
  expect(isShownBySteps("builtin", "no deadlock")).toBe(true);
  expect(["time can pass", "no zero-time cycle"].map((claim) => isShownBySteps("builtin", claim))).toEqual([
    false,
    false,
  ]);
});
