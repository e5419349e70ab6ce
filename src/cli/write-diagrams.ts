// A Mermaid file for every counterexample.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { problem, type Problem } from "../messages.ts";
import { slug } from "../present/escape.ts";
import { sequenceDiagram } from "../present/mermaid-sequence.ts";
import { makeFolder } from "../render/make-folder.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { reasonOf } from "./load-problems.ts";

export interface Written {
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

/** Writes `<spec>--<scenario>--<claim>.mmd` for each counterexample; a second one of the same name gets a number. */
export function writeDiagrams(folder: string, verdicts: readonly Verdict[]): Written {
  return writeTexts(
    folder,
    [...diagrams(verdicts)].map(([name, text]) => [`${name}.mmd`, text]),
  );
}

/** @param texts by the name of the file */
export function writeTexts(folder: string, texts: readonly (readonly [string, string])[]): Written {
  const attempts = texts.map(([name, text]) => writeText(folder, name, text));
  return {
    files: attempts.filter((attempt) => typeof attempt === "string"),
    problems: attempts.filter((attempt) => typeof attempt === "object"),
  };
}

function diagrams(verdicts: readonly Verdict[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const verdict of verdicts) {
    for (const { counterexample } of verdict.properties) {
      if (counterexample === undefined) continue;
      const name = [verdict.spec, verdict.scenario, counterexample.claim].map(slug).join("--");
      texts.set(unused(name, texts), sequenceDiagram(counterexample, verdict));
    }
  }
  return texts;
}

function unused(name: string, taken: ReadonlyMap<string, string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name}-${n}`;
  return free;
}

/** The file that was written, or why it was not; the folder is to blame where it cannot be made. */
function writeText(folder: string, name: string, text: string): string | Problem {
  let file = folder;
  try {
    makeFolder(folder);
    file = join(folder, name);
    writeFileSync(file, text);
    return file;
  } catch (error) {
    // "EACCES: permission denied, mkdir '/x'": what comes first is the reason.
    const [reason = ""] = reasonOf(error).split(",");
    return problem("output-unwritable", { file, reason });
  }
}
