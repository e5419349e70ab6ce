// Running other programs, and measuring them by GNU time where that is installed.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Where {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface Measured {
  readonly output: string;
  readonly wholeSeconds: number;
  readonly userSeconds?: number;
  readonly residentBytes?: number;
}

/** The first line with which a program tells its version; undefined where it is not installed. */
export function versionOf(program: string, flag = "--version"): string | undefined {
  const { error, stdout, stderr } = spawnSync(program, [flag], { encoding: "utf8" });
  return error ? undefined : `${stdout}${stderr}`.trim().split("\n")[0];
}

/** @returns what the program printed
 *  @throws where it cannot be started or fails */
export function run(command: readonly string[], options: Where): string {
  const [program, ...args] = command;
  const { error, status, stdout, stderr } = spawnSync(program!, args, { ...options, encoding: "utf8", maxBuffer: 1e9 });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}.\n${stdout}${stderr}`);
  return stdout;
}

/** @param folder where GNU time may leave its figures; the command runs there unless `options` say otherwise */
export function measured(command: readonly string[], folder: string, options: Where = {}): Measured {
  const figures = join(folder, "time.txt");
  const timed = missingGnuTime() === undefined ? ["time", "-f", "%U %M", "-o", figures, ...command] : command;
  const start = performance.now();
  const output = run(timed, { cwd: folder, ...options });
  const wholeSeconds = (performance.now() - start) / 1000;
  if (timed === command) return { output, wholeSeconds };
  const [userSeconds, residentKiB] = readFileSync(figures, "utf8").trim().split(" ").map(Number);
  return { output, wholeSeconds, userSeconds: userSeconds!, residentBytes: residentKiB! * 1024 };
}

/** What to tell where GNU time is not installed. */
export function missingGnuTime(): string | undefined {
  if (versionOf("time")?.includes("GNU")) return undefined;
  return "GNU time is missing: the peers' user time and resident sets are not measured (Debian: apt install time).";
}
