// The command line: what can be asked for, said once for the parser and for --help.
import { Command, CommanderError, Option } from "commander";
import { problem, SpecError, type Problem } from "../messages.ts";
import type { BudgetTexts, EngineTexts } from "./values.ts";
import { EXIT } from "./exit-code.ts";
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
    await refuse(problemsOf(error, args), args.includes("--json"));
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
  addInit(program, done);
  addCheck(program, done);
  addMerge(program, done);
  addReplay(program, done);
  addDiagram(program, done);
  addDocs(program, done);
  return program;
}

const EXAMPLES = `Examples:
  npx fleetcheck init                           a first spec, a test and scripts
  npx fleetcheck check                          all specs in specs/, or in this folder
  npx fleetcheck check specs/door.ts --quiet    only what is not as expected
  npx fleetcheck diagram --out generated        pictures for a design document
`;

const CHECK_EXAMPLES = `Examples:
  npx fleetcheck check specs/door.ts --scenario "as built"
  npx fleetcheck check --param servers=5 --max-seconds 60
  npx fleetcheck check --json > report.json
  npx fleetcheck check --reporter junit=out/junit.xml --reporter github
`;

const REPORTERS_HELP =
  "terminal, json, junit, sarif, github or markdown; to a file where one is named, else printed; may be repeated";

const EXIT_CODES = `Exit codes:
  0    everything is as expected
  1    something is not as expected
  2    a spec, or the command, is wrong
  3    a budget ended a search before everything was seen
  130  interrupted
  Where several apply, 2 comes before 1, and 1 before 3.`;

interface CheckFlags extends BudgetTexts, EngineTexts {
  readonly scenario: readonly string[];
  readonly property: readonly string[];
  readonly param: readonly string[];
  readonly checkpoint?: string;
  readonly resume?: string;
  readonly out?: string;
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
  const { readBudget, readEngine, readLocking, readParams } = await import("./values.ts");
  const { readReporters } = await import("./reporters.ts");
  const { readShard } = await import("./shard.ts");
  const { check } = await import("./check.ts");
  return check({
    paths,
    selection: { scenarios: flags.scenario, properties: flags.property, params: readParams(flags.param) },
    budget: readBudget(flags),
    engine: readEngine(flags),
    lock: readLocking(flags, process.env["CI"]),
    reporters: readReporters([...flags.reporter, ...(flags.json ? ["json"] : [])]),
    quiet: flags.quiet ?? false,
    coverage: flags.coverage ?? false,
    ...(flags.out !== undefined && { out: flags.out }),
    ...(flags.shard !== undefined && { shard: readShard(flags.shard) }),
    ...(flags.checkpoint !== undefined && { checkpoint: flags.checkpoint }),
    ...(flags.resume !== undefined && { resume: flags.resume }),
  });
}

interface MergeFlags {
  readonly reporter: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

function addMerge(program: Command, done: Done): void {
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

function addInit(program: Command, done: Done): void {
  program
    .command("init")
    .description("write a first spec, a test of it and scripts into this folder; what is there stays as it is")
    .action(() => done(import("./init.ts").then(({ init }) => init())));
}

function addReplay(program: Command, done: Done): void {
  program
    .command("replay")
    .description("run a counterexample again, step by step, with every state in full")
    .argument("<string>", "the replay string that was printed with it, in quotes")
    .option("--as-test", "print it as a test for vitest instead, which fails as long as it can happen")
    .option("--out <file>", "write the test to a new file")
    .action((text: string, { asTest = false, out }: { asTest?: boolean; out?: string }) =>
      done(import("./replay.ts").then(({ replay }) => replay(text, { asTest, ...(out !== undefined && { out }) }))),
    );
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

function addDocs(program: Command, done: Done): void {
  program
    .command("docs")
    .description("fill in marked places of Markdown files, such as <!-- fleetcheck: diagram specs/door.ts#Door -->")
    .argument("[paths...]", "Markdown files and folders of them (default: this folder)")
    .option("--check", "write nothing; fail where a place is not what would be written")
    .option("--quiet", "print no progress")
    .addHelpText("after", `\n${MARKERS}`)
    .action((paths: string[], { check = false, quiet = false }: { check?: boolean; quiet?: boolean }) =>
      done(import("./docs.ts").then(({ docs }) => docs(paths, { check, quiet }))),
    );
}

const MARKERS = `Markers stand alone on a line; what follows, to <!-- /fleetcheck -->, is written:
  <!-- fleetcheck: diagram specs/door.ts -->         the parts of the system, and who reads or drives whom
  <!-- fleetcheck: diagram specs/door.ts#Door -->    a machine
  <!-- fleetcheck: verdicts specs/door.ts -->        a table of verdicts
  <!-- fleetcheck: counterexample specs/door.ts "as built" "it opens" -->`;

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
  const command = ["init", "check", "merge", "replay", "diagram", "docs"].find((name) => name === args[0]);
  const help = ["fleetcheck", command, "--help"].filter((word) => word !== undefined).join(" ");
  return problem("command-bad", { reason, help }, undefined, hint?.replace(/^\(|\)$/g, ""));
}

async function refuse(problems: readonly Problem[], json: boolean): Promise<void> {
  if (json) {
    const { reportText } = await import("../present/json.ts");
    tell(reportText({ tool: tool(), verdicts: [], problems, findings: [], exitCode: EXIT.wrong }));
  }
  tellProblems(problems);
}
