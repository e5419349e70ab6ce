// The reporters of --reporter: which there are, where each writes, and which of them can share what is printed.
import { problem, SpecError, type Problem } from "../messages.ts";
import { didYouMean } from "./nearest.ts";

const NAMES = ["terminal", "json", "junit", "sarif", "github", "markdown"] as const;
type ReporterName = (typeof NAMES)[number];

export interface Reporter {
  readonly name: ReporterName;
  /** Without one, it is printed. */
  readonly file?: string;
}

/** A document is one whole; these are lines, and can stand among others. */
const LINES: readonly ReporterName[] = ["terminal", "github"];

/**
 * From "junit=out.xml", "github" and so on. The terminal is told too, unless a document is printed.
 *
 * @throws SpecError with everything that is not a reporter, or cannot stand beside another
 */
export function readReporters(texts: readonly string[]): Reporter[] {
  const asked = [...new Set(texts)].map(readReporter);
  const problems = [
    ...asked.flatMap(({ problems: found }) => found),
    ...conflicts(asked.map(({ reporter }) => reporter)),
  ];
  if (problems.length > 0) throw new SpecError(problems);
  const reporters = asked.map(({ reporter }) => reporter);
  const printed = reporters.filter(({ file }) => file === undefined);
  const told = printed.some(({ name }) => name === "terminal" || !LINES.includes(name));
  return told ? reporters : [{ name: "terminal" }, ...reporters];
}

/** Is a document printed, so that nothing else may be? */
export const printsDocument = (reporters: readonly Reporter[]): boolean =>
  reporters.some(({ name, file }) => file === undefined && !LINES.includes(name));

function readReporter(text: string): { reporter: Reporter; problems: Problem[] } {
  const at = text.indexOf("=");
  const asked = at < 0 ? text : text.slice(0, at);
  const file = at < 0 ? undefined : text.slice(at + 1);
  const name = NAMES.find((known) => known === asked.trim());
  const problems = [
    ...(name === undefined ? [bad(`--reporter takes ${NAMES.join(", ")}, not \`${asked}\``, asked)] : []),
    ...(file === "" ? [bad(`--reporter ${text} names no file`)] : []),
  ];
  return { reporter: { name: name ?? "terminal", ...(file !== undefined && { file }) }, problems };
}

function conflicts(reporters: readonly Reporter[]): Problem[] {
  const printed = reporters.filter(({ file }) => file === undefined).map(({ name }) => name);
  const files = reporters.flatMap(({ file }) => file ?? []);
  const twice = files.find((file, i) => files.indexOf(file) !== i);
  const mixed = printed.length > 1 && !printed.every((name) => LINES.includes(name));
  return [
    ...(mixed
      ? [bad(`${printed.join(" and ")} cannot both be printed: name a file, such as ${printed[1]}=report.txt`)]
      : []),
    ...(twice === undefined ? [] : [bad(`two reporters write to ${twice}`)]),
  ];
}

const bad = (reason: string, asked?: string): Problem =>
  problem(
    "command-bad",
    { reason, help: "fleetcheck check --help" },
    undefined,
    asked === undefined ? undefined : didYouMean(asked, NAMES),
  );
