// What is committed in generated/ is what the specs say now, and what they come to.
import { expect, test } from "vitest";
import { planFolder } from "../src/cli/diagram.ts";
import { recordFile, staleIn } from "../src/render/folder.ts";
import { fleetcheck } from "./cli/fleetcheck.ts";

test("generated/ is up to date (else: npm run diagram)", { timeout: 600_000 }, async () => {
  const planned = await planFolder(["specs"], { out: "generated", formats: [], check: true, quiet: true });
  const { folder, former, problems } = planned!;
  const whole = { ...folder, wanted: [...folder.wanted, recordFile(folder, former)] };
  expect(problems).toEqual([]);
  expect(staleIn("generated", whole, former).map(({ wanted, state }) => `${wanted.path} is ${state}`)).toEqual([]);
  expect(folder.leftovers).toEqual([]);
});

test("verdicts and counts are as recorded (else: npm run lock, or with --update what is meant)", async () => {
  const { stdout, code } = await fleetcheck(["check", "specs", "--ci", "--quiet"]);
  expect(stdout).not.toContain("finding");
  expect(code).toBe(0);
}, 120_000);
