// The README and the pages of docs/ do what they show: their specs compile and are checked by the real command, and
// what it prints and draws is what stands there. After a change of the output, `UPDATE_DOCS=1 npx vitest run
// test/readme.test.ts` writes it anew.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const repository = join(import.meta.dirname, "..");
const update = process.env["UPDATE_DOCS"] !== undefined;

/** A fenced block, with its language and what stands behind it. */
interface Block {
  readonly language: string;
  readonly about: string;
  readonly text: string;
  /** The comment right before it. */
  readonly comment: string;
}

const fence = /(?:<!-- (.*?) -->\n\n)?^```(\w+)(?: (.*))?\n([\s\S]*?)^```$/gm;

function blocksOf(page: string): Block[] {
  return [...page.matchAll(fence)].map(([, comment = "", language, about = "", text]) => ({
    comment,
    language: language!,
    about,
    text: text!,
  }));
}

// ---- A project to follow the pages in -------------------------------------------------------------------------------

const projects: string[] = [];
afterAll(() => {
  for (const folder of projects) rmSync(folder, { recursive: true });
});

/** An empty project with fleetcheck installed: a link to this repository, which stands for the package. */
function newProject(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "fleetcheck-docs-")));
  projects.push(folder);
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(repository, join(folder, "node_modules/fleetcheck"), "junction");
  const types = { types: ["node"], typeRoots: [join(repository, "node_modules/@types")] };
  const tsconfig = { extends: join(repository, "tsconfig.json"), compilerOptions: types, include: ["specs"] };
  put(folder, "package.json", JSON.stringify({ type: "module" }));
  put(folder, "tsconfig.json", JSON.stringify(tsconfig));
  return folder;
}

function put(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** Lets the compiler options that a page gives its readers stand above those of this repository. */
function useOptions(folder: string, tsconfig: string): void {
  const ours = JSON.parse(readFileSync(join(folder, "tsconfig.json"), "utf8")) as { extends: string };
  put(folder, "tsconfig.page.json", tsconfig);
  put(folder, "tsconfig.json", JSON.stringify({ ...ours, extends: [ours.extends, "./tsconfig.page.json"] }));
}

/** Runs `npx fleetcheck …` as it stands in a block, from source. */
function fleetcheck(cwd: string, command: string): { readonly printed: string; readonly status: number | null } {
  const words = command.match(/'[^']*'|"[^"]*"|\S+/g)!.map((word) => word.replace(/^(['"])(.*)\1$/, "$2"));
  if (words[0] !== "npx" || words[1] !== "fleetcheck") throw new Error(`not a command of ours: ${command}`);
  const main = ["--conditions=fleetcheck-source", join(repository, "src/cli/main.ts")];
  const { stdout, stderr, status } = spawnSync(process.execPath, [...main, ...words.slice(2)], {
    cwd,
    encoding: "utf8",
  });
  return { printed: stdout + stderr, status };
}

/** Replaces the part of a spec that a block shows changed: from its first line to the line that closes it. */
function change(spec: string, part: string): string {
  const first = part.split("\n")[0]!;
  const begin = spec.split("\n").findIndex((line) => line.startsWith(first));
  if (begin < 0) throw new Error(`the spec has no line ${first}`);
  const lines = spec.split("\n");
  const closed = lines[begin]!.trimEnd().endsWith(",") ? begin : lines.indexOf(`${/^ */.exec(first)![0]}},`, begin);
  return [...lines.slice(0, begin), part.trimEnd(), ...lines.slice(closed + 1)].join("\n");
}

/** Times and replay strings differ from machine to machine. */
const masked = (text: string): string =>
  text
    .replace(/ +\d[\d.,]* (ms|s)(?=$|  )/gm, " <time>")
    .replace(/'fc1\.[^']+'/g, "'fc1.<string>'")
    .trim();

/** What a block shows, and what was really printed or drawn. */
interface Output {
  readonly shown: string;
  readonly made: string;
  readonly status: { readonly shown: number; readonly made: number | null };
}

interface Followed {
  readonly outputs: readonly Output[];
  /** The files as they are at the end of the page. */
  readonly files: ReadonlyMap<string, string>;
}

/** Follows a page block by block. */
function follow(page: string): Followed {
  const folder = newProject();
  const outputs: Output[] = [];
  const files = new Map<string, string>();
  for (const block of blocksOf(page)) {
    if (block.language === "ts") {
      const file = block.about.replace(/^in /, "");
      files.set(file, file === block.about ? block.text : change(files.get(file)!, block.text));
      put(folder, file, files.get(file)!);
    } else if (block.language === "jsonl") put(folder, block.about, block.text);
    else if (block.language === "console") outputs.push(printedBy(folder, block));
    else if (block.language === "mermaid") outputs.push(drawnBy(folder, block));
  }
  return { outputs, files };
}

function printedBy(folder: string, { about, text }: Block): Output {
  const command = text.split("\n")[0]!.slice(2);
  const { printed, status } = fleetcheck(folder, command);
  const made = `$ ${command}\n${printed.trim()}\n`.replace(/'fc1\.[^']+'/g, "'fc1.…'");
  return { shown: text, made, status: { shown: Number(/exit=(\d+)/.exec(about)?.[1] ?? 0), made: status } };
}

/** The comment before a picture names the page that shows it as its first counterexample. */
function drawnBy(folder: string, { comment, text }: Block): Output {
  const { status } = fleetcheck(folder, "npx fleetcheck diagram --quiet");
  const drawn = blocksOf(readFileSync(join(folder, comment), "utf8"));
  const made = drawn.find((block) => block.text.includes("sequenceDiagram"))!.text;
  return { shown: text, made, status: { shown: 0, made: status } };
}

// ---- The pages ------------------------------------------------------------------------------------------------------

const pages = ["README.md", ...globSync("docs/*.md", { cwd: repository })].toSorted();

describe.each(pages)("%s", (name) => {
  const path = join(repository, name);
  const page = readFileSync(path, "utf8");

  test("shows what the commands print and draw", () => {
    const { outputs } = follow(page);
    if (update)
      writeFileSync(
        path,
        outputs.reduce((text, { made }, i) => replaceBlock(text, i, made), page),
      );
    const shown = update ? outputs.map(({ made }) => made) : outputs.map((output) => output.shown);
    expect(outputs.map(({ made }) => masked(made))).toEqual(shown.map(masked));
    expect(outputs.map(({ status }) => status.made)).toEqual(outputs.map(({ status }) => status.shown));
  });

  test("its specs compile as they stand", () => {
    const folder = newProject();
    for (const block of blocksOf(page)) if (block.about === "tsconfig.json") useOptions(folder, block.text);
    const specs = blocksOf(page).filter(({ language, about }) => language === "ts" && !about.startsWith("in "));
    for (const { about, text } of specs) put(folder, about, text);
    const tsc = join(repository, "node_modules/typescript/bin/tsc");
    const { stdout, status } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
    expect(stdout).toBe("");
    expect(status).toBe(0);
  });

  test("its specs are as they expect, where it does not say otherwise", () => {
    const folder = newProject();
    const { files } = follow(page);
    for (const [file, text] of files) put(folder, file, text);
    expect(fleetcheck(folder, "npx fleetcheck check --quiet")).toMatchObject({ status: 0 });
  });

  test("links lead somewhere", () => {
    const links = [...page.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !existsSync(join(dirname(path), link)))).toEqual([]);
  });
});

