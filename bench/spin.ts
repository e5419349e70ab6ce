// SPIN: exact, depth-first, no partial-order reduction, compiled for this machine.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measured, run, versionOf } from "./command.ts";
import type { Found, Run } from "./contestant.ts";

export function spin(): Found {
  if (!versionOf("spin", "-V")) return { missing: "SPIN is missing: it is not measured (Debian: apt install spin)." };
  if (!versionOf("gcc")) return { missing: "SPIN needs gcc, which is missing: it is not measured." };
  return {
    run: {
      name: "SPIN",
      digits: 8,
      prepare(system, folder) {
        const cwd = join(folder, system.name, "spin");
        mkdirSync(cwd, { recursive: true });
        writeFileSync(join(cwd, "model.pml"), system.promela());
        run(["spin", "-a", "model.pml"], { cwd });
        run(["gcc", "-O3", "-march=native", "-w", ...defines, "-o", "pan", "pan.c"], { cwd });
        return () => {
          const { output, ...usage } = measured(["./pan", "-m10000000", "-w26"], cwd);
          return { ...read(output), ...usage };
        };
      },
    },
  };
}

const defines = ["-DSAFETY", "-DNOREDUCE", "-DVECTORSZ=4096"];

function read(output: string): Omit<Run, "wholeSeconds"> {
  if (!/errors: 0\b/.test(output) || /Search not completed/.test(output)) throw new Error(`SPIN failed.\n${output}`);
  const states = number(output, /(\S+) states, stored/);
  return {
    states,
    // Stored and matched: the initial state is stored without a step that leads to it.
    transitions: number(output, /(\S+) transitions \(= stored\+matched\)/) - 1,
    searchSeconds: number(output, /pan: elapsed time (\S+) seconds/),
    bytesPerState: (number(output, /(\S+)\s+equivalent memory usage/) * 2 ** 20) / states,
  };
}

function number(output: string, pattern: RegExp): number {
  const found = pattern.exec(output);
  if (found === null) throw new Error(`SPIN printed nothing like ${pattern}.\n${output}`);
  return Number(found[1]);
}
