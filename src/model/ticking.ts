// The tick: time passes for the whole system in one step. Every member that takes part in it acts on the state before
// the tick, so that nobody sees what another wrote; then all that was written is put together, and the clock's own effect
// runs on the state that this makes.
//
//      ways:  | one for each number of members from each class of equal ones, the first of them acting | the others |
//
// A way stands for who takes part, where rules are limited to so many members. Those in which the first of equal members
// act come first, so that a reduced search, to which equal members are one, need not make the others.
import { placeOf } from "../capture/place.ts";
import { problem, SpecError } from "../messages.ts";
import { AT } from "./codec.ts";
import { allCombinations, countsOf } from "./combinations.ts";
import type { Refusal } from "./memory.ts";
import type { MachinePart, Model, RowRule, Rule } from "./model.ts";
import type { Performer } from "./perform.ts";

/** A member that can take part in a tick, and the row that it would take. */
export interface Taker {
  readonly part: MachinePart;
  readonly member: number;
  readonly row: RowRule;
}

/** Who takes part in a tick. */
export interface Way {
  /** Its number; −1 where there is no other. */
  readonly choice: number;
  readonly takers: readonly Taker[];
  /** Those of them who act in the place of others, rule by rule. */
  readonly chosen: readonly (readonly Taker[])[];
}

/** Says which members are one to a reduced search. */
export interface Likeness {
  /** May all of these change places, without a change of the present state? */
  areAlike(part: MachinePart, members: readonly number[]): boolean;
}

/** In how many ways a tick may happen in one state. */
const WAYS_MAX = 65_536;

export class Ticking {
  readonly rule: Rule;
  readonly #model: Model;
  readonly #performer: Performer;
  readonly #parts: readonly MachinePart[];
  /** What fired in the tick that happened last, by rule number. */
  readonly fired: number[] = [];

  constructor(model: Model, performer: Performer, rule: Rule) {
    this.rule = rule;
    this.#model = model;
    this.#performer = performer;
    this.#parts = model.parts.filter(
      (part): part is MachinePart => "views" in part && part.rows.some((rows) => rows.some(isTogether)),
    );
  }

  /** All ways in which a tick can happen in the present state, in order; with `alike`, one for all that are alike. */
  *ways(alike?: Likeness): Generator<Way, void> {
    const takers = this.#inRounds(() => this.#takers());
    const limited = limitedIn(takers, this.#model.memory.cells);
    if (limited.length === 0) {
      yield { choice: -1, takers, chosen: [] };
      return;
    }
    const free = takers.filter(({ row }) => !limited.some((group) => group.rule === row.rule));
    let choice = 0;
    for (const chosen of waysToChoose(limited, this.rule, alike))
      yield { choice: choice++, takers: inOrder([...free, ...chosen.flat()]), chosen };
  }

  /** Makes the tick happen in memory. Where it is refused, says why, once for each claim; the caller undoes it. */
  happen({ takers }: Way): Refusal[] {
    this.fired.length = 0;
    const { memory } = this.#model;
    const written: number[] = [];
    const refusals: Refusal[] = [];
    this.#inRounds(() => {
      for (const taker of takers) this.#act(taker, written, refusals);
    });
    if (refusals.length > 0) return refusals;
    memory.writable = true;
    for (let i = 0; i < written.length; i += 2) memory.write(written[i]!, written[i + 1]!);
    memory.writable = false;
    this.#performer.apply(this.rule, undefined, -1, undefined);
    this.fired.push(...this.#performer.dispatched);
    return memory.refusal ? [memory.refusal] : [];
  }

  /** Lets a member act on the state before the tick, and notes what it writes. */
  #act({ part, member, row }: Taker, written: number[], refusals: Refusal[]): void {
    const { memory } = this.#model;
    const from = part.views[member]![AT];
    memory.confine = { from, to: from + part.stride, broken: (at) => this.#wroteElsewhere(row.rule, at) };
    try {
      this.#performer.apply(row.rule, part.views[member], row.to, undefined);
      if (memory.trespass !== undefined) throw memory.trespass;
    } finally {
      memory.confine = undefined;
      memory.trespass = undefined; // told once; the way there is still to be told
    }
    const { refusal, log, logged, cells } = memory;
    if (refusal === undefined) for (let i = 0; i < logged; i++) written.push(log[i]!, cells[log[i]!]!);
    else if (!refusals.some(({ claim }) => claim === refusal.claim)) {
      const detail = `${part.memberName(member)}.${row.rule.event}: ${refusal.detail}`;
      refusals.push({ claim: refusal.claim, detail });
    }
    this.fired.push(row.rule.id, ...this.#performer.dispatched);
    memory.undo();
  }

  #wroteElsewhere(rule: Rule, at: number): SpecError {
    const owner = this.#model.parts.findLast((part) => part.at <= at && part.size > 0)!;
    const name = "memberName" in owner ? owner.memberName(Math.floor((at - owner.at) / owner.stride)) : owner.path;
    return new SpecError([problem("together-writes", { rule: rule.name, owner: name }, placeOf(new Error()))]);
  }

  /** The members that can take part, each with the first row that it can take. */
  #takers(): Taker[] {
    const { cells } = this.#model.memory;
    return this.#parts.flatMap((part) =>
      part.views.flatMap((view, member): Taker[] => {
        const rows = part.rows[cells[view[AT]]!]!;
        const row = rows.find((r) => isTogether(r) && this.#performer.allows(r.rule, view, undefined));
        return row ? [{ part, member, row }] : [];
      }),
    );
  }

  /** Nobody can pick a message where many act at once. */
  #inRounds<T>(f: () => T): T {
    const { picks } = this.#model;
    const { active, idle } = picks;
    picks.active = false;
    picks.idle = "a rule that is `together`";
    try {
      return f();
    } finally {
      picks.active = active;
      picks.idle = idle;
    }
  }
}

