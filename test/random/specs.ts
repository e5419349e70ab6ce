// Random small specs, as the text of a module: what fails can be pasted into a file and run. Tapes of random numbers
// are drawn for each part, rule, event and property, so that shrinking drops and simplifies them one by one.
import { type Arbitrary, array, constant, nat, noBias, oneof, record, toStringMethod } from "fast-check";
import * as fleetcheck from "../../src/index.ts";
import type { Spec } from "../../src/index.ts";
import { type Dom, needsMember } from "./domains.ts";
import { anyEffect } from "./effects.ts";
import { anyBoolean, anyNumber } from "./expressions.ts";
import { block } from "./lines.ts";
import { anyPart, type Numbers, type Part } from "./parts.ts";
import { headsOfRules, writeClock, writeRules, writeWorld } from "./rules.ts";
import type { Leaf, Scope } from "./scope.ts";
import { Tape } from "./tape.ts";

/** A random spec; fast-check prints its text. */
export class RandomSpec {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  /** The spec itself, made anew. */
  evaluate(): Spec {
    const body = this.source
      .replace(/^import (\{[^}]*\}) from "fleetcheck";/, '"use strict"; const $1 = fleetcheck;')
      .replace("export default", "return");
    // oxlint-disable-next-line typescript/no-implied-eval -- functions must keep the text that they were written with
    return new Function("fleetcheck", body)(fleetcheck) as Spec;
  }

  [toStringMethod](): string {
    return `\n${this.source}`;
  }
}

/** A full tape; it shrinks to an empty one, or number by number. */
const tapeOf = (length: number) =>
  oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: constant<number[]>([]) },
    { weight: 20, arbitrary: array(nat({ max: 2 ** 20 }), { minLength: length, maxLength: length }) },
  );
const tapes = (lengths: { min?: number; max: number; each: number }) =>
  array(tapeOf(lengths.each), { minLength: lengths.min ?? 0, maxLength: lengths.max, size: "max" });

const partsOf = (min: number) => tapes({ min, max: 5, each: 40 });

/** Random specs. Most have few states, some have very many: check them with a limit. */
export const randomSpecs: Arbitrary<RandomSpec> = noBias(
  record({
    parts: oneof({ withCrossShrink: true }, { weight: 1, arbitrary: partsOf(1) }, { weight: 9, arbitrary: partsOf(3) }),
    rules: tapes({ max: 12, each: 120 }),
    world: tapes({ max: 3, each: 120 }),
    properties: tapes({ max: 5, each: 30 }),
    clock: tapeOf(60),
    start: tapeOf(20),
    rest: tapeOf(30),
  }),
).map((drawn) => new RandomSpec(write(drawn)));

interface Drawn {
  readonly parts: readonly Numbers[];
  readonly rules: readonly Numbers[];
  readonly world: readonly Numbers[];
  readonly properties: readonly Numbers[];
  readonly clock: Numbers;
  readonly start: Numbers;
  readonly rest: Numbers;
}

function write(drawn: Drawn): string {
  const rest = new Tape(drawn.rest);
  const quiet = rest.next(5) === 1;
  const parts: Part[] = [];
  for (const numbers of drawn.parts) parts.push(anyPart(numbers, parts, quiet));
  const clock = new Tape(drawn.clock);
  const hasClock = clock.next(3) === 1;
  const rules = headsOfRules(drawn.rules, parts, hasClock);
  const params = rest.next(2) === 1 ? ["limit"] : [];
  const scenarios =
    params.length > 0 && rest.next(2) === 1
      ? ["scenarios: { low: { with: { limit: 1 } }, high: { with: { limit: 3 } } },"]
      : [];
  const bare = scopeOf(parts, params);
  const helpers = anyHelpers(rest, { ...bare, mayAskCan: false, mayPick: false });
  const scope = { ...bare, helpers: helpers.map(({ text, gives }) => ({ text, gives })) };
  const ruleLines = writeRules(quiet ? rules.filter((r) => r.part.leaves[0]!.events.length > 0) : rules, scope);
  const world = (quiet ? [] : drawn.world).map((numbers, i) => writeWorld(new Tape(numbers), i, scope, hasClock));
  const seeing = { ...scope, mayPick: false, mayAskCan: scope.channels.every(({ is }) => is.order === "fifo") };
  const terminal = rest.pick([`"anywhere"`, undefined, `() => ${anyBoolean(rest, seeing)}`]);
  const start = startEffect(new Tape(drawn.start), parts, { ...bare, mayAskCan: false, mayPick: false });
  const properties = drawn.properties.map((numbers, i) => writeProperty(new Tape(numbers), i, seeing));

  const system = [
    `parts: { ${parts.map((p) => p.name).join(", ")} },`,
    ...block("rules: {", ruleLines, "},"),
    ...block("world: {", world.flat(), "},"),
    ...(hasClock ? writeClock(clock, scope) : []),
    ...block("start: () => {", start, "},"),
    ...(terminal === undefined ? [] : [`terminal: ${terminal},`]),
    ...block("properties: {", properties, "},"),
  ];
  const build = [
    ...parts.map((p) => p.text),
    ...helpers.map((h) => h.declared),
    ...block("return system({", system, "});"),
  ];
  const body = [
    `name: "random",`,
    ...(params.length > 0 ? ["params: { limit: 2 },"] : []),
    ...scenarios,
    ...block(`build(${params.length > 0 ? "{ limit }" : ""}) {`, build, "},"),
  ];
  const text = [...parts.flatMap((p) => p.machine), "", ...block("export default spec({", body, "});")].join("\n");
  const used = Object.keys(fleetcheck).filter((name) => new RegExp(`(?<![\\w."])${name}\\(`).test(text));
  return `import { ${used.join(", ")} } from "fleetcheck";\n\n${text}\n`;
}

