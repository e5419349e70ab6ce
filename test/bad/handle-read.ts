import { fleet, machine, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "doors",
  build() {
    const doors = fleet(Door, 3);
    const most = doors.in("shut") - 1;
    return system({ parts: { doors }, rules: { doors: { open: { when: () => doors.in("ajar") < most } } } });
  },
});

/* $ fleetcheck check test/bad/handle-read.ts
test/bad/handle-read.ts:9:26  a fleet was read where there is no state
  why: handles are live: they mean something only in guards, effects and properties, and only as parts of the system
  fix: name it among `parts`; in `build` itself, use the parameters to compute sizes and starts
*/
