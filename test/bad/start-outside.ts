import { fleet, machine, range, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "doors",
  build: () =>
    system({
      parts: {
        doors: fleet(Door, 3, { vars: { bolts: range(0, 2) }, start: [{ members: 3, bolts: 5 }] }),
      },
    }),
});

/* $ fleetcheck check test/bad/start-outside.ts
test/bad/start-outside.ts:10:16  part `doors` starts with bolts = 5, which is outside its domain range(0, 2)
  why: a start value must be a value of the domain, or an array of such values
  fix: start inside the domain, or widen it
*/
