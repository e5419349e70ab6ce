// Purity: what rules and properties say must depend on the state alone. While they run, clocks and randomness are
// traps; and what they captured is compared after the search with what it was before.
import { types } from "node:util";
import { capture } from "../capture/capture.ts";
import { locate } from "../capture/locate.ts";
import { freeNames } from "../capture/parse.ts";
import { inOrder, problem, SpecError, type Problem } from "../messages.ts";
import { isPart } from "../spec/handle.ts";
import { isByNode, placeOf } from "../capture/place.ts";

// ---- Clocks and randomness ----------------------------------------------------------------------------------------

/** Milliseconds on the true clock, which `withoutClock` leaves alone. */
export const now: () => number = performance.now.bind(performance);

/**
 * Runs `run`, which must be synchronous, while an author's code that asks clocks or chance is watched; `doing` says
 * which function that is.
 *
 * @throws SpecError with all such questions, even where the run failed after them
 */
export function withoutClock<T>(run: () => T, doing = () => "a rule or property"): T {
  const { outcome, offences } = watchClock(run, doing);
  if (offences.length > 0) throw new SpecError(inOrder(offences));
  if ("thrown" in outcome) throw outcome.thrown;
  return outcome.result;
}

export interface Watched<T> {
  readonly outcome: { readonly result: T } | { readonly thrown: unknown };
  /** What was asked that must not be: each question once. */
  readonly offences: readonly Problem[];
}

/** Who asks so often waits for an answer that made-up clocks may never give. */
const QUESTIONS_MAX = 1_000;

/**
 * The same, with both: a run goes on after such a question, with an answer made up, so that one run shows several. Its
 * outcome then means nothing.
 */
export function watchClock<T>(run: () => T, doing: () => string): Watched<T> {
  const offences = new Map<string, Problem>();
  let questions = 0;
  const restore = setTraps((what) => {
    const error = new Error(what);
    if (isByNode(error)) return undefined; // a console that stamps its lines
    const found = problem("impure", { name: doing(), what }, placeOf(error));
    offences.set(JSON.stringify([found.what, found.where]), found);
    if (++questions > QUESTIONS_MAX) throw new SpecError([...offences.values()]);
    return questions;
  });
  let outcome: Watched<T>["outcome"];
  try {
    outcome = { result: run() };
  } catch (thrown) {
    outcome = { thrown };
  }
  restore();
  return { outcome, offences: [...offences.values()] };
}

/** Hears a question, and gives the number from which to make an answer up; none where the true answer is due. */
type Asked = (what: string) => number | undefined;

/** Puts the traps in place; the function that it returns takes them away again. */
function setTraps(asked: Asked): () => void {
  const { random } = Math;
  const TrueDate = Date;
  const dateNow = Date.now;
  const performanceNow = performance.now.bind(performance);
  const cryptoBefore = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  const either = (what: string, madeUp: (n: number) => number, truth: () => number) => () => {
    const n = asked(what);
    return n === undefined ? truth() : madeUp(n);
  };
  const undo = [
    replace(Math, "random", { value: either("Math.random", (n) => (n * 0.618) % 1, random) }),
    replace(TrueDate, "now", { value: either("Date.now", momentOf, dateNow) }),
    replace(performance, "now", { value: either("performance.now", momentOf, performanceNow) }),
    replace(globalThis, "Date", { value: trappedDate(TrueDate, asked) }),
    replace(globalThis, "crypto", {
      get: () => (asked("crypto"), cryptoBefore?.get ? cryptoBefore.get.call(globalThis) : cryptoBefore?.value),
    }),
  ];
  return () => {
    for (const putBack of undo.splice(0)) putBack();
  };
}

/** The n-th moment of a made-up clock, in milliseconds. */
const momentOf = (n: number): number => n * 12_345_678;

/** What a date is made of: a made-up moment, or the true one. */
const moment = (n: number | undefined): [] | [number] => (n === undefined ? [] : [momentOf(n)]);

