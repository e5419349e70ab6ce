import { machine, one, settles, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "door",
  build() {
    const door = one(Door);
    return system({
      parts: { door },
      properties: { "it is shut": settles(() => door.is("shut"), {} as { without: [] }) },
    });
  },
});

/* $ fleetcheck check test/bad/settles.ts
test/bad/settles.ts:9:12  property `it is shut` does not say without which events it settles
  why: it asks what becomes of the system once these events are gone; an empty list is an answer, too
  fix: write settles(goal, { without: ["front.fail"] }), or `without: []`
*/
