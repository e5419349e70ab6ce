// In which fleets could a function of the spec see who is who? Decided from the functions' texts; what cannot be read or
// followed counts as seen. The start effect is not asked: it may tell members apart, since all that it does is to choose
// where a run begins, and from there on what happens to a state happens to every state of its orbit.
import { locate } from "../../capture/locate.ts";
import { functionsOf } from "../elaborate.ts";
import type { MachinePart, Model, Part, Rule } from "../model.ts";
import { Notes, type Offence } from "./notes.ts";
import { SAFE, type Seen, type Type } from "./seen.ts";
import { Types } from "./types.ts";
import { Walk } from "./walk.ts";

/** More rounds than it takes for what is known of names to grow no more. */
const ROUNDS_MAX = 20;

/** The fleets whose members could be told apart, with the first reason that was found. */
export function toldApart(model: Model): ReadonlyMap<Part, string> {
  const types = new Types(model.parts);
  const notes = new Notes(types);
  const walk = new Walk(notes, model.rules);
  let rounds = 0;
  do {
    notes.offences.length = 0;
    notes.grew = false;
    for (const { f, given } of rootsOf(model, types)) walk.calls.run(f, given);
  } while (notes.grew && ++rounds < ROUNDS_MAX);
  const told = new Map<Part, string>();
  for (const offence of notes.offences) {
    for (const fleet of offence.fleets) if (!told.has(fleet)) told.set(fleet, reasonOf(offence, model));
  }
  if (notes.grew)
    for (const fleet of types.fleets) told.set(fleet, "the functions of the spec are too entangled to be followed");
  return told;
}

interface Root {
  readonly f: Function;
  readonly given: readonly Seen[];
}

function rootsOf({ rules, predicates, stepTests }: Model, types: Types): Root[] {
  const ofRules = rules.flatMap((rule) => {
    const given = [...selfOf(rule), ...chosenOf(rule, types)].map((type) => ({ type }));
    return [rule.when, rule.then].flatMap((f) => (f ? [{ f, given }] : []));
  });
  return [...ofRules, ...[...predicates, ...stepTests.values()].map(({ test }) => ({ f: test, given: [] }))];
}

function selfOf({ part }: Rule): Type[] {
  if (part === undefined) return [];
  return ["variable", "channel"].includes(part.kind)
    ? [{ is: "part", part }]
    : [{ is: "member", part: part as MachinePart }];
}

function chosenOf({ choices }: Rule, types: Types): Type[] {
  if (choices === undefined) return [SAFE];
  return [
    { is: "object", fields: new Map(choices.names.map((name, i) => [name, types.ofDomain(choices.domains[i]!)])) },
  ];
}

/** "`rain` goes through members one after the other (specs/weather.ts:12)" */
function reasonOf({ what, source, offset }: Offence, model: Model): string {
  const name = functionsOf(model).find(({ f }) => f === source.f)?.name ?? `\`${source.f.name || "a function"}\``;
  const [place] = locate([source.f]);
  const line = source.text.slice(0, Math.max(offset, 0)).split("\n").length - 1;
  return `${name} ${what}${place?.line ? ` (${place.file}:${place.line + line})` : ""}`;
}
