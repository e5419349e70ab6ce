// The canonical form of counted fleets: slots in ascending order, no two alike, the empty ones last. A successor's groups
// are put, one after the other, into a row of cells that is sorted at all times, and packed from there.
//
//      cells:   slot | slot | … | ones     a slot as one 64-bit number (model/slots.ts); all ones behind the last
//
// Slots that stay what they are stand in order already. They are laid down first, but for those that have lost their last
// member; only what has become another is put, by insertion.
import type { Slots } from "../../model/slots.ts";
import type { Code, InstanceCode, Node, Regrouped } from "../code.ts";
import * as w from "./expression.ts";
import type { Expression, Local } from "./expression.ts";
import type { Body, Callable } from "./function.ts";
import type { ModuleWriter } from "./module.ts";
import type { NodeWriter } from "./nodes.ts";
import { CONTROL, WORK, type Plan } from "./plan.ts";

const ONES = w.i64(-1n);
const ALL = 2n ** 64n - 1n;

/** How many cells each fleet takes: its slots, and room to end them behind what could be gone. */
export const cellsOf = ({ counted }: Code): number[] => (counted?.fleets ?? []).map(({ count }) => 2 * count + 1);

/** The nodes that are evaluated to regroup fleets. */
export const regroupedNodes = ({ regroupings = [] }: InstanceCode): Node[] =>
  regroupings.flatMap(({ groups }) => groups.flatMap(({ changed }) => changed.map(({ value }) => value)));

/** The 64-bit words in which a fleet has slots. */
export const slotPairs = ({ places }: Slots): number[] => [...new Set(places.map(({ pair }) => pair))];

/** An empty slot: all zero, but for the number of those that are not in it. */
const emptySlot = ({ part }: Slots): Expression => w.i64(BigInt(part.size));

const bitsOf = (bits: number): bigint => 2n ** BigInt(bits) - 1n;

const shifted = (value: Expression, shift: number): Expression =>
  shift === 0 ? value : w.shl(value, w.i64(BigInt(shift)));

/** For each counted fleet a function that puts a slot among its cells. */
export function writePuts(module: ModuleWriter, plan: Plan, { counted }: Code): Callable[] {
  return (counted?.fleets ?? []).map((slots, fleet) => writePut(module, plan, slots, fleet));
}

function writePut(module: ModuleWriter, { area: at }: Plan, slots: Slots, fleet: number): Callable {
  const absentBits = slots.bits[slots.absentAt]!.bits;
  const alike = (a: Expression, b: Expression) => w.eqz(w.shrU(w.xor(a, b), w.i64(BigInt(absentBits))));
  const content = (body: Body, area: Local, slot: Local): void => {
    const absent = body.let(w.and(slot, w.i64(bitsOf(absentBits))));
    body.if(w.eq(absent, emptySlot(slots)), () => body.return());
    const present = body.let(w.sub(emptySlot(slots), absent));
    const cell = body.let(w.add(area, w.i32(at.cells[fleet]!)));
    const end = body.let(w.add(cell, w.i32(8 * slots.count)));
    const held = body.local("i64");
    body.while(w.ltU(cell, end), () => {
      body.set(held, w.load64(WORK, cell));
      body.if(alike(held, slot), () => {
        body.store(WORK, cell, w.sub(held, present));
        body.return();
      });
      body.if(w.ltU(slot, held), () => {
        body.store(WORK, cell, slot);
        body.if(w.eq(held, ONES), () => body.return());
        body.set(slot, held);
      });
      body.set(cell, w.add(cell, w.i32(8)));
    });
    body.atomicStore(WORK, w.i32(0), w.i32(fleet + 1), CONTROL.crowded);
  };
  return module.function({ parameters: ["i32", "i64"] }, content);
}

/** Where a successor is made. */
interface Place {
  readonly area: Local;
  readonly nodes: NodeWriter;
  readonly plan: Plan;
}

