// The front-end fleet of Amazon Kinesis divided into cells, and with a partition for its largest customers.
//
// A server keeps a thread for every other server of its own cell only (front-end-bootstrap.ts is the fleet as it was:
// one cell). Capacity is added to cell 1. Smaller cells need fewer threads, and where one outgrows a limit that nobody
// had tested, the others serve on. CloudWatch is served by cell 1, unless the large customers have a partition.
// Of 4 servers with room for 3 threads each, one more flips the claims in a single cell, and not in two or four.
// Left out: how customers are assigned to cells, and the shard map itself (shard-map.ts).
// Source: AWS's public summary of the event, paragraph 6: cells in the medium term, the partition before.
import { always, fleet, range, reachable, spec, system } from "fleetcheck";
import { FrontEndServer, learnsPeers } from "./parts/front-end-server.ts";

export default spec({
  name: "front-end cells",
  params: {
    servers: 4, // in all cells together
    cells: 1,
    added: 1, // to cell 1
    partition: 0, // servers of the partition for large customers
    threadLimit: 3,
  },
  scenarios: {
    "25 November 2020": {
      expect: {
        "no server exceeds its thread limit": "violated",
        "CloudWatch can always be served": "violated",
        "other customers can always be served, in some cell": "violated",
        "an added server can serve": "unreached",
      },
    },
    "large customers in a partition of their own": {
      with: { partition: 2 },
      expect: {
        "no server exceeds its thread limit": "violated",
        "other customers can always be served, in some cell": "violated",
        "an added server can serve": "unreached",
      },
    },
    "two cells": { with: { cells: 2 } },
    // A limit on something that nobody had thought of: with 2 servers a cell it is reached again.
    "two cells, and a limit that nobody knew": {
      with: { cells: 2, threadLimit: 1 },
      expect: {
        "no server exceeds its thread limit": "violated",
        "CloudWatch can always be served": "violated",
        "an added server can serve": "unreached",
      },
    },
    "two cells and a partition, and a limit that nobody knew": {
      with: { cells: 2, partition: 2, threadLimit: 1 },
      expect: { "no server exceeds its thread limit": "violated", "an added server can serve": "unreached" },
    },
  },
  sweeps: {
    cells: {
      over: { cells: [1, 2, 4] },
      properties: ["no server exceeds its thread limit", "other customers can always be served, in some cell"],
    },
  },
  build({ servers, cells, added, partition, threadLimit }) {
    const front = fleet(FrontEndServer, servers + partition + added, {
      vars: { threads: range(0, servers + partition + added) },
      start: [
        ...Array.from({ length: cells }, (_, i) => serving(`cell ${i + 1}`, servers / cells)),
        ...(partition > 0 ? [serving("partition", partition)] : []),
        { cohort: "cell 1", members: added },
      ],
    });
    const peers = (s: { readonly cohort: string }) =>
      front.count((other) => other.cohort === s.cohort && !other.is("absent")) - 1;
    const canRoute = (cohort: string) => front.some((s) => s.cohort === cohort && s.is("serving"));
    return system({
      parts: { front },
      rules: {
        front: learnsPeers(peers, threadLimit),
      },
      terminal: "anywhere",
      properties: {
        "no server exceeds its thread limit": always(() => front.in("useless") === 0),
        "CloudWatch can always be served": always(() => canRoute(partition > 0 ? "partition" : "cell 1")),
        "other customers can always be served, in some cell": always(() =>
          front.some((s) => s.cohort !== "partition" && s.is("serving")),
        ),
        "an added server can serve": reachable(() => front.in("serving") > servers + partition),
      },
      provides: { routes: () => front.in("serving") > 0 },
    });
  },
});

/** A cell whose servers all know each other. */
function serving(cohort: string, members: number) {
  return { cohort, members, state: "serving", threads: members - 1 } as const;
}
