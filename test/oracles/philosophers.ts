// Dining philosophers, each of whom takes the fork on his left first. The last one takes the other first, so that
// they cannot all wait for each other.
// Source: Dijkstra, EWD310, with the asymmetric remedy.
import { always, machine, ordered, reachable, spec, system, t } from "fleetcheck";

/** A philosopher takes two forks one by one, eats, and puts them down one by one. */
const Philosopher = machine("philosopher", "thinking", [
  t("thinking", "getHungry", "hungry"),
  t("hungry", "takeFirst", "holding one"),
  t("holding one", "takeSecond", "eating"),
  t("eating", "putFirst", "putting down"),
  t("putting down", "putSecond", "thinking"),
]);

/** A fork lies on the table or is in somebody's hand. */
const Fork = machine("fork", "free", [t("free", "take", "taken"), t("taken", "putDown", "free")]);

export default spec({
  name: "dining philosophers",
  params: { philosophers: 4 },
  build({ philosophers: size }) {
    const philosophers = ordered(Philosopher, size);
    const forks = ordered(Fork, size);
    type Seat = { readonly index: number };
    const isLast = (p: Seat) => p.index === size - 1;
    const first = (p: Seat) => forks.at(isLast(p) ? 0 : p.index);
    const second = (p: Seat) => forks.at(isLast(p) ? p.index : p.index + 1);
    return system({
      parts: { philosophers, forks },
      rules: {
        philosophers: {
          takeFirst: { when: (p) => first(p).is("free"), then: (p) => first(p).dispatch("take") },
          takeSecond: { when: (p) => second(p).is("free"), then: (p) => second(p).dispatch("take") },
          putFirst: { then: (p) => first(p).dispatch("putDown") },
          putSecond: { then: (p) => second(p).dispatch("putDown") },
        },
        forks: { take: { onlyWhenCalled: true }, putDown: { onlyWhenCalled: true } },
      },
      properties: {
        "neighbours do not both eat": always(() =>
          philosophers.every((p) => !p.is("eating") || !philosophers.next(p).is("eating")),
        ),
        "the last one can eat": reachable(() => philosophers.at(size - 1).is("eating")),
      },
    });
  },
});
