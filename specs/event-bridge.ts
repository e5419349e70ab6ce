// Amazon EventBridge and CloudWatch Events, which deliver events by way of Kinesis.
//
// One event arrives each hour: a unit of traffic. While Kinesis is down, it joins the backlog. While Kinesis is
// degraded, new events are delivered, and the backlog stays. While Kinesis is up, `rate` events are delivered in an
// hour, the new one among them. An outage lasts until the backlog is gone.
// The rate flips the claim: at 1 the backlog never drains, at 2 it does. The room for the backlog flips the other:
// nothing is lost while there is room for as many hours as the outage has.
// Left out: errors of its API, and the order of events.
// Source: AWS's public summary of the event, paragraph 10: delays from 5:15; new events were delivered first, then
// slowly the backlog; most of what depended on it was well again by 16:15. Of lost events it says nothing: there was
// room.
import { always, flag, machine, one, range, reachable, recovers, spec, system, t, variable } from "fleetcheck";
import { health } from "./parts/stream.ts";

/** What takes events, and delivers them. */
export const EventBus = machine("event bus", "on time", [
  t("on time", "deliver", "on time"),
  t("on time", "holdBack", "behind"),
  t("behind", "holdBack", "behind"),
  t("behind", "deliverNew", "behind"),
  t("behind", "catchUp", "behind"),
  t("behind", "deliverLast", "on time"),
]);

export default spec({
  name: "EventBridge",
  given: { kinesis: health },
  params: {
    outage: 11, // hours in which nothing shall be lost
    room: 11, // events in the backlog
    rate: 2, // events an hour
  },
  scenarios: {
    "25 November 2020": { expect: { "events are delivered at once": "violated" } },
    "had it delivered no faster than events arrive": {
      with: { rate: 1 },
      expect: { "events are delivered at once": "violated", "the backlog drains": "violated" },
    },
    "had there been room for less": {
      with: { room: 10 },
      expect: { "events are delivered at once": "violated", "no event is lost in such an outage": "violated" },
    },
  },
  sweeps: {
    "rate of delivery": { over: { rate: range(1, 3) }, properties: ["the backlog drains"] },
    "room for the backlog": { over: { room: range(8, 12) }, properties: ["no event is lost in such an outage"] },
  },
  build({ outage, room, rate }, { kinesis }) {
    const bus = one(EventBus, { vars: { backlog: range(0, room), lost: flag() } });
    const hours = variable(range(0, outage)); // with Kinesis down, since the bus was on time
    const isUp = () => kinesis() === "up";
    return system({
      parts: { bus, hours },
      rules: {
        bus: {
          deliver: { when: () => kinesis() !== "down", together: true },
          holdBack: {
            when: () => kinesis() === "down",
            then: (b) => {
              if (b.backlog < room) b.backlog += 1;
              else if (hours.value < outage) b.lost = true;
            },
            together: true,
          },
          deliverNew: { when: () => kinesis() === "degraded", together: true },
          catchUp: {
            when: (b) => isUp() && b.backlog >= rate,
            then: (b) => {
              b.backlog -= rate - 1;
            },
            together: true,
          },
          deliverLast: {
            when: (b) => isUp() && b.backlog < rate,
            then: (b) => {
              b.backlog = 0;
            },
            together: true,
          },
        },
      },
      clock: {
        tick: "1 hour",
        then: () => {
          if (bus.is("on time")) hours.value = 0;
          else if (kinesis() === "down") hours.value = Math.min(hours.value + 1, outage);
        },
      },
      properties: {
        "events are delivered at once": always(() => bus.is("on time")),
        "no event is lost in such an outage": always(() => !bus.lost),
        "the backlog drains": recovers(() => bus.is("on time"), { once: isUp, assuming: isUp }),
        "there can be a backlog while new events are delivered": reachable(
          () => bus.is("behind") && kinesis() === "degraded",
        ),
      },
      provides: { delivers: () => bus.is("on time") },
    });
  },
});
