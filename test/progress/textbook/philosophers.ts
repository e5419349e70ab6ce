// Dining philosophers, the last of whom takes his forks in the other order. They do not block each other, and yet one can
// starve between two who take turns: a fork is free again and again, and gone whenever he looks.
// Source: Dijkstra, EWD310; on starvation, Lehmann and Rabin (1981).
import { always, leadsTo, machine, oneOf, ordered, spec, system, t } from "fleetcheck";

const Philosopher = machine("philosopher", "thinking", [
  t("thinking", "getHungry", "hungry"),
  t("hungry", "takeFirst", "holding one"),
  t("holding one", "takeSecond", "eating"),
  t("eating", "putDown", "thinking"),
]);
const Fork = machine("fork", "free", [t("free", "take", "taken"), t("taken", "putDown", "free")]);

export default spec({
  name: "dining philosophers, who eats",
  params: { philosophers: 3, strength: oneOf("strong", "weak") },
  scenarios: {
    strong: {},
    weak: { with: { strength: "weak" }, expect: { "the first who is hungry eats": "violated" } },
  },
  build({ philosophers: size, strength }) {
    const philosophers = ordered(Philosopher, size);
    const forks = ordered(Fork, size);
    const first = (p: { readonly index: number }) => forks.at(p.index === size - 1 ? 0 : p.index);
    const second = (p: { readonly index: number }) => forks.at(p.index === size - 1 ? p.index : p.index + 1);
    return system({
      parts: { philosophers, forks },
      rules: {
        philosophers: {
          takeFirst: {
            fair: strength,
            fairEach: true,
            when: (p) => first(p).is("free"),
            then: (p) => first(p).dispatch("take"),
          },
          takeSecond: {
            fair: strength,
            fairEach: true,
            when: (p) => second(p).is("free"),
            then: (p) => second(p).dispatch("take"),
          },
          putDown: {
            fair: "weak",
            fairEach: true,
            then: (p) => {
              first(p).dispatch("putDown");
              second(p).dispatch("putDown");
            },
          },
        },
        forks: { take: { onlyWhenCalled: true }, putDown: { onlyWhenCalled: true } },
      },
      properties: {
        "neighbours do not both eat": always(() =>
          philosophers.every((p) => !p.is("eating") || !philosophers.next(p).is("eating")),
        ),
        "somebody who is hungry eats": leadsTo(
          () => philosophers.in("hungry") > 0,
          () => philosophers.in("eating") > 0,
        ),
        "the first who is hungry eats": leadsTo(
          () => philosophers.at(0).is("hungry"),
          () => philosophers.at(0).is("eating"),
        ),
      },
    });
  },
});
