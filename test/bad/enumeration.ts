import { machine, one, spec, system, t } from "fleetcheck";

// @ts-expect-error Node strips types, and an enum is more than a type
enum State {
  Shut = "shut",
  Ajar = "ajar",
}

const Door = machine("door", State.Shut, [t(State.Shut, "open", State.Ajar)]);

export default spec({ name: "door", build: () => system({ parts: { door: one(Door) } }) });

/* $ fleetcheck check test/bad/enumeration.ts
test/bad/enumeration.ts:4  an `enum` cannot run
  why: Node runs TypeScript by leaving its types out, and an enum is more than a type
  fix: use the texts themselves ("shut"), or write `const State = { Shut: "shut", Ajar: "ajar" } as const`
*/
