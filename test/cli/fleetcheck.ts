// Runs the real command, from source, the way a user does.
import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const repository = join(import.meta.dirname, "..", "..");
const main = join(repository, "src", "cli", "main.ts");

export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit code, or the signal that ended the process. */
  readonly code: number | string;
}

export interface Options {
  readonly cwd?: string;
  /** Variables of the environment, beside those of the test run. */
  readonly env?: Readonly<Record<string, string>>;
  /** Is handed everything that is printed to stdout, while the command runs. */
  readonly onOutput?: (child: ChildProcess, text: string) => void;
  /** The same for stderr. */
  readonly onError?: (child: ChildProcess, text: string) => void;
}

export function fleetcheck(
  args: readonly string[],
  { cwd = repository, env = {}, onOutput, onError }: Options = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ["--conditions=fleetcheck-source", main, ...args], {
    cwd,
    env: { ...plainEnvironment(), ...env },
  });
  const texts = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    texts.stdout += text;
    onOutput?.(child, text);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    texts.stderr += text;
    onError?.(child, text);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ ...texts, code: code ?? signal ?? "unknown" }));
  });
}

/** Without what would colour the output, make Node say more, or let the command know that it runs in CI. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(FORCE_COLOR|NODE_OPTIONS|NODE_V8_COVERAGE|CI|GITHUB_\w+)$/.test(name),
  );
  return { ...Object.fromEntries(kept), NO_COLOR: "1" };
}

export interface Project {
  readonly folder: string;
  write(file: string, text: string): void;
  /** Puts one of test/cli/specs into the project. */
  copy(spec: string, to: string): void;
  remove(): void;
}

/** An empty project of a user in which fleetcheck is installed. */
export function project(): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "fleetcheck-cli-")));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(repository, join(folder, "node_modules", "fleetcheck"), "junction");
  const inside = (file: string) => {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    return path;
  };
  return {
    folder,
    write: (file, text) => writeFileSync(inside(file), text),
    copy: (spec, to) => cpSync(join(repository, "test", "cli", "specs", spec), inside(to)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What differs from run to run, or from version to version of a spec, taken out: times and replay strings. */
export function lasting(text: string): string {
  return text.replace(/ +\d+(\.\d+)? (ms|s|min)(?=$|  )/gm, "  (time)").replace(/fc1\.[\w-]+/g, "fc1.…");
}
