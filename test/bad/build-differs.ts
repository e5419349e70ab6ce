import { fleet, machine, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

let built = 0;

export default spec({
  name: "doors",
  build() {
    built += 1;
    return system({ parts: { doors: fleet(Door, built) } });
  },
});

/* $ fleetcheck check test/bad/build-differs.ts
test/bad/build-differs.ts:7:16  `build` of spec `doors` made two different systems from the same parameters: first “part doors: fleet of 2, state states `shut`, `ajar`”, then “part doors: fleet of 3, state states `shut`, `ajar`”
  why: it is called anew for every check, so it must not depend on anything but its parameters
  fix: compute everything in `build` from its parameters
*/
