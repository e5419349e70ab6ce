// The parts of a system: found in arrays and records, named by their path, and laid out in leaves.
import { problem, type Problem } from "../messages.ts";
import {
  ChannelHandle,
  isPart,
  live,
  MachineHandle,
  VariableHandle,
  type PartHandle,
  type StartGroup,
} from "../spec/handle.ts";
import type { Body } from "../spec/body.ts";
import { ChannelView, type Picks } from "./channel.ts";
import { AT, type Codec } from "./codec.ts";
import { Codecs, ITEMS_MAX } from "./domains.ts";
import { listCodec } from "./lists.ts";
import type { Memory } from "./memory.ts";
import { type Field, type MachinePart, type Part, type MemberView } from "./model.ts";
import { list } from "./params.ts";
import { placeOfSite } from "../capture/place.ts";
import { flagCodec, oneOfCodec } from "./scalars.ts";
import { memberViews, OrderedView, variableView, WholeView, type Calls } from "./views.ts";

/** A part with the rules that were given for it. */
export interface Found {
  readonly path: string;
  readonly handle: PartHandle;
  readonly rules: unknown;
}

/** Walks `parts` and `rules` side by side: an array's rules stand for each element, a record's by key. */
export function findParts(body: Body<object, unknown>, spec: string, problems: Problem[]): Found[] {
  const found: Found[] = [];
  const walk = (value: unknown, path: string, rules: unknown): void => {
    if (isPart(value)) found.push({ path, handle: value, rules });
    else if (Array.isArray(value)) value.forEach((x, i) => walk(x, `${path} ${i + 1}`, rules));
    else if (typeof value === "object" && value !== null) walkRecord(value, `${path}.`, rules);
    else problems.push(problem("part-bad", { part: path, spec, got: String(value) }, placeOfSite(body.site)));
  };
  const walkRecord = (record: object, prefix: string, rules: unknown): void => {
    const given = (rules ?? {}) as Record<string, unknown>;
    for (const [key, value] of Object.entries(record)) walk(value, prefix + key, given[key]);
    for (const asked of Object.keys(given)) {
      if (!(asked in record))
        problems.push(
          problem(
            "part-unknown",
            { asked: prefix + asked, spec, known: list(Object.keys(record)) },
            placeOfSite(body.site),
          ),
        );
    }
  };
  walkRecord(body.parts, "", body.rules);
  return found;
}

const RESERVED = ["state", "cohort", "is", "can", "dispatch", "index"];
const SIZE_MAX = 65_535;

const isSize = (n: unknown): n is number => Number.isInteger(n) && (n as number) >= 0 && (n as number) <= SIZE_MAX;

/** How many members a start group has; undefined where that is no number of members. */
export function membersOf({ members = 1 }: StartGroup): number | undefined {
  return isSize(members) ? members : undefined;
}

/** Makes the parts with their codecs; their places and views come with `place`. */
export function makeParts(found: readonly Found[], picks: Picks, memory: Memory, problems: Problem[]): Part[] {
  const parts = found.map((f) => newPart(f, picks, memory));
  const codecs = new Codecs(parts, problems);
  for (const part of parts) fillPart(part, codecs, memory, picks, problems);
  return parts;
}

function newPart({ path, handle }: Found, picks: Picks, memory: Memory): Part {
  const base = { path, at: 0, stride: 0, fields: [] };
  if (handle instanceof VariableHandle) return { ...base, kind: "variable", handle, size: 1, view: {} };
  if (handle instanceof ChannelHandle)
    return {
      ...base,
      kind: "channel",
      handle,
      size: 1,
      view: new ChannelView({ path, codec: flagCodec(), capacity: 0, any: false, picks, memory }),
    };
  const rows = handle.machine.rows;
  const memberName = (i: number) => (handle.kind === "one" ? path : `${path} ${handle.kind === "fleet" ? i + 1 : i}`);
  return {
    ...base,
    kind: handle.kind,
    handle,
    size: isSize(handle.size) ? handle.size : 0,
    states: [...new Set([handle.machine.initial, ...rows.flatMap((row) => [row.fromState, row.toState])])],
    cohorts: (handle.groups ?? []).flatMap((g) => Array<string>(membersOf(g) ?? 0).fill(g.cohort ?? "")),
    views: [],
    rows: [],
    memberName,
  };
}

