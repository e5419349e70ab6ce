// A process that checks one spec and prints its verdict and what the process took. Started by fleetcheck.ts.
import { readFileSync } from "node:fs";
import { check, type Spec, type Verdict } from "fleetcheck";

export interface CheckedAlone {
  readonly verdict: Omit<Verdict, "properties">;
  readonly userSeconds: number;
  readonly residentBytes: number;
}

const { spec, params, engine } = JSON.parse(process.argv[2]!);
const { default: loaded } = (await import(`../test/oracles/${spec}.ts`)) as { default: Spec };
const before = process.cpuUsage();
const { properties: _, ...verdict } = check(loaded, { params, engine, workers: 1, symmetry: "off" });
const userSeconds = process.cpuUsage(before).user / 1e6;
const alone: CheckedAlone = { verdict, userSeconds, residentBytes: residentBytes() };
console.log(JSON.stringify(alone));

/** The peak of this process alone: on Linux the figure of `resourceUsage` begins at its parent's. */
function residentBytes(): number {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS * 1024;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))![1]) * 1024;
}
