import { machine, one, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);
const door = one(Door);

export default spec({ name: "door", build: () => system({ parts: { door } }) });

/* $ fleetcheck check test/bad/handle-outside.ts
test/bad/handle-outside.ts:4:14  part `door` was made outside `build`, or stands in `parts` twice
  why: every check builds its parts anew, so that no check can see another's state
  fix: make it in `build`, and name it once
*/
