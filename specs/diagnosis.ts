// The diagnosis on 25 November 2020: act on the leading candidate at once, or confirm the cause before acting?
//
// Two candidates were left, memory pressure in the lead, and either meant to change the configuration of every front-end
// server of Amazon Kinesis and to restart them all, which took twelve hours. What the cause is nobody knows at the start.
// Only a finished restart shows that nothing is mended, so that acting on the wrong candidate costs a second one. To
// confirm first took two hours, and bounds the recovery. Here time goes in steps of two hours.
// Left out: how the cause was found, and why a restart takes so long (fleet-restart.ts).
// Source: AWS's public summary of the event, paragraphs 4 and 5: two candidates at 7:51, the cause confirmed at 9:39 (the
// thread limit, not memory), the restart from 10:07 to 22:23.
import { always, eventually, machine, one, oneOf, range, reachable, spec, system, t } from "fleetcheck";

/** The recovery: the fleet serves again when all servers are restarted with the fix for what was really wrong. */
export const Recovery = machine("recovery", "diagnosing", [
  t("diagnosing", "actOnCandidate", "restarting"),
  t("diagnosing", "actOnConfirmedCause", "restarting"),
  t("restarting", "seeNothingMended", "diagnosing"),
  t("restarting", "serveAgain", "serving"),
]);

export default spec({
  name: "diagnosis",
  params: {
    confirmFirst: false,
    confirming: 1, // steps of two hours
    restarting: 6,
    stepsMax: 8, // for which the recovery may last
  },
  scenarios: {
    "acting on the leading candidate": {
      expect: { "one restart is enough": "violated", "the recovery is in time": "violated" },
    },
    "25 November 2020: confirm before acting": { with: { confirmFirst: true } },
  },
  sweeps: {
    "how long confirming may take": {
      over: { confirming: range(0, 6) },
      scenario: "25 November 2020: confirm before acting",
      properties: ["one restart is enough", "the recovery is in time"],
    },
  },
  build({ confirmFirst, confirming, restarting, stepsMax }) {
    const recovery = one(Recovery, {
      vars: {
        cause: oneOf("memory pressure", "thread limit"),
        fix: oneOf("none", "memory pressure", "thread limit"),
        restarts: range(0, 3),
        spent: range(0, Math.max(confirming, restarting)), // on what is being done
        steps: range(0, stepsMax + 1), // in all; one too many stands for any more
      },
      start: { cause: ["memory pressure", "thread limit"] },
    });
    return system({
      parts: { recovery },
      clock: {
        tick: "2 hours",
        then: () => {
          if (recovery.is("serving")) return;
          recovery.spent += 1;
          recovery.steps = Math.min(recovery.steps + 1, stepsMax + 1);
        },
      },
      rules: {
        recovery: {
          actOnCandidate: {
            when: (r) => !confirmFirst && r.restarts === 0,
            then: (r) => {
              r.fix = "memory pressure";
              r.restarts += 1;
              r.spent = 0;
            },
            atOnce: true,
          },
          // A restart that has mended nothing confirms the other candidate.
          actOnConfirmedCause: {
            when: (r) => r.restarts > 0 || (confirmFirst && r.spent === confirming),
            then: (r) => {
              r.fix = r.cause;
              r.restarts += 1;
              r.spent = 0;
            },
            atOnce: true,
          },
          seeNothingMended: { when: (r) => r.spent === restarting && r.fix !== r.cause, atOnce: true },
          serveAgain: { when: (r) => r.spent === restarting && r.fix === r.cause, atOnce: true },
        },
      },
      properties: {
        "one restart is enough": always(() => recovery.restarts <= 1),
        "the recovery is in time": always(() => recovery.steps <= stepsMax),
        "the fleet serves again": eventually(() => recovery.is("serving")),
        "the first fix can be the right one": reachable(() => recovery.is("serving") && recovery.restarts === 1),
      },
    });
  },
});
