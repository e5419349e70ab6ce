import { always, fleet, machine, range, spec, system, t } from "fleetcheck";

const Door = machine("door", "shut", [t("shut", "open", "ajar"), t("ajar", "close", "shut")]);

export default spec({
  name: "impure",
  // @ts-expect-error the claim is called "in time"
  scenarios: { "as built": { expect: { "on time": "violated" } } },
  build() {
    let closed = 0;
    const doors = fleet(Door, 2, { vars: { opened: range(0, 59) } });
    return system({
      parts: { doors },
      rules: {
        doors: {
          open: {
            when: () => Math.random() < 0.9,
            then: (s) => {
              s.opened = new Date().getSeconds();
            },
          },
          close: {
            then: () => {
              closed += 1;
            },
          },
        },
      },
      properties: {
        "in time": always(() => performance.now() > 0),
        open: always(() => Math.random() < 2 && crypto !== undefined),
      },
    });
  },
});

/* $ fleetcheck check test/bad/several-impure.ts
test/bad/several-impure.ts:5:16  scenario `as built` expects something of `on time`, which is no claim of spec `impure`
  why: its claims are: `no deadlock`, `values stay in their domains`, `calls are accepted`, `effects do not throw`, `in time`, `open`
  fix: use one of these names, or `others`
test/bad/several-impure.ts:17:30  the guard of `doors.open` uses Math.random
  why: the answer would differ from run to run, so no state would mean anything
  fix: make it a choice of the rule, or a parameter
test/bad/several-impure.ts:19:26  the effect of `doors.open` uses new Date()
  why: the answer would differ from run to run, so no state would mean anything
  fix: make it a choice of the rule, or a parameter
test/bad/several-impure.ts:23:19  `closed`, which the effect of `doors.close` reads, changed during the check
  why: what rules and properties remember outside the state is not explored
  fix: make it a part: variable(domain, start)
test/bad/several-impure.ts:30:45  property `in time` uses performance.now
  why: the answer would differ from run to run, so no state would mean anything
  fix: make it a choice of the rule, or a parameter
test/bad/several-impure.ts:31:33  property `open` uses Math.random
  why: the answer would differ from run to run, so no state would mean anything
  fix: make it a choice of the rule, or a parameter
test/bad/several-impure.ts:31:49  property `open` uses crypto
  why: the answer would differ from run to run, so no state would mean anything
  fix: make it a choice of the rule, or a parameter
*/
