// The record of a folder that diagrams are written to: `.hashes.json` says for each spec which files are its own, and
// for each file the hash of its source. So a picture is drawn again only when its Mermaid code has changed, and a file
// that nothing writes any more is known to be the tool's own.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";

export const RECORD_FILE = ".hashes.json";

const Entry = v.object({
  /** The spec's file, relative to the folder. */
  file: v.string(),
  exportName: v.string(),
  title: v.string(),
  about: v.string(),
  verdicts: v.string(),
  /** Files of this spec, relative to the folder, and the hash of what each was made from. */
  files: v.record(v.string(), v.string()),
});
const FolderRecord = v.object({
  formats: v.array(v.picklist(["mmd", "svg", "png"])),
  /** By stem. */
  specs: v.record(v.string(), Entry),
});

export type Entry = Readonly<v.InferOutput<typeof Entry>>;
export type FolderRecord = Readonly<v.InferOutput<typeof FolderRecord>>;

/** How text begins that the tool wrote: pages and the index, or a record, also one that cannot be read any more. */
const MARKS: readonly RegExp[] = [/^<!-- Written by `fleetcheck diagram`/, /^\{\s*"formats"/];

/** Whether a file of the folder is one that the tool wrote: the record names it, or it says so itself. */
export function isOwn(folder: string, path: string, { specs }: FolderRecord): boolean {
  if (Object.values(specs).some(({ files }) => path in files)) return true;
  const place = join(folder, path);
  if (!statSync(place).isFile()) return false;
  return isMarked(place) || (isLost(folder) && isShown(folder, path));
}

function isMarked(file: string): boolean {
  const text = readFileSync(file, "utf8");
  return MARKS.some((mark) => mark.test(text));
}

/** Where the record is lost, a picture is known by the page of ours that shows it. */
function isShown(folder: string, path: string): boolean {
  const page = join(folder, `${dirname(path)}.md`);
  if (dirname(path) === "." || !existsSync(page) || !isMarked(page)) return false;
  return readFileSync(page, "utf8").includes(path);
}

/** Is this a folder of ours whose record is gone, or cannot be read? */
export function isLost(folder: string): boolean {
  const index = join(folder, "README.md");
  return recordIn(folder) === undefined && existsSync(index) && isMarked(index);
}

/** The record of a folder; where there is none, or none that can be read, all that it can be known to have held. */
export function readRecord(folder: string): FolderRecord {
  return recordIn(folder) ?? { formats: isLost(folder) ? formatsIn(folder) : [], specs: {} };
}

function recordIn(folder: string): FolderRecord | undefined {
  try {
    return v.parse(FolderRecord, JSON.parse(readFileSync(join(folder, RECORD_FILE), "utf8")));
  } catch {
    return undefined;
  }
}

/** The formats of pictures that pages of ours show. */
function formatsIn(folder: string): FolderRecord["formats"] {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`));
  return (["mmd", "svg", "png"] as const).filter((format) =>
    files.some((path) => path.endsWith(`.${format}`) && isShown(folder, path)),
  );
}

export function recordText({ formats, specs }: FolderRecord): string {
  const entries = sorted(specs).map(([stem, entry]) => [
    stem,
    { ...entry, files: Object.fromEntries(sorted(entry.files)) },
  ]);
  return `${JSON.stringify({ formats, specs: Object.fromEntries(entries) }, undefined, 2)}\n`;
}

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

const sorted = <T>(named: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(named).toSorted(([a], [b]) => (a < b ? -1 : 1));
