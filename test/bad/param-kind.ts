import { always, machine, oneOf, one, range, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "door",
  params: { bolts: range(0, 3), made: oneOf("oak", "steel"), hinges: 2, guarded: false },
  scenarios: { "as built": {}, "with bolts": { with: { bolts: 2 } } },
  build: () =>
    system({
      parts: { door: one(Door) },
      properties: { "the door is a door": always(() => true) },
    }),
});

/* $ fleetcheck check test/bad/param-kind.ts --param bolts=7 --param made=wood --param hinges=many --param guarded=perhaps
test/bad/param-kind.ts:5:16  parameter `bolts` of spec `door` cannot be "7"
  why: it takes a whole number from 0 to 3
  fix: give it a whole number from 0 to 3
test/bad/param-kind.ts:5:16  parameter `made` of spec `door` cannot be "wood"
  why: it takes one of `oak`, `steel`
  fix: give it one of `oak`, `steel`
test/bad/param-kind.ts:5:16  parameter `hinges` of spec `door` cannot be "many"
  why: it takes a number
  fix: give it a number
test/bad/param-kind.ts:5:16  parameter `guarded` of spec `door` cannot be "perhaps"
  why: it takes true or false
  fix: give it true or false
*/