function scopeOf(parts: readonly Part[], params: readonly string[]): Scope {
  const leaves = parts.flatMap((p) => p.leaves);
  const named = (kind: Leaf["kind"]) =>
    leaves.filter((leaf) => leaf.kind === kind).map((is) => ({ text: is.text, is }));
  return {
    leaves,
    members: [],
    values: [],
    channels: named("channel"),
    variables: named("variable"),
    mayAskCan: true,
    mayPick: true,
    params,
    helpers: [],
  };
}

function anyHelpers(t: Tape, scope: Scope) {
  const calm = {
    text: "calm()",
    gives: "boolean" as const,
    declared: `const calm = () => ${anyBoolean(t, scope, 1)};`,
  };
  const total = {
    text: "total()",
    gives: "number" as const,
    declared: `const total = () => ${anyNumber(t, scope, 1)};`,
  };
  const busy = {
    text: "",
    gives: "test" as const,
    declared: `const busy = (m) => ${t.pick([`m.state !== "a"`, `!m.is("a")`])};`,
  };
  return t.pick([[], [calm], [total], [calm, total], [busy], [busy, calm]]);
}

/** Sets what has no first value; and sometimes more. */
function startEffect(t: Tape, parts: readonly Part[], scope: Scope): string[] {
  const set = parts
    .flatMap((p) => p.leaves)
    .flatMap((leaf) => {
      const holder = { fleet: "m", ordered: "m", one: leaf.text, variable: leaf.text, channel: "" }[leaf.kind];
      const lines = Object.entries(leaf.vars).flatMap(([name, dom]) => setMembers(`${holder}.${name}`, dom));
      return holder === "m" ? block(`for (const m of ${leaf.text}) {`, lines, "}") : lines;
    });
  return [...set, ...(t.next(3) === 1 ? anyEffect(t, scope, 1) : [])];
}

function setMembers(text: string, dom: Dom): string[] {
  if (!needsMember(dom)) return [];
  if (dom.kind === "member") return [`for (const someone of ${dom.fleet.text}) ${text} = someone;`];
  return Object.entries((dom as { fields: Record<string, Dom> }).fields).flatMap(([name, of]) =>
    setMembers(`${text}.${name}`, of),
  );
}

function writeProperty(t: Tape, i: number, scope: Scope): string {
  const test = () => anyBoolean(t, scope);
  const name = `"claim ${i + 1}"`;
  const kind = t.pick([
    "always",
    "reachable",
    "everyStep",
    "recovers",
    "eventually",
    "infinitelyOften",
    "leadsTo",
    "settles",
  ]);
  if (kind === "leadsTo") return `${name}: leadsTo(() => ${test()}, () => ${test()}),`;
  if (kind === "settles") return `${name}: settles(() => ${test()}, { without: [${anyEvents(t, scope).join(", ")}] }),`;
  if (kind === "everyStep") return `${name}: everyStep(() => ${anyStep(t, scope)}),`;
  if (kind !== "recovers") return `${name}: ${kind}(() => ${test()}),`;
  const goal = test();
  const options = [
    ...(t.next(2) === 1 ? [`once: () => ${test()}`] : []),
    ...(t.next(2) === 1 ? [`assuming: () => ${test()}`] : []),
  ];
  return `${name}: recovers(() => ${goal}${options.length > 0 ? `, { ${options.join(", ")} }` : ""}),`;
}

function anyEvents(t: Tape, { leaves }: Scope): string[] {
  const events = leaves.flatMap((leaf) => (leaf.cell ? [] : leaf.events.map((event) => `${leaf.text}.${event}`)));
  return events.filter(() => t.next(3) === 1).map((event) => JSON.stringify(event));
}

function anyStep(t: Tape, scope: Scope): string {
  const number = anyNumber(t, scope);
  const test = anyBoolean(t, scope, 1);
  return t.pick([
    `${number} ${t.pick([">=", "<=", "==="])} old(() => ${number})`,
    `old(() => ${test}) || ${anyBoolean(t, scope, 1)}`,
    `!(${test}) || old(() => ${anyBoolean(t, scope, 1)})`,
    test,
  ]);
}
