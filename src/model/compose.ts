// Composition: a system that has systems among its parts, laid flat. Everything of an included one stands under its
// name: `users.web`, `users.deliver`, `users.a sign-in never waits`.
import { problem, type Problem } from "../messages.ts";
import { isBody, type AnyBody, type Clock, type Origin } from "../spec/body.ts";
import { isPart } from "../spec/handle.ts";
import type { Property } from "../spec/property.ts";
import { placeOfSite } from "../capture/place.ts";
import { list } from "./params.ts";

/** A system that was included, and under which name. */
export interface Included {
  readonly path: string;
  readonly body: AnyBody;
  readonly origin: Origin | undefined;
}

export interface Composed {
  /** Without systems among its parts. */
  readonly body: AnyBody;
  readonly included: readonly Included[];
  /** The parts as the author named and nested them. */
  readonly named: object;
}

/** Lays a system flat; one that includes nothing stays as it is. */
export function compose(body: AnyBody, problems: Problem[]): Composed {
  if (!includes(body.parts)) return { body, included: [], named: body.parts };
  const flat = new Flat(problems);
  flat.take(body, "", []);
  return { body: flat.body(body), included: flat.included, named: body.parts };
}

const includes = (value: unknown): boolean =>
  isBody(value) || (typeof value === "object" && value !== null && !isPart(value) && bodiesIn(value).length > 0);

type Rules = Readonly<Record<string, unknown>>;

class Flat {
  readonly included: Included[] = [];
  readonly #problems: Problem[];
  readonly #parts: Record<string, unknown> = {};
  readonly #rules: Record<string, unknown> = {};
  readonly #world: Record<string, AnyBody["world"][string]> = {};
  readonly #properties: Record<string, Property> = {};
  readonly #strangers: string[] = [];
  readonly #starts: (() => void)[] = [];
  readonly #clocks: Clock[] = [];

  constructor(problems: Problem[]) {
    this.#problems = problems;
  }

  /** Takes in a system, what it includes first; `more` are the rules that those around it give to its parts. */
  take(body: AnyBody, prefix: string, more: readonly Rules[]): void {
    const given = [body.rules, ...more];
    const names = new Set([...Object.keys(body.parts), ...given.flatMap((rules) => Object.keys(rules))]);
    for (const name of names)
      this.#place(
        (body.parts as Rules)[name],
        prefix + name,
        given.map((rules) => rules[name]),
        body,
      );
    for (const [name, event] of Object.entries(body.world)) this.#world[prefix + name] = event;
    for (const [name, property] of Object.entries(body.properties))
      this.#properties[prefix + name] = renamed(property, prefix);
    this.#strangers.push(...body.strangers.map((key) => prefix + key));
    if (body.start) this.#starts.push(body.start);
    if (body.clock) this.#clocks.push(body.clock);
  }

  #place(value: unknown, path: string, rules: readonly unknown[], within: AnyBody): void {
    const given = rules.filter((one) => one !== undefined);
    if (isBody(value)) {
      this.included.push({ path, body: value, origin: value.origin });
      this.take(value, `${path}.`, given as Rules[]);
    } else if (!includes(value)) {
      if (value !== undefined) this.#parts[path] = value;
      if (given.length > 0) this.#rules[path] = this.#merged(given as Rules[], path, within);
    } else if (Array.isArray(value)) value.forEach((one, i) => this.#place(one, `${path} ${i + 1}`, given, within));
    else
      for (const [key, one] of Object.entries(value as object))
        this.#place(
          one,
          `${path}.${key}`,
          (given as Rules[]).map((all) => all[key]),
          within,
        ); // prettier-ignore
  }

  /** An event has one rule: who includes a system may give rules to the events that it left without. */
  #merged(given: readonly Rules[], path: string, { site }: AnyBody): Rules {
    const all: Record<string, unknown> = {};
    for (const rules of given)
      for (const [event, rule] of Object.entries(rules)) {
        if (event in all)
          this.#problems.push(problem("rule-included", { rule: `${path}.${event}` }, placeOfSite(site)));
        all[event] ??= rule;
      }
    return all;
  }

  /** All of it as one system. */
  body(outer: AnyBody): AnyBody {
    const { clock: _, start: __, terminal: ___, ...rest } = outer;
    const clock = this.#clock(outer);
    const start = inTurn(this.#starts);
    const terminal = terminalOf(outer);
    return {
      ...rest,
      parts: this.#parts,
      rules: this.#rules,
      world: this.#world,
      properties: this.#properties,
      strangers: this.#strangers,
      ...(clock && { clock }),
      ...(start && { start }),
      ...(terminal !== undefined && { terminal }),
    };
  }

  /** One clock for all: a tick is a step of the whole system, and as long for everyone. */
  #clock(outer: AnyBody): Clock | undefined {
    const units = [...new Set(this.#clocks.map(({ tick }) => tick))];
    if (units.length > 1) this.#problems.push(problem("clock-units", { units: list(units) }, placeOfSite(outer.site)));
    if (units[0] === undefined) return undefined;
    const then = inTurn(this.#clocks.flatMap((clock) => clock.then ?? []));
    return { tick: units[0], ...(then && { then }) };
  }
}

/** A system says where it may rest; where it does not, those that it includes do, all at once. */
function terminalOf(body: AnyBody): AnyBody["terminal"] {
  if (body.terminal !== undefined) return body.terminal;
  const all = bodiesIn(body.parts).map(terminalOf);
  if (all.length === 0 || all.includes(undefined)) return undefined;
  const tests = all.filter((terminal) => typeof terminal === "function");
  return tests.length === 0 ? "anywhere" : () => tests.every((test) => test());
}

const bodiesIn = (parts: object): AnyBody[] =>
  Object.values(parts).flatMap((value: unknown) =>
    isBody(value) ? [value] : typeof value === "object" && value !== null && !isPart(value) ? bodiesIn(value) : [],
  );

function inTurn(effects: readonly (() => void)[]): (() => void) | undefined {
  if (effects.length < 2) return effects[0];
  return () => {
    for (const effect of effects) effect();
  };
}

/** Events that a claim names are those of its own system. */
const renamed = (property: Property, prefix: string): Property =>
  property.kind === "settles" && prefix !== "" && Array.isArray(property.without)
    ? { ...property, without: property.without.map((event) => prefix + event) }
    : property;
