// What belongs to a marker: a diagram of a system or machine, a counterexample, or a table of verdicts.
import { problem, SpecError, type Problem } from "../messages.ts";
import { list } from "../model/params.ts";
import { mermaidBlock, stepList, verdictTable } from "../present/markdown.ts";
import { picturesOf, type Pictures, type Subject } from "./pictures.ts";

/** A spec that a marker may name. */
export interface Known {
  readonly file: string;
  readonly exportName: string;
  /** Names of machines, by the names under which the file exports them. */
  readonly machines: ReadonlyMap<string, string>;
  readonly subject: Subject;
}

const KINDS: Readonly<Record<string, (asked: Asked) => string>> = { diagram, counterexample, verdicts };

interface Asked {
  /** "specs/door.ts" */
  readonly file: string;
  /** What stands behind the #. */
  readonly name: string | undefined;
  readonly rest: readonly string[];
  /** The specs of the file. */
  readonly known: readonly Known[];
}

/**
 * @example contentFor(["counterexample", "specs/door.ts", "as built", "it opens"], known)
 * @throws SpecError where what is asked for is not known
 */
export function contentFor([kind = "", target = "", ...rest]: readonly string[], known: readonly Known[]): string {
  const make = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (make === undefined) throw new SpecError([unknown("kind of content", kind, Object.keys(KINDS))]);
  const [file = "", name] = target.split("#");
  const ofFile = known.filter((one) => one.file === file.replace(/^\.\//, ""));
  if (ofFile.length === 0) throw new SpecError([problem("docs-file", { file: target === "" ? "nothing" : file })]);
  return make({ file, name, rest, known: ofFile });
}

/** Of a machine, by the name of its export or its own; of the system without one. */
function diagram({ name, rest, known }: Asked): string {
  refuseRest(rest);
  const pictures = known.map(({ subject }) => picturesOf({ ...subject, verdicts: [] }, ""));
  if (name === undefined || name === "system") return mermaidBlock(only(pictures, known).system.mermaid);
  const machines = pictures.flatMap((one) => one.machines);
  const meant = known[0]!.machines.get(name) ?? name;
  const found = machines.find((machine) => bare(machine.name) === bare(meant));
  if (found === undefined)
    throw new SpecError([unknown("machine", name, ["system", ...machines.map((one) => one.name)])]);
  return mermaidBlock(found.picture.mermaid);
}

/** A scenario and a claim, in quotes. */
function counterexample({ name, rest, known }: Asked): string {
  const [scenario = "", claim = "", ...more] = rest;
  refuseRest(more);
  const { subject } = specOf(known, name);
  const found = picturesOf(subject, "").counterexamples;
  const one = found.find((it) => it.scenario === scenario && it.counterexample.claim === claim);
  const names = found.map((it) => `"${it.scenario}" "${it.counterexample.claim}"`);
  if (one === undefined) throw new SpecError([unknown("counterexample", `"${scenario}" "${claim}"`, names)]);
  return `${mermaidBlock(one.sequence.mermaid)}\n\n${stepList(one.counterexample)}`;
}

function verdicts({ name, rest, known }: Asked): string {
  refuseRest(rest);
  const { spec, verdicts: found } = specOf(known, name).subject;
  const changes = new Map(Object.entries(spec.scenarios).map(([scenario, { with: given = {} }]) => [scenario, given]));
  return verdictTable({ verdicts: found, changes });
}

/** By the name of its export. */
function specOf(known: readonly Known[], name: string | undefined): Known {
  const found =
    known.find(({ exportName }) => exportName === (name ?? "default")) ?? (name === undefined ? known[0] : undefined);
  if (found === undefined)
    throw new SpecError([
      unknown(
        "spec",
        name ?? "",
        known.map(({ exportName }) => exportName),
      ),
    ]);
  return found;
}

const only = (pictures: readonly Pictures[], known: readonly Known[]): Pictures =>
  pictures[known.indexOf(specOf(known, undefined))]!;

function refuseRest(rest: readonly string[]): void {
  if (rest.length > 0) throw new SpecError([problem("docs-marker-words", { words: rest.join(" ") })]);
}

/** "FrontEndServer", "frontEndServer" and "front-end server" are one name. */
const bare = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

const unknown = (kind: string, asked: string, known: readonly string[]): Problem =>
  problem("docs-unknown", { kind, asked, known: list(known) });
