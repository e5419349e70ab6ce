// Values of options, and what was meant by a misspelt name.
import { expect, test } from "vitest";
import { didYouMean } from "../../src/cli/nearest.ts";
import { readAll, readBudget, readFormats, readParams } from "../../src/cli/values.ts";

test.for([
  ["512M", 512 * 2 ** 20],
  ["2G", 2 * 2 ** 30],
  ["1.5g", 1.5 * 2 ** 30],
  ["64 KiB", 64 * 2 ** 10],
  ["1TB", 2 ** 40],
  ["4096", 4096],
] as const)("%s is a size", ([text, bytes]) => {
  expect(readBudget({ maxBytes: text })).toEqual({ bytes });
});

test("budgets are numbers above nothing", () => {
  expect(readBudget({ maxStates: "1_000_000", maxDepth: "12", maxSeconds: ".5" })).toEqual({
    states: 1_000_000,
    depth: 12,
    seconds: 0.5,
  });
});

test.for(["0", "-1", "1.5", "1e3", "many", "", "Infinity", "99999999999999999999"])("%o counts nothing", (text) => {
  expect(() => readBudget({ maxStates: text })).toThrow("--max-states cannot be");
  expect(() => readBudget({ maxDepth: text })).toThrow("--max-depth cannot be");
});

test.for(["0", "-1", "M", "2X", ""])("%o is no time and no size", (text) => {
  expect(() => readBudget({ maxSeconds: text })).toThrow("--max-seconds cannot be");
  expect(() => readBudget({ maxBytes: text })).toThrow("--max-bytes cannot be");
});

test("every value that is wrong is told", () => {
  expect(() => readBudget({ maxStates: "x", maxBytes: "y" })).toThrow(/--max-states .*--max-bytes/);
  expect(() => readParams(["a=1", "b", "=2"])).toThrow(/not `b`.*not `=2`/);
  expect(() => readFormats("mmd,gif,")).toThrow(/not `gif`.*not ``/);
  expect(() =>
    readAll(
      () => readParams(["b"]),
      () => readBudget({ maxStates: "x" }),
    ),
  ).toThrow(/not `b`.*--max-states/);
});

test("parameters and formats", () => {
  expect(readParams(["servers=3", "mode=a=b", "empty="])).toEqual({ servers: "3", mode: "a=b", empty: "" });
  expect(readFormats("svg, mmd,svg")).toEqual(["mmd", "svg"]);
});

test("a slip of the hand is recognised, a different word is not", () => {
  const known = ["25 November 2020", "higher limit", "servers"];
  expect(didYouMean("server", known)).toBe("did you mean `servers`?");
  expect(didYouMean("sevrers", known)).toBe("did you mean `servers`?");
  expect(didYouMean("HIGHER LIMITS", known)).toBe("did you mean `higher limit`?");
  expect(didYouMean("25 Nov", known)).toBe("did you mean `25 November 2020`?");
  expect(didYouMean("clients", known)).toBeUndefined();
  expect(didYouMean("", known)).toBeUndefined();
  expect(didYouMean("servers", [])).toBeUndefined();
});
