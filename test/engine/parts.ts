// Parts: what fleets, ordered parts and single ones answer.
/* oxlint-disable consistent-function-scoping */
import { always, fleet, flag, machine, maybe, one, ordered, range, system, t, variable } from "fleetcheck";
import { describe, expect, test } from "vitest";
import { changedBy, counts, failed, problemOf, small, story, type Check } from "./checking.ts";

const Server = machine("server", "down", [t("down", "boot", "up"), t("up", "crash", "down")]);
const Blank = machine("blank", "there", [t("there", "stay", "there")]);

export function parts(check: Check): void {
  describe("fleets answer", () => {
    const start = [{ members: 2, state: "up", load: 3 }, { load: 1 }] as const;
    const answer = (ask: (front: ReturnType<typeof servers>) => number) =>
      changedBy(check, () => {
        const front = servers();
        const found = variable(range(-9, 99), -9);
        return {
          parts: { front, found },
          act: () => {
            found.value = ask(front);
          },
        };
      });
    const servers = () => fleet(Server, 3, { vars: { load: range(0, 9) }, start });

    test.each<[string, (front: ReturnType<typeof servers>) => number, number]>([
      ["size", (f) => f.size, 3],
      ["in", (f) => f.in("up"), 2],
      ["in several", (f) => f.in("up", "down"), 3],
      ["in none", (f) => f.in(), 0],
      ["count", (f) => f.count((s) => s.load === 3), 2],
      ["every", (f) => Number(f.every((s) => s.load > 0)) * 2 + Number(f.every((s) => s.load > 1)), 2],
      ["some", (f) => Number(f.some((s) => s.load > 2)) * 2 + Number(f.some((s) => s.load > 3)), 2],
      ["sum", (f) => f.sum((s) => s.load), 7],
      ["min", (f) => f.min((s) => s.load), 1],
      ["max", (f) => f.max((s) => s.load), 3],
      ["filter", (f) => f.filter((s) => s.is("up")).sum((s) => s.load), 6],
      ["filter twice", (f) => f.filter((s) => s.is("up")).filter((s) => s.load === 1).size, 0],
      [
        "for-of",
        (f) =>
          Array.from(
            f.filter((s) => s.is("up")),
            (s) => s.load,
          ).length,
        2,
      ],
      ["state", (f) => f.count((s) => s.state === "up"), 2],
    ])("%s", (_name, ask, answered) => {
      expect(answer(ask)).toEqual({ "found value": answered });
    });

    test("questions of none", () => {
      const none = (f: ReturnType<typeof servers>) => f.filter((s) => s.load > 3);
      expect(
        answer((f) => (none(f).every(() => false) && !none(f).some(() => true) ? none(f).sum(() => 1) : 9)),
      ).toEqual({
        "found value": 0,
      });
      expect(
        answer((f) => (none(f).min((s) => s.load) === Infinity && none(f).max((s) => s.load) === -Infinity ? 1 : 9)),
      ).toEqual({ "found value": 1 });
    });

    test("what they answer is the present state, through and through", () => {
      expect(
        answer((f) => {
          let seen = f.sum((s) => s.load);
          for (const s of f) s.load = 2;
          seen += f.sum((s) => s.load);
          return seen;
        }),
      ).toEqual({ "found value": 13, "front 1 load": 2, "front 2 load": 2, "front 3 load": 2 });
    });
  });

  describe("an empty fleet", () => {
    test("has one state, and nothing that it says is wrong", () => {
      const verdict = check(
        small(() => {
          const front = fleet(Server, 0);
          const empty = always(() => front.size === 0 && front.in("up") === 0 && front.every(() => false));
          return system({ parts: { front }, terminal: "anywhere", properties: { empty } });
        }),
      );
      expect(failed(verdict)).toEqual({});
      expect(counts(verdict)).toEqual({ states: 1, transitions: 0, depth: 0 });
    });
  });

  describe("ordered parts", () => {
    const nodes = (shape: "ring" | "line") =>
      ordered(Blank, 3, { shape, vars: { n: range(0, 9), other: maybe(range(0, 2)) } });

    test("a ring's neighbours go round", () => {
      expect(
        changedBy(check, () => {
          const ring = nodes("ring");
          return {
            parts: { ring },
            act: () => {
              for (const node of ring) {
                node.n = ring.next(node)!.index;
                node.other = ring.previous(node)!.index;
              }
            },
          };
        }),
      ).toEqual({ "ring 0 n": 1, "ring 1 n": 2, "ring 0 other": 2, "ring 1 other": 0, "ring 2 other": 1 });
    });

    test("a line's ends have one neighbour", () => {
      expect(
        changedBy(check, () => {
          const line = nodes("line");
          return {
            parts: { line },
            act: () => {
              for (const node of line) {
                node.n = line.next(node)?.index ?? 9;
                node.other = line.previous(node)?.index;
              }
            },
          };
        }),
      ).toEqual({ "line 0 n": 1, "line 1 n": 2, "line 2 n": 9, "line 1 other": 0, "line 2 other": 1 });
    });

    test("are a ring unless they are said to be a line", () => {
      expect(
        changedBy(check, () => {
          const ring = ordered(Blank, 2, { vars: { n: range(0, 9) } });
          return {
            parts: { ring },
            act: () => {
              ring.next(ring.at(1)).n = 5;
            },
          };
        }),
      ).toEqual({ "ring 0 n": 5 });
    });

    test("at, find, map and reduce", () => {
      expect(
        changedBy(check, () => {
          const line = nodes("line");
          return {
            parts: { line },
            act: () => {
              line.at(0).n = line.find((node) => node.index > 0)!.index;
              line.at(1).n = line.map((node) => node.index * 2).indexOf(4);
              line.at(2).n = line.reduce((sofar, node) => sofar + 2 * node.index, 1);
              line.at(0).other = line.find((node) => node.index > 5)?.index ?? 2;
            },
          };
        }),
      ).toEqual({ "line 0 n": 1, "line 1 n": 2, "line 2 n": 7, "line 0 other": 2 }); // 1 + 0 + 2 + 4
    });

    test("answer what fleets answer", () => {
      expect(
        changedBy(check, () => {
          const line = nodes("line");
          const found = variable(range(0, 99));
          return {
            parts: { line, found },
            act: () => {
              found.value = line.size * 10 + line.sum((node) => node.index) + line.in("there");
            },
          };
        }),
      ).toEqual({ "found value": 36 });
    });

    test("are named by their index, fleets' members from 1", () => {
      const verdict = check(
        small(() => {
          const line = ordered(Server, 2, { shape: "line" });
          const front = fleet(Server, 2);
          const low = always(() => line.in("up") + front.in("up") < 4);
          return system({
            parts: { line, front },
            rules: { line: { crash: { when: () => false } } },
            properties: { low },
          });
        }),
      );
      // Backwards from the end, the least predecessor is the one whose first part is still down.
      expect(story(verdict, "low")).toEqual(["front 2.boot", "front 1.boot", "line 1.boot", "line 0.boot"]);
    });
  });

  describe("members", () => {
    test("a view is one object a member, in guards, questions and sets", () => {
      const verdict = check(
        small(() => {
          const front = fleet(Server, 2, { vars: (self) => ({ me: maybe(self) }) });
          return system({
            parts: { front },
            start: () => {
              for (const s of front) s.me = s;
            },
            rules: {
              front: { boot: { when: (s) => s.me === s }, crash: { when: (s) => front.every((o) => o.me !== s) } },
            },
            terminal: "anywhere",
          });
        }),
      );
      // down, down → up, up: both may boot, neither may crash.
      expect(counts(verdict)).toEqual({ states: 4, transitions: 4, depth: 2 });
    });

    test("know nothing of their index", () => {
      expect(
        changedBy(check, () => {
          const front = fleet(Server, 2);
          const seen = variable(flag());
          return {
            parts: { front, seen },
            act: () => {
              for (const s of front) if ((s as { index?: number }).index !== undefined) seen.value = true;
            },
          };
        }),
      ).toEqual({});
    });
  });

  describe("arrays and records of parts", () => {
    test("each has its own state, and an array's rules stand for each", () => {
      const verdict = check(
        small(() => {
          const cells = [one(Server), one(Server)];
          const pair = { left: one(Server), right: fleet(Server, 1) };
          const low = always(
            () => cells.every((c) => c.is("down")) || pair.left.is("down") || pair.right.in("up") === 0,
          );
          return system({
            parts: { cells, pair },
            rules: { cells: { crash: { when: () => false } }, pair: { left: { crash: { when: () => false } } } },
            properties: { low },
          });
        }),
      );
      // 2^4 states. Transitions: a cell boots (8 states each), left boots (8), right boots (8) and crashes (8).
      expect(counts(verdict)).toEqual({ states: 16, transitions: 40, depth: 4 });
      expect(story(verdict, "low")).toEqual(["pair.right 1.boot", "pair.left.boot", "cells 2.boot"]);
    });
  });

  describe("handles", () => {
    test("mean nothing while `build` runs", () => {
      const found = problemOf(() =>
        check(
          small(() => {
            const front = fleet(Server, 1);
            return system({ parts: { front, level: variable(range(0, front.in("up"))) } });
          }),
        ),
      );
      expect(found).toMatchObject({
        code: "handle-unbound",
        what: "a fleet was read where there is no state",
      });
    });

    test("are made anew for every check", () => {
      const front = fleet(Server, 1);
      const shared = small(() => system({ parts: { front } }));
      expect(problemOf(() => check(shared))).toMatchObject({ code: "handle-reused" });
    });
  });
}
