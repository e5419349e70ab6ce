import { fleet, machine, one, range, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("shut", "open", "wide")]);
const Lock = machine("lock", "fast", [t("fast", "turn", "loose"), t("loose", "turn", "fast")]);

export default spec({
  name: "several",
  scenarios: { "as built": {} },
  build: () =>
    system({
      parts: {
        door: one(Door),
        locks: fleet(Lock, 3, { vars: { turns: range(2, 1) }, start: [{ members: 2 }] }),
      },
      rules: {
        // @ts-expect-error there is no such part
        window: {},
      },
    }),
});

/* $ fleetcheck check test/bad/several.ts
test/bad/several.ts:3:14  machine `door` has two rows for `open` from `shut`: to `ajar` and to `wide`
  why: an event in a state leads to one state; typescript-fsm would silently take the first
  fix: remove one, or give the two outcomes two events
test/bad/several.ts:10:5  there are rules for `window`, which is no part of spec `several`
  why: its parts are: `door`, `locks`
  fix: use one of these names
test/bad/several.ts:13:16  the domain of `locks.turns` is empty: range(2, 1)
  why: a variable must have at least one value
  fix: give it at least one value; a range goes from low to high
test/bad/several.ts:13:16  the start groups of `locks` have 2 members, the part has 3
  why: every member starts in exactly one group
  fix: make the groups' `members` add up to 3
*/
