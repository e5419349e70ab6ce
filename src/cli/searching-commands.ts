// The commands that search: check and sweep; and merge, which joins what several machines have found.
import type { Command } from "commander";
import { oneOf, repeatable, ENGINES, SYMMETRIES, type Done } from "./flags.ts";
import { CHECK_EXAMPLES, EXIT_CODES, REPORTERS_HELP, SWEEP_EXAMPLES, SWEEP_EXIT_CODES } from "./help.ts";
import type { BudgetTexts, EngineTexts } from "./values.ts";

interface CheckFlags extends BudgetTexts, EngineTexts {
  readonly scenario: readonly string[];
  readonly property: readonly string[];
  readonly param: readonly string[];
  readonly checkpoint?: string;
  readonly resume?: string;
  readonly out?: string;
  readonly emit?: string;
  readonly coverage?: true;
  readonly shard?: string;
  readonly lock?: boolean;
  readonly update?: true;
  readonly ci?: true;
  readonly lockFile: string;
  readonly reporter: readonly string[];
  readonly json?: true;
  readonly quiet?: true;
}

export function addCheck(program: Command, done: Done): void {
  program
    .command("check")
    .description("check the scenarios of specs, and print verdicts and counterexamples")
    .argument("[paths...]", "files and folders with specs (default: specs, or else this folder)")
    .addOption(repeatable("--scenario <name>", "only this scenario; may be repeated", "all"))
    .addOption(repeatable("--param <name=value>", "a parameter instead of the scenario's; may be repeated", "none"))
    .addOption(repeatable("--property <name>", "only this claim; may be repeated", "all"))
    .option("--max-states <n>", "end each search after so many states")
    .option("--max-depth <n>", "end each search so many steps from the start")
    .option("--max-seconds <s>", "end each search after so long")
    .option("--max-bytes <b>", "end each search at so much memory: 512M, 2G")
    .addOption(oneOf("--engine <name>", "what searches; auto goes on compiled past 100,000 states", ENGINES))
    .option("--workers <n>", "threads of the compiled engine (default: one a core)")
    .addOption(oneOf("--symmetry <how>", "auto explores one state for all that differ in numbering", SYMMETRIES))
    .option("--checkpoint <file>", "write how far the search has come, where it ends unfinished and every minute")
    .option("--resume <file>", "go on from a checkpoint of the same search")
    .option("--out <folder>", "write a Mermaid file for each counterexample")
    .option("--emit <folder>", "write the WebAssembly that searched, and the same as text")
    .option("--coverage", "tell how often and where each rule fired; what never does, in any scenario, is a finding")
    .option("--shard <i/n>", "only part i of n, for several machines; their JSON reports are joined by merge")
    .option("--lock", "record verdicts and counts that are not recorded yet; later runs must come to the same")
    .option("--no-lock", "do not hold this run against what is recorded")
    .option("--update", "record everything that was checked, also what is recorded otherwise")
    .option("--ci", "what is not recorded is a failure (default: where the variable CI is set and there is a record)")
    .option("--lock-file <file>", "the record", "generated/verdicts.json")
    .addOption(repeatable("--reporter <name[=file]>", REPORTERS_HELP, "terminal"))
    .option("--json", "print one JSON document instead of text; the same as --reporter json")
    .option("--quiet", "print only what is not as expected, and no progress")
    .addHelpText("after", `\n${CHECK_EXAMPLES}\n${EXIT_CODES}`)
    .action((paths: string[], flags: CheckFlags) => done(runCheck(paths, flags)));
}

