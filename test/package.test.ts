// The package as its users get it: packed, installed into an empty project, run, and type-checked there.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const repository = join(import.meta.dirname, "..");
const workspace = realpathSync(mkdtempSync(join(tmpdir(), "fleetcheck-package-")));
const project = join(workspace, "project");

const workedSpec = `
import { always, fleet, machine, range, reachable, spec, system, t } from "fleetcheck";

/** One front-end server. It keeps an OS thread for every peer that it has learned of. */
export const FrontEndServer = machine("front-end server", "absent", [
  t("absent",   "join",          "building"),
  t("building", "learnPeer",     "building"),
  t("building", "finishMap",     "serving"),
  t("building", "exceedThreads", "useless"),
  t("serving",  "learnPeer",     "serving"),
  t("serving",  "exceedThreads", "useless"),
]);

export default spec({
  name: "front-end bootstrap",
  params: { servers: 3, added: 1, threadLimit: 2 },
  scenarios: {
    "before the addition": { with: { added: 0 } },
    "25 November 2020":    { expect: { "no server outgrows its threads": "violated", "the added server can serve": "unreached" } },
    "higher limit":        { with: { threadLimit: 3 } },
  },
  build({ servers, added, threadLimit }) {
    const front = fleet(FrontEndServer, servers + added, {
      vars: { threads: range(0, servers + added) },
      start: [{ members: servers, state: "serving", threads: servers - 1 }, { members: added }],
    });
    const peers = () => front.size - front.in("absent") - 1;
    return system({
      parts: { front },
      rules: {
        front: {
          learnPeer:     { when: (s) => s.threads < peers() && s.threads < threadLimit, then: (s) => { s.threads += 1; } },
          exceedThreads: { when: (s) => s.threads < peers() && s.threads === threadLimit },
          finishMap:     { when: (s) => s.threads === peers() },
        },
      },
      terminal: "anywhere",
      properties: {
        "no server outgrows its threads": always(() => front.in("useless") === 0),
        "the added server can serve":     reachable(() => front.in("serving") === front.size),
      },
    });
  },
});
`;

/** Has levels that are wide enough for several threads; the last claim needs the graph, which has threads of its own. */
const largeSpec = `
import { always, range, recovers, spec, system, variable } from "fleetcheck";

export default spec({
  name: "meters",
  build() {
    const [a, b, c] = [variable(range(0, 99)), variable(range(0, 99)), variable(range(0, 99))];
    return system({
      parts: { a, b, c },
      world: {
        first: { when: () => a.value < 99, then: () => { a.value += 1; } },
        second: { when: () => b.value < 99, then: () => { b.value += 1; } },
        third: { when: () => c.value < 99, then: () => { c.value += 1; } },
      },
      terminal: "anywhere",
      properties: {
        "none is too high": always(() => a.value < 100),
        "all get to the top": recovers(() => a.value + b.value + c.value === 297),
      },
    });
  },
});
`;

const misspelt = `
import { fleet, machine, spec, system, t } from "fleetcheck";

const Server = machine("server", "absent", [t("absent", "join", "serving")]);

export default spec({
  name: "misspelt",
  params: { servers: 2 },
  build({ servers }) {
    const front = fleet(Server, servers);
    return system({
      parts: { front },
      rules: {
        front: {
          join: { when: (s) => s.state === "absent" },
          // @ts-expect-error the event is called "join"
          jion: { when: () => true },
        },
      },
      properties: {},
    });
  },
});
`;

const suite = `
import { describeSpec } from "fleetcheck/vitest";
import { expect, test } from "vitest";
import spec from "./spec.ts";

describeSpec(spec);

test("the remedy, and what it is for", () => {
  expect(spec).toHold({ scenario: "higher limit" });
  expect(spec).toViolate("no server outgrows its threads", { scenario: "25 November 2020" });
  expect(spec).toReach("the added server can serve", { scenario: "higher limit" });
  // @ts-expect-error the claim is called "the added server can serve"
  expect(() => expect(spec).toReach("the added server serves")).toThrow("claims nothing called");
});

test("a failure is the counterexample", () => {
  expect(spec).toHold("no server outgrows its threads", { scenario: "25 November 2020" });
});
`;

const tsconfig = {
  compilerOptions: {
    strict: true,
    module: "nodenext",
    target: "es2024",
    noEmit: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: [],
  },
  include: ["*.ts"],
};

beforeAll(() => {
  mkdirSync(project);
  write("package.json", JSON.stringify({ name: "user", private: true, type: "module" }));
  write("tsconfig.json", JSON.stringify(tsconfig));
  write("spec.ts", workedSpec);
  write("large.ts", largeSpec);
  write("misspelt.ts", misspelt);
  write("suite.test.ts", suite);
  const packed = run(repository, "npm", ["pack", "--json", "--pack-destination", workspace]);
  run(project, "npm", [
    "install",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    join(workspace, tarballIn(packed)),
    "vitest@5",
  ]);
}, 240_000);

