import { one, spec, system } from "fleetcheck";
// @ts-expect-error the file is called otherwise
import { Door } from "./doors.ts";

export default spec({ name: "door", build: () => system({ parts: { door: one(Door) } }) });

/* $ fleetcheck check test/bad/import-missing.ts
test/bad/import-missing.ts:3:22  `./doors.ts` cannot be imported: there is no such file
  why: the file could not be loaded without it, so no spec could be read
  fix: correct the name or path (with its ending, such as ./part.ts), or install the package
*/
