// Channels: messages in order or not, lost and doubled.
/* oxlint-disable consistent-function-scoping */
import {
  always,
  channel,
  choosing,
  fleet,
  flag,
  machine,
  one,
  oneOf,
  range,
  reachable,
  record,
  setOf,
  system,
  t,
  variable,
} from "fleetcheck";
import { describe, expect, test } from "vitest";
import { changedBy, counterexample, counts, failed, known, problemOf, small, story, type Check } from "./checking.ts";

const Server = machine("server", "down", [t("down", "boot", "up")]);

interface Wiring {
  readonly capacity: number;
  readonly order?: "fifo" | "any";
  readonly lossy?: boolean;
  readonly duplicating?: boolean;
  /** What the channel holds when the world begins. */
  readonly holds?: readonly number[];
}

/** A channel of digits; everything that happens is what it does by itself. */
const left = ({ holds = [], ...options }: Wiring) =>
  small(() => {
    const wire = channel(range(0, 9), options);
    return system({
      parts: { wire },
      start: () => {
        for (const digit of holds) wire.send(digit);
      },
    });
  });

/** What one deed does with a channel that already holds some digits. */
const deed = (
  check: Check,
  { holds = [], ...options }: Wiring,
  act: (wire: ReturnType<typeof digits>, out: { value: number }) => void,
) =>
  changedBy(check, () => {
    const wire = digits(options);
    const out = variable(range(-1, 99), -1);
    return {
      parts: { wire, out },
      act: () => {
        for (const digit of holds) wire.send(digit);
        act(wire, out);
      },
    };
  });
const digits = (options: Omit<Wiring, "holds">) => channel(range(0, 9), options);

