// `--reporter`: each output is what its readers take, by their own schemas, and tells what is not as expected from what is
// not known.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import draft4 from "ajv-draft-04";
import formats from "ajv-formats";
import { Window } from "happy-dom";
import { afterAll, describe, test, vi } from "vitest";
import { validateXML } from "xmllint-wasm";
import { HOSTILE } from "../present/hostile.ts";
import { fleetcheck, lasting, project, repository } from "./fleetcheck.ts";

// A test runs several commands; on a machine that is busy with other work, each may take seconds.
vi.setConfig({ testTimeout: 120_000 });

const SPECS = "test/cli/specs";
const bootstrap = `${SPECS}/bootstrap.ts`;
const meters = `${SPECS}/meters.ts`;
const post = `${SPECS}/post.ts`;

const user = project();
afterAll(() => user.remove());

const schemas = join(repository, "test", "schemas");
const junitSchema = readFileSync(join(schemas, "junit.xsd"), "utf8");
// The schema has a pattern that is no Unicode one.
const ajv = formats.default(new draft4.default({ allErrors: true, strict: false, unicodeRegExp: false }));
const validateSarif = ajv.compile(JSON.parse(readFileSync(join(schemas, "sarif-2.1.0.json"), "utf8")) as object);

async function junitErrors(contents: string) {
  const { errors } = await validateXML({ xml: [{ fileName: "junit.xml", contents }], schema: [junitSchema] });
  return errors.map(({ message }) => message);
}

function sarifErrors(text: string) {
  return validateSarif(JSON.parse(text)) ? [] : validateSarif.errors;
}

/** Every way to end: all as expected, not so, not known, and wrong. */
const RUNS = [
  ["as expected", 0, [post]],
  ["not as expected", 1, [bootstrap]],
  ["incomplete", 3, [meters, "--max-states", "100"]],
  ["both", 1, [bootstrap, meters, "--max-depth", "3"]],
  ["wrong", 2, [post, "test/bad/row-twice.ts", "specs/none.ts"]],
] as const;

describe.concurrent.each(RUNS)("of a run that is %s", (_name, exitCode, args) => {
  test("JUnit is valid, and its counts are those of its cases", async ({ expect }) => {
    const { stdout, code } = await fleetcheck(["check", ...args, "--reporter", "junit"]);
    expect(await junitErrors(stdout)).toEqual([]);
    expect(code).toBe(exitCode);
    const count = (what: RegExp) => [...stdout.matchAll(what)].length;
    const [, tests, failures, errors] = /tests="(\d+)" failures="(\d+)" errors="(\d+)"/.exec(stdout)!.map(Number);
    expect([tests, failures, errors]).toEqual([count(/<testcase /g), count(/<failure /g), count(/<error /g)]);
    expect(failures! > 0).toBe(exitCode === 1);
    expect(errors! > 0).toBe(exitCode >= 2 || args.includes(meters as never));
  });

  test("SARIF is valid, and has a result for each claim that is not as expected or not decided", async ({ expect }) => {
    const { stdout, code } = await fleetcheck(["check", ...args, "--reporter", "sarif"]);
    expect(sarifErrors(stdout)).toEqual([]);
    expect(code).toBe(exitCode);
    const [run] = (JSON.parse(stdout) as Sarif).runs;
    expect(run!.results.some(({ level }) => level === "warning")).toBe(args.includes(meters as never));
    expect(run!.results.some(({ level }) => level === "error")).toBe(exitCode === 1 || exitCode === 2);
    expect(run!.invocations[0]).toMatchObject({ exitCode, executionSuccessful: exitCode !== 2 });
    const placed = run!.results.map(({ locations }) => locations[0]!.physicalLocation);
    for (const { artifactLocation, region } of placed) {
      expect(existsSync(join(repository, artifactLocation.uri))).toBe(true);
      expect(region?.startLine).toBeGreaterThan(0);
    }
  });

  test("GitHub is told where", async ({ expect }) => {
    const { stdout } = await fleetcheck(["check", ...args, "--reporter", "github"]);
    const told = stdout.split("\n").filter((line) => line.startsWith("::"));
    expect(told.map((line) => line.replace(/::(\w+) (.*?)::.*/, "$1 $2"))).toMatchSnapshot();
    expect(told.filter((line) => !/^::(error|warning) ([^:]*title=[^:]*)::\S/.test(line))).toEqual([]);
  });

  test("Markdown says it at its head", async ({ expect }) => {
    const { stdout } = await fleetcheck(["check", ...args, "--reporter", "markdown"]);
    expect(lasting(stdout)).toMatchSnapshot();
  });
});

interface Sarif {
  readonly runs: readonly {
    readonly invocations: readonly object[];
    readonly results: readonly {
      readonly level: string;
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region?: { readonly startLine: number };
        };
      }[];
    }[];
  }[];
}

