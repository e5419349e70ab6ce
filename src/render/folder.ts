// What a folder of diagrams must hold, and where it differs from that. Text is compared by its bytes; a drawn picture by
// the recorded hash of its Mermaid code, since fonts differ from machine to machine.
//
//     generated/
//       .hashes.json (record.ts)   README.md   a.md   b.md
//       a/    system.mmd   system.svg   …
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { indexText } from "../present/markdown.ts";
import { numbered, slug } from "../present/escape.ts";
import { formatsOf, type Document, type Format } from "./document.ts";
import { hashOf, recordText, RECORD_FILE, type Entry, type FolderRecord } from "./record.ts";

/** A file as it must be: text, or a picture drawn from Mermaid code. */
type Wanted =
  | { readonly kind: "text"; readonly path: string; readonly text: string }
  | { readonly kind: "drawing"; readonly path: string; readonly format: "svg" | "png"; readonly mermaid: string };
export type Drawing = Extract<Wanted, { kind: "drawing" }>;
export type TextFile = Extract<Wanted, { kind: "text" }>;

export interface Folder {
  readonly wanted: readonly Wanted[];
  /** The record of it, once everything is written. */
  readonly record: FolderRecord;
  /** Files of the former record that are no longer written. */
  readonly leftovers: readonly string[];
  /** The folder where these pictures cannot be drawn: Mermaid code takes their place, and no file of theirs is lost. */
  without(undrawn: ReadonlySet<string>): Folder;
}

/** Where a spec comes from. */
export interface Origin {
  /** Relative to the folder, with forward slashes. */
  readonly file: string;
  readonly exportName: string;
}

/**
 * Specs of earlier runs that this run is not about, and whose files still exist. They stay as they are. So do specs that
 * are wrong at the moment: pages that were right are not lost to a slip.
 */
export function carriedOver(
  folder: string,
  former: FolderRecord,
  now: readonly Origin[],
  wrong: readonly Origin[] = [],
): FolderRecord["specs"] {
  const covered = new Set(now.map(({ file }) => file));
  const isWrong = (entry: Entry) =>
    wrong.some(({ file, exportName }) => file === entry.file && exportName === entry.exportName);
  const alive = Object.entries(former.specs).filter(
    ([, entry]) => isWrong(entry) || (!covered.has(entry.file) && existsSync(join(folder, entry.file))),
  );
  return Object.fromEntries(alive);
}

