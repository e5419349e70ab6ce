// The replay command: finds the spec that a replay string was made for, and runs its steps again.
import { existsSync } from "node:fs";
import { problem, SpecError } from "../messages.ts";
import { replayText } from "../present/replay.ts";
import { decodeReplay, replay as rerun, type Replay } from "../verdict/replay.ts";
import { EXIT } from "./exit-code.ts";
import { loadSpecs, type LoadedSpec } from "./load.ts";
import { paletteFor, tell } from "./tell.ts";

/** @returns the exit code  @throws SpecError where the string, or the spec that it names, is not as it was */
export async function replay(text: string): Promise<number> {
  const decoded = decodeReplay(text);
  if (decoded.file === "") throw new SpecError([problem("replay-bad", { reason: "its spec came from no file" })]);
  if (!existsSync(decoded.file))
    throw new SpecError([problem("replay-file", { file: decoded.file, folder: process.cwd() })]);
  const { spec } = specOf(decoded, await loadSpecs([decoded.file]));
  const { counterexample, after } = rerun(spec, decoded);
  tell(replayText({ ...decoded, counterexample, after }, paletteFor(process.stdout)));
  return EXIT.asExpected;
}

function specOf({ file, spec }: Replay, loaded: readonly LoadedSpec[]): LoadedSpec {
  const found = loaded.find((one) => one.spec.name === spec);
  if (found === undefined)
    throw new SpecError([problem("replay-stale", { spec, reason: `${file} no longer exports it` }, { file })]);
  return found;
}
