// A run as JUnit XML: a suite a scenario, a test case a claim. What is not as expected is a failure, what is incomplete
// or wrong an error, so that no reader of such files takes what is not known for passed.
import XMLBuilder from "fast-xml-builder";
import type { Problem } from "../messages.ts";
import type { PropertyVerdict, Verdict } from "../verdict/verdict.ts";
import { oneLine } from "./escape.ts";
import { contrast, outcomeOf } from "./outcome.ts";
import { evidence, problemLines, type PlacedReport } from "./report.ts";

interface Case {
  readonly "@name": string;
  readonly "@classname": string;
  readonly failure?: Told;
  readonly error?: Told;
}
interface Told {
  readonly "@type": string;
  readonly "@message": string;
  readonly "#text": string;
}

/** The document. Counts are by test case; seconds are of the search that decided all claims of a scenario. */
export function junitText(report: PlacedReport): string {
  const { tool, verdicts } = report;
  const suites = suitesOf(report);
  const sum = (count: "@tests" | "@failures" | "@errors") => suites.reduce((total, one) => total + one[count], 0);
  const testsuites = {
    "@name": tool.name,
    "@tests": sum("@tests"),
    "@failures": sum("@failures"),
    "@errors": sum("@errors"),
    "@time": seconds(verdicts.reduce((total, verdict) => total + verdict.seconds, 0)),
    testsuite: suites,
  };
  const layout = { attributeNamePrefix: "@", ignoreAttributes: false, format: true, suppressEmptyNode: true };
  return new XMLBuilder(layout).build({ "?xml": { "@version": "1.0", "@encoding": "UTF-8" }, testsuites });
}

function suitesOf({ verdicts, problems, findings, unstarted }: PlacedReport) {
  const scenarios = verdicts.map((verdict) => {
    const cases = verdict.properties.map((claim) => claimCase(verdict, claim));
    return suite(suiteName(verdict), cases, verdict);
  });
  const others: [string, Case[]][] = [
    ["findings", findings.map((finding) => problemCase(finding, "failure"))],
    ["problems", problems.map((problem) => problemCase(problem, "error"))],
    ["interrupted", unstarted > 0 ? [unstartedCase(unstarted)] : []],
  ];
  return [...scenarios, ...others.flatMap(([name, cases]) => (cases.length > 0 ? [suite(name, cases)] : []))];
}

function suite(name: string, cases: readonly Case[], verdict?: Verdict) {
  return {
    "@name": xml(oneLine(name)),
    "@tests": cases.length,
    "@failures": cases.filter(({ failure }) => failure).length,
    "@errors": cases.filter(({ error }) => error).length,
    "@skipped": 0,
    "@time": seconds(verdict?.seconds ?? 0),
    ...(verdict && { properties: { property: propertiesOf(verdict) } }),
    testcase: cases,
  };
}

const suiteName = ({ spec, scenario }: Verdict): string => `${spec}: ${scenario}`;

function propertiesOf({ file, states, transitions, depth, specHash, stopped }: Verdict) {
  const known = { file, states, transitions, depth, specHash, stopped };
  return Object.entries(known).flatMap(([name, value]) =>
    value === undefined ? [] : [{ "@name": name, "@value": xml(String(value)) }],
  );
}

function claimCase(verdict: Verdict, claim: PropertyVerdict): Case {
  const outcome = outcomeOf(claim);
  const named = { "@name": xml(oneLine(claim.name)), "@classname": xml(oneLine(suiteName(verdict))) };
  if (outcome === "expected") return named;
  const said = outcome === "incomplete" ? `incomplete, ${claim.assurance}` : contrast(claim);
  const told = {
    "@type": claim.verdict,
    "@message": xml(oneLine(said)),
    "#text": xml(evidence({ verdict, claim, outcome })),
  };
  return outcome === "incomplete" ? { ...named, error: told } : { ...named, failure: told };
}

function problemCase(problem: Problem, as: "failure" | "error"): Case {
  const { code, what, where } = problem;
  return {
    "@name": xml(oneLine(what)),
    "@classname": xml(where?.file ?? "command"),
    [as]: { "@type": code, "@message": xml(oneLine(what)), "#text": xml(problemLines(problem)) },
  };
}

function unstartedCase(unstarted: number): Case {
  const said = `interrupted: ${unstarted} scenarios not started`;
  return { "@name": said, "@classname": "command", error: { "@type": "interrupted", "@message": said, "#text": said } };
}

/** Without exponent and without thousands, as readers want it. */
const seconds = (value: number): string => value.toFixed(3);

/** What XML 1.0 has no place for, not even as an entity, becomes the sign for something that cannot be shown. */
const xml = (text: string): string =>
  text.toWellFormed().replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
