// `old`, the one word of the language that has no handle to find its state through. While a step is judged, the engine
// names itself here; this is dynamic scope, set and reset around each judgement, not state that outlives one.
import { problem, SpecError } from "../messages.ts";

/** What evaluates a function in the state before the step that is being judged. */
export type Before = <T>(f: () => T) => T;

let before: Before | undefined;

/**
 * The value of `f` in the state before the step. Only inside `everyStep`.
 *
 * @example everyStep(() => meter.value >= old(() => meter.value))
 * @throws SpecError outside `everyStep`
 */
export function old<T>(f: () => T): T {
  if (before === undefined) throw new SpecError([problem("old-outside-step", {})]);
  if (typeof f !== "function") throw new SpecError([problem("old-argument", {})]);
  return before(f);
}

/** Runs `judge` with `old` meaning `meaning`. */
export function withOld<T>(meaning: Before, judge: () => T): T {
  const outer = before;
  before = meaning;
  try {
    return judge();
  } finally {
    before = outer;
  }
}
