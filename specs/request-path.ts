// The way of one request through Amazon Kinesis: authentication, throttling, routing by a shard map, a back-end cell.
//
// Any front-end server may receive the request. Its map says which cell owns the shard. A shard may move to another
// cell, and a server hears of it later, so that its map can be stale. A cell that is asked for a shard which it does
// not own turns the request away, and the server looks its map up anew. A server with a useless map can route nothing:
// the request fails, and the customer tries again with some server.
// Useless maps flip the claims one by one: with the first of 3, requests can fail; with the third, none is served.
// Left out: why maps become useless (front-end-bootstrap.ts, shard-map.ts), records, and how long anything takes.
// Source: AWS's public summary of the event, paragraphs 2, 3 and 5. That cells check what they are asked is our
// reading.
import {
  always,
  flag,
  fleet,
  machine,
  maybe,
  one,
  range,
  reachable,
  recovers,
  spec,
  system,
  t,
  variable,
} from "fleetcheck";

/** A customer's request to put or get a record of one shard. */
export const Request = machine("request", "sent", [
  t("sent", "arrive", "received"),
  t("received", "authenticate", "authenticated"),
  t("received", "reject", "refused"),
  t("authenticated", "admit", "admitted"),
  t("authenticated", "throttle", "refused"),
  t("admitted", "route", "at a cell"),
  t("admitted", "findNoRoute", "failed"),
  t("at a cell", "serve", "served"),
  t("at a cell", "turnAway", "admitted"),
  t("at a cell", "misserve", "misserved"),
  t("failed", "retry", "sent"),
]);

/** A front-end server, as far as requests see it. */
export const Router = machine("front-end server", "routing", [
  t("routing", "hearOfMove", "routing"),
  t("useless", "restart", "routing"),
]);

export default spec({
  name: "request path",
  params: {
    servers: 3,
    uselessMaps: 0, // servers whose map became useless
    restart: false, // the operators restart them
    cells: 2,
    cellsCheck: true, // a cell turns requests for foreign shards away
  },
  scenarios: {
    "an ordinary day": {},
    "25 November 2020": {
      with: { uselessMaps: 3 },
      expect: {
        "no request fails for want of a route": "violated",
        "an admitted request can be served": "violated",
        "a request can be served": "unreached",
      },
    },
    "25 November 2020, with one server restarted": {
      with: { uselessMaps: 2 },
      expect: { "no request fails for want of a route": "violated" },
    },
    "25 November 2020, while servers are restarted": {
      with: { uselessMaps: 3, restart: true },
      expect: { "no request fails for want of a route": "violated" },
    },
    "had cells trusted the maps of the front end": {
      with: { cellsCheck: false },
      expect: { "a request is served by the cell that owns its shard": "violated" },
    },
  },
  sweeps: {
    "useless maps": {
      over: { uselessMaps: range(0, 3) },
      properties: ["no request fails for want of a route", "an admitted request can be served"],
    },
  },
  build({ servers, uselessMaps, restart, cells, cellsCheck }) {
    const owner = variable(range(1, cells));
    const front = fleet(Router, servers, {
      vars: { map: range(1, cells) },
      start: [{ members: servers - uselessMaps }, { members: uselessMaps, state: "useless" }],
    });
    const request = one(Request, {
      vars: { genuine: flag(), withinLimits: flag(), server: maybe(front), cell: range(1, cells) },
      start: { genuine: [false, true], withinLimits: [false, true] },
    });
    return system({
      parts: { request, front, owner },
      rules: {
        request: {
          arrive: request.choosing(
            { server: front },
            {
              then: (r, { server }) => {
                r.server = server;
              },
            },
          ),
          authenticate: { when: (r) => r.genuine },
          reject: { when: (r) => !r.genuine },
          admit: { when: (r) => r.withinLimits },
          throttle: { when: (r) => !r.withinLimits },
          route: {
            when: (r) => r.server?.state === "routing",
            then: (r) => {
              r.cell = r.server!.map;
            },
          },
          findNoRoute: { when: (r) => r.server?.state === "useless" },
          serve: { when: (r) => r.cell === owner.value },
          turnAway: {
            when: (r) => cellsCheck && r.cell !== owner.value,
            then: (r) => {
              r.server!.map = owner.value;
            },
          },
          misserve: { when: (r) => !cellsCheck && r.cell !== owner.value },
        },
        front: {
          hearOfMove: {
            when: (s) => s.map !== owner.value,
            then: (s) => {
              s.map = owner.value;
            },
          },
          restart: {
            when: () => restart,
            then: (s) => {
              s.map = owner.value;
            },
          },
        },
        owner: {
          "shard moves": {
            when: () => cells > 1,
            then: (shard) => {
              shard.value = shard.value === cells ? 1 : shard.value + 1;
            },
          },
        },
      },
      terminal: "anywhere",
      properties: {
        "a request is served by the cell that owns its shard": always(() => !request.is("misserved")),
        "only genuine requests within their limits are served": always(
          () => !request.is("served", "misserved") || (request.genuine && request.withinLimits),
        ),
        "no request fails for want of a route": always(() => !request.is("failed")),
        "an admitted request can be served": recovers(() => request.is("served"), {
          once: () => request.is("admitted"),
        }),
        "a request can be served": reachable(() => request.is("served")),
      },
      provides: { routes: () => front.in("routing") > 0 },
    });
  },
});
