import { fleet, machine, spec, system, t } from "fleetcheck";

const Server = machine("server", "down", [t("down", "boot", "up"), t("up", "crash", "down")]);

export default spec({
  name: "no clock",
  build: () =>
    system({
      parts: { front: fleet(Server, 3) },
      rules: { front: { boot: { together: 2 } } },
      world: { rain: { atOnce: true } },
    }),
});

/* $ fleetcheck check test/bad/clock-missing.ts
test/bad/clock-missing.ts:8:5  the rule `rain` is `atOnce`, and the system has no clock
  why: such a rule is timed by ticks, and without a clock there are none
  fix: give the system a clock, such as `clock: { tick: "1 minute" }`, or leave `atOnce` out
test/bad/clock-missing.ts:9:23  the rule `front.boot` is `together`, and the system has no clock
  why: such a rule is timed by ticks, and without a clock there are none
  fix: give the system a clock, such as `clock: { tick: "1 minute" }`, or leave `together` out
*/
