// Random rules and world events as text, with and without choices, in the forms in which functions are written.
import { anyDomain, type Dom, domainText } from "./domains.ts";
import { anyEffect, anyOwnEffect } from "./effects.ts";
import { anyBoolean } from "./expressions.ts";
import { block, indented } from "./lines.ts";
import type { Numbers, Part } from "./parts.ts";
import type { Leaf, Scope } from "./scope.ts";
import { Tape } from "./tape.ts";

export interface RuleHead {
  readonly part: Part;
  readonly event: string;
  readonly choices: readonly Choice[];
  readonly onlyWhenCalled: boolean;
  /** "" where the rule happens at any time. */
  readonly timing: Timing;
  readonly tape: Tape;
}
type Timing = "" | "atOnce: true," | "together: true," | "together: 1," | "together: 2,";
interface Choice {
  readonly name: string;
  readonly text: string;
  readonly of: Dom | Leaf;
}

/** Which events have rules, with which choices: to be known before the first effect is written, which may call them. */
export function headsOfRules(drawn: readonly Numbers[], parts: readonly Part[], hasClock: boolean): RuleHead[] {
  const heads: RuleHead[] = [];
  for (const numbers of drawn) {
    const tape = new Tape(numbers);
    const part = tape.pick(parts);
    const leaf = part.leaves[0]!;
    const event = leaf.events.length > 0 ? tape.pick(leaf.events) : tape.pick(["first", "second"]);
    if (heads.some((h) => h.part === part && h.event === event)) continue;
    const machine = leaf.events.length > 0;
    const onlyWhenCalled = tape.next(8) === 1;
    const choices = machine && !onlyWhenCalled ? anyChoices(tape, parts) : [];
    const timing = hasClock && !onlyWhenCalled ? anyTiming(tape, machine && choices.length === 0) : "";
    heads.push({ part, event, choices, onlyWhenCalled, timing, tape });
  }
  for (const { leaves } of parts) {
    const chosen = heads.filter((h) => h.part.leaves === leaves && h.choices.length > 0).map((h) => h.event);
    for (const leaf of leaves)
      Object.assign(leaf, { callable: leaf.events.filter((event) => !chosen.includes(event)) });
  }
  return heads;
}

/** Timed as systems with a clock are; members without choices may take part in ticks. */
function anyTiming(t: Tape, mayBeTogether: boolean): Timing {
  const timing = t.pick<Timing>(["", "atOnce: true,", "together: true,", "together: 1,", "together: 2,"]);
  return mayBeTogether || timing === "" ? timing : t.pick(["", "atOnce: true,"]);
}

function anyChoices(t: Tape, parts: readonly Part[]): Choice[] {
  const fleets = parts.flatMap((p) => p.leaves).filter(({ kind }) => kind === "fleet" || kind === "ordered");
  const names = t.pick([[], [], ["peer"], ["peer", "n"]]);
  return names.map((name) => {
    if (fleets.length > 0 && t.next(3) > 0) {
      const of = t.pick(fleets);
      return { name, text: of.text, of };
    }
    const dom = anyDomain(t, fleets, 5, 1);
    return { name, text: domainText(dom), of: dom };
  });
}

export function writeRules(heads: readonly RuleHead[], scope: Scope): string[] {
  return [...new Set(heads.map((h) => h.part))].flatMap((part) => {
    const own = heads.filter((h) => h.part === part);
    const lines = own.flatMap((head) => writeRule(head, scope));
    return part.path.reduceRight((inner, name) => block(`${name}: {`, inner, "},"), lines);
  });
}

function writeRule({ part, event, choices, onlyWhenCalled, timing, tape }: RuleHead, scope: Scope): string[] {
  const leaf = part.leaves[0]!;
  const self = { variable: "v", channel: "c", one: "s", fleet: "s", ordered: "s" }[leaf.kind];
  const here: Scope = {
    ...scope,
    members: leaf.events.length > 0 ? [{ text: self, is: leaf }] : [],
    channels: leaf.kind === "channel" ? [{ text: self, is: leaf }, ...scope.channels] : scope.channels,
    variables: leaf.kind === "variable" ? [{ text: self, is: leaf }, ...scope.variables] : scope.variables,
  };
  const rule = writeBoth(tape, here, {
    self: [self],
    choices,
    guardMayAskCan: leaf.events.length === 0,
    onlyWhenCalled,
    timing,
    isMany: leaf.kind === "fleet" || leaf.kind === "ordered",
  });
  if (choices.length === 0) return [`${event}: {`, ...indented(rule), "},"];
  return [`${event}: ${leaf.text}.choosing({ ${choiceTexts(choices)} }, {`, ...indented(rule), "}),"];
}

