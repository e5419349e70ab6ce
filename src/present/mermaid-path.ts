// The way of a counterexample through the tables of its machines: step numbers on the rows that were taken, the states
// that were passed coloured, the last one red; or those between which it goes to and fro for ever.
import type { Machine, Row } from "../spec/machine.ts";
import type { Counterexample, Owner, PartState, Step } from "../verdict/verdict.ts";
import { clip, label } from "./escape.ts";
import { isRepeated, ROUND } from "./loops.ts";
import { CLASSES, firstThatFits, ROUND_CLASS } from "./mermaid.ts";
import { inWords, keyOf, namesOf, runs, type Names } from "./mermaid-names.ts";
import type { Setting } from "./mermaid-sequence.ts";
import { drafted, stateBlock, type Block } from "./mermaid-states.ts";

/** One row taken by one member in one step. */
interface Passage {
  readonly machine: string;
  readonly owner: Owner;
  readonly row: Row;
  /** Counted from 1. */
  readonly step: number;
}

/** The picture of the path, with a box for each machine that moves; undefined where none does. */
export function pathDiagram(
  counterexample: Counterexample,
  machines: readonly Machine[],
  setting: Setting,
): string | undefined {
  const passages = passagesOf(counterexample, new Map(machines.map((machine) => [machine.name, machine])));
  const moved = machines.filter((machine) => passages.some((passage) => passage.machine === machine.name));
  if (moved.length === 0) return undefined;
  const names = namesOf(counterexample.initial);
  return firstThatFits([400, 40, 10], (rowsMax) =>
    drafted({
      title: `${setting.spec}, ${setting.scenario}: how “${clip(counterexample.claim, 50)}” is broken`,
      titleMax: 120,
      about: `The states on the way to ${counterexample.claim}`,
      classes: { ...CLASSES, ...(counterexample.loop && ROUND_CLASS) },
      blocks: moved.map((machine, at) => {
        const own = passages.filter((passage) => passage.machine === machine.name);
        const block = machineBlock(machine, { passages: own, names, counterexample, rowsMax, prefix: `m${at}s` });
        return moved.length === 1 ? block : boxed(block, label(machine.name), `m${at}`);
      }),
    }),
  );
}

interface BlockInput {
  readonly passages: readonly Passage[];
  readonly names: Names;
  readonly counterexample: Counterexample;
  readonly rowsMax: number;
  readonly prefix: string;
}

function machineBlock(machine: Machine, { passages, names, counterexample, rowsMax, prefix }: BlockInput): Block {
  const start = counterexample.initial.filter((state) => state.machine === machine.name);
  const passed = new Set(passages.flatMap(({ row }) => [row.fromState, row.toState]));
  const last = passages.findLast(({ step }) => step === counterexample.steps.length)?.row.toState;
  const round = new Set(roundOf(passages, counterexample).flatMap(({ row }) => [row.fromState, row.toState]));
  const repeats = isRepeated(counterexample.loop, counterexample.steps.length - 1);
  const several = new Set(passages.map(({ owner }) => keyOf(owner))).size > 1 || start.length > 1;
  return stateBlock(takenFirst(machine, passages, rowsMax), {
    prefix,
    rowsMax,
    onState: (state) => [state, ...startsIn(start, state, names)],
    onRow: (row) => rowInWords(row, { passages, counterexample, names: several ? names : undefined }),
    look: (state) => {
      if (round.has(state)) return "round";
      return state === last && !repeats ? "broken" : passed.has(state) ? "seen" : undefined;
    },
  });
}

/** The passages that repeat for ever. */
const roundOf = (passages: readonly Passage[], { loop }: Counterexample): Passage[] =>
  passages.filter(({ step }) => isRepeated(loop, step - 1));

/** A table that is too long to be shown whole loses rows that were not taken. */
function takenFirst(machine: Machine, passages: readonly Passage[], rowsMax: number): Machine {
  if (machine.rows.length <= rowsMax) return machine;
  const taken = new Set(passages.map(({ row }) => row));
  return { ...machine, rows: [...taken, ...machine.rows.filter((row) => !taken.has(row))] };
}

/** "start: front-end server 1 to 3". */
function startsIn(start: readonly PartState[], state: string, names: Names): string[] {
  const here = start.filter(({ values }) => values["state"] === state);
  const parts = Map.groupBy(here, ({ part }) => part);
  const who = [...parts].map(([part, members]) =>
    names.group(
      part,
      members.map(({ member }) => member),
    ),
  );
  return who.length > 0 ? [`start: ${inWords(who)}`] : [];
}

interface Taking extends Pick<BlockInput, "passages" | "counterexample"> {
  readonly names: Names | undefined;
}

/** "2 and 4 · learnPeer", and who took them where several could have. What repeats for ever is marked. */
function rowInWords(row: Row, { passages, counterexample, names }: Taking): string[] {
  const taken = passages.filter((passage) => passage.row === row);
  if (taken.length === 0) return [row.event];
  const repeated = roundOf(taken, counterexample);
  const once = taken.filter((passage) => !repeated.includes(passage));
  const numbers = [once, repeated].map((some) => runs(some.map(({ step }) => step)));
  const head = `${[numbers[0], numbers[1] && `${ROUND} ${numbers[1]}`].filter(Boolean).join(", ")} · ${row.event}`;
  const members = [...Map.groupBy(taken, ({ owner }) => owner.part)];
  return [
    head,
    ...(names
      ? members.map(([part, own]) =>
          names.group(
            part,
            own.map(({ owner }) => owner.member),
          ),
        )
      : []),
  ];
}

function boxed({ lines, edges }: Block, name: string, id: string): Block {
  const looks = lines.filter((line) => line.startsWith("class "));
  const inside = lines.filter((line) => !line.startsWith("class "));
  return { edges, lines: [`state "${name}" as ${id} {`, ...inside.map((line) => `  ${line}`), "}", ...looks] };
}

/** Follows every member through its table. */
function passagesOf({ initial, steps }: Counterexample, machines: ReadonlyMap<string, Machine>): Passage[] {
  const now = new Map(
    initial.map((state) => [
      keyOf(state),
      { machine: machines.get(state.machine ?? ""), state: state.values["state"] },
    ]),
  );
  const take = (owner: Owner, event: string, step: number): Passage[] => {
    const place = now.get(keyOf(owner));
    const row = place?.machine?.rows.find((r) => r.fromState === place.state && r.event === event);
    if (!place?.machine || !row) return [];
    now.set(keyOf(owner), { ...place, state: row.toState });
    return [{ machine: place.machine.name, owner, row, step }];
  };
  return steps.flatMap((step, at) => eventsOf(step).flatMap(([owner, event]) => take(owner, event, at + 1)));
}

/** The step's own event or those of a tick, and those that their effects dispatched. */
function eventsOf(step: Step): [Owner, string][] {
  const called = step.calls.filter(({ kind }) => kind === "dispatch");
  const own = step.tick?.moves ?? [step];
  return [
    ...own.map((move): [Owner, string] => [move, move.event]),
    ...called.map((call): [Owner, string] => [call, call.event ?? ""]),
  ];
}
