// The front-end fleet of Amazon Kinesis while capacity is added to it, on 25 November 2020.
//
// Each server keeps an operating-system thread for every other server of the fleet, and learns of newcomers one by one,
// up to an hour late: here it may learn of each at any later moment. A server at its limit that has another peer to
// learn cannot finish its cache, and ends with a shard map that routes nothing: it is useless.
// The limit flips the claims at what a server needs when all have joined: 3 threads, for 3 servers and 1 more.
// Left out: what the map holds and how it heals (shard-map.ts), requests, and the clock.
// Source: AWS's public summary of the event, paragraphs 3 and 5; the remedies are in paragraph 6.
import { always, fleet, range, reachable, spec, system } from "fleetcheck";
import { FrontEndServer, learnsPeers } from "./parts/front-end-server.ts";

export default spec({
  name: "front-end bootstrap",
  params: {
    servers: 3,
    added: 1,
    threadLimit: 2,
    threadAlarm: false, // halts the addition while a server has no thread to spare
    waitForLearning: false, // halts it until every server has learned of every other
    cacheServers: 0, // servers of a cache fleet, with which a front-end server talks instead of with its peers
  },
  scenarios: {
    "25 November 2020": {
      expect: {
        "no server exceeds its thread limit": "violated",
        "some server can always route requests": "violated",
        "an added server can serve": "unreached",
      },
    },
    // Two servers do the work of three.
    "fewer, larger servers": { with: { servers: 2 } },
    "higher thread limit": { with: { threadLimit: 3 } },
    "cache in a dedicated fleet": { with: { cacheServers: 2 } },
    // From here on there is room for one more server, two are being added, and both may join before anyone has learned.
    "thread alarm alone": {
      with: { added: 2, threadLimit: 3, threadAlarm: true },
      expect: {
        "no server exceeds its thread limit": "violated",
        "some server can always route requests": "violated",
      },
    },
    "thread alarm, and waiting until all have learned": {
      with: { added: 2, threadLimit: 3, threadAlarm: true, waitForLearning: true },
    },
  },
  sweeps: {
    "thread limit": {
      over: { threadLimit: range(2, 5) },
      properties: ["no server exceeds its thread limit", "some server can always route requests"],
    },
  },
  build({ servers, added, threadLimit, threadAlarm, waitForLearning, cacheServers }) {
    const front = fleet(FrontEndServer, servers + added, {
      vars: { threads: range(0, servers + added) },
      start: [
        { members: servers, state: "serving", threads: cacheServers > 0 ? cacheServers : servers - 1 },
        { members: added },
      ],
    });
    const peers = () => (cacheServers > 0 ? cacheServers : front.size - front.in("absent") - 1);
    const alarmRings = () => front.some((s) => s.threads >= threadLimit);
    const allHaveLearned = () => front.every((s) => s.is("absent") || s.threads === peers());
    return system({
      parts: { front },
      rules: {
        front: {
          ...learnsPeers(peers, threadLimit),
          join: { when: () => (!threadAlarm || !alarmRings()) && (!waitForLearning || allHaveLearned()) },
        },
      },
      terminal: "anywhere",
      properties: {
        "no server exceeds its thread limit": always(() => front.in("useless") === 0),
        "some server can always route requests": always(() => front.in("serving") > 0),
        "an added server can serve": reachable(() => front.in("serving") > servers),
      },
      provides: { routes: () => front.in("serving") > 0 },
    });
  },
});
