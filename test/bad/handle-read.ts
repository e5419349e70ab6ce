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
test/bad/handle-read.ts:9:26  a fleet was read before there was a state to read
  why: handles are live: they mean something only in guards, effects and properties while a spec is checked
  fix: read it inside a function, `() => …`, or use the parameters of `build` to compute sizes and starts
*/
