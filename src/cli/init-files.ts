// What `fleetcheck init` writes: a spec that shows a fault and its remedy, a test of it, and compiler options.

export const SPEC = `// A lock that clients look at before they take it. Between looking and taking, another client may look too.
import { always, fleet, machine, reachable, spec, system, t } from "fleetcheck";

/** A client sees that the lock is free, and takes it a moment later. */
export const Client = machine("client", "idle", [
  t("idle", "seeFree", "sure"),
  t("sure", "take", "holding"),
  t("sure", "giveUp", "idle"),
  t("holding", "release", "idle"),
]);

export default spec({
  name: "lock",
  params: { clients: 3, looksAgain: true },
  scenarios: {
    "as first designed": { with: { looksAgain: false }, expect: { "one holds the lock at a time": "violated" } },
    "looks again when taking": {},
  },
  build({ clients, looksAgain }) {
    const users = fleet(Client, clients);
    const isFree = () => users.in("holding") === 0;
    return system({
      parts: { users },
      rules: {
        users: {
          seeFree: { when: isFree },
          take: { when: () => !looksAgain || isFree() },
        },
      },
      properties: {
        "one holds the lock at a time": always(() => users.in("holding") <= 1),
        "a client gets the lock": reachable(() => users.in("holding") === 1),
      },
    });
  },
});
`;

/** @param spec how the test imports it: "../specs/lock.ts" */
export const testText = (spec: string): string => `// Every scenario and claim of the specs, as a test each.
import { describeSpec } from "fleetcheck/vitest";
import lock from ${JSON.stringify(spec)};

describeSpec(lock);
`;

export const TSCONFIG = `{
  "compilerOptions": {
    "module": "nodenext",
    "target": "es2024",
    "strict": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "erasableSyntaxOnly": true,
    "verbatimModuleSyntax": true,
    "skipLibCheck": true
  },
  "include": ["specs", "test"]
}
`;

export const SCRIPTS: Readonly<Record<string, string>> = {
  specs: "fleetcheck check specs",
  "specs:record": "fleetcheck check specs --lock",
  "specs:draw": "fleetcheck diagram specs --out generated",
  test: "vitest run",
};
