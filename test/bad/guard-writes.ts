import { machine, one, range, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "door",
  build() {
    const door = one(Door, { vars: { uses: range(0, 9) } });
    return system({
      parts: { door },
      rules: {
        door: { open: { when: () => (door.uses += 1) < 5 } },
      },
    });
  },
});

/* $ fleetcheck check test/bad/guard-writes.ts
test/bad/guard-writes.ts:12:48  the guard of `door.open` writes to the state
  why: guards and properties only look; what they would change would depend on how often they are asked
  fix: move the write into the rule's `then`
  it showed after these steps:
    start  door: shut
*/
