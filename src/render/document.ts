// All that is written about one spec: its pictures as Mermaid code, and its page.
import { numbered, slug } from "../present/escape.ts";
import { firstSentence, pageText, verdictsInWords, type PagePicture } from "../present/markdown.ts";
import { pathDiagram } from "../present/mermaid-path.ts";
import { sequenceDiagram } from "../present/mermaid-sequence.ts";
import { machineDiagram } from "../present/mermaid-states.ts";
import { systemDiagram, withoutNumber, WORLD, type Link, type PartBox } from "../present/mermaid-system.ts";
import { elaborate } from "../model/elaborate.ts";
import type { Part } from "../model/model.ts";
import { resolveParams, scenarioNames } from "../model/params.ts";
import type { RuleSource } from "../source/rule.ts";
import type { SpecSource } from "../source/read-spec.ts";
import type { Machine } from "../spec/machine.ts";
import type { Spec } from "../spec/spec.ts";
import type { Counterexample, Verdict } from "../verdict/verdict.ts";

export type Format = "mmd" | "svg" | "png";

/** A picture; `path` has no ending, and is relative to the folder that everything is written to. */
interface Picture {
  readonly path: string;
  readonly alt: string;
  readonly mermaid: string;
}

export interface Document {
  readonly title: string;
  /** What the spec models, in a sentence. */
  readonly about: string;
  readonly verdicts: string;
  readonly pictures: readonly Picture[];
  readonly page: string;
}

export interface Subject {
  readonly spec: Spec;
  /** The spec's file, relative to the folder that everything is written to. */
  readonly file: string;
  readonly source: SpecSource;
  readonly verdicts: readonly Verdict[];
}

/** Everything about one spec, under the name `stem`: `stem.md`, and pictures in the folder `stem`. */
export function documentOf(subject: Subject, stem: string, formats: readonly Format[]): Document {
  const { spec, file, source, verdicts } = subject;
  const models = scenarioNames(spec).map((scenario) => elaborate(spec, resolveParams(spec, scenario).params).model);
  const parts = models.flatMap((model) => model.parts);
  const machines = machinesOf(parts);
  const [systemName, ...machineNames] = numbered(["system", ...machines.map(({ name }) => slug(name))]);
  const at = (name: string) => `${stem}/${name}`;
  const system: Picture = {
    path: at(systemName!),
    alt: `The parts of ${spec.name}, and who reads or drives whom`,
    mermaid: systemDiagram({ spec: spec.name, parts: parts.map(boxOf), links: linksOf(source, parts) }),
  };
  const drawn = machines.map((machine, i) => machinePicture(machine, at(machineNames[i]!), source, parts));
  const found = counterexamplesOf(verdicts);
  const names = numbered(
    found.map(({ scenario, counterexample }) => `${slug(scenario)}--${slug(counterexample.claim)}`),
  );
  const told = found.map((one, i) => ({ ...one, ...counterexamplePictures(one, at(names[i]!), machines) }));
  const inPage = (picture: Picture): PagePicture => pagePicture(picture, formats);
  return {
    title: spec.name,
    about: firstSentence(source.header),
    verdicts: verdictsInWords(verdicts),
    pictures: [system, ...drawn, ...told.flatMap(({ sequence, path }) => [sequence, ...(path ? [path] : [])])],
    page: pageText({
      title: spec.name,
      file,
      header: source.header,
      claims: new Map([...source.claims].map(([name, { words }]) => [name, words])),
      helpers: source.helpers,
      verdicts,
      changes: new Map(Object.entries(spec.scenarios).map(([name, scenario]) => [name, scenario.with ?? {}])),
      system: inPage(system),
      machines: machines.map(({ name }, i) => ({
        name,
        about: source.machines.get(name) ?? "",
        picture: inPage(drawn[i]!),
      })),
      counterexamples: told.map(({ scenario, counterexample, sequence, path }) => ({
        scenario,
        counterexample,
        sequence: inPage(sequence),
        ...(path && { path: inPage(path) }),
      })),
    }),
  };
}

interface Found {
  readonly verdict: Verdict;
  readonly scenario: string;
  readonly counterexample: Counterexample;
}

