import { machine, one, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "door",
  build: () =>
    system({
      parts: { door: one(Door) },
      rules: {
        // @ts-expect-error the events are called "open" and "close"
        door: { opne: { when: () => true } },
      },
    }),
});

/* $ fleetcheck check test/bad/event-unknown.ts
test/bad/event-unknown.ts:9:22  there is a rule for `door.opne`, but machine `door` has no row with that event
  why: its events are: `open`, `close`
  fix: add a row t(from, "opne", to), or use one of these names
*/
