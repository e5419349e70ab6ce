import { fleet, machine, range, spec, system, t } from "fleetcheck";

const Server = machine("server", "down", [t("down", "boot", "up")]);

export default spec({
  name: "all different",
  build: () => {
    const front = fleet(Server, 20, {
      vars: { rank: range(0, 19) },
      start: Array.from({ length: 20 }, (_, rank) => ({ rank })),
    });
    return system({
      parts: { front },
      rules: { front: { boot: { together: 10 } } },
      clock: { tick: "1 minute" },
    });
  },
});

/* $ fleetcheck check test/bad/tick-ways.ts
in one state there are more than 65536 ways for the tick to happen
  why: which members take part in a rule that is `together: n` is a choice wherever more than n can and they differ
  fix: use a smaller fleet or n, let fewer members differ, or write `together: true`
  it showed after these steps:
    start  front 1: down · front 2: down, rank 1 · front 3: down, rank 2 · front 4: down, rank 3 ·
           front 5: down, rank 4 · front 6: down, rank 5 · front 7: down, rank 6 ·
           front 8: down, rank 7 · front 9: down, rank 8 · front 10: down, rank 9 ·
           front 11: down, rank 10 · front 12: down, rank 11 · front 13: down, rank 12 ·
           front 14: down, rank 13 · front 15: down, rank 14 · front 16: down, rank 15 ·
           front 17: down, rank 16 · front 18: down, rank 17 · front 19: down, rank 18 ·
           front 20: down, rank 19
*/
