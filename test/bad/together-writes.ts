import { fleet, machine, range, spec, system, t, variable } from "fleetcheck";

const Server = machine("server", "down", [t("down", "wait", "down"), t("down", "boot", "up")]);

export default spec({
  name: "eager",
  build: () => {
    const front = fleet(Server, 3, { vars: { age: range(0, 2) } });
    const booted = variable(range(0, 3));
    return system({
      parts: { front, booted },
      rules: {
        front: {
          wait: {
            together: true,
            when: (s) => s.age < 2,
            then: (s) => {
              s.age += 1;
            },
          },
          boot: {
            together: true,
            then: () => {
              booted.value += 1;
            },
          },
        },
      },
      clock: { tick: "1 minute" },
    });
  },
});

/* $ fleetcheck check test/bad/together-writes.ts
test/bad/together-writes.ts:24:28  the effect of `front.boot`, which is `together`, writes to booted
  why: all who take part in a tick act at the same time, so each writes only what is its own
  fix: let `clock.then` write it: that runs once, after all of them, and sees what they did
  it showed after these steps:
    start  front 1–3: down
    1      clock  1 minute passes  front 1–3 wait: age 0 → 1
    2      clock  1 minute passes  front 1–3 wait: age 1 → 2
*/
