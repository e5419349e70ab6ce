import { machine, one, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export const bolted = spec({
  name: "bolted door",
  build: () => system({ parts: { door: one(Door, { start: { state: "bolted" as never } }) } }),
});
export const barred = spec({
  name: "barred door",
  build() {
    if (new Date().getFullYear() < 2000 && Math.random() < 0.5) throw new Error("too early");
    return system({ parts: { door: one(Door, { start: { state: "barred" as never } }) } });
  },
});

/* $ fleetcheck check test/bad/several-files.ts test/bad/throws.ts test/bad/row-twice.ts test/bad/nowhere.ts --scenario nowhere --param bolts=3
there is no file or folder test/bad/nowhere.ts
  why: nothing was found at that path
  fix: check the spelling; paths are taken from the folder in which the command runs
no scenario of the 3 specs is called `nowhere`
  why: there are: `defaults`
  fix: use one of these names, in quotes where they hold spaces
no parameter of the 3 specs is called `bolts`
  why: there are: none
  fix: use one of these names, in quotes where they hold spaces
test/bad/row-twice.ts:3:14  machine `door` has two rows for `open` from `shut`: to `ajar` and to `wide`
  why: an event in a state leads to one state; typescript-fsm would silently take the first
  fix: remove one, or give the two outcomes two events
test/bad/several-files.ts:7:40  part `door` starts in "bolted", which is no state of machine `door`
  why: its states are: `shut`, `ajar`
  fix: start in one of these
test/bad/several-files.ts:12:9  `build` uses new Date()
  why: the answer would differ from run to run, so no state would mean anything
  fix: make it a choice of the rule, or a parameter
test/bad/several-files.ts:12:49  `build` uses Math.random
  why: the answer would differ from run to run, so no state would mean anything
  fix: make it a choice of the rule, or a parameter
test/bad/throws.ts:6:9  the file could not be loaded: RangeError: the variable DOORS is not set
  why: the file threw while it was imported, before any spec could be read
  fix: mend the line that is named; a spec file should only declare
*/
