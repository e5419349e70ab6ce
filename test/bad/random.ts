import { machine, one, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "door",
  build: () =>
    system({
      parts: { door: one(Door) },
      rules: {
        door: {
          open: { when: () => Math.random() > 0.5 },
        },
      },
    }),
});

/* $ fleetcheck check test/bad/random.ts
test/bad/random.ts:12:36  the guard of `door.open` uses Math.random
  why: the answer would differ from run to run, so no state would mean anything
  fix: make it a choice of the rule, or a parameter
*/
