// The init command: a first spec, a test of it and scripts, in an empty project or beside what there is. What is there
// already stays as it is.
import { existsSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import * as v from "valibot";
import { problem, SpecError, type Problem } from "../messages.ts";
import { slug } from "../present/escape.ts";
import { EXIT } from "./exit-code.ts";
import { SCRIPTS, SPEC, testText, TSCONFIG } from "./init-files.ts";
import { reasonOf } from "./load-problems.ts";
import { tell, tellProblems } from "./tell.ts";
import { tool } from "./tool.ts";
import { writeText } from "./write-text.ts";

const MANIFEST = "package.json";
const texts = v.record(v.string(), v.string());
const Manifest = v.looseObject({
  type: v.optional(v.string()),
  scripts: v.optional(texts),
  dependencies: v.optional(texts),
  devDependencies: v.optional(texts),
});
type Manifest = v.InferOutput<typeof Manifest>;

/** @returns the exit code  @throws SpecError where package.json cannot be read */
export function init(): number {
  const before = readManifest();
  // In a package of CommonJS, only .mts files are modules.
  const ending = before === undefined || before.manifest.type === "module" ? "ts" : "mts";
  const [spec, test] = [`specs/lock.${ending}`, `test/specs.test.${ending}`];
  const obstacle = existsSync(test) ? undefined : obstacleTo(before?.manifest, spec);
  const written = [
    before === undefined ? create(MANIFEST, manifestText(newManifest())) : complete(before),
    create("tsconfig.json", TSCONFIG),
    create(spec, SPEC),
    obstacle === undefined
      ? create(test, testText(`../${spec}`))
      : { said: `did not write ${test}: ${obstacle}`, problems: [] },
  ];
  tell(written.map(({ said }) => `${said}\n`).join(""));
  const problems = written.flatMap((one) => one.problems);
  tellProblems(problems);
  if (problems.length > 0) return EXIT.wrong;
  tell("\nnext: npm install, npm run specs, npm test\n");
  return EXIT.asExpected;
}

/** A test is written only where it passes. */
function obstacleTo(manifest: Manifest | undefined, spec: string): string | undefined {
  if (existsSync(spec)) return `${spec} is your own`;
  const wanted = wantedPackages()["vitest"]!;
  const range = { ...manifest?.dependencies, ...manifest?.devDependencies }["vitest"] ?? wanted;
  return major(range) < major(wanted) ? `fleetcheck/vitest needs vitest ${wanted}, and there is ${range}` : undefined;
}

const major = (range: string): number => Number(/\d+/.exec(range)?.[0] ?? Infinity);

interface Written {
  readonly said: string;
  readonly problems: readonly Problem[];
}

function create(file: string, text: string): Written {
  if (existsSync(file)) return { said: `left ${file} as it is`, problems: [] };
  const problems = writeText(file, text);
  return { said: problems.length > 0 ? `could not write ${file}` : `wrote ${file}`, problems };
}

interface Read {
  readonly text: string;
  readonly manifest: Manifest;
}

function readManifest(): Read | undefined {
  if (!existsSync(MANIFEST)) return undefined;
  try {
    const text = readFileSync(MANIFEST, "utf8");
    const manifest: unknown = JSON.parse(text);
    v.assert(Manifest, manifest); // as it is: to parse it would change the order of its keys
    return { text, manifest };
  } catch (error) {
    throw new SpecError([problem("manifest-bad", { reason: reasonOf(error) }, { file: MANIFEST })], { cause: error });
  }
}

const newManifest = (): Manifest => ({
  name: slug(basename(resolve("."))),
  private: true,
  type: "module",
  scripts: SCRIPTS,
  devDependencies: wantedPackages(),
});

/** Adds scripts and packages that are not there; all else stays, in its order and its layout. */
function complete({ text, manifest }: Read): Written {
  const { scripts = {}, dependencies = {}, devDependencies = {} } = manifest;
  const missing = Object.entries(wantedPackages()).filter(
    ([name]) => !(name in dependencies || name in devDependencies),
  );
  const added = Object.keys(SCRIPTS).filter((name) => !(name in scripts));
  if (missing.length + added.length === 0) return { said: `left ${MANIFEST} as it is`, problems: [] };
  const completed = {
    ...manifest,
    scripts: { ...scripts, ...Object.fromEntries(added.map((name) => [name, SCRIPTS[name]!])) },
    ...(missing.length > 0 && { devDependencies: { ...devDependencies, ...Object.fromEntries(missing) } }),
  };
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? 2;
  const problems = writeText(MANIFEST, manifestText(completed, indent));
  const names = [...added.map((name) => `script ${name}`), ...missing.map(([name]) => name)].join(", ");
  return { said: `added to ${MANIFEST}: ${names}`, problems };
}

const manifestText = (manifest: Manifest, indent: string | number = 2): string =>
  `${JSON.stringify(manifest, null, indent)}\n`;

/** In the versions with which this one was tested. */
function wantedPackages(): Record<string, string> {
  const own = v.parse(
    v.looseObject({ devDependencies: texts, peerDependencies: texts }),
    JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")),
  );
  return {
    fleetcheck: `^${tool().version}`,
    typescript: own.devDependencies["typescript"] ?? "*",
    vitest: own.peerDependencies["vitest"] ?? "*",
  };
}
