// One line of a sweep: which of its points are still to be run, and how the verdicts on a claim go along it.
//
// Where the spec says of every claim that it is monotone, a line is bisected: first both ends, then, between two neighbours
// that have been run and do not agree, the point in the middle. So what is left out lies between two equal verdicts, and
// the values on both sides of a flip have always been run. Which points are run depends on verdicts alone.
import type { ParamValue } from "../spec/param.ts";
import { standingOf, type Flip, type Result, type Standing, type Stretch } from "./sweep.ts";

/** What is known of the points of a line; undefined where one has not been run. */
export type Line = readonly (Result | undefined)[];

/** Whether every claim that is asked for, or every claim of the author's that the line's points make, is monotone. */
export function isBisected(line: Line, asked: readonly string[] | undefined, monotone: readonly string[]): boolean {
  const claims = asked ?? ownClaims(line);
  return monotone.length > 0 && claims.every((claim) => monotone.includes(claim) && !contradiction(line, claim));
}

/** The points, by number, that must be run next. None are left where it returns none. */
export function nextOf(line: Line, claims: readonly string[] | undefined, isMonotone: boolean): number[] {
  const open = line.keys().filter((at) => line[at] === undefined);
  if (!isMonotone) return [...open];
  const ends = [0, line.length - 1].filter((at) => line[at] === undefined);
  if (ends.length > 0) return [...new Set(ends)];
  const judged = claims ?? ownClaims(line);
  const run = line
    .keys()
    .filter((at) => line[at] !== undefined)
    .toArray();
  return run.flatMap((from, i) => {
    const to = run[i + 1] ?? from;
    const agree = judged.length > 0 && judged.every((claim) => agreeOn(claim, line[from], line[to]));
    return to - from < 2 || agree ? [] : [Math.floor((from + to) / 2)];
  });
}

/** Between two points that are not decided anything may lie. */
function agreeOn(claim: string, a: Result | undefined, b: Result | undefined): boolean {
  const standing = standingOf(a, claim);
  return standing !== "incomplete" && standing === standingOf(b, claim);
}

function ownClaims(line: Line): string[] {
  const verdicts = line.flatMap((result) => (result?.kind === "checked" ? [result.verdict] : []));
  const own = verdicts.flatMap(({ properties }) => properties.filter(({ kind }) => kind !== "builtin"));
  return [...new Set(own.map(({ name }) => name))];
}

/** Three points, by number, between which the verdict on a claim changes twice. */
export function contradiction(line: Line, claim: string): [number, number, number] | undefined {
  const decided = line.flatMap((result, at) => {
    const standing = standingOf(result, claim);
    return isDecided(standing) ? [{ at, standing }] : [];
  });
  const changes = decided.flatMap(({ at, standing }, i) => {
    const before = decided[i - 1];
    return before !== undefined && before.standing !== standing ? [{ from: before.at, to: at }] : [];
  });
  const [first, second] = changes;
  return first && second && [first.from, first.to, second.to];
}

type Decided = Flip["from"];
const DECIDED: readonly Standing[] = ["holds", "violated", "unreached"] satisfies readonly Decided[];
const isDecided = (standing: Standing | undefined): standing is Decided =>
  standing !== undefined && DECIDED.includes(standing);

/** Neighbours with the same verdict, together. */
export function stretchesOf(
  line: Line,
  { claim, isMonotone }: { claim: string; isMonotone: boolean },
  values: readonly ParamValue[],
): Stretch[] {
  const stretches: { standing: Standing; first: ParamValue; last: ParamValue }[] = [];
  const known = line.map((result) => standingOf(result, claim));
  known.forEach((standing, at) => {
    const here = standing ?? (isMonotone ? between(known, at) : "skipped");
    const stretch = stretches.at(-1);
    if (stretch?.standing === here) stretch.last = values[at]!;
    else stretches.push({ standing: here, first: values[at]!, last: values[at]! });
  });
  return stretches;
}

/** A skipped point counts as what lies on both sides of it. */
function between(known: readonly (Standing | undefined)[], at: number): Standing {
  const before = known.slice(0, at).findLast((standing) => standing !== undefined);
  const after = known.slice(at).find((standing) => standing !== undefined);
  return before !== undefined && before === after ? before : "skipped";
}

/** The changes of verdict between stretches. */
export function flipsOf(stretches: readonly Stretch[], values: readonly ParamValue[]): Flip[] {
  const decided = stretches.flatMap(({ standing, first, last }) =>
    isDecided(standing) ? [{ standing, first, last }] : [],
  );
  return decided.flatMap(({ standing: to, first: at }, i): Flip[] => {
    const before = decided[i - 1];
    if (before === undefined || before.standing === to) return [];
    const undecided = values.slice(values.indexOf(before.last) + 1, values.indexOf(at));
    return [{ from: before.standing, to, after: before.last, at, undecided }];
  });
}
