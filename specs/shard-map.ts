// How the front-end servers of Amazon Kinesis lost their shard maps on 25 November 2020, and what brings them back.
//
// A map is complete when a server has the membership information, the configuration, and a thread to every peer, from
// which it hears who owns which shard. A server that can open no thread to a peer ends with a useless map. It stays in
// the fleet, and nothing but a restart makes it build another. The operators may remove the added server and restart
// useless ones, in this order where they do both. A server that reads the authoritative store needs no peers.
// The limit flips the claims: with room for a thread to each of 3 peers, no map becomes useless.
// Left out: lateness by the clock (peers are learnt at any later moment), the competition of building maps with
// requests, and the messages that peers exchange after bootstrap where the map came from the store.
// Source: AWS's public summary of the event, paragraphs 3 to 6.
import { always, flag, fleet, machine, oneOf, range, reachable, recovers, spec, system, t } from "fleetcheck";

/** One front-end server, which serves once its shard map is complete. */
export const FrontEndServer = machine("front-end server", "absent", [
  t("absent", "join", "starting"),
  t("starting", "getMembership", "configuring"),
  t("configuring", "getConfiguration", "building"),
  t("building", "learnPeer", "building"),
  t("building", "forgetPeer", "building"),
  t("building", "finishMap", "serving"),
  t("building", "exceedThreads", "useless"),
  t("serving", "learnPeer", "serving"),
  t("serving", "forgetPeer", "serving"),
  t("serving", "exceedThreads", "useless"),
  t("useless", "restart", "starting"),
  t("starting", "remove", "removed"),
  t("configuring", "remove", "removed"),
  t("building", "remove", "removed"),
  t("serving", "remove", "removed"),
  t("useless", "remove", "removed"),
]);

export default spec({
  name: "shard map",
  params: {
    servers: 3,
    added: 1,
    threadLimit: 2,
    removal: true,
    restart: true,
    authoritativeStore: oneOf("unused", "after a restart", "from the start"),
  },
  scenarios: {
    "25 November 2020": {
      expect: { "no server ends with a useless map": "violated", "an added server can serve": "unreached" },
    },
    "25 November 2020, had they only removed": {
      with: { restart: false },
      expect: {
        "no server ends with a useless map": "violated",
        "the fleet can get back to serving": "violated",
        "an added server can serve": "unreached",
      },
    },
    "25 November 2020, had they only restarted": {
      with: { removal: false },
      expect: {
        "no server ends with a useless map": "violated",
        "the fleet can get back to serving": "violated",
        "an added server can serve": "unreached",
      },
    },
    "restart alone, reading from the authoritative store": {
      with: { removal: false, authoritativeStore: "after a restart" },
      expect: { "no server ends with a useless map": "violated" },
    },
    "authoritative store at every bootstrap": { with: { authoritativeStore: "from the start" } },
    // Two servers do the work of three.
    "fewer, larger servers": { with: { servers: 2 } },
    "higher thread limit": { with: { threadLimit: 3 } },
  },
  sweeps: {
    "thread limit": {
      over: { threadLimit: range(2, 5) },
      scenario: "25 November 2020, had they only removed",
      properties: ["no server ends with a useless map", "the fleet can get back to serving"],
    },
  },
  build({ servers, added, threadLimit, removal, restart, authoritativeStore }) {
    const readsStore = authoritativeStore === "from the start";
    const front = fleet(FrontEndServer, servers + added, {
      vars: { readsStore: flag(), threads: range(0, servers + added) },
      start: [
        { members: servers, state: "serving", readsStore, threads: readsStore ? 0 : servers - 1 },
        { members: added, cohort: "added", readsStore },
      ],
    });
    const peers = (s: { readonly readsStore: boolean }) =>
      s.readsStore ? 0 : front.size - front.in("absent", "removed") - 1;
    const removalIsDone = () => !removal || front.in("removed") === added;
    return system({
      parts: { front },
      rules: {
        front: {
          learnPeer: {
            when: (s) => s.threads < peers(s) && s.threads < threadLimit,
            then: (s) => {
              s.threads += 1;
            },
          },
          forgetPeer: {
            when: (s) => s.threads > peers(s),
            then: (s) => {
              s.threads -= 1;
            },
          },
          finishMap: { when: (s) => s.threads === peers(s) },
          exceedThreads: { when: (s) => s.threads < peers(s) && s.threads >= threadLimit },
          remove: { when: (s) => removal && s.cohort === "added" },
          restart: {
            when: () => restart && removalIsDone(),
            then: (s) => {
              s.threads = 0;
              s.readsStore = authoritativeStore !== "unused";
            },
          },
        },
      },
      terminal: "anywhere",
      properties: {
        "no server ends with a useless map": always(() => front.in("useless") === 0),
        "the fleet can get back to serving": recovers(() => front.in("serving") >= servers, { once: removalIsDone }),
        "an added server can serve": reachable(() => front.in("serving") > servers),
      },
      provides: { routes: () => front.in("serving") > 0 },
    });
  },
});
