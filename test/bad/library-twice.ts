// @ts-expect-error the query makes Node load it as another copy
import { spec } from "../../src/spec/spec.ts?copy";
import { machine, one, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar")]);

export default spec({ name: "door", build: () => system({ parts: { door: one(Door) } }) });

/* $ fleetcheck check test/bad/library-twice.ts
test/bad/library-twice.ts:7:16  another copy of fleetcheck is imported
  why: the spec was made by a different installation than the one that checks it
  fix: install fleetcheck once, in the folder of the spec or above it
*/
