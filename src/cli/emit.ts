// The files of --emit: the WebAssembly that searched a scenario, and the same as text.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OnModule } from "../engine/choose.ts";
import { problem, type Problem } from "../messages.ts";
import { slug } from "../present/escape.ts";
import { makeFolder } from "../render/make-folder.ts";
import { reasonOf } from "./load-problems.ts";
import type { Run } from "./plan.ts";

type Emitted = Parameters<OnModule>[0];

export interface Emission {
  /** Hears of the modules of a run. */
  of(run: Run): OnModule;
  /** Both grow while searches go on. */
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

/** Writes `<spec>--<scenario>.wasm` and `.txt` for each run that is compiled, and `--graph` where a graph is made. */
export function openEmission(folder: string): Emission {
  const files: string[] = [];
  const problems: Problem[] = [];
  const write = (name: string, content: Uint8Array | string): void => {
    const file = join(folder, name);
    try {
      makeFolder(folder);
      writeFileSync(file, content);
      files.push(file);
    } catch (error) {
      const [reason = ""] = reasonOf(error).split(",");
      problems.push(problem("output-unwritable", { file, reason }));
    }
  };
  const of = (run: Run) => (module: Emitted) => {
    const name = nameOf(run, module);
    write(`${name}.wasm`, module.bytes);
    write(`${name}.txt`, module.listing());
  };
  return { of, files, problems };
}

function nameOf({ spec, scenario }: Run, { purpose }: Emitted): string {
  const name = [spec.name, scenario].map(slug).join("--");
  return purpose === "search" ? name : `${name}--${purpose}`;
}
