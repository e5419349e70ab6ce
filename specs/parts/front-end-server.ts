// A server of the front-end fleet of Amazon Kinesis: its states, and how it learns of its peers.
import { machine, t } from "fleetcheck";

/** One front-end server, with a thread for every peer that it has learned of. */
export const FrontEndServer = machine("front-end server", "absent", [
  t("absent", "join", "building"),
  t("building", "learnPeer", "building"),
  t("building", "finishMap", "serving"),
  t("building", "exceedThreads", "useless"),
  t("serving", "learnPeer", "serving"),
  t("serving", "exceedThreads", "useless"),
]);

interface Server {
  threads: number;
  readonly cohort: string;
}

/**
 * A server opens a thread for each peer, in its own time. One that has no thread left for a peer cannot finish its
 * cache, and ends with a shard map that routes nothing.
 */
export const learnsPeers = (peers: (s: Readonly<Server>) => number, threadLimit: number) => ({
  learnPeer: {
    when: (s: Readonly<Server>) => s.threads < peers(s) && s.threads < threadLimit,
    then: (s: Server) => {
      s.threads += 1;
    },
  },
  exceedThreads: { when: (s: Readonly<Server>) => s.threads < peers(s) && s.threads >= threadLimit },
  finishMap: { when: (s: Readonly<Server>) => s.threads === peers(s) },
});
