// Channels: messages on their way, kept as a length and so many message slots.
//
//      | length | slot 0 | slot 1 | … |     unused slots are zero
//
// A "fifo" channel takes slot 0. An "any" channel is a multiset: its slots are kept sorted, so that equal contents are
// equal states, and which message is next is a pick of the instance, made where it is first asked for.
import { SpecError, problem } from "../messages.ts";
import { outside, type Codec } from "./codec.ts";
import type { Memory } from "./memory.ts";

/** A message that was picked from a channel without order. */
export interface Picked {
  readonly path: string;
  readonly leaves: Int32Array;
}

/** Runs through the picks of an instance, like the wheels of a counter: each run of the instance follows `path`, and
 *  `advance` moves the last wheel that can still turn. */
export class Picks {
  readonly #wheels: { at: number; of: number }[] = [];
  #turned = 0;
  /** Outside instances there is nothing to pick. */
  active = false;
  /** Who may not pick while they are inactive, in words. */
  idle = "a property";
  /** The messages that this run has picked, in order. */
  readonly picked: Picked[] = [];

  begin(): void {
    this.#wheels.length = 0;
    this.#turned = 0;
    this.picked.length = 0;
  }
  pick(of: number): number {
    const wheel = (this.#wheels[this.#turned++] ??= { at: 0, of });
    return wheel.at;
  }
  /** Makes the next run; false when all have been made. */
  advance(): boolean {
    this.#wheels.length = this.#turned;
    this.#turned = 0;
    this.picked.length = 0;
    while (this.#wheels.length > 0) {
      const last = this.#wheels.at(-1)!;
      if (++last.at < last.of) return true;
      this.#wheels.pop();
    }
    return false;
  }
}

export interface ChannelOptions {
  readonly path: string;
  readonly codec: Codec;
  readonly capacity: number;
  readonly any: boolean;
  readonly picks: Picks;
  readonly memory: Memory;
}

/** Runs an instance once for every way in which channels without order may hand out their messages. */
export function eachPick(
  { picks, channels }: { picks: Picks; channels: readonly ChannelView[] },
  run: (pick: number) => void,
): void {
  picks.begin();
  picks.active = true;
  let pick = 0;
  do {
    for (const channel of channels) channel.begin();
    run(pick++);
  } while (picks.advance());
  picks.active = false;
}

/** What a lossy or duplicating channel does by itself to the message in a slot. */
export function changeSlot(memory: Memory, nature: "lose" | "duplicate", channel: ChannelView, slot: number): void {
  memory.writable = true;
  if (nature === "lose") channel.remove(slot);
  else channel.insert(slot + 1, channel.message(slot));
  memory.writable = false;
}

/** Hears of messages that are sent and received; only while a counterexample is told. */
export interface Ear {
  message(kind: "send" | "receive", path: string, leaves: Int32Array): void;
}

export class ChannelView {
  at = 0;
  ear: Ear | undefined;
  /** The slot that this instance picked; −1 before it did. */
  #picked = -1;
  readonly #of: ChannelOptions;
  readonly #width: number;

  constructor(of: ChannelOptions) {
    this.#of = of;
    this.#width = of.codec.leaves.length;
  }

  /** Forgets the pick of the last instance. */
  begin(): void {
    this.#picked = -1;
  }

  get path(): string {
    return this.#of.path;
  }
  get length(): number {
    return this.#of.memory.cells[this.at]!;
  }
  get full(): boolean {
    return this.length === this.#of.capacity;
  }

  get head(): unknown {
    if (this.length === 0) return this.#of.memory.writable ? this.#refuse("has no head: it is empty") : undefined;
    return this.#of.codec.decode(this.#of.memory.cells, this.#slot(this.#next()));
  }

  send(message: unknown): void {
    const { memory, codec, path } = this.#of;
    if (!memory.writable) memory.forbidden();
    if (this.full) this.#refuse(`takes ${this.#of.capacity} messages and is full`);
    const leaves = new Int32Array(this.#width);
    if (!codec.encode(message, leaves, 0))
      memory.refuse("values stay in their domains", outside(`a message to ${path}`, message, codec.name));
    this.ear?.message("send", path, leaves);
    this.insert(this.#of.any ? this.#rank(leaves) : this.length, leaves);
  }

  receive(): unknown {
    const { memory, codec, path } = this.#of;
    if (!memory.writable) memory.forbidden();
    if (this.length === 0) this.#refuse("has nothing to receive: it is empty");
    const slot = this.#next();
    const leaves = this.message(slot);
    this.remove(slot);
    this.#picked = -1;
    this.ear?.message("receive", path, leaves);
    return codec.decode(leaves, 0);
  }

  /** The leaves of the message in a slot. */
  message(slot: number): Int32Array {
    return this.#of.memory.cells.slice(this.#slot(slot), this.#slot(slot + 1));
  }

  insert(slot: number, leaves: Int32Array): void {
    const { cells } = this.#of.memory;
    const end = this.#slot(this.length);
    const tail = cells.slice(this.#slot(slot), end);
    this.#of.memory.write(this.at, this.length + 1);
    this.#put(this.#slot(slot), leaves);
    this.#put(this.#slot(slot + 1), tail);
    if (this.#picked >= slot) this.#picked++;
  }

  remove(slot: number): void {
    const { memory } = this.#of;
    const end = this.#slot(this.length);
    const tail = memory.cells.slice(this.#slot(slot + 1), end);
    this.#put(this.#slot(slot), tail);
    for (let i = end - this.#width; i < end; i++) memory.write(i, 0);
    memory.write(this.at, this.length - 1);
  }

  /** The slots that hold distinct messages, the first of each; all slots of a "fifo" channel. */
  distinct(): number[] {
    const slots = Array.from({ length: this.length }, (_, i) => i);
    return this.#of.any ? slots.filter((i) => i === 0 || this.message(i).join() !== this.message(i - 1).join()) : slots;
  }

  #next(): number {
    if (!this.#of.any) return 0;
    if (this.#picked < 0) {
      if (!this.#of.picks.active) throw new SpecError([problem("guard-picks", { name: this.#of.picks.idle })]);
      const slots = this.distinct();
      this.#picked = slots[this.#of.picks.pick(slots.length)]!;
      this.#of.picks.picked.push({ path: this.#of.path, leaves: this.message(this.#picked) });
    }
    return this.#picked;
  }

  #rank(leaves: Int32Array): number {
    let i = 0;
    while (i < this.length && lexical(this.message(i), leaves) <= 0) i++;
    return i;
  }

  #put(at: number, leaves: Int32Array): void {
    for (let i = 0; i < leaves.length; i++) this.#of.memory.write(at + i, leaves[i]!);
  }
  #slot(i: number): number {
    return this.at + 1 + i * this.#width;
  }
  #refuse(what: string): never {
    return this.#of.memory.refuse("values stay in their domains", `${this.#of.path} ${what}`);
  }
}

function lexical(a: Int32Array, b: Int32Array): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
