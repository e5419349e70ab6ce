import { fleet, machine, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar")]);

// What a spec says under a misspelt key would be heard by nobody; the casts are what a file without types does.
export default spec({
  name: "doors",
  parms: { doors: 2 },
  build: () => system({ parts: { doors: fleet(Door, 2, { starts: [] } as object) }, propertys: {} } as never),
} as never);

/* $ fleetcheck check test/bad/strangers.ts
 */
