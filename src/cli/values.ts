// Values as the command line takes them: budgets (512M, 2G), parameters (name=value), picture formats (mmd,svg).
import type { Budget } from "../explore/search.ts";
import type { EngineOptions } from "../options.ts";
import { problem, SpecError, type Problem } from "../messages.ts";
import type { LockRequest } from "./lock.ts";
import { didYouMean } from "./nearest.ts";

/** Reads several values. @throws SpecError with what is wrong with any of them */
export function readAll<T extends readonly unknown[]>(...reads: { readonly [K in keyof T]: () => T[K] }): T {
  const problems: Problem[] = [];
  const values = reads.map((read) => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  });
  if (problems.length > 0) throw new SpecError(problems);
  return values as unknown as T;
}

export interface BudgetTexts {
  readonly maxStates?: string;
  readonly maxDepth?: string;
  readonly maxSeconds?: string;
  readonly maxBytes?: string;
}

/** @throws SpecError with every budget that cannot be read */
export function readBudget(texts: BudgetTexts): Budget {
  const problems: Problem[] = [];
  const read = (
    option: string,
    text: string | undefined,
    takes: string,
    value: (text: string) => number | undefined,
  ) => {
    const number = text === undefined ? undefined : value(text.trim());
    if (text !== undefined && number === undefined)
      problems.push(problem("budget-bad", { option, asked: `\`${text}\``, takes: `it takes ${takes}` }));
    return number;
  };
  const states = read("--max-states", texts.maxStates, "a whole number of states, 1 or more", wholeNumber);
  const depth = read("--max-depth", texts.maxDepth, "a whole number of steps, 1 or more", wholeNumber);
  const seconds = read("--max-seconds", texts.maxSeconds, "a number of seconds above 0, such as 60 or 0.5", positive);
  const bytes = read("--max-bytes", texts.maxBytes, "a size, such as 512M or 2G (K, M, G and T count in 1024)", size);
  if (problems.length > 0) throw new SpecError(problems);
  return {
    ...(states !== undefined && { states }),
    ...(depth !== undefined && { depth }),
    ...(seconds !== undefined && { seconds }),
    ...(bytes !== undefined && { bytes }),
  };
}

export interface EngineTexts {
  readonly engine: NonNullable<EngineOptions["engine"]>;
  readonly symmetry: NonNullable<EngineOptions["symmetry"]>;
  readonly workers?: string;
}

/** @throws SpecError where the number of workers cannot be read */
export function readEngine({ engine, symmetry, workers }: EngineTexts): EngineOptions {
  if (workers === undefined) return { engine, symmetry };
  const number = wholeNumber(workers.trim());
  if (number === undefined || number > WORKERS_MAX) {
    const takes = `it takes a whole number of threads from 1 to ${WORKERS_MAX}`;
    throw new SpecError([problem("budget-bad", { option: "--workers", asked: `\`${workers}\``, takes })]);
  }
  return { engine, symmetry, workers: number };
}

const WORKERS_MAX = 64;

/** Underscores may part the digits, as they do in TypeScript. */
function wholeNumber(text: string): number | undefined {
  const number = /^\d+(_\d+)*$/.test(text) ? Number(text.replaceAll("_", "")) : 0;
  return number >= 1 && Number.isSafeInteger(number) ? number : undefined;
}

function positive(text: string): number | undefined {
  const number = /^\d*\.?\d+$/.test(text) ? Number(text) : 0;
  return number > 0 ? number : undefined;
}

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

function size(text: string): number | undefined {
  const [, digits = "", unit = ""] = /^(\d*\.?\d+)\s*([kmgt]?)(?:i?b)?$/i.exec(text) ?? [];
  const bytes = Math.floor(Number(digits) * UNITS[unit.toLowerCase()]!);
  return bytes >= 1 ? bytes : undefined;
}

/**
 * "servers=5" and so on; what a value means is the parameter's affair.
 *
 * @throws SpecError with every text that is not one
 */
export function readParams(texts: readonly string[]): Record<string, string> {
  const pairs = texts.map((text) => [text, text.indexOf("=")] as const);
  const bad = pairs.filter(([, at]) => at < 1).map(([text]) => `--param takes name=value, not \`${text}\``);
  if (bad.length > 0)
    throw new SpecError(bad.map((reason) => problem("command-bad", { reason, help: "fleetcheck check --help" })));
  return Object.fromEntries(pairs.map(([text, at]) => [text.slice(0, at).trim(), text.slice(at + 1)]));
}

interface LockFlags {
  readonly lock?: boolean;
  readonly update?: true;
  readonly ci?: true;
  readonly lockFile: string;
  readonly param: readonly string[];
  readonly property: readonly string[];
  readonly shard?: string;
}

/**
 * How a run is held against what is recorded, if it is.
 *
 * @param ci the variable CI, which is set by those who run commands where nobody is there
 * @throws SpecError where scenarios would be recorded otherwise than they are declared
 */
export function readLocking(
  { lock, update, ci: asked, lockFile: file, param, property, shard }: LockFlags,
  ci?: string,
): LockRequest | undefined {
  const isFound = ci !== undefined && !["", "0", "false"].includes(ci);
  const isWritten = lock === true || update === true;
  if (isWritten && param.length + property.length > 0)
    throw bad("--lock and --update record scenarios as they are declared, without --param and --property");
  if (isWritten && shard !== undefined)
    throw bad("--lock and --update record what one machine has seen, without --shard");
  if (lock === false && (update || asked)) throw bad("--no-lock leaves no record for --update and --ci");
  if (lock === false) return undefined;
  return { file, write: update ? "all" : lock ? "missing" : "nothing", ci: asked ? "asked" : isFound ? "found" : "no" };
}

const bad = (reason: string) => new SpecError([problem("command-bad", { reason, help: "fleetcheck check --help" })]);

const FORMATS = ["mmd", "svg", "png"] as const;
type Format = (typeof FORMATS)[number];
const isFormat = (text: string): text is Format => FORMATS.some((format) => format === text);

/** @throws SpecError with every format that there is not */
export function readFormats(text: string): Format[] {
  const asked = [...new Set(text.split(",").map((format) => format.trim()))];
  const problems = asked.filter((format) => !isFormat(format)).map(formatProblem);
  if (problems.length > 0) throw new SpecError(problems);
  return FORMATS.filter((format) => asked.includes(format));
}

function formatProblem(format: string): Problem {
  const reason = `--format takes mmd, svg and png, with commas between, not \`${format}\``;
  return problem("command-bad", { reason, help: "fleetcheck diagram --help" }, undefined, didYouMean(format, FORMATS));
}
