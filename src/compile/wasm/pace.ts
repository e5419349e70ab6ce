// How many states to sweep in one call, so that it takes some milliseconds: by the clock, which changes nothing but when
// control is handed over.
const STATES_MIN = 256;
const STATES_MAX = 1 << 20;
/** Between these the number stays. */
const CALL_MS = { least: 2, most: 8 };

export class Pace {
  states = STATES_MIN;

  /** Learns how long a call has taken. */
  took(ms: number): void {
    if (ms < CALL_MS.least) this.states = Math.min(this.states * 2, STATES_MAX);
    else if (ms > CALL_MS.most) this.states = Math.max(this.states >> 1, STATES_MIN);
  }
}
