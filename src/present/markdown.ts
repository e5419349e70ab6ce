// A page on one spec, fit to be linked from a design document, and the index of all pages. Plain Markdown: pictures are
// images where they were drawn, and Mermaid code, which many readers draw themselves, where they were not.
import type { Counterexample, PropertyVerdict, Verdict } from "../verdict/verdict.ts";
import { code, oneLine, plain } from "./escape.ts";
import { isRepeated, loopLines, ROUND } from "./loops.ts";
import { namesOf } from "./mermaid-names.ts";
import { changesText, eventText, nameOf } from "./steps.ts";

/** A picture in a page; paths are relative to the page. */
export interface PagePicture {
  readonly alt: string;
  readonly mermaid: string;
  /** The drawn picture, where there is one. */
  readonly image?: string;
  readonly files: readonly string[];
}

export interface Page {
  readonly title: string;
  /** The spec's file, relative to the page. */
  readonly file: string;
  readonly header: readonly string[];
  /** Words of each claim, by name. */
  readonly claims: ReadonlyMap<string, string>;
  /** The author's own functions, by call. */
  readonly helpers: ReadonlyMap<string, string>;
  readonly verdicts: readonly Verdict[];
  /** What a scenario changes, by its name. */
  readonly changes: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** The sweeps that the spec declares, in Markdown. */
  readonly sweeps: readonly string[];
  readonly system: PagePicture;
  /** Systems that depend on each other in a circle, by name. */
  readonly circles: readonly (readonly string[])[];
  readonly machines: readonly { readonly name: string; readonly about: string; readonly picture: PagePicture }[];
  readonly counterexamples: readonly {
    readonly scenario: string;
    readonly counterexample: Counterexample;
    readonly sequence: PagePicture;
    readonly path?: PagePicture;
  }[];
}

export function pageText(page: Page): string {
  return document([
    `<!-- Written by \`fleetcheck diagram\`. Never edited: what it says is in the spec. -->`,
    `# ${plain(page.title)}`,
    ...headerBlocks(page.header),
    `The spec: [${plain(page.file.replace(/^.*\//, ""))}](${link(page.file)})`,
    ...claimBlocks(page),
    "## Verdicts",
    "Each is the one that was expected, unless it says otherwise.",
    verdictTable(page),
    ...(page.sweeps.length > 0 ? ["## Where the verdicts flip", ...page.sweeps] : []),
    "## The system",
    pictureBlock(page.system),
    ...circleBlocks(page.circles),
    ...page.machines.flatMap(({ name, about, picture }) => [
      `## Machine: ${plain(name)}`,
      plainOrNone(about),
      pictureBlock(picture),
    ]),
    ...(page.counterexamples.length > 0 ? ["## Counterexamples"] : []),
    ...page.counterexamples.flatMap(counterexampleBlocks),
  ]);
}

function circleBlocks(circles: Page["circles"]): string[] {
  if (circles.length === 0) return [];
  const ways = circles.map(
    (circle) => `- ${[...circle, circle[0]!].map((name) => `**${plain(name)}**`).join(" needs ")}`,
  );
  return ["What depends on itself, by way of others:", ways.join("\n")];
}

export interface IndexEntry {
  readonly title: string;
  /** The page, relative to the index. */
  readonly page: string;
  /** The first sentence of the spec's header. */
  readonly about: string;
  readonly verdicts: string;
}

export function indexText(entries: readonly IndexEntry[]): string {
  const rows = entries.map(({ title, page, about, verdicts }) => [
    `[${plain(title)}](${link(page)})`,
    plain(about),
    plain(verdicts),
  ]);
  return document([
    `<!-- Written by \`fleetcheck diagram\`. Never edited. -->`,
    "# Specs",
    "What each spec models, the verdicts on what it claims, and pictures of its machines and counterexamples.",
    table(["Spec", "What it models", "Verdicts"], rows),
  ]);
}

/** "6 scenarios, 42 claims: all as expected". */
export function verdictsInWords(verdicts: readonly Verdict[]): string {
  const claims = verdicts.flatMap((verdict) => verdict.properties);
  const others = claims.filter((claim) => !claim.asExpected).length;
  return `${counted(verdicts.length, "scenario")}, ${counted(claims.length, "claim")}: ${others === 0 ? "all as expected" : `${others} not as expected`}`;
}

