// The front end of the language's own description, with one scenario that expects too much.
import { always, fleet, machine, range, reachable, spec, system, t } from "fleetcheck";

const FrontEndServer = machine("front-end server", "absent", [
  t("absent", "join", "building"),
  t("building", "learnPeer", "building"),
  t("building", "finishMap", "serving"),
  t("building", "exceedThreads", "useless"),
  t("serving", "learnPeer", "serving"),
  t("serving", "exceedThreads", "useless"),
]);

export default spec({
  name: "front-end bootstrap",
  params: { servers: 3, added: 1, threadLimit: 2 },
  scenarios: {
    "before the addition": { with: { added: 0 } },
    "25 November 2020": {
      expect: { "no server outgrows its threads": "violated", "the added server can serve": "unreached" },
    },
    "higher limit": { with: { threadLimit: 3 } },
    "hoped for": {},
  },
  build({ servers, added, threadLimit }) {
    const front = fleet(FrontEndServer, servers + added, {
      vars: { threads: range(0, servers + added) },
      start: [{ members: servers, state: "serving", threads: servers - 1 }, { members: added }],
    });
    const peers = () => front.size - front.in("absent") - 1;
    return system({
      parts: { front },
      rules: {
        front: {
          learnPeer: {
            when: (s) => s.threads < peers() && s.threads < threadLimit,
            then: (s) => {
              s.threads += 1;
            },
          },
          exceedThreads: { when: (s) => s.threads < peers() && s.threads === threadLimit },
          finishMap: { when: (s) => s.threads === peers() },
        },
      },
      terminal: "anywhere",
      properties: {
        "no server outgrows its threads": always(() => front.in("useless") === 0),
        "the added server can serve": reachable(() => front.in("serving") === front.size),
      },
    });
  },
});