export function channels(check: Check): void {
  describe("sent and received", () => {
    test("a channel is empty at first, and a fifo keeps order", () => {
      expect(
        deed(check, { capacity: 3 }, (wire, out) => {
          out.value = wire.length;
          for (const digit of [7, 8, 9]) wire.send(digit);
          out.value += wire.full ? wire.receive() * 10 + wire.head : 0;
        }),
      ).toEqual({ "wire messages": [8, 9], "out value": 78 });
    });

    test("the head is what is received next, and stays", () => {
      expect(
        deed(check, { capacity: 2, holds: [4, 5] }, (wire, out) => {
          out.value = wire.head + wire.head + wire.receive();
        }),
      ).toEqual({ "wire messages": [5], "out value": 12 });
    });

    test("what was received leaves no trace in the state", () => {
      const verdict = check(
        small(() => {
          const wire = channel(range(0, 9), { capacity: 2 });
          return system({
            parts: { wire },
            rules: { wire: { take: { when: (c) => c.length > 0, then: (c) => void c.receive() } } },
            world: {
              send: choosing({ digit: range(0, 2) }, { when: () => !wire.full, then: ({ digit }) => wire.send(digit) }),
            },
          });
        }),
      );
      // 1 + 3 + 9 contents. Sends: 3 from each of 4; takes: 1 from each of 12.
      expect(counts(verdict)).toEqual({ states: 13, transitions: 24, depth: 2 });
      expect(verdict.events).toEqual({ "wire.take": 12, send: 12 });
    });

    test("a message may be of any domain, and is a copy", () => {
      expect(
        changedBy(check, () => {
          const front = fleet(Server, 2, { vars: { tags: setOf(range(0, 2)) } });
          const wire = channel(record({ to: front, body: oneOf("ping", "pong"), tags: setOf(range(0, 2)) }), {
            capacity: 2,
          });
          return {
            parts: { front, wire },
            act: () => {
              for (const s of front) {
                s.tags.add(1);
                wire.send({ to: s, body: "pong", tags: s.tags });
                s.tags.add(2);
              }
              const { to, tags } = wire.receive();
              if (to.can("boot")) to.dispatch("boot");
              to.tags = tags;
            },
          };
        }),
      ).toEqual({
        "front 1 state": "up",
        "front 1 tags": [1],
        "front 2 tags": [1, 2],
        "wire messages": [{ to: "front 2", body: "pong", tags: [1] }],
      });
    });
  });

  describe("send on full and receive on empty leave the domain", () => {
    const claim = "values stay in their domains";

    test("send", () => {
      expect(deed(check, { capacity: 1, holds: [1] }, (wire) => wire.send(2))).toBe(
        `${claim}: wire takes 1 messages and is full`,
      );
    });

    test("receive", () => {
      expect(deed(check, { capacity: 1 }, (wire) => void wire.receive())).toBe(
        `${claim}: wire has nothing to receive: it is empty`,
      );
    });

    test("the head of an empty channel, in an effect; a guard sees undefined", () => {
      expect(deed(check, { capacity: 1 }, (wire, out) => void (out.value = wire.head))).toBe(
        `${claim}: wire has no head: it is empty`,
      );
      const verdict = check(
        small(() => {
          const wire = digits({ capacity: 1 });
          return system({ parts: { wire }, rules: { wire: { wait: { when: (c) => c.head === undefined } } } });
        }),
      );
      expect(counts(verdict)).toEqual({ states: 1, transitions: 1, depth: 0 });
    });

    test("a message outside the channel's domain", () => {
      expect(deed(check, { capacity: 1 }, (wire) => wire.send(10))).toBe(
        `${claim}: a message to wire = 10 is outside range(0, 9)`,
      );
    });

    test("a channel without room takes nothing", () => {
      expect(deed(check, { capacity: 0 }, (wire, out) => void (out.value = Number(wire.full)))).toEqual({
        "out value": 1,
      });
      expect(deed(check, { capacity: 0 }, (wire) => wire.send(1))).toContain("is full");
    });
  });

  describe("order any", () => {
    test("a channel is a multiset: the order of sending makes no state", () => {
      const verdict = check(
        small(() => {
          const wire = channel(range(0, 9), { capacity: 3, order: "any" });
          return system({
            parts: { wire },
            world: {
              send: choosing({ digit: range(1, 2) }, { when: () => !wire.full, then: ({ digit }) => wire.send(digit) }),
            },
            terminal: "anywhere",
          });
        }),
      );
      // Multisets of at most 3 of 2 digits: 1 + 2 + 3 + 4; two sends from each of the first 6.
      expect(counts(verdict)).toEqual({ states: 10, transitions: 12, depth: 3 });
    });

    /** From a full channel, `takes` messages are received in one effect; the world then rests. */
    const taking = (holds: readonly number[], takes: number, order: "fifo" | "any" = "any") =>
      check(
        small(() => {
          const wire = channel(range(0, 9), { capacity: 4, order });
          const out = variable(range(0, 999));
          return system({
            parts: { wire, out },
            start: () => {
              for (const digit of holds) wire.send(digit);
            },
            rules: {
              wire: {
                take: {
                  when: (c) => c.length === holds.length,
                  then: (c) => {
                    for (let i = 0; i < takes; i++) out.value = out.value * 10 + c.receive();
                  },
                },
              },
            },
            terminal: "anywhere",
          });
        }),
      );

    test("any message may be the one that is received: a choice", () => {
      expect(counts(taking([1, 2, 3], 1))).toEqual({ states: 4, transitions: 3, depth: 1 });
      expect(counts(taking([1, 2, 3], 1, "fifo"))).toEqual({ states: 2, transitions: 1, depth: 1 });
    });

    test("equal messages are one choice", () => {
      expect(counts(taking([1, 1, 2], 1))).toEqual({ states: 3, transitions: 2, depth: 1 });
    });

    test("each receive chooses anew", () => {
      expect(counts(taking([1, 2, 3], 2))).toEqual({ states: 7, transitions: 6, depth: 1 });
      // of 1, 1, 2: 1 then 1, 1 then 2, 2 then 1
      expect(counts(taking([1, 1, 2], 2))).toEqual({ states: 4, transitions: 3, depth: 1 });
    });

    test("what guard and effect see as head is what is received", () => {
      const verdict = check(
        small(() => {
          const wire = channel(range(0, 9), { capacity: 3, order: "any" });
          const out = variable(range(0, 99));
          return system({
            parts: { wire, out },
            start: () => {
              for (const digit of [1, 2, 3]) wire.send(digit);
            },
            rules: {
              wire: {
                take: {
                  when: (c) => c.length === 3 && c.head !== 2,
                  then: (c) => {
                    out.value = c.head * 10 + c.receive();
                  },
                },
              },
            },
            terminal: "anywhere",
            properties: {
              "11 is taken": reachable(() => out.value === 11),
              "33 is taken": reachable(() => out.value === 33),
            },
          });
        }),
      );
      expect(failed(verdict)).toEqual({});
      expect(counts(verdict)).toEqual({ states: 3, transitions: 2, depth: 1 });
    });

    test("what was seen as head is received also where another is sent in between", () => {
      expect(
        deed(check, { capacity: 2, order: "any", holds: [5] }, (wire, out) => {
          out.value = wire.head * 10;
          wire.send(1);
          out.value += wire.receive();
        }),
      ).toEqual({ "wire messages": [1], "out value": 55 });
    });

    test("a member's rule may choose a message too", () => {
      const verdict = check(
        small(() => {
          const door = one(Server, { vars: { got: range(0, 9) } });
          const wire = channel(range(0, 9), { capacity: 2, order: "any" });
          return system({
            parts: { door, wire },
            start: () => {
              wire.send(4);
              wire.send(5);
            },
            rules: {
              door: {
                boot: {
                  then: (s) => {
                    s.got = wire.receive();
                  },
                },
              },
            },
            terminal: "anywhere",
            properties: { "four is left": always(() => door.got !== 5) },
          });
        }),
      );
      expect(counts(verdict)).toEqual({ states: 3, transitions: 2, depth: 1 });
      expect(counterexample(verdict, "four is left").steps).toMatchObject([
        { part: "door", event: "boot", calls: [{ kind: "receive", part: "wire", message: 5, by: { part: "door" } }] },
      ]);
    });

    test("a property that reads the head reads a choice: an error", () => {
      const reading = (order: "fifo" | "any") =>
        small(() => {
          const wire = channel(range(0, 9), { capacity: 1, order });
          return system({
            parts: { wire },
            start: () => wire.send(1),
            terminal: "anywhere",
            properties: { one: always(() => wire.head === 1) },
          });
        });
      expect(failed(check(reading("fifo")))).toEqual({});
      expect(problemOf(() => check(reading("any")))).toMatchObject({ code: "guard-picks" });
    });
  });

  describe("lossy", () => {
    test("loses one message at a time, of a fifo any of them", () => {
      const verdict = check(left({ capacity: 3, lossy: true, holds: [1, 2, 3] }));
      // Subsets of 1, 2, 3 in order; from each, one loss a message: 3 + 3·2 + 3·1.
      expect(counts(verdict)).toEqual({ states: 8, transitions: 12, depth: 3 });
      expect(verdict.events).toEqual({ "wire.lose": 12 });
    });

    test("equal messages of a multiset are lost once", () => {
      // 1, 1, 2 → 1, 2 | 1, 1 → 2 | 1 | 1 → none
      expect(counts(check(left({ capacity: 3, order: "any", lossy: true, holds: [1, 1, 2] })))).toEqual({
        states: 6,
        transitions: 2 + (2 + 1) + (1 + 1),
        depth: 3,
      });
    });

    test("equal messages of a fifo are lost one by one", () => {
      // 1, 1 → 1 in two ways → none
      const verdict = check(left({ capacity: 2, lossy: true, holds: [1, 1] }));
      expect(counts(verdict)).toEqual({ states: 3, transitions: 2 + 1, depth: 2 });
    });

    test("never prevents deadlock", () => {
      expect(failed(check(left({ capacity: 1, lossy: true, holds: [1] })))).toEqual({ "no deadlock": "violated" });
    });

    test("a channel is not lossy unless it is said to be", () => {
      expect(counts(check(left({ capacity: 1, lossy: false, holds: [1] })))).toEqual({
        states: 1,
        transitions: 0,
        depth: 0,
      });
      expect(check(left({ capacity: 1, holds: [1] })).events).toEqual({});
    });

    test("is told with the message", () => {
      const verdict = check(
        small(() => {
          const wire = channel(range(0, 9), { capacity: 3, lossy: true });
          return system({
            parts: { wire },
            start: () => {
              for (const digit of [4, 5]) wire.send(digit);
            },
            terminal: "anywhere",
            properties: { "four or more": always(() => wire.length !== 1 || wire.head === 5) },
          });
        }),
      );
      expect(story(verdict, "four or more")).toEqual(["wire.lose {message:5}"]);
      expect(counterexample(verdict, "four or more").steps[0]!.changed).toEqual([
        { part: "wire", field: "messages", from: [4, 5], to: [4] },
      ]);
    });
  });

  describe("duplicating", () => {
    test("doubles one message at a time while there is room", () => {
      const verdict = check(left({ capacity: 3, order: "any", duplicating: true, holds: [1, 2] }));
      // 1, 2 → 1, 1, 2 | 1, 2, 2, which are full
      expect(counts(verdict)).toEqual({ states: 3, transitions: 2, depth: 1 });
      expect(verdict.events).toEqual({ "wire.duplicate": 2 });
    });

    test("in a fifo the copy is right behind", () => {
      const verdict = check(left({ capacity: 3, duplicating: true, holds: [1, 2] }));
      expect(counts(verdict)).toEqual({ states: 3, transitions: 2, depth: 1 }); // 1, 1, 2 | 1, 2, 2
    });

    test("never prevents deadlock", () => {
      expect(failed(check(left({ capacity: 2, duplicating: true, holds: [1] })))).toEqual({
        "no deadlock": "violated",
      });
    });

    test("needs a message and room", () => {
      expect(check(left({ capacity: 2, duplicating: true })).transitions).toBe(0);
      expect(check(left({ capacity: 1, duplicating: true, holds: [1] })).transitions).toBe(0);
    });
  });

  test("a rule of a channel happens only while its guard is true, and may leave the channel alone", () => {
    const verdict = check(
      small(() => {
        const wire = channel(flag(), { capacity: 1 });
        const heard = variable(flag());
        return system({
          parts: { wire, heard },
          rules: { wire: { listen: { when: (c) => c.full && c.head, then: () => void (heard.value = true) } } },
          world: {
            send: choosing({ loud: flag() }, { when: () => wire.length === 0, then: ({ loud }) => wire.send(loud) }),
          },
          terminal: "anywhere",
          properties: { "it is heard": reachable(() => heard.value), "never heard": always(() => !heard.value) },
        });
      }),
    );
    // Two sends; `listen` from the loud one, and again from where it leads.
    expect(counts(verdict)).toEqual({ states: 4, transitions: 4, depth: 2 });
    expect(known(verdict, "it is heard")).toBe("holds, exact");
    expect(counterexample(verdict, "never heard").steps[0]).toMatchObject({
      part: "world",
      event: "send",
      choice: { loud: true },
      calls: [{ kind: "send", part: "wire", message: true }],
    });
  });
}
