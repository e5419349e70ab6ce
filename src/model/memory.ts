// The state while it is worked on: one number a leaf, so that a view is an index and a write is undone in O(1).
//
//      cells:  the values as the running function sees and writes them
//      base:   the values of the present state, to which every attempt goes back
//      log:    which cells were written since, in order, duplicates included
//
// A leaf is the smallest piece of a value: a state, a number, a flag of a set, a list's length.

/** Thrown to leave an effect whose transition is refused; the refusal itself stays in the memory, so that an effect
 *  that swallows the exception changes nothing. */
export class Refused extends Error {}

/** Why a transition is discarded: which built-in claim it breaks, and how. */
export interface Refusal {
  readonly claim: "values stay in their domains" | "calls are accepted" | "effects do not throw";
  readonly detail: string;
}

/** Called when something writes although only effects may. */
export type WriteGuard = () => never;

export class Memory {
  cells = new Int32Array(0);
  base = new Int32Array(0);
  log = new Int32Array(64);
  logged = 0;
  /** Another one whenever cells may hold something else: what was counted of them is then to be counted anew. */
  version = 0;
  writable = false;
  refusal: Refusal | undefined;
  /** Was something written where only effects may? Stays, even where the author's code swallowed the exception. */
  trespass: Error | undefined;
  /** Where the effect that runs may write, where that is not everywhere; `broken` says what is wrong with a leaf. */
  confine: { readonly from: number; readonly to: number; broken(at: number): Error } | undefined;
  forbidden: WriteGuard = () => {
    throw new Error("written outside an effect");
  };

  /** Gives the memory its size, once the layout is known. */
  allot(leaves: number): void {
    this.cells = new Int32Array(leaves);
    this.base = new Int32Array(leaves);
  }

  write(at: number, value: number): void {
    if (!this.writable) this.forbidden();
    if (this.cells[at] === value) return;
    if (this.confine !== undefined && (at < this.confine.from || at >= this.confine.to)) this.escape(at);
    if (this.logged === this.log.length) this.lengthenLog();
    this.log[this.logged++] = at;
    this.version++;
    this.cells[at] = value;
  }

  /** Takes back everything that was written since the present state was loaded. */
  undo(): void {
    const { cells, base, log } = this;
    if (this.logged > 0) this.version++;
    for (let i = 0; i < this.logged; i++) cells[log[i]!] = base[log[i]!]!;
    this.logged = 0;
    this.refusal = undefined;
  }

  /** Makes what was written the present state. */
  commit(): void {
    for (let i = 0; i < this.logged; i++) this.base[this.log[i]!] = this.cells[this.log[i]!]!;
    this.logged = 0;
  }

  refuse(claim: Refusal["claim"], detail: string): never {
    if (!this.writable) this.forbidden();
    this.refusal ??= { claim, detail };
    throw new Refused(detail);
  }

  /** Evaluates `f` in the present state, before anything that was written since. */
  before = <T>(f: () => T): T => {
    const after = this.cells;
    this.cells = this.base;
    this.version++;
    try {
      return f();
    } finally {
      this.cells = after;
      this.version++;
    }
  };

  private escape(at: number): never {
    this.trespass = this.confine!.broken(at);
    throw this.trespass;
  }

  private lengthenLog(): void {
    const longer = new Int32Array(this.log.length * 2);
    longer.set(this.log);
    this.log = longer;
  }
}