/** Regroups one fleet in the successors of one state. */
export class FleetWriter {
  readonly #slots: Slots;
  readonly #put: Callable;
  readonly #fleet: number;
  /** The state's slots; all ones where they are empty. */
  readonly #held: readonly Local[];

  constructor(body: Body, slots: Slots, put: Callable, pairs: readonly Local[], fleet: number) {
    [this.#slots, this.#put, this.#fleet] = [slots, put, fleet];
    this.#held = slots.places.map(({ pair, shift }) => {
      const word = pairs[pair]!;
      const lowered = shift === 0 ? word : w.shrU(word, w.i64(BigInt(shift)));
      const slot = body.let(w.and(lowered, w.i64(bitsOf(slots.width))));
      body.set(slot, w.select(w.eq(slot, emptySlot(slots)), ONES, slot));
      return slot;
    });
  }

  /** The words of a state with other slots. */
  regrouped(body: Body, groups: readonly Regrouped[], words: readonly Expression[], place: Place): Expression[] {
    const { count, absentAt } = this.#slots;
    const isOther = ({ changed }: Regrouped) => changed.some(({ offset }) => offset !== absentAt);
    const [own, apart] = [groups.slice(0, count), groups.slice(count)];
    const staying = own.filter((group) => !isOther(group));
    const others = [...own.filter(isOther), ...apart];
    this.#layDown(body, staying, place);
    for (const group of others) body.perform(this.#put, place.area, this.#changed(group, place.nodes));
    return this.#packed(words, place);
  }

  /** Writes the slots that stay into the first cells, without those that are empty now, and ends them. */
  #layDown(body: Body, staying: readonly Regrouped[], { area, nodes, plan }: Place): void {
    const { part, absentAt, count } = this.#slots;
    const from = plan.area.cells[this.#fleet]!;
    const cell = body.let(area);
    let cells = 0;
    for (const group of staying) {
      const absent = group.changed.find(({ offset }) => offset === absentAt)?.value;
      body.store(WORK, cell, this.#changed(group, nodes), from + 8 * cells);
      if (absent === undefined) cells++;
      else body.set(cell, w.add(cell, w.select(w.eq(nodes.value(absent), w.i32(part.size)), w.i32(0), w.i32(8))));
    }
    for (let i = cells; i < count; i++) body.store(WORK, cell, ONES, from + 8 * i);
  }

  /** A slot with some leaves changed. */
  #changed({ slot, changed }: Regrouped, nodes: NodeWriter): Expression {
    const { bits } = this.#slots;
    if (changed.length === 0) return this.#held[slot]!;
    const cleared = changed.reduce(
      (sofar, { offset }) => sofar | (bitsOf(bits[offset]!.bits) << BigInt(bits[offset]!.shift)),
      0n,
    );
    return changed.reduce<Expression>(
      (made, { offset, value }) => w.or(made, shifted(w.extend(nodes.value(value)), bits[offset]!.shift)),
      w.and(this.#stored(slot), w.i64(ALL ^ cleared)),
    );
  }

  /** A slot as it stands in the state. */
  #stored(slot: number): Expression {
    const held = this.#held[slot]!;
    return w.select(w.eq(held, ONES), emptySlot(this.#slots), held);
  }

  #packed(words: readonly Expression[], { area, plan }: Place): Expression[] {
    const { places, width } = this.#slots;
    const from = plan.area.cells[this.#fleet]!;
    return words.map((word, i) => {
      const inside = places.flatMap(({ pair, shift }, slot) => (pair === i ? [{ slot, shift }] : []));
      const mask = inside.reduce((sofar, { shift }) => sofar | (bitsOf(width) << BigInt(shift)), 0n);
      return inside.reduce<Expression>(
        (made, { slot, shift }) => {
          const cell = w.load64(WORK, area, from + 8 * slot);
          const filled = w.select(w.eq(cell, ONES), emptySlot(this.#slots), cell);
          return w.or(made, shifted(filled, shift));
        },
        mask === 0n ? word : w.and(word, w.i64(ALL ^ mask)),
      );
    });
  }
}
