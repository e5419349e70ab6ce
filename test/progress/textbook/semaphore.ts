// A semaphore keeps two from being in at once, and says nothing about who is next. Whoever waits can enter again and again,
// but not all the time: weak fairness lets him starve, strong fairness does not.
// Source: Manna and Pnueli, The Temporal Logic of Reactive and Concurrent Systems (1992), on semaphores and compassion.
import { always, infinitelyOften, leadsTo, machine, oneOf, ordered, spec, system, t } from "fleetcheck";

const Process = machine("process", "elsewhere", [
  t("elsewhere", "arrive", "waiting"),
  t("waiting", "enter", "inside"),
  t("inside", "leave", "elsewhere"),
]);

export default spec({
  name: "semaphore",
  params: { processes: 3, strength: oneOf("strong", "weak"), each: true },
  scenarios: {
    "strong, to each": {},
    "weak, to each": { with: { strength: "weak" }, expect: { "the first who waits enters": "violated" } },
    "strong, to all together": { with: { each: false }, expect: { "the first who waits enters": "violated" } },
    "weak, to all together": {
      with: { strength: "weak", each: false },
      expect: { "the first who waits enters": "violated" },
    },
  },
  build({ processes: size, strength, each }) {
    const processes = ordered(Process, size);
    const isFree = () => processes.in("inside") === 0;
    const timing = each ? ({ fairEach: true } as const) : {};
    return system({
      parts: { processes },
      rules: {
        processes: {
          arrive: { fair: "weak", ...timing },
          enter: { fair: strength, ...timing, when: isFree },
          leave: { fair: "weak", ...timing },
        },
      },
      properties: {
        "one at a time": always(() => processes.in("inside") <= 1),
        "somebody is inside again and again": infinitelyOften(() => !isFree()),
        "the first who waits enters": leadsTo(
          () => processes.at(0).is("waiting"),
          () => processes.at(0).is("inside"),
        ),
      },
    });
  },
});
