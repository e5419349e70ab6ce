// Random specs of fleets that can be counted, as text: members are asked, summed, chosen, changed, held in sets by single
// parts, called, and gone through, in ways that tell nobody apart.
import { array, constant, nat, oneof, type Arbitrary } from "fast-check";
import { RandomSpec } from "./specs.ts";
import { Tape } from "./tape.ts";

export const countedSpecs: Arbitrary<RandomSpec> = oneof(
  { withCrossShrink: true },
  { weight: 1, arbitrary: constant<number[]>([]) },
  { weight: 20, arbitrary: array(nat({ max: 2 ** 20 }), { minLength: 200, maxLength: 200 }) },
).map((numbers) => new RandomSpec(write(new Tape(numbers))));

/** Names in scope: members of `ants`, the first of them the rule's own where it has one. */
type Names = readonly string[];

function write(t: Tape): string {
  const size = 2 + t.next(3);
  const bees = t.next(3) === 0 ? 1 + t.next(3) : 0;
  const system = [
    `parts: { ants, ${bees > 0 ? "bees, " : ""}boss, total },`,
    `rules: { ants: { ${["go", "set", "reset"].map((event) => `${event}: ${memberRule(t, event)}`).join(", ")} },`,
    `  ${bees > 0 ? `bees: { fly: { ${both(t, "b", [], false)} } },` : ""}`,
    `  boss: { rule: boss.choosing({ ${choices(t)} }, { ${both(t, "_, { o, q, k }", ["o", "q"], true)} }) } },`,
    `world: { rain: { ${both(t, "", [], false)} }, wind: choosing({ ${choices(t)} }, { ${both(t, "{ o, q, k }", ["o", "q"], true)} }) },`,
    `terminal: "anywhere",`,
    `properties: { ${[1, 2, 3, 4].map((i) => property(t, i)).join(" ")} },`,
  ];
  return [
    `import { always, choosing, everyStep, flag, fleet, machine, old, one, range, reachable, setOf, spec, system, t, variable } from "fleetcheck";`,
    `const Ant = machine("ant", "a", [t("a", "go", "b"), t("b", "go", "${t.pick(["c", "a", "b"])}"), t("b", "set", "b"), t("a", "set", "${t.pick(["a", "c"])}"), t("c", "reset", "a")]);`,
    `const Bee = machine("bee", "up", [t("up", "fly", "down"), t("down", "fly", "up")]);`,
    `const Boss = machine("boss", "on", [t("on", "rule", "on")]);`,
    `export default spec({ name: "random", build() {`,
    `  const ants = fleet(Ant, ${size}, { vars: { x: range(0, 2), f: flag() }${starts(t, size)} });`,
    bees > 0 ? `  const bees = fleet(Bee, ${bees});` : "",
    `  const boss = one(Boss, { vars: { held: setOf(ants), n: range(0, 3), seen: setOf(ants) } });`,
    `  const total = variable(${t.pick(["range(0, 4)", "setOf(ants)"])});`,
    `  return system({`,
    ...system.map((line) => `    ${line}`),
    `  });`,
    `} });`,
  ].join("\n");
}

const choices = (t: Tape): string =>
  `o: ants, q: ${t.pick(["ants", "range(0, 1)"])}, k: ${t.pick(["flag()", "range(0, 2)"])}`;

function starts(t: Tape, size: number): string {
  const first = 1 + t.next(size);
  const group = (members: number) => {
    const cohort = t.next(3) === 0 ? `, cohort: "${t.pick(["new", "old"])}"` : "";
    const state = t.pick(["", `, state: "b"`, `, state: ["a", "b"]`, ""]);
    return `{ members: ${members}${cohort}${state}${t.pick(["", `, x: 1`, `, x: [0, 2]`, `, f: true`])} }`;
  };
  const groups = [first, size - first].filter((n) => n > 0).map(group);
  return t.next(3) === 0 ? "" : `, start: [${groups.join(", ")}]`;
}

function memberRule(t: Tape, event: string): string {
  if (event === "reset")
    return `{ ${t.next(2) === 0 ? "onlyWhenCalled: true, " : ""}${both(t, "m", ["m"], false, 1)} }`;
  if (t.next(3) > 0) return `{ ${both(t, "m", ["m"], false)} }`;
  return `ants.choosing({ ${choices(t)} }, { ${both(t, "m, { o, q, k }", ["m", "o", "q"], true)} })`;
}

function both(t: Tape, parameters: string, names: Names, chosen: boolean, depth = 2): string {
  const when = t.next(3) === 0 ? "" : `when: (${parameters}) => ${test(t, names, chosen, depth)}, `;
  const lines = t.times(2, () => effect(t, names, chosen, depth)).join(" ");
  return `${when}then: (${parameters}) => { ${lines} }`;
}

/** `q` may be a number; what is no member has no variables, so it is asked only for what it is. */
const real = (names: Names): Names => names.filter((name) => name !== "q");

