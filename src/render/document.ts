// All that is written about one spec: its pictures and its page.
import { firstSentence, pageText, verdictsInWords, type Page, type PagePicture } from "../present/markdown.ts";
import { picturesOf, type Picture, type Pictures, type Subject } from "./pictures.ts";

export type Format = "mmd" | "svg" | "png";

export interface Document {
  readonly title: string;
  /** What the spec models, in a sentence. */
  readonly about: string;
  readonly verdicts: string;
  readonly pictures: readonly Picture[];
  /** @param undrawn paths of pictures that could not be drawn: their Mermaid code takes their place */
  readonly page: (undrawn: ReadonlySet<string>) => string;
}

/** Everything about one spec, under the name `stem`: `stem.md`, and pictures in the folder `stem`. */
export function documentOf(subject: Subject, stem: string, formats: readonly Format[]): Document {
  const { spec, source, verdicts } = subject;
  const pictures = picturesOf(subject, stem);
  return {
    title: spec.name,
    about: firstSentence(source.header),
    verdicts: verdictsInWords(verdicts),
    pictures: allOf(pictures),
    page: (undrawn) => pageText(pageOf(subject, pictures, (path) => formatsOf(path, formats, undrawn))),
  };
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

function pageOf({ spec, file, source, verdicts }: Subject, pictures: Pictures, formats: FormatsOf): Page {
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
