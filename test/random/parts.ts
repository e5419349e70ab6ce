// Random parts as text: machines, variables and channels, alone or in records and arrays, and how they start.
import { anyDomain, type Dom, domainText, speaksOfMembers, startText, WIDE } from "./domains.ts";
import type { Leaf } from "./scope.ts";
import { Tape } from "./tape.ts";

export type Numbers = readonly number[];

export interface Part {
  readonly name: string;
  readonly machine: readonly string[];
  /** Its declaration in `build`. */
  readonly text: string;
  readonly leaves: readonly Leaf[];
  /** Where its rules stand below `rules`. */
  readonly path: readonly string[];
}

const NAMES = ["ants", "bees", "cats", "dogs", "eels"];

export function anyPart(numbers: Numbers, before: readonly Part[], quiet: boolean): Part {
  const name = NAMES[before.length]!;
  const fleets = before
    .flatMap((p) => p.leaves)
    .filter(({ kind, size }) => (kind === "fleet" || kind === "ordered") && size > 0);
  const wrap = new Tape(numbers).pick(["alone", "alone", "alone", "record", "array", "both"] as const);
  const texts = {
    alone: [name],
    record: [`${name}.inner`],
    array: [`${name}[0]`, `${name}[1]`],
    both: [`${name}[0].inner`, `${name}[1].inner`],
  }[wrap];
  // Cells read the same numbers, so that they are alike but for themselves.
  const cells = texts.map((text) =>
    anyLeaf(new Tape(numbers.slice(1)), { text, name, fleets, cell: texts.length > 1, quiet }),
  );
  const { made, machine } = cells[0]!;
  const text = {
    alone: made,
    record: `{ inner: ${made} }`,
    array: `[0, 1].map(() => ${made})`,
    both: `[0, 1].map(() => ({ inner: ${made} }))`,
  }[wrap];
  return {
    name,
    machine,
    text: `const ${name} = ${text};`,
    leaves: cells.map((c) => c.leaf),
    path: wrap === "record" || wrap === "both" ? [name, "inner"] : [name],
  };
}

interface Place {
  readonly text: string;
  readonly name: string;
  readonly fleets: readonly Leaf[];
  readonly cell: boolean;
  /** Can it come to rest? Then its rows lead only forward. */
  readonly quiet: boolean;
}

function anyLeaf(t: Tape, place: Place): { leaf: Leaf; made: string; machine: string[] } {
  const kind = t.pick(["one", "fleet", "fleet", "variable", "channel", "ordered"] as const);
  if (kind === "variable") return anyVariable(t, place);
  if (kind === "channel") return anyChannel(t, place);
  const { name, text, cell } = place;
  const title = name[0]!.toUpperCase() + name.slice(1);
  const rows = anyRows(t, place.quiet);
  const leaf: { -readonly [K in keyof Leaf]: Leaf[K] } = {
    ...nothing,
    ...place,
    kind,
    size: kind === "one" ? 1 : t.pick(cell ? [1, 2] : [2, 1, 3, 2, 2, 1, 3, 0]),
    states: [...new Set(rows.flatMap(([from, , to]) => [from, to]))],
    events: [...new Set(rows.map(([, event]) => event))],
    line: kind === "ordered" && t.next(2) === 1,
  };
  const fleets = kind === "one" || leaf.size === 0 ? place.fleets : [...place.fleets, leaf];
  const domains = t.times(2, () => (t.next(8) === 7 ? t.pick(WIDE) : anyDomain(t, fleets, 12)));
  leaf.vars = Object.fromEntries(domains.map((dom, i) => ["xy"[i]!, dom]));
  const vars = Object.entries(leaf.vars).map(([field, dom]) => `${field}: ${domainText(dom, text)}`);
  const spoken = domains.some((dom) => domainText(dom, text).includes("self"));
  const written =
    vars.length === 0 ? [] : [spoken ? `vars: (self) => ({ ${vars.join(", ")} })` : `vars: { ${vars.join(", ")} }`];
  const groups = anyGroups(t, leaf);
  const start = groups.length === 0 ? [] : [`start: ${kind === "one" ? groups[0] : `[${groups.join(", ")}]`}`];
  const options = [...(leaf.line ? [`shape: "line"`] : []), ...written, ...start];
  const size = kind === "one" ? "" : `, ${leaf.size}`;
  return {
    leaf,
    made: `${kind}(${title}${size}${options.length > 0 ? `, { ${options.join(", ")} }` : ""})`,
    machine: [`const ${title} = machine("${name}", "a", [${rows.map((r) => `t("${r.join('", "')}")`).join(", ")}]);`],
  };
}

