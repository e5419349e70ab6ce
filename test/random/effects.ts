// Random effects as text. Mostly they keep to their domains and call what is accepted; now and then they do not.
import type { Dom, ListDom } from "./domains.ts";
import { anyBoolean, anyNumber, anyValue, COMPARISONS, testOf } from "./expressions.ts";
import { braces, indented, quoted } from "./lines.ts";
import {
  fieldsOf,
  fresh,
  groups,
  type Leaf,
  members,
  type Named,
  pickNamed,
  places,
  type Scope,
  withFields,
} from "./scope.ts";
import type { Tape } from "./tape.ts";

/** A few statements, one a line. */
export function anyEffect(t: Tape, scope: Scope, depth = 2): string[] {
  const lines: string[] = [];
  for (let n = 1 + t.next(3); n > 0; n--) lines.push(...(anyStatement(t, scope, depth) ?? []));
  return lines;
}

/** Statements that write nothing but what is a member's own. */
export function anyOwnEffect(t: Tape, scope: Scope, self: Named<Leaf>): string[] {
  const own = fieldsOf(self.text, self.is.vars).flatMap(withFields);
  if (own.length === 0) return [];
  const lines = t.times(2, () => writeTo(t, t.pick(own), scope) ?? []).flat();
  return t.next(4) === 1 ? [`if (${anyBoolean(t, scope, 1)}) {`, ...indented(lines), "}"] : lines;
}

function anyStatement(t: Tape, scope: Scope, depth: number): string[] | undefined {
  const simple: (() => string[] | undefined)[] = [
    () => write(t, scope),
    () => send(t, scope),
    () => receive(t, scope, depth),
    () => dispatch(t, scope),
    () => write(t, scope),
    () => forEach(t, scope),
    () => write(t, scope),
    () => wild(t, scope),
    () => send(t, scope),
    () => viaLocal(t, scope),
    () => forEachElement(t, scope),
  ];
  const made: (() => string[] | undefined)[] = [
    () => counting(t, scope),
    () => switching(t, scope),

    () => [`if (${anyBoolean(t, scope, 1)}) {`, ...indented(anyEffect(t, scope, depth - 1)), "}"],
    () => [
      `if (${anyBoolean(t, scope, 0)}) {`,
      ...indented(anyEffect(t, scope, 0)),
      "} else {",
      ...indented(anyEffect(t, scope, 0)),
      "}",
    ],
  ];
  return t.firstPossible(depth > 0 ? [...simple, ...made] : simple);
}

/** A write that stays in its domain. */
function write(t: Tape, scope: Scope): string[] | undefined {
  const writable = places({ ...scope, values: [] });
  if (writable.length === 0) return undefined;
  return writeTo(t, t.pick(writable), scope);
}

function writeTo(t: Tape, { text, is }: Named<Dom>, scope: Scope): string[] | undefined {
  const value = anyValue(t, is, scope, text);
  const assign = value === undefined ? [] : [`${text} = ${value};`];
  switch (is.kind) {
    case "range":
      return [
        t.pick([
          `if (${text} < ${is.hi}) ${text} += 1;`,
          ...assign,
          `${text} = ${text} === ${is.hi} ? ${is.lo} : ${text} + 1;`,
          `if (${text} > ${is.lo}) ${text}--;`,
          `${text} = Math.max(${is.lo}, Math.min(${is.hi}, ${anyNumber(t, scope)}));`,
        ]),
      ];
    case "flag":
      return [
        t.pick([
          `${text} = ${anyBoolean(t, scope, 1)};`,
          `${text} = !${text};`,
          `${text} ||= ${anyBoolean(t, scope, 0)};`,
          `${text} &&= ${anyBoolean(t, scope, 0)};`,
          ...assign,
        ]),
      ];
    case "set": {
      const x = anyValue(t, is.of, scope);
      const change = x === undefined ? [] : [`${text}.add(${x});`, `${text}.delete(${x});`, `${text}.add(${x});`];
      const all = [...change, ...assign];
      return all.length > 0 ? [t.pick(all)] : undefined;
    }
    case "list": {
      const x = anyValue(t, is.of, scope);
      const room = `if (${text}.length < ${is.max})`;
      const grow =
        x === undefined
          ? []
          : [
              `${room} ${text}.push(${x});`,
              `${room} ${text}.unshift(${x});`,
              `if (${text}.length > 0) ${text}[0] = ${x};`,
            ];
      return [
        t.pick([
          ...grow,
          ...assign,
          `${text}.pop();`,
          `${text}.shift();`,
          `${text}.splice(0, 1);`,
          `${text}.length = 0;`,
          `${text}.reverse();`,
        ]),
      ];
    }
    case "maybe": {
      const inside = scalarFields({ text, is: is.of });
      const deeper = inside && writeTo(t, inside, scope);
      if (deeper && t.next(2) === 1) return [`if (${text} !== undefined) {`, ...indented(deeper), "}"];
      if (value !== undefined && t.next(4) === 1) return [`${text} ??= ${value};`];
      return assign.length > 0 ? assign : undefined;
    }
    default:
      return assign.length > 0 ? assign : undefined;
  }
}

