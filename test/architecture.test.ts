// The shape of src/, read with ts-morph: who may import whom, and how large things may be. src/README.md has the map.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Node, Project, SyntaxKind, VariableDeclarationKind, type SourceFile } from "ts-morph";
import { describe, expect, test } from "vitest";

/** Each room with the rooms that it may import; a file at the top, or one that is named, is a room by itself. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  "messages.ts": ["verdict/verdict.ts"],
  "program.ts": [],
  "verdict/verdict.ts": ["spec/param.ts"],
  "spec/param.ts": ["spec"],
  spec: ["messages.ts", "spec/param.ts"],
  capture: ["messages.ts", "spec"],
  model: ["messages.ts", "program.ts", "verdict/verdict.ts", "spec", "spec/param.ts", "capture"],
  compile: ["messages.ts", "program.ts", "spec", "capture", "model"],
  explore: ["program.ts"],
  engine: ["messages.ts", "program.ts", "model", "compile", "explore"],
  verdict: ["messages.ts", "program.ts", "verdict/verdict.ts", "spec", "spec/param.ts", "capture", "model", "explore"],
  "options.ts": ["spec/param.ts", "engine", "explore"],
  "searching.ts": ["messages.ts", "options.ts", "capture", "model", "engine", "explore", "verdict"],
  "preparing.ts": ["messages.ts", "options.ts", "searching.ts", "spec", "model", "verdict"],
  "check.ts": [
    "messages.ts",
    "options.ts",
    "preparing.ts",
    "searching.ts",
    "spec",
    "model",
    "engine",
    "explore",
    "verdict",
    "verdict/verdict.ts",
  ],
  sweep: ["messages.ts", "verdict/verdict.ts", "spec/param.ts"],
  "timeline/answer.ts": ["verdict/verdict.ts", "spec/param.ts"],
  timeline: [
    "messages.ts",
    "program.ts",
    "timeline/answer.ts",
    "verdict/verdict.ts",
    "spec",
    "capture",
    "model",
    "explore",
    "verdict",
  ],
  present: ["messages.ts", "verdict/verdict.ts", "spec", "spec/param.ts", "sweep", "timeline/answer.ts"],
  lock: ["verdict/verdict.ts"],
  source: ["messages.ts"],
  render: ["messages.ts", "verdict/verdict.ts", "spec", "spec/param.ts", "model", "sweep", "present", "source"],
  "index.ts": [
    "timeline",
    "timeline/answer.ts",
    "check.ts",
    "options.ts",
    "engine",
    "explore",
    "messages.ts",
    "spec",
    "spec/param.ts",
    "verdict/verdict.ts",
  ],
  vitest: [
    "messages.ts",
    "spec",
    "spec/param.ts",
    "capture",
    "model",
    "verdict",
    "verdict/verdict.ts",
    "options.ts",
    "check.ts",
    "present",
  ],
  cli: [
    "messages.ts",
    "verdict/verdict.ts",
    "spec",
    "spec/param.ts",
    "capture",
    "model",
    "verdict",
    "engine",
    "explore",
    "options.ts",
    "preparing.ts",
    "check.ts",
    "sweep",
    "timeline",
    "timeline/answer.ts",
    "present",
    "lock",
    "source",
    "render",
  ],
};

/** Packages that are slow to load, with the rooms that may. */
const heavy: Readonly<Record<string, string>> = {
  "ts-morph": "source",
  puppeteer: "render",
  vitest: "vitest",
  "@mermaid-js/mermaid-cli": "render",
};

const FILE_LINES_MAX = 300;
const FUNCTION_LINES_MAX = 40;
const HEADER_LINES_MAX = 10;

/** All wording in one place is worth a longer file. */
const tables = ["messages.ts"];
/** Dynamic scope, set and reset around each judgement of a step. */
const mutable = ["spec/old.ts: before"];
const forbiddenFolders = ["utils", "helpers", "common", "core", "types"];

// ---- What is read -------------------------------------------------------------------------------------------------

interface Import {
  readonly from: string;
  /** A file of ours, or the name of a package. */
  readonly to: string;
  readonly isOurs: boolean;
}

class Sources {
  readonly files: readonly SourceFile[];
  readonly #root: string;

  constructor(project: Project, root: string) {
    this.files = project.getSourceFiles();
    this.#root = root;
  }

