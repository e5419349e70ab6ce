// A spec's system as the naive judge reads it: what is given from outside is a variable that may change at any time, and
// a system among the parts is all its parts, events and claims under its name.
import type { AnyBody } from "../../src/spec/body.ts";
import type { Domain } from "../../src/spec/domain.ts";
import { VariableHandle } from "../../src/spec/handle.ts";
import type { Property } from "../../src/spec/property.ts";
import type { RawRule } from "../../src/spec/rule.ts";
import type { Spec } from "../../src/spec/spec.ts";
import { valuesOf, type World } from "./values.ts";

export function systemOf(spec: Spec, params: Readonly<Record<string, unknown>>): AnyBody {
  const signals: Record<string, VariableHandle> = {};
  const readers: Record<string, () => unknown> = {};
  for (const [name, domain] of Object.entries(spec.given as Record<string, Domain<unknown>>)) {
    const values = valuesOf(domain, {} as World).map((value) => value ?? undefined); // no domain of members
    signals[name] = new VariableHandle(domain, values, true, spec.site);
    readers[name] = () => signals[name]!.value;
  }
  const body = flat(spec.build(params, readers) as AnyBody);
  const changes = Object.entries(signals).map(([name, { of }]) => [name, { changes: anyOther(of) }]);
  return {
    ...body,
    parts: { ...body.parts, ...signals },
    rules: { ...body.rules, ...Object.fromEntries(changes) },
  };
}

const anyOther = (of: Domain<unknown>): RawRule => ({
  choices: { to: of },
  when: (signal, chosen) => (signal as VariableHandle).value !== (chosen as { to: unknown }).to,
  then: (signal, chosen) => void ((signal as VariableHandle).value = (chosen as { to: unknown }).to),
});

/** One level after the other, from the inside. Only systems that stand among the parts themselves. */
function flat(body: AnyBody): AnyBody {
  const { clock: _, start: __, ...rest } = body;
  let whole: AnyBody = { ...rest, parts: {}, rules: {} };
  for (const [name, part] of Object.entries(body.parts) as [string, AnyBody | object][]) {
    const rules = body.rules[name] as Record<string, object> | undefined;
    if (!("kind" in part) || part.kind !== "system") {
      whole = { ...whole, parts: { ...whole.parts, [name]: part }, rules: { ...whole.rules, [name]: rules } };
      continue;
    }
    const inner = flat(part);
    const more = under(name, rules ?? {});
    const both = Object.keys(inner.parts).map((of) => [
      `${name}.${of}`,
      { ...(inner.rules[of] as object | undefined), ...more[`${name}.${of}`] },
    ]);
    whole = {
      ...whole,
      parts: { ...whole.parts, ...under(name, inner.parts) },
      rules: { ...whole.rules, ...Object.fromEntries(both) },
      world: { ...whole.world, ...under(name, inner.world) },
      properties: { ...whole.properties, ...under<Property>(name, inner.properties) },
      ...(inner.start && { start: inTurn(whole.start, inner.start) }),
      ...(inner.clock && { clock: { ...inner.clock, then: inTurn(whole.clock?.then, inner.clock.then) } }),
    };
  }
  return {
    ...whole,
    ...(body.start && { start: inTurn(whole.start, body.start) }),
    ...(body.clock && { clock: { ...body.clock, then: inTurn(whole.clock?.then, body.clock.then) } }),
  };
}

/** The effects of what is included come first, in the order of the parts. */
const inTurn =
  (...effects: readonly ((() => void) | undefined)[]) =>
  (): void => {
    for (const effect of effects) effect?.();
  };

const under = <T>(name: string, all: Readonly<Record<string, T>> | object): Record<string, T> =>
  Object.fromEntries(Object.entries(all).map(([key, value]) => [`${name}.${key}`, value as T]));
