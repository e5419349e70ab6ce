// The kernel that makes a graph (graph-plan.ts): it expands every state once more, with a label for each successor, and
// looks up the successors' numbers. Workers take pieces of the states in turn: each learns where its edges belong as soon
// as the one before has counted its own, and looks up its successors while the next one counts.
import * as w from "./expression.ts";
import type { Expression, Local } from "./expression.ts";
import { writeLabelled } from "./expand.ts";
import type { Body, Callable } from "./function.ts";
import { remember, writeLookUp } from "./graph-lookup.ts";
import { GRAPH_MEMORIES, LABELS, type GraphPlan } from "./graph-plan.ts";
import { writeMemories, type Written } from "./kernel.ts";
import { control } from "./lists.ts";
import { ModuleWriter } from "./module.ts";
import { NodeWriter } from "./nodes.ts";
import { CONTROL, SWEPT, WORK } from "./plan.ts";
import { writeEnter } from "./table-listed.ts";
import { listedHalves, listedWords } from "./words.ts";

export function writeGraphKernel(plan: GraphPlan): Written {
  const module = new ModuleWriter();
  writeMemories(module, plan.plan, GRAPH_MEMORIES);
  writeEnter(module, plan.plan);
  const searchPlan = { ...plan.plan, area: { ...plan.plan.area, cells: plan.area.cells } };
  const pieces: Pieces = {
    plan,
    expand: writeLabelled(module, searchPlan, plan.code, plan.labelOf),
    mark: writeMark(module, plan),
    lookUp: writeLookUp(module, plan),
  };
  writeSweep(module, writePiece(module, pieces));
  return { bytes: module.finished(), notes: module.notes };
}

interface Pieces {
  readonly plan: GraphPlan;
  readonly expand: readonly Callable[];
  readonly mark: Callable;
  readonly lookUp: Callable;
}

function writeSweep(module: ModuleWriter, piece: Callable): void {
  const content = (body: Body, area: Local, most: Local): void => {
    const left = body.let(most);
    body.while(w.ltS(w.i32(0), left), () => {
      body.if(w.eqz(body.call(piece, area)), () => body.return(w.i32(SWEPT.done)));
      body.set(left, w.sub(left, w.i32(1)));
    });
    body.return(w.i32(SWEPT.more));
  };
  module.function({ parameters: ["i32", "i32"], result: "i32" }, content, "sweep");
}

/** Does the next piece; 0 where there is none. */
function writePiece(module: ModuleWriter, { plan, expand, mark, lookUp }: Pieces): Callable {
  const { states, piece, area: at, record } = plan;
  const content = (body: Body, area: Local): void => {
    const number = body.let(w.atomicAdd(WORK, w.i32(0), CONTROL.nextPiece, w.i32(1)));
    const first = body.let(w.mul(number, w.i32(piece)));
    body.if(w.geU(number, w.i32(Math.ceil(states / piece))), () => body.return(w.i32(0)));
    const rest = w.sub(w.i32(states), first);
    const end = body.let(w.add(first, w.select(w.ltU(rest, w.i32(piece)), rest, w.i32(piece))));
    const begin = body.let(w.add(area, w.i32(at.out)));
    const out = body.let(begin);
    eachNumber(body, first, end, (state) => {
      const place = body.let(w.mul(w.add(state, w.i32(1)), w.i32(plan.plan.stateUnits)));
      body.store(LABELS, w.shl(state, w.i32(2)), w.divU(w.sub(out, begin), w.i32(record)));
      remember(
        body,
        plan,
        area,
        listedWords(plan.plan, place).map((word) => body.let(word)),
        state,
      ); // for self-loops
      body.perform(mark, place, state);
      for (const part of expand) body.set(out, body.call(part, place, out, area));
    });
    const base = body.let(takeEdges(body, number, w.divU(w.sub(out, begin), w.i32(record))));
    eachNumber(body, first, end, (state) => {
      const offset = w.shl(state, w.i32(2));
      body.store(LABELS, offset, w.add(w.load32(LABELS, offset), base));
    });
    body.perform(lookUp, area, out, base);
    body.return(w.i32(1));
  };
  return module.function({ name: "piece", parameters: ["i32"], result: "i32" }, content);
}

function eachNumber(body: Body, first: Local, end: Local, work: (state: Local) => void): void {
  const state = body.let(first);
  body.while(w.ltU(state, end), () => {
    work(state);
    body.set(state, w.add(state, w.i32(1)));
  });
}

/** Looks at a number that is about to change, before it is waited for asleep. */
const SPINS = 1000;

/** Waits for the pieces before, and gives the number of their edges. */
function takeEdges(body: Body, piece: Local, edges: Expression): Expression {
  const count = body.let(edges);
  const [written, spins] = [body.let(control("writtenPiece")), body.local("i32")];
  body.while(w.ne(written, piece), () => {
    body.set(spins, w.add(spins, w.i32(1)));
    const sleep = () => body.run(w.wait(WORK, w.i32(0), CONTROL.writtenPiece, written));
    body.if(w.ltU(w.i32(SPINS), spins), sleep);
    body.set(written, control("writtenPiece"));
  });
  const base = body.let(w.atomicAdd(WORK, w.i32(0), CONTROL.edges, count));
  body.atomicStore(WORK, w.i32(0), w.add(piece, w.i32(1)), CONTROL.writtenPiece);
  body.run(w.notify(WORK, w.i32(0), CONTROL.writtenPiece));
  return base;
}

/** Writes what holds of a state. */
function writeMark(module: ModuleWriter, { plan, code, predicates, states, marksAt }: GraphPlan): Callable {
  const content = (body: Body, place: Local, state: Local): void => {
    const words = listedHalves(plan, place).map((word) => body.let(word));
    const nodes = new NodeWriter(body, plan.layout, words);
    const tests = predicates.map((predicate) => code.predicates[predicate]!);
    const writeAll = (): void => {
      for (const [i, test] of tests.entries())
        body.storeShort(LABELS, w.add(state, w.i32((marksAt + i * states) | 0)), nodes.value(test), 1);
    };
    nodes.writeAll([{ uses: tests, inner: [], write: writeAll }]);
  };
  return module.function({ name: "mark", parameters: ["i32", "i32"] }, content);
}
