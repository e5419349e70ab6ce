// What claims on the long run cost beside those on states: `node --conditions=fleetcheck-source bench/long-run.ts`. Each is
// asked for in a process of its own, in turns with a plain invariant, and compared with that by user time.
import { check, eventually, infinitelyOften, leadsTo, settles, type Property, type Spec } from "fleetcheck";
import philosophers from "../test/oracles/philosophers.ts";
import twoPhaseCommit from "../test/oracles/two-phase-commit.ts";
import { run } from "./command.ts";

type Fair = Readonly<Record<string, { readonly fair: "weak" | "strong"; readonly fairEach?: true }>>;

/** A spec with fair rules and claims on the long run. The first claim is the invariant to compare with. */
interface Subject {
  readonly spec: Spec;
  readonly params: Readonly<Record<string, number>>;
  readonly invariant: string;
  readonly part: string;
  readonly fair: Fair;
  readonly claims: (parts: any) => Record<string, Property>;
}

const each = { fair: "strong", fairEach: true } as const;
const subjects: readonly Subject[] = [
  {
    spec: twoPhaseCommit,
    params: { managers: 9 },
    invariant: "no two managers decide differently",
    part: "managers",
    fair: { prepare: { fair: "strong" }, hearCommit: { fair: "strong" }, hearAbort: { fair: "weak" } },
    claims: ({ managers }) => ({
      "all decide": infinitelyOften(() => managers.in("working", "prepared") === 0),
      "all settle": settles(() => managers.in("working") === 0, { without: ["managers.giveUp"] }),
    }),
  },
  {
    spec: philosophers,
    params: { philosophers: 10 },
    invariant: "neighbours do not both eat",
    part: "philosophers",
    fair: { takeFirst: each, takeSecond: each, putFirst: each, putSecond: each },
    claims: ({ philosophers: all }) => ({
      "somebody eats": eventually(() => all.in("eating") > 0),
      "who is hungry eats": leadsTo(
        () => all.at(0).is("hungry"),
        () => all.at(0).is("eating"),
      ),
      "five eat at once": infinitelyOften(() => all.in("eating") === 5),
    }),
  },
];

const [, self, place, claim] = process.argv;
if (place === undefined) compareAll();
else checkAlone(subjects[Number(place)]!, claim!);

function compareAll(): void {
  for (const [i, subject] of subjects.entries()) {
    const seconds = (name: string) => {
      const told = run([process.execPath, "--conditions=fleetcheck-source", self!, String(i), name], {});
      console.log(told.trim());
      return Number(/([\d.]+) s$/m.exec(told)![1]);
    };
    for (const name of Object.keys(subject.claims({}))) {
      const invariant = seconds(subject.invariant);
      console.log(`  ${(seconds(name) / invariant).toFixed(1)} times as long\n`);
    }
  }
}

function checkAlone(subject: Subject, name: string): void {
  const spec = fairly(subject);
  const before = process.cpuUsage();
  const verdict = check(spec, { params: subject.params, properties: [name], symmetry: "off", workers: 1 });
  const seconds = process.cpuUsage(before).user / 1e6;
  const { states, transitions, engine, properties } = verdict;
  const counts = `${states.toLocaleString("en-US")} states, ${transitions.toLocaleString("en-US")} transitions`;
  console.log(`${spec.name}, ${counts}, ${engine}: ${name}: ${properties[0]!.verdict}: ${seconds.toFixed(2)} s`);
}

function fairly({ spec, part, fair, claims }: Subject): Spec {
  const build: Spec["build"] = (params) => {
    const body = spec.build(params, {});
    const rules = body.rules as Record<string, Record<string, object>>;
    const made = Object.entries(fair).map(([event, timing]) => [event, { ...rules[part]?.[event], ...timing }]);
    return {
      ...body,
      rules: { ...rules, [part]: { ...rules[part], ...Object.fromEntries(made) } },
      properties: { ...body.properties, ...claims(body.parts) },
    };
  };
  return { ...spec, build };
}
