// Reading, writing and calling what objects have.
import { types } from "node:util";
import { type ChannelPart, type VariablePart, type MemberView } from "../../model/model.ts";
import { ChannelHandle, MachineHandle, VariableHandle } from "../../spec/handle.ts";
import { callArray, setItem, setLength } from "./arrays.ts";
import { callChannel, getOfChannel } from "./channels.ts";
import { writePlace } from "./encode.ts";
import { Outside, type Execution } from "./execution.ts";
import { callFleet, sizeOf } from "./fleets.ts";
import { can, dispatch, getField, isIn, setField } from "./members.ts";
import { isPrimitive, mapped, sameValue } from "./operators.ts";
import { readPlace } from "./places.ts";
import { isMember, machinePart } from "./groups.ts";
import { isArrayLike, itemAt, lengthOf } from "./sequences.ts";
import { callSet, isSetLike, setSize } from "./sets.ts";
import {
  Choice,
  choose,
  Closure,
  Elements,
  Entries,
  isNumeric,
  isTruth,
  Made,
  number,
  numberNode,
  Opaque,
  RecordPlace,
  SubFleet,
  truth,
  type Value,
} from "./values.ts";

type Result = { readonly result: Value } | undefined;

// ---- Reading ------------------------------------------------------------------------------------------------------

/** object[key]. */
export function get(x: Execution, object: Value, key: Value): Value {
  if (object instanceof Choice) return x.each(object, (one) => get(x, one, key));
  if (key instanceof Choice) return x.each(key, (one) => get(x, object, one));
  if (object === undefined || object === null) x.throwNow();
  if (isArrayLike(object) && isNumeric(key)) return itemAt(x, object, numberNode(x.nodes, key));
  if (isNumeric(key) && typeof key !== "number")
    throw new Outside("an index that depends on the state, of what is no array");
  if (typeof key !== "string" && typeof key !== "number") throw new Outside("a computed property");
  return getNamed(x, object, String(key));
}

function getNamed(x: Execution, object: Value, name: string): Value {
  if (isMember(object)) return getField(x, object as MemberView, name) ?? noMethod(name, ["is", "can", "dispatch"]);
  if (object instanceof RecordPlace) {
    const field = object.shape.fields.find((f) => f.name === name);
    return field && readPlace(x, field.shape, object.at + field.offset);
  }
  if (object instanceof Entries) return object.entries.get(name);
  if (object instanceof Made && object.kind === "object")
    return mapped(x, x.state.get(object), (held) => (held as Entries).entries.get(name));
  if (isArrayLike(object)) return name === "length" ? number(lengthOf(x, object)) : otherOfArray(x, object, name);
  if (isSetLike(object))
    return name === "size" ? setSize(x, object) : noMethod(name, Object.getOwnPropertyNames(Set.prototype));
  if (object instanceof SubFleet)
    return name === "size"
      ? sizeOf(x, object.members)
      : noMethod(name, ["in", "count", "every", "some", "sum", "min", "max", "filter"]);
  if (object instanceof MachineHandle) return getOfHandle(x, object, name);
  const part = livePart(x, object);
  if (part?.kind === "channel") return getOfChannel(x, part, name) ?? noMethod(name, ["send", "receive"]);
  if (part)
    return name === "value" ? readPlace(x, x.fields.get(part)!.get("value")!.shape, x.places.at(part)) : undefined;
  return getOfCaptured(object, name);
}

/** A method that is no longer called on its object is not followed. */
function noMethod(name: string, methods: readonly string[]): undefined {
  if (methods.includes(name) || name in Object.prototype) throw new Outside(`\`${name}\` without calling it`);
  return undefined;
}

function otherOfArray(x: Execution, array: Value, name: string): Value {
  if (/^(0|[1-9]\d*)$/.test(name)) return get(x, array, Number(name));
  return noMethod(name, Object.getOwnPropertyNames(Array.prototype));
}

