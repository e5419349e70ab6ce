// The first note of a counterexample's picture: where everyone starts. Members with equal values share a line, and so
// do equal changes of many members in one step.
import type { ParamValue } from "../spec/param.ts";
import type { Change, Owner, PartState } from "../verdict/verdict.ts";
import { changeInWords, keyOf, valuesInWords, type Names } from "./mermaid-names.ts";

/** "start: servers 3, added 1", then a line for each group of members that start alike, lanes' groups first.
 *  What is 0 or false goes without saying. */
export function startInWords(
  initial: readonly PartState[],
  params: Readonly<Record<string, ParamValue>>,
  lanes: readonly Owner[],
  names: Names,
): string[] {
  const given = Object.entries(params).flatMap(([name, value]) =>
    value === 0 || value === false ? [] : [`${name} ${value}`],
  );
  const taking = new Set(lanes.map(keyOf));
  const told = initial.filter((state) => taking.has(keyOf(state)) || !isIdle(state));
  const groups = grouped(told, (state) => valuesInWords(state.values, names)).filter(({ words }) => words !== "");
  const lines = groups.map(({ members, words }) => ({
    takesPart: members.some((member) => taking.has(keyOf(member))),
    line: `${nameOf(members, names)}: ${words}`,
  }));
  const ordered = [...lines.filter((l) => l.takesPart), ...lines.filter((l) => !l.takesPart)].map((l) => l.line);
  return [given.length > 0 ? `start: ${given.join(", ")}` : "start", ...ordered];
}

/** A variable that starts with nothing in it; what is given from outside is told whatever it is. */
const isIdle = ({ machine, given, values: { value } }: PartState): boolean =>
  machine === undefined && !given && (value === 0 || value === false || value === null);

/** Changes with their owners' names, equal ones of one part's members together: "front-end server 1 to 3: serving → off". */
export function changesInGroups(changes: readonly Change[], names: Names): string[] {
  const byOwner = Object.values(Object.groupBy(changes, keyOf)).filter((own) => own !== undefined);
  const owners = byOwner.map((own) => ({
    ...own[0]!,
    words: own.map((change) => changeInWords(change, names)).join(", "),
  }));
  return grouped(owners, ({ words }) => words).map(({ members, words }) => `${nameOf(members, names)}: ${words}`);
}

interface Group<O> {
  readonly members: readonly O[];
  readonly words: string;
}

function grouped<O extends Owner>(owned: readonly O[], inWords: (one: O) => string): Group<O>[] {
  const groups = new Map<string, { members: O[]; words: string }>();
  for (const one of owned) {
    const words = inWords(one);
    const key = JSON.stringify([one.part, words]);
    const group = groups.get(key);
    if (group) group.members.push(one);
    else groups.set(key, { members: [one], words });
  }
  return [...groups.values()];
}

const nameOf = (members: readonly Owner[], names: Names): string =>
  names.group(
    members[0]!.part,
    members.map(({ member }) => member),
  );
