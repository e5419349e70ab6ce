// Counterexamples of fleets in which a tick can happen in more ways than could ever be tried, one by one: which 30 of 60
// members start, to begin with. Equal members are one to the search, and the run that is told takes the first of them.
import { expect, test } from "vitest";
import { always, check, eventually, fleet, machine, SpecError, spec, system, t } from "../src/index.ts";

const Lamp = machine("lamp", "off", [t("off", "light", "on"), t("on", "burnOut", "off")]);

const lamps = spec({
  name: "lamps",
  params: { lamps: 60, together: 30 },
  build({ lamps: count, together }) {
    const row = fleet(Lamp, count);
    return system({
      parts: { row },
      clock: { tick: "1 minute" },
      rules: { row: { light: { together }, burnOut: { together: true } } },
      properties: {
        "it stays dark": always(() => row.in("on") === 0),
        "all are lit some time": eventually(() => row.in("on") === row.size),
      },
    });
  },
});

const counterexampleTo = (claim: string, params = {}) =>
  check(lamps, { params }).properties.find(({ name }) => name === claim)?.counterexample;

const tooMany = () => check(lamps, { params: { lamps: 2000, together: 1000 }, symmetry: "off" });

test("a shortest way: the first members light up", () => {
  const { steps } = counterexampleTo("it stays dark")!;
  expect(steps).toHaveLength(1);
  expect(steps[0]!.changed.map(({ member }) => member)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
});

test("a loop, which comes back to the very state in which it began", () => {
  const { loop, steps } = counterexampleTo("all are lit some time")!;
  expect(loop).toMatchObject({ begins: expect.any(Number) });
  expect(steps.length).toBeLessThan(10);
});

test("where few ways are enough to try them all, the same is told", () => {
  const few = counterexampleTo("it stays dark", { lamps: 6, together: 3 })!;
  expect(few.steps[0]!.changed.map(({ member }) => member)).toEqual([1, 2, 3]);
});

test("where members are not explored as one, that there are too many is told at once", () => {
  expect(tooMany).toThrow(SpecError);
  expect(tooMany).toThrow("there are more than 65536 ways for the tick to happen");
});
