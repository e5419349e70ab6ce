// A fleet in which every server keeps a thread for every other that it has heard of, by name: added servers launch,
// and each pair learns of each other at its own time. A server that opens a thread too many breaks.
import { always, fleet, machine, reachable, setOf, spec, system, t } from "fleetcheck";

/** A server opens a thread for each peer that it learns of. */
const Server = machine("server", "absent", [
  t("absent", "launch", "running"),
  t("running", "learn", "running"),
  t("running", "exceedThreads", "broken"),
]);

export default spec({
  name: "thread mesh",
  params: { servers: 3, added: 1, threadLimit: 1000 },
  build({ servers, added, threadLimit }) {
    const front = fleet(Server, servers + added, {
      vars: (self) => ({ threads: setOf(self) }),
      start: [{ members: servers, state: "running" }, { members: added }],
    });
    return system({
      parts: { front },
      start: () => {
        for (const server of front)
          for (const peer of front)
            if (server.is("running") && peer.is("running") && peer !== server) server.threads.add(peer);
      },
      rules: {
        front: {
          learn: front.choosing(
            { peer: front },
            {
              when: (s, { peer }) =>
                peer !== s && !peer.is("absent") && !s.threads.has(peer) && s.threads.size < threadLimit,
              then: (s, { peer }) => {
                s.threads.add(peer);
              },
            },
          ),
          exceedThreads: front.choosing(
            { peer: front },
            {
              when: (s, { peer }) =>
                peer !== s && !peer.is("absent") && !s.threads.has(peer) && s.threads.size >= threadLimit,
              then: (s, { peer }) => {
                s.threads.add(peer);
              },
            },
          ),
        },
      },
      terminal: "anywhere",
      properties: {
        "no server breaks": always(() => front.in("broken") === 0),
        "all can know all": reachable(() => front.every((s) => s.threads.size === front.size - 1)),
      },
    });
  },
});