  /** "model/views.ts" */
  nameOf(file: SourceFile): string {
    return file.getFilePath().slice(this.#root.length + 1);
  }

  get imports(): Import[] {
    return this.files.flatMap((file) => {
      const from = this.nameOf(file);
      const declared = [...file.getImportDeclarations(), ...file.getExportDeclarations()].map((d) =>
        d.getModuleSpecifierValue(),
      );
      const dynamic = file.getDescendantsOfKind(SyntaxKind.CallExpression).flatMap((call) => {
        const [argument] = call.getExpression().getKind() === SyntaxKind.ImportKeyword ? call.getArguments() : [];
        return Node.isStringLiteral(argument) ? [argument.getLiteralValue()] : [];
      });
      return [...declared, ...dynamic].flatMap((to) => {
        if (to === undefined) return [];
        const isOurs = to.startsWith(".");
        return [{ from, to: isOurs ? join(dirname(from), to) : to, isOurs }];
      });
    });
  }
}

function roomOf(file: string): string {
  if (file in rooms) return file;
  return file.includes("/") ? file.slice(0, file.indexOf("/")) : file;
}

// ---- What may not be ----------------------------------------------------------------------------------------------

const wrongWay = ({ imports }: Sources): string[] =>
  imports.flatMap(({ from, to, isOurs }) => {
    const [room, imported] = [roomOf(from), roomOf(to)];
    return !isOurs || room === imported || rooms[room]?.includes(imported) ? [] : [`${from} imports ${to}`];
  });

/** Files that import each other, around any number of corners; imports of types count. */
function cycles({ imports }: Sources): string[] {
  const next = Map.groupBy(imports, ({ from }) => from);
  const reaches = (from: string): Set<string> => {
    const seen = new Set<string>();
    const waiting = [from];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      for (const { to } of next.get(file) ?? []) if (!seen.has(to) && seen.add(to)) waiting.push(to);
    }
    return seen;
  };
  return [...next.keys()].filter((file) => reaches(file).has(file));
}

const reexports = (sources: Sources): string[] =>
  sources.files.flatMap((file) =>
    file.getExportDeclarations().some((d) => d.hasModuleSpecifier()) ? [sources.nameOf(file)] : [],
  );

const strayPackages = ({ imports }: Sources): string[] =>
  imports.flatMap(({ from, to }) => (to in heavy && heavy[to] !== roomOf(from) ? [`${from} imports ${to}`] : []));

const longFiles = (sources: Sources): string[] =>
  sources.files.flatMap((file) =>
    file.getEndLineNumber() - 1 > FILE_LINES_MAX
      ? [`${sources.nameOf(file)}: ${file.getEndLineNumber() - 1} lines`]
      : [],
  );

const functionKinds = [
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.Constructor,
  SyntaxKind.GetAccessor,
  SyntaxKind.SetAccessor,
];

const longFunctions = (sources: Sources): string[] =>
  sources.files.flatMap((file) =>
    functionKinds.flatMap((kind) =>
      file.getDescendantsOfKind(kind).flatMap((node) => {
        const lines = node.getEndLineNumber() - node.getStartLineNumber() + 1;
        return lines > FUNCTION_LINES_MAX
          ? [`${sources.nameOf(file)}:${node.getStartLineNumber()}: ${lines} lines`]
          : [];
      }),
    ),
  );

/** Variables that change, and empty collections that would be filled. */
const moduleState = (sources: Sources): string[] =>
  sources.files.flatMap((file) =>
    file.getVariableStatements().flatMap((statement) =>
      statement.getDeclarations().flatMap((declaration) => {
        const varies = statement.getDeclarationKind() !== VariableDeclarationKind.Const;
        const fills = /^(new (Weak)?(Map|Set)(<.*>)?\(\)|\[\]|\{\})$/.test(
          declaration.getInitializer()?.getText() ?? "",
        );
        return varies || fills ? [`${sources.nameOf(file)}: ${declaration.getName()}`] : [];
      }),
    ),
  );

/** Only the command line prints, reads its arguments or ends the process. */
const talkers = (sources: Sources): string[] =>
  sources.files.flatMap((file) =>
    file.getDescendantsOfKind(SyntaxKind.PropertyAccessExpression).flatMap((access) => {
      const talks = /^(console\.\w+|process\.(exit|argv|stdout|stderr|exitCode))$/.test(access.getText());
      return talks && roomOf(sources.nameOf(file)) !== "cli" ? [`${sources.nameOf(file)}: ${access.getText()}`] : [];
    }),
  );

const withoutHeader = (sources: Sources): string[] =>
  sources.files.flatMap((file) => {
    const lines = file.getFullText().split("\n");
    const header = lines.findIndex((line) => !line.startsWith("//"));
    return header > 0 && header <= HEADER_LINES_MAX ? [] : [sources.nameOf(file)];
  });

const unfinished = (sources: Sources): string[] =>
  sources.files.flatMap((file) => (/\b(TODO|FIXME|XXX)\b/.test(file.getFullText()) ? [sources.nameOf(file)] : []));

// ---- src/ as it is ------------------------------------------------------------------------------------------------

const root = join(import.meta.dirname, "../src");

function load(): Project {
  const made = new Project({ skipAddingFilesFromTsConfig: true });
  made.addSourceFilesAtPaths(join(root, "**/*.ts"));
  return made;
}

