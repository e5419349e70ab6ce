// The recorded verdicts: what a run is held against, and what --lock and --update write.
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { differences } from "../lock/compare.ts";
import { entryOf, keyOf, lockText, readLock, type Bounds, type Entry } from "../lock/record.ts";
import { problem, type Problem } from "../messages.ts";
import type { EngineOptions } from "../options.ts";
import { plural } from "../present/terminal.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { isCovered } from "./find.ts";
import { reasonOf } from "./load-problems.ts";
import type { Run, Selection } from "./plan.ts";
import { writeText } from "./write-text.ts";

export interface LockRequest {
  readonly file: string;
  /** What is to be written: nothing, what is not recorded yet, or everything that was run. */
  readonly write: "nothing" | "missing" | "all";
  /** Nobody is there to record what is not: it is a failure. */
  readonly ci: "asked" | "found" | "no";
}

/** What was run, and how. */
export interface Held {
  readonly paths: readonly string[];
  readonly selection: Selection;
  readonly bounds: Bounds;
  readonly engine: EngineOptions;
  /** All that there is to check, also in other parts of a run that is split. */
  readonly runs: readonly Run[];
  readonly verdicts: readonly Verdict[];
  /** Nothing went wrong, and nothing was interrupted. */
  readonly isWhole: boolean;
}

export interface Locked {
  /** Where the run is not as recorded. */
  readonly findings: readonly Problem[];
  /** What is wrong with the file itself. */
  readonly problems: readonly Problem[];
  /** What else there is to say of it. */
  readonly notes: readonly string[];
}

/** Holds a run against what is recorded, and records it where that was asked for. */
export function lock(request: LockRequest, held: Held): Locked {
  const { file, write } = request;
  let recorded: readonly Entry[];
  try {
    recorded = existsSync(file) ? readLock(readFileSync(file, "utf8")) : [];
  } catch (error) {
    return { findings: [], notes: [], problems: [problem("lock-unreadable", { reason: reasonOf(error) }, { file })] };
  }
  const compared = compare(request, held, recorded);
  return write === "nothing" || !held.isWhole ? told(request, compared) : record(request, held, recorded, compared);
}

interface Compared {
  readonly differing: readonly Problem[];
  readonly missing: readonly Entry[];
  readonly gone: readonly Entry[];
  /** Scenarios of which only the verdicts could be compared. */
  readonly uncounted: readonly Entry[];
  /** Scenarios that a budget of this run ended before it could come as far as is recorded. */
  readonly cutShort: readonly Entry[];
  /** Folders with a spec of which something is recorded. */
  readonly folders: ReadonlySet<string>;
}

function compare({ file, ci }: LockRequest, held: Held, recorded: readonly Entry[]): Compared {
  const { bounds, selection, engine } = held;
  const left = Map.groupBy(recorded, keyOf);
  const differing: Problem[] = [];
  const [missing, uncounted, cutShort]: [Entry[], Entry[], Entry[]] = [[], [], []];
  for (const verdict of held.verdicts) {
    const entry = entryOf(verdict, bounds);
    const before = left.get(keyOf(entry))?.shift();
    if (before === undefined || isReplaced(entry, held)) missing.push(entry);
    // Whoever bounds a search by hand is told that it is incomplete; where nobody is there, it is no less a difference.
    else if (ci === "no" && verdict.stopped !== undefined && !sameBounds(before, entry)) cutShort.push(entry);
    else {
      const withoutCounts = before.reduction !== entry.reduction && isUnreduced(engine);
      if (withoutCounts) uncounted.push(entry);
      const lines = differences(before, entry, { someClaims: selection.properties.length > 0, withoutCounts });
      if (lines.length > 0) differing.push(differs(file, before, entry, lines));
    }
  }
  const planned = new Set(
    held.runs.map(({ file: of, spec, scenario }) => keyOf({ file: of, spec: spec.name, scenario })),
  );
  const remaining = [...left.values()].flat().filter((entry) => !planned.has(keyOf(entry)));
  const isKnown = held.isWhole && isOfAll(selection);
  const gone = isKnown ? remaining.filter((entry) => isCovered(entry.file, held.paths)) : [];
  const folders = new Set(recorded.map((entry) => dirname(entry.file)));
  return { differing, missing, gone, uncounted, cutShort, folders };
}