/** Puts a text into the block that shows output number `index`. */
function replaceBlock(page: string, index: number, text: string): string {
  let seen = -1;
  return page.replace(fence, (whole: string, _comment, language: string, _about, old: string) => {
    if (language !== "console" && language !== "mermaid") return whole;
    seen += 1;
    const opening = whole.slice(0, whole.length - old.length - "```".length);
    return seen === index ? `${opening}${text.trimEnd()}\n\`\`\`` : whole;
  });
}

// ---- What the README says of the package ----------------------------------------------------------------------------

interface Manifest {
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

describe("README.md and package.json", () => {
  const readme = readFileSync(join(repository, "README.md"), "utf8");
  const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as Manifest;

  test("give the reason for every dependency, and for no other", () => {
    const table = readme.slice(readme.indexOf("## Dependencies"));
    const explained = [...table.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell]) =>
      [...cell!.matchAll(/`(.*?)`/g)].map(([, dep]) => dep!),
    );
    const { dependencies, optionalDependencies, peerDependencies } = manifest;
    expect(explained.toSorted()).toEqual(
      Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }).toSorted(),
    );
  });

  test("name the same version and the same scripts", () => {
    expect(readme).toContain(`fleetcheck-${manifest.version}.tgz`);
    const scripts = [...readme.matchAll(/npm run (?:-s )?(\w+)/g)].map(([, script]) => script!);
    expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([]);
  });

  test("the README's exit codes are those that the command prints", () => {
    const { printed } = fleetcheck(repository, "npx fleetcheck --help");
    const codes = [...printed.matchAll(/^ {2}(\d+) +(.*)$/gm)].map(([, code, meaning]) => `| ${code} | ${meaning} |`);
    expect(codes).toHaveLength(5);
    for (const code of codes) expect(readme).toContain(code);
  });
});
