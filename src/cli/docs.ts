// The docs command: fills the marked places of Markdown files with diagrams, counterexamples and verdicts, or says which
// of them are not what would be written.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { inOrder, problem, SpecError, type Problem } from "../messages.ts";
import { plural } from "../present/terminal.ts";
import { filled, markersIn, strayEnds, type Marker } from "../render/markers.ts";
import { contentFor, type Known } from "../render/marked-content.ts";
import type { Machine } from "../spec/machine.ts";
import { newProject } from "../source/project.ts";
import { readSpec } from "../source/read-spec.ts";
import { EXIT } from "./exit-code.ts";
import { interruptible } from "./interrupt.ts";
import { tryLoadSpecs } from "./load.ts";
import { plan } from "./plan.ts";
import { live } from "./progress.ts";
import { search } from "./search.ts";
import { tell, tellProblems } from "./tell.ts";
import { writeText } from "./write-text.ts";

export interface DocsOptions {
  /** Compares, and writes nothing. */
  readonly check: boolean;
  readonly quiet: boolean;
}

/** @returns the exit code */
export async function docs(paths: readonly string[], { check, quiet }: DocsOptions): Promise<number> {
  const pages = markdownIn(paths.length > 0 ? paths : ["."]).map(readPage);
  const { known, interrupted, ...found } = await learn(pages, quiet);
  if (interrupted) return EXIT.interrupted;
  const results = pages.map((page) => fill(page, known));
  const problems = inOrder([...found.problems, ...results.flatMap((result) => result.problems)]);
  const changed = results.filter(({ text, page }) => text !== page.text);
  const unwritten = check ? [] : changed.flatMap(({ page, text }) => writeText(page.file, text));
  tellProblems([...problems, ...unwritten]);
  if (check) tellProblems(changed.map(({ page }) => problem("docs-stale", {}, { file: page.file })));
  if (problems.length + unwritten.length > 0) return EXIT.wrong;
  const places = plural(
    pages.reduce((sum, { markers }) => sum + markers.length, 0),
    "marked place",
  );
  if (check && changed.length > 0) return EXIT.notAsExpected;
  if (!quiet) tell(check ? `${places}: up to date\n` : `${places}: wrote ${plural(changed.length, "file")}\n`);
  return EXIT.asExpected;
}

interface Page {
  readonly file: string;
  readonly text: string;
  readonly markers: readonly Marker[];
}

function readPage(file: string): Page {
  const bytes = readFileSync(file);
  const text = bytes.toString("utf8");
  // What cannot be written back as it was is not touched.
  return { file, text, markers: Buffer.from(text).equals(bytes) ? markersIn(text) : [] };
}

/** Loads and checks what the markers name; what needs no verdict is not checked. */
async function learn(pages: readonly Page[], quiet: boolean) {
  const wanted = pages.flatMap(({ markers }) => markers.map(({ words: [kind, target = ""] }) => ({ kind, target })));
  const files = [...new Set(wanted.map(({ target }) => target.replace(/#.*/, "")))].filter((file) => isFile(file));
  const judged = new Set(
    wanted.filter(({ kind }) => kind !== "diagram").map(({ target }) => target.replace(/#.*/, "")),
  );
  const loaded = files.length > 0 ? await tryLoadSpecs(files) : { specs: [], problems: [] };
  const line = live(quiet);
  const interrupt = interruptible(line);
  const project = newProject();
  const known: Known[] = [];
  const problems: Problem[] = [...loaded.problems];
  for (const one of loaded.specs) {
    const { file, exportName, spec } = one;
    const runs = judged.has(file)
      ? plan([one], { scenarios: [], properties: [], params: {} })
      : { runs: [], problems: [] };
    const found = await search(runs.runs, { asked: {}, signal: interrupt.signal, live: line, onSpec: () => {} });
    problems.push(...runs.problems, ...found.problems);
    const source = readSpec(project, resolve(file), exportName);
    known.push({
      file,
      exportName,
      machines: await machinesOf(file),
      subject: { spec, file, source, verdicts: found.verdicts, sweeps: [] },
    });
  }
  interrupt.end();
  return { known, problems, interrupted: interrupt.signal.aborted };
}

/** Machines that the file exports; to load it once more costs nothing. */
async function machinesOf(file: string): Promise<ReadonlyMap<string, string>> {
  const module = (await import(/* @vite-ignore */ pathToFileURL(resolve(file)).href)) as Record<string, unknown>;
  return new Map(
    Object.entries(module).flatMap(([name, value]): [string, string][] =>
      isMachine(value) ? [[name, value.name]] : [],
    ),
  );
}

const isMachine = (value: unknown): value is Machine =>
  typeof value === "object" && value !== null && "rows" in value && "initial" in value;

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** The page as it must be. */
function fill(page: Page, known: readonly Known[]): { page: Page; text: string; problems: Problem[] } {
  const problems = strayEnds(page.text).map((line) => problem("docs-marker-stray", {}, { file: page.file, line }));
  if (page.markers.length === 0) return { page, text: page.text, problems };
  const text = filled(page.text, (marker) => {
    try {
      return contentFor(marker.words, known);
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      problems.push(...error.problems.map((p) => ({ ...p, where: { file: page.file, line: marker.line } })));
      return undefined;
    }
  });
  return { page, text, problems: problems.toSorted((a, b) => (a.where?.line ?? 0) - (b.where?.line ?? 0)) };
}

const SKIPPED = /^(\..*|node_modules|dist|generated)$/;

/** Markdown files, in the order of their names. @throws SpecError for a path that there is not */
function markdownIn(paths: readonly string[]): string[] {
  const missing = paths.filter((path) => !statSync(path, { throwIfNoEntry: false }));
  if (missing.length > 0) throw new SpecError(missing.map((file) => problem("file-missing", { file })));
  return [...new Set(paths.flatMap((path) => (isFile(path) ? [path] : filesIn(path))))];
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.test(entry.name) ? [] : filesIn(path);
    return entry.isFile() && /\.(md|markdown)$/i.test(entry.name) ? [path] : [];
  });
}
