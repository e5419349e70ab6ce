// A budget that ends while the graph is made: what was said of states stands, what is about paths is not known.
import { always, check, range, recovers, spec, system, variable, type CheckOptions } from "fleetcheck";
import { describe, expect, test } from "vitest";

/** Two numbers that go up, and one that goes back to 0. */
const meters = spec({
  name: "meters",
  build() {
    const [high, low] = [variable(range(0, 199)), variable(range(0, 199))];
    return system({
      parts: { high, low },
      world: {
        rise: { when: () => high.value < 199, then: () => void (high.value += 1) },
        climb: { when: () => low.value < 199, then: () => void (low.value += 1) },
        drop: { when: () => low.value > 0, then: () => void (low.value = 0) },
      },
      terminal: "anywhere",
      properties: {
        "low stays low": always(() => low.value < 200),
        "low gets back to 0": recovers(() => low.value === 0),
        "high gets back to 0": recovers(() => high.value === 0),
      },
    });
  },
});

const outcomes = (options: CheckOptions) => {
  const { stopped, properties, ...verdict } = check(meters, { engine: "compiled", workers: 1, ...options });
  const bytes = verdict.bytesPerState * verdict.states;
  const claims = properties.filter(({ kind }) => kind !== "builtin");
  return { states: verdict.states, bytes, stopped, claims: claims.map((c) => `${c.verdict}, ${c.assurance}`) };
};

describe("a budget of bytes", () => {
  const whole = outcomes({});
  test("that is enough", () => {
    expect(whole).toMatchObject({ states: 40_000, claims: ["holds, exact", "holds, exact", "violated, exact"] });
    expect(outcomes({ budget: { bytes: Math.ceil(whole.bytes) } })).toEqual(whole);
  });
  test("that is enough for the search and not for the graph", () => {
    const some = outcomes({ budget: { bytes: whole.bytes - 1 } });
    expect(some).toMatchObject({ states: 40_000, stopped: "bytes" });
    expect(some.claims).toEqual(["holds, exact", "incomplete, bounded(398)", "incomplete, bounded(398)"]);
  });
});
