// The trace command: timelines, logs, and what is wrong with them.
import { closeSync, existsSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fleetcheck, project } from "./fleetcheck.ts";

const spec = `
import { machine, one, range, spec, system, t, timeline, variable } from "fleetcheck";
const Stream = machine("stream", "serving", [t("serving", "fail", "failing"), t("failing", "restart", "serving")]);
export const streams = spec({
  name: "streams",
  build() {
    const stream = one(Stream);
    const fails = variable(range(0, 9));
    return system({
      parts: { stream, fails },
      rules: { stream: { fail: { when: () => fails.value < 9, then: () => { fails.value += 1; } } } },
      terminal: "anywhere",
    });
  },
});
export const day = timeline(streams, {
  name: "day",
  entries: [{ time: "05:15", system: "stream", what: "it fails", does: "stream.fail" }],
});
`;

const user = project();
const trace = (...args: string[]) => fleetcheck(["trace", ...args], { cwd: user.folder });

beforeAll(() => {
  user.write("streams.ts", spec);
  user.write("fits.jsonl", '{"time": 1, "does": "stream.fail"}\n\n{"time": 2, "sees": {"fails": {"value": 3}}}\n');
  user.write("ends.jsonl", '{"time": 1, "does": "stream.fail"}\n{"time": 2, "sees": {"fails": {"value": 0}}}\n');
  user.write("broken.jsonl", '{"time": 1, "does": "stream.fail"}\n{"time": 2, "does": "stream.burn"}\n');
});
afterAll(() => user.remove());

describe("timelines that a file exports", () => {
  test("are judged, told and drawn", async () => {
    const { stdout, stderr, code } = await trace("streams.ts", "--out", "drawn");
    expect([stderr, code]).toEqual(["", 0]);
    expect(stdout).toMatch(/^day {2}streams, defaults\n {2}✓ 05:15 {2}stream {2}it fails/);
    expect(existsSync(join(user.folder, "drawn/day--timeline.mmd"))).toBe(true);
  });
  test("are told as JSON", async () => {
    const { stdout } = await trace("streams.ts", "--json");
    const { timelines, exitCode } = JSON.parse(stdout) as { timelines: { fits: boolean }[]; exitCode: number };
    expect([timelines.map(({ fits }) => fits), exitCode]).toEqual([[true], 0]);
  });
});

describe("a log", () => {
  test("fits", async () => {
    const { stdout, code } = await trace("streams.ts", "fits.jsonl");
    expect(stdout).toMatch(/fits: 2 entries/);
    expect(code).toBe(0);
  });
  test("does not fit", async () => {
    const { stdout, code } = await trace("streams.ts", "ends.jsonl", "--quiet");
    expect(stdout).toMatch(/✗ entry 2 does not fit: none of the states.*\n.*`fails value = 0` is false/);
    expect(code).toBe(1);
  });
  test("is refused with the line that is wrong", async () => {
    const { stdout, stderr, code } = await trace("streams.ts", "broken.jsonl");
    expect(stderr).toMatch(/^broken.jsonl:2 {2}line 2 of the log cannot be read: there is no event `stream.burn`/);
    expect([stdout, code]).toEqual(["", 2]);
  });
  test.each([
    [["streams.ts", "absent.jsonl"], /absent.jsonl cannot be read/],
    [["streams.ts", "fits.jsonl", "--spec", "rivers"], /none that was asked for: `streams`/],
    [["streams.ts", "fits.jsonl", "--logged", "stream.burn"], /no event `stream.burn`/],
    [["streams.ts", "fits.jsonl", "--max-states", "2"], /more than 2 states/],
  ])("%j", async (args, message) => {
    const { stderr, code } = await trace(...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  test("of a hundred megabytes without a line's end exhausts nothing", { timeout: 60_000 }, async () => {
    const file = openSync(join(user.folder, "huge.jsonl"), "w");
    for (let i = 0; i < 100; i++) writeSync(file, "x".repeat(2 ** 20));
    closeSync(file);
    const { stderr, code } = await trace("streams.ts", "huge.jsonl");
    expect(stderr).toMatch(/line 1 of the log cannot be read: it is longer than/);
    expect(code).toBe(2);
  });
});
