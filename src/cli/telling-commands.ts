// The commands that tell, draw and begin: replay, diagram, docs, init and trace.
import type { Command } from "commander";
import { repeatable, type Done } from "./flags.ts";
import { MARKERS, TRACE_EXAMPLES, TRACE_EXIT_CODES } from "./help.ts";

export function addInit(program: Command, done: Done): void {
  program
    .command("init")
    .description("write a first spec, a test of it and scripts into this folder; what is there stays as it is")
    .action(() => done(import("./init.ts").then(({ init }) => init())));
}

export function addReplay(program: Command, done: Done): void {
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

export function addDiagram(program: Command, done: Done): void {
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

export function addDocs(program: Command, done: Done): void {
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

export function addTrace(program: Command, done: Done): void {
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
