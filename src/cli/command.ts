// The command line: what can be asked for, said once for the parser and for --help.
import { Command, CommanderError, Option } from "commander";
import { problem, SpecError, type Problem } from "../messages.ts";
import type { BudgetTexts, EngineTexts } from "./values.ts";
import { EXIT } from "./exit-code.ts";
import {
  CHECK_EXAMPLES,
  EXAMPLES,
  EXIT_CODES,
  SWEEP_EXAMPLES,
  SWEEP_EXIT_CODES,
  TRACE_EXAMPLES,
  TRACE_EXIT_CODES,
} from "./help.ts";
import { outliveReaders, tell, tellProblems } from "./tell.ts";
import { tool } from "./tool.ts";

/** Runs a command line. @returns the exit code */
export async function run(args: readonly string[]): Promise<number> {
  outliveReaders();
  const ending = { exitCode: 0 };
  const done = async (command: Promise<number>) => {
    ending.exitCode = await command;
  };
  try {
    await commandLine(done).parseAsync(args, { from: "user" });
    return ending.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    await refuse(problemsOf(error, args), args);
    return EXIT.wrong;
  }
}

type Done = (command: Promise<number>) => Promise<void>;

function commandLine(done: Done): Command {
  const { name, version } = tool();
  const program = new Command(name)
    .description("Checks specs of fleets of state machines: every state, with the shortest counterexample.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print all about a command")
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .addHelpText("after", `\n${EXAMPLES}\n${EXIT_CODES}`);
  addCheck(program, done);
  addSweep(program, done);
  addReplay(program, done);
  addDiagram(program, done);
  addTrace(program, done);
  return program;
}

interface CheckFlags extends BudgetTexts, EngineTexts {
  readonly scenario: readonly string[];
  readonly property: readonly string[];
  readonly param: readonly string[];
  readonly checkpoint?: string;
  readonly resume?: string;
  readonly out?: string;
  readonly emit?: string;
  readonly json?: true;
  readonly quiet?: true;
}

const ENGINES = ["auto", "interpreted", "compiled"];
const SYMMETRIES = ["auto", "off"];

const oneOf = (flags: string, description: string, choices: readonly string[]): Option =>
  new Option(flags, description).choices(choices).default("auto");

function addCheck(program: Command, done: Done): void {
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
    .option("--json", "print one JSON document instead of text")
    .option("--quiet", "print only what is not as expected, and no progress")
    .addHelpText("after", `\n${CHECK_EXAMPLES}\n${EXIT_CODES}`)
    .action((paths: string[], flags: CheckFlags) => done(runCheck(paths, flags)));
}

async function runCheck(paths: readonly string[], flags: CheckFlags): Promise<number> {
  const { readAll, readBudget, readEngine, readParams } = await import("./values.ts");
  const { check } = await import("./check.ts");
  const [params, budget, engine] = readAll(
    () => readParams(flags.param),
    () => readBudget(flags),
    () => readEngine(flags),
  );
  return check({
    paths,
    selection: { scenarios: flags.scenario, properties: flags.property, params },
    budget,
    engine,
    json: flags.json ?? false,
    quiet: flags.quiet ?? false,
    ...(flags.out !== undefined && { out: flags.out }),
    ...(flags.emit !== undefined && { emit: flags.emit }),
    ...(flags.checkpoint !== undefined && { checkpoint: flags.checkpoint }),
    ...(flags.resume !== undefined && { resume: flags.resume }),
  });
}

interface SweepFlags extends Omit<CheckFlags, "checkpoint" | "resume"> {
  readonly full?: true;
}