function test(t: Tape, names: Names, chosen: boolean, depth: number): string {
  const inner = () => test(t, names, chosen, depth - 1);
  const m = real(names).length > 0 ? t.pick(real(names)) : undefined;
  const n = t.next(3);
  const about = m ? ownTests(t, m, names, n).slice(0, depth > 1 ? undefined : -1) : [];
  const all = [
    `ants.in("${t.pick(["a", "b", "c"])}") >= ${1 + n}`,
    `ants.some((p) => p.x === ${n}${m ? ` && p !== ${m}` : ""})`,
    `ants.every((p) => p.x <= ${m ? `${m}.x` : n})`,
    `ants.sum((p) => ${t.pick(["p.x", "p.x * 2 - 1", "(p.f ? 2 : p.x)"])}) < ${2 + n}`,
    `ants.count((p) => p.f) === ${n}`,
    `ants.max((p) => p.x) > ants.min((p) => p.x) + ${n - 1}`,
    `ants.filter((p) => p.f).size > ${n - 1}`,
    `ants.filter((p) => p.is("b")).every((p) => p.x > 0)`,
    `boss.held.size >= ${n}`,
    `boss.held.some((p) => p.x > ${n})`,
    `boss.n > ${n}`,
    `ants.some((p) => ants.count((o2) => o2.x > p.x) > ${n})`,
    ...(chosen ? [`k ? true : ${n} > 1`] : []),
  ];
  const one = t.pick([...all, ...about, ...about]);
  return depth > 0
    ? t.pick([() => one, () => one, () => `(${one} && ${inner()})`, () => `(${one} || !(${inner()}))`])()
    : one;
}

function ownTests(t: Tape, m: string, names: Names, n: number): string[] {
  const other = t.pick(names);
  return [
    `${m}.x > ${n - 1}`,
    `${m}.f`,
    `${m}.is("${t.pick(["a", "b"])}")`,
    `boss.held.has(${m})`,
    `boss.seen.has(${m}) && boss.seen.size < 2`,
    `${m}.cohort === "new"`,
    `${m} !== ${other}`,
    `ants.filter((p) => p !== ${m}).every((p) => p.x !== ${m}.x)`,
    `${m}.can("reset")`,
  ];
}

function effect(t: Tape, names: Names, chosen: boolean, depth: number): string {
  const m = real(names).length > 0 ? t.pick(real(names)) : undefined;
  const other = t.pick(real(names).length > 0 ? real(names) : ["boss"]);
  const n = t.next(3);
  const own = m
    ? [
        `${m}.x = (${m}.x + 1) % 3;`,
        `${m}.f = !${m}.f;`,
        `boss.held.add(${m});`,
        `boss.held.delete(${m});`,
        `boss.seen.add(${m});`,
        ...(depth > 1 ? [`if (${m}.can("reset")) ${m}.dispatch("reset");`] : []),
        ...(other === "boss" ? [] : [`{ const kept = ${m}.x; ${m}.x = ${other}.x; ${other}.x = kept; }`]),
        ...(t.next(6) === 0 ? [`${m}.x += 1;`, depth > 1 ? `${m}.dispatch("reset");` : `${m}.x = ${n};`] : []),
        `for (const p of ants) if (p !== ${m} && p.x > 0) p.x -= 1;`,
        `for (const p of ants) p.f = p.x === ${n} || p === ${m};`,
      ]
    : [];
  const all = [
    `boss.n = Math.min(3, ants.in("a"));`,
    `boss.n = Math.min(3, ants.sum((p) => p.x));`,
    `boss.held = new Set();`,
    `for (const p of boss.held) boss.seen.delete(p);`,
    `for (const p of ants) { p.f = false; }`,
    ...(depth > 1 ? [`for (const p of ants) if (p.can("reset")) p.dispatch("reset");`] : []),
    `for (const p of ants.filter((one) => one.f)) p.x = ${n};`,
    `for (const p of boss.held) p.f = true;`,
    `for (const p of boss.held) { if (p.x === ${n}) boss.held.delete(p); }`,
    `for (const p of ants) { if (p.f) continue; p.x = Math.max(p.x, ${n}); }`,
    ...(t.next(8) === 0 ? [`for (const p of ants) p.x += 1;`, `if (boss.n > 1) throw new Error("no");`] : []),
  ];
  if (depth > 1 && t.next(4) === 0)
    return `if (${test(t, names, chosen, 0)}) { ${effect(t, names, chosen, 0)} } else { ${effect(t, names, chosen, 0)} }`;
  return t.pick([...own, ...own, ...all]);
}

function property(t: Tape, i: number): string {
  const inside = t.pick([
    () => `always(() => ${test(t, [], false, 1)})`,
    () => `reachable(() => ${test(t, [], false, 1)})`,
    () => `everyStep(() => ants.every((p) => p.x >= old(() => p.x)))`,
    () => `everyStep(() => ants.sum((p) => p.x) <= old(() => ants.sum((p) => p.x)) + ${t.next(3)})`,
    () => `everyStep(() => boss.held.size >= old(() => boss.held.size))`,
  ])();
  return `"claim ${i}": ${inside},`;
}
