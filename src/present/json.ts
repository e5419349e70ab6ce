// A run of the check command as one JSON document; schema/report.schema.json describes it.
import type { Problem } from "../messages.ts";
import type { Counterexample, PropertyVerdict, Step, Verdict } from "../verdict/verdict.ts";
import { sequenceDiagram } from "./mermaid-sequence.ts";
import type { Report } from "./report.ts";

/** The document as text. What is told of a step is who did what with which choice, and what it changed. */
export function reportText({ tool, verdicts, problems, findings, exitCode, shard }: Report): string {
  const results = verdicts.map(resultOf);
  const found = findings.length > 0 && { findings: findings.map(problemOf) };
  return `${JSON.stringify({ tool, results, problems: problems.map(problemOf), ...found, exitCode, ...(shard && { shard }) }, null, 2)}\n`;
}

function resultOf(verdict: Verdict): object {
  return { ...verdict, properties: verdict.properties.map((claim) => propertyOf(claim, verdict)) };
}

function propertyOf({ counterexample, ...claim }: PropertyVerdict, verdict: Verdict): object {
  return counterexample === undefined ? claim : { ...claim, counterexample: counterexampleOf(counterexample, verdict) };
}

/** One that was read from a report brings its diagram along, and not all of what it was drawn from. */
type Drawn = Counterexample & { readonly mermaid?: string };

function counterexampleOf(counterexample: Drawn, verdict: Verdict): object {
  const { claim, steps, initial, detail, loop, replay } = counterexample;
  return {
    claim,
    steps: steps.map(stepOf),
    initial,
    detail,
    loop,
    replay,
    mermaid: counterexample.mermaid ?? sequenceDiagram(counterexample, verdict),
  };
}

function problemOf({ trace, ...problem }: Problem): object {
  return trace === undefined
    ? problem
    : { ...problem, trace: { initial: trace.initial, steps: trace.steps.map(stepOf) } };
}

function stepOf({ part, member, event, choice, tick, changed }: Step): object {
  return { part, member, event, choice, tick, changed };
}
