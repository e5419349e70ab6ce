// Two-phase commit without failures: a transaction commits where every resource manager has prepared, and aborts
// otherwise. Messages stay in the network for ever, so that one sent is a flag that stays up, and a manager obeys a
// decision in whatever state it is.
// Source: Gray and Lamport, "Consensus on Transaction Commit" (2006); TwoPhase.tla in tlaplus/Examples.
import { always, flag, fleet, machine, one, reachable, setOf, spec, system, t } from "fleetcheck";

/** A resource manager works, prepares, and hears what was decided. */
const ResourceManager = machine("resource manager", "working", [
  t("working", "prepare", "prepared"),
  t("working", "giveUp", "aborted"),
  t("working", "hearCommit", "committed"),
  t("prepared", "hearCommit", "committed"),
  t("committed", "hearCommit", "committed"),
  t("aborted", "hearCommit", "committed"),
  t("working", "hearAbort", "aborted"),
  t("prepared", "hearAbort", "aborted"),
  t("committed", "hearAbort", "aborted"),
  t("aborted", "hearAbort", "aborted"),
]);

/** The transaction manager collects who is prepared and decides for all. */
const TransactionManager = machine("transaction manager", "undecided", [
  t("undecided", "hearPrepared", "undecided"),
  t("undecided", "commit", "committed"),
  t("undecided", "abort", "aborted"),
]);

export default spec({
  name: "two-phase commit",
  params: { managers: 3 },
  build({ managers: size }) {
    const managers = fleet(ResourceManager, size, { vars: { msgPrepared: flag() } });
    const transaction = one(TransactionManager, {
      vars: { prepared: setOf(managers), msgCommit: flag(), msgAbort: flag() },
    });
    return system({
      parts: { managers, transaction },
      rules: {
        managers: {
          prepare: {
            then: (m) => {
              m.msgPrepared = true;
            },
          },
          hearCommit: { when: () => transaction.msgCommit },
          hearAbort: { when: () => transaction.msgAbort },
        },
        transaction: {
          hearPrepared: transaction.choosing(
            { from: managers },
            {
              when: (_, { from }) => from.msgPrepared,
              then: (manager, { from }) => {
                manager.prepared.add(from);
              },
            },
          ),
          commit: {
            when: (manager) => manager.prepared.size === managers.size,
            then: (manager) => {
              manager.msgCommit = true;
            },
          },
          abort: {
            then: (manager) => {
              manager.msgAbort = true;
            },
          },
        },
      },
      properties: {
        "no two managers decide differently": always(
          () => managers.in("committed") === 0 || managers.in("aborted") === 0,
        ),
        "all can commit": reachable(() => managers.in("committed") === managers.size),
        "all can abort": reachable(() => managers.in("aborted") === managers.size),
      },
    });
  },
});