function getOfHandle(x: Execution, handle: MachineHandle, name: string): Value {
  if (handle.kind === "one" && name !== "index") {
    const found = getField(x, machinePart(x, handle).views[0]!, name);
    if (found !== undefined) return found;
  }
  const own = Object.getOwnPropertyDescriptor(handle, name);
  if (own && "value" in own) return own.value as Value;
  if (own) return undefined; // a variable that is undefined
  if (name in handle) throw new Outside(`\`${name}\` of a part without calling it`);
  return undefined;
}

/** The part of a handle or view of a variable or channel. */
function livePart(x: Execution, object: Value): VariablePart | ChannelPart | undefined {
  const isLive = object instanceof VariableHandle || object instanceof ChannelHandle;
  const part = x.model.parts.find((p) => p.handle === object || ("view" in p && p.view === object));
  if (isLive && part === undefined) throw new Outside("a part of another system");
  return part?.kind === "variable" || part?.kind === "channel" ? part : undefined;
}

/** Plain data that was captured. */
function getOfCaptured(object: Value, name: string): Value {
  if (typeof object === "string")
    return Object.hasOwn(Object(object) as object, name)
      ? (object as unknown as Record<string, Value>)[name]
      : ofPrototype(name, String.prototype);
  if (isNumeric(object)) return ofPrototype(name, Number.prototype);
  if (isTruth(object)) return ofPrototype(name, Boolean.prototype);
  if (isPrimitive(object) || object instanceof Closure) return noMethod(name, [name]);
  if (object instanceof Opaque || object instanceof Elements) throw new Outside(`\`${name}\` of an error or a text`);
  if (types.isProxy(object)) throw new Outside("a proxy");
  if (object instanceof Map && name === "size") return object.size;
  if (isModule(object)) return (object as Record<string, Value>)[name];
  for (let o = object as object | null; o; o = Object.getPrototypeOf(o) as object | null) {
    const own = Object.getOwnPropertyDescriptor(o, name);
    if (own && !("value" in own)) throw new Outside(`the getter \`${name}\``);
    if (own) return own.value as Value;
  }
  return undefined;
}

const ofPrototype = (name: string, prototype: object): undefined => noMethod(name, name in prototype ? [name] : []);

/** What `import * as name` gives, and what vite makes of every import. */
const isModule = (object: object): boolean =>
  types.isModuleNamespaceObject(object) ||
  Object.getOwnPropertyDescriptor(object, Symbol.toStringTag)?.value === "Module";

// ---- Writing ------------------------------------------------------------------------------------------------------

/** object[key] = value. */
export function set(x: Execution, object: Value, key: Value, value: Value): void {
  if (object instanceof Choice) return void x.each(object, (one) => set(x, one, key, value));
  if (key instanceof Choice) return void x.each(key, (one) => set(x, object, one, value));
  if (object === undefined || object === null) x.throwNow();
  if (isArrayLike(object)) return setInArray(x, object, key, value);
  if (typeof key !== "string") throw new Outside("a computed property");
  if (isMember(object)) return setField(x, object as MemberView, key, value);
  if (object instanceof RecordPlace) {
    const field = object.shape.fields.find((f) => f.name === key);
    if (field === undefined) x.alarmNow();
    return writePlace(x, field.shape, object.at + field.offset, value);
  }
  if (object instanceof Made) return setEntry(x, object, key, value);
  if (object instanceof MachineHandle && object.kind === "one" && key !== "state")
    return setField(x, machinePart(x, object).views[0]!, key, value);
  const part = livePart(x, object);
  if (part?.kind === "variable" && key === "value")
    return writePlace(x, x.fields.get(part)!.get("value")!.shape, x.places.at(part), value);
  if (object instanceof Entries || part || object instanceof MachineHandle) x.alarmNow(); // ignored or thrown, as the file was loaded
  throw new Outside("changing a captured object");
}

