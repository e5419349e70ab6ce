// The command line: what can be asked for, said once for the parser and for --help.
import { Command, CommanderError } from "commander";
import { problem, SpecError, type Problem } from "../messages.ts";
import { EXIT } from "./exit-code.ts";
import type { Done } from "./flags.ts";
import { EXAMPLES, EXIT_CODES } from "./help.ts";
import { addCheck, addMerge, addSweep } from "./searching-commands.ts";
import { outliveReaders, tell, tellProblems } from "./tell.ts";
import { addDiagram, addDocs, addInit, addReplay, addTrace } from "./telling-commands.ts";
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
  addSweep(program, done);
  addMerge(program, done);
  addReplay(program, done);
  addDiagram(program, done);
  addDocs(program, done);
  addTrace(program, done);
  return program;
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
  const command = ["init", "check", "sweep", "merge", "replay", "diagram", "docs", "trace"].find(
    (name) => name === args[0],
  );
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
    tell(
      isSweep ? sweepReportText({ ...nothing, sweeps: [] }) : reportText({ ...nothing, verdicts: [], findings: [] }),
    );
  }
  tellProblems(problems);
}
