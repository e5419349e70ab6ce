// Handles: what parts are at run time. A handle is live: in guards, effects and properties it reads the state being
// explored, through one hidden binding that elaboration sets (model/parts.ts).
import { problem, SpecError } from "../messages.ts";
import type { Domain, Fields } from "./domain.ts";
import type { Machine } from "./machine.ts";
import { strangers, type Site } from "./site.ts";

/** The hidden binding of a handle: what it reads and writes while a state is explored. */
export const live: unique symbol = Symbol("fleetcheck.live");

export type Shape = "ring" | "line";

export interface ChannelOptions {
  readonly capacity: number;
  /** "fifo" (the default) or "any": every message may be the next one. */
  readonly order?: "fifo" | "any";
  /** Adds the event `lose`: one message is gone. */
  readonly lossy?: boolean;
  /** Adds the event `duplicate`: one message is there twice, while there is room. */
  readonly duplicating?: boolean;
}

/** A start group as elaboration reads it. */
export interface StartGroup extends Readonly<Record<string, unknown>> {
  readonly members?: number;
  readonly cohort?: string;
}
export interface MachineOptions {
  readonly vars?: Fields | ((self: Domain<unknown>) => Fields);
  readonly start?: StartGroup | readonly StartGroup[];
  readonly shape?: Shape;
}

abstract class Handle<Live> {
  abstract readonly kind: string;
  readonly site: Site;
  [live]?: Live;

  constructor(site: Site) {
    this.site = site;
  }
}

function bound<Live>(handle: Handle<Live>): Live {
  const binding = handle[live];
  if (binding === undefined) throw new SpecError([problem("handle-unbound", { kind: handle.kind })]);
  return binding;
}

export const PART_KEYS = ["vars", "start", "shape"];

/** A fleet, an ordered part or one: a machine in so many copies. The live side has the same methods. */
export class MachineHandle extends Handle<any> {
  readonly kind: "fleet" | "ordered" | "one";
  readonly machine: Machine;
  readonly size: number;
  readonly shape: Shape;
  readonly vars: Fields;
  readonly groups: readonly StartGroup[] | undefined;
  /** Keys that mean nothing. */
  readonly strangers: readonly string[];

  constructor(kind: "fleet" | "ordered" | "one", machine: Machine, size: number, options: MachineOptions, site: Site) {
    super(site);
    this.kind = kind;
    this.machine = machine;
    this.size = size;
    this.shape = options.shape ?? "ring";
    this.vars = typeof options.vars === "function" ? options.vars(this as Domain<unknown>) : (options.vars ?? {});
    this.strangers = strangers(options, PART_KEYS);
    this.groups = options.start === undefined ? undefined : [options.start].flat();
    if (kind === "one") forwardVars(this);
  }

  choosing(choices: Fields, rule: object): object {
    return { ...rule, choices };
  }
  // One.
  get state() {
    return bound(this).state;
  }
  get cohort() {
    return bound(this).cohort;
  }
  is(...states: string[]) {
    return bound(this).is(...states);
  }
  dispatch(event: string) {
    bound(this).dispatch(event);
  }
  can(event: string) {
    return bound(this).can(event);
  }
  // Fleet and ordered.
  in(...states: string[]) {
    return bound(this).in(...states);
  }
  count(p: (m: unknown) => boolean) {
    return bound(this).count(p);
  }
  every(p: (m: unknown) => boolean) {
    return bound(this).every(p);
  }
  some(p: (m: unknown) => boolean) {
    return bound(this).some(p);
  }
  sum(f: (m: unknown) => number) {
    return bound(this).sum(f);
  }
  min(f: (m: unknown) => number) {
    return bound(this).min(f);
  }
  max(f: (m: unknown) => number) {
    return bound(this).max(f);
  }
  filter(p: (m: unknown) => boolean) {
    return bound(this).filter(p);
  }
  [Symbol.iterator]() {
    return bound(this)[Symbol.iterator]();
  }
  // Ordered.
  at(index: number) {
    return bound(this).at(index);
  }
  next(m: object) {
    return bound(this).next(m);
  }
  previous(m: object) {
    return bound(this).previous(m);
  }
  find(p: (m: unknown) => boolean) {
    return bound(this).find(p);
  }
  map(f: (m: unknown) => unknown) {
    return bound(this).map(f);
  }
  reduce(f: (sofar: unknown, m: unknown) => unknown, first: unknown) {
    return bound(this).reduce(f, first);
  }
}

/** Variables that are read before there is a state say so. Elaboration puts accessors of its own in front of these:
 *  new ones, since to redefine those of an object makes every read of it slow. */
function forwardVars(handle: MachineHandle): void {
  const unbound: object = Object.create(Object.getPrototypeOf(handle) as object);
  for (const name of Object.keys(handle.vars)) {
    if (name in handle) continue; // a reserved name; validation says so
    const get = () => bound(handle)[name];
    const set = (value: unknown) => {
      bound(handle)[name] = value;
    };
    Object.defineProperty(unbound, name, { get, set });
  }
  Object.setPrototypeOf(handle, unbound);
}

export class VariableHandle extends Handle<{ value: unknown }> {
  readonly kind = "variable";
  readonly of: Domain<unknown>;
  readonly start: unknown;
  readonly hasStart: boolean;

  constructor(of: Domain<unknown>, start: unknown, hasStart: boolean, site: Site) {
    super(site);
    this.of = of;
    this.start = start;
    this.hasStart = hasStart;
  }
  get value() {
    return bound(this).value;
  }
  set value(value: unknown) {
    bound(this).value = value;
  }
}

interface LiveChannel {
  readonly length: number;
  readonly full: boolean;
  readonly head: unknown;
  send(message: unknown): void;
  receive(): unknown;
}

export class ChannelHandle extends Handle<LiveChannel> {
  readonly kind = "channel";
  readonly of: Domain<unknown>;
  readonly options: ChannelOptions;

  constructor(of: Domain<unknown>, options: ChannelOptions, site: Site) {
    super(site);
    this.of = of;
    this.options = options;
  }
  get length() {
    return bound(this).length;
  }
  get full() {
    return bound(this).full;
  }
  get head() {
    return bound(this).head;
  }
  send(message: unknown) {
    bound(this).send(message);
  }
  receive() {
    return bound(this).receive();
  }
}

export type PartHandle = MachineHandle | VariableHandle | ChannelHandle;
export const isPart = (x: unknown): x is PartHandle => x instanceof Handle;
