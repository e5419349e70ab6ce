// AutoScaling with a reactive policy, which scales a group of instances to the load that CloudWatch shows.
//
// Every hour CloudWatch shows the present load, if it processes metrics; the policy acts on what was shown. Without
// new metrics it stays with the last ones. As mended, the policy sees recent metrics in CloudWatch's local store,
// whether they have been processed or not.
// A bound of 2 hours is what the policy needs on its best day: the load can change again while it catches up. With 1
// the claim fails with fresh metrics, too; as it was, no bound flips it.
// Left out: scheduled policies, which need no metrics, and how long it takes to start an instance.
// Source: AWS's public summary of the event, paragraphs 8 and 9: delays until metrics began to recover at 17:47.
import { always, flag, machine, one, range, reachable, recovers, spec, system, t, variable } from "fleetcheck";

/** A group of instances under a reactive policy. */
export const Group = machine("group", "scaled", [
  t("scaled", "scale out", "scaled"),
  t("scaled", "scale in", "scaled"),
]);

export default spec({
  name: "AutoScaling",
  given: { load: range(1, 3), metricsProcessed: flag() },
  params: {
    bound: 2, // hours
    localStore: false, // the policy sees what CloudWatch keeps in its local store
  },
  scenarios: {
    "25 November 2020": { expect: { "a group is soon as large as its load": "violated" } },
    "recent metrics from the local store": { with: { localStore: true } },
  },
  sweeps: {
    bound: {
      over: { bound: range(0, 4) },
      scenario: "recent metrics from the local store",
      properties: ["a group is soon as large as its load"],
    },
  },
  build({ bound, localStore }, { load, metricsProcessed }) {
    const group = one(Group, { vars: { instances: range(1, 3) } });
    const shown = variable(range(1, 3)); // load
    const waited = variable(range(0, bound + 1)); // hours with too few instances
    const seesMetrics = () => metricsProcessed() || localStore;
    return system({
      parts: { group, shown, waited },
      rules: {
        group: {
          "scale out": {
            when: (g) => shown.value > g.instances,
            then: (g) => {
              g.instances = shown.value;
            },
            together: true,
          },
          "scale in": {
            when: (g) => shown.value < g.instances,
            then: (g) => {
              g.instances = shown.value;
            },
            together: true,
          },
        },
      },
      clock: {
        tick: "1 hour",
        then: () => {
          waited.value = group.instances < load() ? Math.min(waited.value + 1, bound + 1) : 0;
          if (seesMetrics()) shown.value = load();
        },
      },
      properties: {
        "a group is soon as large as its load": always(() => waited.value <= bound),
        "with new metrics, a group gets to the size of its load": recovers(() => group.instances === load(), {
          once: metricsProcessed,
          assuming: metricsProcessed,
        }),
        "a group can grow to its largest": reachable(() => group.instances === 3),
      },
      provides: { scales: () => waited.value <= bound },
    });
  },
});
