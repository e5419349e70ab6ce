import { machine, one, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "doors",
  build() {
    const inner = one(Door);
    const outer = one(Door);
    return system({
      parts: { inner, outer },
      // @ts-expect-error there is no such state
      rules: { inner: { open: { when: () => !outer.is("closed") } } },
    });
  },
});

/* $ fleetcheck check test/bad/names.ts
test/bad/names.ts:13:52  the guard of `inner.open` asks for the state "closed", which machine `door` does not have
  why: the answer would be no, always, and no claim would show it; its states are: `shut`, `ajar`
  fix: use one of these names; `tsc` finds such slips before a check does
  it showed after these steps:
    start  inner: shut · outer: shut
*/
