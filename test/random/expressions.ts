// Random questions and values as text. They always have an answer, so that they can stand in guards and properties.
import { type Dom, domainText, type ListDom } from "./domains.ts";
import { quoted } from "./lines.ts";
import { fresh, groups, type Leaf, members, type Named, pickNamed, places, type Scope, withFields } from "./scope.ts";
import type { Tape } from "./tape.ts";

export const COMPARISONS = ["===", "!==", "<", "<=", ">", ">="];

export function anyBoolean(t: Tape, scope: Scope, depth = 2): string {
  const inner = () => anyBoolean(t, scope, depth - 1);
  const simple: (() => string | undefined)[] = [
    () => placeTest(t, scope, depth),
    () => memberTest(t, scope),
    () => groupTest(t, scope, depth),
    () => placeTest(t, scope, depth),
    () => channelTest(t, scope, depth),
    () => sameMember(t, scope),
    () => placeTest(t, scope, depth),
    () => memberTest(t, scope),
    () => comparison(t, scope, depth),
    () => helperCall(t, scope, "boolean"),
    () => (t.next(4) === 0 ? t.pick(["true", "false"]) : undefined),
  ];
  const made = [
    () => `(${inner()} && ${inner()})`,
    () => `(${inner()} || ${inner()})`,
    () => `!(${inner()})`,
    () => `(${inner()} ? ${inner()} : ${inner()})`,
  ];
  return t.firstPossible(depth > 0 ? [...simple, ...made] : simple) ?? "true";
}

function comparison(t: Tape, scope: Scope, depth: number): string | undefined {
  const possible = places(scope)
    .filter(({ is }) => is.kind === "range")
    .map(({ text }) => text);
  const varying = t.firstPossible([
    () => (possible.length > 0 ? t.pick(possible) : undefined),
    () => groupNumber(t, scope, depth),
    () => lengthOf(t, scope),
    () => indexOf(t, scope),
  ]);
  return varying && `${varying} ${t.pick(COMPARISONS)} ${anyNumber(t, scope, depth - 1)}`;
}

export function anyNumber(t: Tape, scope: Scope, depth = 1): string {
  const inner = () => anyNumber(t, scope, depth - 1);
  const simple: (() => string | undefined)[] = [
    () => String(t.next(4)),
    () => pickNamed(t, places(scope), (d) => d.kind === "range")?.text,
    () => groupNumber(t, scope, depth),
    () => pickNamed(t, places(scope), (d) => d.kind === "range")?.text,
    () => lengthOf(t, scope),
    () => (scope.params.length > 0 ? t.pick(scope.params) : undefined),
    () => indexOf(t, scope),
    () => helperCall(t, scope, "number"),
  ];
  const made = [
    () => `(${inner()} ${t.pick(["+", "-", "*"])} ${inner()})`,
    () => `Math.${t.pick(["max", "min"])}(${inner()}, ${inner()})`,
    () => `(${inner()} % ${2 + t.next(2)})`,
    () => `(${anyBoolean(t, scope, 0)} ? ${inner()} : ${inner()})`,
  ];
  return t.firstPossible(depth > 0 ? [...simple, ...made] : simple)!;
}

function helperCall(t: Tape, scope: Scope, gives: "boolean" | "number"): string | undefined {
  const possible = scope.helpers.filter((helper) => helper.gives === gives);
  return possible.length > 0 ? t.pick(possible).text : undefined;
}

function placeTest(t: Tape, scope: Scope, depth: number): string | undefined {
  const possible = places(scope);
  return possible.length > 0 ? testOf(t, t.pick(possible), scope, depth) : undefined;
}

/** A question about one value. */
export function testOf(t: Tape, { text, is }: Named<Dom>, scope: Scope, depth: number): string | undefined {
  switch (is.kind) {
    case "flag":
      return t.pick([text, `!${text}`]);
    case "range":
      return `${text} ${t.pick(COMPARISONS)} ${t.pick([is.lo, is.hi, anyNumber(t, scope, depth - 1)])}`;
    case "oneOf":
      return `${text} ${t.pick(["===", "!=="])} ${JSON.stringify(t.pick(is.options))}`;
    case "maybe": {
      const some = `${text} !== undefined`;
      const inside = testOf(t, { text, is: is.of }, scope, 0);
      return t.pick([some, `${text} === undefined`, inside ? `(${some} && ${inside})` : some]);
    }
    case "set": {
      const x = fresh(scope);
      const inside = () =>
        testOf(t, { text: x, is: is.of }, { ...scope, values: [...scope.values, { text: x, is: is.of }] }, 0) ?? "true";
      const has = anyValue(t, is.of, scope);
      const within =
        is.of.kind === "maybe" ? [] : [`${text}.some((${x}) => ${inside()})`, `${text}.every((${x}) => ${inside()})`];
      return t.pick([`${text}.size < ${1 + t.next(2)}`, ...(has ? [`${text}.has(${has})`] : []), ...within]);
    }
    case "list":
      return listTest(t, text, is, scope);
    case "member":
      return memberQuestion(t, { text, is: is.fleet as Leaf }, scope);
    default: {
      const fields = withFields({ text, is }).slice(1);
      return testOf(t, t.pick(fields), scope, depth);
    }
  }
}

