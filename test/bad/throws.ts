import { machine, one, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar")]);

function sizeFromEnvironment(): number {
  throw new RangeError("the variable DOORS is not set");
}

export const doors = sizeFromEnvironment();

export default spec({ name: "door", build: () => system({ parts: { door: one(Door) } }) });

/* $ fleetcheck check test/bad/throws.ts
test/bad/throws.ts:6:9  the file could not be loaded: RangeError: the variable DOORS is not set
  why: the file threw while it was imported, before any spec could be read
  fix: mend the line that is named; a spec file should only declare
*/
