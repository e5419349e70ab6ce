// The end of a run that goes on for ever, in words: which steps repeat, since when nothing helps, and why the run is fair.
import type { Counterexample, FairTo, Loop } from "../verdict/verdict.ts";
import { oneLine } from "./escape.ts";

/** Stands at the steps that repeat. */
export const ROUND = "↻";

/** Does a step repeat? */
export const isRepeated = (loop: Loop | undefined, step: number): boolean => loop !== undefined && step >= loop.begins;

/** "front.repair (weak) is taken in step 3". */
function fairTexts({ fair }: Loop): string[] {
  const groups = Map.groupBy(fair, (to) => [to.event, to.fair, reasonText(to)].join("\n"));
  return [...groups.values()].map((alike) => {
    const { event, fair: strength } = alike[0]!;
    return oneLine(`${event}${membersText(alike)} (${strength}) ${reasonText(alike[0]!)}`);
  });
}

/** " to 1, 2 and 3", where it is fair to each by itself. */
function membersText(alike: readonly FairTo[]): string {
  const members = alike.flatMap(({ member }) => member ?? []);
  if (members.length === 0) return "";
  return ` to ${members.length > 6 ? `${members.slice(0, 5).join(", ")} and ${members.length - 5} others` : members.join(", ")}`;
}

function reasonText({ taken, disabled }: FairTo): string {
  if (taken !== undefined) return `is taken in step ${taken + 1}`;
  return disabled === "always" ? "cannot happen in these steps" : `cannot happen ${when(disabled ?? 0)}`;
}

const when = (steps: number): string => (steps === 0 ? "at the start" : `after step ${steps}`);

/** All that there is to say, a line each, with the word that it stands under. */
export function loopLines({ loop, steps }: Pick<Counterexample, "loop" | "steps">): [Word, string[]][] {
  if (loop === undefined) return [];
  const lines: [Word, string[]][] = [
    ["trap", trapText(loop)],
    ["wait", waitText(loop)],
    ["fair", fairTexts(loop)],
    ["note", loop.renumbered ? [renumberedText(loop, steps.length)] : []],
  ];
  return lines.filter(([, items]) => items.length > 0);
}

type Word = "trap" | "wait" | "fair" | "note";

function trapText({ since, trigger }: Loop): string[] {
  if (trigger === undefined) return [];
  return [`entered with step ${since}, its trigger${since === trigger + 1 ? "" : ` is step ${trigger + 1}`}`];
}

/** Where it waits from the start on, or only since the loop, that goes without saying. */
function waitText({ since, begins, trigger }: Loop): string[] {
  return trigger !== undefined || since === 0 || since === begins ? [] : [`in vain from step ${since} on`];
}

const renumberedText = ({ begins }: Loop, steps: number): string =>
  `after step ${steps} all is as ${when(begins)}, but that members have changed places`;
