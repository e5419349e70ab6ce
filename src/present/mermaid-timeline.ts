// A timeline as Mermaid's own: what was observed, beside its time, with how many states stay possible.
import type { TimelineVerdict } from "../timeline/answer.ts";
import { label } from "./escape.ts";
import { frontMatter } from "./mermaid.ts";

/** Entries that are drawn of a longer timeline. */
const DRAWN_MAX = 40;

export function timelineDiagram({ name, fitted, mismatch }: TimelineVerdict): string {
  const all = [...fitted, ...(mismatch ? [{ ...mismatch, states: 0 }] : [])];
  const left = all.length - DRAWN_MAX;
  const entries = all.slice(0, DRAWN_MAX).map(({ time, system, what, states }) => {
    const when = system === "" ? time : `${time} ${system}`;
    const possible = states === 0 ? "✗ it does not fit" : `(${states} possible)`;
    return `  ${label(when)} : ${label(what, 120)} ${possible}`;
  });
  return [
    ...frontMatter({ title: name, config: { timeline: { disableMulticolor: true } } }),
    "timeline TD",
    `  title ${label(name)}`,
    ...entries,
    ...(left > 0 ? [`  … : ${left} more`] : []),
    "",
  ].join("\n");
}
