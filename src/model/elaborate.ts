// Elaboration: from a spec and its parameters to a model, with everything that is wrong reported at once.
import { createHash } from "node:crypto";
import { inOrder, problem, SpecError, type Problem } from "../messages.ts";
import { PART_KEYS } from "../spec/handle.ts";
import { strangers, type Site } from "../spec/site.ts";
import type { Body } from "../spec/body.ts";
import { SYSTEM_KEYS } from "../spec/system.ts";
import { SCENARIO_KEYS, SPEC_KEYS, type Spec } from "../spec/spec.ts";
import { buildSystem } from "./build.ts";
import { Picks, type ChannelView } from "./channel.ts";
import { makeClaims } from "./claims.ts";
import { layOut } from "./layout.ts";
import { Memory } from "./memory.ts";
import type { Model, Part, Rule } from "./model.ts";
import { list, type ParamValues } from "./params.ts";
import { findParts, makeParts, place, type Found } from "./parts.ts";
import { ForbiddenWrite, Performer } from "./perform.ts";
import { locate } from "../capture/locate.ts";
import { placeOfSite } from "../capture/place.ts";
import { makeRules } from "./rules.ts";
import { findStarts, type Alternative } from "./starts.ts";

export interface Elaborated {
  readonly model: Model;
  readonly performer: Performer;
  readonly starts: readonly Alternative[];
  /** Identifies the meaning of spec and parameters, whatever runs it. */
  readonly hash: string;
}

/** What came of an attempt: where `build` made no system at all, only what is wrong. */
export interface Attempt {
  readonly problems: readonly Problem[];
  /** Can be run where there are no problems; can be asked for its claims in any case. */
  readonly elaborated?: Elaborated;
}

/**
 * Builds the spec's system for these parameters and lays it out.
 *
 * @throws SpecError with all that is wrong, with `build` itself or with what it built
 */
export function elaborate(spec: Spec, params: ParamValues): Elaborated {
  const { problems, elaborated } = tryElaborate(spec, params);
  if (problems.length > 0 || elaborated === undefined) throw new SpecError(inOrder(problems));
  return elaborated;
}

/** The same for callers that go on to look for more that is wrong. */
export function tryElaborate(spec: Spec, params: ParamValues): Attempt {
  const first = elaborateOnce(spec, params);
  const second = elaborateOnce(spec, params);
  const problems = [...first.problems, ...second.problems.filter((p) => !isAmong(first.problems, p))];
  if (first.made === undefined || second.made === undefined) return { problems };
  const { signature, ...made } = second.made;
  const difference = firstDifference(first.made.signature, signature);
  if (difference !== undefined)
    problems.push(problem("build-differs", { spec: spec.name, difference }, placeOfSite(spec.site)));
  const hash = createHash("sha256")
    .update(JSON.stringify([spec.name, params, String(spec.build), signature]))
    .digest("hex")
    .slice(0, 16);
  return { problems, elaborated: { ...made, hash } };
}

/** A second build finds the same again, in other words where it differs. */
function isAmong(problems: readonly Problem[], { code, where }: Problem): boolean {
  return problems.some((p) => p.code === code && JSON.stringify(p.where) === JSON.stringify(where));
}

interface Once {
  readonly problems: readonly Problem[];
  readonly made?: Omit<Elaborated, "hash"> & { readonly signature: readonly string[] };
}

function elaborateOnce(spec: Spec, params: ParamValues): Once {
  const problems: Problem[] = [];
  refuseStrangers(spec, problems);
  const composed = buildSystem(spec, params, problems);
  if (composed === undefined) return { problems };
  const { body, included, named } = composed;
  const memory = new Memory();
  memory.forbidden = () => {
    memory.trespass = new ForbiddenWrite("written outside an effect");
    throw memory.trespass;
  };
  const picks = new Picks();
  const performer = new Performer(memory);
  const found = findParts(body, spec.name, problems);
  refuseStrangersWithin(spec, body, found, problems);
  const parts = makeParts(found, picks, memory, problems);
  const layout = layOut(place(parts, memory, performer, problems));
  const rules = makeRules(body, found, parts, problems);
  const claims = makeClaims(body, spec.name, rules, problems);
  const starts = findStarts(parts, problems);
  const channels = parts.flatMap((p): ChannelView[] => (p.kind === "channel" ? [p.view] : []));
  const clock = body.clock && { unit: body.clock.tick, rule: rules.at(-1)! };
  const model: Model = {
    spec,
    params,
    parts,
    rules,
    included,
    named,
    ...(clock && { clock }),
    ...claims,
    start: body.start,
    memory,
    picks,
    channels,
    layout,
  };
  refuseAsync(model, problems);
  return { problems, made: { model, performer, starts, signature: signatureOf(model, starts) } };
}

