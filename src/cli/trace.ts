// The trace command: does what was observed fit a spec? Observations are timelines that a spec's file exports, or a log of
// one JSON object a line.
import { createReadStream } from "node:fs";
import { problem, SpecError, type Problem } from "../messages.ts";
import { timelineDiagram } from "../present/mermaid-timeline.ts";
import { timelineText } from "../present/timeline.ts";
import { slug } from "../present/escape.ts";
import type { TimelineVerdict } from "../timeline/answer.ts";
import { Judge, judgeTimeline, STATES_MAX } from "../timeline/judge.ts";
import { LINE_MAX, LogReader } from "../timeline/log.ts";
import { EXIT } from "./exit-code.ts";
import { interruptible } from "./interrupt.ts";
import { loadSpecs, loadTimelines } from "./load.ts";
import { reasonOf } from "./load-problems.ts";
import { live, type Live } from "./progress.ts";
import { paletteFor, tell, tellProblems } from "./tell.ts";
import { tool } from "./tool.ts";
import { writeTexts } from "./write-diagrams.ts";

export interface TraceRequest {
  readonly path: string;
  /** Where it is not given, the timelines that the file exports are judged. "-" is standard input. */
  readonly log?: string;
  readonly spec?: string;
  readonly scenario?: string;
  readonly params: Readonly<Record<string, string>>;
  readonly logged: readonly string[];
  readonly statesMax?: number;
  readonly out?: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** @returns the exit code  @throws SpecError where the spec, the timeline or the log is wrong */
export async function trace(request: TraceRequest): Promise<number> {
  const line = live(request.quiet);
  const interrupt = interruptible(line);
  const { verdicts, problems } =
    request.log === undefined ? await judgeAll(request) : await judgeLog(request, request.log, line, interrupt.signal);
  interrupt.end();
  const written = request.out === undefined ? undefined : writeTexts(request.out, diagrams(verdicts));
  const wrong = [...problems, ...(written?.problems ?? [])];
  const exitCode = exitCodeOf(verdicts, wrong, interrupt.signal.aborted);
  if (request.json)
    tell(`${JSON.stringify({ tool: tool(), timelines: verdicts, problems: wrong, exitCode }, undefined, 2)}\n`);
  else
    for (const verdict of verdicts)
      tell(`${timelineText(verdict, { palette: paletteFor(process.stdout), quiet: request.quiet })}\n`);
  tellProblems(wrong);
  return exitCode;
}

interface Judged {
  readonly verdicts: readonly TimelineVerdict[];
  readonly problems: readonly Problem[];
}

async function judgeAll({ path, statesMax }: TraceRequest): Promise<Judged> {
  const timelines = await loadTimelines(path);
  if (timelines.length === 0) throw new SpecError([problem("timeline-none", { path }, { file: path })]);
  return { verdicts: timelines.map((timeline) => judgeTimeline(timeline, statesMax)), problems: [] };
}

async function judgeLog(request: TraceRequest, log: string, line: Live, signal: AbortSignal): Promise<Judged> {
  const { scenario, params, logged, statesMax = STATES_MAX } = request;
  const judge = new Judge({ spec: await specOf(request), scenario, params, logged, statesMax });
  const reader = new LogReader(judge.engine.model);
  const problems: Problem[] = [];
  const name = log === "-" ? "standard input" : log;
  let number = 0;
  for await (const text of linesOf(log)) {
    number++;
    if (signal.aborted) break;
    if (text.trim() === "") continue;
    const say = (reason: string): undefined => {
      problems.push(problem("log-bad", { line: number, reason }, { file: name, line: number }));
    };
    const observation = reader.read(text, say);
    if (observation === undefined || !judge.take(observation)) break;
    if (number % PROGRESS_LINES === 0) await line.say(`${name}: ${number.toLocaleString("en-US")} lines fit`);
  }
  return { verdicts: problems.length > 0 ? [] : [judge.verdict(name)], problems };
}

const PROGRESS_LINES = 10_000;

async function specOf({ path, spec: asked }: TraceRequest) {
  const loaded = await loadSpecs([path]);
  const found = asked === undefined ? loaded : loaded.filter(({ spec }) => spec.name === asked);
  if (found.length === 1) return found[0]!.spec;
  const names = loaded.map(({ spec }) => `\`${spec.name}\``).join(", ");
  throw new SpecError([problem("spec-which", { path, names }, { file: path })]);
}

/** The lines of a file, or of standard input; of a line that is too long, only as much as shows that it is. */
async function* linesOf(log: string): AsyncGenerator<string> {
  const input = log === "-" ? process.stdin : createReadStream(log);
  input.setEncoding("utf8");
  let rest = "";
  try {
    for await (const chunk of input as AsyncIterable<string>) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop()!;
      yield* lines;
      if (rest.length > LINE_MAX) break;
    }
  } catch (error) {
    throw new SpecError([problem("log-unreadable", { file: log, reason: reasonOf(error) })]);
  }
  if (rest !== "") yield rest;
}

const diagrams = (verdicts: readonly TimelineVerdict[]): [string, string][] =>
  verdicts.map((verdict) => [`${slug(verdict.name)}--timeline.mmd`, timelineDiagram(verdict)]);

function exitCodeOf(verdicts: readonly TimelineVerdict[], problems: readonly Problem[], interrupted: boolean): number {
  if (interrupted) return EXIT.interrupted;
  if (problems.length > 0) return EXIT.wrong;
  return verdicts.every(({ asExpected }) => asExpected) ? EXIT.asExpected : EXIT.notAsExpected;
}
