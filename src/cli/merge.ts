// The merge command: joins the reports of all parts of a run that was split. What is missing is an error, never a pass.
import { readFileSync } from "node:fs";
import * as v from "valibot";
import { inOrder, problem, type Problem } from "../messages.ts";
import { PLAIN } from "../present/palette.ts";
import type { TextOptions } from "../present/terminal.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { judgeCoverage } from "./coverage.ts";
import { EXIT, exitCodeOf } from "./exit-code.ts";
import { tryLoadSpecs } from "./load.ts";
import { reasonOf } from "./load-problems.ts";
import { plan, type Run } from "./plan.ts";
import { report } from "./report.ts";
import type { Reporter } from "./reporters.ts";
import { plannedKey } from "./shard.ts";
import { paletteFor, tellProblems } from "./tell.ts";
import { tool } from "./tool.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Place = v.object({ file: v.string(), line: v.optional(count), column: v.optional(count) });
const Told = v.looseObject({
  code: v.string(),
  what: v.string(),
  why: v.string(),
  fix: v.string(),
  where: v.optional(Place),
});
const Property = v.looseObject({
  name: v.string(),
  kind: v.string(),
  expected: v.picklist(["holds", "violated", "unreached"]),
  verdict: v.picklist(["holds", "violated", "unreached", "incomplete"]),
  assurance: v.string(),
  asExpected: v.boolean(),
  counterexample: v.optional(
    v.looseObject({
      initial: v.array(v.looseObject({ part: v.string() })),
      steps: v.array(v.looseObject({ part: v.string(), event: v.string(), changed: v.array(v.looseObject({})) })),
      detail: v.string(),
      replay: v.string(),
    }),
  ),
});
const Result = v.looseObject({
  spec: v.string(),
  file: v.string(),
  scenario: v.string(),
  params: v.record(v.string(), v.union([v.number(), v.boolean(), v.string()])),
  states: count,
  transitions: count,
  depth: count,
  seconds: v.number(),
  events: v.record(v.string(), count),
  properties: v.array(Property),
});
const Part = v.looseObject({
  tool: v.object({ name: v.literal("fleetcheck"), version: v.string() }),
  results: v.array(Result),
  problems: v.array(Told),
  findings: v.optional(v.array(Told), []),
  exitCode: v.picklist([0, 1, 2, 3, 130]),
  shard: v.object({ index: count, of: count, planned: v.array(v.string()) }),
});
type Part = v.InferOutput<typeof Part>;

export interface MergeRequest {
  readonly files: readonly string[];
  readonly reporters: readonly Reporter[];
  readonly quiet: boolean;
}

/** @returns the exit code */
export async function merge({ files, reporters, quiet }: MergeRequest): Promise<number> {
  const read = files.map(readPart);
  const parts = read.flatMap((one) => ("part" in one ? [one.part] : []));
  const unread = read.flatMap((one) => ("problem" in one ? [one.problem] : []));
  const problems = [...unread, ...(unread.length > 0 ? [] : incomplete(parts))];
  const joined = join(parts);
  const all = inOrder([...problems, ...joined.problems]);
  const runs = await runsFor(reporters, joined.verdicts);
  const isAsked = joined.verdicts.length > 0 && joined.verdicts.every((verdict) => verdict.coverage !== undefined);
  const isDeclared = all.length === 0;
  const {
    findings,
    notes,
    text: coverage,
  } = isAsked
    ? judgeCoverage({ runs, verdicts: joined.verdicts, isAsked, isDeclared, palette: PLAIN })
    : { findings: [], notes: [], text: "" };
  const result = {
    ...joined,
    findings: [...joined.findings, ...findings],
    problems: all,
    interrupted: parts.some(({ exitCode }) => exitCode === EXIT.interrupted),
  };
  const exitCode = exitCodeOf(result);
  const text: TextOptions = { quiet, palette: paletteFor(process.stdout) };
  const unwritten = await report(
    { ...result, runs, areTablesTold: false, notes, coverage, unstarted: 0, exitCode },
    reporters,
    text,
  );
  tellProblems([...all, ...unwritten]);
  return unwritten.length > 0 && exitCode !== EXIT.interrupted ? EXIT.wrong : exitCode;
}

function readPart(file: string): { part: Part } | { problem: Problem } {
  try {
    const { success, output, issues } = v.safeParse(Part, JSON.parse(readFileSync(file, "utf8")));
    if (success) return { part: output };
    const path = v.getDotPath(issues[0]) ?? "it";
    const reason = path === "shard" ? "it was not made with --shard" : `${path}: ${issues[0].message}`;
    return { problem: problem("part-unreadable", { reason }, { file }) };
  } catch (error) {
    return { problem: problem("part-unreadable", { reason: reasonOf(error).split(",")[0]! }, { file }) };
  }
}

/** Are they all there, once each, of one and the same run, and has each checked what it had to? */
function incomplete(parts: readonly Part[]): Problem[] {
  const [first] = parts;
  if (first === undefined) return [];
  const { of, planned } = first.shard;
  const present = parts.map(({ shard }) => shard.index);
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((index) => !present.includes(index));
  const twice = present.filter((index, i) => present.indexOf(index) !== i);
  const strangers = parts.filter(
    ({ shard, tool: { version } }) =>
      shard.of !== of || version !== first.tool.version || shard.planned.join("\n") !== planned.join("\n"),
  );
  return [
    ...(strangers.length > 0 || first.tool.version !== tool().version ? [problem("parts-differ", {})] : []),
    ...missing.map((index) => problem("part-missing", { part: `${index}/${of}` })),
    ...twice.map((index) => problem("part-twice", { part: `${index}/${of}` })),
    ...(missing.length + twice.length + strangers.length > 0 ? [] : parts.flatMap(unchecked)),
  ];
}

/** What a part had to check and has no result for, unless it says itself that something was wrong. */
function unchecked({ shard: { index, of, planned }, results, exitCode }: Part): Problem[] {
  const due = planned.filter((_, i) => i % of === index - 1);
  const found = results.map((result) => plannedKey(result));
  const isAsDue = due.length === found.length && due.every((key, i) => key === found[i]);
  const isKnown = exitCode === EXIT.wrong || exitCode === EXIT.interrupted;
  return isAsDue || isKnown ? [] : [problem("part-incomplete", { part: `${index}/${of}` })];
}

/** In the order in which one run would have had them. */
function join(parts: readonly Part[]) {
  const planned = parts[0]?.shard.planned ?? [];
  const results = parts.flatMap((part) => part.results);
  const at = (result: (typeof results)[number]) => planned.indexOf(plannedKey(result));
  return {
    verdicts: results.toSorted((a, b) => at(a) - at(b)) as unknown as readonly Verdict[],
    problems: parts.flatMap((part) => part.problems) as unknown as readonly Problem[],
    findings: inOrder(parts.flatMap((part) => part.findings) as unknown as readonly Problem[]),
  };
}

/** Reports do not say on which line a claim is made; the specs do, where they are at hand. */
async function runsFor(reporters: readonly Reporter[], verdicts: readonly Verdict[]): Promise<readonly Run[]> {
  const isAsked = verdicts.some(({ coverage }) => coverage !== undefined);
  if (!isAsked && !reporters.some(({ name }) => name === "sarif" || name === "github")) return [];
  const files = [...new Set(verdicts.flatMap(({ file }) => file ?? []))];
  if (files.length === 0) return [];
  const { specs } = await tryLoadSpecs(files);
  return plan(specs, { scenarios: [], properties: [], params: {} }).runs;
}
