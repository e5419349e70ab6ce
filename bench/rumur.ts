// Rumur: one thread, no symmetry reduction, compiled for this machine.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measured, run, versionOf } from "./command.ts";
import type { Found } from "./contestant.ts";
import type { System } from "./systems.ts";

export function rumur(): Found {
  if (!versionOf("rumur")) return { missing: "Rumur is missing: it is not measured (Debian: apt install rumur)." };
  if (!versionOf("gcc")) return { missing: "Rumur needs gcc, which is missing: it is not measured." };
  return {
    run: {
      name: "Rumur",
      prepare(system, folder) {
        const cwd = join(folder, system.name, "rumur");
        mkdirSync(cwd, { recursive: true });
        writeFileSync(join(cwd, "model.m"), murphi(system));
        run(["rumur", ...options, "--output", "model.c", "model.m"], { cwd });
        run(["gcc", "-std=c11", "-O3", ...native, "-w", "-o", "model", "model.c", "-lpthread", "-latomic"], { cwd });
        return () => {
          const { output, ...usage } = measured(["./model"], cwd);
          const found = /<summary states="(\d+)" rules_fired="(\d+)" errors="0"/.exec(output);
          if (found === null) throw new Error(`Rumur failed.\n${output}`);
          const [states, transitions] = [Number(found[1]), Number(found[2])];
          // Its own clock counts whole seconds. It starts in a few milliseconds, so its search is its whole run.
          const searchSeconds = usage.wholeSeconds;
          const { residentBytes } = usage;
          const bytes = residentBytes === undefined ? {} : { bytesPerState: residentBytes / states };
          return { states, transitions, searchSeconds, ...bytes, ...usage };
        };
      },
    },
  };
}

const options = "--threads 1 --deadlock-detection off --symmetry-reduction off --output-format machine-readable".split(
  " ",
);
const native = ["-march=native", ...(process.arch === "x64" ? ["-mcx16"] : [])];

function murphi({ murphi: { file, constants } }: System): string {
  const sizes = Object.entries(constants).map(([name, value]) => `const ${name}: ${value};\n`);
  return sizes.join("") + readFileSync(join(import.meta.dirname, "murphi", file), "utf8");
}