/** The names under which specs are written: by their file, and where that is not enough by the path to it. */
export function stemsOf(origins: readonly Origin[], taken: readonly string[]): string[] {
  const bases = origins.map((origin) => stemOf(origin, origin.file.replace(/^.*\//, "")));
  const reserved = ["readme", ...taken];
  const names = bases.map((base, i) => {
    const isAlone = !reserved.includes(base) && bases.every((other, j) => i === j || other !== base);
    return isAlone ? base : stemOf(origins[i]!, origins[i]!.file);
  });
  return numbered([...reserved, ...names]).slice(reserved.length);
}

function stemOf({ exportName }: Origin, file: string): string {
  const name = file.replace(/\.\w+$/, "");
  return slug(exportName === "default" ? name : `${name} ${exportName}`);
}

export interface Named extends Origin {
  readonly stem: string;
  readonly document: Document;
}

/** Everything that the folder must hold. */
export function folderOf(
  specs: readonly Named[],
  formats: readonly Format[],
  carried: FolderRecord["specs"],
  former: FolderRecord,
  undrawn: ReadonlySet<string> = new Set(),
): Folder {
  const made = specs.map((spec) => ({ ...spec, files: filesOf(spec, formats, undrawn) }));
  const keptOf = (stem: string) => siblingsOf(undrawn, former.specs[stem]);
  const fresh = made.map((spec) => [spec.stem, entryOf(spec, spec.files, keptOf(spec.stem))] as const);
  const entries = { ...carried, ...Object.fromEntries(fresh) };
  const index: TextFile = { kind: "text", path: "README.md", text: indexOf(entries) };
  const own = Object.values(entries).flatMap(({ files }) => Object.keys(files));
  const before = Object.values(former.specs).flatMap(({ files }) => Object.keys(files));
  const wanted = [...made.flatMap(({ files }) => files), index];
  const isFailure = undrawn.size > 0 && wanted.every(({ kind }) => kind === "text");
  return {
    wanted,
    record: { formats: [...(isFailure ? formatsBefore(former) : formats)], specs: entries },
    leftovers: before.filter((path) => !own.includes(path)).toSorted(),
    without: (more) => folderOf(specs, formats, carried, former, more),
  };
}

/** The formats that a folder has so far: text alone in a new one. */
export const formatsBefore = ({ formats }: FolderRecord): readonly Format[] => (formats.length > 0 ? formats : ["mmd"]);

/** What the folder had of pictures that cannot be drawn now, in any format. */
function siblingsOf(undrawn: ReadonlySet<string>, entry: Entry | undefined): [string, string][] {
  const pictures = new Set([...undrawn].map(withoutEnding));
  return Object.entries(entry?.files ?? {}).filter(([path]) => pictures.has(withoutEnding(path)));
}

const withoutEnding = (path: string): string => path.replace(/\.\w+$/, "");

function filesOf({ stem, document }: Named, formats: readonly Format[], undrawn: ReadonlySet<string>): Wanted[] {
  const pictures = document.pictures.flatMap(({ path, mermaid }) =>
    formatsOf(path, formats, undrawn).map(
      (format): Wanted =>
        format === "mmd"
          ? { kind: "text", path: `${path}.mmd`, text: mermaid }
          : { kind: "drawing", path: `${path}.${format}`, format, mermaid },
    ),
  );
  const charts = document.charts.map(({ path, svg }): Wanted => ({ kind: "text", path, text: svg }));
  return [{ kind: "text", path: `${stem}.md`, text: document.page(undrawn) }, ...pictures, ...charts];
}

const sourceOf = (wanted: Wanted): string => (wanted.kind === "text" ? wanted.text : wanted.mermaid);

function entryOf({ file, exportName, document }: Named, files: readonly Wanted[], kept: [string, string][]): Entry {
  const { title, about, verdicts } = document;
  return {
    file,
    exportName,
    title,
    about,
    verdicts,
    files: Object.fromEntries([...kept, ...files.map((wanted) => [wanted.path, hashOf(sourceOf(wanted))] as const)]),
  };
}

function indexOf(entries: FolderRecord["specs"]): string {
  const rows = Object.entries(entries).map(([stem, { title, about, verdicts }]) => ({
    title,
    about,
    verdicts,
    page: `${stem}.md`,
  }));
  return indexText(rows.toSorted((a, b) => (`${a.title} ${a.page}` < `${b.title} ${b.page}` ? -1 : 1)));
}

export interface Stale {
  readonly wanted: Wanted;
  readonly state: "missing" | "out of date";
}

/** The files that are not as they must be. */
export function staleIn(folder: string, { wanted }: Folder, former: FolderRecord): Stale[] {
  const hashes = Object.assign({}, ...Object.values(former.specs).map(({ files }) => files)) as Readonly<
    Record<string, string>
  >;
  return wanted.flatMap((file): Stale[] => {
    const place = join(folder, file.path);
    if (!existsSync(place)) return [{ wanted: file, state: "missing" }];
    const isFresh = file.kind === "text" ? isText(place, file.text) : hashes[file.path] === hashOf(file.mermaid);
    return isFresh ? [] : [{ wanted: file, state: "out of date" }];
  });
}

const isText = (place: string, text: string): boolean =>
  statSync(place).isFile() && readFileSync(place, "utf8") === text;

/** The record as a file of the folder. What was not written stands in it as it was before. */
export function recordFile(
  { record }: Folder,
  former: FolderRecord,
  unwritten: ReadonlySet<string> = new Set(),
): TextFile {
  const specs = Object.entries(record.specs).map(([stem, entry]) => {
    const files = Object.entries(entry.files).flatMap(([path, hash]): [string, string][] => {
      const known = unwritten.has(path) ? former.specs[stem]?.files[path] : hash;
      return known === undefined ? [] : [[path, known]];
    });
    return [stem, { ...entry, files: Object.fromEntries(files) }];
  });
  return { kind: "text", path: RECORD_FILE, text: recordText({ ...record, specs: Object.fromEntries(specs) }) };
}
