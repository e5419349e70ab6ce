// Searches that end unfinished know nothing of the long run; taken up again they decide as if they had never stopped.
import { check, type Checkpoint } from "fleetcheck";
import { expect, test } from "vitest";
import termination from "./textbook/termination.ts";
import semaphore from "./textbook/semaphore.ts";

const LONG_RUN = ["eventually", "infinitelyOften", "leadsTo", "settles"];

test.each([
  ["by a bound on states", { states: 10 }],
  ["by a bound on depth", { depth: 3 }],
] as const)("a search that is ended %s says incomplete", (_, budget) => {
  for (const spec of [termination, semaphore]) {
    const { properties, stopped } = check(spec, { budget });
    expect(stopped).toBeDefined();
    const claims = properties.filter(({ kind }) => LONG_RUN.includes(kind));
    expect(claims.map(({ verdict }) => verdict)).toEqual(claims.map(() => "incomplete"));
    expect(claims.map(({ assurance }) => assurance)).toEqual(
      claims.map(() => expect.stringMatching(/^bounded\(\d+\)$/)),
    );
  }
});

test("one that is taken up again decides as if it had never stopped", () => {
  const scenario = "the token may stay";
  const whole = check(termination, { scenario });
  const saved: Checkpoint[] = [];
  check(termination, { scenario, budget: { depth: 4 }, onCheckpoint: (checkpoint) => saved.push(checkpoint) });
  const resumed = check(termination, { scenario, resume: saved[0]! });
  expect(resumed.properties).toEqual(whole.properties);
  expect(whole.properties.filter(({ verdict }) => verdict === "violated")).toHaveLength(2);
});

test("asked for one claim, a search decides that one as among all", () => {
  const all = check(semaphore, { scenario: "weak, to each" });
  for (const claim of all.properties) {
    const { properties } = check(semaphore, { scenario: "weak, to each", properties: [claim.name] });
    expect(properties).toEqual([claim]);
  }
});