const nothing = {
  states: [],
  events: [],
  vars: {},
  size: 0,
  capacity: 0,
  order: "fifo",
  line: false,
  callable: [],
} as const;

/** Rows that mostly lead on from where others lead. */
function anyRows(t: Tape, quiet: boolean): [string, string, string][] {
  const rows = new Map<string, [string, string, string]>();
  const known = ["a"];
  for (let n = 2 + t.next(5); n > 0; n--) {
    const from = rows.size > 0 && t.next(12) === 11 ? "c" : t.pick(known);
    const [event, to] = [t.pick(["go", "set", "try"]), t.pick(known.length === 1 ? ["b", "c"] : ["b", "a", "c"])];
    if (rows.has(`${from} ${event}`) || (quiet && to <= from)) continue;
    rows.set(`${from} ${event}`, [from, event, to]);
    known.push(to);
  }
  return rows.size > 0 ? [...rows.values()] : [["a", "go", "b"]];
}

function anyGroups(t: Tape, leaf: Leaf): string[] {
  if (t.next(3) === 0) return [];
  if (leaf.size === 0) return [];
  const first = leaf.kind !== "one" && leaf.size > 1 ? 1 + t.next(leaf.size) : leaf.size;
  return [first, leaf.size - first]
    .filter((members) => members > 0)
    .map((members) => {
      const state = t.pick([undefined, `"${t.pick(leaf.states)}"`, `["${leaf.states[0]}", "${leaf.states.at(-1)}"]`]);
      const fields = Object.entries(leaf.vars).filter(([, dom]) => !speaksOfMembers(dom) && t.next(2) === 1);
      const given = [
        ...(leaf.kind === "one" ? [] : [`members: ${members}`]),
        ...(t.next(4) === 1 ? [`cohort: "new"`] : []),
        ...(state === undefined ? [] : [`state: ${state}`]),
        ...fields.map(([name, dom]) => `${name}: ${anyStart(t, dom)}`),
      ];
      return `{ ${given.join(", ")} }`;
    });
}

/** A start value, or an array that means any of these. */
function anyStart(t: Tape, dom: Dom): string {
  const scalarList = dom.kind === "list" && ["range", "flag", "oneOf"].includes(dom.of.kind);
  const mayVary = dom.kind !== "list" && !(dom.kind === "maybe" && dom.of.kind === "list");
  if (t.next(3) !== 1 || !(mayVary || scalarList)) return startText(dom, t);
  return `[${startText(dom, t)}, ${startText(dom, t)}]`;
}

function anyVariable(t: Tape, place: Place): { leaf: Leaf; made: string; machine: string[] } {
  const dom = t.next(8) === 7 ? t.pick(WIDE) : anyDomain(t, place.fleets, 20);
  const start = !speaksOfMembers(dom) && t.next(2) === 1 ? `, ${anyStart(t, dom)}` : "";
  const leaf: Leaf = { ...nothing, ...place, kind: "variable", vars: { value: dom } };
  return { leaf, made: `variable(${domainText(dom)}${start})`, machine: [] };
}

function anyChannel(t: Tape, place: Place): { leaf: Leaf; made: string; machine: string[] } {
  const message = anyDomain(t, place.fleets, 6, 1);
  const [capacity, order] = [1 + t.next(3), t.pick(["fifo", "any"] as const)];
  const leaf: Leaf = { ...nothing, ...place, kind: "channel", message, capacity, order };
  const accidents = t.pick(["", "", ", lossy: true", ", duplicating: true", ", lossy: true, duplicating: true"]);
  const options = `capacity: ${capacity}${order === "any" ? `, order: "any"` : ""}${accidents}`;
  return { leaf, made: `channel(${domainText(message)}, { ${options} })`, machine: [] };
}
