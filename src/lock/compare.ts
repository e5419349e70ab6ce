// Where a verdict differs from what is recorded of it, a line each, in words that say what happened.
import type { Entry } from "./record.ts";

export interface Asked {
  /** Only some claims were judged. */
  readonly someClaims: boolean;
  /** Counts under different reductions are of different things; what does not depend on them still is compared. */
  readonly withoutCounts: boolean;
}

/** @example ["states            84,776 → 8    shrank", "front.learnPeer   310 → 0  stopped firing"] */
export function differences(recorded: Entry, found: Entry, asked: Asked): string[] {
  return aligned([
    ...params(recorded, found),
    ...bounds(recorded, found),
    ...verdicts(recorded, found, asked),
    ...(asked.withoutCounts ? [] : plain(recorded.reduction, found.reduction, "members of fleets are stored")),
    ...(asked.withoutCounts ? [] : grown(recorded, found, "states")),
    ...(asked.withoutCounts ? [] : grown(recorded, found, "transitions")),
    ...grown(recorded, found, "depth"),
    ...fired(recorded, found, asked),
  ]);
}

type Line = readonly [what: string, change: string, meaning: string];

const params = (recorded: Entry, found: Entry): Line[] =>
  values(recorded.params, found.params).map(([name, a, b]) => [`parameter ${name}`, arrow(a, b), ""]);

const bounds = (recorded: Entry, found: Entry): Line[] =>
  values(recorded.bounds ?? {}, found.bounds ?? {}).map(([name, a, b]) => [
    `ended by a bound on ${name}`,
    arrow(a ?? "no", b ?? "no"),
    b === undefined ? "is searched whole now" : "is not searched whole",
  ]);

function verdicts(recorded: Entry, found: Entry, { someClaims }: Asked): Line[] {
  return values(recorded.verdicts, found.verdicts)
    .filter(([, , now]) => !someClaims || now !== undefined)
    .map(([name, before, now]) => [
      name,
      arrow(before, now),
      before === undefined ? "is claimed now" : now === undefined ? "is claimed no longer" : "",
    ]);
}

const plain = (before: string, now: string, what: string): Line[] =>
  before === now ? [] : [[what, arrow(before, now), ""]];

function grown(recorded: Entry, found: Entry, field: "states" | "transitions" | "depth"): Line[] {
  const [before, now] = [recorded[field], found[field]];
  return before === now ? [] : [[field, arrow(before, now), now < before ? "shrank" : "grew"]];
}

function fired(recorded: Entry, found: Entry, { withoutCounts }: Asked): Line[] {
  return values(recorded.fired, found.fired)
    .filter(([, a = 0, b = 0]) => !withoutCounts || (a === 0) !== (b === 0))
    .map(([event, before, now]) => [event, `fired ${arrow(before, now)}`, firing(before, now)]);
}

function firing(before: number | undefined, now: number | undefined): string {
  if (before === undefined) return now === 0 ? "is new, and never fires" : "is new";
  if (now === undefined) return "is gone";
  if (now === 0) return "stopped firing";
  return before === 0 ? "fires now" : "";
}

type Value = number | boolean | string;

/** Names with values that are not the same on both sides, in the order of the first, then of the second. */
function values<V extends Value>(
  before: Readonly<Record<string, V>>,
  now: Readonly<Record<string, V>>,
): [name: string, before: V | undefined, now: V | undefined][] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const of = (side: Readonly<Record<string, V>>, name: string) => (Object.hasOwn(side, name) ? side[name] : undefined);
  return names
    .map((name): [string, V | undefined, V | undefined] => [name, of(before, name), of(now, name)])
    .filter(([, a, b]) => a !== b);
}

const arrow = (before: Value | undefined, now: Value | undefined): string => `${shown(before)} → ${shown(now)}`;

const shown = (value: Value | undefined): string =>
  value === undefined ? "none" : typeof value === "number" ? value.toLocaleString("en-US") : String(value);

function aligned(lines: readonly Line[]): string[] {
  const width = (column: 0 | 1) => Math.max(0, ...lines.map((line) => line[column].length));
  const [first, second] = [width(0), width(1)];
  return lines.map(([what, change, meaning]) =>
    `${what.padEnd(first)}  ${change.padEnd(second)}  ${meaning}`.trimEnd(),
  );
}
