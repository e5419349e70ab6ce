import { machine, one, range, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "door",
  build() {
    const door = one(Door, { vars: { uses: range(0, 9) } });
    const hinges = ["new", "worn"];
    return system({
      parts: { door },
      rules: {
        door: {
          open: {
            when: (s) => hinges[s.uses]!.length > 0,
            then: (s) => {
              s.uses += 1;
            },
          },
        },
      },
    });
  },
});

/* $ fleetcheck check test/bad/guard-throws.ts
test/bad/guard-throws.ts:15:42  the guard of `door.open` threw: TypeError: Cannot read properties of undefined (reading 'length')
  why: a guard or a property must have an answer in every reachable state
  fix: mend the line that is named; test for the case before using it
  it showed after these steps:
    start  door: shut
    1      door  open   state shut → ajar, uses 0 → 1
    2      door  close  state ajar → shut
    3      door  open   state shut → ajar, uses 1 → 2
    4      door  close  state ajar → shut
*/
