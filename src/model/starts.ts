// Start states: every combination of what the start groups leave open.
import { problem, SpecError, type Problem } from "../messages.ts";
import { inWords, type Codec } from "./codec.ts";
import { NOTHING } from "./domains.ts";
import { pack } from "./layout.ts";
import type { Memory } from "./memory.ts";
import type { Field, MachinePart, Model, Part } from "./model.ts";
import { list } from "./params.ts";
import { membersOf } from "./parts.ts";
import { placeOf, placeOfSite } from "../capture/place.ts";
import type { StartGroup } from "../spec/handle.ts";

/** The leaves that one field of one member may start with. */
export interface Alternative {
  readonly at: number;
  readonly options: readonly Int32Array[];
}

/** What every field of every member may start with, in declaration order. */
export function findStarts(parts: readonly Part[], problems: Problem[]): Alternative[] {
  return parts.flatMap((part) => {
    if (part.kind === "channel") return [];
    if (part.kind === "variable") return [variableStart(part, problems)];
    return machineStarts(part, problems);
  });
}

function variableStart(part: Part & { kind: "variable" }, problems: Problem[]): Alternative {
  const field = part.fields[0]!;
  const given = part.handle.hasStart ? part.handle.start : undefined;
  return { at: part.at, options: optionsOf(field.codec, given, part, "value", problems) };
}

function machineStarts(part: MachinePart, problems: Problem[]): Alternative[] {
  const groups: readonly StartGroup[] = part.handle.groups ?? [{ members: part.size }];
  checkSum(part, groups, problems);
  for (const group of groups) checkNames(part, group, problems);
  const ofGroups = groups.map((group) => part.fields.map((f) => fieldOptions(part, f, group, problems)));
  const members = groups.flatMap((group, g) => Array<number>(membersOf(group) ?? 0).fill(g));
  return members
    .slice(0, part.size)
    .flatMap((g, i) =>
      part.fields.map((field, f) => ({ at: part.at + i * part.stride + field.offset, options: ofGroups[g]![f]! })),
    );
}

/** Every member starts in one group; where the part's own size is wrong there is nothing to add up to. */
function checkSum(part: MachinePart, groups: readonly StartGroup[], problems: Problem[]): void {
  const where = placeOfSite(part.handle.site);
  const bad = groups.filter((group) => membersOf(group) === undefined);
  for (const { members } of bad)
    problems.push(problem("start-members", { part: part.path, members: inWords(members) }, where));
  const sum = groups.reduce((n, group) => n + (membersOf(group) ?? 0), 0);
  if (bad.length === 0 && sum !== part.size && part.size === part.handle.size)
    problems.push(problem("start-sum", { part: part.path, sum, size: part.size }, where));
}

function checkNames(part: MachinePart, group: StartGroup, problems: Problem[]): void {
  const known = ["members", "cohort", "state", ...Object.keys(part.handle.vars)];
  for (const field of Object.keys(group)) {
    if (!known.includes(field))
      problems.push(
        problem("start-field-unknown", { part: part.path, field, known: list(known) }, placeOfSite(part.handle.site)),
      );
  }
}

function fieldOptions(part: MachinePart, field: Field, group: StartGroup, problems: Problem[]): Int32Array[] {
  if (field.name !== "state") return optionsOf(field.codec, group[field.name], part, field.name, problems);
  const { machine, site } = part.handle;
  const asked = [group["state"] ?? machine.initial].flat() as unknown[];
  if (asked.length === 0) problems.push(problem("start-state-none", { part: part.path }, placeOfSite(site)));
  return asked.map((state) => {
    const i = part.states.indexOf(state as string);
    if (i < 0 && machine.rows.length > 0) {
      const known = list(part.states);
      const values = { part: part.path, state: inWords(state), machine: machine.name, known };
      problems.push(problem("state-unknown", values, placeOfSite(site)));
    }
    return Int32Array.of(Math.max(i, 0));
  });
}

/** A value of the domain is that value; any other array means any of these. */
function optionsOf(codec: Codec, given: unknown, part: Part, field: string, problems: Problem[]): Int32Array[] {
  const leaves = new Int32Array(codec.leaves.length);
  if (given === undefined || codec === NOTHING) {
    codec.first(leaves, 0);
    return [leaves];
  }
  if (codec.encode(given, leaves, 0)) return [leaves];
  const bad = (value: unknown) => {
    problems.push(
      problem(
        "start-outside",
        { part: part.path, field, value: inWords(value), domain: codec.name },
        placeOfSite(part.handle.site),
      ),
    );
    return new Int32Array(codec.leaves.length);
  };
  if (!Array.isArray(given) || given.length === 0) return [bad(given)];
  return given.map((value: unknown) => {
    const option = new Int32Array(codec.leaves.length);
    return codec.encode(value, option, 0) ? option : bad(value);
  });
}

/**
 * Hands over every start state, packed, after the spec's start effect; the array is reused.
 *
 * @throws SpecError where the start effect is refused or throws, and where a member-valued field stays unset
 */
export function startStates(
  model: Model,
  alternatives: readonly Alternative[],
  found: (state: Uint32Array) => void,
): void {
  const { memory, layout } = model;
  const start = new Int32Array(memory.cells.length);
  const packed = new Uint32Array(layout.words);
  eachStart(alternatives, start, () => {
    memory.base.set(start);
    memory.cells.set(start);
    memory.version++;
    if (model.start) runStart(model, model.start);
    refuseUnset(model);
    pack(layout, memory.cells, packed, 0);
    memory.commit();
    found(packed);
  });
}

function runStart({ memory, spec }: Model, start: () => void): void {
  memory.writable = true;
  try {
    start();
  } catch (error) {
    if (error instanceof SpecError) throw error;
    const reason = memory.refusal?.detail ?? (error instanceof Error ? error.message : String(error));
    throw new SpecError([problem("start-breaks", { spec: spec.name, reason }, placeOf(error))], { cause: error });
  } finally {
    memory.writable = false;
  }
}

function refuseUnset({ memory, parts }: Model): void {
  if (memory.cells.every((c) => c >= 0)) return;
  const unset = parts.flatMap((part) =>
    part.fields
      .filter((field) => isUnset(memory, part, field))
      .map((field) => problem("start-missing", { part: part.path, field: field.name }, placeOfSite(part.handle.site))),
  );
  throw new SpecError(unset);
}

function isUnset({ cells }: Memory, { at, size, stride }: Part, { offset, codec }: Field): boolean {
  for (let i = 0; i < size; i++) {
    const first = at + i * stride + offset;
    if (cells.subarray(first, first + codec.leaves.length).some((c) => c < 0)) return true;
  }
  return false;
}

/** Hands every combination to `found`, written into `leaves`; the last field varies fastest. */
function eachStart(alternatives: readonly Alternative[], leaves: Int32Array, found: () => void): void {
  const open = alternatives.filter((a) => a.options.length > 1);
  for (const { at, options } of alternatives) if (options[0]) leaves.set(options[0], at);
  const turn = (i: number): void => {
    if (i === open.length) return found();
    for (const option of open[i]!.options) {
      leaves.set(option, open[i]!.at);
      turn(i + 1);
    }
  };
  turn(0);
}