/** Writes through a name for what lies in the state, or puts a changed copy back. */
function viaLocal(t: Tape, scope: Scope): string[] | undefined {
  const place = pickNamed(t, places({ ...scope, values: [] }), ({ kind }) => ["record", "list", "set"].includes(kind));
  if (!place) return undefined;
  const { text, is } = place;
  const own = `own${scope.values.length}`;
  const named = (lines: string[] | undefined) => lines && braces([`const ${own} = ${text};`, ...lines]);
  if (is.kind === "record") {
    const fields = withFields({ text: own, is }).slice(1);
    const name = t.pick(Object.keys(is.fields));
    const value = anyValue(t, is.fields[name]!, scope);
    const spread = value === undefined ? undefined : [`${text} = { ...${text}, ${name}: ${value} };`];
    return t.firstPossible([() => named(writeTo(t, t.pick(fields), scope)), () => spread]);
  }
  if (is.kind === "set") return named(changeSet(t, own, is.of, scope));
  return is.kind === "list"
    ? t.firstPossible([() => copyList(t, text, is, scope), () => changeListByName(t, text, own, is, scope)])
    : undefined;
}

function changeSet(t: Tape, text: string, of: Dom, scope: Scope): string[] | undefined {
  const x = anyValue(t, of, scope);
  return x === undefined ? undefined : [t.pick([`${text}.add(${x});`, `${text}.delete(${x});`])];
}

function copyList(t: Tape, text: string, list: ListDom, scope: Scope): string[] | undefined {
  const x = fresh(scope);
  const value = anyValue(t, list.of, scope);
  const inside =
    testOf(t, { text: x, is: list.of }, { ...scope, values: [...scope.values, { text: x, is: list.of }] }, 0) ?? "true";
  const filled =
    value === undefined
      ? []
      : [
          `${text} = [...${text}, ${value}].slice(-${list.max});`,
          `${text} = ${text}.map(() => (${value}));`,
          `${text}.fill(${value});`,
          `${text} = ${text}.concat([${value}]).slice(0, ${list.max});`,
        ];
  const sorted = list.of.kind === "range" ? [`${text}.sort();`, `${text}.sort((a, b) => b - a);`] : [];
  return [
    t.pick([
      `${text} = ${text}.filter((${x}) => ${inside});`,
      `${text} = [...${text}].reverse();`,
      `${text} = ${text}.slice(1);`,
      ...filled,
      ...sorted,
    ]),
  ];
}

function changeListByName(t: Tape, text: string, own: string, list: ListDom, scope: Scope): string[] | undefined {
  const value = anyValue(t, list.of, scope);
  const back = value === undefined ? [] : [`if (${own}.length < ${list.max}) ${own}.push(${value});`];
  const taken = { ...scope, values: [...scope.values, { text: own, is: { kind: "maybe", of: list.of } as const }] };
  return t.pick([
    () => braces([`const ${own} = ${text};`, `${own}.${t.pick(["shift", "pop", "reverse"])}();`, ...back]),
    () =>
      braces([
        `const ${own} = ${text}.${t.pick(["shift", "pop"])}();`,
        ...(write(t, taken) ?? []),
        ...(write(t, taken) ?? []),
      ]),
    () => braces([`const [${own}] = ${text};`, ...(write(t, taken) ?? [])]),
    () => braces([`const ${own} = ${text}.shift();`, `if (${own} !== undefined) ${text}.push(${own});`]),
  ])();
}

/** A loop over the elements of a list or a set. */
function forEachElement(t: Tape, scope: Scope): string[] | undefined {
  const place = pickNamed(t, places({ ...scope, values: [] }), ({ kind }) => kind === "list" || kind === "set");
  if (!place || !(place.is.kind === "list" || place.is.kind === "set")) return undefined;
  const { text, is } = place;
  const x = fresh(scope);
  const element = { text: x, is: is.of };
  const inner = { ...scope, values: [...scope.values, element] };
  const fields = withFields(element).slice(1);
  const body = t.firstPossible<string[]>([
    () => write(t, inner),
    () => (is.kind === "list" && fields.length > 0 ? writeTo(t, t.pick(fields), scope) : undefined),
    () => (is.kind === "set" ? [`${text}.delete(${x});`] : undefined),
  ]);
  return body && [`for (const ${x} of ${text}) {`, ...indented(body), "}"];
}

