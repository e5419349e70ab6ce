// Why a file could not be loaded, in the file's own terms: the line to mend, and not the loader's stack.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { problem, SpecError, type Place, type Problem } from "../messages.ts";
import { placeOf, shownFile } from "../capture/place.ts";

/** @param file the file that was to be loaded; what is wrong may lie in one that it imports */
export function importProblems(file: string, error: unknown): Problem[] {
  if (error instanceof SpecError) return problemsIn(error).map((p) => ({ where: { file }, ...p }));
  const where = placeOf(error) ?? lineOf(error) ?? { file };
  const missing = missingImport(error) ?? missingExport(error, where);
  if (missing) return [missing];
  const reason = reasonOf(error);
  if (!(error instanceof SyntaxError)) return [problem("file-throws", { reason }, where)];
  const [, code] = NOT_ERASABLE.find(([construct]) => reason.startsWith(construct)) ?? [];
  return [code ? problem(code, {}, where) : problem("file-syntax", { reason }, where)];
}

/** How Node begins to say what its type stripping cannot do. */
const NOT_ERASABLE = [
  ["TypeScript enum", "syntax-enum"],
  ["TypeScript namespace", "syntax-namespace"],
  ["TypeScript parameter property", "syntax-parameter-property"],
  ["TypeScript import equals", "syntax-import-equals"],
] as const;

/** The problems of an error, each with a place: where nothing better is known, the author's line that threw. */
export function problemsIn(error: SpecError): Problem[] {
  const where = placeOf(error);
  return error.problems.map((p) => (where ? { where, ...p } : p));
}

/** Where a stack shows several lines of source at once it names the line, and no column. */
function lineOf(error: unknown): Place | undefined {
  const [, location, line] =
    /^((?:file:|\/|[A-Za-z]:).+?):(\d+)\n/.exec(error instanceof Error ? (error.stack ?? "") : "") ?? [];
  return location === undefined ? undefined : { file: shownFile(location), line: Number(line) };
}

/** What an error says of itself; anything can be thrown. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === "Error" || error instanceof SyntaxError ? error.message : `${error.name}: ${error.message}`;
}

const NOT_FOUND = /^Cannot find (module|package) '(.+?)' imported from (.+)$/;

function missingImport(error: unknown): Problem | undefined {
  const [, kind, asked, by] = NOT_FOUND.exec(error instanceof Error ? error.message : "") ?? [];
  if (kind === undefined || asked === undefined || by === undefined) return undefined;
  const importer = by.startsWith("file:") ? fileURLToPath(by) : by;
  const statement = importStatement(importer, asked);
  const reason = kind === "module" ? "there is no such file" : "no such package is installed";
  const where = { file: shownFile(importer), ...statement?.place };
  return problem("import-missing", { asked: `\`${statement?.specifier ?? asked}\``, reason }, where);
}

const NOT_EXPORTED = /^The requested module '(.+)' does not provide an export named '(.+)'$/;

const NOT_NAMED = /^Named export '(.+)' not found\. The requested module '(.+)' is a CommonJS module/;

function missingExport(error: unknown, where: Place): Problem | undefined {
  const [, common, within] = NOT_NAMED.exec(reasonOf(error)) ?? [];
  if (common !== undefined && within !== undefined) {
    const reason = `\`${within}\` is CommonJS, whose exports come as one: \`import all from "${within}"\``;
    return problem("import-missing", { asked: `\`${common}\``, reason }, where);
  }
  const [, module, asked] = NOT_EXPORTED.exec(reasonOf(error)) ?? [];
  if (module === undefined || asked === undefined) return undefined;
  return problem(
    "import-missing",
    { asked: `\`${asked}\``, reason: `\`${module}\` exports nothing of that name` },
    where,
  );
}

const IMPORTS = /\b(?:from|import)\s*\(?\s*(["'])(.+?)\1/g;

/** The import of a missing file or package: Node names what is missing, not the line that asks for it. */
function importStatement(
  importer: string,
  asked: string,
): { specifier: string; place: Omit<Place, "file"> } | undefined {
  const source = readFileSync(importer, "utf8");
  for (const { 0: text, 2: specifier = "", index } of source.matchAll(IMPORTS)) {
    const isMeant = specifier.startsWith(".")
      ? resolve(dirname(importer), specifier) === asked
      : `${specifier}/`.startsWith(`${asked}/`);
    if (!isMeant) continue;
    const before = source.slice(0, index + text.length - specifier.length - 2).split("\n");
    return { specifier, place: { line: before.length, column: before.at(-1)!.length + 1 } };
  }
  return undefined;
}
