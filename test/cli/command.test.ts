// The command line itself: help, and what is misspelt.
import { describe, test } from "vitest";
import { fleetcheck } from "./fleetcheck.ts";

describe.concurrent("help", () => {
  test.for([
    ["--help"],
    ...["init", "check", "sweep", "merge", "replay", "diagram", "docs", "trace"].map((name) => [name, "--help"]),
  ])("%j", async (args, { expect }) => {
    const { stdout, stderr, code } = await fleetcheck(args);
    expect(stdout).toMatchSnapshot();
    expect([stderr, code]).toEqual(["", 0]);
  });

  test("--version", async ({ expect }) => {
    const { stdout, code } = await fleetcheck(["--version"]);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(code).toBe(0);
  });

  test("without a command, help is an error", async ({ expect }) => {
    const { stdout, stderr, code } = await fleetcheck([]);
    expect(stderr).toContain("Usage: fleetcheck");
    expect([stdout, code]).toEqual(["", 2]);
  });
});

describe.concurrent("what is misspelt is told with a suggestion", () => {
  test.for([
    [["chekc"], "unknown command 'chekc'", "Did you mean check?"],
    [["check", "--scenari", "x"], "unknown option '--scenari'", "Did you mean --scenario?"],
    [["check", "--out"], "option '--out <folder>' argument missing", ""],
    [["replay"], "missing required argument 'string'", ""],
    [["replay", "a", "b"], "too many arguments for 'replay'", ""],
    [
      ["diagram", "--format", "sgv"],
      "--format takes mmd, svg and png, with commas between, not `sgv`",
      "did you mean `svg`?",
    ],
    [["check", "--param", "servers"], "--param takes name=value, not `servers`", ""],
    [["check", "spec"], "there is no file or folder spec", "did you mean `specs`?"],
    [["check", "--max-depth", "-1"], "--max-depth cannot be `-1`", ""],
  ] as const)("%j", async ([args, what, hint], { expect }) => {
    const { stdout, stderr, code } = await fleetcheck(args);
    expect(stderr).toContain(what);
    expect(stderr).toContain(hint);
    expect([stdout, code]).toEqual(["", 2]);
  });
});
