// A fleet in which only so many servers may boot at once. Its size follows from counting by hand:
// Σ over b ≤ cap of C(servers, b) · 3^(servers − b) states.
import { always, fleet, machine, reachable, spec, system, t } from "fleetcheck";

/** A server boots, serves, drains and stops. */
const Server = machine("server", "down", [
  t("down", "boot", "booting"),
  t("booting", "comeUp", "up"),
  t("up", "drain", "draining"),
  t("draining", "stop", "down"),
]);

export default spec({
  name: "capped boot",
  params: { servers: 3, cap: 1 },
  build({ servers: size, cap }) {
    const servers = fleet(Server, size);
    return system({
      parts: { servers },
      rules: { servers: { boot: { when: () => servers.in("booting") < cap } } },
      properties: {
        "the cap is kept": always(() => servers.in("booting") <= cap),
        "all can be up": reachable(() => servers.in("up") === servers.size),
      },
    });
  },
});
