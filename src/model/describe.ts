// States in words: what every part holds, and what changed from one state to the next.
import type { Change, Owner, PartState, Shown } from "../verdict/verdict.ts";
import { unpack } from "./layout.ts";
import type { Field, Model, Part } from "./model.ts";

/** One field of one member, with its place in the leaves. */
interface Slot {
  readonly owner: Owner;
  readonly field: Field;
  readonly at: number;
}

/** All values of a packed state, in declaration order. */
export function describe(model: Model, state: Uint32Array): PartState[] {
  const leaves = leavesOf(model, state);
  return model.parts.flatMap((part) =>
    owners(part).map((owner, i) => ({
      ...owner,
      ...("states" in part && { machine: part.handle.machine.name }),
      ...("cohorts" in part && part.cohorts[i] && { cohort: part.cohorts[i] }),
      ...(part.path in model.spec.given && { given: true as const }),
      values: Object.fromEntries(
        part.fields.map((f) => [f.name, f.codec.show(leaves, part.at + i * part.stride + f.offset)]),
      ),
    })),
  );
}

/** What differs between two packed states, in declaration order; records are told field by field. */
export const changes = (model: Model, before: Uint32Array, after: Uint32Array): Change[] =>
  changedFields(model, before, after).flatMap(({ changed }) => changed);

/** The leaves of each changed field, for asking what would be if it had not changed. */
export function changedFields(
  model: Model,
  before: Uint32Array,
  after: Uint32Array,
): { at: number; width: number; changed: Change[] }[] {
  const [a, b] = [leavesOf(model, before), leavesOf(model, after)];
  return model.parts.flatMap((part) =>
    changedSlots(part, a, b).flatMap(({ owner, field, at }) => {
      const changed = differences(field.name, field.codec.show(a, at), field.codec.show(b, at));
      if (changed.length === 0) return [];
      return [{ at, width: field.codec.leaves.length, changed: changed.map((change) => ({ ...owner, ...change })) }];
    }),
  );
}

/** Fields of which a leaf differs. */
function changedSlots(part: Part, a: Int32Array, b: Int32Array): Slot[] {
  const found: Slot[] = [];
  for (let i = 0; i < part.size; i++) {
    for (const field of part.fields) {
      const at = part.at + i * part.stride + field.offset;
      let end = at;
      while (end < at + field.codec.leaves.length && a[end] === b[end]) end++;
      if (end < at + field.codec.leaves.length) found.push({ owner: ownerAt(part, i), field, at });
    }
  }
  return found;
}

export function leavesOf(model: Model, state: Uint32Array): Int32Array {
  const leaves = new Int32Array(model.layout.sizes.length);
  unpack(model.layout, state, 0, leaves);
  return leaves;
}

/** The members of a part as they are named in traces: fleets' from 1, ordered parts' by their index. */
function ownerAt(part: Part, i: number): Owner {
  if (part.kind === "fleet") return { part: part.path, member: i + 1 };
  return part.kind === "ordered" ? { part: part.path, member: i } : { part: part.path };
}

const owners = (part: Part): Owner[] => Array.from({ length: part.size }, (_, i) => ownerAt(part, i));

function differences(field: string, from: Shown, to: Shown): Omit<Change, "part">[] {
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  if (!isRecord(from) || !isRecord(to)) return [{ field, from, to }];
  return Object.keys(to).flatMap((key) => differences(`${field}.${key}`, from[key]!, to[key]!));
}

const isRecord = (x: Shown): x is { readonly [field: string]: Shown } =>
  typeof x === "object" && x !== null && !Array.isArray(x);
