// Amazon CloudWatch, which needs Kinesis to process metrics.
//
// Clients inside and outside AWS send it the metrics of each hour. As it was, it takes none while Kinesis is away:
// clients buffer those of an hour and lose what follows, and alarms are left without data. As mended, it keeps the
// metrics of the last hours in a store of its own, from which alarms read; they are processed once Kinesis is back,
// two hours' in an hour. An outage lasts until what was delayed is processed, too.
// The length of the outage flips the claim: a store for 3 hours loses nothing in 3 hours, and in 4 it does. Alarms it
// serves for as long as one likes.
// Left out: logs, and the few metrics that were processed throughout.
// Source: AWS's public summary of the event, paragraph 8: away from 5:15, first signs of recovery at 17:47, and all
// well at 22:31. How much clients buffer, and the pace of back-filling, are ours.
import { always, flag, fleet, machine, one, range, reachable, recovers, spec, system, t, variable } from "fleetcheck";
import { Buffering, buffersWhileAway } from "./parts/buffering-client.ts";
import { Stream } from "./parts/stream.ts";

/** Clients that send metrics: AWS's own services, and customers. */
export const MetricClient = machine("client", "working", Buffering);

/** What turns the metrics that CloudWatch took into those that it can show. */
export const Processing = machine("metric processing", "up", Stream);

/** An alarm on a metric. */
export const Alarm = machine("alarm", "OK", [
  t("OK", "missData", "INSUFFICIENT_DATA"),
  t("INSUFFICIENT_DATA", "seeData", "OK"),
]);

export default spec({
  name: "CloudWatch",
  given: { kinesisWorks: flag() },
  params: {
    outage: 3, // hours in which nothing shall be lost
    clientBuffer: 1, // hours of metrics
    store: 0, // hours of metrics
    backfill: 2, // hours of metrics that are processed in an hour
  },
  scenarios: {
    "25 November 2020": {
      with: { outage: 17 },
      expect: { "alarms have data": "violated", "no metrics are lost in such an outage": "violated" },
    },
    "three hours in the local store": { with: { store: 3 } },
    "three hours in the local store, and 25 November 2020": {
      with: { store: 3, outage: 17 },
      expect: { "no metrics are lost in such an outage": "violated" },
    },
  },
  sweeps: {
    "length of the outage": {
      over: { outage: range(1, 6) },
      scenario: "three hours in the local store",
      properties: ["alarms have data", "no metrics are lost in such an outage"],
    },
  },
  build({ outage, clientBuffer, store, backfill }, { kinesisWorks }) {
    const clients = fleet(MetricClient, 2, {
      vars: { buffered: range(0, clientBuffer), lost: flag() },
      start: [{ cohort: "internal" }, { cohort: "external" }],
    });
    const processing = one(Processing);
    const alarm = one(Alarm);
    const stored = variable(range(0, store));
    const hours = variable(range(0, outage + 1)); // without Kinesis, since all was well
    const lostAfter = variable(range(0, outage + 1)); // 0 where nothing was lost
    const takesMetrics = () => kinesisWorks() || store > 0;
    const client = buffersWhileAway(
      () => !takesMetrics(),
      () => clientBuffer,
    );
    return system({
      parts: { processing, clients, alarm, stored, hours, lostAfter },
      rules: {
        clients: {
          buffer: { ...client.buffer, together: true },
          drop: {
            ...client.drop,
            together: true,
            then: (s) => {
              s.lost = true;
            },
          },
          deliver: { ...client.deliver, together: true },
        },
        processing: {
          fail: { when: () => !kinesisWorks(), together: true },
          "recover partly": { when: () => kinesisWorks(), together: true },
          recover: { when: () => kinesisWorks() && stored.value === 0, together: true },
        },
        alarm: {
          missData: { when: () => !takesMetrics(), together: true },
          seeData: { when: () => takesMetrics(), together: true },
        },
      },
      clock: {
        tick: "1 hour",
        then: () => {
          const isFull = !kinesisWorks() && store > 0 && stored.value === store;
          stored.value = kinesisWorks() ? Math.max(0, stored.value - backfill) : Math.min(stored.value + 1, store);
          if (processing.is("up")) hours.value = 0;
          else if (!kinesisWorks()) hours.value = Math.min(hours.value + 1, outage + 1);
          if (lostAfter.value === 0 && (isFull || clients.some((s) => s.lost))) lostAfter.value = hours.value;
        },
      },
      properties: {
        "alarms have data": always(() => alarm.is("OK")),
        "no metrics are lost in such an outage": always(() => lostAfter.value === 0 || lostAfter.value > outage),
        "delayed metrics are processed once Kinesis is back": recovers(() => processing.is("up"), {
          once: kinesisWorks,
          assuming: kinesisWorks,
        }),
        "an alarm gets its data again": recovers(() => alarm.is("OK")),
        "processing can be in arrears": reachable(() => processing.is("degraded")),
      },
      provides: { takesMetrics, processesMetrics: () => processing.is("up") },
    });
  },
});