/** The author's functions, with the words by which messages call them. */
export function functionsOf({ rules, predicates, stepTests, start }: Model): { name: string; f: unknown }[] {
  return [
    ...rules.flatMap((r) => [
      ...named(`the guard of \`${r.name}\``, r.when),
      ...named(`the effect of \`${r.name}\``, r.then),
    ]),
    ...[...predicates, ...stepTests.values()].flatMap((p) => named(p.name, p.test)),
    ...named("`start`", start),
  ];
}

/** What would be ignored is refused: a misspelt key says something that nobody would hear. */
function refuseStrangers(spec: Spec, problems: Problem[]): void {
  refuseKeys(`spec \`${spec.name}\``, spec.strangers, SPEC_KEYS, spec.site, problems);
  for (const [name, scenario] of Object.entries(spec.scenarios))
    refuseKeys(`scenario \`${name}\``, strangers(scenario, SCENARIO_KEYS), SCENARIO_KEYS, spec.site, problems);
}

function refuseStrangersWithin(
  spec: Spec,
  body: Body<object, unknown>,
  found: readonly Found[],
  problems: Problem[],
): void {
  refuseKeys(`the system of spec \`${spec.name}\``, body.strangers, SYSTEM_KEYS, body.site, problems);
  for (const { path, handle } of found)
    if ("strangers" in handle) refuseKeys(`part \`${path}\``, handle.strangers, PART_KEYS, handle.site, problems);
}

function refuseKeys(
  where: string,
  keys: readonly string[],
  known: readonly string[],
  site: Site,
  problems: Problem[],
): void {
  for (const asked of keys)
    problems.push(problem("key-unknown", { place: where, asked, known: list(known) }, placeOfSite(site)));
}

const named = (name: string, f: unknown) => (f === undefined ? [] : [{ name, f }]);

function refuseAsync(model: Model, problems: Problem[]): void {
  for (const { name, f } of functionsOf(model)) {
    const kind = Object.prototype.toString.call(f);
    if (typeof f === "function" && /Async|Generator/.test(kind)) {
      const where = locate([f])[0] ?? placeOfSite(model.spec.site);
      problems.push(problem("build-async", { name, spec: model.spec.name }, where));
    }
  }
}

/** Everything that two builds must have in common, a line each. */
function signatureOf(model: Model, starts: readonly Alternative[]): string[] {
  const rows = model.parts.flatMap((p) =>
    "rows" in p
      ? p.rows.map(
          (rs, i) =>
            `rows of ${p.path} from ${p.states[i]}: ${rs.map((r) => `${r.rule.event} to ${p.states[r.to]}`).join(", ")}`,
        )
      : [],
  );
  return [
    ...model.parts.map(partLine),
    ...rows,
    ...model.rules.map(
      (r) =>
        `rule ${r.name}: ${timingOf(r)} ${r.choices?.names.join()} ${r.choices?.count} ${textOf(r.when)} ${textOf(r.then)}`,
    ),
    ...(model.clock ? [`clock: ${model.clock.unit}`] : []),
    ...model.claims.map((c) => `claim ${c.name}: ${JSON.stringify(c)}`),
    ...model.predicates.map((p) => `${p.name}: ${textOf(p.test)}`),
    ...[...model.stepTests.values()].map((p) => `${p.name}: ${textOf(p.test)}`),
    ...starts.map((s) => `start at leaf ${s.at}: ${s.options.map((o) => o.join(" ")).join(" or ")}`),
  ];
}

const timingOf = ({ onlyWhenCalled, atOnce, together, fair }: Rule): string =>
  `${onlyWhenCalled} ${atOnce} ${together} ${fair?.strength} ${fair?.each}`;

function firstDifference(a: readonly string[], b: readonly string[]): string | undefined {
  const i = Array.from({ length: Math.max(a.length, b.length) }, (_, k) => k).find((k) => a[k] !== b[k]);
  return i === undefined ? undefined : `first “${a[i] ?? "nothing"}”, then “${b[i] ?? "nothing"}”`;
}

const partLine = (p: Part): string =>
  `part ${p.path}: ${p.kind} of ${p.size}, ${p.fields.map((f) => `${f.name} ${f.codec.name}`).join(", ")}`;

const textOf = (f: unknown): string => (typeof f === "function" ? Function.prototype.toString.call(f) : "");