export function writeWorld(t: Tape, i: number, scope: Scope, hasClock: boolean): string[] {
  const leaves = scope.leaves.filter((leaf) => leaf.kind === "fleet" || leaf.kind === "ordered");
  const choices = anyChoices(t, [{ leaves } as unknown as Part]);
  const timing = hasClock ? anyTiming(t, false) : "";
  const rule = writeBoth(t, scope, {
    self: [],
    choices,
    guardMayAskCan: true,
    onlyWhenCalled: false,
    timing,
    isMany: false,
  });
  const name = ["quake", `"market day"`, "rain"][i];
  if (choices.length === 0) return [`${name}: {`, ...indented(rule), "},"];
  return [`${name}: choosing({ ${choiceTexts(choices)} }, {`, ...indented(rule), "}),"];
}

const choiceTexts = (choices: readonly Choice[]): string =>
  choices.map(({ name, text }) => `${name}: ${text}`).join(", ");

interface RuleForm {
  readonly self: readonly string[];
  readonly choices: readonly Choice[];
  readonly guardMayAskCan: boolean;
  readonly onlyWhenCalled: boolean;
  readonly timing: Timing;
  /** Has it members, to which it can be fair one by one? */
  readonly isMany: boolean;
}

function writeBoth(
  t: Tape,
  scope: Scope,
  { self, choices, guardMayAskCan, onlyWhenCalled, timing, isMany }: RuleForm,
): string[] {
  const whole = t.next(3) === 1; // (s, c) => c.peer, or (s, { peer }) => peer
  const given = choices.map(({ name, of }) => ({ text: whole ? `chosen.${name}` : name, of }));
  const together = timing.startsWith("together");
  const here: Scope = {
    ...scope,
    mayPick: scope.mayPick && !together,
    members: [...scope.members, ...given.flatMap(({ text, of }) => ("events" in of ? [{ text, is: of }] : []))],
    values: [...scope.values, ...given.flatMap(({ text, of }) => ("events" in of ? [] : [{ text, is: of }]))],
  };
  const names = whole ? "chosen" : `{ ${choices.map((c) => c.name).join(", ")} }`;
  const parameters = [...self, ...(choices.length > 0 ? [names] : [])].join(", ");
  const lines = onlyWhenCalled ? ["onlyWhenCalled: true,"] : timing === "" ? [] : [timing];
  if (t.next(5) > 1)
    lines.push(...writeGuard(t, parameters, anyBoolean(t, { ...here, mayAskCan: guardMayAskCan && !together })));
  const effect = () =>
    together ? anyOwnEffect(t, { ...here, mayAskCan: false }, scope.members[0]!) : anyEffect(t, here);
  if (t.next(6) > 0) lines.push(...writeThen(t, parameters, effect()));
  if (!onlyWhenCalled && !together) lines.push(...writeFair(t, isMany));
  return lines;
}

function writeFair(t: Tape, isMany: boolean): string[] {
  const strength = t.pick(["", "", "weak", "strong"]);
  if (strength === "") return [];
  return [`fair: "${strength}",`, ...(isMany && t.next(4) === 1 ? ["fairEach: true,"] : [])];
}

function writeGuard(t: Tape, parameters: string, test: string): string[] {
  const forms = [
    [`when: (${parameters}) => ${test},`],
    [`when: (${parameters}) => ${test},`],
    [`when(${parameters}) {`, `  return ${test};`, "},"],
    [`when: function (${parameters}) {`, `  const yes = ${test};`, "  return yes;", "},"],
    [`when: (${parameters}) => {`, `  if (${test}) return true;`, "  return false;", "},"],
  ];
  return t.pick(forms);
}

/** A clock, with an effect or without. */
export function writeClock(t: Tape, scope: Scope): string[] {
  const tick = `tick: "${t.pick(["1 minute", "15 minutes"])}",`;
  const then = t.next(2) === 1 ? writeThen(t, "", anyEffect(t, scope)) : [];
  return block("clock: {", [tick, ...then], "},");
}

function writeThen(t: Tape, parameters: string, lines: readonly string[]): string[] {
  const open = t.pick([`then: (${parameters}) => {`, `then(${parameters}) {`, `then: function (${parameters}) {`]);
  return [open, ...indented(lines), "},"];
}