/** Dates that are told their time are pure. */
function trappedDate(TrueDate: DateConstructor, asked: Asked): DateConstructor {
  return new Proxy(TrueDate, {
    construct(target, given, made) {
      const told = given.length === 0 ? moment(asked("new Date()")) : given;
      return Reflect.construct(target, told, made) as Date;
    },
    apply(target) {
      const [told] = moment(asked("Date()"));
      return told === undefined ? target() : new target(told).toString();
    },
  });
}

function replace(owner: object, key: string, by: PropertyDescriptor): () => void {
  const before = Object.getOwnPropertyDescriptor(owner, key);
  const writable = "value" in by ? { writable: true } : {};
  Reflect.defineProperty(owner, key, {
    configurable: true,
    enumerable: before?.enumerable ?? false,
    ...writable,
    ...by,
  });
  return () => (before ? Reflect.defineProperty(owner, key, before) : Reflect.deleteProperty(owner, key));
}

// ---- Captured values ----------------------------------------------------------------------------------------------

/** A function of a spec, with the words by which messages call it; what is no function is passed over. */
export interface Named {
  readonly name: string;
  readonly f: unknown;
}

/** What the functions of a spec, and the functions that those captured, knew at one moment. */
export type Snapshot = ReadonlyMap<Function, Known>;

interface Known {
  readonly name: string;
  readonly text: string;
  /** Copies by variable; a member of a module object stands as `module.member`. */
  readonly values: ReadonlyMap<string, unknown>;
}

const DEPTH_MAX = 8;
const FUNCTIONS_MAX = 1_000;

/**
 * Copies what some functions have captured, and what the functions that they captured have, and so on. Where the
 * inspector is not to be had the copy is empty.
 */
export function snapshot(watched: readonly Named[]): Snapshot {
  const known = new Map<Function, Known>();
  const copier = new Copier();
  let wave = new Map(watched.flatMap(({ name, f }) => (typeof f === "function" ? [[f, name] as const] : [])));
  for (let depth = 0; depth < DEPTH_MAX && wave.size > 0 && known.size < FUNCTIONS_MAX; depth++) {
    const captured = capture([...wave.keys()], wordsIn);
    const next = new Map<Function, string>();
    for (const [i, [f, name]] of [...wave].entries()) {
      const { text, variables } = captured[i]!;
      known.set(f, { name, text, values: copied(text, variables, copier) });
      for (const found of copier.functions.splice(0)) if (!wave.has(found) && !next.has(found)) next.set(found, name);
    }
    wave = new Map([...next].filter(([f]) => !known.has(f)));
  }
  return known;
}

/** The problems of captured values that differ between two snapshots of the same functions. */
export function changed(before: Snapshot, after: Snapshot): readonly Problem[] {
  const suspects = [...before].flatMap(([f, { name, text, values }]) => {
    const later = after.get(f)?.values;
    const differing = [...values].filter(([key, copy]) => later?.has(key) && !same(copy, later.get(key)));
    return differing.filter(([key]) => uses(text, key)).map(([key]) => ({ f, name, variable: shownName(key) }));
  });
  if (suspects.length === 0) return [];
  const places = locate(suspects.map(({ f }) => f));
  // Without a place a function is no author's, and what another package remembers is its own affair.
  return suspects.flatMap(({ name, variable }, i) =>
    places[i] ? [problem("captured-changed", { variable, name }, places[i])] : [],
  );
}

/** More than the names that a text really uses, and much cheaper; `uses` judges the few that matter. */
function wordsIn(text: string): Set<string> {
  return new Set((text.match(/[\w$\u0080-\uffff]+/g) ?? []).filter((word) => !isCounter(word)));
}

/** Istanbul's counters of what a test covered. */
const isCounter = (word: string): boolean => /^cov_[0-9a-z]+$/.test(word);

function uses(text: string, key: string): boolean {
  const [name, member] = key.split(".");
  return freeNames(text).has(name!) && (member === undefined || text.includes(key));
}

