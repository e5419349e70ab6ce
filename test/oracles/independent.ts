// Machines that have nothing to do with each other: positions^members states, and members ways to leave each.
import { fleet, machine, range, reachable, spec, system, t } from "fleetcheck";

/** A wheel turns from position to position, and round. */
const Wheel = machine("wheel", "turning", [t("turning", "turn", "turning")]);

export default spec({
  name: "independent machines",
  params: { members: 4, positions: 3 },
  build({ members, positions }) {
    const wheels = fleet(Wheel, members, { vars: { position: range(0, positions - 1) } });
    return system({
      parts: { wheels },
      rules: {
        wheels: {
          turn: {
            then: (wheel) => {
              wheel.position = (wheel.position + 1) % positions;
            },
          },
        },
      },
      properties: {
        "all can stand at the last position": reachable(() => wheels.every((w) => w.position === positions - 1)),
      },
    });
  },
});
