import { fleet, machine, one, oneOf, range, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);
const Gate = machine("gate", "down", [t("down", "", "up")]);
// @ts-expect-error a machine without rows has no states
const Wall = machine("wall", "up", []);

export default spec({
  name: "sizes",
  // @ts-expect-error there must be a value
  params: { made: oneOf<never>(), thickness: range(3, 1) },
  build: () =>
    system({
      parts: {
        halves: fleet(Door, 2.5, { start: [{ members: 3 }] }),
        doors: fleet(Door, 3, { start: [{ members: 1.5 }, { members: -1, state: [] }] }),
        gate: one(Gate),
        // @ts-expect-error a wall has no states
        walls: fleet(Wall, 2, { start: [{ members: 2, state: "down" }] }),
      },
      rules: { walls: { fall: {} } },
      world: { "": {} },
    }),
});

/* $ fleetcheck check test/bad/several-sizes.ts
test/bad/several-sizes.ts:6:14  machine `wall` has no rows
  why: a machine is a table of what can happen
  fix: give it at least one row: t(from, event, to)
test/bad/several-sizes.ts:8:16  parameter `made` of spec `sizes` is declared as oneOf(…)
  why: a parameter is a number, true or false, text, or a range, flag or oneOf that has a value
  fix: declare it as one of these: a literal is its default, of a domain the first value is
test/bad/several-sizes.ts:8:16  parameter `thickness` of spec `sizes` is declared as range(3, 1)
  why: a parameter is a number, true or false, text, or a range, flag or oneOf that has a value
  fix: declare it as one of these: a literal is its default, of a domain the first value is
test/bad/several-sizes.ts:13:5  an event of the world has no name
  why: rules, traces and messages call events by their names
  fix: name it: t("shut", "open", "ajar")
test/bad/several-sizes.ts:15:17  part `halves` has size 2.5
  why: a part has a whole number of members, from 0 to 65535
  fix: give it such a size
test/bad/several-sizes.ts:16:16  a start group of `doors` has 1.5 members
  why: a group has a whole number of members, from 0 to 65535
  fix: give it such a number
test/bad/several-sizes.ts:16:16  a start group of `doors` has -1 members
  why: a group has a whole number of members, from 0 to 65535
  fix: give it such a number
test/bad/several-sizes.ts:16:16  a start group of `doors` may start in no state: its list of states is empty
  why: several states mean any of these, so that there must be one
  fix: name a state, or leave `state` out to start in the machine's first one
test/bad/several-sizes.ts:17:15  an event of `gate` has no name
  why: rules, traces and messages call events by their names
  fix: name it: t("shut", "open", "ajar")
*/