/** Vite reads imports from objects that it names itself. */
const shownName = (key: string): string => key.replace(/^__vite_ssr_import_\d+__\./, "");

function copied(text: string, variables: ReadonlyMap<string, unknown>, copier: Copier): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [name, value] of variables) {
    if (!isModuleObject(value)) values.set(name, copier.copy(value));
    else for (const [member, held] of membersOf(value, text)) values.set(`${name}.${member}`, copier.copy(held));
  }
  return values;
}

/** What `import * as name` gives, and what vite makes of every import. */
function isModuleObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  return (
    types.isModuleNamespaceObject(value) ||
    Object.getOwnPropertyDescriptor(value, Symbol.toStringTag)?.value === "Module"
  );
}

function membersOf(module: Record<string, unknown>, text: string): readonly (readonly [string, unknown])[] {
  return [...wordsIn(text)].flatMap((word) => {
    try {
      return word in module ? [[word, module[word]] as const] : [];
    } catch {
      return []; // not initialised yet
    }
  });
}

/** An object as it was: a tag, then keys and values in turn. */
class Copied {
  readonly parts: unknown[] = [];
}

/** Stands for what a copy left out; it is the same as anything. */
const UNSEEN: unique symbol = Symbol("unseen");

const NESTING_MAX = 100;

/** Copies values deeply, each object once, up to a bound on the whole. */
class Copier {
  /** The functions met on the way, for the caller to take. */
  readonly functions: Function[] = [];
  readonly #copies = new Map<object, Copied>();
  #room = 50_000;

  copy(value: unknown, nesting = 0): unknown {
    if (typeof value === "function") this.functions.push(value);
    if (typeof value !== "object" || value === null || !isOpen(value)) return value;
    const known = this.#copies.get(value);
    if (known) return known;
    const entries = entriesOf(value);
    this.#room -= entries.length + 1;
    if (this.#room < 0 || nesting > NESTING_MAX) return UNSEEN;
    const made = new Copied();
    this.#copies.set(value, made);
    made.parts.push(tagOf(value));
    for (const [key, held] of entries) made.parts.push(this.copy(key, nesting + 1), this.copy(held, nesting + 1));
    return made;
  }
}

/** May one look into it? Arrays, maps, sets, plain objects and instances of classes; no handles, machines or proxies. */
function isOpen(value: object): boolean {
  if (types.isProxy(value) || isPart(value) || isDeclaration(value)) return false;
  if (Array.isArray(value) || types.isMap(value) || types.isSet(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || isClass((prototype as object).constructor);
}

/** A machine, a system or a spec: frozen, and made at a site. */
function isDeclaration(value: object): boolean {
  return Object.isFrozen(value) && typeof Object.getOwnPropertyDescriptor(value, "site")?.value === "object";
}

function isClass(maker: unknown): boolean {
  return typeof maker === "function" && Function.prototype.toString.call(maker).startsWith("class");
}

/** Accessors are not asked: they are code. */
function entriesOf(value: object): readonly (readonly [unknown, unknown])[] {
  if (types.isMap(value)) return [...Map.prototype.entries.call(value)];
  if (types.isSet(value)) return [...Set.prototype.keys.call(value)].map((member) => [member, undefined]);
  return Object.entries(Object.getOwnPropertyDescriptors(value)).flatMap(([key, descriptor]) =>
    "value" in descriptor ? [[key, descriptor.value as unknown] as const] : [],
  );
}

function tagOf(value: object): string {
  return Array.isArray(value) ? "array" : types.isMap(value) ? "map" : types.isSet(value) ? "set" : "object";
}

function same(a: unknown, b: unknown, met: Map<Copied, Copied> = new Map()): boolean {
  if (a === UNSEEN || b === UNSEEN) return true;
  if (!(a instanceof Copied && b instanceof Copied)) return Object.is(a, b);
  if (met.get(a) === b) return true;
  met.set(a, b);
  return a.parts.length === b.parts.length && a.parts.every((part, i) => same(part, b.parts[i], met));
}
