// Replay strings: a counterexample in one word that can be copied, with what is needed to run it again: where the spec
// is, which scenario and parameters, which version of the spec, and the instances from the start state on.
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { problem, SpecError } from "../messages.ts";
import { elaborate } from "../model/elaborate.ts";
import { Interpreter } from "../model/interpret.ts";
import { reduce } from "../model/reduce.ts";
import { resolveParams } from "../model/params.ts";
import { withoutClock } from "../model/purity.ts";
import type { Instance } from "../program.ts";
import type { ParamValue } from "../spec/param.ts";
import type { Spec } from "../spec/spec.ts";
import { follow, isShownBySteps } from "./follow.ts";
import { tell } from "./tell.ts";
import type { Counterexample, Loop, PartState, PropertyKind } from "./verdict.ts";
import { describe } from "../model/describe.ts";

export interface Replay {
  /** Relative to the folder in which the check ran; "" where the spec came from no file. */
  readonly file: string;
  readonly spec: string;
  readonly scenario: string;
  /** Only the parameters that are not the scenario's own. */
  readonly params: Readonly<Record<string, ParamValue>>;
  /** "" where it is not known: a test runner rewrites the text of functions, of which the hash is made. */
  readonly specHash: string;
  readonly claim: string;
  /** The start state, counted from 0 in the order in which start states are made. */
  readonly start: number;
  readonly instances: readonly Instance[];
  /** Of a run that goes on for ever: where its loop begins, and whether members change places in it. */
  readonly loop?: Pick<Loop, "begins" | "renumbered">;
}

const VERSION = "fc1";

/** @example "fc1.i1YqLkksSVWyiq5WSsvPV7JSKk…" */
export function encodeReplay({
  file,
  spec,
  scenario,
  params,
  specHash,
  claim,
  start,
  instances,
  loop,
}: Replay): string {
  const round = loop ? [`${loop.renumbered ? "~" : "@"}${loop.begins}`] : [];
  const numbers = [start, ...instances.flatMap((i) => [i.rule, i.member, i.choice, i.pick]), ...round];
  const text = JSON.stringify([file, spec, scenario, params, specHash, claim, numbers.join(" ")]);
  return `${VERSION}.${deflateRawSync(text).toString("base64url")}`;
}

/** @throws SpecError where the text is not a replay string */
export function decodeReplay(text: string): Replay {
  const [whole, body] = /fc\d+\.([\w-]+)/.exec(text) ?? [];
  if (whole === undefined || body === undefined || !whole.startsWith(`${VERSION}.`))
    throw notOne(`it holds no ${VERSION}.…`);
  const [file, spec, scenario, params, specHash, claim, numbers] = fieldsOf(body);
  const [steps, round] = numbers.split(/ (?=[@~])/);
  const [start = 0, ...rest] = steps!.split(" ").map(Number);
  const loop = round === undefined ? undefined : loopIn(round);
  const instances = Array.from({ length: rest.length / 4 }, (_, i) => {
    const [rule, member, choice, pick] = rest.slice(i * 4);
    return { rule: rule!, member: member!, choice: choice!, pick: pick! };
  });
  const decoded = { file, spec, scenario, params, specHash, claim, start, instances, ...(loop && { loop }) };
  if (encodeReplay(decoded) !== whole) throw notOne("it is damaged or not whole");
  return decoded;
}

/** "@3", or "~3" where members change places. */
const loopIn = (text: string): NonNullable<Replay["loop"]> => ({
  begins: Number(text.slice(1)),
  ...(text.startsWith("~") && { renumbered: true }),
});

type Fields = readonly [string, string, string, Readonly<Record<string, ParamValue>>, string, string, string];

function fieldsOf(body: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(
      inflateRawSync(Buffer.from(body, "base64url"), { maxOutputLength: LENGTH_MAX }).toString("utf8"),
    );
  } catch {
    throw notOne("it is damaged or not whole");
  }
  if (!isFields(value)) throw notOne("it lacks something");
  return value;
}

/** Longer than any replay string that a counterexample prints; what inflates to more is not one. */
const LENGTH_MAX = 2 ** 24;

const notOne = (reason: string): SpecError => new SpecError([problem("replay-bad", { reason })]);

