// npm run bench: the same systems checked by fleetcheck, SPIN and Rumur, in turns, with every count compared.
// Only ratios within a round mean anything; README.md says how to read them. Times never fail a run, counts do.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvalidArgumentError, Option, program } from "commander";
import { missingGnuTime } from "./command.ts";
import type { Contestant, Run, Runner } from "./contestant.ts";
import { machine } from "./machine.ts";
import { engines, fleetcheck, type Engine } from "./fleetcheck.ts";
import { markdown } from "./report.ts";
import { compare, type Outcome, type Results } from "./results.ts";
import { rumur } from "./rumur.ts";
import { spin } from "./spin.ts";
import { measureStartUp } from "./start-up.ts";
import { systems, type System } from "./systems.ts";
import { judge } from "./targets.ts";

interface Options {
  readonly only?: readonly string[];
  readonly engine: readonly Engine[];
  readonly runs: number;
  readonly large: boolean;
  readonly quick: boolean;
}

const options: Options = program
  .name("npm run bench --")
  .description("Measures fleetcheck beside SPIN and Rumur, in turns, on systems with known counts.")
  .option("--only <names...>", "systems whose name contains one of these; the results are shown, not written")
  .addOption(new Option("--engine <engines...>", "fleetcheck's engines").choices(engines).default(engines))
  .option("--runs <n>", "rounds, in each of which everyone runs once", positive, 3)
  .option("--large", "the systems of ten million states and more for every engine, not only the compiled one", false)
  .option("--quick", "small systems, one round: does the bench itself work? The results are not written", false)
  .parse()
  .opts();

const folder = mkdtempSync(join(tmpdir(), "fleetcheck-bench-"));
try {
  bench();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

function bench(): void {
  const { peers, missing } = findPeers();
  const rounds = options.quick ? 1 : options.runs;
  const outcomes = chosen().flatMap((system): Outcome[] => {
    const entered = contestantsOf(system, peers);
    return entered.length === 0 ? [] : [measure(system, entered, rounds)];
  });
  const startUp = measureStartUp(rounds, folder);
  const targets = judge(outcomes, startUp);
  const results: Results = { machine: machine(), missing, rounds, startUp, outcomes, targets };
  console.log(markdown(results));
  if (options.quick || options.only || options.engine.length < engines.length)
    say("Not written: not everything was measured.");
  else write(results);
}

function findPeers() {
  const found = [spin(), rumur()];
  const absent = found.flatMap((one) => ("missing" in one ? [one.missing] : []));
  const missing = [...absent, ...[missingGnuTime() ?? []].flat()];
  if (missing.length > 0) say(missing.join("\n"));
  return { peers: found.flatMap((one) => ("run" in one ? [one.run] : [])), missing };
}

function measure(system: System, entered: readonly Contestant[], rounds: number): Outcome {
  const runners = entered.map((contestant): Runner => contestant.prepare(system, folder));
  const runs = entered.map((): Run[] => []);
  for (let round = 1; round <= rounds; round++) {
    for (const [i, runner] of runners.entries()) {
      const run = runner();
      verify(system, entered[i]!, run);
      runs[i]!.push(run);
      say(`${system.name}, round ${round} of ${rounds}: ${entered[i]!.name} ${run.searchSeconds.toFixed(2)} s`);
    }
  }
  return compare(
    system,
    entered.map(({ name }, i) => ({ name, runs: runs[i]! })),
  );
}

/** The counts are known, so whoever differs from them is wrong, or is not running the same system. */
function verify(system: System, { name, digits }: Contestant, run: Run): void {
  for (const count of ["states", "transitions"] as const) {
    const [found, known] = [run[count], system[count]];
    if (Math.abs(found - known) > rounding(known, digits))
      throw new Error(`${system.name}: ${name} counts ${found} ${count}; there are ${known}. Nothing is written.`);
  }
}

/** How far a count may be off that was printed to so many digits: one in the last of them, nothing where all fit. */
function rounding(count: number, digits = Infinity): number {
  const lost = String(count).length - digits;
  return lost > 0 ? 10 ** lost : 0;
}

function contestantsOf(system: System, peers: readonly Contestant[]): readonly Contestant[] {
  const ours = options.engine.filter((engine) => !system.large || options.large || engine === "compiled");
  return ours.length === 0 ? [] : [...ours.map(fleetcheck), ...(system.alone ? [] : peers)];
}

function chosen(): readonly System[] {
  const offered = systems.filter((system) => Boolean(system.quick) === options.quick);
  const { only } = options;
  if (only === undefined) return offered;
  const found = offered.filter(({ name }) => only.some((part) => name.includes(part)));
  if (found.length > 0) return found;
  throw new Error(`No system is called ${only.join(" or ")}; there are ${offered.map((s) => s.name).join(", ")}.`);
}

function write(results: Results): void {
  writeFileSync(join(import.meta.dirname, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(join(import.meta.dirname, "RESULTS.md"), `# Results\n\n${markdown(results)}`);
  say("Wrote bench/results.json and bench/RESULTS.md.");
}

function say(line: string): void {
  console.error(line);
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("It is a whole number from 1.");
  return value;
}
