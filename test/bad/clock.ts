import { machine, one, range, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "door",
  build: () =>
    system({
      parts: { door: one(Door, { vars: { opened: range(0, 60) } }) },
      rules: {
        door: {
          open: {
            then: (s) => {
              s.opened = new Date().getSeconds();
            },
          },
        },
      },
    }),
});

/* $ fleetcheck check test/bad/clock.ts
test/bad/clock.ts:14:26  the effect of `door.open` uses new Date()
  why: the answer would differ from run to run, so no state would mean anything
  fix: make it a choice of the rule, or a parameter
*/