function fillPart(part: Part, codecs: Codecs, memory: Memory, picks: Picks, problems: Problem[]): void {
  const where = placeOfSite(part.handle.site);
  if (part.kind === "variable") {
    part.fields = [{ name: "value", codec: codecs.of(part.handle.of, `variable \`${part.path}\``, part), offset: 0 }];
  } else if (part.kind === "channel") {
    const { capacity, order } = part.handle.options;
    const codec = codecs.of(part.handle.of, `channel \`${part.path}\``, part);
    const slots = Number.isInteger(capacity) && capacity >= 0 && capacity <= ITEMS_MAX ? capacity : 0;
    if (slots !== capacity) problems.push(problem("size-bad", { part: part.path, size: capacity }, where));
    part.view = new ChannelView({ path: part.path, codec, capacity: slots, any: order === "any", picks, memory });
    part.fields = [{ name: "messages", codec: listCodec(codec, slots), offset: 0 }];
  } else fillMachinePart(part, codecs, problems);
  part.stride = part.fields.reduce((n, f) => n + f.codec.leaves.length, 0);
}

function fillMachinePart(part: MachinePart, codecs: Codecs, problems: Problem[]): void {
  const where = placeOfSite(part.handle.site);
  if (part.size !== part.handle.size)
    problems.push(problem("size-bad", { part: part.path, size: part.handle.size }, where));
  const fields: Field[] = [{ name: "state", codec: stateCodec(part.states), offset: 0 }];
  let offset = 1;
  for (const [name, domain] of Object.entries(part.handle.vars)) {
    if (RESERVED.includes(name) || (part.kind === "one" && name in MachineHandle.prototype)) {
      problems.push(problem("name-reserved", { part: part.path, name }, where));
      continue;
    }
    const codec = codecs.of(domain, `\`${part.path}.${name}\``, part);
    fields.push({ name, codec, offset });
    offset += codec.leaves.length;
  }
  part.fields = fields;
}

const stateCodec = (states: readonly string[]): Codec => ({ ...oneOfCodec(states), name: `states ${list(states)}` });

/** Gives every part its place, its views and its handle's binding. Returns the size of every leaf. */
export function place(parts: readonly Part[], memory: Memory, calls: Calls, problems: Problem[]): number[] {
  const sizes: number[] = [];
  for (const part of parts) {
    part.at = sizes.length;
    const member = part.fields.flatMap((f) => f.codec.leaves);
    for (let i = 0; i < part.size; i++) sizes.push(...member);
    bind(part, memory, calls, problems);
  }
  memory.allot(sizes.length);
  return sizes;
}

function bind(part: Part, memory: Memory, calls: Calls, problems: Problem[]): void {
  const { handle } = part;
  if (handle[live] !== undefined)
    problems.push(problem("handle-reused", { part: part.path }, placeOfSite(handle.site)));
  if (part.kind === "variable")
    part.view = handle[live] = variableView(part.fields[0]!.codec, memory, part.at, part.path) as never;
  else if (part.kind === "channel") {
    part.view.at = part.at;
    (handle as ChannelHandle)[live] = part.view;
  } else bindMachine(part, memory, calls);
}

function bindMachine(part: MachinePart, memory: Memory, calls: Calls): void {
  const views = memberViews(part, memory, calls);
  (part.views as MemberView[]).push(...views);
  if (part.kind === "one") bindOne(part, views[0]!, memory);
  else if (part.kind === "fleet") part.handle[live] = new WholeView(part, calls, memory);
  else part.handle[live] = new OrderedView(part, calls, part.handle.shape === "ring");
}

/** The variables of a single part are read on the handle itself, so they get the view's own accessors there. */
function bindOne(part: MachinePart, view: MemberView, memory: Memory): void {
  part.handle[live] = view;
  Object.defineProperty(part.handle, AT, { value: part.at, configurable: true });
  for (const field of part.fields.slice(1)) {
    const accessors = field.codec.property(memory, field.offset, () => `${part.path}.${field.name}`);
    Object.defineProperty(part.handle, field.name, { ...accessors, configurable: true });
  }
}