/** The first sentence of a spec's header, or its first paragraph where that has none. */
export function firstSentence(header: readonly string[]): string {
  const end = header.indexOf("", 1);
  const paragraph = oneLine(header.slice(0, end < 0 ? undefined : end).join(" "));
  return /^.*?[.!?](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

export const document = (blocks: readonly string[]): string =>
  `${blocks.filter((block) => block !== "").join("\n\n")}\n`;

const plainOrNone = (text: string): string => (text.trim() === "" ? "" : plain(text));

/** A path as the target of a link. */
export const link = (path: string): string =>
  path.split("/").map(encodeURIComponent).join("/").replaceAll("(", "%28").replaceAll(")", "%29");

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** The author's paragraphs; a line that begins like "Source:" starts one. */
function headerBlocks(header: readonly string[]): string[] {
  const paragraphs: string[][] = [[]];
  for (const line of header) {
    if (line.trim() === "" || /^[A-Z][\w ]{1,30}: /.test(line)) paragraphs.push([]);
    if (line.trim() !== "") paragraphs.at(-1)!.push(line.trim());
  }
  return paragraphs.map((lines) => lines.map((line) => line.replaceAll("<", "\\<")).join("\n"));
}

function claimBlocks({ claims, helpers }: Page): string[] {
  if (claims.size === 0) return [];
  const named = [...claims].map(([name, words]) => `- **${plain(name)}**: ${code(words)}`);
  const meant = [...helpers].map(([call, words]) => `- ${code(call)}: ${code(words)}`);
  return [
    "## What is claimed",
    named.join("\n"),
    ...(meant.length > 0 ? ["In the words of the spec, here and in the pictures:", meant.join("\n")] : []),
  ];
}

/** A row a scenario, a column a claim: which remedy makes what hold is seen at a glance. */
export function verdictTable({ verdicts, changes }: Pick<Page, "verdicts" | "changes">): string {
  const told = verdicts.map((verdict) => ({ verdict, claims: claimsTold(verdict) }));
  const names = [...new Set(told.flatMap(({ claims }) => [...claims.keys()]))];
  const rows = told.map(({ verdict, claims }) => [
    scenarioCell(verdict, changes),
    ...names.map((name) => verdictCell(claims.get(name))),
    [...new Set([...claims.values()].map(({ assurance }) => assurance))].join(", "),
    ...[verdict.states, verdict.transitions, verdict.depth].map((n) => n.toLocaleString("en-US")),
  ]);
  return table(["Scenario", ...names.map(plain), "Known", "States", "Transitions", "Depth"], rows);
}

function scenarioCell({ scenario }: Verdict, changes: Page["changes"]): string {
  const given = Object.entries(changes.get(scenario) ?? {}).map(([name, value]) => plain(`${name} ${String(value)}`));
  return `**${plain(scenario)}**${given.length > 0 ? `<br>with ${given.join(", ")}` : ""}`;
}

const MARKS = { holds: "✓", violated: "✗", unreached: "✗", incomplete: "?" } as const;

export function verdictCell(claim: PropertyVerdict | undefined): string {
  if (!claim) return "";
  const said = `${MARKS[claim.verdict]} ${claim.verdict}`;
  return claim.asExpected ? said : `**${said}, expected: ${claim.expected}**`;
}

const BUILTIN = "the built-in claims";

/** The built-in claims share a column where all of them come to the same. */
export function claimsTold({ properties }: Verdict): Map<string, PropertyVerdict> {
  const builtin = properties.filter(({ kind }) => kind === "builtin");
  const alike = builtin.every(
    (claim) => claim.verdict === "holds" && claim.asExpected && claim.assurance === builtin[0]!.assurance,
  );
  const ordered = [...properties.filter(({ kind }) => kind !== "builtin"), ...builtin];
  const told = ordered.map((claim): [string, PropertyVerdict] => [
    alike && claim.kind === "builtin" ? BUILTIN : claim.name,
    claim,
  ]);
  return new Map(told);
}

function counterexampleBlocks({ scenario, counterexample, sequence, path }: Page["counterexamples"][number]): string[] {
  return [
    `### ${plain(scenario)}: ${plain(counterexample.claim)}`,
    pictureBlock(sequence),
    stepList(counterexample),
    ...(path ? [pictureBlock(path)] : []),
  ];
}

/** Steps told at either end of a long trace. */
const STEPS_TOLD = 30;

export function stepList(counterexample: Counterexample): string {
  const { initial, steps, detail, loop } = counterexample;
  const names = namesOf(initial);
  const items = steps.map((step, at) => {
    const changes = changesText(step).join(", ");
    return `${at + 1}. ${isRepeated(loop, at) ? `${ROUND} ` : ""}**${plain(names.text(nameOf(step)))}**: ${plain(names.text(eventText(step)))}${changes === "" ? "" : `, ${plain(names.text(changes))}`}`;
  });
  const left = items.length - 2 * STEPS_TOLD;
  const told =
    left > 1
      ? [...items.slice(0, STEPS_TOLD), "", `… ${left} steps left out …`, "", ...items.slice(-STEPS_TOLD)]
      : items;
  const end = [...(detail === "" ? [] : [`At the end: ${plain(names.text(detail))}`]), ...reasons(counterexample)];
  return [...told, ...(end.length > 0 ? ["", end.join(".\n")] : [])].join("\n");
}

/** Since when nothing helps, and why the run is fair. */
const reasons = (counterexample: Counterexample): string[] =>
  loopLines(counterexample).map(([word, items]) => `${REASONS[word]}: ${plain(items.join("; "))}`);

const REASONS = { trap: "The trap", wait: "The wait", fair: "The run is fair", note: "Note" } as const;

function pictureBlock({ alt, mermaid, image, files }: PagePicture): string {
  const links = files.map((file) => `[${file.replace(/^.*\./, "")}](${link(file)})`).join(" · ");
  const shown = image === undefined ? mermaidBlock(mermaid) : `![${plain(alt)}](${link(image)})`;
  return links === "" ? shown : `${shown}\n\n<sub>${links}</sub>`;
}

/** Mermaid code as a block of Markdown. */
export const mermaidBlock = (mermaid: string): string => `\`\`\`mermaid\n${adaptive(mermaid)}\`\`\``;

/** Mermaid code without its colours, so that a page in the dark stays readable. */
const adaptive = (mermaid: string): string =>
  mermaid.replace(/^ {2}(theme: base\n|fontFamily: .*\n|themeVariables:\n( {4}.*\n)*)/gm, "");
