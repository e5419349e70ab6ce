// Wheels of which some turn on each tick, whichever they are. From all at the first position, every combination of
// positions is reached where the number that turns has no factor in common with the number of positions: what turns is a
// generator of the group of positions. So there are positions^members states, each with C(members, turning) ways on; and
// counted C(members + positions − 1, members) states. A counted way is a multiset of wheels that turn and one of wheels that
// stay: C(turning + positions − 1, turning) · C(staying + positions − 1, staying) of them in all.
import { fleet, machine, range, reachable, spec, system, t } from "fleetcheck";

/** A wheel turns from position to position, and round. */
const Wheel = machine("wheel", "standing", [t("standing", "turn", "standing")]);

export default spec({
  name: "wheels in rounds",
  params: { members: 4, positions: 3, turning: 2 },
  build({ members, positions, turning }) {
    const wheels = fleet(Wheel, members, { vars: { position: range(0, positions - 1) } });
    return system({
      parts: { wheels },
      rules: {
        wheels: {
          turn: {
            together: turning,
            then: (wheel) => {
              wheel.position = (wheel.position + 1) % positions;
            },
          },
        },
      },
      clock: { tick: "1 second" },
      properties: {
        "all can stand at the last position": reachable(() => wheels.every((w) => w.position === positions - 1)),
      },
    });
  },
});