const sameBounds = (a: Entry, b: Entry): boolean =>
  b.bounds !== undefined && a.bounds?.["states"] === b.bounds["states"] && a.bounds?.["depth"] === b.bounds["depth"];

function differs(file: string, before: Entry, { spec, scenario, specHash }: Entry, lines: readonly string[]): Problem {
  const cause =
    before.specHash === specHash
      ? "the spec's own text is the same: what it imports or reads from around it has changed, or fleetcheck has"
      : "the spec was changed";
  return problem("lock-differs", { spec, scenario, file, cause }, { file: before.file }, lines.join("\n"));
}

/** Parameters that the command replaced make another scenario of it. */
const isReplaced = ({ params }: Entry, { selection }: Held): boolean =>
  Object.keys(selection.params).some((name) => name in params);

const isUnreduced = ({ symmetry, engine }: EngineOptions): boolean => symmetry === "off" || engine === "compiled";

const isOfAll = ({ scenarios, properties }: Selection): boolean => scenarios.length + properties.length === 0;

function told(request: LockRequest, compared: Compared): Locked {
  const { differing, gone } = compared;
  const { file } = request;
  const lost = gone.map(({ spec, scenario, file: where }) =>
    problem("lock-gone", { spec, scenario, file }, { file: where }),
  );
  const open = request.ci === "no" ? { findings: [], notes: notesOn(request, compared) } : inCi(request, compared);
  return { problems: [], findings: [...differing, ...lost, ...open.findings], notes: open.notes };
}

/** What could not be held against the record is a failure where nobody is there to see it. */
function inCi({ file }: LockRequest, { missing, uncounted }: Compared): Pick<Locked, "findings" | "notes"> {
  const findings = (["lock-missing", "lock-uncounted"] as const).flatMap((code) => {
    const entries = code === "lock-missing" ? missing : uncounted;
    const scenarios = plural(entries.length, "scenario");
    return entries.length === 0 ? [] : [problem(code, { scenarios, file }, undefined, names(entries))];
  });
  return { findings, notes: [] };
}

const names = (entries: readonly Entry[]): string =>
  entries.map(({ spec, scenario }) => `${spec}, ${scenario}`).join("\n");

/** Of specs elsewhere than those that are recorded, nothing is said to people: sketches, or what tests are made of. */
function notesOn({ file }: LockRequest, { missing, uncounted, cutShort, folders }: Compared): string[] {
  const expected = missing.filter((entry) => folders.has(dirname(entry.file)));
  const said: [readonly Entry[], string][] = [
    [expected, `not recorded in ${file} (--lock records what is not)`],
    [uncounted, `recorded in ${file} under another reduction: counts were not compared`],
    [cutShort, `not held against ${file}: the search was ended before`],
  ];
  return said.flatMap(([entries, what]) =>
    entries.length === 0 ? [] : [`${plural(entries.length, "scenario")} ${what}`],
  );
}

/** Only what would come out the same anywhere is recorded. */
function record(request: LockRequest, held: Held, recorded: readonly Entry[], compared: Compared): Locked {
  const { file, write } = request;
  const unsteady = held.verdicts.filter(({ stopped }) => stopped === "seconds" || stopped === "bytes");
  if (unsteady.length > 0) {
    const problems = unsteady.map(({ spec, scenario, stopped = "" }) =>
      problem("lock-unsteady", { spec, scenario, stopped, file }),
    );
    return { ...told(request, compared), problems };
  }
  const all = held.verdicts.map((verdict) => entryOf(verdict, held.bounds));
  const written = write === "all" ? all : compared.missing;
  const replaced = write === "all" ? new Set([...all, ...compared.gone].map(keyOf)) : new Set<string>();
  const text = lockText([...recorded.filter((entry) => !replaced.has(keyOf(entry))), ...written]);
  const problems = existsSync(file) && readFileSync(file, "utf8") === text ? [] : writeText(file, text);
  const rest = write === "all" ? { ...compared, differing: [], gone: [], uncounted: [], cutShort: [] } : compared;
  const { findings, notes } = told(request, { ...rest, missing: [] });
  const said = `${file}: ${plural(written.length, "scenario")} recorded`;
  return { findings, problems, notes: problems.length > 0 ? notes : [...notes, said] };
}
