// Clients ask for sets of resources; an allocator hands them out bit by bit, and they come back bit by bit.
// Source: Merz, SimpleAllocator.tla in tlaplus/Examples.
import { always, fleet, machine, range, reachable, setOf, spec, system, t } from "fleetcheck";

/** A client requests some resources, is allocated them, and returns them. */
const Client = machine("client", "running", [
  t("running", "request", "running"),
  t("running", "allocate", "running"),
  t("running", "giveBack", "running"),
]);

export default spec({
  name: "simple allocator",
  params: { clients: 3, resources: 2 },
  build({ clients: size, resources }) {
    const resource = range(1, resources);
    const everyResource = Array.from({ length: resources }, (_, i) => i + 1);
    const clients = fleet(Client, size, { vars: { wants: setOf(resource), has: setOf(resource) } });
    const isFree = (r: number) => clients.every((c) => !c.has.has(r));
    return system({
      parts: { clients },
      rules: {
        clients: {
          request: clients.choosing(
            { some: setOf(resource) },
            {
              when: (c, { some }) => c.wants.size === 0 && c.has.size === 0 && some.size > 0,
              then: (c, { some }) => {
                for (const r of some) c.wants.add(r);
              },
            },
          ),
          allocate: clients.choosing(
            { some: setOf(resource) },
            {
              when: (c, { some }) => some.size > 0 && some.every((r) => c.wants.has(r) && isFree(r)),
              then: (c, { some }) => {
                for (const r of some) {
                  c.wants.delete(r);
                  c.has.add(r);
                }
              },
            },
          ),
          giveBack: clients.choosing(
            { some: setOf(resource) },
            {
              when: (c, { some }) => some.size > 0 && some.every((r) => c.has.has(r)),
              then: (c, { some }) => {
                for (const r of some) c.has.delete(r);
              },
            },
          ),
        },
      },
      properties: {
        "no resource has two holders": always(() =>
          everyResource.every((r) => clients.count((c) => c.has.has(r)) <= 1),
        ),
        "one client can hold everything": reachable(() => clients.some((c) => c.has.size === resources)),
      },
    });
  },
});
