// Every kind of diagram, with a name put wherever an author can put one.
import { machineDiagram } from "../../src/present/mermaid-states.ts";
import { pathDiagram } from "../../src/present/mermaid-path.ts";
import { sequenceDiagram } from "../../src/present/mermaid-sequence.ts";
import { timelineDiagram } from "../../src/present/mermaid-timeline.ts";
import { systemDiagram } from "../../src/present/mermaid-system.ts";
import { machine, t, type Machine, type Row } from "../../src/spec/machine.ts";
import type { Counterexample } from "../../src/verdict/verdict.ts";

/** A machine of any rows at all, for tests that make them. */
export const machineOf: (name: string, initial: string, rows: readonly Row[]) => Machine = machine;

export function drawings(name: string): Readonly<Record<string, string>> {
  const one = machineOf(name, name, [t(name, name, "other"), t("other", name, name), t(name, `${name}2`, name)]);
  const two = machineOf("second", name, [t(name, name, name)]);
  const setting = { spec: name, scenario: name, params: { [name]: name } };
  const counterexample = counterexampleOf(name);
  const rule = { part: name, guard: name, effect: name, choices: [name] };
  const box = { path: name, kind: "fleet", machine: name, size: 3 } as const;
  return {
    sequence: sequenceDiagram(counterexample, setting),
    lasso: sequenceDiagram(
      { ...counterexample, loop: { begins: 1, since: 1, fair: [{ event: name, fair: "weak", taken: 1 }] } },
      setting,
    ),
    machine: machineDiagram(one, { about: name, rulesOf: () => [rule, { ...rule, part: "b", guard: "g" }] }),
    path: pathDiagram(counterexample, [one, two], setting)!,
    timeline: timelineDiagram({
      name,
      spec: name,
      scenario: name,
      params: {},
      fits: false,
      asExpected: false,
      matched: 1,
      fitted: [{ time: name, system: name, what: name, states: 3 }],
      mismatch: { entry: 1, time: "05:15", system: "", what: name, fails: "does", states: 3, reasons: [name] },
      states: 3,
    }),
    system: systemDiagram({
      spec: name,
      parts: [box, { path: "limit", kind: "variable", size: 1 }, { path: "inbox", kind: "channel", size: 1 }],
      links: [
        { by: name, of: name, kind: "reads", events: [name] },
        { by: "world", of: "limit", kind: "drives", events: [name, name] },
      ],
      circles: [[name]],
    }),
  };
}

function counterexampleOf(name: string): Counterexample {
  const first = { part: name, member: 1 };
  const second = { part: "second" };
  return {
    claim: name,
    initial: [
      { ...first, machine: name, cohort: name, values: { state: name, [name]: name } },
      { ...second, machine: "second", values: { state: name } },
      { part: "inbox", values: { messages: [] } },
    ],
    steps: [
      {
        part: "world",
        event: name,
        choice: { [name]: name },
        changed: [{ ...first, field: name, from: name, to: [name] }],
        calls: [],
      },
      {
        ...first,
        event: name,
        changed: [{ ...first, field: "state", from: name, to: "other" }],
        calls: [
          { ...second, kind: "dispatch", event: name, by: first },
          { part: "inbox", kind: "send", message: { [name]: name }, by: first },
        ],
      },
      { ...second, event: name, changed: [], calls: [], enabledBy: 1 },
    ],
    detail: name,
    replay: "",
  };
}
