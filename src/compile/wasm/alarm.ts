// States on which the code of a spec may have no answer: they are set aside for the interpreter, which works on them
// instead, and a worker stops when its room for them is full. Where the alarm is constantly off nothing of this is
// written.
import type { Node } from "../code.ts";
import * as w from "./expression.ts";
import type { Expression, Local } from "./expression.ts";
import type { Body } from "./function.ts";
import type { ModuleWriter } from "./module.ts";
import { NodeWriter } from "./nodes.ts";
import { ALARMS_MAX, LIST, WORK, type Plan } from "./plan.ts";
import { listedWords } from "./words.ts";

export interface Alarm {
  /** Sets a state aside where it is one of those; works on it otherwise. */
  unless(body: Body, area: Local, state: Local, work: () => void): void;
  /** 1 where there is room for one more. */
  hasRoom(area: Local): Expression;
}

const OFF: Alarm = { unless: (_body, _area, _state, work) => work(), hasRoom: () => w.i32(1) };

export function writeAlarm(module: ModuleWriter, plan: Plan, alarm: Node): Alarm {
  if (alarm.op === "const" && alarm.value === 0) return OFF;
  const setAside = module.function({ parameters: ["i32", "i32"], result: "i32" }, (body, area, state) => {
    const words = Array.from({ length: plan.layout.words }, (_, i) => body.let(w.load32(LIST, state, 4 * i)));
    const nodes = new NodeWriter(body, plan.layout, words);
    const write = (): void => body.if(nodes.value(alarm), () => keep(body, plan, area, state));
    nodes.writeAll([{ uses: [alarm], inner: [], write }]);
    body.return(w.i32(0));
  });
  return {
    unless: (body, area, state, work) => body.if(w.eqz(body.call(setAside, area, state)), work),
    hasRoom: (area) => w.ltU(w.load32(WORK, area, plan.area.alarmed), w.i32(ALARMS_MAX)),
  };
}

function keep(body: Body, plan: Plan, area: Local, state: Local): void {
  const { area: at, stride } = plan;
  const count = body.let(w.load32(WORK, area, at.alarmed));
  const place = body.let(w.add(area, w.mul(count, w.i32(stride))));
  for (const [i, word] of listedWords(plan, state).entries()) body.store(WORK, place, word, at.alarms + 8 * i);
  body.store(WORK, area, w.add(count, w.i32(1)), at.alarmed);
  body.return(w.i32(1));
}