const counterexamplesOf = (verdicts: readonly Verdict[]): Found[] =>
  verdicts.flatMap((verdict) =>
    verdict.properties.flatMap(({ counterexample }) =>
      counterexample ? [{ verdict, scenario: verdict.scenario, counterexample }] : [],
    ),
  );

function counterexamplePictures(
  { verdict, scenario, counterexample }: Found,
  path: string,
  machines: readonly Machine[],
) {
  const { claim } = counterexample;
  const states = pathDiagram(counterexample, machines, verdict);
  return {
    sequence: { path, alt: `How “${claim}” is broken: ${scenario}`, mermaid: sequenceDiagram(counterexample, verdict) },
    path:
      states === undefined
        ? undefined
        : { path: `${path}--states`, alt: `The states on the way: ${scenario}`, mermaid: states },
  };
}

function machinePicture(machine: Machine, path: string, source: SpecSource, parts: readonly Part[]): Picture {
  const followers = [
    ...new Set(
      parts
        .filter(({ handle }) => "machine" in handle && tableOf(handle.machine) === tableOf(machine))
        .map(({ path: part }) => withoutNumber(part)),
    ),
  ];
  const rulesOf = (event: string) =>
    followers.map((part) => ({
      part,
      ...wordsOf(source.rules.find((given) => given.part === part && given.event === event)?.rule),
    }));
  return {
    path,
    alt: `The states of ${machine.name}`,
    mermaid: machineDiagram(machine, { about: source.machines.get(machine.name) ?? "", rulesOf }),
  };
}

const wordsOf = (rule: RuleSource | undefined) =>
  rule && {
    ...(rule.guard !== undefined && { guard: rule.guard }),
    ...(rule.effect !== undefined && { effect: rule.effect }),
    choices: rule.choices,
    onlyWhenCalled: rule.onlyWhenCalled,
  };

/** The machines of all parts, each once, also where every build makes its own. */
function machinesOf(parts: readonly Part[]): Machine[] {
  const machines = parts.flatMap(({ handle }) => ("machine" in handle ? [handle.machine] : []));
  return [...Map.groupBy(machines, tableOf).values()].map(([machine]) => machine!);
}

const tableOf = ({ name, initial, rows }: Machine): string => JSON.stringify([name, initial, rows]);

const boxOf = ({ path, kind, handle, size }: Part): PartBox => ({
  path,
  size,
  ...("machine" in handle
    ? { kind: kind === "ordered" ? handle.shape : kind, machine: handle.machine.name }
    : { kind: kind as PartBox["kind"] }),
});

/** Who reads and drives whom, events of the same two together. A single thing that reads itself is nothing to draw. */
function linksOf({ rules, world }: SpecSource, parts: readonly Part[]): Link[] {
  const counts = Map.groupBy(parts, ({ path }) => withoutNumber(path));
  const isMany = (part: string) => (counts.get(part) ?? []).some(({ path, size }) => size > 1 || path !== part);
  const ruled = rules.map(({ part, event, rule }) => ({ by: part, event, rule }));
  const ofWorld = [...world].map(([event, rule]) => ({ by: WORLD, event, rule }));
  const links = [...ruled, ...ofWorld].flatMap(({ by, event, rule }) => [
    ...rule.reads.map((of) => ({ by, of, kind: "reads" as const, event })),
    ...rule.drives.map((of) => ({ by, of, kind: "drives" as const, event })),
  ]);
  const drawn = links.filter(({ by, of }) => by !== of || isMany(of));
  const groups = Map.groupBy(drawn, ({ by, of, kind }) => JSON.stringify([by, of, kind]));
  return [...groups.values()].map((group) => ({ ...group[0]!, events: [...new Set(group.map(({ event }) => event))] }));
}

function pagePicture({ path, alt, mermaid }: Picture, formats: readonly Format[]): PagePicture {
  const image = (["svg", "png"] as const).find((format) => formats.includes(format));
  return {
    alt,
    mermaid,
    files: formats.map((format) => `${path}.${format}`),
    ...(image && { image: `${path}.${image}` }),
  };
}
