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

/* $ fleetcheck check test/bad/scenario-unknown.ts --scenario "with bolt" --param bolt=1 --property "the door is"
test/bad/scenario-unknown.ts:5:16  spec `door` has no scenario `with bolt`
  why: its scenarios are: `as built`, `with bolts`
  fix: use one of these names, in quotes where they hold spaces
  did you mean `with bolts`?
test/bad/scenario-unknown.ts:5:16  spec `door` has no parameter `bolt`
  why: its parameters are: `bolts`, `made`, `hinges`, `guarded`
  fix: use one of these names, or declare it in `params`
  did you mean `bolts`?
test/bad/scenario-unknown.ts:5:16  spec `door` claims nothing called `the door is`
  why: its claims are: `the door is a door`, `no deadlock`, `values stay in their domains`, `calls are accepted`, `effects do not throw`
  fix: use one of these names, in quotes where they hold spaces
  did you mean `the door is a door`?
*/
