// A lift for sweeps: how many people may enter before it sinks below its floor. It has points at which a check cannot be
// made, and a claim that is not what it is said to be.
import { always, machine, one, oneOf, range, reachable, spec, system, t } from "fleetcheck";

const Lift = machine("lift", "open", [
  t("open", "enter", "open"),
  t("open", "leave", "open"),
  t("open", "close", "closed"),
  t("closed", "reopen", "open"),
]);

export default spec({
  name: "lift",
  params: { people: 4, ropes: 2, door: oneOf("slow", "fast"), strange: 0 },
  scenarios: {
    "as built": {},
    "one rope": { with: { ropes: 1 } },
  },
  monotone: { people: ["it carries all", "somebody can enter", "it leaves with a pair"] },
  sweeps: {
    "how many people": { over: { people: range(1, 12) }, properties: ["it carries all"] },
    "how many on each rope": {
      over: { ropes: [1, 2, 4], people: range(1, 12) },
      scenario: "one rope",
      properties: ["it carries all"],
    },
  },
  build({ people, ropes, strange }) {
    if (strange === 1 && people === 3) throw new Error("three is a crowd");
    if (strange === 2 && people === 3) process.exit(7);
    const lift = one(Lift, { vars: { inside: range(0, people) } });
    return system({
      parts: { lift },
      rules: {
        lift: {
          enter: {
            when: (s) => s.inside < people,
            then: (s) => {
              s.inside += 1;
            },
          },
          leave: {
            when: (s) => s.inside > 0,
            then: (s) => {
              s.inside -= 1;
            },
          },
        },
      },
      properties: {
        "it carries all": always(() => lift.inside <= 3 * ropes),
        "somebody can enter": reachable(() => lift.inside > 0),
        "it leaves with a pair": always(() => people % 4 !== 2 || lift.inside < 2),
      },
    });
  },
});
