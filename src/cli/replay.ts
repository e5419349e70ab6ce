// The replay command: finds the spec that a replay string was made for, and runs its steps again, or makes a test of them.
import { existsSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { problem, SpecError } from "../messages.ts";
import { replayText } from "../present/replay.ts";
import { isShownBySteps } from "../verdict/follow.ts";
import { decodeReplay, replay as rerun, type Replay, type Replayed } from "../verdict/replay.ts";
import { EXIT } from "./exit-code.ts";
import { loadSpecs, type LoadedSpec } from "./load.ts";
import { paletteFor, tell } from "./tell.ts";
import { writeText } from "./write-text.ts";

export interface ReplayOptions {
  /** Tells it as a test instead. */
  readonly asTest: boolean;
  /** Where the test is written to; printed without it. */
  readonly out?: string;
}

/** @returns the exit code  @throws SpecError where the string, or the spec that it names, is not as it was */
export async function replay(text: string, { asTest, out }: ReplayOptions): Promise<number> {
  if (out !== undefined && !asTest)
    throw new SpecError([
      problem("command-bad", { reason: "--out is for --as-test", help: "fleetcheck replay --help" }),
    ]);
  const decoded = decodeReplay(text);
  if (decoded.file === "") throw new SpecError([problem("replay-bad", { reason: "its spec came from no file" })]);
  if (!existsSync(decoded.file))
    throw new SpecError([problem("replay-file", { file: decoded.file, folder: process.cwd() })]);
  const loaded = specOf(decoded, await loadSpecs([decoded.file]));
  const replayed = rerun(loaded.spec, decoded);
  if (asTest) await makeTest(decoded, loaded, replayed, out);
  else tell(replayText({ ...decoded, ...replayed }, paletteFor(process.stdout)));
  return EXIT.asExpected;
}

/** @throws SpecError where the file is there already, or cannot be written */
async function makeTest(decoded: Replay, { file, exportName }: LoadedSpec, replayed: Replayed, out?: string) {
  if (out !== undefined && existsSync(out)) throw new SpecError([problem("output-exists", { file: out })]);
  const path = relative(dirname(resolve(out ?? "x")), resolve(file))
    .split(sep)
    .join("/");
  const { regressionTest } = await import("../present/regression-test.ts");
  const text = regressionTest({
    ...decoded,
    isShownBySteps: isShownBySteps(replayed.kind, replayed.counterexample.claim),
    steps: replayed.counterexample.steps,
    from: path.startsWith(".") ? path : `./${path}`,
    exportName,
  });
  if (out === undefined) return tell(text);
  const problems = writeText(out, text);
  if (problems.length > 0) throw new SpecError(problems);
  tell(`wrote ${out}\n`);
}

function specOf({ file, spec }: Replay, loaded: readonly LoadedSpec[]): LoadedSpec {
  const found = loaded.find((one) => one.spec.name === spec);
  if (found === undefined)
    throw new SpecError([problem("replay-stale", { spec, reason: `${file} no longer exports it` }, { file })]);
  return found;
}
