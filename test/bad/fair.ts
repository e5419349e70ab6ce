import { fleet, infinitelyOften, machine, one, range, settles, spec, system, t, variable } from "fleetcheck";

const Server = machine("server", "up", [t("up", "fail", "down"), t("down", "repair", "up")]);

export default spec({
  name: "servers",
  build() {
    const front = fleet(Server, 2);
    const back = fleet(Server, 2);
    const alone = one(Server);
    const demand = variable(range(0, 1));
    const rarely = { fair: "rarely" } as unknown as { fair: "weak" };
    const outages: string[] = ["front.fail", "front.fial", "a quake"];
    return system({
      parts: { front, back, alone, demand },
      rules: {
        front: { fail: rarely, repair: { fairEach: true } },
        back: { repair: { fair: "weak", onlyWhenCalled: true } },
        alone: { repair: { fair: "strong", fairEach: true } },
      },
      world: { "demand rises": { then: () => void (demand.value = 1) } },
      properties: {
        "all are up again and again": infinitelyOften(() => front.in("up") === 2),
        "all get up": settles(() => front.in("up") === 2, { without: outages as "demand rises"[] }),
      },
    });
  },
});

/* $ fleetcheck check test/bad/fair.ts
test/bad/fair.ts:8:19  the rule `front.fail` cannot be fair: its `fair` is "rarely"
  why: fair is what can happen by itself, "weak" or "strong", for a part as a whole or with `fairEach` for each of its members
  fix: correct it, or leave fairness out: then a run may put the event off for ever
test/bad/fair.ts:8:19  the rule `front.repair` cannot be fair: it has `fairEach`, and not `fair`
  why: fair is what can happen by itself, "weak" or "strong", for a part as a whole or with `fairEach` for each of its members
  fix: correct it, or leave fairness out: then a run may put the event off for ever
test/bad/fair.ts:9:18  the rule `back.repair` cannot be fair: it happens only when it is called
  why: fair is what can happen by itself, "weak" or "strong", for a part as a whole or with `fairEach` for each of its members
  fix: correct it, or leave fairness out: then a run may put the event off for ever
test/bad/fair.ts:10:19  the rule `alone.repair` cannot be fair: it has `fairEach`, and there is only one
  why: fair is what can happen by itself, "weak" or "strong", for a part as a whole or with `fairEach` for each of its members
  fix: correct it, or leave fairness out: then a run may put the event off for ever
test/bad/fair.ts:14:12  property `all get up` settles without `front.fial`, which is no event of spec `servers`
  why: its events are: `front.fail`, `front.repair`, `back.fail`, `back.repair`, `alone.fail`, `alone.repair`, `demand rises`
  fix: use one of these names; `tsc` finds such slips before a check does
test/bad/fair.ts:14:12  property `all get up` settles without `a quake`, which is no event of spec `servers`
  why: its events are: `front.fail`, `front.repair`, `back.fail`, `back.repair`, `alone.fail`, `alone.repair`, `demand rises`
  fix: use one of these names; `tsc` finds such slips before a check does
*/
