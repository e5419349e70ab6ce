import { fleet, machine, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar")]);

// What a spec says under a misspelt key would be heard by nobody; the casts are what a file without types does.
export default spec({
  name: "doors",
  parms: { doors: 2 },
  build: () => system({ parts: { doors: fleet(Door, 2, { starts: [] } as object) }, propertys: {} } as never),
} as never);

/* $ fleetcheck check test/bad/strangers.ts
test/bad/strangers.ts:6:16  spec `doors` has `parms`
  why: it would be ignored; what is known there is: `name`, `given`, `params`, `scenarios`, `monotone`, `sweeps`, `build`
  fix: use one of these names; `tsc` finds such slips before a check does
test/bad/strangers.ts:9:16  the system of spec `doors` has `propertys`
  why: it would be ignored; what is known there is: `parts`, `rules`, `world`, `clock`, `start`, `properties`, `provides`, `terminal`
  fix: use one of these names; `tsc` finds such slips before a check does
test/bad/strangers.ts:9:41  part `doors` has `starts`
  why: it would be ignored; what is known there is: `vars`, `start`, `shape`
  fix: use one of these names; `tsc` finds such slips before a check does
*/
