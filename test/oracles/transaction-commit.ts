// Transaction commit, the problem that two-phase commit solves: each resource manager sees all the others at once.
// Source: Gray and Lamport, "Consensus on Transaction Commit" (2006); TCommit.tla in tlaplus/Examples.
import { always, fleet, machine, reachable, spec, system, t } from "fleetcheck";

/** A resource manager commits only where all are prepared, and aborts only where none has committed. */
const ResourceManager = machine("resource manager", "working", [
  t("working", "prepare", "prepared"),
  t("prepared", "commit", "committed"),
  t("working", "abort", "aborted"),
  t("prepared", "abort", "aborted"),
]);

export default spec({
  name: "transaction commit",
  params: { managers: 3 },
  build({ managers: size }) {
    const managers = fleet(ResourceManager, size);
    return system({
      parts: { managers },
      rules: {
        managers: {
          commit: { when: () => managers.in("prepared", "committed") === managers.size },
          abort: { when: () => managers.in("committed") === 0 },
        },
      },
      terminal: () => managers.in("committed", "aborted") === managers.size,
      properties: {
        "no two managers decide differently": always(
          () => managers.in("committed") === 0 || managers.in("aborted") === 0,
        ),
        "all can commit": reachable(() => managers.in("committed") === managers.size),
      },
    });
  },
});
