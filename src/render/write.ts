// Brings a folder of diagrams up to date: writes text, draws pictures, takes away what nothing writes any more. What
// fails is told and costs nothing else.
import { existsSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { problem, type Problem } from "../messages.ts";
import { openBrowser, type Browser, type Load, type Missing } from "./browser.ts";
import { recordFile, staleIn, type Drawing, type Folder } from "./folder.ts";
import { makeFolder } from "./make-folder.ts";
import { isOwn, RECORD_FILE, type FolderRecord } from "./record.ts";

export interface Outcome {
  readonly written: number;
  readonly drawn: number;
  readonly removed: number;
  /** Files that are as they must be. */
  readonly left: number;
  readonly problems: readonly Problem[];
}

/** @param load how the packages that draw are loaded; tests put others in their place */
export async function writeFolder(out: string, folder: Folder, former: FolderRecord, load?: Load): Promise<Outcome> {
  const unwritable = attempt(out, () => makeFolder(out));
  if (unwritable) return { written: 0, drawn: 0, removed: 0, left: 0, problems: [unwritable] };
  const isForeign = ({ path }: { path: string }) => existsSync(join(out, path)) && !isOwn(out, path, former);
  const drawings = staleIn(out, folder, former).flatMap(({ wanted }) => (wanted.kind === "drawing" ? [wanted] : []));
  const [inTheWay, drawable] = parted(drawings, isForeign);
  // Pages show what is there, so they come after it.
  const drawn = await drawAll(out, drawable, load);
  const undrawn = drawings.map(({ path }) => path).filter((path) => !drawn.paths.has(path));
  const made = undrawn.length === 0 ? folder : folder.without(new Set(undrawn));
  const stale = staleIn(out, made, former).flatMap(({ wanted }) => (wanted.kind === "text" ? [wanted] : []));
  const [others, texts] = parted(stale, isForeign);
  const written = texts.map(({ path, text }) => save(out, path, text));
  const removed = made.leftovers.map((path) => remove(out, path));
  const foreign = [...inTheWay, ...others, ...[{ path: RECORD_FILE }].filter(isForeign)].map(({ path }) => path);
  const record = recordFile(made, former, new Set(foreign));
  const recorded = foreign.includes(RECORD_FILE) ? undefined : save(out, record.path, record.text);
  const problems = [...written, ...removed, ...drawn.problems, recorded, foreignProblem(out, foreign)];
  return {
    written: texts.length,
    drawn: drawn.paths.size,
    removed: removed.length,
    left: made.wanted.length - stale.length - drawn.paths.size,
    problems: problems.filter((outcome) => outcome !== undefined),
  };
}

function parted<T>(all: readonly T[], isOne: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isOne), all.filter((one) => !isOne(one))];
}

function foreignProblem(out: string, paths: readonly string[]): Problem | undefined {
  const files = paths.map((path) => join(out, path)).join(", ");
  return paths.length > 0 ? problem("output-foreign", { files }) : undefined;
}

interface Drawn {
  readonly paths: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

async function drawAll(out: string, drawings: readonly Drawing[], load: Load | undefined): Promise<Drawn> {
  if (drawings.length === 0) return { paths: new Set(), problems: [] };
  const browser = await openBrowser(load);
  if ("reason" in browser) return { paths: new Set(), problems: [missingProblem(browser)] };
  try {
    return await drawInTurns(browser, out, drawings);
  } finally {
    await browser.close();
  }
}

/** Pages that draw at the same time, in one browser. */
const PAGES = 4;

async function drawInTurns(browser: Browser, out: string, drawings: readonly Drawing[]): Promise<Drawn> {
  const paths = new Set<string>();
  const problems: Problem[] = [];
  const waiting = drawings.values();
  const page = async () => {
    for (const drawing of waiting) {
      const failure = await drawOne(browser, out, drawing);
      if (failure) problems.push(failure);
      else paths.add(drawing.path);
    }
  };
  await Promise.all(Array.from({ length: PAGES }, page));
  return { paths, problems };
}

async function drawOne(browser: Browser, out: string, drawing: Drawing): Promise<Problem | undefined> {
  try {
    const picture = await browser.draw(drawing);
    return save(out, drawing.path, picture);
  } catch (error) {
    return problem(
      "internal",
      { name: `picture ${drawing.path}`, reason: firstLine(error) },
      undefined,
      error instanceof Error ? error.stack : undefined,
    );
  }
}

const missingProblem = ({ packages, reason }: Missing): Problem =>
  packages.length > 0
    ? problem("browser-missing", { reason, packages: packages.join(" ") })
    : problem("browser-fails", { reason });

function save(out: string, path: string, content: string | Uint8Array): Problem | undefined {
  const place = join(out, path);
  return attempt(place, () => {
    makeFolder(dirname(place));
    writeFileSync(place, content);
  });
}

/** Removes a file, and its folders where nothing else is left in them. */
function remove(out: string, path: string): Problem | undefined {
  const place = join(out, path);
  return attempt(place, () => {
    rmSync(place, { force: true });
    for (let folder = dirname(place); folder !== out && readdirSync(folder).length === 0; folder = dirname(folder))
      rmdirSync(folder);
  });
}

function attempt(file: string, act: () => void): Problem | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return problem("output-unwritable", { file, reason: firstLine(error) });
  }
}

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
