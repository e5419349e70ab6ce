// Writes a text to a file, and makes the folders that lead there.
import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { problem, type Problem } from "../messages.ts";
import { makeFolder } from "../render/make-folder.ts";
import { reasonOf } from "./load-problems.ts";

/** @returns why it could not be written, if so */
export function writeText(file: string, text: string): Problem[] {
  try {
    makeFolder(dirname(file));
    writeFileSync(file, text);
    return [];
  } catch (error) {
    // "EACCES: permission denied, open '/x'": what comes first is the reason.
    return [problem("output-unwritable", { file, reason: reasonOf(error).split(",")[0]! })];
  }
}
