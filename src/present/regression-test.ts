// A counterexample as the text of a vitest test, to be committed, so that what was mended stays mended.
import type { ParamValue } from "../spec/param.ts";
import type { Step } from "../verdict/verdict.ts";
import { oneLine } from "./escape.ts";

export interface Regression {
  readonly spec: string;
  readonly scenario: string;
  /** Only the parameters that are not the scenario's own. */
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly claim: string;
  /** Do the steps by themselves show that the claim is broken? */
  readonly isShownBySteps: boolean;
  readonly steps: readonly Step[];
  /** How the test imports the spec: "../specs/lock.ts". */
  readonly from: string;
  readonly exportName: string;
}

export function regressionTest(regression: Regression): string {
  const { spec, scenario, claim, from, exportName } = regression;
  const name = exportName === "default" ? "spec" : `{ ${exportName} as spec }`;
  return `// A counterexample that was found once, and must not come back: ${oneLine(claim)}.
// Written by \`fleetcheck replay --as-test\`; it is yours to change.
import "fleetcheck/vitest";
import { expect, test } from "vitest";
import ${name} from ${JSON.stringify(from)};

test(${JSON.stringify(`${oneLine(spec)}, ${oneLine(scenario)}: ${oneLine(claim)}`)}, () => {
${assertion(regression)}
});
`;
}

/** Steps are followed by their names; what they cannot show is checked as a whole. */
function assertion({ scenario, params, claim, isShownBySteps, steps }: Regression): string {
  const asked = [
    `scenario: ${JSON.stringify(scenario)},`,
    ...(Object.keys(params).length > 0 ? [`params: ${JSON.stringify(params)},`] : []),
  ];
  const course = ["steps: [", ...steps.map((step) => `  ${stepText(step)},`), "],"];
  const lines = isShownBySteps ? [...asked, ...course] : asked;
  const matcher = isShownBySteps ? "toSurvive" : "toHold";
  return [`  expect(spec).${matcher}(${JSON.stringify(claim)}, {`, ...lines.map((line) => `    ${line}`), "  });"].join(
    "\n",
  );
}

/** `{ part: "users", member: 1, event: "take", choice: {"size":1} }` */
function stepText({ part, member, event, choice }: Step): string {
  const fields = Object.entries({ part, member, event, choice }).filter(([, value]) => value !== undefined);
  return `{ ${fields.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ")} }`;
}
