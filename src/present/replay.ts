// A counterexample run again, as text: after each step all that there is, not only what changed.
import type { ParamValue } from "../spec/param.ts";
import type { PartState } from "../verdict/verdict.ts";
import { oneLine } from "./escape.ts";
import { loopLines } from "./loops.ts";
import { PLAIN, type Palette } from "./palette.ts";
import { statesText, stepTexts, type Trace } from "./steps.ts";

export interface Rerun {
  readonly spec: string;
  readonly scenario: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly claim: string;
  readonly counterexample: Trace;
  /** All values after so many steps. */
  readonly after: (steps: number) => readonly PartState[];
}

/**
 *     no server outgrows its threads — front-end bootstrap, 25 November 2020
 *     servers = 3, added = 1, threadLimit = 2
 *
 *     start
 *            front 1–3: serving, threads 2
 *            front 4: absent, threads 0
 *     1      front 4  join  state absent → building
 *            front 1–3: serving, threads 2
 *            front 4: building, threads 0
 */
export function replayText(rerun: Rerun, palette: Palette = PLAIN): string {
  const { spec, scenario, params, claim, counterexample, after } = rerun;
  const { detail } = counterexample;
  const heads = [["start"], ...stepTexts(counterexample)];
  const given = Object.entries(params)
    .map(([name, value]) => `${name} = ${value}`)
    .join(", ");
  return [
    `${palette.strong(oneLine(claim))} — ${oneLine(spec)}, ${oneLine(scenario)}`,
    ...(given === "" ? [] : [oneLine(given)]),
    "",
    ...heads.flatMap((head, at) => [
      ...head.map(palette.strong),
      ...statesText(after(at), true).map((line) => `       ${line}`),
    ]),
    ...(detail === "" ? [] : [`${palette.bad("end")}    ${oneLine(detail)}`]),
    ...loopLines(counterexample).map(([word, items]) => `${word.padEnd(7)}${items.join(`\n${" ".repeat(7)}`)}`),
    "",
  ].join("\n");
}
