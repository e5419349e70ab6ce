// More states than a test has time for: 16^n.
import { always, machine, ordered, range, reachable, spec, system, t } from "fleetcheck";

const Meter = machine("meter", "on", [t("on", "count", "on")]);

export default spec({
  name: "meters",
  params: { meters: 6 },
  build({ meters }) {
    const all = ordered(Meter, meters, { vars: { reading: range(0, 15) } });
    return system({
      parts: { all },
      rules: {
        all: {
          count: {
            then: (s) => {
              s.reading = (s.reading + 1) % 16;
            },
          },
        },
      },
      properties: {
        "the sum stays on the dial": always(() => all.sum((m) => m.reading) <= 15 * meters),
        "one meter can reach two": reachable(() => all.some((m) => m.reading === 2)),
      },
    });
  },
});
