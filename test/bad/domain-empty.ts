import { machine, one, range, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "door",
  params: { bolts: 0 },
  build: ({ bolts }) => system({ parts: { door: one(Door, { vars: { drawn: range(1, bolts) } }) } }),
});

/* $ fleetcheck check test/bad/domain-empty.ts
test/bad/domain-empty.ts:8:49  the domain of `door.drawn` is empty: range(1, 0)
  why: a variable must have at least one value
  fix: give it at least one value; a range goes from low to high
*/
