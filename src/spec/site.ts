// Where in the author's file a thing was made. The stack is kept as the engine's own object and only turned into
// text when a message needs it, so that recording a place costs next to nothing.

/** A place in an author's file: the call that made a machine, a part, a rule table or a spec. */
export interface Site {
  /** The stack of the call, formatted on first use. */
  readonly stack?: string;
}

/** The call site of `caller`, the public function that the author called. */
export function siteOf(caller: (...args: never[]) => unknown): Site {
  const site: { stack?: string } = {};
  Error.captureStackTrace(site, caller);
  return site;
}

/** The keys of what an author gave that mean nothing there; elaboration reports them. */
export const strangers = (given: object, known: readonly string[]): readonly string[] =>
  Object.keys(given).filter((key) => !known.includes(key));