afterAll(() => rmSync(workspace, { recursive: true, force: true }));

test("an installed fleetcheck checks a spec and names its properties", () => {
  const table = run(project, "npx", ["--no-install", "fleetcheck", "check", "spec.ts"]);
  expect(table).toContain("no server outgrows its threads");
  expect(table).toContain("the added server can serve");
});

test("its threads are in it: a sweep checks points", () => {
  const asked = ["spec.ts", "--scenario", "25 November 2020", "--param", "threadLimit=1..4"];
  const table = run(project, "npx", ["--no-install", "fleetcheck", "sweep", ...asked]);
  expect(table).toContain("the added server can serve: unreached up to threadLimit 2, holds from threadLimit 3");
  expect(table).toContain("4 points: 4 checked");
});

test("it searches and makes graphs with several threads, which find their code", () => {
  const table = run(project, "npx", ["--no-install", "fleetcheck", "check", "large.ts", "--workers", "3"]);
  expect(table).toContain("compiled, 3 workers");
  expect(table).toMatch(/1,000,000 states +2,970,000 transitions/);
  expect(table).toContain("all as expected");
});

test("its types are whole: the worked spec compiles, a misspelt event does not", () => {
  const tsc = join(repository, "node_modules", ".bin", "tsc");
  expect(run(project, tsc, ["-p", "."], process.env)).toBe("");
});

test("its matchers and suites run in a vitest of the project's own, and a failure can be replayed", () => {
  const { stdout, status } = spawnSync("npx", ["--no-install", "vitest", "run", "--reporter=verbose"], {
    cwd: project,
    env: { ...outsideEnvironment(), NO_COLOR: "1" },
    encoding: "utf8",
  });
  expect(status).toBe(1);
  expect(stdout).toContain("✓ suite.test.ts > front-end bootstrap > 25 November 2020 > no deadlock");
  expect(stdout).toMatch(/Tests +1 failed \| 19 passed/);
  expect(stdout).toContain("no server outgrows its threads: violated, expected to hold");
  const text = /replay: npx fleetcheck replay '(.+)'/.exec(stdout)![1]!;
  expect(run(project, "npx", ["--no-install", "fleetcheck", "replay", text])).toContain("exceedThreads");
  run(project, "npx", ["--no-install", "fleetcheck", "replay", text, "--as-test", "--out", "found.test.ts"]);
  const found = spawnSync("npx", ["--no-install", "vitest", "run", "found.test.ts"], {
    cwd: project,
    env: { ...outsideEnvironment(), NO_COLOR: "1" },
    encoding: "utf8",
  });
  expect(found.stdout + found.stderr).toContain("no server outgrows its threads: broken by these steps");
  expect(found.status).toBe(1);
});

test("what init writes passes at once: its spec, its types and its test", () => {
  const fresh = join(workspace, "fresh");
  mkdirSync(fresh);
  symlinkSync(join(project, "node_modules"), join(fresh, "node_modules"), "junction");
  const said = run(fresh, "npx", ["--no-install", "fleetcheck", "init"]);
  expect(said).toContain("wrote package.json\nwrote tsconfig.json\nwrote specs/lock.ts\nwrote test/specs.test.ts\n");
  expect(run(fresh, "npm", ["run", "-s", "specs"])).toContain("2 scenarios, 12 claims: all as expected");
  expect(run(fresh, join(repository, "node_modules", ".bin", "tsc"), ["-p", "."], process.env)).toBe("");
  expect(run(fresh, "npm", ["test"], { ...outsideEnvironment(), NO_COLOR: "1" })).toMatch(/Tests +12 passed/);
});

function write(name: string, text: string): void {
  writeFileSync(join(project, name), text);
}

/** Runs a command to its end and returns what it printed; a failure throws with both of its streams. */
function run(cwd: string, command: string, args: readonly string[], env = outsideEnvironment()): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: "utf8" });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

/** A user's shell: without what npm and vitest set for their children, and without this repository's own programs. */
function outsideEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_(?!config_(registry|cache|userconfig))|INIT_CWD|NODE_OPTIONS|VITEST|NODE_ENV)/i.test(name),
  );
  const path = (process.env.PATH ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) };
}

/** npm prints an array, or an object by package name, depending on its version; a prepack script may print before it. */
function tarballIn(packed: string): string {
  const name = /"filename":\s*"([^"]+\.tgz)"/.exec(packed)?.[1];
  if (name === undefined) throw new Error(`npm pack named no file: ${packed}`);
  return name;
}
