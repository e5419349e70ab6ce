// Peterson's mutual exclusion for n processes: n − 1 levels, at each of which the last to arrive waits.
// Source: Peterson, "Myths about the mutual exclusion problem" (1981), as n_peterson.m of the Murphi distribution has
// it, one rule a label; a process that has to wait still fires its rule, and stays where it is.
import { always, fleet, machine, maybe, range, reachable, spec, system, t, variable } from "fleetcheck";

/** A process climbs level by level and enters from the last one. */
const Process = machine("process", "outside", [
  t("outside", "begin", "announcing"),
  t("announcing", "announce", "yielding"),
  t("yielding", "yield", "waiting"),
  t("waiting", "wait", "waiting"),
  t("waiting", "climb", "announcing"),
  t("waiting", "enter", "inside"),
  t("inside", "leave", "outside"),
]);

export default spec({
  name: "Peterson, n processes",
  params: { processes: 3 },
  build({ processes: size }) {
    const level = range(0, size);
    const processes = fleet(Process, size, { vars: { level, announced: level } });
    const lastAt = Array.from({ length: size }, () => variable(maybe(processes)));
    type Competitor = { readonly level: number };
    const mayPass = (p: Competitor) =>
      lastAt[p.level]!.value !== p || processes.every((other) => other === p || other.announced < p.level);
    const isAtLast = (p: Competitor) => p.level === size - 1;
    return system({
      parts: { processes, lastAt },
      rules: {
        processes: {
          begin: {
            then: (p) => {
              p.level = 1;
            },
          },
          announce: {
            then: (p) => {
              p.announced = p.level;
            },
          },
          yield: {
            then: (p) => {
              lastAt[p.level]!.value = p;
            },
          },
          wait: { when: (p) => !mayPass(p) },
          climb: {
            when: (p) => mayPass(p) && !isAtLast(p),
            then: (p) => {
              p.level += 1;
            },
          },
          enter: {
            when: (p) => mayPass(p) && isAtLast(p),
            then: (p) => {
              p.level += 1;
            },
          },
          leave: {
            then: (p) => {
              p.announced = 1;
            },
          },
        },
      },
      properties: {
        "at most one is inside": always(() => processes.in("inside") <= 1),
        "one can enter": reachable(() => processes.in("inside") === 1),
      },
    });
  },
});