/** A rule that fewer members may take than can. */
interface Limited {
  readonly rule: Rule;
  readonly part: MachinePart;
  readonly able: readonly Taker[];
  /** The same, equal ones together. */
  readonly classes: readonly (readonly Taker[])[];
}

const isTogether = ({ rule }: RowRule): boolean => rule.together !== undefined;

function limitedIn(takers: readonly Taker[], cells: Int32Array): Limited[] {
  const groups = Map.groupBy(takers, ({ row }) => row.rule);
  return [...groups].flatMap(([rule, able]) =>
    able.length > rule.together! ? [{ rule, able, part: able[0]!.part, classes: classesOf(able, cells) }] : [],
  );
}

/** The members of a fleet by what they hold; those of a part with positions one by one. */
function classesOf(able: readonly Taker[], cells: Int32Array): Taker[][] {
  const { part } = able[0]!;
  if (part.kind !== "fleet") return able.map((taker) => [taker]);
  const values = (at: number) => cells.subarray(at, at + part.stride).join(",");
  const like = ({ member }: Taker) => JSON.stringify([part.cohorts[member], values(part.at + member * part.stride)]);
  return [...Map.groupBy(able, like).values()];
}

/** By way: whom to choose of each group. */
function* waysToChoose(
  groups: readonly Limited[],
  tick: Rule,
  alike: Likeness | undefined,
): Generator<Taker[][], void> {
  const counts = groups.map(({ rule, classes }) =>
    countsOf(
      classes.map((members) => members.length),
      rule.together!,
      WAYS_MAX,
    ),
  );
  const firstOf = (numbers: readonly number[], { classes }: Limited) =>
    inOrder(numbers.flatMap((k, c) => classes[c]!.slice(0, k)));
  const first = combined(counts, tick).map((way) => way.map((numbers, g) => firstOf(numbers, groups[g]!)));
  yield* first;
  if (alike && groups.every((group) => areClassesAlike(group, alike))) return;
  const known = new Set(first.map(nameOf));
  const all = groups.map(({ rule, able }) => allCombinations(able, rule.together!, WAYS_MAX));
  for (const way of combined(all, tick)) if (!known.has(nameOf(way))) yield way;
}

const areClassesAlike = ({ part, classes }: Limited, alike: Likeness): boolean =>
  classes.every((members) =>
    alike.areAlike(
      part,
      members.map(({ member }) => member),
    ),
  );

/** One of each, in all combinations. */
function combined<T>(lists: readonly (readonly T[] | undefined)[], tick: Rule): T[][] {
  let all: T[][] = [[]];
  for (const list of lists) {
    if (list === undefined || all.length * list.length > WAYS_MAX)
      throw new SpecError([problem("tick-ways", { tick: tick.name, max: WAYS_MAX })]);
    all = all.flatMap((begun) => list.map((item) => [...begun, item]));
  }
  return all;
}

/** Members act in the order of parts and members, whatever rule they take. */
const inOrder = (takers: readonly Taker[]): Taker[] =>
  takers.toSorted((a, b) => a.part.at - b.part.at || a.member - b.member);

const nameOf = (way: readonly (readonly Taker[])[]): string =>
  way.map((takers) => takers.map(({ member }) => member).join(",")).join(";");