function listTest(t: Tape, text: string, list: ListDom, scope: Scope): string {
  const x = fresh(scope);
  const within = { ...scope, values: [...scope.values, { text: x, is: list.of }] };
  const inside = testOf(t, { text: x, is: list.of }, within, 0) ?? "true";
  const scalar = ["range", "flag", "oneOf", "member"].includes(list.of.kind);
  const value = scalar ? anyValue(t, list.of, scope) : undefined;
  const element = (at: string) => testOf(t, { text: `${text}${at}`, is: { kind: "maybe", of: list.of } }, scope, 0)!;
  return t.pick([
    `${text}.length > 0`,
    `${text}.length < ${list.max}`,
    element("[0]"),
    element(".at(-1)"),
    `${text}.some((${x}) => ${inside})`,
    `${text}.every((${x}) => ${inside})`,
    `${text}.filter((${x}) => ${inside}).length > 0`,
    `${text}.find((${x}) => ${inside}) !== undefined`,
    `${text}.findIndex((${x}) => ${inside}) < 1`,
    `[...${text}].length === ${list.max}`,
    `${text}.slice(1).length > 0`,
    ...(value
      ? [`${text}.includes(${value})`, `${text}.indexOf(${value}) >= 0`, `[...${text}, ${value}].length > 1`]
      : []),
  ]);
}

function memberTest(t: Tape, scope: Scope): string | undefined {
  const onLine = pickNamed(t, scope.members, (is) => is.line && !is.cell);
  if (onLine && t.next(2) === 1) {
    const { text, is } = onLine;
    return `${is.text}.${t.pick(["next", "previous"])}(${text})?.state ${t.pick(["===", "!=="])} ${quoted([t.pick(is.states)])}`;
  }
  const possible = members(scope);
  return possible.length > 0 ? memberQuestion(t, t.pick(possible), scope) : undefined;
}

function memberQuestion(t: Tape, { text, is }: Named<Leaf>, scope: Scope): string {
  const can = scope.mayAskCan && is.callable.length > 0 ? [`${text}.can(${quoted([t.pick(is.callable)])})`] : [];
  const state = t.pick(is.states);
  return t.pick([
    `${text}.is(${quoted([state])})`,
    `${text}.state ${t.pick(["===", "!=="])} ${quoted([state])}`,
    `${text}.is(${quoted([state, is.states[0]!])})`,
    ...can,
    ...(t.next(6) === 1 ? [`${text}.cohort === "new"`] : []),
    ...(scope.helpers.some((h) => h.gives === "test") ? [`busy(${text})`] : []),
  ]);
}

function sameMember(t: Tape, scope: Scope): string | undefined {
  const one = pickNamed(t, members(scope), (is) => is.kind !== "one");
  const others = members(scope).filter(({ text, is }) => text !== one?.text && is === one?.is);
  return others.length === 0 ? undefined : `${one!.text} ${t.pick(["!==", "==="])} ${t.pick(others).text}`;
}

function groupTest(t: Tape, scope: Scope, depth: number): string | undefined {
  if (groups(scope).length === 0) return undefined;
  const leaf = t.pick(groups(scope));
  const m = fresh(scope);
  const inside = anyBoolean(
    t,
    { ...scope, members: [...scope.members, { text: m, is: leaf }] },
    Math.min(depth - 1, 0),
  );
  const count = `${t.pick(["===", "<", ">="])} ${t.next(leaf.size + 1)}`;
  return t.pick([
    `${leaf.text}.in(${quoted([t.pick(leaf.states)])}) ${count}`,
    `${leaf.text}.some((${m}) => ${inside})`,
    `${leaf.text}.every((${m}) => ${inside})`,
    `${leaf.text}.count((${m}) => ${inside}) ${count}`,
    `${leaf.text}.filter((${m}) => ${inside}).size ${count}`,
    `${leaf.text}.filter((${m}) => ${inside}).some((${m}) => ${m}.is(${quoted([t.pick(leaf.states)])}))`,
    ...(leaf.kind === "ordered" ? [`${leaf.text}.find((${m}) => ${inside}) !== undefined`] : []),
    ...(leaf.line && leaf.size > 0 ? [`${leaf.text}.next(${leaf.text}.at(0)) === undefined`] : []),
  ]);
}

