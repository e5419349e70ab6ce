// The pictures of one spec: its system, its machines, and its counterexamples, as Mermaid code with the names under which
// they are written.
import { circles, dependenciesOf, systemsIn, type Dependency } from "../model/dependencies.ts";
import { elaborate } from "../model/elaborate.ts";
import type { Model, Part } from "../model/model.ts";
import { resolveParams, scenarioNames } from "../model/params.ts";
import { numbered, slug } from "../present/escape.ts";
import { pathDiagram } from "../present/mermaid-path.ts";
import { sequenceDiagram } from "../present/mermaid-sequence.ts";
import { machineDiagram } from "../present/mermaid-states.ts";
import { CLOCK, systemDiagram, withoutNumber, WORLD, type Link, type PartBox } from "../present/mermaid-system.ts";
import type { RuleSource } from "../source/rule.ts";
import type { SpecSource } from "../source/read-spec.ts";
import type { Machine } from "../spec/machine.ts";
import type { Spec } from "../spec/spec.ts";
import type { Sweep } from "../sweep/sweep.ts";
import type { Counterexample, Verdict } from "../verdict/verdict.ts";

/** A picture; `path` has no ending, and is relative to the folder that everything is written to. */
export interface Picture {
  readonly path: string;
  readonly alt: string;
  readonly mermaid: string;
}

export interface Subject {
  readonly spec: Spec;
  /** The spec's file, relative to the folder that everything is written to. */
  readonly file: string;
  readonly source: SpecSource;
  readonly verdicts: readonly Verdict[];
  /** Those that the spec declares. */
  readonly sweeps: readonly Sweep[];
}

export interface Pictures {
  readonly system: Picture;
  /** Systems that depend on each other in a circle, by name. */
  readonly circles: readonly (readonly string[])[];
  readonly machines: readonly { readonly name: string; readonly about: string; readonly picture: Picture }[];
  readonly counterexamples: readonly {
    readonly scenario: string;
    readonly counterexample: Counterexample;
    readonly sequence: Picture;
    readonly path: Picture | undefined;
  }[];
}

/** All pictures of a spec, in the folder `stem`. */
export function picturesOf({ spec, source, verdicts }: Subject, stem: string): Pictures {
  const models = scenarioNames(spec).map((scenario) => elaborate(spec, resolveParams(spec, scenario).params).model);
  const parts = models.flatMap(ownParts);
  const dependencies = models.flatMap(dependenciesOf);
  const systems = models.flatMap(systemsIn);
  const machines = machinesOf(parts);
  const [system, ...names] = numbered(["system", ...machines.map(({ name }) => slug(name))]);
  return {
    system: {
      path: `${stem}/${system}`,
      alt: `The parts of ${spec.name}, and who reads or drives whom`,
      mermaid: systemDiagram({
        spec: spec.name,
        ...clockOf(models),
        parts: [...parts.map((part) => boxOf(part, spec)), ...systems.map(boxOfSystem)],
        links: [...linksOf(source, parts), ...linksOfGiven(dependencies)],
        circles: circles(dependencies),
      }),
    },
    circles: circles(dependencies),
    machines: machines.map((machine, i) => ({
      name: machine.name,
      about: source.machines.get(machine.name) ?? "",
      picture: machinePicture(machine, `${stem}/${names[i]}`, source, parts),
    })),
    counterexamples: counterexamplePictures(verdicts, stem, machines),
  };
}

/** How long a tick is, in all scenarios. */
function clockOf(models: readonly Model[]): { clock?: string } {
  const units = new Set(models.flatMap(({ clock }) => clock?.unit ?? []));
  return units.size > 0 ? { clock: [...units].join(" or ") } : {};
}

function counterexamplePictures(verdicts: readonly Verdict[], stem: string, machines: readonly Machine[]) {
  const found = verdicts.flatMap((verdict) =>
    verdict.properties.flatMap(({ counterexample }) => (counterexample ? [{ verdict, counterexample }] : [])),
  );
  const names = numbered(
    found.map(({ verdict, counterexample }) => `${slug(verdict.scenario)}--${slug(counterexample.claim)}`),
  );
  return found.map(({ verdict, counterexample }, i) => {
    const { scenario } = verdict;
    const path = `${stem}/${names[i]}`;
    const states = pathDiagram(counterexample, machines, verdict);
    const sequence = sequenceDiagram(counterexample, verdict);
    return {
      scenario,
      counterexample,
      sequence: { path, alt: `How “${counterexample.claim}” is broken: ${scenario}`, mermaid: sequence },
      path: states
        ? { path: `${path}--states`, alt: `The states on the way: ${scenario}`, mermaid: states }
        : undefined,
    };
  });
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
    ...(rule.timing !== undefined && { timing: rule.timing }),
  };

/** The machines of all parts, each once, also where every build makes its own. */
function machinesOf(parts: readonly Part[]): Machine[] {
  const machines = parts.flatMap(({ handle }) => ("machine" in handle ? [handle.machine] : []));
  return [...Map.groupBy(machines, tableOf).values()].map(([machine]) => machine!);
}

const tableOf = ({ name, initial, rows }: Machine): string => JSON.stringify([name, initial, rows]);

const boxOf = ({ path, kind, handle, size }: Part, { given }: Spec): PartBox => ({
  path,
  size,
  ...("machine" in handle
    ? { kind: kind === "ordered" ? handle.shape : kind, machine: handle.machine.name }
    : { kind: path in given ? "given" : (kind as PartBox["kind"]) }),
});

/** The parts of a system that belong to none that it includes. */
const ownParts = (model: Model): Part[] => {
  const systems = systemsIn(model);
  return model.parts.filter(({ path }) => !systems.some((system) => path.startsWith(`${system.path}.`)));
};

const boxOfSystem = ({ path, spec }: { path: string; spec: string }): PartBox => ({
  path,
  kind: "system",
  machine: spec,
  size: 1,
});

function linksOfGiven(dependencies: readonly Dependency[]): Link[] {
  const groups = Map.groupBy(dependencies, ({ by, of }) => JSON.stringify([by, of]));
  return [...groups.values()].map((group) => ({
    by: group[0]!.by,
    of: group[0]!.of,
    kind: "gives",
    events: [...new Set(group.map(({ given }) => given))],
  }));
}

/** Who reads and drives whom, events of the same two together. A single thing that reads itself is nothing to draw. */
function linksOf({ rules, world, clock }: SpecSource, parts: readonly Part[]): Link[] {
  const counts = Map.groupBy(parts, ({ path }) => withoutNumber(path));
  const isMany = (part: string) => (counts.get(part) ?? []).some(({ path, size }) => size > 1 || path !== part);
  const ruled = rules.map(({ part, event, rule }) => ({ by: part, event, rule }));
  const ofWorld = [...world].map(([event, rule]) => ({ by: WORLD, event, rule }));
  if (clock) ofWorld.push({ by: CLOCK, event: "tick", rule: clock });
  const links = [...ruled, ...ofWorld].flatMap(({ by, event, rule }) => [
    ...rule.reads.map((of) => ({ by, of, kind: "reads" as const, event })),
    ...rule.drives.map((of) => ({ by, of, kind: "drives" as const, event })),
  ]);
  const drawn = links.filter(({ by, of }) => by !== of || isMany(of));
  const groups = Map.groupBy(drawn, ({ by, of, kind }) => JSON.stringify([by, of, kind]));
  return [...groups.values()].map((group) => ({ ...group[0]!, events: [...new Set(group.map(({ event }) => event))] }));
}
