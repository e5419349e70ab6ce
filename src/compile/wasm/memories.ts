// The three memories of a search as the engine sees them: reading and writing what plan.ts has laid out.
import { BLOCK, CONTROL, JOB, MEMORIES, PAGE, PAGES_MAX, pagesOfList, type Kernel, type Plan } from "./plan.ts";
import { instantiate, newMemory, type Memory, type Module } from "./webassembly.ts";
import { comesBefore } from "../../model/layout.ts";
import { leafMasks } from "./words.ts";

/** Counters of a search: found, transitions and fired, of each worker. */
export type Counts = readonly Uint8Array[];

/** A job of a growing table (plan.ts). */
export interface Job {
  readonly begin: number;
  readonly end: number;
  readonly to: number;
  readonly toEnd: number;
}

/** The most pages of memories. */
export type PagesMax = Partial<Record<(typeof MEMORIES)[number], number>>;

export class Memories {
  readonly work: Memory;
  readonly table: Memory;
  readonly list: Memory;
  /** The control block as 32-bit numbers; the buffer is as long as it was at first, which is enough for all but ranges. */
  readonly #control: Int32Array;
  readonly #plan: Plan;

  /** @throws NoMemory where the system has no room for them */
  constructor(plan: Plan, keep: boolean, pagesMax: PagesMax = {}) {
    this.#plan = plan;
    const blocks = BLOCK * plan.stateBytes * (plan.reserve + 1);
    const pages = [Math.ceil((plan.rangesAt + 16 * plan.reserve) / PAGE) + 1, 1, Math.ceil(blocks / PAGE)];
    const most = (name: string) => (name === "list" ? pagesOfList(plan) : PAGES_MAX);
    const made = MEMORIES.map((name, i) =>
      newMemory(pages[i]!, Math.max(pages[i]!, pagesMax[name] ?? most(name)), name === "list" && plan.listUnit > 1),
    );
    [this.work, this.table, this.list] = made as [Memory, Memory, Memory];
    this.#control = new Int32Array(this.work.buffer);
    new Uint32Array(this.work.buffer, plan.masksAt).set(leafMasks(plan));
    this.set("blocks", 1); // address 0 is no state
    this.set("keep", keep || !plan.inline ? 1 : 0);
    this.beginRecent();
  }

  instantiate(compiled: Module): Kernel {
    return instantiate(compiled, this.named) as Kernel;
  }

  /** As a module imports them. */
  get named(): Readonly<Record<(typeof MEMORIES)[number], Memory>> {
    const { work, table, list } = this;
    return { work, table, list };
  }

