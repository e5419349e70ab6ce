// All that is written about one spec: its pictures and its page.
import { firstSentence, pageText, verdictsInWords, type Page, type PagePicture } from "../present/markdown.ts";
import { numbered, slug } from "../present/escape.ts";
import { sweepChart } from "../present/sweep-chart.ts";
import { sweepBlocks } from "../present/sweep-markdown.ts";
import type { Sweep } from "../sweep/sweep.ts";
import { picturesOf, type Picture, type Pictures, type Subject } from "./pictures.ts";

export type Format = "mmd" | "svg" | "png";

export interface Document {
  readonly title: string;
  /** What the spec models, in a sentence. */
  readonly about: string;
  readonly verdicts: string;
  readonly pictures: readonly Picture[];
  readonly charts: readonly Chart[];
  /** @param undrawn paths of pictures that could not be drawn: their Mermaid code takes their place */
  readonly page: (undrawn: ReadonlySet<string>) => string;
}

/** The chart of a sweep; `path` is relative to the folder that everything is written to. */
interface Chart {
  readonly path: string;
  readonly svg: string;
}

/** Everything about one spec, under the name `stem`: `stem.md`, and pictures in the folder `stem`. */
export function documentOf(subject: Subject, stem: string, formats: readonly Format[]): Document {
  const { spec, source, verdicts } = subject;
  const pictures = picturesOf(subject, stem);
  const charts = chartsOf(subject.sweeps, stem);
  return {
    title: spec.name,
    about: firstSentence(source.header),
    verdicts: verdictsInWords(verdicts),
    pictures: allOf(pictures),
    charts,
    page: (undrawn) =>
      pageText({
        ...pageOf(subject, pictures, (path) => formatsOf(path, formats, undrawn)),
        sweeps: subject.sweeps.flatMap((sweep, i) => sweepBlocks(sweep, { heading: "###", chart: charts[i]!.path })),
      }),
  };
}

/** In a folder of their own, so that no picture has the same name. */
function chartsOf(sweeps: readonly Sweep[], stem: string): Chart[] {
  const names = numbered(sweeps.map(({ name = "" }) => slug(name)));
  return sweeps.map((sweep, i) => ({ path: `${stem}/sweeps/${names[i]}.svg`, svg: sweepChart(sweep) }));
}

/** The formats in which a picture is there: those that are asked for, and Mermaid code where one could not be drawn. */
export function formatsOf(path: string, formats: readonly Format[], undrawn: ReadonlySet<string>): readonly Format[] {
  const made = formats.filter((format) => !undrawn.has(`${path}.${format}`));
  return made.length === formats.length || made.includes("mmd") ? made : ["mmd", ...made];
}

type FormatsOf = (path: string) => readonly Format[];

const allOf = ({ system, machines, counterexamples }: Pictures): Picture[] => [
  system,
  ...machines.map(({ picture }) => picture),
  ...counterexamples.flatMap(({ sequence, path }) => (path ? [sequence, path] : [sequence])),
];

function pageOf(
  { spec, file, source, verdicts }: Subject,
  pictures: Pictures,
  formats: FormatsOf,
): Omit<Page, "sweeps"> {
  const { system, circles, machines, counterexamples } = pictures;
  return {
    title: spec.name,
    file,
    header: source.header,
    claims: new Map([...source.claims].map(([name, { words }]) => [name, words])),
    helpers: source.helpers,
    verdicts,
    changes: new Map(Object.entries(spec.scenarios).map(([name, scenario]) => [name, scenario.with ?? {}])),
    system: pagePicture(system, formats),
    circles,
    machines: machines.map((machine) => ({ ...machine, picture: pagePicture(machine.picture, formats) })),
    counterexamples: counterexamples.map(({ scenario, counterexample, sequence, path }) => ({
      scenario,
      counterexample,
      sequence: pagePicture(sequence, formats),
      ...(path && { path: pagePicture(path, formats) }),
    })),
  };
}

function pagePicture({ path, alt, mermaid }: Picture, formatsAt: FormatsOf): PagePicture {
  const formats = formatsAt(path);
  const image = (["svg", "png"] as const).find((format) => formats.includes(format));
  return {
    alt,
    mermaid,
    files: formats.map((format) => `${path}.${format}`),
    ...(image && { image: `${path}.${image}` }),
  };
}
