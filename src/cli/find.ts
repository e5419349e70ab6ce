// Which files a path on the command line stands for.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { didYouMean } from "./nearest.ts";
import { problem, type Problem } from "../messages.ts";

export type Found =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "folder"; readonly path: string; readonly files: readonly string[] }
  | { readonly kind: "missing"; readonly problem: Problem };

export function find(paths: readonly string[]): Found[] {
  return pathsOrDefault(paths).map(findOne);
}

/** Is a file, given relative to the present folder, one of those that the paths stand for, if there is such a file? */
export function isCovered(file: string, paths: readonly string[]): boolean {
  return pathsOrDefault(paths).some((path) => {
    const inside = relative(resolve(path), resolve(file));
    return inside === "" || !(inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside));
  });
}

/** Without paths, `specs` where it exists, else the present folder. */
const pathsOrDefault = (paths: readonly string[]): readonly string[] =>
  paths.length > 0 ? paths : [kindOf("specs") === "folder" ? "specs" : "."];

function findOne(path: string): Found {
  const kind = kindOf(path);
  if (kind === "file") return { kind, path };
  if (kind === "folder") return { kind, path, files: filesIn(path) };
  const more = didYouMean(basename(path), siblings(path));
  return { kind: "missing", problem: problem("file-missing", { file: path }, undefined, more) };
}

/**
 * The files in a folder that may hold a spec, in the order of their names, whatever the file system's. A folder may
 * hold other code too, and to load a file is to run it: only those that speak of specs are taken.
 */
function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    const kind = entry.isSymbolicLink() ? kindOf(path) : entry.isDirectory() ? "folder" : "file";
    if (kind === "folder") return entry.isSymbolicLink() || SKIPPED.test(entry.name) ? [] : filesIn(path);
    return kind === "file" && mayHoldSpec(path) ? [path] : [];
  });
}

const SKIPPED = /^(\..*|node_modules|dist|generated)$/;
const SOURCE = /(?<!\.d|\.test)\.(ts|mts|js|mjs)$/;
const SPEAKS_OF_SPECS = /["']fleetcheck["']|\bspec\(/;

function mayHoldSpec(path: string): boolean {
  return SOURCE.test(path) && SPEAKS_OF_SPECS.test(readFileSync(path, "utf8"));
}

function kindOf(path: string): "file" | "folder" | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isDirectory() ? "folder" : stat?.isFile() ? "file" : undefined;
}

function siblings(path: string): string[] {
  const folder = dirname(path);
  return kindOf(folder) === "folder" ? readdirSync(folder) : [];
}
