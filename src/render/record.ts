// The record of a folder that diagrams are written to: `.hashes.json` says for each spec which files are its own, and
// for each file the hash of its source. So a picture is drawn again only when its Mermaid code has changed, and a file
// that nothing writes any more is known to be the tool's own.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
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
  const text = readFileSync(place, "utf8");
  return MARKS.some((mark) => mark.test(text));
}

/** The record of a folder; an empty one where there is none, or none that can be read. */
export function readRecord(folder: string): FolderRecord {
  const file = join(folder, RECORD_FILE);
  const nothing: FolderRecord = { formats: [], specs: {} };
  if (!existsSync(file)) return nothing;
  try {
    return v.parse(FolderRecord, JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return nothing;
  }
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
