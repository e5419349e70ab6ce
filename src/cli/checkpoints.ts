// The files of --checkpoint and --resume.
import { closeSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { checkpointBytes, readCheckpoint, type Checkpoint } from "../engine/checkpoint.ts";
import { problem, SpecError, type Problem } from "../messages.ts";
import type { CheckOptions } from "../options.ts";
import { reasonOf } from "./load-problems.ts";
import type { Run } from "./plan.ts";
import { tool } from "./tool.ts";

export interface Checkpoints {
  readonly options: Pick<CheckOptions, "resume" | "onCheckpoint">;
  /** What is then to be run: nothing, where the files do not allow it. */
  readonly runs: readonly Run[];
  /** What could not be read or written; grows while searches go on. */
  readonly problems: readonly Problem[];
}

/** Reads what is to be resumed, and makes ready to write. */
export function openCheckpoints(files: { checkpoint?: string; resume?: string }, runs: readonly Run[]): Checkpoints {
  const { checkpoint, resume } = files;
  if (checkpoint === undefined && resume === undefined) return { options: {}, runs, problems: [] };
  if (runs.length > 1) return { options: {}, runs: [], problems: [problem("checkpoint-many", { runs: runs.length })] };
  const { version } = tool();
  const problems: Problem[] = [];
  const onCheckpoint = (file: string) => (state: Checkpoint) => void problems.push(...write(file, state, version));
  try {
    const resumed = resume === undefined ? {} : { resume: read(resume, version) };
    return { options: { ...resumed, ...(checkpoint && { onCheckpoint: onCheckpoint(checkpoint) }) }, runs, problems };
  } catch (error) {
    if (error instanceof SpecError) return { options: {}, runs: [], problems: error.problems };
    throw error;
  }
}

function write(file: string, state: Checkpoint, version: string): Problem[] {
  try {
    writeWhole(file, checkpointBytes(state, version));
    return [];
  } catch (error) {
    return [problem("output-unwritable", { file, reason: shortReason(error) })];
  }
}

/** Beside the old file first, so that there is always a whole one. */
function writeWhole(file: string, pieces: Iterable<Uint8Array>): void {
  const beside = `${file}.part`;
  const handle = openSync(beside, "w");
  try {
    for (const piece of pieces) for (let at = 0; at < piece.length; ) at += writeSync(handle, piece, at);
  } finally {
    closeSync(handle);
  }
  renameSync(beside, file);
}

/** @throws SpecError where it is no checkpoint */
function read(file: string, version: string): Checkpoint {
  try {
    return readCheckpoint(readFileSync(file), version);
  } catch (error) {
    if (error instanceof SpecError) throw new SpecError(error.problems.map((p) => ({ ...p, where: { file } })));
    throw new SpecError([problem("checkpoint-bad", { reason: shortReason(error) }, { file })]);
  }
}

/** "ENOENT: no such file or directory, open '/x'": what comes first is the reason. */
const shortReason = (error: unknown): string => reasonOf(error).split(",")[0]!;
