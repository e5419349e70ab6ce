// Why a file could not be loaded, in the file's own terms: the line to mend, and not the loader's stack.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { problem, SpecError, type Place, type Problem } from "../messages.ts";
import { placeOf, shownFile } from "../model/place.ts";

/** @param file the file that was to be loaded; what is wrong may lie in one that it imports */
export function importProblems(file: string, error: unknown): Problem[] {
  if (error instanceof SpecError) return error.problems.map((p) => ({ where: placeOf(error) ?? { file }, ...p }));
  const missing = missingImport(error);
  if (missing) return [missing];
  const where = placeOf(error) ?? { file };
  const code = error instanceof SyntaxError ? "file-syntax" : "file-throws";
  return [problem(code, { file: where.file, reason: reasonOf(error) }, where)];
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
  const values = { file: shownFile(importer), asked: statement?.specifier ?? asked, reason };
  return problem("import-missing", values, { file: shownFile(importer), ...statement?.place });
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
