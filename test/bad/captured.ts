import { machine, one, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "door",
  build() {
    let opened = 0;
    return system({
      parts: { door: one(Door) },
      rules: {
        door: {
          open: {
            when: () => opened < 3,
            then: () => {
              opened += 1;
            },
          },
        },
      },
    });
  },
});

/* $ fleetcheck check test/bad/captured.ts
test/bad/captured.ts:14:19  `opened`, which the guard of `door.open` reads, changed during the check
  why: what rules and properties remember outside the state is not explored
  fix: make it a part: variable(domain, start)
test/bad/captured.ts:15:19  `opened`, which the effect of `door.open` reads, changed during the check
  why: what rules and properties remember outside the state is not explored
  fix: make it a part: variable(domain, start)
*/