function groupNumber(t: Tape, scope: Scope, depth: number): string | undefined {
  if (groups(scope).length === 0) return undefined;
  const leaf = t.pick(groups(scope));
  const m = fresh(scope);
  const inside = anyNumber(t, { ...scope, members: [...scope.members, { text: m, is: leaf }] }, Math.min(depth - 1, 0));
  return t.pick([
    `${leaf.text}.in(${quoted([t.pick(leaf.states)])})`,
    `${leaf.text}.sum((${m}) => ${inside})`,
    `${leaf.text}.size`,
    `${leaf.text}.max((${m}) => ${inside})`,
    `${leaf.text}.min((${m}) => ${inside})`,
    `[...${leaf.text}].length`,
    `Array.from(${leaf.text}, (${m}) => ${inside}).length`,
    ...(leaf.kind === "ordered"
      ? [`${leaf.text}.reduce((sum, ${m}) => sum + ${inside}, 0)`, `${leaf.text}.map((${m}) => ${inside})[0]`]
      : []),
  ]);
}

function channelTest(t: Tape, scope: Scope, depth: number): string | undefined {
  if (scope.channels.length === 0) return undefined;
  const { text, is } = t.pick(scope.channels);
  const some = `${text}.length > 0`;
  const head =
    is.order === "fifo" || scope.mayPick
      ? testOf(t, { text: `${text}.head`, is: is.message! }, scope, depth - 1)
      : undefined;
  return t.pick([some, `!${text}.full`, ...(head ? [`(${some} && ${head})`, `(${some} && ${head})`] : [])]);
}

function lengthOf(t: Tape, scope: Scope): string | undefined {
  const lists = places(scope)
    .filter(({ is }) => is.kind === "list")
    .map(({ text }) => `${text}.length`);
  const sets = places(scope)
    .filter(({ is }) => is.kind === "set")
    .map(({ text }) => `${text}.size`);
  const all = [...lists, ...sets, ...scope.channels.map(({ text }) => `${text}.length`)];
  return all.length > 0 ? t.pick(all) : undefined;
}

function indexOf(t: Tape, scope: Scope): string | undefined {
  const found = pickNamed(t, scope.members, (is) => is.kind === "ordered");
  return found && `${found.text}.index`;
}

/** A value of a domain, or nothing where none can be written. */
export function anyValue(t: Tape, dom: Dom, scope: Scope, not = ""): string | undefined {
  const shape = domainText(dom);
  const copy = () => {
    const others = places(scope).filter(({ text }) => text !== not);
    return pickNamed(t, others, (is) => domainText(is) === shape)?.text;
  };
  return t.firstPossible([() => literal(t, dom, scope, not), copy, () => literal(t, dom, scope, not)]);
}

function literal(t: Tape, dom: Dom, scope: Scope, not: string): string | undefined {
  switch (dom.kind) {
    case "range":
      return String(dom.lo + t.next(dom.hi - dom.lo + 1));
    case "flag":
      return t.pick(["true", "false"]);
    case "oneOf":
      return JSON.stringify(t.pick(dom.options));
    case "maybe":
      return t.next(3) === 0 ? "undefined" : (anyValue(t, dom.of, scope) ?? "undefined");
    case "list":
      return `[${t
        .times(dom.max, () => anyValue(t, dom.of, scope))
        .filter((x) => x !== undefined)
        .join(", ")}]`;
    case "record": {
      const parts = Object.fromEntries(Object.entries(dom.fields).map(([name, of]) => [name, anyValue(t, of, scope)]));
      return Object.values(parts).includes(undefined)
        ? undefined
        : `{ ${Object.entries(parts)
            .map(([name, x]) => `${name}: ${x}`)
            .join(", ")} }`;
    }
    case "member":
      return pickNamed(
        t,
        members(scope).filter(({ text }) => text !== not),
        (is) => is === dom.fleet,
      )?.text;
    default:
      return undefined; // sets are copied, not written
  }
}
