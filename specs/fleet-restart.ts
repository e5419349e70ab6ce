// The restart of the front-end fleet of Amazon Kinesis, after all of its servers had exceeded their thread limit.
//
// A server that comes up builds its shard map out of what its neighbours tell it. That work competes with requests, in
// itself and in all servers that are up. Where both together are more than a server can do it gets slow, is judged
// unhealthy and removed, and has to be started again. So a restart that is too quick never ends, though what had gone
// wrong is gone; and neither does a failure of too many servers at once: the fleet is metastable.
// Time goes in rounds of an hour, in which all servers act together. Where everything can happen in any order instead, a
// lucky one (start few, let them finish) hides the trap from `recovers`; `settles` asks for every fair one, and sees it.
// Left out: what a map holds (shard-map.ts), threads (front-end-bootstrap.ts), single requests.
// Source: AWS's public summary of the event, paragraphs 4 to 6: thousands of servers, a few hundred of them an hour.
import { fleet, machine, oneOf, range, reachable, recovers, settles, spec, system, t } from "fleetcheck";

/** One front-end server. It is given requests as soon as it is up. */
export const FrontEndServer = machine("front-end server", "off", [
  t("off", "start", "building"),
  t("building", "removeUnhealthy", "off"),
  t("building", "finishMap", "serving"),
  t("serving", "removeUnhealthy", "off"),
  t("serving", "fail", "off"),
]);

export default spec({
  name: "fleet restart",
  params: {
    servers: 5,
    batch: 4, // servers that are started in an hour
    capacity: 6, // work that a server can do in an hour
    share: 4, // its requests, where all servers are up
    mapWork: 1, // what a server that builds its map costs each one that it builds it from
    traffic: oneOf("all at once", "slowly added"),
    mapFrom: oneOf("neighbours", "authoritative store", "cache fleet"),
    failures: 0, // servers of a healthy fleet that may be down at once; with 0, all are off and must be restarted
    inRounds: true,
  },
  scenarios: {
    "as it was, restarted quickly": {
      expect: { "it gets back by itself": "violated", "it can get back": "violated", "all can serve": "unreached" },
    },
    "few at a time, all traffic at once": {
      with: { batch: 2 },
      expect: { "it gets back by itself": "violated", "it can get back": "violated", "all can serve": "unreached" },
    },
    "many at a time, slowly added traffic": {
      with: { traffic: "slowly added" },
      expect: { "it gets back by itself": "violated", "it can get back": "violated", "all can serve": "unreached" },
    },
    "many at a time, slowly added traffic, in any order": {
      with: { traffic: "slowly added", inRounds: false },
      expect: { "it gets back by itself": "violated" },
    },
    "25 November 2020: few at a time, slowly added traffic": { with: { batch: 2, traffic: "slowly added" } },
    "authoritative store": { with: { mapFrom: "authoritative store", traffic: "slowly added" } },
    "cache fleet": { with: { mapFrom: "cache fleet", traffic: "slowly added" } },
    "one of a healthy fleet fails": { with: { batch: 2, failures: 1 } },
    "two of a healthy fleet fail": {
      with: { batch: 2, failures: 2 },
      expect: { "it gets back by itself": "violated", "it can get back": "violated" },
    },
  },
  monotone: { batch: ["it gets back by itself"] },
  sweeps: {
    "how many servers an hour": {
      over: { mapFrom: ["neighbours", "authoritative store", "cache fleet"], batch: range(1, 5) },
      scenario: "25 November 2020: few at a time, slowly added traffic",
      properties: ["it gets back by itself", "it can get back"],
    },
    "how many of thousands an hour": {
      over: { servers: [4000], capacity: [1000], share: [600], batch: [100, 200, 300, 400, 500, 600, 700, 800, 4000] },
      scenario: "25 November 2020: few at a time, slowly added traffic",
      properties: ["it gets back by itself"],
    },
    "how many servers may fail at once": {
      over: { failures: range(1, 5) },
      scenario: "one of a healthy fleet fails",
      properties: ["it gets back by itself", "it can get back"],
    },
  },
  build({ servers, batch, capacity, share, mapWork, traffic, mapFrom, failures, inRounds }) {
    const front = fleet(FrontEndServer, servers, {
      start: [{ members: servers, state: failures > 0 ? "serving" : "off" }],
    });
    const up = () => Math.max(1, front.in("building", "serving"));
    const requests = () => (traffic === "slowly added" ? share : Math.ceil((servers * share) / up()));
    /** Neighbours have work from every map that is built; the store leaves a server with that of its own map. */
    const maps = (s: { is(state: "building"): boolean }) =>
      mapFrom === "neighbours" ? front.in("building") : Number(mapFrom === "authoritative store" && s.is("building"));
    const isSlow = (s: { is(state: "building"): boolean }) => requests() + mapWork * maps(s) > capacity;
    const allServe = () => front.in("serving") === servers;
    const together = inRounds || undefined;
    return system({
      parts: { front },
      rules: {
        front: {
          start: { together: inRounds ? batch : undefined },
          finishMap: { when: (s) => !isSlow(s), together, fair: inRounds ? undefined : "strong" },
          removeUnhealthy: { when: (s) => isSlow(s), together },
          fail: { when: () => servers - front.in("serving") < failures },
        },
      },
      ...(inRounds && { clock: { tick: "1 hour" } }),
      terminal: allServe,
      properties: {
        "it gets back by itself": settles(allServe, { without: ["front.fail"] }),
        "it can get back": recovers(allServe),
        "all can serve": reachable(allServe),
      },
    });
  },
});
