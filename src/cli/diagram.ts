// The diagram command: check every scenario of every spec, then write a folder of pictures and pages, or compare it.
import { relative, resolve, sep } from "node:path";
import { inOrder, problem, type Problem } from "../messages.ts";
import { plural } from "../present/terminal.ts";
import { documentOf, type Format } from "../render/document.ts";
import type { Subject } from "../render/pictures.ts";
import {
  carriedOver,
  folderOf,
  formatsBefore,
  recordFile,
  staleIn,
  stemsOf,
  type Folder,
  type Origin,
} from "../render/folder.ts";
import { isLost, readRecord, RECORD_FILE, type FolderRecord } from "../render/record.ts";
import { writeFolder } from "../render/write.ts";
import type { Sweep } from "../sweep/sweep.ts";
import { newProject } from "../source/project.ts";
import { readSpec } from "../source/read-spec.ts";
import { EXIT } from "./exit-code.ts";
import { interruptible } from "./interrupt.ts";
import { tryLoadSpecs, type LoadedSpec } from "./load.ts";
import { plan } from "./plan.ts";
import { live, type Live } from "./progress.ts";
import { search } from "./search.ts";
import { planSweeps } from "./sweep-plan.ts";
import { failuresOf, sweepAll } from "./sweep.ts";
import { tell, tellProblems } from "./tell.ts";

export interface DiagramOptions {
  readonly out: string;
  /** Without any: those that the folder already holds, or text alone in a new one. */
  readonly formats: readonly Format[];
  /** Compares, and writes nothing. */
  readonly check: boolean;
  readonly quiet: boolean;
}

/** @returns the exit code */
export async function diagram(files: readonly string[], options: DiagramOptions): Promise<number> {
  const planned = await planFolder(files, options);
  if (planned === undefined) {
    tell(`${options.out}: nothing was written\n`);
    return EXIT.interrupted;
  }
  const { folder, former, problems, isEmpty } = planned;
  if (isEmpty && problems.length > 0) {
    tellProblems(problems);
    return EXIT.wrong;
  }
  if (isLost(options.out) && !options.quiet)
    tell(`${options.out}: ${RECORD_FILE} is gone or cannot be read, so that every picture is drawn again\n`);
  const code = options.check ? compare(folder, former, options) : await write(folder, former, options);
  tellProblems(problems);
  return problems.length > 0 ? EXIT.wrong : code;
}

export interface PlannedFolder {
  readonly folder: Folder;
  readonly former: FolderRecord;
  /** What is wrong with files and specs; those that are right are in the folder. */
  readonly problems: readonly Problem[];
  /** No spec is right: there is nothing to draw. */
  readonly isEmpty: boolean;
}

/** All that is to be written for the specs in these files; undefined where the search was interrupted. */
export async function planFolder(
  files: readonly string[],
  options: DiagramOptions,
): Promise<PlannedFolder | undefined> {
  const loaded = await tryLoadSpecs(files);
  const former = readRecord(options.out);
  const { subjects, wrong, problems, interrupted } = await judge(loaded.specs, options);
  if (interrupted) return undefined;
  const formats = options.formats.length > 0 ? options.formats : formatsBefore(former);
  const carried = carriedOver(
    options.out,
    former,
    loaded.specs.map((one) => originOf(one, options.out)),
    wrong,
  );
  const stems = stemsOf(subjects, Object.keys(carried));
  const named = subjects.map((subject, i) => ({
    ...subject,
    stem: stems[i]!,
    document: documentOf(subject, stems[i]!, formats),
  }));
  return {
    folder: folderOf(named, formats, carried, former),
    former,
    problems: inOrder([...loaded.problems, ...problems]),
    isEmpty: subjects.length === 0,
  };
}

type Judged = Subject & Origin;

/** The verdicts on every scenario, and what the text of the specs says, in the order of their files. */
async function judge(specs: readonly LoadedSpec[], { out, quiet }: DiagramOptions) {
  const line = live(quiet);
  const interrupt = interruptible(line);
  const project = newProject();
  const subjects: Judged[] = [];
  const wrong: Origin[] = [];
  const problems: Problem[] = [];
  for (const loaded of specs.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) {
    const planned = plan([loaded], { scenarios: [], properties: [], params: {} });
    const found = await search(planned.runs, {
      asked: {},
      signal: interrupt.signal,
      live: line,
      onSpec: () => {},
    });
    const told = [...planned.problems, ...found.problems];
    problems.push(...told);
    const sweeps = await sweepsOf(loaded, { signal: interrupt.signal, live: line, problems });
    const source = readSpec(project, resolve(loaded.file), loaded.exportName);
    const origin = originOf(loaded, out);
    if (told.length > 0 || !sweeps) wrong.push(origin);
    else subjects.push({ ...origin, spec: loaded.spec, source, verdicts: found.verdicts, sweeps });
  }
  interrupt.end();
  return { subjects, wrong, problems, interrupted: interrupt.signal.aborted };
}

/** The sweeps that a spec declares; undefined where something is wrong with one. */
async function sweepsOf(
  loaded: LoadedSpec,
  { problems, ...options }: { signal: AbortSignal; live: Live; problems: Problem[] },
): Promise<readonly Sweep[] | undefined> {
  if (Object.keys(loaded.spec.sweeps).length === 0) return [];
  const planned = planSweeps([loaded], { scenarios: [], properties: [], params: {}, full: false });
  const asked = { budget: {}, engine: {} };
  const sweeps = await sweepAll(planned.sweeps, { ...options, asked, onSweep: () => {} });
  const wrong = [...planned.problems, ...sweeps.flatMap((found) => [...failuresOf(found), ...found.contradictions])];
  problems.push(...wrong);
  return wrong.length === 0 ? sweeps : undefined;
}

const keyOf = ({ file, exportName }: LoadedSpec): string => `${file}\n${exportName}`;

function originOf({ file, exportName }: LoadedSpec, out: string): Origin {
  return { file: relative(resolve(out), resolve(file)).split(sep).join("/"), exportName };
}

function compare(folder: Folder, former: FolderRecord, { out, quiet }: DiagramOptions): number {
  const complete: Folder = { ...folder, wanted: [...folder.wanted, recordFile(folder, former)] };
  const differing = [
    ...staleIn(out, complete, former).map(({ wanted, state }) => ({ path: wanted.path, state: state as string })),
    ...folder.leftovers.map((path) => ({ path, state: "left over: nothing writes it any more" })),
  ];
  tellProblems(differing.map(({ path, state }) => problem("generated-stale", { file: `${out}/${path}`, state })));
  if (differing.length > 0) return EXIT.notAsExpected;
  if (!quiet) tell(`${out} is up to date: ${plural(folder.wanted.length, "file")}\n`);
  return EXIT.asExpected;
}

async function write(folder: Folder, former: FolderRecord, { out, quiet }: DiagramOptions): Promise<number> {
  const { written, drawn, removed, left, problems } = await writeFolder(out, folder, former);
  if (!quiet) {
    tell(
      `${out}: wrote ${plural(written, "file")}, drew ${plural(drawn, "picture")}, removed ${removed}, left ${left} as they were\n`,
    );
  }
  tellProblems(problems);
  return problems.length > 0 ? EXIT.wrong : EXIT.asExpected;
}
