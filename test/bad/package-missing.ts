import { machine, one, spec, system, t } from "fleetcheck";
// @ts-expect-error it is not installed
import { shut } from "@doors/states";

const Door = machine("door", shut, [t(shut, "open", "ajar")]);

export default spec({ name: "door", build: () => system({ parts: { door: one(Door) } }) });

/* $ fleetcheck check test/bad/package-missing.ts
test/bad/package-missing.ts:3:22  `@doors/states` cannot be imported: no such package is installed
  why: the file could not be loaded without it, so no spec could be read
  fix: correct the name or path (with its ending, such as ./part.ts), or install the package
*/