async function runCheck(paths: readonly string[], flags: CheckFlags): Promise<number> {
  const { readAll, readBudget, readEngine, readLocking, readParams } = await import("./values.ts");
  const { readReporters } = await import("./reporters.ts");
  const { readShard } = await import("./shard.ts");
  const { check } = await import("./check.ts");
  const [params, budget, engine, lock, reporters, shard] = readAll(
    () => readParams(flags.param),
    () => readBudget(flags),
    () => readEngine(flags),
    () => readLocking(flags, process.env["CI"]),
    () => readReporters([...flags.reporter, ...(flags.json ? ["json"] : [])]),
    () => (flags.shard === undefined ? undefined : readShard(flags.shard)),
  );
  return check({
    paths,
    selection: { scenarios: flags.scenario, properties: flags.property, params },
    budget,
    engine,
    lock,
    reporters,
    quiet: flags.quiet ?? false,
    coverage: flags.coverage ?? false,
    ...(shard && { shard }),
    ...(flags.out !== undefined && { out: flags.out }),
    ...(flags.emit !== undefined && { emit: flags.emit }),
    ...(flags.checkpoint !== undefined && { checkpoint: flags.checkpoint }),
    ...(flags.resume !== undefined && { resume: flags.resume }),
  });
}

interface SweepFlags extends Omit<CheckFlags, "checkpoint" | "resume"> {
  readonly full?: true;
}

export function addSweep(program: Command, done: Done): void {
  program
    .command("sweep")
    .description("check a spec over ranges of its parameters, and print where each claim flips")
    .argument("[paths...]", "files and folders with specs (default: specs, or else this folder)")
    .addOption(repeatable("--param <name=values>", "the values of a parameter; may be repeated", "declared sweeps"))
    .addOption(repeatable("--scenario <name>", "the scenario of all other parameters; may be repeated", "the first"))
    .addOption(repeatable("--property <name>", "only this claim; may be repeated", "all"))
    .option("--full", "check every point, also between equal verdicts of claims that are monotone")
    .option("--max-states <n>", "end the search of each point after so many states")
    .option("--max-depth <n>", "end the search of each point so many steps from the start")
    .option("--max-seconds <s>", "end the search of each point after so long")
    .option("--max-bytes <b>", "end the search of each point at so much memory: 512M, 2G")
    .addOption(oneOf("--engine <name>", "what searches; auto goes on compiled past 100,000 states", ENGINES))
    .option("--workers <n>", "points that are checked at the same time (default: one a core)")
    .addOption(oneOf("--symmetry <how>", "auto explores one state for all that differ in numbering", SYMMETRIES))
    .option("--out <folder>", "write a page and a chart for each sweep")
    .option("--json", "print one JSON document instead of text")
    .option("--quiet", "print only where claims flip, and no progress")
    .addHelpText("after", `\n${SWEEP_EXAMPLES}\n${SWEEP_EXIT_CODES}`)
    .action((paths: string[], flags: SweepFlags) => done(runSweep(paths, flags)));
}

async function runSweep(paths: readonly string[], flags: SweepFlags): Promise<number> {
  const { readBudget, readEngine, readParams } = await import("./values.ts");
  const { sweep } = await import("./sweep.ts");
  const { scenario, property, param, full = false, out, json = false, quiet = false } = flags;
  return sweep({
    paths,
    selection: { scenarios: scenario, properties: property, params: readParams(param), full },
    budget: readBudget(flags),
    engine: readEngine(flags),
    json,
    quiet,
    ...(out !== undefined && { out }),
  });
}

interface MergeFlags {
  readonly reporter: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function addMerge(program: Command, done: Done): void {
  program
    .command("merge")
    .description("join the JSON reports of all parts of a run that was split by check --shard")
    .argument("<reports...>", "what each part printed with --json, or wrote with --reporter json=file")
    .addOption(repeatable("--reporter <name[=file]>", REPORTERS_HELP, "terminal"))
    .option("--json", "print one JSON document instead of text; the same as --reporter json")
    .option("--quiet", "print only what is not as expected")
    .action((files: string[], flags: MergeFlags) => done(runMerge(files, flags)));
}

async function runMerge(files: readonly string[], { reporter, json, quiet = false }: MergeFlags): Promise<number> {
  const { readReporters } = await import("./reporters.ts");
  const { merge } = await import("./merge.ts");
  return merge({ files, reporters: readReporters([...reporter, ...(json ? ["json"] : [])]), quiet });
}
