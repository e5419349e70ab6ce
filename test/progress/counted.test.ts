// Graphs of counted fleets: what is decided on them is what the interpreter decides where it reduces, run by run.
import {
  check,
  eventually,
  fleet,
  infinitelyOften,
  leadsTo,
  machine,
  range,
  recovers,
  setOf,
  spec,
  system,
  t,
  variable,
  type Spec,
  type Verdict,
} from "fleetcheck";
import { describe, expect, test } from "vitest";

const Job = machine("job", "idle", [
  t("idle", "start", "busy"),
  t("busy", "finish", "idle"),
  t("busy", "crash", "dead"),
  t("dead", "mend", "idle"),
]);

interface Shop {
  readonly jobs: number;
  readonly busyMax: number;
  readonly fair?: "weak" | "strong";
}

const shop = ({ jobs, busyMax, fair }: Shop): Spec =>
  spec({
    name: "shop",
    build() {
      const job = fleet(Job, jobs, { vars: { tries: range(0, 2) } });
      const done = variable(range(0, 3));
      const held = variable(setOf(job)); // declared before the fleet, and a flag of each member where that is counted
      return system({
        parts: { held, job, done },
        rules: {
          job: {
            start: {
              when: () => job.count((j) => j.state === "busy") < busyMax,
              then: (j) => {
                held.value.add(j);
              },
              ...(fair && { fair }),
            },
            finish: {
              then: (j) => {
                held.value.delete(j);
                j.tries = (j.tries + 1) % 3;
                if (done.value < 3) done.value += 1;
              },
              ...(fair && { fair }),
            },
            crash: { when: () => busyMax > 1 },
            mend: {},
          },
        },
        properties: {
          "all can rest": recovers(() => job.every((j) => j.state === "idle")),
          "nothing is done": recovers(() => done.value === 0),
          "all is done": eventually(() => done.value === 3),
          "somebody is held": infinitelyOften(() => held.value.size > 0),
          "all are let go": leadsTo(
            () => held.value.size > 1,
            () => held.value.size === 0,
          ),
        },
      });
    },
  });

/** What does not depend on the engine. */
const told = ({ states, transitions, depth, events, reduction, properties }: Verdict) => ({
  states,
  transitions,
  depth,
  events,
  reduction,
  claims: properties.map(({ name, verdict, assurance, counterexample }) => {
    const { steps, loop } = counterexample ?? {};
    return [name, verdict, assurance, steps?.length, loop];
  }),
});

const shops: Shop[] = [
  { jobs: 3, busyMax: 1 },
  { jobs: 3, busyMax: 2, fair: "weak" },
  { jobs: 4, busyMax: 3, fair: "strong" },
  { jobs: 5, busyMax: 2, fair: "strong" },
];

describe.each(shops)("a shop with $jobs jobs, $busyMax at a time, fair: $fair", (asked) => {
  test.each([1, 2])("is decided alike by %d workers and by the interpreter", (workers) => {
    const compiled = told(check(shop(asked), { engine: "compiled", workers }));
    expect(compiled.reduction).toBe("counted");
    expect(compiled).toEqual(told(check(shop(asked), { engine: "interpreted" })));
  });
});
