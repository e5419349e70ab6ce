// Progress on one state for each orbit: whole-fleet fairness is decided there, a loop is shown as a run of the system itself,
// and fairness to each member turns reduction off.
import { assert, pre, property } from "fast-check";
import {
  always,
  check,
  eventually,
  fleet,
  infinitelyOften,
  leadsTo,
  machine,
  type Property,
  range,
  recovers,
  settles,
  spec,
  type Spec,
  system,
  t,
  variable,
  flag,
  type Verdict,
} from "fleetcheck";
import { describe, expect, test } from "vitest";
import { decodeReplay, replay } from "../../src/verdict/replay.ts";
import { randomSpecs } from "../random/specs.ts";

const SEED = 20201125;
const RUNS = 100;
const STATES_MAX = 400;

const Runner = machine("runner", "resting", [t("resting", "take", "running"), t("running", "giveOn", "resting")]);

/** One runner has the baton, and gives it to any other. */
const relay = (runners: number): Spec =>
  spec({
    name: "relay",
    build() {
      const team = fleet(Runner, runners, { start: [{ state: "running" }, { members: runners - 1 }] });
      const won = variable(flag());
      return system({
        parts: { team, won },
        rules: {
          team: {
            take: { onlyWhenCalled: true },
            giveOn: {
              ...team.choosing(
                { to: team },
                { when: (r, { to }) => to.is("resting") && to !== r, then: (_, { to }) => to.dispatch("take") },
              ),
              fair: "weak",
            },
          },
        },
        properties: { "the race ends": eventually(() => won.value) },
      });
    },
  });

const loopOf = (verdict: Verdict, claim: string) =>
  verdict.properties.find(({ name }) => name === claim)!.counterexample!;

describe("a loop of orbits", () => {
  test("goes round until everybody is where he was", () => {
    const { steps, loop } = loopOf(check(relay(3)), "the race ends");
    expect(steps.map(({ member, choice }) => [member, choice])).toEqual([
      [1, { to: "team 2" }],
      [2, { to: "team 1" }],
    ]);
    expect(loop).toEqual({ begins: 0, since: 0, fair: [{ event: "team.giveOn", fair: "weak", taken: 0 }] });
  });

  test("is replayed from its string", () => {
    const found = loopOf(check(relay(3)), "the race ends");
    const again = replay(relay(3), decodeReplay(found.replay));
    expect({ ...again.counterexample, replay: found.replay }).toEqual(found);
    expect(again.after(0)).toEqual(again.after(found.steps.length));
  });

  test("that would take too long is told as one round, and says so", () => {
    // Three rings turn at once: all horses are where they were after 7 · 11 · 13 steps.
    const found = loopOf(check(carousels), "they stop");
    expect(found.steps).toHaveLength(1);
    expect(found.loop).toMatchObject({ begins: 0, renumbered: true });
    const again = replay(carousels, decodeReplay(found.replay));
    expect({ ...again.counterexample, replay: found.replay }).toEqual(found);
  });
});

const Horse = machine("horse", "turning", [t("turning", "stop", "still")]);
const RINGS = [7, 11, 13];

const carousels = spec({
  name: "carousels",
  build() {
    const firsts = RINGS.map((_, ring) => RINGS.slice(0, ring).reduce((sum, size) => sum + size, 0));
    const next = RINGS.flatMap((size, ring) =>
      Array.from({ length: size }, (_, i) => firsts[ring]! + ((i + 1) % size)),
    );
    const horses = fleet(Horse, next.length, {
      vars: { place: range(0, next.length - 1) },
      start: next.map((_, place) => ({ place })),
    });
    return system({
      parts: { horses },
      rules: { horses: { stop: { onlyWhenCalled: true } } },
      world: {
        turn: {
          fair: "weak",
          then: () => {
            for (const horse of horses) horse.place = next[horse.place]!;
          },
        },
      },
      properties: { "they stop": eventually(() => horses.in("still") > 0) },
    });
  },
});