function isFields(value: unknown): value is Fields {
  if (!Array.isArray(value) || value.length !== 7) return false;
  const { 3: params, 6: numbers, ...texts } = value as unknown[];
  const isText = [0, 1, 2, 4, 5].every((i) => typeof texts[i as 0] === "string");
  const isParams =
    typeof params === "object" &&
    params !== null &&
    Object.values(params).every((v) => ["number", "boolean", "string"].includes(typeof v));
  return (
    isText && isParams && typeof numbers === "string" && /^\d+(?: -?\d+ -?\d+ -?\d+ -?\d+)*(?: [@~]\d+)?$/.test(numbers)
  );
}

export interface Replayed {
  /** Of the claim that is broken. */
  readonly kind: PropertyKind;
  readonly counterexample: Omit<Counterexample, "replay">;
  /** All values after so many steps. They are told when asked for: of large fleets and long runs they are very many. */
  readonly after: (steps: number) => readonly PartState[];
}

/**
 * Runs a counterexample again, step by step.
 *
 * @throws SpecError where the spec is no longer the one that it was made for, or it does not fit the spec
 */
export function replay(spec: Spec, from: Replay): Replayed {
  const elaborated = elaborate(spec, resolveParams(spec, from.scenario, from.params).params);
  if (from.specHash !== "" && elaborated.hash !== from.specHash)
    throw new SpecError([
      problem("replay-stale", {
        spec: spec.name,
        reason: "the spec or something that its parameters decide has changed since",
      }),
    ]);
  const engine = new Interpreter(elaborated);
  const claim = engine.claims.findIndex((c) => c.name === from.claim);
  const { states: packed, ...told } = withoutClock(
    () => tell(engine, pathOf(engine, from, claim), reduce(engine.model).symmetry),
    () => elaborated.performer.doing,
  );
  const { instances: _, ...counterexample } = told;
  const { kind } = engine.model.claims[claim]!;
  if (from.specHash === "" && !stillBreaks(spec, from, kind, counterexample))
    throw new SpecError([
      problem("replay-stale", { spec: spec.name, reason: "its steps do not break the claim any more" }),
    ]);
  return { kind, counterexample, after: (steps) => describe(engine.model, packed[steps]!) };
}

/** Without a version to compare, it is the steps that say whether the string still is what it was. */
const stillBreaks = (spec: Spec, from: Replay, kind: PropertyKind, { steps }: Pick<Counterexample, "steps">): boolean =>
  !isShownBySteps(kind, from.claim) || follow(spec, { ...from, steps }).kind === "breaks";

/** The path of the instances; a last one that breaks its claim by itself is the finding's own. */
function pathOf(engine: Interpreter, from: Replay, claim: number) {
  const start = startAt(engine, from.start);
  if (claim < 0 || start === undefined) throw notOne("it does not fit the spec");
  const states: Uint32Array[] = [start];
  for (const instance of from.instances) {
    engine.load(states.at(-1)!, 0);
    const told = engine.perform(instance);
    if (told === undefined) throw notOne("one of its steps is not possible");
    states.push(told.refusal ? states.at(-1)! : told.state);
    if (told.refusal)
      return {
        finding: finding(claim, instance, told.refusal.detail),
        states: states.slice(0, -1),
        instances: from.instances.slice(0, -1),
      };
  }
  const { loop } = from;
  if (loop && loop.begins > from.instances.length) throw notOne("it does not fit the spec");
  return { finding: finding(claim, undefined, ""), states, instances: from.instances, ...loop };
}

const finding = (claim: number, instance: Instance | undefined, detail: string) => ({
  claim,
  state: -1,
  level: -1,
  detail,
  ...(instance && { instance }),
});

function startAt(engine: Interpreter, index: number): Uint32Array | undefined {
  return startsOf(engine)[index];
}

/** The string for a counterexample whose spec was loaded by a test runner. */
export const withoutVersion = (text: string): string => encodeReplay({ ...decodeReplay(text), specHash: "" });

/** Which start state is this? */
export const startIndex = (engine: Interpreter, start: Uint32Array): number =>
  startsOf(engine).findIndex((state) => engine.compare(state, start) === 0);

function startsOf(engine: Interpreter): Uint32Array[] {
  const starts: Uint32Array[] = [];
  engine.starts((state) => starts.push(state.slice()));
  return starts;
}
