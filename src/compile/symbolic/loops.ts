// Ways through loops, and out of them: what breaks off or goes on with the next turn waits where it meets the others.
import type { Node } from "../code.ts";
import { ENDED, Outside, type Execution } from "./execution.ts";
import { meet, type State } from "./state.ts";
import type { Value } from "./values.ts";

/** What of a function waits for its end. */
export interface Frame {
  readonly returns: { readonly state: State; readonly value: Value }[];
  /** Loops and switches around, innermost last. */
  readonly around: Around[];
}
export interface Around {
  readonly label: string | undefined;
  readonly loops: boolean;
  readonly breaks: State[];
  nexts: State[];
}

/** How often a loop may turn. */
const TURNS_MAX = 4096;

interface Loop {
  /** Does a turn come before the first test? */
  readonly first: boolean;
  readonly test: () => Node;
  readonly body: () => void;
  readonly update?: () => void;
}

export function looped(
  x: Execution,
  frame: Frame,
  label: string | undefined,
  { first, test, body, update }: Loop,
): void {
  around(x, frame, { label, loops: true }, (loop) => {
    for (let turn = 0; ; turn++) {
      limit(turn);
      if (turn > 0 || !first) passing(x, test(), loop);
      turnOf(x, loop, body, []);
      update?.();
    }
  });
}

/** Runs what a break may leave, and goes on where its ways meet. */
export function around(
  x: Execution,
  frame: Frame,
  { label, loops }: Pick<Around, "label" | "loops">,
  run: (one: Around) => void,
): void {
  const one: Around = { label, loops, breaks: [], nexts: [] };
  frame.around.push(one);
  const ended = end(x, () => run(one));
  frame.around.pop();
  goOn(x, [...one.breaks, ended]);
}

export function limit(turn: number): void {
  if (turn > TURNS_MAX) throw new Outside(`a loop of more than ${TURNS_MAX} turns`);
}

/** Leaves the loop where the test is false. */
export function passing(x: Execution, test: Node, loop: Around): void {
  const known = x.state.decide(test);
  x.work();
  if (known) return;
  loop.breaks.push(known === false ? x.state : x.state.on(x.nodes.not(test)));
  if (known === false) throw ENDED;
  x.state = x.state.on(test);
}

/** One turn of a loop, up to where the next begins; some ways may have skipped it. */
export function turnOf(x: Execution, loop: Around, body: () => void, skipped: readonly State[]): void {
  loop.nexts = [];
  const ended = end(x, body);
  goOn(x, [...skipped, ...loop.nexts, ended]);
}

export function leave(x: Execution, breaks: boolean, label: string | undefined, frame: Frame): never {
  const from = frame.around.findLast((one) => (label === undefined ? one.loops || breaks : one.label === label));
  if (from === undefined) throw new Outside("leaving a labelled block");
  (breaks ? from.breaks : from.nexts).push(x.state);
  throw ENDED;
}

/** Runs a statement; the state in which it ends, if it does. */
export function end(x: Execution, body: () => void): State | undefined {
  return x.attempt(() => {
    body();
    return x.state;
  });
}

/** Goes on where several ways meet. */
export function goOn(x: Execution, ways: readonly (State | undefined)[]): void {
  const open = ways.filter((way) => way !== undefined);
  if (open.length === 0) throw ENDED;
  x.state = open.slice(0, -1).reduceRight((rest, way) => meet(way, rest).state, open.at(-1)!);
}
