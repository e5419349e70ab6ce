// @ts-expect-error there is no `flet`
import { flet, machine, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar")]);

export default spec({ name: "doors", build: () => system({ parts: { doors: flet(Door, 2) } }) });

/* $ fleetcheck check test/bad/export-missing.ts
test/bad/export-missing.ts:2:10  `flet` cannot be imported: `fleetcheck` exports nothing of that name
  why: the file could not be loaded without it, so no spec could be read
  fix: correct the name or path (with its ending, such as ./part.ts), or install the package
*/
