// Specs from files: Node itself loads TypeScript, by stripping the types.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { problem, SpecError, type Problem } from "../messages.ts";
import { placeOfSite, shownFile } from "../capture/place.ts";
import { library, type Spec } from "../spec/spec.ts";
import type { Timeline } from "../spec/timeline.ts";
import { find, type Found } from "./find.ts";
import { importProblems } from "./load-problems.ts";
import { loadModulesAnywhere } from "./module-format.ts";

/** A spec, and where it was found. */
export interface LoadedSpec {
  /** Relative to the present folder, with forward slashes. */
  readonly file: string;
  readonly exportName: string;
  readonly spec: Spec;
}

/** What could be loaded, and what is wrong with the rest. */
export interface Loaded {
  readonly specs: readonly LoadedSpec[];
  readonly timelines: readonly Timeline[];
  readonly problems: readonly Problem[];
}

/**
 * The specs in files and folders, in the order of paths and names.
 *
 * @throws SpecError with everything that is wrong
 */
export async function loadSpecs(paths: readonly string[]): Promise<LoadedSpec[]> {
  const { specs, problems } = await tryLoadSpecs(paths);
  if (problems.length > 0) throw new SpecError(problems);
  return [...specs];
}

/**
 * The timelines that a file exports.
 *
 * @throws SpecError with everything that is wrong
 */
export async function loadTimelines(path: string): Promise<readonly Timeline[]> {
  const { timelines, problems } = await tryLoadSpecs([path]);
  if (problems.length > 0) throw new SpecError(problems);
  return timelines;
}

/** The same for callers that go on with the specs that can be loaded. */
export async function tryLoadSpecs(paths: readonly string[]): Promise<Loaded> {
  const hooks = loadModulesAnywhere();
  const loads: Loaded[] = [];
  // One after the other: what a file does when it is loaded then happens in the same order on every run.
  for (const found of find(paths)) loads.push(await loadFound(found));
  hooks.deregister();
  const specs = loads.flatMap((loaded) => loaded.specs);
  return {
    specs: [...new Map(specs.toReversed().map((loaded) => [loaded.spec, loaded])).values()].toReversed(),
    timelines: [...new Set(loads.flatMap((loaded) => loaded.timelines))],
    problems: loads.flatMap((loaded) => loaded.problems),
  };
}

async function loadFound(found: Found): Promise<Loaded> {
  if (found.kind === "missing") return { specs: [], timelines: [], problems: [found.problem] };
  if (found.kind === "folder") return loadFolder(found.path, found.files);
  const loaded = /\.[cm]?[jt]s$/.test(found.path) ? await loadFile(found.path) : NOTHING;
  return isEmpty(loaded) ? nothing("file-without-spec", found.path) : loaded;
}

async function loadFolder(folder: string, files: readonly string[]): Promise<Loaded> {
  const loads: Loaded[] = [];
  for (const file of files) loads.push(await loadFile(file));
  const all = {
    specs: loads.flatMap((loaded) => loaded.specs),
    timelines: loads.flatMap((loaded) => loaded.timelines),
    problems: loads.flatMap((loaded) => loaded.problems),
  };
  return isEmpty(all) ? nothing("folder-empty", folder === "." ? "this folder" : folder) : all;
}

async function loadFile(path: string): Promise<Loaded> {
  const url = pathToFileURL(resolve(path)).href;
  const file = shownFile(url);
  const guard = guardEnd();
  try {
    return specsIn(
      file,
      (await Promise.race([import(/* @vite-ignore */ url), guard.ended])) as Record<string, unknown>,
    );
  } catch (error) {
    return { specs: [], timelines: [], problems: importProblems(file, error) };
  } finally {
    guard.release();
  }
}

/** Keeps a file from ending the run while it is loaded: by `process.exit`, or by waiting for what never comes. */
function guardEnd(): { readonly ended: Promise<never>; release(): void } {
  const exit = process.exit.bind(process);
  const { promise: ended, reject } = Promise.withResolvers<never>();
  ended.catch(() => {}); // a file may end well after all
  const end = () => {
    const error = new SpecError([problem("file-ends", {})]);
    setImmediate(() => reject(error)); // a run that has nothing to wait for would be over before it is told
    return error;
  };
  process.exit = () => {
    throw end();
  };
  process.once("beforeExit", end);
  return {
    ended,
    release() {
      process.exit = exit;
      process.off("beforeExit", end);
    },
  };
}

function specsIn(file: string, module: Record<string, unknown>): Loaded {
  const exports = Object.entries(module);
  return {
    specs: exports.flatMap(([exportName, value]) => (isSpec(value) ? [{ file, exportName, spec: value }] : [])),
    timelines: exports.flatMap(([, value]) => (isTimeline(value) ? [value] : [])),
    problems: exports.flatMap(([, value]) => (isForeign(value) ? [libraryTwice(file, value)] : [])),
  };
}

function isSpec(value: unknown): value is Spec {
  return madeBy(value) === library && !isTimeline(value);
}
function isTimeline(value: unknown): value is Timeline {
  return madeBy(value) === library && (value as { kind?: unknown }).kind === "timeline";
}

/** A spec that another copy of the library made. */
function isForeign(value: unknown): value is Spec {
  const maker = Object(madeBy(value)) as { library?: unknown };
  return maker !== library && maker.library === "fleetcheck";
}

function libraryTwice(file: string, { site }: Spec): Problem {
  return problem("library-twice", {}, placeOfSite(site) ?? { file });
}

function madeBy(value: unknown): unknown {
  return typeof value === "object" && value !== null ? (value as { library?: unknown }).library : undefined;
}

const NOTHING: Loaded = { specs: [], timelines: [], problems: [] };

function isEmpty({ specs, timelines, problems }: Loaded): boolean {
  return specs.length + timelines.length + problems.length === 0;
}

function nothing(code: "file-without-spec" | "folder-empty", path: string): Loaded {
  return { specs: [], timelines: [], problems: [problem(code, { file: path })] };
}
