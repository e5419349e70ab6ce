// Every file in test/bad is a bad spec that ends with the command that is run on it and all that it must say.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "vitest";
import { fleetcheck, repository } from "./fleetcheck.ts";

const folder = join(repository, "test", "bad");

describe("a bad spec is told what is wrong, where, why, and how to mend it", () => {
  test.concurrent.for(readdirSync(folder))("%s", async (file, { expect }) => {
    const { args, message } = expected(readFileSync(join(folder, file), "utf8"));
    const { stderr, stdout, code } = await fleetcheck(args);
    expect(stderr).toBe(message);
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });
});

/** The comment at the end: `$ fleetcheck check …`, then the message. */
function expected(source: string): { args: string[]; message: string } {
  const [, command, message] = /\n\/\* \$ fleetcheck (.+)\n([^]*)\*\/\n$/.exec(source) ?? [];
  if (command === undefined || message === undefined)
    throw new Error("the file does not end with its expected message");
  return { args: words(command), message };
}

/** Blanks part words, except inside double quotes. */
function words(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
}
