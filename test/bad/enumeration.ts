import { machine, one, spec, system, t } from "fleetcheck";

// @ts-expect-error Node strips types, and an enum is more than a type
enum State {
  Shut = "shut",
  Ajar = "ajar",
}

const Door = machine("door", State.Shut, [t(State.Shut, "open", State.Ajar)]);

export default spec({ name: "door", build: () => system({ parts: { door: one(Door) } }) });

/* $ fleetcheck check test/bad/enumeration.ts
test/bad/enumeration.ts:4  this is not TypeScript that can run: TypeScript enum is not supported in strip-only mode
  why: the file could not be parsed
  fix: mend the syntax at the line that is named
*/
