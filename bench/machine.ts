// What kind of machine it was, and which versions ran.
import { cpus, loadavg, totalmem } from "node:os";
import { versionOf } from "./command.ts";

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** Processes that wanted to run, on average over the last minute of the measurement, its own included. */
  readonly load: number;
  readonly versions: Readonly<Record<string, string>>;
}

export function machine(): Machine {
  const tools = { SPIN: versionOf("spin", "-V"), Rumur: versionOf("rumur"), gcc: versionOf("gcc") };
  const installed = Object.entries(tools).flatMap(([name, version]) => (version ? [[name, version] as const] : []));
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    load: Math.round(loadavg()[0]! * 10) / 10,
    versions: { Node: process.versions.node, ...Object.fromEntries(installed) },
  };
}
