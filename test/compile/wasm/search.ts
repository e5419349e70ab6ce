// Runs a system on the compiled engine to its end, as a search would.
import type { EngineOptions } from "../../../src/compile/wasm/engine-options.ts";
import { Engine } from "../../../src/compile/wasm/engine.ts";
import { isOnGraph } from "../../../src/explore/graph.ts";
import type { System } from "./systems.ts";

export interface Told {
  readonly states: number;
  readonly transitions: number;
  readonly fired: readonly number[];
  readonly levels: readonly number[];
  /** By claim: the first level that has a hit, and the least state there. */
  readonly hits: ReadonlyMap<number, { readonly level: number; readonly state: readonly number[] }>;
}

export type Options = Partial<
  Pick<EngineOptions, "workers" | "keep" | "entriesMin" | "crewMin" | "pagesMax" | "longList" | "onModule">
>;

export function newEngine(system: System, options: Options = {}): Engine {
  return new Engine({ ...system, workers: 1, now: () => performance.now(), ...options });
}

export function search(system: System, options: Options = {}): Told {
  const engine = newEngine(system, options);
  const told = searchWith(engine, system);
  engine.stop();
  return told;
}

export function searchWith(engine: Engine, system: System): Told {
  const wanted = Uint8Array.from(system.claims, (claim) => (isOnGraph(claim) ? 0 : 1));
  const hits = new Map<number, { level: number; state: number[] }>();
  engine.want(wanted);
  engine.begin([system.starts]);
  const levels = [engine.levelStates];
  do {
    for (let swept = engine.sweep(50); swept !== "done"; swept = engine.sweep(50)) {
      if (swept === "full") throw new RangeError("no room");
    }
    for (const [claim, state] of engine.hits()) {
      wanted[claim] = 0;
      hits.set(claim, { level: engine.level, state: [...state] });
    }
    engine.want(wanted);
    levels.push(engine.nextLevel());
  } while (levels.at(-1)! > 0);
  const { states, transitions, fired } = engine;
  return { states, transitions, fired: [...fired], levels, hits };
}
