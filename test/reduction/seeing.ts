// Small systems that could see which member is which, each by a road of its own.
import { always, fleet, flag, machine, maybe, range, setOf, spec, system, t, variable, type Spec } from "fleetcheck";

const Ant = machine("ant", "a", [t("a", "go", "b"), t("b", "go", "a")]);

interface Seeing {
  readonly spec: Spec;
  /** Words of the reason. */
  readonly reason: string;
}

/** Ants with a number, and an event that does something to them. */
const ants = (then: (of: ReturnType<typeof make>) => void): Spec =>
  spec({
    name: "ants",
    build() {
      const made = make();
      return system({ parts: { ...made }, world: { rain: { then: () => then(made) } }, terminal: "anywhere" });
    },
  });
function make() {
  const all = fleet(Ant, 2, { vars: (self) => ({ n: range(0, 3), on: flag(), to: maybe(self), knows: setOf(self) }) });
  return { all, last: variable(maybe(all)), sum: variable(range(0, 9)) };
}

/** A claim over ants. */
const claims = (test: (of: ReturnType<typeof make>) => boolean): Spec =>
  spec({
    name: "ants",
    build() {
      const made = make();
      return system({ parts: { ...made }, properties: { so: always(() => test(made)) }, terminal: "anywhere" });
    },
  });

export const seeing: Readonly<Record<string, Seeing>> = {
  "a loop that carries a local": {
    spec: ants(({ all, sum }) => {
      let n = 0;
      for (const a of all) n = 2 * n + a.n;
      sum.value = n;
    }),
    reason: "carries `n` from turn to turn",
  },
  "a loop that writes something else": {
    spec: ants(({ all, last }) => {
      for (const a of all) last.value = a;
    }),
    reason: "writes more than its own member",
  },
  "a loop that writes another member": {
    spec: ants(({ all }) => {
      for (const a of all) if (a.to) (a.to as typeof a).n = a.n;
    }),
    reason: "writes more than its own member",
  },
  "a loop that reads what other turns write": {
    spec: ants(({ all }) => {
      for (const a of all) a.n = Math.min(3, all.sum((b) => b.n) + 1);
    }),
    reason: "reads `n` of others",
  },
  "a loop that calls others through their guards": {
    spec: ants(({ all }) => {
      for (const a of all) if (all.in("b") === 0 && a.can("go")) a.dispatch("go");
    }),
    reason: "other turns write",
  },
  "a loop that ends early": {
    spec: ants(({ all }) => {
      for (const a of all) {
        a.on = true;
        break;
      }
    }),
    reason: "ends before the last turn",
  },
  "a loop that fails in two ways": {
    spec: ants(({ all }) => {
      for (const a of all) {
        if (a.on) throw new Error("on");
        a.n += 1;
      }
    }),
    reason: "whichever comes first",
  },
  "a loop over part of the fleet": {
    spec: ants(({ all, last }) => {
      for (const a of all.filter((b) => b.on)) last.value = a;
    }),
    reason: "writes more than its own member",
  },
  "a loop over a set of members": {
    spec: ants(({ all, last }) => {
      for (const a of all) a.knows.add(a);
      const some = last.value;
      if (some) for (const a of some.knows) last.value = a as typeof some;
    }),
    reason: "writes more than its own member",
  },
  "a spread": {
    spec: claims(({ all }) => [...all][0] !== undefined),
    reason: "goes through members one after the other",
  },
  "taking a fleet apart": {
    spec: claims(({ all }) => {
      const [first] = all;
      return first!.n < 4;
    }),
    reason: "goes through members one after the other",
  },
  "Array.from": {
    spec: claims(({ all }) => Array.from(all, (a) => a.n)[0] !== 4),
    reason: "goes through members one after the other",
  },
  "a question that remembers": {
    spec: claims(({ all }) => {
      let first = 0;
      all.every((a) => {
        first = a.n;
        return false;
      });
      return first < 4;
    }),
    reason: "carries `first` from turn to turn",
  },
  "a question that fails before it is settled": {
    spec: ants(({ all, sum }) => {
      if (all.some((a) => (a.to as typeof a).on)) sum.value = 1;
    }),
    reason: "before it is settled",
  },
  "a name as text": {
    spec: claims(({ all }) => all.every((a) => `${a as unknown as string}!` !== "x!")),
    reason: "turns a member into text",
  },
  "an order of names": {
    spec: claims(({ all, last }) => all.every((a) => last.value === undefined || last.value >= a)),
    reason: "turns a member into text",
  },
  "a key": {
    spec: claims(({ all }) => all.every((a) => ({ "all 1": 1 })[a as unknown as "all 1"] !== 2)),
    reason: "turns a member into text",
  },
  JSON: {
    spec: claims(({ all }) => all.every((a) => JSON.stringify(a) !== "x")),
    reason: "cannot be read",
  },
  "a sum of fractions": {
    spec: claims(({ all }) => all.sum((a) => a.n / 10) < 9),
    reason: "may not be whole",
  },
  "a function that cannot be read": {
    spec: claims(function (this: void, { all }) {
      return all.every(isOdd);
    }),
    reason: "cannot be read",
  },
};

/** A bound function has no text of its own. */
function isOther(this: number, a: { n: number }): boolean {
  return a.n !== this;
}
const isOdd = isOther.bind(5);
