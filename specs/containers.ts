// Amazon ECS and EKS, whose workflows wait for events of EventBridge.
//
// A customer has a cluster provisioned, scaled and de-provisioned; each is finished by an event. Events of others are
// in front of it: one more for each hour in which EventBridge delivers nothing, and one fewer for each in which it
// does. An outage lasts until nothing is in front.
// Its length flips the claims: with 2 hours for each workflow, an outage of 1 hour is not noticed, one of 2 is.
// Left out: tasks apart from their cluster, and retries.
// Source: AWS's public summary of the event, paragraph 10, which names the three; most of it was over by 16:15. It
// names no remedy: these services wait for EventBridge still.
import { always, flag, machine, one, range, reachable, recovers, spec, system, t, variable } from "fleetcheck";

/** A customer's cluster. */
export const Cluster = machine("cluster", "absent", [
  t("absent", "create", "provisioning"),
  t("provisioning", "provision", "running"),
  t("running", "resize", "scaling"),
  t("scaling", "scale", "running"),
  t("running", "delete", "de-provisioning"),
  t("de-provisioning", "de-provision", "absent"),
]);

export default spec({
  name: "ECS and EKS",
  given: { eventsDelivered: flag() },
  params: {
    outage: 1, // hours in which nothing shall be late
    bound: 2, // hours for a workflow
  },
  scenarios: {
    "25 November 2020": {
      with: { outage: 11 },
      expect: {
        "a cluster is provisioned in time": "violated",
        "a cluster is scaled in time": "violated",
        "a cluster is de-provisioned in time": "violated",
      },
    },
    "an outage of an hour": {},
  },
  sweeps: {
    "length of the outage": {
      over: { outage: range(0, 3) },
      scenario: "an outage of an hour",
      properties: [
        "a cluster is provisioned in time",
        "a cluster is scaled in time",
        "a cluster is de-provisioned in time",
      ],
    },
  },
  build({ outage, bound }, { eventsDelivered }) {
    const cluster = one(Cluster, { vars: { waited: range(0, bound + 1) } });
    const ahead = variable(range(0, outage + 1)); // events
    const hours = variable(range(0, outage + 1)); // without events, since nothing was ahead
    const isNext = () => eventsDelivered() && ahead.value === 0;
    const isWaiting = () => cluster.is("provisioning", "scaling", "de-provisioning");
    const inTime = () => cluster.waited <= bound || hours.value > outage;
    return system({
      parts: { cluster, ahead, hours },
      rules: {
        cluster: {
          provision: { when: isNext, together: true },
          scale: { when: isNext, together: true },
          "de-provision": { when: isNext, together: true },
        },
      },
      clock: {
        tick: "1 hour",
        then: () => {
          if (isNext()) hours.value = 0;
          else if (!eventsDelivered()) hours.value = Math.min(hours.value + 1, outage + 1);
          ahead.value = eventsDelivered() ? Math.max(0, ahead.value - 1) : Math.min(ahead.value + 1, outage + 1);
          cluster.waited = isWaiting() ? Math.min(cluster.waited + 1, bound + 1) : 0;
        },
      },
      properties: {
        "a cluster is provisioned in time": always(() => !cluster.is("provisioning") || inTime()),
        "a cluster is scaled in time": always(() => !cluster.is("scaling") || inTime()),
        "a cluster is de-provisioned in time": always(() => !cluster.is("de-provisioning") || inTime()),
        "workflows finish once events are delivered": recovers(() => !isWaiting(), {
          once: eventsDelivered,
          assuming: eventsDelivered,
        }),
        "a cluster can run": reachable(() => cluster.is("running")),
      },
      provides: { works: () => cluster.waited <= bound },
    });
  },
});