describe.concurrent("names that break a format", () => {
  const scenarios = JSON.stringify(Object.fromEntries(HOSTILE.map((name) => [name, { expect: {} }])));
  user.write(
    "hostile.ts",
    `import { always, machine, one, spec, system, t } from "fleetcheck";
     const Door = machine("door", "shut", [t("shut", "open", "open"), t("open", "shut", "shut")]);
     export default spec({
       name: ${JSON.stringify(HOSTILE.join(" "))},
       scenarios: JSON.parse(${JSON.stringify(scenarios)}),
       build: () => {
         const door = one(Door);
         return system({ parts: { door }, properties: { ']]> & "it" <stays> 100%::shut,': always(() => door.is("shut")) } });
       },
     });`,
  );

  const run = (reporter: string) =>
    fleetcheck(["check", "hostile.ts", "--reporter", reporter], { cwd: user.folder }).then(({ stdout }) => stdout);

  test("do not break JUnit, and stand in it as they are", async ({ expect }) => {
    const stdout = await run("junit");
    expect(await junitErrors(stdout)).toEqual([]);
    const document = new new Window().DOMParser().parseFromString(stdout, "text/xml");
    const cases = [...document.getElementsByTagName("testcase")].map((element) => element.getAttribute("name"));
    expect(cases).toContain(']]> & "it" <stays> 100%::shut,');
    expect(document.getElementsByTagName("testsuite")).toHaveLength(HOSTILE.length);
  });

  test("do not break SARIF, GitHub's lines or Markdown's tables", async ({ expect }) => {
    expect(sarifErrors(await run("sarif"))).toEqual([]);
    const told = (await run("github")).split("\n").filter((line) => line.startsWith("::"));
    expect(told).toHaveLength(HOSTILE.length);
    for (const line of told) expect(line).toContain(']]> & "it" <stays> 100%25::shut,: violated, expected to hold%0A');
    const rows = (await run("markdown")).split("\n").filter((line) => line.startsWith("|"));
    expect(rows).toHaveLength(HOSTILE.length + 2);
    expect([...new Set(rows.map((row) => row.split(/(?<!\\)\|/).length))]).toEqual([8]);
  });
});

const to = (name: string) => join(user.folder, "out", "reports", name);

describe.concurrent("several at once", () => {
  test("to files, in folders that are made, beside the terminal", async ({ expect }) => {
    const names = ["junit", "sarif", "github", "markdown", "json", "terminal"];
    const reporters = names.flatMap((name) => ["--reporter", `${name}=${to(name)}`]);
    const { stdout, code } = await fleetcheck(["check", bootstrap, ...reporters]);
    expect(code).toBe(1);
    expect(stdout).toContain("4 scenarios, 24 claims: 2 not as expected");
    expect(lasting(readFileSync(to("terminal"), "utf8"))).toBe(lasting(stdout));
    expect(await junitErrors(readFileSync(to("junit"), "utf8"))).toEqual([]);
    expect(JSON.parse(readFileSync(to("json"), "utf8"))).toMatchObject({ exitCode: 1 });
    expect(readFileSync(to("github"), "utf8")).toMatch(/^::error file=test\/cli\/specs\/bootstrap.ts,line=46,/);
  });

  test("a document that is printed stands alone, and others may go to files", async ({ expect }) => {
    const file = join(user.folder, "beside.xml");
    const { stdout } = await fleetcheck(["check", `${SPECS}/talkative.ts`, "--json", "--reporter", `junit=${file}`]);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0 });
    expect(await junitErrors(readFileSync(file, "utf8"))).toEqual([]);
  });

  test("GitHub's lines stand among the terminal's, with paths from its workspace", async ({ expect }) => {
    user.copy("bootstrap.ts", "inner/specs/bootstrap.ts");
    const env = { GITHUB_WORKSPACE: user.folder };
    const cwd = join(user.folder, "inner");
    mkdirSync(cwd, { recursive: true });
    const { stdout } = await fleetcheck(["check", "--reporter", "github"], { cwd, env });
    expect(stdout).toContain("4 scenarios, 24 claims: 2 not as expected\n");
    expect(stdout).toContain("\n::error file=inner/specs/bootstrap.ts,line=46,");
  });

  test.for([
    ["one that there is not", ["junitt"]],
    ["one without its file", ["junit="]],
    ["two documents in one", ["junit", "sarif"]],
    ["lines in a document", ["json", "github"]],
    ["two in one file", ["junit=a", "sarif=a"]],
  ] as const)("%s is refused", async ([, reporters], { expect }) => {
    const asked = reporters.flatMap((name) => ["--reporter", name]);
    const { stdout, stderr, code } = await fleetcheck(["check", post, ...asked]);
    expect(stderr).toMatchSnapshot();
    expect([stdout, code]).toEqual(["", 2]);
  });

  test("a file that cannot be written is said, and ends with 2", async ({ expect }) => {
    const { stdout, stderr, code } = await fleetcheck(["check", post, "--reporter", "junit=package.json/out.xml"]);
    expect(stdout).toContain("1 scenario, 5 claims: all as expected");
    expect(stderr).toContain("package.json/out.xml cannot be written: ");
    expect(code).toBe(2);
  });
});

test("what ends with an interrupt is an error in JUnit, and not left out", async ({ expect }) => {
  const file = join(user.folder, "interrupted.xml");
  let sent = false;
  const { code } = await fleetcheck(["check", post, meters, bootstrap, "--reporter", `junit=${file}`], {
    onOutput: (child) => {
      if (!sent) sent = child.kill("SIGINT");
    },
  });
  const text = readFileSync(file, "utf8");
  expect(code).toBe(130);
  expect(await junitErrors(text)).toEqual([]);
  expect(text).toContain('<testcase name="interrupted: 4 scenarios not started" classname="command">');
});
