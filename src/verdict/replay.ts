// Replay strings: a counterexample in one word that can be copied, with what is needed to run it again: where the spec
// is, which scenario and parameters, which version of the spec, and the instances from the start state on.
import { problem, SpecError } from "../messages.ts";
import { elaborate } from "../model/elaborate.ts";
import { Interpreter } from "../model/interpret.ts";
import { withoutClock } from "../model/purity.ts";
import type { Instance } from "../program.ts";
import type { ParamValue, Spec } from "../spec/spec.ts";
import { tell } from "./tell.ts";
import type { Counterexample, PartState } from "./verdict.ts";
import { describe } from "../model/describe.ts";

export interface Replay {
  /** Relative to the folder in which the check ran; "" where the spec came from no file. */
  readonly file: string;
  readonly spec: string;
  readonly scenario: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly specHash: string;
  readonly claim: string;
  /** The packed start state. */
  readonly start: readonly number[];
  readonly instances: readonly Instance[];
}

const VERSION = "fc1";

/** @example "fc1.eyJm…" */
export function encodeReplay(replay: Replay): string {
  const instances = replay.instances.map((i) => [i.rule, i.member, i.choice, i.pick]);
  return `${VERSION}.${Buffer.from(JSON.stringify({ ...replay, instances })).toString("base64url")}`;
}

/** @throws SpecError where the text is not a replay string */
export function decodeReplay(text: string): Replay {
  const [version, body] = text.trim().split(".");
  if (version !== VERSION || body === undefined) throw notOne(`it does not begin with ${VERSION}.`);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
  } catch {
    throw notOne("it is damaged");
  }
  if (!isReplay(value)) throw notOne("it lacks something");
  const instances = value.instances.map(([rule, member, choice, pick]) => ({ rule, member, choice, pick }));
  return { ...value, instances };
}

const notOne = (reason: string): SpecError => new SpecError([problem("replay-bad", { reason })]);

type Encoded = Omit<Replay, "instances"> & { readonly instances: readonly (readonly [number, number, number, number])[] };

function isReplay(value: unknown): value is Encoded {
  if (typeof value !== "object" || value === null) return false;
  const v = value as Record<string, unknown>;
  const texts = ["file", "spec", "scenario", "specHash", "claim"].every((key) => typeof v[key] === "string");
  const numbers = (x: unknown) => Array.isArray(x) && x.every((n) => Number.isInteger(n));
  return texts && typeof v["params"] === "object" && v["params"] !== null && numbers(v["start"]) && Array.isArray(v["instances"]) && v["instances"].every((i) => numbers(i) && (i as unknown[]).length === 4);
}

export interface Replayed {
  readonly counterexample: Omit<Counterexample, "replay">;
  /** All values before the first step and after each. */
  readonly states: readonly (readonly PartState[])[];
}

/**
 * Runs a counterexample again, step by step.
 *
 * @throws SpecError where the spec is no longer the one that it was made for, or it does not fit the spec
 */
export function replay(spec: Spec, from: Replay): Replayed {
  const elaborated = elaborate(spec, from.params);
  if (elaborated.hash !== from.specHash) throw new SpecError([problem("replay-stale", { spec: spec.name, reason: "the spec or something that its parameters decide has changed since" })]);
  const engine = new Interpreter(elaborated);
  const claim = engine.claims.findIndex((c) => c.name === from.claim);
  const { states: packed, ...told } = withoutClock(() => tell(engine, pathOf(engine, from, claim)));
  const { instances: _, ...counterexample } = told;
  return { counterexample, states: packed.map((state) => describe(engine.model, state)) };
}

/** The path of the instances; a last one that breaks its claim by itself is the finding's own. */
function pathOf(engine: Interpreter, from: Replay, claim: number) {
  const start = Uint32Array.from(from.start);
  if (claim < 0 || start.length !== engine.words || !isStart(engine, start)) throw notOne("it does not fit the spec");
  const states: Uint32Array[] = [start];
  for (const instance of from.instances) {
    engine.load(states.at(-1)!, 0);
    const told = engine.perform(instance);
    if (told === undefined) throw notOne("one of its steps is not possible");
    states.push(told.refusal ? states.at(-1)! : told.state);
    if (told.refusal) return { finding: finding(claim, instance, told.refusal.detail), states: states.slice(0, -1), instances: from.instances.slice(0, -1) };
  }
  return { finding: finding(claim, undefined, ""), states, instances: from.instances };
}

const finding = (claim: number, instance: Instance | undefined, detail: string) => ({ claim, state: -1, level: -1, detail, ...(instance && { instance }) });

function isStart(engine: Interpreter, start: Uint32Array): boolean {
  let found = false;
  engine.starts((state) => {
    found ||= engine.compare(state, start) === 0;
  });
  return found;
}