function addSweep(program: Command, done: Done): void {
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

function addReplay(program: Command, done: Done): void {
  program
    .command("replay")
    .description("run a counterexample again, step by step, with every state in full")
    .argument("<string>", "the replay string that was printed with it, in quotes")
    .action((text: string) => done(import("./replay.ts").then(({ replay }) => replay(text))));
}

interface DiagramFlags {
  readonly out: string;
  readonly format?: string;
  readonly check?: boolean;
  readonly quiet?: boolean;
}

function addDiagram(program: Command, done: Done): void {
  program
    .command("diagram")
    .description("draw machines, systems and expected violations, and write a page for each spec")
    .argument("[paths...]", "files and folders with specs (default: specs, or else this folder)")
    .option("--out <folder>", "where to write", "generated")
    .option(
      "--format <formats>",
      "any of mmd, svg and png, with commas between (default: what the folder holds, or mmd)",
    )
    .option("--check", "write nothing; fail where a file is not what would be written")
    .option("--quiet", "print no progress")
    .action((paths: string[], flags: DiagramFlags) => done(runDiagram(paths, flags)));
}

async function runDiagram(
  paths: readonly string[],
  { out, format, check = false, quiet = false }: DiagramFlags,
): Promise<number> {
  const { readFormats } = await import("./values.ts");
  const formats = format === undefined ? [] : readFormats(format);
  const { diagram } = await import("./diagram.ts");
  return diagram([...paths], { out, formats, check, quiet });
}

interface TraceFlags {
  readonly spec?: string;
  readonly scenario?: string;
  readonly param: readonly string[];
  readonly logged: readonly string[];
  readonly maxStates?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

function addTrace(program: Command, done: Done): void {
  program
    .command("trace")
    .description("fit what was observed of a real system to a spec: which states are possible after each entry")
    .argument("<spec>", "the file of the spec, or of timelines")
    .argument("[log]", "a file of JSON objects, one a line; - is standard input")
    .option("--spec <name>", "which of the file's specs")
    .option("--scenario <name>", "whose parameters (default: the first)")
    .addOption(repeatable("--param <name=value>", "replace a parameter; may be repeated", "the scenario's"))
    .addOption(repeatable("--logged <event>", "an event of which none goes unseen; may be repeated", "none"))
    .option("--max-states <n>", "give up where so many states would have to be looked at (default: 1000000)")
    .option("--out <folder>", "write a diagram of each timeline")
    .option("--json", "print one JSON document instead of text")
    .option("--quiet", "print no fitting behaviour, and no progress")
    .addHelpText("after", `\n${TRACE_EXAMPLES}\n${TRACE_EXIT_CODES}`)
    .action((path: string, log: string | undefined, flags: TraceFlags) => done(runTrace(path, log, flags)));
}

async function runTrace(path: string, log: string | undefined, flags: TraceFlags): Promise<number> {
  const { readBudget, readParams } = await import("./values.ts");
  const { trace } = await import("./trace.ts");
  const { spec, scenario, param, logged, maxStates, out, json = false, quiet = false } = flags;
  const { states: statesMax } = readBudget(maxStates === undefined ? {} : { maxStates });
  return trace({
    path,
    params: readParams(param),
    logged,
    json,
    quiet,
    ...(log !== undefined && { log }),
    ...(spec !== undefined && { spec }),
    ...(scenario !== undefined && { scenario }),
    ...(statesMax !== undefined && { statesMax }),
    ...(out !== undefined && { out }),
  });
}

function repeatable(flags: string, description: string, none: string): Option {
  return new Option(flags, description)
    .default([], none)
    .argParser((value: string, before: string[]) => [...before, value]);
}

/** What stopped a command: what is wrong with a spec, what the parser says, or a defect of ours. */
function problemsOf(error: unknown, args: readonly string[]): readonly Problem[] {
  if (error instanceof SpecError) return error.problems;
  if (error instanceof CommanderError) return error.code === "commander.help" ? [] : [misunderstood(error, args)];
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return [problem("internal", { name: `\`${["fleetcheck", ...args].join(" ")}\``, reason: message }, undefined, stack)];
}

/** The parser's own words: "error: unknown option '--quite'\n(Did you mean --quiet?)". */
function misunderstood({ message }: CommanderError, args: readonly string[]): Problem {
  const [reason = "", hint] = message.replace(/^error: /, "").split("\n");
  const command = ["check", "sweep", "replay", "diagram", "trace"].find((name) => name === args[0]);
  const help = ["fleetcheck", command, "--help"].filter((word) => word !== undefined).join(" ");
  return problem("command-bad", { reason, help }, undefined, hint?.replace(/^\(|\)$/g, ""));
}

async function refuse(problems: readonly Problem[], args: readonly string[]): Promise<void> {
  const nothing = { tool: tool(), problems, exitCode: EXIT.wrong };
  if (args.includes("--json")) {
    const isSweep = args[0] === "sweep";
    const [{ reportText }, { sweepReportText }] = await Promise.all([
      import("../present/json.ts"),
      import("../present/sweep-json.ts"),
    ]);
    tell(isSweep ? sweepReportText({ ...nothing, sweeps: [] }) : reportText({ ...nothing, verdicts: [] }));
  }
  tellProblems(problems);
}