  get bytes(): number {
    return MEMORIES.reduce((sum, name) => sum + this[name].buffer.byteLength, 0);
  }
  get control(): Int32Array {
    return this.#control;
  }
  get(name: keyof typeof CONTROL): number {
    return Atomics.load(this.#control, CONTROL[name] / 4);
  }
  set(name: keyof typeof CONTROL, value: number): void {
    Atomics.store(this.#control, CONTROL[name] / 4, value);
  }

  // ---- Areas ------------------------------------------------------------------------------------------------------------

  /** The address of a worker's area. */
  area(worker: number): number {
    return this.#plan.areasAt + worker * this.#plan.area.bytes;
  }
  get areas(): number[] {
    return Array.from({ length: this.#plan.workers }, (_, worker) => this.area(worker));
  }
  number(area: number, offset: number): number {
    return this.#control[(area + offset) / 4]! >>> 0;
  }
  setNumber(area: number, offset: number, value: number): void {
    this.#control[(area + offset) / 4] = value;
  }
  /** 64 bits, of which 53 are used. */
  long(area: number, offset: number): number {
    return this.number(area, offset) + this.number(area, offset + 4) * 2 ** 32;
  }
  sum(of: (area: number) => number): number {
    return this.areas.reduce((sum, area) => sum + of(area), 0);
  }

  get paused(): boolean {
    return this.get("paused") !== 0;
  }
  /** Has a memory come to where it cannot grow? */
  get full(): boolean {
    return this.get("full") !== 0;
  }
  /** Has a worker states in hand that it did not come to? */
  get unfinished(): boolean {
    const { cursor, end } = this.#plan.area;
    return this.areas.some((area) => this.number(area, cursor) !== this.number(area, end));
  }

  beginRecent(): void {
    for (const area of this.areas) this.setNumber(area, this.#plan.area.recent, 1); // see recent.ts
  }

  /** Takes back what workers set aside, and lets so many states be inserted. */
  giveRoom(room: number): void {
    for (const area of this.areas) this.setNumber(area, this.#plan.area.tokens, 0);
    this.set("room", room);
    this.set("paused", 0);
  }
  /** Hands out jobs, at most JOBS_MAX. */
  setJobs(jobs: readonly Job[]): void {
    const numbers = new Uint32Array(this.work.buffer, this.#plan.jobsAt);
    for (const [i, { begin, end, to, toEnd }] of jobs.entries())
      numbers.set([begin, end, to, toEnd, 0], (i * JOB.bytes) / 4);
    this.set("nextJob", 0);
    this.set("jobs", jobs.length);
  }
  /** The entries that workers have deferred. */
  deferred(): BigUint64Array[] {
    const { recent, deferred } = this.#plan.area;
    return this.areas.map((area) => {
      const length = this.number(area, deferred) / 8;
      this.setNumber(area, deferred, 0);
      return new BigUint64Array(this.work.buffer, area + recent, length);
    });
  }

  /** Sets insertions aside for the first worker; false where there is no room. */
  setAside(count: number): boolean {
    const room = this.get("room");
    if (room < count) return false;
    this.set("room", room - count);
    const { tokens } = this.#plan.area;
    this.setNumber(this.area(0), tokens, this.number(this.area(0), tokens) + count);
    return true;
  }

  /** Writes packed states where the first worker's successors stand; gives the address behind them. */
  writeOut(states: Uint32Array): number {
    const { layout, stride, area } = this.#plan;
    const count = states.length / layout.words;
    const out = this.area(0) + area.out;
    for (let i = 0; i < count; i++)
      this.#writeState(out + i * stride, states.subarray(i * layout.words, (i + 1) * layout.words));
    return out + count * stride;
  }
  #writeState(at: number, state: Uint32Array): void {
    const whole = new Uint32Array(this.#plan.stride / 4);
    whole.set(state);
    new Uint32Array(this.work.buffer).set(whole, at / 4);
  }

  // ---- Claims -----------------------------------------------------------------------------------------------------------

  want(wanted: Uint8Array): void {
    const bits = new Uint32Array(2 * this.#plan.claimPairs);
    for (const [claim, want] of wanted.entries()) if (want) bits[claim >> 5]! |= 1 << (claim & 31);
    new Uint32Array(this.work.buffer, this.#plan.wantedAt).set(bits);
  }

  setTargets(targets: readonly Uint32Array[]): void {
    const { area: at, stride } = this.#plan;
    const area = this.area(0);
    for (const [i, target] of targets.entries()) this.#writeState(area + at.target + i * stride, target);
    this.setNumber(area, at.targets, targets.length);
  }

  /** Has a worker other than the first kept a state? */
  get otherHits(): boolean {
    const { has } = this.#plan.area;
    const claims = Array.from({ length: this.#plan.claims }, (_, claim) => claim);
    return this.areas.slice(1).some((area) => claims.some((claim) => this.number(area, has + 4 * claim) !== 0));
  }

  /** The least state that any worker has kept for each claim or target; they are forgotten. */
  takeLeast(count: number): Map<number, Uint32Array> {
    const { area: at, stride, layout } = this.#plan;
    const least = new Map<number, Uint32Array>();
    for (const area of this.areas) {
      for (let i = 0; i < count; i++) {
        if (this.number(area, at.has + 4 * i) === 0) continue;
        const state = new Uint32Array(this.work.buffer, area + at.best + i * stride, layout.words).slice();
        const kept = least.get(i);
        if (kept === undefined || comesBefore(layout, state, kept)) least.set(i, state);
        this.setNumber(area, at.has + 4 * i, 0);
      }
    }
    return least;
  }

  /** Do the states of consumed ranges stay? */
  get keeps(): boolean {
    return this.get("keep") !== 0;
  }

  // ---- Searching again ----------------------------------------------------------------------------------------------------

  saveCounts(): Counts {
    return this.areas.map((area) => this.#counts(area).slice());
  }
  restoreCounts(counts: Counts): void {
    for (const [worker, saved] of counts.entries()) this.#counts(this.area(worker)).set(saved);
  }
  #counts(area: number): Uint8Array {
    const { transitions, has } = this.#plan.area;
    return new Uint8Array(this.work.buffer, area + transitions, has - transitions);
  }

  /** Forgets all states and counts; from now on levels are kept or not. */
  startOver(keep: boolean): void {
    for (const area of this.areas) new Uint8Array(this.work.buffer, area, this.#plan.area.bytes).fill(0);
    this.beginRecent();
    for (const name of ["nextRange", "ranges", "made", "parity", "task", "full"] as const) this.set(name, 0);
    this.set("blocks", 1);
    this.set("keep", keep ? 1 : 0);
  }
}