describe("fairness to each member", () => {
  const Server = machine("server", "up", [t("up", "fail", "down"), t("down", "repair", "up")]);
  const servers = (fairEach: boolean) =>
    spec({
      name: "servers",
      build() {
        const front = fleet(Server, 3);
        const back = fleet(Server, 2);
        return system({
          parts: { front, back },
          rules: { front: { repair: { fair: "strong", ...(fairEach && { fairEach }) } } },
          properties: {
            "all of front are up": infinitelyOften(() => front.in("up") === 3),
            "they can get up": recovers(() => front.in("up") === 3, {
              once: () => front.in("down") === 2,
              assuming: () => front.in("down") <= 2 && back.in("up") === 2,
            }),
          },
        });
      },
    });

  test("turns the reduction of that fleet off, and the verdict says so", () => {
    expect(check(servers(false))).toMatchObject({ states: 4 * 3, reduction: "counted" });
    const each = check(servers(true));
    expect(each).toMatchObject({ states: 8 * 3, reduction: "counted" });
    expect(each.reductions).toEqual([
      { part: "front", reduction: "none", reason: "`front.repair` is fair to each member" },
      { part: "back", reduction: "counted" },
    ]);
  });

  test("recovers, with once and assuming, is decided on the orbits", () => {
    for (const symmetry of ["auto", "off"] as const) {
      const claim = check(servers(false), { symmetry }).properties.find(({ name }) => name === "they can get up")!;
      expect(claim).toMatchObject({ verdict: "violated", assurance: "exact" });
      expect(claim.counterexample!.steps).toHaveLength(3); // two of front are down, and one of back
    }
  });
});

describe(`random specs, seed ${SEED}`, () => {
  const bounded = { budget: { states: STATES_MAX } } as const;

  test("verdicts are the same with and without reduction, and every run replays", { timeout: 120_000 }, () => {
    assert(
      property(randomSpecs, (random) => {
        const verdict = check(random.evaluate(), bounded);
        pre(verdict.stopped === undefined && verdict.reduction !== "none");
        pre(verdict.properties.some((p) => p.counterexample?.loop));
        const plain = check(random.evaluate(), { symmetry: "off" });
        expect(outcomes(verdict)).toEqual(outcomes(plain));
        for (const { counterexample: found } of [...verdict.properties, ...plain.properties]) {
          if (!found?.loop) continue;
          const again = replay(random.evaluate(), decodeReplay(found.replay));
          expect({ ...again.counterexample, replay: found.replay }).toEqual(found);
        }
      }),
      { seed: SEED, numRuns: RUNS / 2, maxSkipsPerRun: 1000 },
    );
  });

  test("claims that contradict each other do not both hold", { timeout: 120_000 }, () => {
    let met = 0;
    assert(
      property(randomSpecs, (random) => {
        const verdict = check(contradictory(random.evaluate()), bounded);
        pre(verdict.stopped === undefined);
        // Where time need not pass there may be no run that is judged.
        pre(verdict.properties.every(({ name, verdict: v }) => v === "holds" || !name.includes("time")));
        const holds = new Set(verdict.properties.filter((p) => p.verdict === "holds").map(({ name }) => name));
        for (const name of holds) {
          const [at, kind] = name.split(": ");
          if (!["eventually", "infinitelyOften", "leadsTo", "settles"].includes(kind ?? "")) continue;
          met++;
          expect([name, holds.has(`${at}: never`)]).toEqual([name, false]);
        }
      }),
      { seed: SEED, numRuns: RUNS, maxSkipsPerRun: 100 },
    );
    expect(met).toBeGreaterThan(RUNS);
  });
});

const outcomes = (verdict: Verdict) => verdict.properties.map((p) => [p.name, p.verdict]);

/** The system of a spec, with claims that say of what its own claims test that it comes, and that it never does. */
function contradictory(original: Spec): Spec {
  const build: Spec["build"] = (params, given) => {
    const body = original.build(params, given);
    const tests = Object.values(body.properties as Record<string, Property>).flatMap((p) =>
      p.kind === "everyStep" ? [] : ["goal" in p ? p.goal : p.test],
    );
    const claims = tests.flatMap((p, at) => [
      [`${at}: eventually`, eventually(p)],
      [`${at}: infinitelyOften`, infinitelyOften(p)],
      [`${at}: leadsTo`, leadsTo(() => true, p)],
      [`${at}: settles`, settles(p, { without: [] })],
      [`${at}: never`, always(() => !p())],
    ]);
    return { ...body, properties: Object.fromEntries(claims) };
  };
  return { ...original, build, scenarios: {} };
}
