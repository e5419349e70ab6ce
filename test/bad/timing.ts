import { fleet, machine, spec, system, t, variable, flag } from "fleetcheck";

const Server = machine("server", "down", [
  t("down", "boot", "up"),
  t("up", "crash", "down"),
  t("up", "stop", "down"),
  t("up", "drain", "up"),
]);

// The casts are what a file without types does.
export default spec({
  name: "timing",
  build: () => {
    const front = fleet(Server, 3);
    const alarm = variable(flag());
    return system({
      parts: { front, alarm },
      rules: {
        front: {
          boot: { together: -1 },
          crash: { together: true, atOnce: true },
          stop: { atOnce: true, onlyWhenCalled: true },
          drain: front.choosing({ peer: front }, { together: 2 } as object),
        },
        alarm: { ring: { together: true } as object },
      },
      world: { tick: {} },
      clock: { tick: "", every: "minute" } as never,
    });
  },
});

/* $ fleetcheck check test/bad/timing.ts
test/bad/timing.ts:14:19  the rule `front.boot` is not one: its `together` is -1, and not true or a whole number
  why: a rule is { when?, then? }, with functions for both, and at most one of onlyWhenCalled, atOnce and together
  fix: write it as such an object
test/bad/timing.ts:14:19  the rule `front.crash` is not one: it is `atOnce` and `together`: either before the tick or on it
  why: a rule is { when?, then? }, with functions for both, and at most one of onlyWhenCalled, atOnce and together
  fix: write it as such an object
test/bad/timing.ts:14:19  the rule `front.stop` is not one: it is `atOnce` and `onlyWhenCalled`, and so would never happen by itself
  why: a rule is { when?, then? }, with functions for both, and at most one of onlyWhenCalled, atOnce and together
  fix: write it as such an object
test/bad/timing.ts:14:19  the rule `front.drain` is not one: it is `together` and has choices, and nobody could say who chooses what
  why: a rule is { when?, then? }, with functions for both, and at most one of onlyWhenCalled, atOnce and together
  fix: write it as such an object
test/bad/timing.ts:15:19  the rule `alarm.ring` is not one: it is `together`, and has no members that could take part
  why: a rule is { when?, then? }, with functions for both, and at most one of onlyWhenCalled, atOnce and together
  fix: write it as such an object
test/bad/timing.ts:16:12  the clock is not one: its `tick` says no length of time
  why: a clock is { tick, then? }: how long a tick is, in words, and what each tick does; its event is called "tick"
  fix: write it as such an object: clock: { tick: "15 minutes" }
test/bad/timing.ts:16:12  the clock is not one: it has `every`
  why: a clock is { tick, then? }: how long a tick is, in words, and what each tick does; its event is called "tick"
  fix: write it as such an object: clock: { tick: "15 minutes" }
test/bad/timing.ts:16:12  the clock is not one: an event of the world is called `tick`, too
  why: a clock is { tick, then? }: how long a tick is, in words, and what each tick does; its event is called "tick"
  fix: write it as such an object: clock: { tick: "15 minutes" }
*/
