// Counterexamples made by hand, for tests of what is drawn from them.
import { machine, t } from "../../src/spec/machine.ts";
import type { Counterexample, PartState, Step } from "../../src/verdict/verdict.ts";

export const FrontEndServer = machine("front-end server", "absent", [
  t("absent", "join", "building"),
  t("building", "learnPeer", "building"),
  t("building", "finishMap", "serving"),
  t("building", "exceedThreads", "useless"),
  t("serving", "learnPeer", "serving"),
  t("serving", "exceedThreads", "useless"),
  t("serving", "stop", "absent"),
  t("serving", "ask", "serving"),
  t("serving", "wait", "serving"),
]);
export const Operator = machine("operator", "idle", [t("idle", "restart", "busy"), t("busy", "rest", "idle")]);

const server = (member: number, state: string, threads: number, cohort?: string): PartState => ({
  part: "front",
  member,
  machine: "front-end server",
  ...(cohort && { cohort }),
  values: { state, threads },
});

const servers = [
  server(1, "serving", 2),
  server(2, "serving", 2),
  server(3, "serving", 2),
  server(4, "absent", 0, "added"),
];

const changed = (
  part: string,
  member: number | undefined,
  field: string,
  from: string | number,
  to: string | number,
) => ({
  part,
  ...(member !== undefined && { member }),
  field,
  from,
  to,
});

/** The counterexample of the aimed-for picture: an added server joins, and an old one has a thread too few for it. */
export const threads: Counterexample = {
  claim: "no server outgrows its threads",
  initial: servers,
  steps: [
    {
      part: "front",
      member: 4,
      event: "join",
      changed: [changed("front", 4, "state", "absent", "building")],
      calls: [],
    },
    {
      part: "front",
      member: 1,
      event: "learnPeer",
      changed: [changed("front", 1, "threads", 2, 3)],
      calls: [],
      enabledBy: 0,
    },
    {
      part: "front",
      member: 1,
      event: "exceedThreads",
      changed: [changed("front", 1, "state", "serving", "useless")],
      calls: [],
      enabledBy: 0,
    },
  ],
  detail: "front 1 state = useless",
  replay: "",
};

export const setting = {
  spec: "front-end bootstrap",
  scenario: "25 November 2020",
  params: { servers: 3, added: 1, threadLimit: 2 },
};

/** Everything at once: world events, calls, a channel, a variable, a choice, a change that no call explains. */
export const everything: Counterexample = {
  claim: "nobody is served twice",
  initial: [
    ...servers,
    { part: "operator", machine: "operator", values: { state: "idle" } },
    { part: "inbox", values: { messages: [] } },
    { part: "limit", values: { value: 3 } },
  ],
  steps: [
    {
      part: "world",
      event: "demand rises",
      choice: { n: 2 },
      changed: [changed("limit", undefined, "value", 3, 5)],
      calls: [],
    },
    {
      part: "operator",
      event: "restart",
      choice: { target: "front 2" },
      changed: [
        changed("operator", undefined, "state", "idle", "busy"),
        changed("front", 2, "state", "serving", "absent"),
        changed("front", 2, "threads", 2, 0),
        changed("front", 3, "threads", 2, 1),
      ],
      calls: [{ part: "front", member: 2, kind: "dispatch", event: "stop", by: { part: "operator" } }],
    },
    {
      part: "front",
      member: 3,
      event: "ask",
      changed: [{ part: "inbox", field: "messages", from: [], to: [{ to: "front 1", body: "ping" }] }],
      calls: [
        { part: "inbox", kind: "send", message: { to: "front 1", body: "ping" }, by: { part: "front", member: 3 } },
        { part: "front", member: 3, kind: "dispatch", event: "wait", by: { part: "front", member: 3 } },
      ],
      enabledBy: 1,
    },
    {
      part: "inbox",
      event: "deliver",
      changed: [
        { part: "inbox", field: "messages", from: [{ to: "front 1", body: "ping" }], to: [] },
        changed("front", 1, "threads", 2, 3),
      ],
      calls: [
        { part: "inbox", kind: "receive", message: { to: "front 1", body: "ping" }, by: { part: "inbox" } },
        { part: "front", member: 1, kind: "dispatch", event: "learnPeer", by: { part: "inbox" } },
      ],
      enabledBy: 2,
    },
    {
      part: "world",
      event: "power fails",
      changed: [1, 2, 3].map((n) => changed("front", n, "state", "serving", "absent")),
      calls: [],
    },
  ],
  detail: "front 1 threads = 3\nlimit = 5",
  replay: "",
};

/** A trace of `count` steps of two members in turn. */
export function long(count: number): Counterexample {
  return { ...threads, steps: Array.from({ length: count }, (_, i) => learning(i)) };
}

const learning = (i: number): Step => ({
  part: "front",
  member: 1 + (i % 2),
  event: "learnPeer",
  changed: [changed("front", 1 + (i % 2), "threads", i, i + 1)],
  calls: [],
  ...(i > 0 && { enabledBy: i - 1 }),
});
