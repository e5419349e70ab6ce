// Mutual exclusion of two by Peterson: who wants to enter lets the other go first, and waits while that one wants to, too.
// Nobody is overtaken twice, so that fairness to both together is enough; without any, all may be busy elsewhere for ever.
// Source: Peterson, Myths about the mutual exclusion problem (1981).
import { always, flag, leadsTo, machine, oneOf, ordered, range, spec, system, t, variable } from "fleetcheck";

const Process = machine("process", "elsewhere", [
  t("elsewhere", "want", "wanting"),
  t("wanting", "giveWay", "waiting"),
  t("waiting", "enter", "critical"),
  t("critical", "leave", "elsewhere"),
]);

export default spec({
  name: "Peterson, two processes",
  params: { fairness: oneOf("to each", "to both together", "none") },
  scenarios: {
    "fair to each": {},
    "fair to both together": { with: { fairness: "to both together" } },
    "not fair": {
      with: { fairness: "none" },
      expect: { "who wants to enters": "violated", "somebody enters when somebody wants to": "violated" },
    },
  },
  build({ fairness }) {
    const processes = ordered(Process, 2, { vars: { wants: flag() } });
    const turn = variable(range(0, 1));
    const fair = fairness === "none" ? {} : ({ fair: "weak" } as const);
    const timing = fairness === "to each" ? ({ ...fair, fairEach: true } as const) : fair;
    const first = () => processes.at(0);
    return system({
      parts: { processes, turn },
      rules: {
        processes: {
          want: { then: (p) => void (p.wants = true) },
          giveWay: { ...timing, then: (p) => void (turn.value = 1 - p.index) },
          enter: { ...timing, when: (p) => !processes.next(p).wants || turn.value === p.index },
          leave: { ...timing, then: (p) => void (p.wants = false) },
        },
      },
      world: { "something else happens": {} },
      properties: {
        "one at a time": always(() => processes.in("critical") <= 1),
        "who wants to enters": leadsTo(
          () => first().is("wanting"),
          () => first().is("critical"),
        ),
        "somebody enters when somebody wants to": leadsTo(
          () => processes.in("wanting", "waiting") > 0,
          () => processes.in("critical") > 0,
        ),
      },
    });
  },
});