/** Counts in a local variable, from turn to turn. */
function counting(t: Tape, scope: Scope): string[] | undefined {
  if (groups(scope).length === 0) return undefined;
  const leaf = t.pick(groups(scope));
  const m = fresh(scope);
  const within = { ...scope, members: [...scope.members, { text: m, is: leaf }] };
  const then = write(t, scope);
  const loop = t.pick([
    [`for (const ${m} of ${leaf.text}) {`, `  if (${anyBoolean(t, within, 0)}) tally += 1;`, "}"],
    [`for (let i = 0; i < ${anyNumber(t, scope)} && i < 5; i++) tally += i;`],
    [`while (tally < ${anyNumber(t, scope)} && tally < 5) tally++;`],
  ]);
  return (
    then &&
    braces(["let tally = 0;", ...loop, `if (tally ${t.pick(COMPARISONS)} ${t.next(3)}) {`, ...indented(then), "}"])
  );
}

function switching(t: Tape, scope: Scope): string[] | undefined {
  const on = pickNamed(t, members(scope), () => true);
  const [one, other] = [write(t, scope), write(t, scope)];
  if (!on || !one || !other) return undefined;
  const first = [
    `case ${quoted([t.pick(on.is.states)])}:`,
    ...indented([...one, ...(t.next(3) === 1 ? [] : ["break;"])]),
  ];
  return [`switch (${on.text}.state) {`, ...indented([...first, "default:", ...indented(other)]), "}"];
}

/** A field of a record that may be there. */
function scalarFields(place: Named<Dom>): Named<Dom> | undefined {
  return withFields(place)
    .slice(1)
    .find(({ is }) => is.kind === "range" || is.kind === "flag");
}

function send(t: Tape, scope: Scope): string[] | undefined {
  if (scope.channels.length === 0) return undefined;
  const { text, is } = t.pick(scope.channels);
  const message = anyValue(t, is.message!, scope);
  return message === undefined ? undefined : [`if (!${text}.full) ${text}.send(${message});`];
}

function receive(t: Tape, scope: Scope, depth: number): string[] | undefined {
  if (scope.channels.length === 0 || !scope.mayPick) return undefined;
  const { text, is } = t.pick(scope.channels);
  const got = `got${scope.values.length}`;
  const within = { ...scope, values: [...scope.values, { text: got, is: is.message! }] };
  return [
    `if (${text}.length > 0) {`,
    ...indented([`const ${got} = ${text}.receive();`, ...anyEffect(t, within, depth - 1)]),
    "}",
  ];
}

function dispatch(t: Tape, scope: Scope): string[] | undefined {
  const to = pickNamed(t, members(scope), (is) => is.callable.length > 0);
  if (!to || !scope.mayPick) return undefined;
  const event = quoted([t.pick(to.is.callable)]);
  return [`if (${to.text}.can(${event})) ${to.text}.dispatch(${event});`];
}

function forEach(t: Tape, scope: Scope): string[] | undefined {
  const possible = groups(scope).filter((leaf) => Object.keys(leaf.vars).length > 0);
  if (possible.length === 0) return undefined;
  const leaf = t.pick(possible);
  const m = fresh(scope);
  const within = { ...scope, members: [...scope.members, { text: m, is: leaf }] };
  const body = writeTo(t, t.pick(fieldsOf(m, leaf.vars).flatMap(withFields)), within);
  const of = t.pick([leaf.text, `${leaf.text}.filter((${m}) => ${m}.is(${quoted([t.pick(leaf.states)])}))`]);
  return body && [`for (const ${m} of ${of}) {`, ...indented(body), "}"];
}

/** What may leave a domain, throw, or call what is not accepted. */
function wild(t: Tape, scope: Scope): string[] | undefined {
  if (!scope.mayPick || t.next(3) !== 1) return undefined;
  const number = pickNamed(t, places({ ...scope, values: [] }), (d) => d.kind === "range");
  const list = pickNamed(t, places({ ...scope, values: [] }), (d) => d.kind === "list");
  const item = list?.is.kind === "list" ? anyValue(t, list.is.of, scope) : undefined;
  const channel = scope.channels.length > 0 ? t.pick(scope.channels) : undefined;
  const message = channel && anyValue(t, channel.is.message!, scope);
  const to = pickNamed(t, members(scope), (is) => is.callable.length > 0);
  return t.firstPossible<string[]>([
    () => number && [`${number.text} += 1;`],
    () => (list && item ? [`${list.text}.push(${item});`] : undefined),
    () => (channel && message ? [`${channel.text}.send(${message});`] : undefined),
    () => channel && [`${channel.text}.receive();`],
    () => to && [`${to.text}.dispatch(${quoted([t.pick(to.is.callable)])});`],
    () =>
      number && [
        "try {",
        `  ${number.text} += 2;`,
        "} catch {",
        `  ${number.text} = ${(number.is as { lo: number }).lo};`,
        "}",
      ],
    () => [`if (${anyBoolean(t, scope, 0)}) throw new Error("no");`],
    () => number && [`if (${number.text} === ${(number.is as { hi: number }).hi}) throw new Error("no");`],
    () => list && [`${list.text}[0].p.q = ${list.text}[1].p;`],
  ]);
}