function setInArray(x: Execution, array: Parameters<typeof setItem>[1], key: Value, value: Value): void {
  if (key === "length") return setLength(x, array, value);
  if (!isNumeric(key)) throw new Outside("a computed property");
  const index = numberNode(x.nodes, key);
  if (index.op === "const") return setItem(x, array, whole(index.value), value);
  const most = lengthOf(x, array).hi;
  const slot = x.nodes.select(
    x.nodes.isWholeWithin(index, 0, most),
    x.nodes.whole(index, 0, most),
    x.nodes.constant(most + 1),
  );
  const at = choose(
    x.nodes,
    slot,
    Array.from({ length: most + 2 }, (_, i) => `${i}`),
  );
  x.each(at, (one) => (Number(one) > most ? x.alarmNow() : setItem(x, array, Number(one), value), undefined));
}

function whole(index: number): number {
  if (!Number.isInteger(index) || index < 0) throw new Outside("an index that is no whole number");
  return index;
}

function setEntry(x: Execution, object: Made, key: string, value: Value): void {
  x.each(x.state.get(object), (held) => {
    x.set(object, new Entries(new Map([...(held as Entries).entries, [key, value]])));
    return undefined;
  });
}

// ---- Calling ------------------------------------------------------------------------------------------------------

/** object[key](…args). */
export function callMethod(x: Execution, object: Value, key: Value, args: readonly Value[]): Value {
  if (object instanceof Choice) return x.each(object, (one) => callMethod(x, one, key, args));
  if (key instanceof Choice) return x.each(key, (one) => callMethod(x, object, one, args));
  if (object === undefined || object === null) x.throwNow();
  if (typeof key !== "string") return x.call(get(x, object, key), args);
  return (callOwn(x, object, key, args) ?? { result: x.call(get(x, object, key), args) }).result;
}

function callOwn(x: Execution, object: Value, name: string, args: readonly Value[]): Result {
  if (isMember(object)) return callMember(x, object as MemberView, name, args);
  if (object instanceof MachineHandle && object.kind === "one")
    return callMember(x, machinePart(x, object).views[0]!, name, args);
  if (object instanceof MachineHandle || object instanceof SubFleet)
    return callFleet(x, object, name, args) ?? missing(x, object, name);
  if (isSetLike(object)) return callSet(x, object, name, args) ?? missing(x, object, name);
  if (isArrayLike(object)) return callArray(x, object, name, args);
  if (object instanceof Map) return callMap(x, object, name, args);
  if (typeof object === "string") return callText(object, name, args);
  const part = livePart(x, object);
  if (part?.kind === "channel") return callChannel(x, part, name, args);
  return undefined;
}

/** A method that the live side does not have throws when it is called. */
function missing(x: Execution, object: Value, name: string): Result {
  return object instanceof MachineHandle && !(name in object) ? undefined : x.throwNow();
}

function callMember(x: Execution, member: MemberView, name: string, args: readonly Value[]): Result {
  switch (name) {
    case "is":
      return { result: truth(isIn(x, member, args)) };
    case "can":
      return { result: x.each(args[0], (event) => can(x, member, event)) };
    case "dispatch":
      return { result: x.each(args[0], (event) => dispatch(x, member, event)) };
    default:
      return undefined;
  }
}

function callMap(x: Execution, map: ReadonlyMap<unknown, unknown>, name: string, [key]: readonly Value[]): Result {
  const { nodes } = x;
  const entries = [...map];
  if (name === "has")
    return { result: truth(entries.reduce((sofar, [k]) => nodes.or(sofar, sameValue(x, key, k)), nodes.no)) };
  if (name !== "get") throw new Outside(`\`${name}\` of a map`);
  return {
    result: entries.reduce<Value>(
      (sofar, [k, value]) => choose(nodes, sameValue(x, key, k), [sofar, value]),
      undefined,
    ),
  };
}

/** A method of a text is called as it is where all is known. */
function callText(text: string, name: string, args: readonly Value[]): Result {
  const method: unknown = (String.prototype as unknown as Record<string, unknown>)[name];
  if (typeof method !== "function" || !args.every(isPrimitive)) throw new Outside(`\`${name}\` of a text`);
  const result: unknown = Reflect.apply(method, text, args);
  if (!isPrimitive(result)) throw new Outside(`\`${name}\` of a text`);
  return { result };
}
