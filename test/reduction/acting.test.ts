// Members of a part that is not reduced act for themselves, also when what they choose is one of a reduced fleet.
import { check, fleet, machine, ordered, spec, system, t } from "fleetcheck";
import { expect, test } from "vitest";

const Light = machine("light", "off", [t("off", "go", "on")]);

/** Each cat's light goes on with any bee chosen; each bee's by itself. */
const catsChoosingBees = (bees: number, cats: number) =>
  spec({
    name: "cats choosing bees",
    build() {
      const bee = fleet(Light, bees);
      const cat = ordered(Light, cats);
      return system({
        parts: { bee, cat },
        rules: { cat: { go: cat.choosing({ peer: bee }, {}) } },
        terminal: "anywhere",
      });
    },
  });

test.each([
  [2, 2],
  [3, 2],
  [2, 3],
])("%i interchangeable bees, %i cats in a row: every light on its own", (bees, cats) => {
  const { states, reductions } = check(catsChoosingBees(bees, cats));
  expect(reductions.map((r) => r.reduction)).toContain("counted");
  expect(states).toBe((bees + 1) * 2 ** cats); // bees are counted, cats are not
});
