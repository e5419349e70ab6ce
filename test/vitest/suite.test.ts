// A folder of specs as a suite of tests.
import { describeSpecs } from "fleetcheck/vitest";
import { expect, test } from "vitest";
import * as forms from "../types/forms.ts";

describeSpecs({ forms });

test("a folder without a spec is no suite", () => {
  expect(() => describeSpecs({ "./door.ts": { Door: {} } })).toThrow("no spec is exported by ./door.ts");
  expect(() => describeSpecs({})).toThrow("no spec is exported by no module");
});
