import { machine, one, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [
  t("shut", "open", "ajar"),
  t("ajar", "close", "shut"),
  t("shut", "open", "wide"),
]);

export default spec({ name: "door", build: () => system({ parts: { door: one(Door) } }) });

/* $ fleetcheck check test/bad/row-twice.ts
test/bad/row-twice.ts:3:14  machine `door` has two rows for `open` from `shut`: to `ajar` and to `wide`
  why: an event in a state leads to one state; typescript-fsm would silently take the first
  fix: remove one, or give the two outcomes two events
*/
