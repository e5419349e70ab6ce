import { always, fleet, machine, oneOf, one, range, record, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

// Mistakes of parameters, starts, rules and expectations do not hide each other. That a start value is not in a domain
// which is none follows from the domain, and is not told. What is wrong in every scenario is told once.
export default spec({
  name: "phases",
  params: { doors: 2, made: oneOf("oak", "steel") },
  scenarios: {
    few: { expect: { "it opens": "violated" } },
    many: { with: { doors: 4 }, expect: { "a door is shut": "unreached" } },
    // @ts-expect-error there is no such material
    wooden: { with: { made: "wood" }, expect: { others: "violated", "no deadlocks": "violated" } },
  },
  build({ doors }) {
    const door = one(Door, { vars: { bolts: range(0, 3) }, start: { bolts: 4 } });
    return system({
      parts: {
        door,
        all: fleet(Door, doors, {
          vars: { bolts: range(3, 0), hinges: range(0, 2), keys: record({ held: range(0, 1) }) },
          start: [
            // @ts-expect-error there is no such state
            { members: doors - 1, bolts: 1, hinges: 3, state: "wide" },
            // @ts-expect-error it is called hinges
            { members: 2, hinge: 1, keys: { held: 2 } },
          ],
        }),
      },
      rules: { door: { open: { when: (s) => s.bolts === 0 } } },
      properties: { "a door is shut": always(() => door.is("shut")) },
    });
  },
});

/* $ fleetcheck check test/bad/several-phases.ts
test/bad/several-phases.ts:7:16  parameter `made` of spec `phases` cannot be "wood", which scenario `wooden` sets
  why: it takes one of `oak`, `steel`
  fix: give it one of `oak`, `steel`
test/bad/several-phases.ts:7:16  scenario `wooden` expects something of `no deadlocks`, which is no claim of spec `phases`
  why: its claims are: `no deadlock`, `values stay in their domains`, `calls are accepted`, `effects do not throw`, `a door is shut`
  fix: use one of these names, or `others`
test/bad/several-phases.ts:7:16  scenario `few` expects something of `it opens`, which is no claim of spec `phases`
  why: its claims are: `no deadlock`, `values stay in their domains`, `calls are accepted`, `effects do not throw`, `a door is shut`
  fix: use one of these names, or `others`
test/bad/several-phases.ts:7:16  scenario `many` expects `unreached` of `a door is shut`
  why: a claim of kind `always` holds or is violated
  fix: expect one of these, or leave it out
test/bad/several-phases.ts:17:18  part `door` starts with bolts = 4, which is outside its domain range(0, 3)
  why: a start value must be a value of the domain, or an array of such values
  fix: start inside the domain, or widen it
test/bad/several-phases.ts:21:14  the domain of `all.bolts` is empty: range(3, 0)
  why: a variable must have at least one value
  fix: give it at least one value; a range goes from low to high
test/bad/several-phases.ts:21:14  the start groups of `all` have 3 members, the part has 2
  why: every member starts in exactly one group
  fix: make the groups' `members` add up to 2
test/bad/several-phases.ts:21:14  a start group of `all` names `hinge`
  why: the part has: `members`, `cohort`, `state`, `bolts`, `hinges`, `keys`
  fix: use one of these names
test/bad/several-phases.ts:21:14  part `all` starts in "wide", which is no state of machine `door`
  why: its states are: `shut`, `ajar`
  fix: start in one of these
test/bad/several-phases.ts:21:14  part `all` starts with hinges = 3, which is outside its domain range(0, 2)
  why: a start value must be a value of the domain, or an array of such values
  fix: start inside the domain, or widen it
test/bad/several-phases.ts:21:14  part `all` starts with keys = {"held":2}, which is outside its domain record({ held: range(0, 1) })
  why: a start value must be a value of the domain, or an array of such values
  fix: start inside the domain, or widen it
*/