describe("src", () => {
  const sources = new Sources(load(), root);

  test("every room is on the map", () => {
    const found = new Set(sources.files.map((file) => roomOf(sources.nameOf(file))));
    expect([...found].filter((room) => !(room in rooms))).toEqual([]);
  });

  test("src/README.md shows every room", () => {
    const shown = readFileSync(join(root, "README.md"), "utf8");
    const found = new Set(sources.files.map((file) => sources.nameOf(file).replace(/\/.*/, "/")));
    expect([...found].filter((room) => !shown.includes(`| \`${room}\` |`))).toEqual([]);
  });

  test("imports point one way", () => {
    expect(wrongWay(sources)).toEqual([]);
  });

  test("no file imports itself around a corner, types included", () => {
    expect(cycles(sources)).toEqual([]);
  });

  test("only index.ts exports what others made", () => {
    expect(reexports(sources)).toEqual(["index.ts"]);
  });

  test("what is slow to load is loaded where it is needed", () => {
    expect(strayPackages(sources)).toEqual([]);
  });

  test(`files have at most ${FILE_LINES_MAX} lines`, () => {
    expect(longFiles(sources).filter((found) => !tables.includes(found.split(":")[0]!))).toEqual([]);
  });

  test(`functions have at most ${FUNCTION_LINES_MAX} lines`, () => {
    expect(longFunctions(sources)).toEqual([]);
  });

  test("modules remember nothing", () => {
    expect(moduleState(sources)).toEqual(mutable);
  });

  test("only the command line talks", () => {
    expect(talkers(sources)).toEqual([]);
  });

  test("every file says first what it is for", () => {
    expect(withoutHeader(sources)).toEqual([]);
  });

  test("nothing is left to do", () => {
    expect(unfinished(sources)).toEqual([]);
  });

  test("no folder is named for leftovers", () => {
    const folders = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => forbiddenFolders.includes(name))).toEqual([]);
  });
});

// ---- The checks themselves ----------------------------------------------------------------------------------------

const header = "// A header.\n";

function written(files: Readonly<Record<string, string>>): Sources {
  const made = new Project({ useInMemoryFileSystem: true });
  for (const [name, text] of Object.entries(files)) made.createSourceFile(`/src/${name}`, text);
  return new Sources(made, "/src");
}

const lines = (count: number) => "\n".repeat(count);

describe("the checks notice", () => {
  test.each<[string, (sources: Sources) => string[], Record<string, string>, readonly string[]]>([
    [
      "an import the wrong way",
      wrongWay,
      { "explore/a.ts": 'import "../model/b.ts"', "model/b.ts": "" },
      ["explore/a.ts imports model/b.ts"],
    ],
    [
      "one of types",
      wrongWay,
      { "spec/a.ts": 'import type { B } from "../model/b.ts"' },
      ["spec/a.ts imports model/b.ts"],
    ],
    ["one that waits", wrongWay, { "present/a.ts": 'await import("../cli/b.ts")' }, ["present/a.ts imports cli/b.ts"]],
    [
      "but none the right way",
      wrongWay,
      { "model/a.ts": 'import "../spec/b.ts"; import "./c.ts"; import "node:fs"' },
      [],
    ],
    [
      "a cycle",
      cycles,
      {
        "spec/a.ts": 'import "./b.ts"',
        "spec/b.ts": 'import type { C } from "./c.ts"',
        "spec/c.ts": 'import "./a.ts"',
        "spec/d.ts": 'import "./a.ts"',
      },
      ["spec/a.ts", "spec/b.ts", "spec/c.ts"],
    ],
    ["a barrel", reexports, { "spec/a.ts": 'export * from "./b.ts"', "spec/b.ts": "export { c }" }, ["spec/a.ts"]],
    [
      "a slow package",
      strayPackages,
      { "model/a.ts": 'import "ts-morph"', "source/b.ts": 'import "ts-morph"' },
      ["model/a.ts imports ts-morph"],
    ],
    ["a long file", longFiles, { "a.ts": lines(301), "b.ts": lines(300) }, ["a.ts: 301 lines"]],
    [
      "a long function",
      longFunctions,
      {
        "a.ts": `const f = () => {${lines(40)}};`,
        "b.ts": `class B { m() {${lines(39)}} }`,
        "c.ts": `class C { m() {${lines(40)}} }`,
      },
      ["a.ts:1: 41 lines", "c.ts:1: 41 lines"],
    ],
    [
      "state",
      moduleState,
      {
        "a.ts": "let a; const b = new Map<string, number>(); const c = new Map([[1, 2]]); const d = () => { let e; };",
      },
      ["a.ts: a", "a.ts: b"],
    ],
    [
      "talk",
      talkers,
      { "spec/a.ts": "console.log(1); process.exit(1); process.cwd();", "cli/b.ts": "process.argv;" },
      ["spec/a.ts: console.log", "spec/a.ts: process.exit"],
    ],
    [
      "a missing header",
      withoutHeader,
      { "a.ts": "const a = 1;", "b.ts": header, "c.ts": header.repeat(11) },
      ["a.ts", "c.ts"],
    ],
    ["what is left", unfinished, { "a.ts": "// TODO: more", "b.ts": "const todo = 1;" }, ["a.ts"]],
  ])("%s", (_what, checked, files, found) => {
    expect(checked(written(files))).toEqual(found);
  });
});
