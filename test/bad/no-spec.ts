import { machine, t } from "fleetcheck";

export const Door = machine("door", "shut", [t("shut", "open", "ajar")]);

/* $ fleetcheck check test/bad/no-spec.ts
test/bad/no-spec.ts exports no spec
  why: none of its exports was made by `spec({ … })`
  fix: write `export default spec({ name: …, build: … })`
*/
